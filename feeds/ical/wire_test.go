package ical

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"almanac.example/feeds"
)

// wireComponent is a component as the checker below reads it. It shares
// nothing with the reader and writer of the package.
type wireComponent struct {
	name       string
	properties []wireProperty
	children   []*wireComponent
}

type wireProperty struct {
	name, params, value string // value as written
}

// wireLine is the grammar of a content line (RFC 5545 §3.1).
var wireLine = regexp.MustCompile(`^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*)(?:,(?:"[^"\x00-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*))*)*):(.*)$`)

// checkWire checks every line of a stream and returns its calendar.
func checkWire(t testing.TB, body []byte) *wireComponent {
	t.Helper()
	if !bytes.HasSuffix(body, []byte("\r\n")) {
		t.Fatal("the stream does not end in CRLF")
	}
	var lines []string
	for i, line := range strings.Split(strings.TrimSuffix(string(body), "\r\n"), "\r\n") {
		switch {
		case strings.ContainsAny(line, "\r\n"):
			t.Fatalf("line %d has a bare CR or LF: %q", i+1, line)
		case len(line) > 75:
			t.Fatalf("line %d has %d octets: %q", i+1, len(line), line)
		case !utf8.ValidString(line):
			t.Fatalf("line %d cuts a character: %q", i+1, line)
		case strings.ContainsFunc(line, cutsLines):
			t.Fatalf("line %d has a character that ends lines elsewhere: %q", i+1, line)
		}
		if rest, ok := strings.CutPrefix(line, " "); ok && len(lines) > 0 {
			lines[len(lines)-1] += rest
			continue
		}
		lines = append(lines, line)
	}
	return wireTree(t, lines)
}

// cutsLines finds controls and what Python's str.splitlines ends a line at.
func cutsLines(r rune) bool {
	return unicode.IsControl(r) && r != '\t' || r == '\u2028' || r == '\u2029'
}

func wireTree(t testing.TB, lines []string) *wireComponent {
	t.Helper()
	root := &wireComponent{}
	stack := []*wireComponent{root}
	for _, line := range lines {
		m := wireLine.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("no content line: %q", line)
		}
		top := stack[len(stack)-1]
		switch m[1] {
		case "BEGIN":
			c := &wireComponent{name: m[3]}
			top.children = append(top.children, c)
			stack = append(stack, c)
		case "END":
			if top.name != m[3] {
				t.Fatalf("END:%s closes %s", m[3], top.name)
			}
			stack = stack[:len(stack)-1]
		default:
			top.properties = append(top.properties, wireProperty{m[1], strings.TrimPrefix(m[2], ";"), m[3]})
		}
	}
	if len(stack) != 1 || len(root.children) != 1 || root.children[0].name != "VCALENDAR" {
		t.Fatalf("the stream is not one calendar: %d open, %d components", len(stack)-1, len(root.children))
	}
	return root.children[0]
}

// events lists the VEVENTs.
func (c *wireComponent) events() []*wireComponent {
	var list []*wireComponent
	for _, child := range c.children {
		if child.name == "VEVENT" {
			list = append(list, child)
		}
	}
	return list
}

// get returns the property as written, with its parameters: "VALUE=DATE:20190524".
func (c *wireComponent) get(name string) string {
	for _, p := range c.properties {
		if p.name == name {
			if p.params != "" {
				return p.params + ":" + p.value
			}
			return p.value
		}
	}
	return ""
}

// text returns the unescaped value of a TEXT property; an escape that
// RFC 5545 does not have is an error.
func (c *wireComponent) text(t testing.TB, name string) string {
	t.Helper()
	for _, p := range c.properties {
		if p.name != name {
			continue
		}
		var b strings.Builder
		for i := 0; i < len(p.value); i++ {
			switch ch := p.value[i]; ch {
			case '\\':
				i++
				if i == len(p.value) || !strings.ContainsRune(`\;,nN`, rune(p.value[i])) {
					t.Fatalf("%s has a bad escape: %q", name, p.value)
				}
				b.WriteString(strings.NewReplacer("n", "\n", "N", "\n").Replace(p.value[i : i+1]))
			case ';', ',':
				t.Fatalf("%s has a bare %q: %q", name, ch, p.value)
			default:
				b.WriteByte(ch)
			}
		}
		return b.String()
	}
	return ""
}

// names lists the properties in order.
func (c *wireComponent) names() string {
	var list []string
	for _, p := range c.properties {
		list = append(list, p.name)
	}
	return strings.Join(list, " ")
}

// find returns the event of that ID.
func (c *wireComponent) find(t testing.TB, id string) *wireComponent {
	t.Helper()
	for _, e := range c.events() {
		if strings.HasPrefix(e.get("UID"), id+"@") {
			return e
		}
	}
	t.Fatalf("the calendar has no event %s", id)
	return nil
}

// calendarOf writes a feed and checks every line of it.
func calendarOf(t testing.TB, f *feeds.Feed) *wireComponent {
	t.Helper()
	return checkWire(t, write(t, formats()[0], f))
}

func TestWireCheckerFindsFaults(t *testing.T) {
	good := "BEGIN:VCALENDAR\r\nX:1\r\nEND:VCALENDAR\r\n"
	for name, body := range map[string]string{
		"LF only":        strings.ReplaceAll(good, "\r\n", "\n"),
		"long line":      strings.Replace(good, "X:1", "X:"+strings.Repeat("x", 74), 1),
		"cut character":  strings.Replace(good, "X:1", "X:\xe4\xb8\r\n \xad", 1),
		"separator":      strings.Replace(good, "X:1", "X:a\u2028b", 1),
		"next line":      strings.Replace(good, "X:1", "X:a\u0085b", 1),
		"no colon":       strings.Replace(good, "X:1", "X", 1),
		"bare parameter": strings.Replace(good, "X:1", "X;A=\"a\"b\":1", 1),
		"open component": strings.Replace(good, "X:1", "BEGIN:VEVENT", 1),
	} {
		if fault := faultOf(func(t testing.TB) { checkWire(t, []byte(body)) }); fault == "" {
			t.Errorf("%s passes", name)
		}
	}
	if fault := faultOf(func(t testing.TB) { checkWire(t, []byte(good)) }); fault != "" {
		t.Error(fault)
	}
}

// faultOf runs a check and returns what it complains about.
func faultOf(check func(testing.TB)) (fault string) {
	defer func() {
		if f, ok := recover().(recordedFault); ok {
			fault = string(f)
		}
	}()
	check(recorder{})
	return ""
}

type recordedFault string

// recorder is a testing.TB that stops at the first fault.
type recorder struct{ testing.TB }

func (recorder) Helper()                   {}
func (recorder) Fatal(args ...any)         { panic(recordedFault(fmt.Sprint(args...))) }
func (recorder) Fatalf(f string, a ...any) { panic(recordedFault(fmt.Sprintf(f, a...))) }
