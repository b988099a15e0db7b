package syndication

import (
	"testing"
	"time"

	"almanac.example/events"
)

// The dates that programs read are as fine as what is known, and no finer.
func TestPeriod(t *testing.T) {
	for _, tt := range []struct{ date, start, end, value string }{
		{"2019-05-24", "2019-05-24", "", "2019-05-24"},
		{"2019-05", "2019-05", "", "2019-05"},
		{"2019-05~", "2019-05", "", "2019-05"},
		{"2019", "2019", "", "2019"},
		{"2019-XX-XX", "2019", "", "2019"},
		{"2019-05-24/2019-05-26", "2019-05-24", "2019-05-26", "2019-05-24/2019-05-26"},
		{"2019/2020-05", "2019", "2020-05", "2019/2020-05"},
		{"2019/..", "2019", "", "2019/.."},
		{"../2019", "", "2019", "../2019"},
		{"2019-21", "2019-03", "2019-05", "2019-21"},
		{"201X", "2010", "2019", "201X"},
		{"201X/202X", "2010", "2029", "201X/202X"},
		{"-0220", "", "", "-0220"},
		{"Y12345", "", "", "Y12345"},
		{"[2019-05,2020-05]", "2019", "2020", "[2019-05,2020-05]"},
		{"0044-03-15", "0044-03-15", "", "0044-03-15"},
	} {
		s := on(tt.date)
		start, end := period(s)
		if start != tt.start || end != tt.end || timeValue(s) != tt.value {
			t.Errorf("%s: %q to %q, datetime %q; want %q to %q, %q", tt.date, start, end, timeValue(s), tt.start, tt.end, tt.value)
		}
	}
	s := timed("2026-12-01T01:30:00Z", "2026-12-01T03:00:00Z", "Asia/Shanghai")
	if start, end := period(s); start != "2026-12-01T09:30:00+08:00" || end != "2026-12-01T11:00:00+08:00" || timeValue(s) != start {
		t.Errorf("timed: %q to %q, datetime %q", start, end, timeValue(s))
	}
}

// TestTimesForProgramsHaveFourDigits holds for what feeds say to programs of an
// event's own date, also of an occurrence that a series puts past the last year.
func TestTimesForProgramsHaveFourDigits(t *testing.T) {
	past := wall("9999-12-31T23:00:00", "9999-12-31T23:30:00", "UTC")
	late := past
	late.Start, late.End = past.Start.AddDate(0, 0, 1), past.End.AddDate(0, 0, 1)
	crossing := past
	crossing.End = past.End.Add(time.Hour)
	for name, s := range map[string]struct {
		span       events.Span
		start, end string
	}{
		"in the last year":   {past, "9999-12-31T23:00:00Z", "9999-12-31T23:30:00Z"},
		"after it":           {late, "", ""},
		"that ends after it": {crossing, "9999-12-31T23:00:00Z", ""},
		"the year 0":         {wall("0000-05-24T09:00:00", "", "UTC"), "", ""},
	} {
		start, end := period(s.span)
		if start != s.start || end != s.end {
			t.Errorf("a time %s is %q to %q, want %q to %q", name, start, end, s.start, s.end)
		}
	}
}
