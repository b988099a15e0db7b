package terminal

import (
	"testing"
)

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"a\x1b[31mred":     "a[31mred",
		"one\n\n two\tx":   "one two x",
		"\u202eback\u2066": "back",
		" 上海　天文馆 ":         "上海 天文馆",
		"\xff":             "\uFFFD",
	} {
		if got := Printable(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
