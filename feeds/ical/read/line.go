package read

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	ics "github.com/arran4/golang-ical"
)

// The limits of a content line.
const (
	maxLine   = 1 << 20 // bytes, unfolded; what comes after is passed over
	maxParams = 200     // parameters and parameter values of one property
)

// lineReader hands out the content lines of a file, unfolded (RFC 5545 §3.1),
// with the number of their first physical line. Lines end in CRLF or LF, or in
// CR where a file has nothing else.
type lineReader struct {
	rest   []byte
	line   int // number of the next physical line
	onlyCR bool
}

func newLineReader(data []byte) *lineReader {
	return &lineReader{rest: data, line: 1, onlyCR: bytes.IndexByte(data, '\n') < 0}
}

// content is one content line.
type content struct {
	text []byte
	line int  // of its first physical line
	cut  bool // it is longer than maxLine
}

// next returns the next content line that is not empty; ok is false at the end.
func (l *lineReader) next() (c content, ok bool) {
	for len(l.rest) > 0 {
		c = content{line: l.line}
		c.text = l.physical()
		if len(bytes.TrimSpace(c.text)) == 0 {
			continue
		}
		for own := false; l.continues(); {
			more := l.physical()
			if len(more) == 0 || len(c.text) > maxLine {
				continue // an empty line within a property, as some programs write it; or too much
			}
			if !own {
				c.text, own = slices.Clip(c.text), true // a part of the file, which must stay as it is
			}
			c.text = append(c.text, more[1:]...)
		}
		if len(c.text) > maxLine {
			c.text, c.cut = c.text[:maxLine], true
		}
		return c, true
	}
	return content{line: l.line}, false
}

// continues reports whether the next line belongs to the one before: it starts
// with a space or tab. An empty line may stand between them.
func (l *lineReader) continues() bool {
	rest := l.rest
	for range 2 {
		if len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\t') {
			return len(rest) == len(l.rest) || len(bytes.TrimSpace(firstLine(rest))) > 0
		}
		if len(rest) > 0 && rest[0] == '\r' {
			rest = rest[1:]
		}
		if len(rest) == 0 || rest[0] != '\n' {
			return false
		}
		rest = rest[1:]
	}
	return false
}

func firstLine(data []byte) []byte {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return data[:i]
	}
	return data
}

// physical takes one line off the file.
func (l *lineReader) physical() []byte {
	l.line++
	end := byte('\n')
	if l.onlyCR {
		end = '\r'
	}
	i := bytes.IndexByte(l.rest, end)
	if i < 0 {
		line := l.rest
		l.rest = nil
		return bytes.TrimSuffix(line, []byte("\r"))
	}
	line := l.rest[:i]
	l.rest = l.rest[i+1:]
	return bytes.TrimSuffix(line, []byte("\r"))
}

// input is one property as it was read.
type input struct {
	name   string // upper case
	params []parameter
	value  string // as written
	line   int
	cut    bool // the value is longer than what is kept
}

type parameter struct{ name, value string }

// param returns a parameter's value, "" if it is absent.
func (p *input) param(name string) string {
	for _, q := range p.params {
		if q.name == name {
			return q.value
		}
	}
	return ""
}

// text is the value of a TEXT property (RFC 5545 §3.3.11).
func (p *input) text() string { return ics.FromText(p.value) }

// propertyName reads the name at the start of a content line, and where it
// ends.
func propertyName(text []byte) (name string, end int, err error) {
	n := bytes.IndexAny(text, ":;")
	if n < 0 {
		return "", 0, fmt.Errorf("%.40q has no colon; a property is NAME:value", text)
	}
	name = strings.ToUpper(strings.TrimSpace(string(text[:min(n, 100)])))
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:] // vCard's groups, as some programs write them
	}
	if !isName(name) {
		return "", 0, fmt.Errorf("%.40q is no property name; names are letters, digits and hyphens", text[:n])
	}
	return name, n, nil
}

