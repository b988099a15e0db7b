package read

import (
	"strings"
	"testing"
)

// Content lines (RFC 5545 §3.1) as programs write them: name, parameters with
// RFC 6868 and vCard's habits, value.
func TestParseLine(t *testing.T) {
	for text, want := range map[string]string{
		"SUMMARY:a:b;c":        "SUMMARY a:b;c",
		"X-A0Z9_:v":            "X-A0Z9_ v",
		"X/:v":                 "error is no property name",
		"X@:v":                 "error is no property name",
		"X[:v":                 "error is no property name",
		"summary:":             "SUMMARY ",
		"item1.URL:x":          "URL x",
		"X;A=1;B=2,3:v":        "X A=1 B=2 B=3 v",
		`X;A="a:b;c,d":v`:      "X A=a:b;c,d v",
		`X;A="a"tail;B=1:v`:    "X A=a B=1 v",
		`X;A=a^nb^'c^^d:v`:     "X A=a\nb\"c^d v",
		"X;QUOTED-PRINTABLE:v": "X QUOTED-PRINTABLE= v",
		"X;A,B:v":              "X A= B= v",
		"X;A,B=1;C:v":          "X A= B=1 C= v",
		"X;A=:v":               "X A= v",
		`DTSTART;TZID=(UTC+01:00) A\, B:20260908T140000`:       "DTSTART TZID=(UTC+01:00) A, B 20260908T140000",
		"DTEND;VALUE=DATE-TIME;TZID=GMT+01:00:20260908T140000": "DTEND TZID=GMT+01:00 VALUE=DATE-TIME 20260908T140000",
		"DTSTART;TZID=Europe/Berlin:soon":                      "DTSTART TZID=Europe/Berlin soon",
		"DTSTART;TZID=Europe/Berlin:2026-09-08T14:00:00":       "DTSTART TZID=Europe/Berlin 2026-09-08T14:00:00",
		"no colon":                               "error has no colon",
		"! (b): c":                               "error is no property name",
		":v":                                     "error is no property name",
		"X;A":                                    "error ends in a parameter",
		"X;A=1":                                  "error nothing follows it",
		`X;A="1`:                                 "error the quotation mark is never closed",
		`X;A="1"`:                                "error X has no value",
		"X" + strings.Repeat(";A=1", 201) + ":v": "error X has more than 200 parameters",
	} {
		p, err := parseLine(content{text: []byte(text), line: 7})
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
// cut.
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
			c, ok := lines.next()
			if !ok {
				break
			}
			got = append(got, strings.Join([]string{string(rune('0' + c.line)), string(c.text)}, " "))
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q is %q, want %q", in, s, want)
		}
	}
	long := "A:" + strings.Repeat(strings.Repeat("x", 1000)+"\n ", 1+maxLine/1000)
	lines := newLineReader([]byte(long + "\nB:2"))
	if c, ok := lines.next(); !ok || !c.cut || len(c.text) != maxLine {
		t.Errorf("a line without end is %d bytes long, cut: %v", len(c.text), c.cut)
	}
	if c, ok := lines.next(); !ok || string(c.text) != "B:2" || c.line != 1+strings.Count(long, "\n")+1 {
		t.Errorf("after it comes %q of line %d", c.text, c.line)
	}
}
