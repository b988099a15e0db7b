package events

import (
	"strings"
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

// Each spoken language words a time and names a clock in its own way. Names of
// zones' cities are spelled in it.
func TestTimesInEveryLanguage(t *testing.T) {
	berlin, err := LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	cairo, err := SpanWords{Start: "2026-11-30T09:00:00", End: "2026-11-30T10:30:00", Zone: "Africa/Cairo"}.Span()
	if err != nil {
		t.Fatal(err)
	}
	utc, err := SpanWords{Start: "2026-11-30T22:00:00", End: "2026-12-01T02:00:00", Zone: "UTC"}.Span()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][2]string{
		"zh":      {"2026年11月30日 09:00—10:30（开罗时间）", "2026年11月30日 22:00 — 2026年12月1日 02:00（UTC）"},
		"zh-Hant": {"2026年11月30日 09:00—10:30（開羅時間）", "2026年11月30日 22:00 — 2026年12月1日 02:00（UTC）"},
		"zh-TW":   {"2026年11月30日 09:00—10:30（開羅時間）", "2026年11月30日 22:00 — 2026年12月1日 02:00（UTC）"},
		"en":      {"30 Nov 2026 09:00–10:30 Cairo time", "30 Nov 2026 22:00 – 1 Dec 2026 02:00 (UTC)"},
		"de":      {"30. Nov. 2026, 09:00–10:30 Uhr (Ortszeit Kairo)", "30. Nov. 2026, 22:00 Uhr – 1. Dez. 2026, 02:00 Uhr (UTC)"},
		"de-CH":   {"30. Nov. 2026, 09:00–10:30 Uhr (Ortszeit Kairo)", "30. Nov. 2026, 22:00 Uhr – 1. Dez. 2026, 02:00 Uhr (UTC)"},
		"fr":      {"30 nov. 2026, 09:00–10:30 (heure : Le Caire)", "30 nov. 2026, 22:00 – 1er déc. 2026, 02:00 (UTC)"},
		"es":      {"30 nov 2026, 09:00–10:30 (hora de El Cairo)", "30 nov 2026, 22:00 – 1 dic 2026, 02:00 (UTC)"},
		"ja":      {"2026年11月30日 09:00～10:30（カイロ時間）", "2026年11月30日 22:00 ～ 2026年12月1日 02:00（UTC）"},
		"ar":      {"30 نوفمبر 2026، 09:00–10:30 (توقيت القاهرة)", "30 نوفمبر 2026، 22:00 – 1 ديسمبر 2026، 02:00 (UTC)"},
	}
	for lang, w := range want {
		for i, span := range []Span{cairo, utc} {
			if got := span.DescribeFor(berlin, lang, edtf.Compact); got != w[i] {
				t.Errorf("%s: %q, want %q", lang, got, w[i])
			}
		}
	}
	all, err := clocks()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range SpokenLanguages() {
		w := all[lang]
		if w == nil || !strings.Contains(w.Time, "{t}") || !strings.Contains(w.Offset, "{z}") || !strings.Contains(w.City, "{z}") || !strings.Contains(w.Name, "{c}") || w.Dash == "" {
			t.Errorf("%s words clocks as %+v", lang, w)
		}
		if _, ok := want[lang]; !ok {
			t.Errorf("%s has no example", lang)
		}
		if lang != "en" && len(w.cities) < 140 {
			t.Errorf("%s has %d cities", lang, len(w.cities))
		}
	}
	if len(all) != len(SpokenLanguages()) {
		t.Errorf("clocks in %d languages", len(all))
	}
}
