package reviewing

import (
	"strings"
	"testing"

	"almanac.example/cmd/almanac/terminal"
	"github.com/google/go-cmp/cmp"
)

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		text string
		most int
		want []string
	}{
		{"", 10, []string{""}},
		{"one two three", 20, []string{"one two three"}},
		{"one two three", 9, []string{"one two", "three"}},
		{"one two three", 7, []string{"one two", "three"}},
		{"incomprehensible", 6, []string{"incomp", "rehens", "ible"}},
		{"上海天文馆亮灯", 6, []string{"上海天", "文馆亮", "灯"}},
		{"上海天文馆亮灯", 7, []string{"上海天", "文馆亮", "灯"}},
		{"上海 observatory 亮灯", 12, []string{"上海", "observatory", "亮灯"}},
		{"在Innoweek期间", 8, []string{"在", "Innoweek", "期间"}},
		{"宽", 1, []string{"宽"}},
	} {
		got := wrap(test.text, test.most)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q in %d: %s", test.text, test.most, diff)
		}
	}
}

func FuzzWrapLosesNothing(f *testing.F) {
	f.Add("上海 observatory 亮灯", 12)
	f.Add("   a  b   ", 3)
	f.Fuzz(func(t *testing.T, text string, most int) {
		text, most = terminal.Printable(text), 2+most&63
		lines := wrap(text, most)
		for _, l := range lines {
			if columns(l) > most {
				t.Errorf("%q in %d: the line %q has %d columns", text, most, l, columns(l))
			}
		}
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if got := squeeze(strings.Join(lines, "")); got != squeeze(text) {
			t.Errorf("%q in %d: got %q", text, most, lines)
		}
	})
}
