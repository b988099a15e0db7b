package read

import (
	"testing"
	"time"
)

func TestParseTime(t *testing.T) {
	for s, want := range map[string]string{
		"20260524":             "day 2026-05-24 00:00:00",
		"20260524Z":            "day 2026-05-24 00:00:00",
		"2026-05-24":           "day 2026-05-24 00:00:00",
		"20260524T093015":      "time 2026-05-24 09:30:15",
		"20260524t0930":        "time 2026-05-24 09:30:00",
		"20260524T093015Z":     "instant 2026-05-24 09:30:15",
		"2026-05-24 09:30:15":  "time 2026-05-24 09:30:15",
		"2026-05-24T09:30:15Z": "instant 2026-05-24 09:30:15",
		"20260524T240000":      "time 2026-05-25 00:00:00",
		"20260524T235960":      "time 2026-05-24 23:59:59",
		"20260524T240001":      "",
		"20260524T240100":      "",
		"20260524T250000":      "",
		"20260524T096000":      "",
		"20260524T093061":      "",
		"20260524T09301":       "",
		"20260524T09-015":      "",
		"20260532":             "",
		"20260230":             "",
		"00000101":             "",
		"tomorrow":             "",
		"":                     "",
	} {
		at, kind, err := parseTime(s)
		got := ""
		if err == nil {
			got = []string{"", "day", "time", "instant"}[kind] + " " + at.Format(time.DateTime)
		}
		if got != want {
			t.Errorf("%q is read as %q (%v), want %q", s, got, err, want)
		}
	}
}

// DURATION (RFC 5545 §3.3.6): days and clock time stay apart.
func TestParseDuration(t *testing.T) {
	for s, want := range map[string]duration{
		"P2W": {14, 0}, "P1DT2H30M5S": {1, 9005}, "PT90M": {0, 5400}, "+P3D": {3, 0}, " pt1h ": {0, 3600}, "PT0S": {0, 0},
		"P100000D": {100_000, 0},
	} {
		if got, err := parseDuration(s); err != nil || got != want {
			t.Errorf("%q is read as %v (%v), want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "P", "PT", "1D", "P1", "PD", "P1H", "PT1D", "PT1W", "P1DT2HT3M", "-P1D", "P1X", "P100001D", "PT9999999H", "P12345678D"} {
		if got, err := parseDuration(s); err == nil {
			t.Errorf("%q is read as %v", s, got)
		}
	}
}

// An offset from UTC (RFC 5545 §3.3.14), also without plus or with a colon.
func TestParseOffset(t *testing.T) {
	for s, want := range map[string]int{"+0800": 28800, "-0330": -12600, "+053045": 19845, "0100": 3600, "+01:00": 3600, " -0000 ": 0} {
		if got, ok := parseOffset(s); !ok || got != want {
			t.Errorf("%q is read as %d, %t, want %d", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "+", "+8", "+08000", "*0800", "+08x0", "+0860", "+080060000"} {
		if got, ok := parseOffset(s); ok {
			t.Errorf("%q is read as %d", s, got)
		}
	}
}

// A length of days is one on the wall, of hours an exact one.
func TestDurationOnChangingClocks(t *testing.T) {
	berlin := namedClock("Europe/Berlin")
	start := time.Date(2019, 3, 30, 12, 0, 0, 0, time.UTC) // on the wall; the clocks change the night after
	m := moment{wall: start, at: berlin.instant(start), zone: berlin}
	for _, x := range []struct {
		length duration
		want   string
	}{
		{duration{1, 0}, "2019-03-31 10:00:00"}, {duration{0, 86_400}, "2019-03-31 11:00:00"}, {duration{1, 3600}, "2019-03-31 11:00:00"},
	} {
		if got := x.length.after(m).UTC().Format(time.DateTime); got != x.want {
			t.Errorf("%v after it is %s, want %s", x.length, got, x.want)
		}
	}
	day := moment{wall: start.Truncate(24 * time.Hour), day: true}
	if got := (duration{2, 3600}).after(day).Format(time.DateTime); got != "2019-04-01 01:00:00" {
		t.Errorf("two days and an hour after a day is %s", got)
	}
}
