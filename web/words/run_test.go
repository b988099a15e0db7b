package words

import (
	"html/template"
	"testing"
)

func TestRunsNameTheirLanguage(t *testing.T) {
	for _, c := range []struct {
		run        Run
		attr, html string
	}{
		{In("zh").Run("上海", "zh"), "", "上海"},
		{In("en").Run("上海", "zh"), ` lang="zh-CN"`, "上海"},
		{In("zh").Run("A & B", "en"), ` lang="en"`, "A &amp; B"},
		{In("zh").Run("", "en"), "", ""},
		{Run{Text: "x", Lang: `"`}, ` lang="&#34;"`, "x"},
		{Run{Text: "<x>", Marked: template.HTML("<mark>x</mark>")}, "", "<mark>x</mark>"},
	} {
		if got := c.run.Attr(); string(got) != c.attr {
			t.Errorf("%+v: attribute %q, want %q", c.run, got, c.attr)
		}
		if got := c.run.HTML(); string(got) != c.html {
			t.Errorf("%+v: %q, want %q", c.run, got, c.html)
		}
	}
}
