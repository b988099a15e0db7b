package words

import "testing"

func TestCut(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{
		{"short", 10, "short"}, {"a longer line of words", 12, "a longer…"}, {"上海科技大事记", 9, "上海科技…"}, {"上海科技大事记", 14, "上海科技大事记"}, {"Donaudampfschiff", 8, "Donauda…"},
	} {
		if got := Cut(c.text, c.limit); got != c.want || Width(got) > c.limit {
			t.Errorf("%q to %d: %q", c.text, c.limit, got)
		}
	}
}

func TestScript(t *testing.T) {
	for _, c := range []struct{ text, lang, want string }{
		{"上海", "zh", ""}, {"上海", "en", "zh-CN"}, {"Shanghai", "zh", "en"}, {"Shanghai", "en", ""},
		{"上海 Shanghai", "en", "zh-CN"}, {"上海 Shanghai", "zh", ""}, {"5", "zh", ""}, {"50", "zh", "en"}, {"", "zh", ""}, {"（", "en", "zh-CN"}, {"。", "en", "zh-CN"},
	} {
		if got := ScriptOf(c.text, c.lang); got != c.want {
			t.Errorf("%q on a page in %s: %q, want %q", c.text, c.lang, got, c.want)
		}
	}
}

func TestWidth(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "abc": 3, "上海": 4, "\u2fff": 1, "\u3000": 2, "\u303f": 2, "\u3040": 1, "\ufeff": 1, "\uff00": 2, "\uff60": 2, "\uff61": 1,
	} {
		if got := Width(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
