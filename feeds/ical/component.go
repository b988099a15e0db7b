package ical

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"almanac.example/events/edtf"
)

// component is a calendar component before it is spelled, as RFC 5545
// lines or as jCal (RFC 7265). Order is kept.
type component struct {
	name       string // VEVENT
	properties []property
	children   []component
}

// property is one property. Values are unescaped; the kind says how they
// are spelled.
type property struct {
	name   string
	kind   valueKind
	params []parameter
	value  string
}

type parameter struct{ name, value string }

// valueKind is a value type as jCal spells it (RFC 7265 §3.6).
type valueKind string

// The value types that the feeds use.
const (
	kindText     valueKind = "text"
	kindURI      valueKind = "uri"
	kindDate     valueKind = "date"      // 20240501
	kindDateTime valueKind = "date-time" // 20240501T090000 or with Z
	kindDuration valueKind = "duration"
	kindInteger  valueKind = "integer"
	kindFloat    valueKind = "float" // GEO: two of them
	kindRecur    valueKind = "recur"
	kindOffset   valueKind = "utc-offset" // +0800
)

// The spellings of RFC 5545 §3.3.4 and §3.3.5.
const (
	dateLayout = "20060102"
	wallLayout = "20060102T150405"
	utcLayout  = "20060102T150405Z"
)

func (c *component) add(name string, kind valueKind, value string, params ...parameter) {
	switch kind {
	case kindText:
		value = safeText(value)
	case kindURI:
		value = safeURI(value)
	default:
		value = safeToken(value)
	}
	c.properties = append(c.properties, property{name, kind, params, value})
}

// text adds a text if there is one.
func (c *component) text(name, value string, params ...parameter) {
	if value != "" {
		c.add(name, kindText, value, params...)
	}
}

// line adds a text that readers show on one line, if there is one.
func (c *component) line(name, value string, params ...parameter) {
	c.text(name, safeLine(value), params...)
}

// uri adds an address if there is one.
func (c *component) uri(name, value string, params ...parameter) {
	if value != "" {
		c.add(name, kindURI, value, params...)
	}
}

// instant adds a time in UTC.
func (c *component) instant(name string, t time.Time) {
	c.add(name, kindDateTime, t.UTC().Format(utcLayout))
}

// stamp adds a time of a revision in UTC, if there is one that can be written.
func (c *component) stamp(name string, t time.Time) {
	if inShownYears(t) {
		c.instant(name, t)
	}
}

// inShownYears reports whether the year of an instant in UTC is one of those
// that calendars show.
func inShownYears(t time.Time) bool {
	y := t.UTC().Year()
	return y >= firstShownYear && y <= lastShownYear
}

// inYears reports whether every date and time of the component is written with
// four digits to a year (RFC 5545 §3.3.4, §3.3.5) that calendars show.
func (c *component) inYears() bool {
	return !slices.ContainsFunc(c.properties, func(p property) bool {
		value := p.value
		switch p.kind {
		case kindRecur:
			_, until, ok := strings.Cut(value, "UNTIL=")
			if value, _, _ = strings.Cut(until, ";"); !ok {
				return false
			}
		case kindDate, kindDateTime:
		default:
			return false
		}
		day, _, _ := strings.Cut(value, "T")
		year, err := strconv.Atoi(day[:max(0, len(day)-len("0101"))])
		return err != nil || year < firstShownYear || year > lastShownYear
	})
}

// day adds a date.
func (c *component) day(name string, d edtf.Day) {
	c.add(name, kindDate, spellDay(d))
}

// spellDay spells a day. Whether its year has four digits is seen when all is
// written (inYears).
func spellDay(d edtf.Day) string {
	y, _ := d.Year()
	return fmt.Sprintf("%04d%02d%02d", y, d.Month(), d.Day())
}

// localised is the parameter that marks a text in another language than the
// feed's (RFC 5545 §3.2.10).
func localised(lang, feedLang string) []parameter {
	if lang == feedLang {
		return nil
	}
	return []parameter{{"LANGUAGE", lang}}
}

// lines spells the component as RFC 5545 content lines: CRLF, folded at 75
// octets without cutting a character.
func (c *component) lines() ([]byte, error) {
	var b bytes.Buffer
	if err := c.writeLines(&b, contentLines()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func contentLines() *ics.SerializationConfiguration {
	return &ics.SerializationConfiguration{MaxLength: 75, NewLine: string(ics.WithNewLineWindows), PropertyMaxLength: 75}
}

func (c *component) writeLines(b *bytes.Buffer, conf *ics.SerializationConfiguration) error {
	b.WriteString("BEGIN:" + c.name + conf.NewLine)
	for _, p := range c.properties {
		line := p.line()
		if err := line.SerializeTo(b, conf); err != nil {
			return fmt.Errorf("writing %s: %w", p.name, err)
		}
	}
	for i := range c.children {
		if err := c.children[i].writeLines(b, conf); err != nil {
			return err
		}
	}
	b.WriteString("END:" + c.name + conf.NewLine)
	return nil
}

// line hands the property to the library. Parameters are spelled here, as part
// of the name: the library's own quoting is not RFC 5545's. It escapes the
// value exactly if it takes the property for TEXT, so anything else says its
// type, in the map where it looks for it.
func (p *property) line() ics.BaseProperty {
	var name strings.Builder
	name.WriteString(p.name)
	for _, q := range p.params {
		name.WriteString(";" + q.name + "=" + safeParam(q.value))
	}
	line := ics.BaseProperty{IANAToken: name.String(), Value: p.value}
	if p.kind != kindText && !p.typeIsDefault() {
		line.ICalParameters = map[string][]string{"VALUE": {strings.ToUpper(string(p.kind))}}
	}
	return line
}

// typeIsDefault reports whether the property has this type without saying so.
func (p *property) typeIsDefault() bool {
	switch p.kind {
	case kindDate:
		return false
	case kindURI:
		return p.name == "URL"
	case kindDuration:
		return p.name == "DURATION"
	}
	return true
}
