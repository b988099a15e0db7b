package read

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"almanac.example/events"
)

// Only a line break before a space or tab is taken out (RFC 5545 §3.1).
func TestUnfold(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\n b": "ab", "a\n b": "ab", "a\n\tb": "ab", "a\r\nb": "a\r\nb", "a\nb": "a\nb", "a\r b": "a\r b", "a\r\r\n b": "a\rb",
		"a\n": "a\n", "a\r\n": "a\r\n", "a\r": "a\r", "a\n\n b": "a\nb", "\n a": "a", "a b": "a b",
	} {
		if got := string(unfold([]byte(in))); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

// A few faults leave a text what it is; more of them make it another encoding's.
func TestSniffedCharset(t *testing.T) {
	for name, x := range map[string]struct{ text, want string }{
		"ASCII":                    {"BEGIN:VCALENDAR", "UTF-8"},
		"good beyond doubt":        {strings.Repeat("世", 3) + "\xff", "UTF-8"},
		"as many faults as good":   {"世世\xff", "windows-1252"},
		"folded in a character":    {"\xe4\xb8\r\n \x96", "UTF-8"},
		"Chinese":                  {"\xc9\xcf\xba\xa3", "GB18030"},
		"Chinese with other marks": {"\xc9\xcf\xba\xa3\xa1\xa3\xa3\xac", "GB18030"},
		"what GB18030 has not":     {"\xc9\xcf\xba\xa3\xff", "windows-1252"},
		"Western":                  {"Caf\xe9 \x80", "windows-1252"},
		"UTF-16 by its mark":       {"\xff\xfeB\x00", "UTF-16LE"},
		"the other by its mark":    {"\xfe\xff\x00B", "UTF-16BE"},
		"UTF-16 by its zeros":      {"b\x00e\x00", "UTF-16LE"},
		"the other by its zeros":   {"\x00b\x00e", "UTF-16BE"},
	} {
		if got, _ := sniffCharset([]byte(x.text)); got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
}

func TestTextOfAFile(t *testing.T) {
	for name, x := range map[string]struct {
		in    io.Reader
		limit int64
		want  string // the text, or the reason why there is none
	}{
		"as large as allowed": {strings.NewReader("12345"), 5, "12345"},
		"larger":              {strings.NewReader("123456"), 5, "line 1: the calendar has more than 5 bytes"},
		"no limit":            {strings.NewReader("12345"), 0, "12345"},
		"without its mark":    {strings.NewReader("\ufeffa"), 0, "a"},
		"a NUL byte":          {strings.NewReader("a\nb\nc\x00"), 0, "line 3: there is a NUL byte"},
		"a NUL at the start":  {strings.NewReader("\x00"), 0, "line 1: there is a NUL byte"},
		"a broken pipe":       {iotest.ErrReader(errors.New("gone")), 0, "reading the calendar: gone"},
		"nothing":             {strings.NewReader(" \r\n"), 0, "line 1: the file is empty"},
	} {
		d, err := open(x.in, x.limit)
		if got := string(d.data); err == nil && got != x.want || err != nil && !strings.HasPrefix(err.Error(), x.want) {
			t.Errorf("%s: %q, %v, want %q", name, got, err, x.want)
		}
	}
	if _, err := open(strings.NewReader("123456"), 5); !errors.Is(err, events.ErrTooLarge) {
		t.Errorf("a file that is too large: %v", err)
	}
}

// A calendar is called what the first of several says about itself first.
func TestNameOfACalendar(t *testing.T) {
	calendar := func(head string) string { return "BEGIN:VCALENDAR\n" + head + "\nEND:VCALENDAR\n" }
	for name, x := range map[string]struct{ text, want string }{
		"RFC 7986":       {calendar(`NAME:a\, b`), "a, b"},
		"before it":      {calendar("X-WR-CALNAME:a\nNAME:b"), "a"},
		"several":        {calendar("NAME:a") + calendar("NAME:b"), "a"},
		"the second has": {calendar("VERSION:2.0") + calendar("NAME:b"), "b"},
		"on one line":    {calendar(`NAME:a\n b`), "a b"},
		"none":           {calendar("VERSION:2.0"), ""},
	} {
		if got := read(t, x.text, Options{}).Name; got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

// A calendar that takes back calls its events off (RFC 5546 §3.2.5).
func TestMethodOfACalendar(t *testing.T) {
	for method, want := range map[string]events.Status{"CANCEL": events.Cancelled, "cancel": events.Cancelled, "PUBLISH": events.Published, "REQUEST": events.Published} {
		text := strings.Replace(file("DTSTART:20190524\nSUMMARY:a"), "VERSION:2.0", "VERSION:2.0\nMETHOD:"+method, 1)
		if got := read(t, text, Options{}).Events[0].Status; got != want {
			t.Errorf("%s: %s, want %s", method, got, want)
		}
	}
}

// The first ten of many errors are told, and how many more there are.
func TestErrorsAreTold(t *testing.T) {
	many := func(n int) *Errors {
		e := &Errors{}
		for i := range n {
			e.Count++
			e.Problems = append(e.Problems, &Problem{Line: i + 1, UID: strings.Repeat("u", i%2), Reason: "is wrong"})
		}
		return e
	}
	for n, want := range map[int]string{
		1: "line 1: is wrong", 2: "line 1: is wrong\nline 2: event \"u\": is wrong",
	} {
		if got := many(n).Error(); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for n, last := range map[int]string{10: "line 10: event \"u\": is wrong", 11: "… and 1 more", 25: "… and 15 more"} {
		lines := strings.Split(many(n).Error(), "\n")
		if lines[len(lines)-1] != last || len(lines) > 11 {
			t.Errorf("%d: %d lines, the last %q", n, len(lines), lines[len(lines)-1])
		}
	}
}

// Further dates, exceptions and rules that cannot be read cost no more than
// themselves.
func TestRepetitionsThatCannotBeRead(t *testing.T) {
	for name, x := range map[string]struct{ properties, want, note string }{
		"an exception":          {"RRULE:FREQ=DAILY\nEXDATE:soon,20190509", "2019-05-08 FREQ=DAILY 2019-05-09", "it leaves nothing out"},
		"a further date":        {"RDATE:soon,20190510", "2019-05-08 +2019-05-10", "it is left out"},
		"the date itself again": {"RDATE:20190508,20190510,20190510", "2019-05-08 +2019-05-10", ""},
		"a period":              {"RDATE;VALUE=PERIOD:20190510/P1D", "2019-05-08 +2019-05-10", ""},
		"two rules":             {"RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY", "2019-05-08 FREQ=DAILY", "has several rules"},
		"two rules that end":    {"RRULE:FREQ=DAILY;COUNT=2\nRRULE:FREQ=WEEKLY;COUNT=2", "2019-05-08 FREQ=DAILY;COUNT=2 +2019-05-15", "has several rules; the 2 dates of FREQ=WEEKLY;COUNT=2 are kept one by one"},
		"a rule that excludes":  {"RRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY", "2019-05-08 FREQ=DAILY", ""},
		"many instances":        {"RRULE:FREQ=DAILY;BYSETPOS=1;COUNT=201", "2019-05-08 FREQ=DAILY;COUNT=201;BYSETPOS=1", ""},
	} {
		in := read(t, file("DTSTART:20190508\nSUMMARY:a\n"+x.properties), Options{})
		var got []string
		for _, e := range in.Events {
			s := e.Span.Date.String()
			if e.Repeat != nil {
				s = strings.TrimSpace(strings.TrimSpace(s+" "+e.Repeat.Rule) + " " + strings.Join(e.Repeat.Except, " "))
				for _, also := range e.Repeat.Also {
					s += " +" + also
				}
			}
			got = append(got, s)
		}
		notes := fmt.Sprint(in.Problems)
		if s := strings.Join(got, "|"); s != x.want || !strings.Contains(notes, x.note) || x.note == "" && len(in.Problems) > 0 {
			t.Errorf("%s: %s, %s, want %s, %s", name, s, notes, x.want, x.note)
		}
	}
}
