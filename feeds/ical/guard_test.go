package ical

import (
	"strings"
	"testing"
)

// Nothing that is put into a calendar can end a line, a value or a quotation
// before its time, or turn the text after it around.
func TestGuards(t *testing.T) {
	for name, x := range map[string]struct {
		guard    func(string) string
		in, want string
	}{
		"a plain text":           {safeText, "a\nb; c, d", "a\nb; c, d"},
		"breaks of every kind":   {safeText, "a\r\nb\rc\vd\fe\u0085f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"},
		"controls":               {safeText, "a\x00b\x1cc\x1fd\x7fe\tf", "abcde\tf"},
		"what is no UTF-8":       {safeText, "a\xffb", "a\ufffdb"},
		"a replacement that is":  {safeText, "a\ufffdb", "a\ufffdb"},
		"noncharacters":          {safeText, "a\ufdd0b\ufdefc\ufffed\U0001ffffe\ufefff", "abcdef"},
		"their neighbours":       {safeText, "a\ufdcfb\ufdf0c", "a\ufdcfb\ufdf0c"},
		"overrides":              {safeText, "a\u202ab\u202ec\u2066d\u2069e", "abcde"},
		"marks of direction":     {safeText, "a\u2029b\u200fc\u206ad", "a\nb\u200fc\u206ad"},
		"one line":               {safeLine, "a\n b\tc  d", "a b c d"},
		"one line as it is":      {safeLine, " a  b ", " a  b "},
		"an address":             {safeURI, "https://x.example/a?b=1,2;c#d", "https://x.example/a?b=1,2;c#d"},
		"an address of any kind": {safeURI, "https://例子.example/路 径?查=\"1\"", "https://%E4%BE%8B%E5%AD%90.example/%E8%B7%AF%20%E5%BE%84?%E6%9F%A5=%221%22"},
		"a broken address":       {safeURI, "https://x.example/%zz\r\nX:1", "https://x.example/%zz%0D%0AX:1"},
		"a token":                {safeToken, "2024\r\n05 01\x7f路T", "20240501T"},
		"a parameter":            {safeParam, "plain", "plain"},
		"a parameter in quotes":  {safeParam, "a;b", `"a;b"`},
		"a quotation mark":       {safeParam, "a\"b^c\nd\te", `"a^'b^^c^nd e"`},
	} {
		if got := x.guard(x.in); got != x.want {
			t.Errorf("%s: %q becomes %q, want %q", name, x.in, got, x.want)
		}
	}
}

// Content lines (RFC 5545 §3.1) as programs write them: name, parameters with
// RFC 6868 and vCard's habits, value.
func TestParseLine(t *testing.T) {
	for text, want := range map[string]string{
		"SUMMARY:a:b;c":                          "SUMMARY a:b;c",
		"X-A0Z9_:v":                              "X-A0Z9_ v",
		"X/:v":                                   "error is no property name",
		"X@:v":                                   "error is no property name",
		"X[:v":                                   "error is no property name",
		"summary:":                               "SUMMARY ",
		"item1.URL:x":                            "URL x",
		"X;A=1;B=2,3:v":                          "X A=1 B=2 B=3 v",
		`X;A="a:b;c,d":v`:                        "X A=a:b;c,d v",
		`X;A="a"tail;B=1:v`:                      "X A=a B=1 v",
		`X;A=a^nb^'c^^d:v`:                       "X A=a\nb\"c^d v",
		"X;QUOTED-PRINTABLE:v":                   "X QUOTED-PRINTABLE= v",
		"X;A=:v":                                 "X A= v",
		"no colon":                               "error has no colon",
		"! (b): c":                               "error is no property name",
		":v":                                     "error is no property name",
		"X;A":                                    "error ends in a parameter",
		"X;A=1":                                  "error nothing follows it",
		`X;A="1`:                                 "error the quotation mark is never closed",
		`X;A="1"`:                                "error X has no value",
		"X" + strings.Repeat(";A=1", 201) + ":v": "error X has more than 200 parameters",
	} {
		p, err := parseLine([]byte(text), 7)
		got := p.name
		for _, q := range p.params {
			got += " " + q.name + "=" + q.value
		}
		got += " " + p.value
		if reason, ok := strings.CutPrefix(want, "error "); ok {
			if err == nil || !strings.Contains(err.Error(), reason) {
				t.Errorf("%.40q: %v, want %q", text, err, reason)
			}
			continue
		}
		if err != nil || got != want || p.line != 7 {
			t.Errorf("%q is read as %q (%v), want %q", text, got, err, want)
		}
	}
}

// Physical lines are counted, folds taken out, and a line that never ends is
// refused.
func TestContentLines(t *testing.T) {
	for in, want := range map[string]string{
		"A:1\nB:2":               "1 A:1|2 B:2",
		"A:1\r\n\r\n\r\nB:2\r\n": "1 A:1|4 B:2",
		"A:1\n b\n\tc\nB:2":      "1 A:1bc|4 B:2",
		"A:1\n\n b\nB:2":         "1 A:1b|4 B:2",
		"A:1\n\n \nB:2":          "1 A:1|4 B:2",
		"A:1\n\n\n b":            "1 A:1|4  b",
		"A:1\rB:2\r c":           "1 A:1|2 B:2c",
		"\n\n":                   "",
	} {
		lines, got := newLineReader([]byte(in)), []string{}
		for {
			text, line, ok, err := lines.next()
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
			got = append(got, strings.Join([]string{string(rune('0' + line)), string(text)}, " "))
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q is %q, want %q", in, s, want)
		}
	}
	long := "A:" + strings.Repeat(strings.Repeat("x", 1000)+"\n ", 1+maxLine/1000)
	if _, _, _, err := newLineReader([]byte(long)).next(); err == nil || !strings.Contains(err.Error(), "line 1: the property is longer") {
		t.Errorf("a line without end: %v", err)
	}
}
