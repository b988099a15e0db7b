package ical

import (
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/feeds"
)

// Nothing that is put into a calendar can end a line, a value or a quotation
// before its time, or turn the text after it around.
func TestGuards(t *testing.T) {
	for name, x := range map[string]struct {
		guard    func(string) string
		in, want string
	}{
		"a plain text":             {safeText, "a\nb; c, d", "a\nb; c, d"},
		"breaks of every kind":     {safeText, "a\r\nb\rc\vd\fe\u0085f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"},
		"controls":                 {safeText, "a\x00b\x1cc\x1fd\x7fe\tf", "abcde\tf"},
		"what is no UTF-8":         {safeText, "a\xffb", "a\ufffdb"},
		"a replacement that is":    {safeText, "a\ufffdb", "a\ufffdb"},
		"noncharacters":            {safeText, "a\ufdd0b\ufdefc\ufffed\U0001ffffe\ufefff", "abcdef"},
		"a control of C1":          {safeText, "a\u0080b\u009fc\u00a0d", "abc\u00a0d"},
		"their neighbours":         {safeText, "a\ufdcfb\ufdf0c", "a\ufdcfb\ufdf0c"},
		"overrides":                {safeText, "a\u202ab\u202ec\u2066d\u2069e", "abcde"},
		"marks of direction":       {safeText, "a\u2029b\u200fc\u206ad", "a\nb\u200fc\u206ad"},
		"one line":                 {safeLine, "a\n b\tc  d", "a b c d"},
		"one line as it is":        {safeLine, " a  b ", " a  b "},
		"an address":               {safeURI, "https://x.example/a?b=1,2;c#d", "https://x.example/a?b=1,2;c#d"},
		"an address of any kind":   {safeURI, "https://例子.example/路 径?查=\"1\"", "https://%E4%BE%8B%E5%AD%90.example/%E8%B7%AF%20%E5%BE%84?%E6%9F%A5=%221%22"},
		"a broken address":         {safeURI, "https://x.example/%zz\r\nX:1", "https://x.example/%zz%0D%0AX:1"},
		"an address, escaped once": {safeURI, "https://x.example/%zz a", "https://x.example/%zz%20a"},
		"a token":                  {safeToken, "2024\r\n05 01\x7f路T", "20240501T"},
		"a parameter":              {safeParam, "plain", "plain"},
		"a parameter in quotes":    {safeParam, "a;b", `"a;b"`},
		"a quotation mark":         {safeParam, "a\"b^c\nd\te", `"a^'b^^c^nd e"`},
	} {
		if got := x.guard(x.in); got != x.want {
			t.Errorf("%s: %q becomes %q, want %q", name, x.in, got, x.want)
		}
	}
}

// Text that is safe already is not looked at a second time: what does that has to
// find all that is not.
func TestPlainTextIsRecognised(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, "a\nb ~": true, "路 ü": true, "a\ufffdb": true, "a\tb": false, "a\rb": false, "a\x7f": false, "a\u0085": false,
		"a\u2028": false, "a\u2029": false, "a\u202e": false, "a\xffb": false, "a\ufeff": false,
	} {
		if got := isPlainText(text); got != want || want && safeText(text) != text {
			t.Errorf("%q is plain: %t", text, got)
		}
	}
}

// The lines that calendars put before a text are recognised by both of their
// ends.
func TestNoticesAreRecognised(t *testing.T) {
	for _, lang := range events.SpokenLanguages() {
		w := feeds.WordsIn(lang, nil)
		for _, format := range []string{w.Text("calendar.date"), w.Text("calendar.first"), w.Text("onlyIn")} {
			before, after, _ := strings.Cut(format, "%s")
			if !IsNotice(before + "x" + after) {
				t.Errorf("%q is no notice", format)
			}
			if before != "" && after != "" && (IsNotice(before+"x") || IsNotice("x"+after)) {
				t.Errorf("half of %q is one", format)
			}
		}
		if !IsNotice(w.Text("calendar.calledOff")) {
			t.Errorf("%q is no notice", w.Text("calendar.calledOff"))
		}
	}
	for _, line := range []string{"", "A lecture.", "讲座"} {
		if IsNotice(line) {
			t.Errorf("%q is a notice", line)
		}
	}
}