// parseLine takes a content line apart: name, parameters, value.
func parseLine(c content) (input, error) {
	p := input{line: c.line, cut: c.cut}
	name, n, err := propertyName(c.text)
	if err != nil {
		return p, err
	}
	p.name = name
	rest := string(c.text[n:])
	for count := 0; strings.HasPrefix(rest, ";") || strings.HasPrefix(rest, ","); {
		var q []parameter
		var err error
		if q, rest, err = parseParam(rest[1:]); err != nil {
			return p, fmt.Errorf("%s: %w", p.name, err)
		}
		if count += len(q); count > maxParams {
			return p, fmt.Errorf("%s has more than %d parameters", p.name, maxParams)
		}
		p.params = append(p.params, q...)
	}
	if rest == "" {
		return p, fmt.Errorf("%s has no value; a property is NAME:value", p.name)
	}
	p.value = strings.ToValidUTF8(rest[1:], "\ufffd")
	if isTimeName(name) {
		p.mendZone(string(c.text[n:]))
	}
	return p, nil
}

func isTimeName(name string) bool {
	switch name {
	case "DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE":
		return true
	}
	return false
}

// zoneThenTime finds a date or time behind a zone whose name has colons and
// commas and is not quoted, as Outlook writes "(UTC+01:00) Warsaw, Zagreb".
var zoneThenTime = regexp.MustCompile(`(?i);TZID=([^"]*?):(\d{8}(?:T\d{4,6}Z?)?|\d{4}-\d\d-\d\d.*)$`)

var dateFirst = regexp.MustCompile(`^\s*(\d{8}|\d{4}-\d\d-\d\d)`)

// mendZone reads zone and value again if the value begins within the name of
// the zone.
func (p *input) mendZone(text string) {
	if dateFirst.MatchString(p.value) {
		return
	}
	m := zoneThenTime.FindStringSubmatch(text)
	if m == nil {
		return
	}
	p.params = append([]parameter{{"TZID", strings.ToValidUTF8(strings.ReplaceAll(m[1], `\`, ""), "\ufffd")}},
		slices.DeleteFunc(p.params, func(q parameter) bool { return q.name == "TZID" })...)
	p.value = m[2]
}

func isName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return s != ""
}

// parseParam reads NAME=value,value and returns what follows. A parameter
// without "=" is one of vCalendar's and stands for itself.
func parseParam(s string) (list []parameter, rest string, err error) {
	n := strings.IndexAny(s, "=:;,")
	if n < 0 {
		return nil, "", fmt.Errorf("ends in a parameter")
	}
	name := strings.ToUpper(strings.TrimSpace(s[:n]))
	if s[n] != '=' {
		return []parameter{{name, ""}}, s[n:], nil
	}
	for {
		var value string
		if value, s, err = paramValue(s[n+1:]); err != nil {
			return nil, "", fmt.Errorf("parameter %.40q: %w", name, err)
		}
		list = append(list, parameter{name, value})
		if !strings.HasPrefix(s, ",") || len(list) > maxParams {
			return list, s, nil
		}
		n = 0
	}
}

// paramValue reads one value, quoted or not, in the spelling of RFC 6868.
func paramValue(s string) (value, rest string, err error) {
	end := strings.IndexAny(s, ",;:")
	if strings.HasPrefix(s, `"`) {
		s = s[1:]
		if end = strings.IndexByte(s, '"'); end < 0 {
			return "", "", fmt.Errorf("the quotation mark is never closed")
		}
		value, rest = s[:end], s[end+1:]
		// What stands between the closing mark and the next sign is dropped.
		if i := strings.IndexAny(rest, ",;:"); i > 0 {
			rest = rest[i:]
		}
	} else if end < 0 {
		return "", "", fmt.Errorf("nothing follows it")
	} else {
		value, rest = s[:end], s[end:]
	}
	if strings.IndexByte(value, '^') >= 0 {
		value = strings.NewReplacer("^^", "^", "^n", "\n", "^'", `"`).Replace(value)
	}
	return value, rest, nil
}
