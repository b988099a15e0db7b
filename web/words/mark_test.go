package words

import (
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

func TestMarkClass(t *testing.T) {
	for date, want := range map[string]string{
		"2019-05-24": "k-day", "2019-05-24~": "k-month", "2019-05-24?": "k-month", "2019-05-24/2019-05-26": "k-range", "2019-05": "k-month", "2019": "k-year", "201X": "k-year", "18XX": "k-year", "2019-21": "k-year",
		"2016/..": "k-from", "2016/": "k-from", "../2015": "k-until", "/2015": "k-until", "2019-05/2019-07": "k-span",
	} {
		if got := MarkClass(events.On(edtf.MustParse(date))); got != want {
			t.Errorf("%s: %s, want %s", date, got, want)
		}
	}
}
