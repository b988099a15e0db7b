package ical

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// The limits of a file.
const (
	maxDepth      = 8      // components in each other
	maxProperties = 5000   // of one component
	maxEvents     = 60_000 // VEVENTs: some 150 MB of memory
	maxZones      = 1000   // VTIMEZONEs
	maxCalendars  = 10_000 // VCALENDARs in one stream
	maxLineNotes  = 100    // lines passed over that are told
)

// calendarFile is a file taken apart: its events and zones, and what each event
// inherits from its calendar.
type calendarFile struct {
	name     string
	events   []block
	zones    []block
	problems []*Problem
}

// block is a component as it was read.
type block struct {
	name       string // upper case
	line       int
	properties []input
	children   []block
	calendar   *header
	count      int        // properties, those passed over included
	bad        []*Problem // lines that cannot be read
}

// header is what a VCALENDAR says about its components.
type header struct {
	method  string
	product string
	version string
}

// get returns the first property of that name.
func (b *block) get(name string) (*input, bool) {
	for i := range b.properties {
		if b.properties[i].name == name {
			return &b.properties[i], true
		}
	}
	return nil, false
}

// all lists the properties of that name.
func (b *block) all(name string) []*input {
	var list []*input
	for i := range b.properties {
		if b.properties[i].name == name {
			list = append(list, &b.properties[i])
		}
	}
	return list
}

// text returns the first property of that name as text, "" if there is none.
func (b *block) text(name string) string {
	if p, ok := b.get(name); ok {
		return p.text()
	}
	return ""
}

// parser follows BEGIN and END. It keeps a stack of its own: a file with a
// million open components must not take the program's.
type parser struct {
	file      *calendarFile
	stack     []block
	header    *header
	calendars int
	others    map[string]int // components that are no events, by name, with the first line
}

// parseFile takes a file apart. Errors name the line and end the reading:
// after them nothing in the file can be trusted.
func parseFile(ctx context.Context, data []byte) (*calendarFile, error) {
	p := &parser{file: &calendarFile{}, others: map[string]int{}}
	lines := newLineReader(data)
	for n := 0; ; n++ {
		text, line, ok, err := lines.next()
		if err == nil && n%4096 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		if !ok {
			return p.file, p.end(line)
		}
		if err := p.take(text, line); err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
	}
}

// end checks that the file is whole.
func (p *parser) end(line int) error {
	if len(p.stack) > 0 {
		open := p.stack[len(p.stack)-1]
		return fmt.Errorf("line %d: the file ends before END:%s; it started in line %d, and the file is cut off", line, open.name, open.line)
	}
	if p.calendars == 0 {
		return fmt.Errorf("line %d: there is no calendar; one starts with BEGIN:VCALENDAR", line)
	}
	for _, name := range []string{"VTODO", "VJOURNAL", "VFREEBUSY"} {
		if at, ok := p.others[name]; ok {
			p.file.problems = append(p.file.problems, &Problem{Line: at, Reason: "what is a " + name + " is no event and is passed over"})
		}
	}
	return nil
}

func (p *parser) take(text []byte, line int) error {
	property, err := parseLine(text, line)
	if len(p.stack) == 0 && (err != nil || property.name != "BEGIN" || !strings.EqualFold(strings.TrimSpace(property.value), "VCALENDAR")) {
		return fmt.Errorf("%.40q stands outside of a calendar; one starts with BEGIN:VCALENDAR", text)
	}
	if err != nil {
		return p.reject(line, err)
	}
	switch property.name {
	case "BEGIN":
		return p.begin(strings.ToUpper(strings.TrimSpace(property.value)), line)
	case "END":
		return p.close(strings.ToUpper(strings.TrimSpace(property.value)))
	}
	return p.keep(property)
}

// reject notes a line that cannot be read: the event it stands in is bad,
// anywhere else the file is. One without a name is passed over.
func (p *parser) reject(line int, err error) error {
	if errors.Is(err, errNoName) {
		if len(p.file.problems) < maxLineNotes {
			p.file.problems = append(p.file.problems, &Problem{Line: line, Reason: err.Error() + "; the line is passed over"})
		}
		return nil
	}
	for i := len(p.stack) - 1; i >= 0; i-- {
		if b := &p.stack[i]; b.name == "VEVENT" {
			if len(b.bad) < 10 {
				b.bad = append(b.bad, &Problem{Line: line, Reason: err.Error(), Bad: true})
			}
			return nil
		}
	}
	return err
}

