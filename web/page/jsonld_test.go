package page

import (
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

func TestStructuredDates(t *testing.T) {
	for date, want := range map[string][2]string{
		"2019-06-13": {"2019-06-13", ""}, "2019-05": {"2019-05", ""}, "2019": {"2019", ""}, "2019-05-24/2019-05-26": {"2019-05-24", "2019-05-26"},
		"2019-05/2020": {"2019-05", "2020"}, "2019/..": {"2019", ""}, "-0220": {"-0220", ""}, "201X": {"", ""}, "../2015": {"", "2015"}, "2019-21": {"2019", ""},
	} {
		start, end := isoSpan(events.On(edtf.MustParse(date)))
		if start != want[0] || end != want[1] {
			t.Errorf("%s: %q to %q, want %v", date, start, end, want)
		}
	}
}
