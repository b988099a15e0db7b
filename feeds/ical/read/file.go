package read

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
)

// The limits of a file.
const (
	maxDepth      = 8         // components in each other
	maxProperties = 15_000    // of one component, those passed over included
	maxKept       = 2_000_000 // properties of all events that are looked at
	maxZoneParts  = 50_000    // properties of all zones
	maxEvents     = 20_000    // VEVENTs: with what is made of them some 180 MB of memory
	maxZones      = 1000      // VTIMEZONEs
	maxCalendars  = 10_000    // VCALENDARs in one stream
	maxStray      = 1000      // lines before the first calendar
)

// block is a component as it was read.
type block struct {
	name       string // upper case
	line       int
	index      int // of a VEVENT: the how manieth of the file, from 0
	properties []input
	children   []block
	calendar   *header
	count      int    // properties, those passed over included
	damagedAt  int    // line
	damaged    string // of a VTIMEZONE: why it cannot be used; of a VEVENT: why its DTSTART cannot
}

// header is what a VCALENDAR says about its components.
type header struct {
	method string
	name   string
	zone   string   // X-WR-TIMEZONE
	zones  []string // TZID of its VTIMEZONEs
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

// parser follows BEGIN and END through a file, and hands over each event when
// it is complete: none is kept. A file is read twice, first for its zones and
// for which components belong together, then for what they say. The parser has
// a stack of its own: a file with a million open components must not take the
// program's.
type parser struct {
	wanted func(name string) bool // of the properties of events
	event  func(*block) error
	zone   func(*block)
	notes  *notes
	tally  tally

	stack     []block
	headers   []*header // of the calendars so far; kept from the first reading for the second
	current   int       // which of them is open, or was last; -1 for none
	events    int
	zones     int
	kept      int
	zoneParts int
	stray     int
	bare      bool // an event stood outside of any calendar
}

// lineError is an error that ends the reading, and where it was met.
type lineError struct {
	line int
	err  error
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %v", e.line, e.err) }
func (e *lineError) Unwrap() error { return e.err }

// parse takes a file apart. Errors name the line and end the reading: after
// them nothing in the file can be trusted.
func (p *parser) parse(ctx context.Context, data []byte) error {
	lines := newLineReader(data)
	p.current = -1
	for n := 0; ; n++ {
		c, ok := lines.next()
		var err error
		if n%4096 == 0 {
			err = ctx.Err()
		}
		switch {
		case err != nil:
		case ok:
			err = p.take(c)
		default:
			err = p.end()
		}
		var at *lineError
		if err != nil && !errors.As(err, &at) {
			return &lineError{c.line, err}
		}
		if err != nil || !ok {
			return err
		}
	}
}

// end checks that the file is whole.
func (p *parser) end() error {
	if len(p.stack) > 0 {
		open := p.stack[len(p.stack)-1]
		return fmt.Errorf("the file ends before END:%s; it started in line %d, and the file is cut off", open.name, open.line)
	}
	if p.current < 0 {
		return &lineError{1, errors.New("there is no calendar; one starts with BEGIN:VCALENDAR")}
	}
	return nil
}

func (p *parser) take(c content) error {
	name, _, err := propertyName(c.text)
	if err == nil && (name == "BEGIN" || name == "END") {
		var property input
		if property, err = parseLine(c); err == nil {
			part := strings.ToUpper(strings.TrimSpace(property.value))
			switch {
			case name == "BEGIN":
				return p.begin(part, c.line)
			case len(p.stack) > 0:
				return p.close(part)
			}
		}
	}
	switch {
	case len(p.stack) == 0:
		return p.outside(c)
	case err != nil:
		p.reject(c.line, err)
		return nil
	}
	return p.keep(name, c)
}

// outside passes over a line that stands outside of every calendar, as what
// mail programs put around one.
func (p *parser) outside(c content) error {
	if p.stray++; p.current < 0 {
		if text := bytes.TrimSpace(c.text); bytes.HasPrefix(text, []byte("<")) {
			return fmt.Errorf("%.40q stands outside of a calendar; this is a web page or XML, and no calendar", text)
		}
		if p.stray > maxStray {
			return fmt.Errorf("there is no calendar in the first %d lines; one starts with BEGIN:VCALENDAR", maxStray)
		}
	}
	if p.stray <= maxBad {
		p.note(c.line, fmt.Sprintf("%.40q stands outside of a calendar and is passed over", c.text))
	}
	return nil
}

func (p *parser) note(line int, reason string) {
	if p.notes != nil {
		p.notes.add(&Problem{Line: line, Reason: reason})
	}
}

// reject passes over a line that cannot be read. A zone with one is not used:
// it may be the line that matters.
func (p *parser) reject(line int, err error) {
	for i := range p.stack {
		b := &p.stack[i]
		if b.name == "VTIMEZONE" && b.damaged == "" {
			b.damaged, b.damagedAt = fmt.Sprintf("%v; the zone that starts in line %d is left out", err, b.line), line
			return
		}
	}
	p.note(line, err.Error()+"; the line is passed over")
}

func (p *parser) begin(name string, line int) error {
	depth := len(p.stack)
	switch {
	case depth >= maxDepth:
		return fmt.Errorf("BEGIN:%.40s is component %d inside another; at most %d are allowed", name, depth+1, maxDepth)
	case name == "VCALENDAR" && depth > 0:
		return fmt.Errorf("BEGIN:VCALENDAR stands inside of %s", p.stack[depth-1].name)
	case (name == "VEVENT" || name == "VTIMEZONE") && depth > 0 && isStandardPart(p.stack[depth-1].name):
		return fmt.Errorf("BEGIN:%s stands inside of %s; END:%s is missing", name, p.stack[depth-1].name, p.stack[depth-1].name)
	}
	if name == "VCALENDAR" {
		if err := p.open(); err != nil {
			return err
		}
	} else if depth == 0 && !p.bare {
		p.bare = true
		p.note(line, fmt.Sprintf("BEGIN:%.40s stands outside of a calendar and is read all the same", name))
		if err := p.open(); err != nil {
			return err
		}
	}
	p.stack = append(p.stack, block{name: name, line: line, calendar: p.headers[p.current]})
	return nil
}

// open begins the next calendar.
func (p *parser) open() error {
	if p.current++; p.current == len(p.headers) {
		p.headers = append(p.headers, &header{})
	}
	if p.current >= maxCalendars {
		return fmt.Errorf("there are more than %d calendars in the file", maxCalendars)
	}
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
	parent := ""
	if len(p.stack) > 0 {
		parent = p.stack[len(p.stack)-1].name
	}
	switch {
	case b.name == "VEVENT" && (parent == "VCALENDAR" || parent == ""):
		if b.index = p.events; b.index >= maxEvents {
			return fmt.Errorf("there are more than %d events in the file", maxEvents)
		}
		p.events++
		return p.event(&b)
	case b.name == "VTIMEZONE":
		if p.zones++; p.zones > maxZones {
			return fmt.Errorf("there are more than %d zones in the file", maxZones)
		}
		p.zone(&b)
	case (b.name == "STANDARD" || b.name == "DAYLIGHT") && parent == "VTIMEZONE":
		zone := &p.stack[len(p.stack)-1]
		zone.children = append(zone.children, b)
	case b.name != "VCALENDAR" && (parent == "VCALENDAR" || parent == "VEVENT" || parent == ""):
		p.tally.count(b.name)
	}
	return nil
}

// keep stores a property if it is asked for.
func (p *parser) keep(name string, c content) error {
	b := &p.stack[len(p.stack)-1]
	if b.count++; b.count > maxProperties {
		return fmt.Errorf("%s has more than %d properties", b.name, maxProperties)
	}
	switch b.name {
	case "VCALENDAR":
		p.head(name, c)
		return nil
	case "VEVENT":
		return p.keepOfEvent(b, name, c)
	case "VTIMEZONE", "STANDARD", "DAYLIGHT":
		if !inZones(name) {
			return nil
		}
		if p.zoneParts++; p.zoneParts > maxZoneParts {
			return fmt.Errorf("the zones of the file have more than %d properties", maxZoneParts)
		}
		p.add(b, c)
	}
	return nil
}

func (p *parser) keepOfEvent(b *block, name string, c content) error {
	f, known := fates[name]
	switch {
	case f.rank == dropped, !known && !isNoise(name):
		p.tally.count(name)
		return nil
	case !known, f.rank == idle, !p.wanted(name):
		return nil
	}
	if _, twice := b.get(name); twice && !f.many {
		p.note(c.line, name+" stands there twice; the first one counts")
		return nil
	}
	if p.kept++; p.kept > maxKept {
		return fmt.Errorf("the events of the file have more than %d properties", maxKept)
	}
	p.add(b, c)
	return nil
}

// add reads a property and stores it.
func (p *parser) add(b *block, c content) {
	property, err := parseLine(c)
	if err != nil {
		if p.reject(c.line, err); b.name == "VEVENT" && property.name == "DTSTART" {
			b.damaged = err.Error()
		}
		return
	}
	b.properties = append(b.properties, property)
}

// head reads what a calendar says of itself.
func (p *parser) head(name string, c content) {
	h := p.headers[p.current]
	var into *string
	switch name {
	case "METHOD":
		into = &h.method
	case "X-WR-TIMEZONE":
		into = &h.zone
	case "NAME", "X-WR-CALNAME":
		into = &h.name
	default:
		return
	}
	property, err := parseLine(c)
	switch {
	case err != nil:
		p.reject(c.line, err)
	case *into == "":
		*into = strings.TrimSpace(property.text())
	}
}
