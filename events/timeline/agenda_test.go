package timeline

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// festival is a record with events that repeat.
func festival(t *testing.T) *Timeline {
	t.Helper()
	event := func(id events.ID, span string, repeat *events.Repetition) *events.Event {
		e := events.Event{ID: id, Slug: string(id), Span: spanOf(t, span), Repeat: repeat, Status: events.Published,
			Text: map[string]events.Text{"en": {Title: string(id)}}}
		if err := e.Validate(); err != nil {
			t.Fatal(err)
		}
		e = events.Revise(nil, e, at("10:00:00"))
		e.Rev = 1
		return &e
	}
	return New().With(events.Batch{Rev: 1, Reset: true, Events: []*events.Event{
		event("yearly", `{"date":"2019-04-10"}`, &events.Repetition{Rule: "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=10", Except: []string{"2021-04-10"}}),
		event("ended", `{"date":"2018-12-30/2019-01-02"}`, &events.Repetition{Rule: "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30;UNTIL=20201231"}),
		event("weekly", `{"start":"2026-03-02T09:00:00","end":"2026-03-02T10:00:00","zone":"America/New_York"}`, &events.Repetition{Rule: "FREQ=WEEKLY;BYDAY=MO;COUNT=3"}),
		event("once", `{"date":"2020"}`, nil),
	}})
}

func TestAgendaWritesRepeatingEventsOut(t *testing.T) {
	tl := festival(t)
	for query, want := range map[string]string{
		"year=2019":                "ended 2018-12-30/2019-01-02, yearly 2019-04-10, ended 2019-12-30/2020-01-02",
		"year=2020":                "ended 2019-12-30/2020-01-02, yearly 2020-04-10, ended 2020-12-30/2021-01-02, once 2020",
		"year=2021":                "ended 2020-12-30/2021-01-02",
		"year=2022":                "yearly 2022-04-10",
		"year=2018":                "ended 2018-12-30/2019-01-02",
		"year=2017":                "",
		"in=2026-03":               "weekly 2026-03-02, weekly 2026-03-09, weekly 2026-03-16",
		"in=2026-04":               "yearly 2026-04-10",
		"in=2026-03-09":            "weekly 2026-03-09",
		"in=2026-03-10":            "",
		"on=04-10":                 "yearly 2019-04-10",
		"on=04-11":                 "",
		"from=2024":                "yearly 2019-04-10, weekly 2026-03-02",
		"from=2024&to=2025":        "yearly 2024-04-10, yearly 2025-04-10",
		"precision=days&year=2019": "ended 2018-12-30/2019-01-02, ended 2019-12-30/2020-01-02",
	} {
		sel, err := events.ParseSelection(query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range tl.Agenda(sel) {
			got = append(got, string(e.ID)+" "+e.Span.EDTF().String())
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
}

// An additional date stands wherever a date of the rule would: in its year,
// month and day, with a length of its own; the first may lie before the start.
func TestAgendaListsAdditionalDates(t *testing.T) {
	event := func(id events.ID, span string, repeat *events.Repetition) *events.Event {
		e := events.Event{ID: id, Slug: string(id), Span: spanOf(t, span), Repeat: repeat, Status: events.Published, Text: map[string]events.Text{"en": {Title: string(id)}}}
		if err := e.Validate(); err != nil {
			t.Fatal(err)
		}
		e = events.Revise(nil, e, at("10:00:00"))
		e.Rev = 1
		return &e
	}
	tl := New().With(events.Batch{Rev: 1, Reset: true, Events: []*events.Event{
		event("tour", `{"date":"2025-06-01"}`, &events.Repetition{Also: []string{"2026-06-05", "2026-12-31/P3D"}, Except: []string{"2025-06-01"}}),
		event("course", `{"start":"2026-03-02T09:00:00","end":"2026-03-02T10:00:00","zone":"Europe/Berlin"}`, &events.Repetition{Rule: "FREQ=WEEKLY;COUNT=2", Also: []string{"2026-07-01T18:00:00/PT3H"}}),
	}})
	for query, want := range map[string]string{
		"year=2025":            "",
		"in=2026-06":           "tour 2026-06-05",
		"in=2026-06-05":        "tour 2026-06-05",
		"in=2026-06-06":        "",
		"year=2027":            "tour 2026-12-31/2027-01-02",
		"in=2027-01-02":        "tour 2026-12-31/2027-01-02",
		"in=2026-03":           "course 2026-03-02, course 2026-03-09",
		"in=2026-07":           "course 2026-07-01",
		"from=2026-07&to=2027": "course 2026-07-01, tour 2026-12-31/2027-01-02",
		"q=course":             "course 2026-03-02",
	} {
		sel, err := events.ParseSelection(query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range tl.Agenda(sel) {
			got = append(got, string(e.ID)+" "+e.Span.EDTF().String())
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
	course, _ := tl.Event("course")
	day, _ := edtf.ParseDay("2026-07-01")
	for _, o := range course.Occurrences(day, day) {
		if got := o.Span.Start.Format("15:04Z07:00") + " to " + o.Span.End.Format("15:04"); got != "18:00+02:00 to 21:00" {
			t.Errorf("the additional date is %s", got)
		}
	}
}

func TestOccurrencesKeepTheWallClock(t *testing.T) {
	tl := festival(t)
	e, _ := tl.Event("weekly")
	first, _ := edtf.ParseDay("2026-03-01")
	last, _ := edtf.ParseDay("2026-03-31")
	var got []string
	for _, o := range e.Occurrences(first, last) {
		got = append(got, o.Span.Start.Format("2006-01-02T15:04Z07:00")+" to "+o.Span.End.Format("15:04"))
	}
	want := []string{"2026-03-02T09:00-05:00 to 10:00", "2026-03-09T09:00-04:00 to 10:00", "2026-03-16T09:00-04:00 to 10:00"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// spanOf reads a span from its JSON form.
func spanOf(t *testing.T, text string) events.Span {
	t.Helper()
	var s events.Span
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return s
}
