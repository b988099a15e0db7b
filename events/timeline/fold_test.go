package timeline

import (
	"testing"
	"unicode/utf8"
)

// TestFoldUsual holds the short way of folding against the long one: every
// character there is, alone and in a text.
func TestFoldUsual(t *testing.T) {
	short := 0
	for r := range rune(utf8.MaxRune + 1) {
		for _, s := range []string{string(r), "上海" + string(r) + "。"} {
			if got, ok := foldUsual(s); ok {
				short++
				if want := foldAny(s); got != want {
					t.Errorf("%q folds to %q, not %q", s, got, want)
				}
			}
		}
	}
	if short < 2*(lastHan-firstHan) {
		t.Errorf("only %d texts took the short way", short)
	}
	if _, ok := foldUsual("caf\xc3"); ok {
		t.Error("what is no UTF-8 took the short way")
	}
}

func BenchmarkFold(b *testing.B) {
	const text = "上海天文馆（上海科技馆分馆）在临港正式开工，建筑面积38,164平方米；“天文”主题。"
	for name, fold := range map[string]func(string) string{"short": Fold, "long": foldAny} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				fold(text)
			}
		})
	}
}
