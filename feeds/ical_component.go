package feeds

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

// icalComponent is a calendar component before it is spelled, as RFC 5545
// lines or as jCal (RFC 7265). Order is kept.
type icalComponent struct {
	name       string // VEVENT
	properties []icalProperty
	children   []icalComponent
}

// icalProperty is one property. Values are unescaped; the kind says how they
// are spelled.
type icalProperty struct {
	name   string
	kind   icalKind
	params []icalParameter
	value  string
}

type icalParameter struct{ name, value string }

// icalKind is a value type as jCal spells it (RFC 7265 §3.6).
type icalKind string

// The value types that the feeds use.
const (
	kindText     icalKind = "text"
	kindURI      icalKind = "uri"
	kindDate     icalKind = "date"      // 20240501
	kindDateTime icalKind = "date-time" // 20240501T090000 or with Z
	kindDuration icalKind = "duration"
	kindInteger  icalKind = "integer"
	kindFloat    icalKind = "float" // GEO: two of them
	kindRecur    icalKind = "recur"
	kindOffset   icalKind = "utc-offset" // +0800
)

// The spellings of RFC 5545 §3.3.4 and §3.3.5.
const (
	icalDateLayout = "20060102"
	icalWallLayout = "20060102T150405"
	icalUTCLayout  = "20060102T150405Z"
)

func (c *icalComponent) add(name string, kind icalKind, value string, params ...icalParameter) {
	switch kind {
	case kindText:
		value = icalText(value)
	case kindURI:
		value = icalURI(value)
	default:
		value = icalToken(value)
	}
	c.properties = append(c.properties, icalProperty{name, kind, params, value})
}

// text adds a text if there is one.
func (c *icalComponent) text(name, value string, params ...icalParameter) {
	if value != "" {
		c.add(name, kindText, value, params...)
	}
}

// line adds a text that readers show on one line, if there is one.
func (c *icalComponent) line(name, value string, params ...icalParameter) {
	c.text(name, icalLine(value), params...)
}

// uri adds an address if there is one.
func (c *icalComponent) uri(name, value string, params ...icalParameter) {
	if value != "" {
		c.add(name, kindURI, value, params...)
	}
}

// instant adds a time in UTC.
func (c *icalComponent) instant(name string, t time.Time) {
	c.add(name, kindDateTime, t.UTC().Format(icalUTCLayout))
}

// stamp adds a time of a revision in UTC, if there is one that can be written.
func (c *icalComponent) stamp(name string, t time.Time) {
	if inICalYears(t) {
		c.instant(name, t)
	}
}

// inICalYears reports whether the year of an instant in UTC is one of those
// that calendars show.
func inICalYears(t time.Time) bool {
	y := t.UTC().Year()
	return y >= icalFirstYear && y <= icalLastYear
}

// inYears reports whether every date and time of the component is written with
// four digits to a year (RFC 5545 §3.3.4, §3.3.5) that calendars show.
func (c *icalComponent) inYears() bool {
	return !slices.ContainsFunc(c.properties, func(p icalProperty) bool {
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
		return err != nil || year < icalFirstYear || year > icalLastYear
	})
}

// day adds a date.
func (c *icalComponent) day(name string, d edtf.Day) {
	c.add(name, kindDate, icalDay(d))
}

// icalDay spells a day. Whether its year has four digits is seen when all is
// written (inYears).
func icalDay(d edtf.Day) string {
	y, _ := d.Year()
	return fmt.Sprintf("%04d%02d%02d", y, d.Month(), d.Day())
}

// localised is the parameter that marks a text in another language than the
// feed's (RFC 5545 §3.2.10).
func localised(lang, feedLang string) []icalParameter {
	if lang == feedLang {
		return nil
	}
	return []icalParameter{{"LANGUAGE", lang}}
}

// lines spells the component as RFC 5545 content lines: CRLF, folded at 75
// octets without cutting a character.
func (c *icalComponent) lines() ([]byte, error) {
	var b bytes.Buffer
	if err := c.writeLines(&b, icalSpelling()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func icalSpelling() *ics.SerializationConfiguration {
	return &ics.SerializationConfiguration{MaxLength: 75, NewLine: string(ics.WithNewLineWindows), PropertyMaxLength: 75}
}

func (c *icalComponent) writeLines(b *bytes.Buffer, conf *ics.SerializationConfiguration) error {
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
func (p *icalProperty) line() ics.BaseProperty {
	var name strings.Builder
	name.WriteString(p.name)
	for _, q := range p.params {
		name.WriteString(";" + q.name + "=" + icalParam(q.value))
	}
	line := ics.BaseProperty{IANAToken: name.String(), Value: p.value}
	if p.kind != kindText && !p.typeIsDefault() {
		line.ICalParameters = map[string][]string{"VALUE": {strings.ToUpper(string(p.kind))}}
	}
	return line
}

// typeIsDefault reports whether the property has this type without saying so.
func (p *icalProperty) typeIsDefault() bool {
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
