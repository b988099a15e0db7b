package foreign

import (
	"strings"
	"testing"
)

// A text that just fits is not cut, one that does not ends in an ellipsis.
func TestShortened(t *testing.T) {
	for in, want := range map[string]string{"": "", "长文本": "长文本", "长长文本": "长长…", "长 文本": "长…"} {
		if got := Shorten(in, 3); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// A description that is HTML, as some programs write it, is read as text and as
// Markdown that keeps emphasis, links and lists. What is not shown is dropped.
func TestDescriptionsInHTML(t *testing.T) {
	for in, want := range map[string][2]string{
		`a<br>b`:                        {"a\nb", "a\\\nb"},
		`<p>a</p><p>b</p>`:              {"a\n\nb", "a\n\nb"},
		`<ul><li>a</li><li>b</li></ul>`: {"- a\n- b", "- a\n- b"},
		`<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>`:                {"1. a\n\n  - b\n\n2. c", "1. a\n\n  - b\n\n2. c"},
		`see <a href="https://x.example/">this</a>`:                       {"see this (https://x.example/)", "see [this](https://x.example/)"},
		`<a href="https://x.example/">https://x.example/</a>`:             {"https://x.example/", "https://x.example/"},
		`<a href="https://x.example/(a)"><b>this</b></a>`:                 {"this (https://x.example/(a))", "[this](https://x.example/%28a%29)"},
		`<a href="javascript:x()">this</a>`:                               {"this", "this"},
		`<a href="https://x.example/">open`:                               {"open (https://x.example/)", "[open](https://x.example/)"},
		`<b>a</b> &amp; <a>b</a>`:                                         {"a & b", "**a** \\& b"},
		`Hello <strong>bold</strong> and <em>it</em>`:                     {"Hello bold and it", "Hello **bold** and *it*"},
		`<b> spaced </b>x<b></b><i>open`:                                  {"spaced xopen", "**spaced** xopen"},
		`<span>a</span><div>b</div>`:                                      {"a\n\nb", "a\n\nb"},
		`<p>1. not <u>a</u> *list*</p>`:                                   {"1. not a *list*", "1\\. not a \\*list\\*"},
		"<p>a\n   b</p>":                                                  {"a b", "a b"},
		"<pre>a\n  b</pre>":                                               {"a\nb", "a\\\nb"},
		`<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>`: {"a b\nc", "a b\\\nc"},
		`<html><head><style>p{color:red}</style><title>t</title></head><body><p>One</p><script>f()</script></body></html>`: {"One", "One"},
		`<style>a{}</style><SCRIPT>b</SCRIPT><p onclick="c()">d</p><!-- e -->`:                                             {"d", "d"},
	} {
		if !LooksLikeHTML(in) {
			t.Errorf("%q is not taken for HTML", in)
		}
		plain, marked := ReadHTML(in)
		if got := [2]string{plain, marked}; got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for _, in := range []string{"a < b > c", "a <b and c> d", "if x<y", "<3", "mail <a@b.example>", "a<https://x.example/>", "1 <2> 3", "<tag>"} {
		if LooksLikeHTML(in) {
			t.Errorf("%q is taken for HTML", in)
		}
	}
}

// Where a line begins, what Markdown would take for markup is escaped; breaks of
// the text itself mean what the program that wrote it means by them.
func TestLinesOfHTML(t *testing.T) {
	for in, want := range map[string][2]string{
		"<p>a</p><p># b</p>":                      {"a\n\n# b", "a\n\n\\# b"},
		"<p>a # b</p>":                            {"a # b", "a # b"},
		"a<br># b":                                {"a\n# b", "a\\\n\\# b"},
		"<b>a</b>\nb":                             {"a\nb", "**a**\\\nb"},
		"<b>a</b>\n- b\n1984":                     {"a\n- b\n1984", "**a**\\\n\\- b\\\n1984"},
		"<p>a\n\nb</p>":                           {"a\n\nb", "a\n\nb"},
		"<html><body>a\n\nb</body></html>":        {"a b", "a b"},
		"<ul><li>a</li></ul><p>b</p>":             {"- a\n\nb", "- a\n\nb"},
		"<ol><li>a</li><li>b</li></ol>c":          {"1. a\n2. b\n\nc", "1. a\n2. b\n\nc"},
		"<ul><li># a</li></ul>":                   {"- # a", "- \\# a"},
		"<p>  a  <i> b </i>  </p>":                {"a b", "a *b*"},
		"<p>a</p>\n\n\n\n<p>b</p>":                {"a\n\nb", "a\n\nb"},
		`<a href="https://x.example/">a<br>b</a>`: {"a\nb (https://x.example/)", "[a b](https://x.example/)"},
	} {
		plain, marked := ReadHTML(in)
		if got := [2]string{plain, marked}; got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]bool{"a &amp; b": true, "&#8217;": true, "&#x2019;": true, "&ldquo;": true, "a & b": false, "&copy": false, "AT&T;": false, "&#1;": false} {
		if HasEntity(in) != want {
			t.Errorf("%q has an entity: %t", in, !want)
		}
	}
}

// An address is taken if pages may link to it as it stands.
func TestAddresses(t *testing.T) {
	path := func(n int) string { return "https://x.example/" + strings.Repeat("a", n-len("https://x.example/")) }
	for address, want := range map[string]bool{
		"https://x.example/": true, "http://x.example": true, path(2000): true, path(2001): false,
		"ftp://x.example/": false, "https:///a": false, "x.example": false, "https://x.example/%zz": false, "https://x.example/a b": false,
		"https://x.example/<a>": false, "https://x.example/`a`": false, "https://x.example/{a}": false, "https://x.example/a\u2028": false,
	} {
		if got := IsWebAddress(address); got != want {
			t.Errorf("%.60q is taken: %t", address, got)
		}
	}
}
