package feeds

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPlainText(t *testing.T) {
	m := NewMarkup("https://almanac.example")
	for in, want := range map[string]string{
		"":                                         "",
		"plain":                                    "plain",
		"one\ntwo":                                 "one two",
		"中文换\n行，**重点**":                            "中文换行，重点",
		"中文\nEnglish":                              "中文 English",
		"hard  \nbreak\\\nhere":                    "hard\nbreak\nhere",
		"# Title\n\ntext":                          "Title\n\ntext",
		"[report](https://x.example/r.pdf)":        "report (https://x.example/r.pdf)",
		"[here](/zh/2019 \"hint\")":                "here (https://almanac.example/zh/2019)",
		"[bad](javascript:alert(1))":               "bad",
		"<https://x.example/>":                     "https://x.example/",
		"https://x.example/a_b_c":                  "https://x.example/a_b_c",
		"[https://x.example](https://x.example)":   "https://x.example",
		"[mail](mailto:a@b.example)":               "mail (a@b.example)",
		"![map](map.png)":                          "map (https://almanac.example/zh/map.png)",
		"- a\n- b\n  - c\n\nd":                     "- a\n- b\n  - c\n\nd",
		"3. a\n4. b":                               "3. a\n4. b",
		"> quoted\n> text\n>\n> more":              "> quoted text\n> \n> more",
		"`code <b>` and \\*stars\\* &amp; &#9733;": "code <b> and *stars* & ★",
		"```\nx := 1\n\ny := 2\n```":               "x := 1\n\ny := 2",
		"| a | b |\n|---|---|\n| 1 | **2** |":      "a | b\n1 | 2",
		"a\n\n---\n\nb":                            "a\n\n* * *\n\nb",
		"Founded.[^1]\n\n[^1]: note, p. 12":        "Founded.[1]\n\n[1] note, p. 12",
		"a[^x] b[^y]\n\n[^x]: n\n\n[^y]: m":        "a[1] b[2]\n\n[1] n\n[2] m",
		"see [a]\n\n[a]: note":                     "see a",
		"~~old~~ new":                              "old new",
		"List<T> & co":                             "List<T> & co",
		"\\&amp;":                                  "&amp;",
	} {
		if diff := cmp.Diff(want, m.Text(in, "https://almanac.example/zh/e")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}

// What an import escapes, a calendar shows as it was.
func TestEscapedTextComesBack(t *testing.T) {
	m := NewMarkup("https://almanac.example")
	for _, s := range []string{
		"plain", "two\nlines", "two\n\nparagraphs", "# no heading", "- no list\n+ neither\n1. nor this\n2) or this",
		"a*b*c _d_ `e` [f](g) <h> ~~i~~ \\j | k", "https://x.example/a_b_c*d and _this_", "1984", "a & b &amp; c", "=====", "a\n---\nb",
		"> no quote", "![no](picture)", "* * *", "中文*换*\n行", "10.5 km", "3.\n4)",
	} {
		if diff := cmp.Diff(s, m.Text(escapeMarkdown(s), "")); diff != "" {
			t.Errorf("%q (-want +got):\n%s\n%s", s, diff, escapeMarkdown(s))
		}
	}
}
