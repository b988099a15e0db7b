package events

import (
	"testing"
	"time"

	"almanac.example/events/edtf"
)

// A time of another zone than the reader's names its clock, and a time of a span
// over several days stands beside its day.
func TestTimesNameTheirClock(t *testing.T) {
	for _, c := range []struct{ start, end, zone, home, en, zh string }{
		{"2026-11-30T09:00:00", "", "Europe/Berlin", "Asia/Shanghai", "30 Nov 2026 09:00 Berlin time", "2026年11月30日 09:00（柏林时间）"},
		{"2026-11-30T09:00:00", "2026-11-30T10:30:00", "Europe/Berlin", "Asia/Shanghai", "30 Nov 2026 09:00–10:30 Berlin time", "2026年11月30日 09:00—10:30（柏林时间）"},
		{"2026-11-30T09:00:00", "2026-11-30T10:30:00", "Europe/Berlin", "Europe/Berlin", "30 Nov 2026 09:00–10:30", "2026年11月30日 09:00—10:30"},
		{"2026-11-30T09:00:00", "", "Europe/Berlin", "Europe/Paris", "30 Nov 2026 09:00 Berlin time", "2026年11月30日 09:00（柏林时间）"}, // the same time, and not for ever
		{"2026-11-30T09:00:00", "", "UTC", "Asia/Shanghai", "30 Nov 2026 09:00 (UTC)", "2026年11月30日 09:00（UTC）"},
		{"2026-11-30T09:00:00", "", "Etc/GMT+5", "Asia/Shanghai", "30 Nov 2026 09:00 (UTC−5)", "2026年11月30日 09:00（UTC−5）"},
		{"2026-11-30T09:00:00", "", "Asia/Kolkata", "UTC", "30 Nov 2026 09:00 Kolkata time", "2026年11月30日 09:00（加尔各答时间）"},
		{"2026-11-30T09:00:00", "", "America/Argentina/Buenos_Aires", "UTC", "30 Nov 2026 09:00 Buenos Aires time", "2026年11月30日 09:00（布宜诺斯艾利斯时间）"},
		{"2026-11-30T22:00:00", "2026-12-01T02:00:00", "Europe/Berlin", "UTC", "30 Nov 2026 22:00 – 1 Dec 2026 02:00 Berlin time", "2026年11月30日 22:00 — 2026年12月1日 02:00（柏林时间）"},
		{"2026-11-30T09:00:00", "2026-12-03T00:00:00", "UTC", "UTC", "30 Nov 2026 09:00 – 2 Dec 2026 24:00", "2026年11月30日 09:00 — 2026年12月2日 24:00"},
		{"2026-11-30T18:00:00", "2026-12-01T00:00:00", "UTC", "UTC", "30 Nov 2026 18:00–24:00", "2026年11月30日 18:00—24:00"},
		{"2026-11-30T09:00:00", "2026-11-30T10:30:00", "Europe/Berlin", "", "30 Nov 2026 09:00–10:30", "2026年11月30日 09:00—10:30"},
	} {
		span, err := SpanWords{Start: c.start, End: c.end, Zone: c.zone}.Span()
		if err != nil {
			t.Fatal(err)
		}
		var home *time.Location
		if c.home != "" {
			if home, err = LoadZone(c.home); err != nil {
				t.Fatal(err)
			}
		}
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			if got := span.DescribeFor(home, lang, edtf.Compact); got != want {
				t.Errorf("%s to %s in %s, read in %q: %q, want %q", c.start, c.end, c.zone, c.home, got, want)
			}
		}
	}
	day := On(edtf.MustParse("2026-11-30"))
	if name := day.ClockFor(time.UTC, "en"); name != "" {
		t.Errorf("a day has the clock %q", name)
	}
}

func TestOffset(t *testing.T) {
	for seconds, want := range map[int]string{0: "UTC", 8 * 3600: "UTC+8", -5 * 3600: "UTC−5", 5*3600 + 45*60: "UTC+5:45", -(3*3600 + 30*60): "UTC−3:30", 1800: "UTC+0:30"} {
		if got := Offset(time.Date(2026, 11, 30, 9, 0, 0, 0, time.FixedZone("X", seconds))); got != want {
			t.Errorf("%d seconds: %q, want %q", seconds, got, want)
		}
	}
}
