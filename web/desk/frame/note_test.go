package frame

import (
	"slices"
	"strings"
	"testing"
)

func TestNotesOfTheServerAreInTheLanguageOfThePage(t *testing.T) {
	zh, en := visit(t, "zh"), visit(t, "en")
	for kept, want := range map[string]string{
		"first start": "首次启动时放入", "proposed": "由导入提议", "accepted a draft from 年报": "采纳了出自年报的草稿", "looked at a draft from A and kept it": "看过出自A的草稿，留着",
		"merged into m02": "并入了m02", "took back: dropped a draft from A": "撤销：没有采用出自A的草稿", "took back: my reason": "撤销：my reason",
		"not published as planned: the picture: lacks words": "没有按计划发布：the picture: lacks words", "past states of event m02 were redacted": "清空了m02过去的版本", "followed ics c1 x": "跟随ics c1 x",
		`not published as planned: event "m02" was changed meanwhile in text.en.title`: "没有按计划发布：这期间m02又有人改过",
		"": "", "my reason": "my reason", "first start of the lamp": "first start of the lamp", "merged": "merged",
	} {
		got := zh.Note(kept)
		if got.Text != want || got.Spoken != (want != kept && !strings.HasSuffix(kept, "my reason")) {
			t.Errorf("%q in Chinese: %+v, want %q", kept, got, want)
		}
		if got := en.Note(kept); got.Text != kept && !strings.Contains(kept, "was changed meanwhile in") {
			t.Errorf("%q in English: %q", kept, got.Text)
		}
	}
	for _, pattern := range notes {
		if got := zh.Text("note."+pattern, "A", "B"); strings.HasPrefix(got, "note.") {
			t.Errorf("no text for %q", pattern)
		}
	}
}

func TestMatchTakesValuesOut(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          []string
		ok            bool
	}{
		{"used", "used", nil, true}, {"used", "used up", nil, false}, {"role * → *", "role author → editor", []string{"author", "editor"}, true}, {"role * → *", "role author", nil, false},
		{"webhook * created", "webhook a b created", []string{"a b"}, true}, {"webhook * created", "webhook a created now", []string{"a"}, false}, {"by *", "by ", []string{""}, true},
	} {
		got, ok := Match(c.pattern, c.text)
		if ok != c.ok || ok && !slices.Equal(got, c.want) {
			t.Errorf("%q in %q: %q %v", c.pattern, c.text, got, ok)
		}
	}
}
