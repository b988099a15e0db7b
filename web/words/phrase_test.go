package words

import (
	"strings"
	"testing"
)

// A phrase marks each run in the text, and is in one language in an attribute.
func TestPhrases(t *testing.T) {
	en := In("en")
	zh, ar, own := en.Run("科学", "zh"), en.Run("علوم", "ar"), Run{Text: "<May>"}
	for _, c := range []struct {
		phrase     Phrase
		text, html string
		run        Run
	}{
		{nil, "", "", Run{}},
		{Plain("<May>"), "<May>", "&lt;May&gt;", own},
		{Phrase{zh}, "科学", `<bdi lang="zh-CN">科学</bdi>`, zh},
		{Phrase{own, zh, own}, "<May> · 科学 · <May>", `&lt;May&gt; · <bdi lang="zh-CN">科学</bdi> · &lt;May&gt;`, Run{Text: "<May> · <May>"}},
		{Phrase{ar, own}, "علوم · <May>", `<bdi lang="ar" dir="rtl">علوم</bdi> · &lt;May&gt;`, ar},
		{Phrase{en.RunOf("only.without", zh), own}, "without 科学 · <May>", `without <bdi lang="zh-CN">科学</bdi> · &lt;May&gt;`, own},
		{Phrase{en.RunOf("only.without", own), own}, "without <May> · <May>", "without &lt;May&gt; · &lt;May&gt;", Run{Text: "without <May> · <May>"}},
	} {
		if got := c.phrase.Text(); got != c.text {
			t.Errorf("text %q, want %q", got, c.text)
		}
		if got := string(c.phrase.HTML()); got != c.html {
			t.Errorf("%s: HTML %q, want %q", c.text, got, c.html)
		}
		if got := c.phrase.Run(); got != c.run {
			t.Errorf("%s: run %+v, want %+v", c.text, got, c.run)
		}
	}
}

// A text marks the runs that are filled into it, and nothing else; what is filled in
// beside them is plain text.
func TestTextsMarkWhatIsFilledIn(t *testing.T) {
	en := In("en")
	for _, c := range []struct {
		args []any
		want string
	}{
		{[]any{en.Run("上海", "zh"), "<9>"}, `<bdi lang="zh-CN">上海</bdi>`},
		{[]any{Run{Text: "A&B"}, "<9>"}, "A&amp;B"},
		{[]any{"A&B", en.Run("<上海>", "zh")}, `<bdi lang="zh-CN">&lt;上海&gt;</bdi>`},
	} {
		plain := make([]any, len(c.args))
		copy(plain, c.args)
		got := string(en.Marked("archive.intro", c.args...))
		if !strings.Contains(got, c.want) || strings.Contains(got, "<9>") || strings.Contains(got, "\uE000") {
			t.Errorf("%v: %s", plain, got)
		}
	}
}

// A sentence ends once, in whatever language its parts are.
func TestSentencesEndOnce(t *testing.T) {
	for _, c := range []struct {
		lang  string
		parts []string
		want  string
	}{
		{"en", []string{"What happened", "All of it."}, "What happened. All of it."},
		{"en", []string{"有据可查。", "30 entries"}, "有据可查。 30 entries."},
		{"ar", []string{"有据可查！", "", "x"}, "有据可查！ x."},
		{"zh", []string{"有据可查。", "30 条"}, "有据可查。30 条。"},
		{"zh", []string{"What happened?", "30 条"}, "What happened?30 条。"},
		{"de", []string{"Was war?", "Alles…"}, "Was war? Alles…"},
	} {
		if got := In(c.lang).Sentence(c.parts...); got != c.want {
			t.Errorf("%s: %q, want %q", c.lang, got, c.want)
		}
	}
}
