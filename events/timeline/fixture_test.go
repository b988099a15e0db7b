package timeline

import (
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// at is an instant of the day on which the records of the tests were written.
func at(clock string) time.Time {
	t, err := time.Parse(time.DateTime, "2026-03-01 "+clock)
	if err != nil {
		panic(err)
	}
	return t
}

// opening is an ordinary event that has not been stored yet.
func opening() events.Event {
	return events.Event{
		ID: "a1", Slug: "museum-opens", Span: events.On(edtf.MustParse("2019-05-24")),
		Text: map[string]events.Text{"en": {Title: "Museum opens"}, "zh": {Title: "博物馆开馆"}},
		Tags: []string{"museum"}, Status: events.Published,
	}
}
