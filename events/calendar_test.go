package events

import (
	"testing"

	"almanac.example/events/edtf"
)

// A mark changes how a date is worded, and nothing of when it was.
func TestMarkedDatesAreWordedInTheirCalendar(t *testing.T) {
	for _, c := range []struct{ date, calendar, lang, want string }{
		{"1066-10-20", Julian, "en", "14 October 1066 (Julian)"},
		{"1066-10-20", "", "en", "20 October 1066"},
		{"1066-10-20", Julian, "zh", "1066年10月14日（儒略历）"},
		{"1700-03-11", Julian, "en", "Thursday 29 February 1700 (Julian)"},
		{"1918-02-14", Julian, "en", "Thursday 1 February 1918 (Julian)"},
	} {
		s := On(edtf.MustParse(c.date))
		s.Calendar = c.calendar
		if got := s.Describe(c.lang, edtf.Long); got != c.want {
			t.Errorf("%s %q in %s: %q, want %q", c.date, c.calendar, c.lang, got, c.want)
		}
		plain := On(edtf.MustParse(c.date))
		a, _ := s.First()
		if b, _ := plain.First(); a != b || s.Compare(plain) != 0 {
			t.Errorf("%s: the mark moves it to %v", c.date, a)
		}
	}
	written := On(edtf.MustParse("1066-10-20"))
	written.Calendar, written.AsWritten = Julian, Localised{"en": "St Calixtus' day"}
	if got := written.Describe("en", edtf.Long); got != "St Calixtus' day" {
		t.Errorf("the wording of the source gives way to %q", got)
	}
}
