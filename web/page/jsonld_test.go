package page

import (
	"strings"
	"testing"
	"time"

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

// Instants have their offset, and an end only where there is one; years that ISO 8601
// does not write in four digits have none.
func TestStructuredTimes(t *testing.T) {
	at := func(year, hour int) time.Time {
		return time.Date(year, 5, 24, hour, 0, 0, 0, time.FixedZone("", 8*60*60))
	}
	for _, c := range []struct {
		from, to   time.Time
		start, end string
	}{
		{at(2019, 9), time.Time{}, "2019-05-24T09:00:00+08:00", ""},
		{at(2019, 9), at(2019, 9), "2019-05-24T09:00:00+08:00", ""},
		{at(2019, 9), at(2019, 11), "2019-05-24T09:00:00+08:00", "2019-05-24T11:00:00+08:00"},
		{at(0, 9), time.Time{}, "0000-05-24T09:00:00+08:00", ""},
		{at(9999, 9), time.Time{}, "9999-05-24T09:00:00+08:00", ""},
		{at(-1, 9), at(2019, 9), "", ""},
		{at(10000, 9), at(10000, 11), "", ""},
	} {
		if start, end := isoSpan(events.Span{Start: c.from, End: c.to}); start != c.start || end != c.end {
			t.Errorf("%s to %s: %q to %q, want %q to %q", c.from, c.to, start, end, c.start, c.end)
		}
	}
}

// A site's own texts have addresses as far as somebody wrote them, in any language.
func TestPathsOfTexts(t *testing.T) {
	if got := TextPaths(&events.Site{}); len(got) > 0 {
		t.Errorf("of nothing: %v", got)
	}
	texts := map[string]events.SiteText{"en": {About: "We."}, "zh": {Imprint: "出版者", Contact: "来信"}}
	if got := strings.Join(TextPaths(&events.Site{Texts: texts}), " "); got != "/about /contact /imprint" {
		t.Errorf("paths %s", got)
	}
}
