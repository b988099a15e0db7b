package words

import (
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

func TestRepetitionInWords(t *testing.T) {
	for _, c := range []struct{ date, rule, zh, en string }{
		{"2026-03-02", "FREQ=WEEKLY", "每周", "every week"},
		{"2026-03-02", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "每 2 周（星期一、星期四）", "every 2 weeks on Monday, Thursday"},
		{"2026-03-02", "FREQ=MONTHLY;BYDAY=1MO;COUNT=6", "每月（第一个星期一），共 6 次", "every month on the first Monday, 6 times"},
		{"2026-03-27", "FREQ=MONTHLY;BYDAY=-1FR", "每月（最后一个星期五）", "every month on the last Friday"},
		{"2026-03-02", "FREQ=DAILY;UNTIL=20260310", "每天，至2026年3月10日止", "every day, until 10 March 2026"},
		{"2026-03-02", "FREQ=YEARLY", "每年", "every year"},
		{"2026-03-02", "FREQ=DAILY;INTERVAL=1", "每天", "every day"},
		{"2026-03-02", "FREQ=YEARLY;INTERVAL=4;COUNT=3", "每 4 年，共 3 次", "every 4 years, 3 times"},
		{"2026-03-02", "FREQ=MONTHLY;BYDAY=-2MO", "按规则重复", "by a rule"},
		{"2026-03-02", "FREQ=DAILY;COUNT=1", "每天，共 1 次", "every day, once"},
		{"2026-03-02", "", "", ""},
	} {
		e := events.Event{Span: events.On(edtf.MustParse(c.date)), Repeat: &events.Repetition{Rule: c.rule}}
		if got := In("zh").Repetition(&e); got != c.zh {
			t.Errorf("%s: %q, want %q", c.rule, got, c.zh)
		}
		if got := In("en").Repetition(&e); got != c.en {
			t.Errorf("%s: %q, want %q", c.rule, got, c.en)
		}
	}
}

// Additional dates are counted, beside a rule and without one.
func TestFurtherDatesInWords(t *testing.T) {
	for _, c := range []struct {
		repeat events.Repetition
		zh, en string
	}{
		{events.Repetition{Also: []string{"2026-03-05"}}, "另有 1 次", "1 further date"},
		{events.Repetition{Also: []string{"2026-03-05", "2026-03-09/P2D"}}, "另有 2 次", "2 further dates"},
		{events.Repetition{Rule: "FREQ=WEEKLY", Also: []string{"2026-03-05"}}, "每周，另有 1 次", "every week, 1 further date"},
		{events.Repetition{Rule: "FREQ=WEEKLY;COUNT=2", Also: []string{"2026-03-05"}}, "每周，共 2 次，另有 1 次", "every week, 2 times, 1 further date"},
	} {
		e := events.Event{Span: events.On(edtf.MustParse("2026-03-02")), Repeat: &c.repeat}
		for lang, want := range map[string]string{"zh": c.zh, "en": c.en} {
			if got := In(lang).Repetition(&e); got != want {
				t.Errorf("%+v: %q, want %q", c.repeat, got, want)
			}
		}
	}
}