func (p *parser) begin(name string, line int) error {
	switch depth := len(p.stack); {
	case depth >= maxDepth:
		return fmt.Errorf("BEGIN:%.40s is component %d inside another; at most %d are allowed", name, depth+1, maxDepth)
	case depth > 0 && name == "VCALENDAR":
		return fmt.Errorf("BEGIN:VCALENDAR stands inside of %s; END:%s is missing", p.stack[depth-1].name, p.stack[depth-1].name)
	case depth > 0 && name == "VEVENT" && isStandardPart(p.stack[depth-1].name):
		return fmt.Errorf("BEGIN:VEVENT stands inside of %s; END:%s is missing", p.stack[depth-1].name, p.stack[depth-1].name)
	}
	if name == "VCALENDAR" {
		p.header = &header{}
		if p.calendars++; p.calendars > maxCalendars {
			return fmt.Errorf("there are more than %d calendars in the file", maxCalendars)
		}
	}
	p.stack = append(p.stack, block{name: name, line: line, calendar: p.header})
	return nil
}

// isStandardPart reports whether a component is one that never holds an event,
// so that an event in it means a lost END.
func isStandardPart(name string) bool {
	switch name {
	case "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VALARM", "VTIMEZONE", "STANDARD", "DAYLIGHT":
		return true
	}
	return false
}

// close takes the finished component off the stack.
func (p *parser) close(name string) error {
	b := p.stack[len(p.stack)-1]
	if b.name != name && !strings.HasPrefix(name, b.name) {
		return fmt.Errorf("END:%.40s does not close BEGIN:%s of line %d", name, b.name, b.line)
	}
	p.stack = p.stack[:len(p.stack)-1]
	switch b.name {
	case "VEVENT":
		if p.stack[len(p.stack)-1].name != "VCALENDAR" {
			break // part of something else
		}
		if len(p.file.events) >= maxEvents {
			return fmt.Errorf("there are more than %d events in the file", maxEvents)
		}
		p.file.events = append(p.file.events, b)
	case "VTIMEZONE":
		if len(p.file.zones) >= maxZones {
			return fmt.Errorf("there are more than %d zones in the file", maxZones)
		}
		p.file.zones = append(p.file.zones, b)
	case "STANDARD", "DAYLIGHT":
		if parent := &p.stack[len(p.stack)-1]; parent.name == "VTIMEZONE" {
			parent.children = append(parent.children, b)
		}
	default:
		if _, ok := p.others[b.name]; !ok && len(p.others) < 100 {
			p.others[b.name] = b.line
		}
	}
	return nil
}

// keep stores a property if somebody will ask for it.
func (p *parser) keep(property input) error {
	b := &p.stack[len(p.stack)-1]
	if b.count++; b.count > maxProperties {
		return fmt.Errorf("%s has more than %d properties", b.name, maxProperties)
	}
	switch b.name {
	case "VCALENDAR":
		p.head(property)
	case "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT":
		if isRead(property.name) {
			b.properties = append(b.properties, property)
		}
	}
	return nil
}

func (p *parser) head(property input) {
	switch property.name {
	case "METHOD":
		p.header.method = strings.ToUpper(property.value)
	case "PRODID":
		p.header.product = property.value
	case "VERSION":
		p.header.version = property.value
	case "NAME", "X-WR-CALNAME":
		if p.file.name == "" {
			p.file.name = safeLine(property.text())
		}
	}
}

// isRead lists the properties that are read; all others are passed over.
func isRead(name string) bool {
	switch name {
	case "UID", "SUMMARY", "DESCRIPTION", "LOCATION", "GEO", "URL", "IMAGE", "CATEGORIES", "STATUS", "CLASS",
		"SEQUENCE", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID",
		"X-ALMANAC-EDTF", "X-ALMANAC-TITLE", "X-ALMANAC-ZONE", "X-ALMANAC-AS-WRITTEN",
		"TZID", "TZOFFSETFROM", "TZOFFSETTO", "X-LIC-LOCATION", "DTSTAMP", "LAST-MODIFIED":
		return true
	}
	return false
}
