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
		{"2026-03-02", "FREQ=MONTHLY;BYDAY=1MO;COUNT=6", "每月（第 1 个星期一），共 6 次", "every month on the 1st Monday, 6 times"},
		{"2026-03-27", "FREQ=MONTHLY;BYDAY=-1FR", "每月（最后一个星期五）", "every month on the last Friday"},
		{"2026-03-02", "FREQ=DAILY;UNTIL=20260310", "每天，至2026年3月10日止", "every day, until 10 March 2026"},
		{"2026-03-02", "FREQ=YEARLY", "每年", "every year"},
		{"2026-03-02", "FREQ=DAILY;INTERVAL=1", "每天", "every day"},
		{"2026-03-02", "FREQ=YEARLY;INTERVAL=4;COUNT=3", "每 4 年，共 3 次", "every 4 years, 3 times"},
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
