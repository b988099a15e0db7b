package foreign

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/feeds"
)

// What an import escapes, a calendar shows as it was.
func TestEscapedTextComesBack(t *testing.T) {
	m := feeds.NewMarkup("https://almanac.example")
	for _, s := range []string{
		"plain", "two\nlines", "two\n\nparagraphs", "# no heading", "- no list\n+ neither\n1. nor this\n2) or this",
		"a*b*c _d_ `e` [f](g) <h> ~~i~~ \\j | k", "https://x.example/a_b_c*d and _this_", "1984", "a & b &amp; c", "=====", "a\n---\nb",
		"10. no list\n0) neither", "> no quote", "![no](picture)", "* * *", "中文*换*\n行", "10.5 km", "3.\n4)",
	} {
		if diff := cmp.Diff(s, m.Text(EscapeMarkdown(s), "")); diff != "" {
			t.Errorf("%q (-want +got):\n%s\n%s", s, diff, EscapeMarkdown(s))
		}
	}
}
