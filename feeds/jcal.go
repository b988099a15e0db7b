package feeds

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"almanac.example/events/recurrence"
)

// writeJCal writes the same calendar as writeICal in JSON (RFC 7265), for
// programs that would rather not read lines.
func writeJCal(w io.Writer, f *Feed) error {
	cw := newICalWriter(f.Site, f.Lang, f.Options.Imprecise)
	tally := newICalTally()
	var list []icalComponent
	for _, e := range f.Events {
		c, why := cw.event(e)
		if tally.count(e, why); why == shown {
			list = append(list, c)
		}
	}
	root := f.calendarHead(cw, tally)
	root.children = append(root.children, list...)
	value, err := root.jcal()
	if err != nil {
		return fmt.Errorf("writing the calendar: %w", err)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return fmt.Errorf("writing the calendar: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// jcal is the component as RFC 7265 §3.3 builds it: name, properties,
// components.
func (c *icalComponent) jcal() ([]any, error) {
	properties, children := make([]any, len(c.properties)), make([]any, len(c.children))
	for i := range c.properties {
		p := &c.properties[i]
		value, err := p.jcalValue()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		// The map has one member at most but for IMAGE, and encoding/json
		// sorts its keys.
		params := make(map[string]string, len(p.params))
		for _, q := range p.params {
			params[strings.ToLower(q.name)] = q.value
		}
		properties[i] = []any{strings.ToLower(p.name), params, string(p.kind), value}
	}
	for i := range c.children {
		child, err := c.children[i].jcal()
		if err != nil {
			return nil, err
		}
		children[i] = child
	}
	return []any{strings.ToLower(c.name), properties, children}, nil
}

// jcalValue spells a value as RFC 7265 §3.6 does.
func (p *icalProperty) jcalValue() (any, error) {
	switch p.kind {
	case kindDate:
		return respell(p.value, icalDateLayout, time.DateOnly)
	case kindDateTime:
		if strings.HasSuffix(p.value, "Z") {
			return respell(p.value, icalUTCLayout, "2006-01-02T15:04:05Z")
		}
		return respell(p.value, icalWallLayout, "2006-01-02T15:04:05")
	case kindInteger:
		return strconv.Atoi(p.value)
	case kindOffset:
		s := p.value[:3] + ":" + p.value[3:5]
		if len(p.value) == 7 {
			s += ":" + p.value[5:]
		}
		return s, nil
	case kindFloat: // GEO is the only one, and structured (RFC 7265 §3.4.1.2)
		lat, lon, _ := strings.Cut(p.value, ";")
		return []json.Number{json.Number(lat), json.Number(lon)}, nil
	case kindRecur:
		rule, err := recurrence.Parse(p.value)
		return newJCalRule(rule), err
	}
	return p.value, nil
}

func respell(value, from, to string) (string, error) {
	t, err := time.Parse(from, value)
	return t.Format(to), err
}

// jcalRule is a recurrence rule (RFC 7265 §3.6.10).
type jcalRule struct {
	Freq       string       `json:"freq"`
	Until      string       `json:"until,omitempty"`
	Count      int          `json:"count,omitempty"`
	Interval   int          `json:"interval,omitempty"`
	ByDay      oneOrMore    `json:"byday,omitempty"`
	ByMonthDay oneOrMoreInt `json:"bymonthday,omitempty"`
	ByMonth    oneOrMoreInt `json:"bymonth,omitempty"`
	WeekStart  string       `json:"wkst,omitempty"`
}

// newJCalRule takes the parts that calendars here carry
// (recurrence.Series.CheckSafe).
func newJCalRule(r recurrence.Rule) jcalRule {
	j := jcalRule{Freq: string(r.Freq), Count: r.Count, ByMonthDay: r.ByMonthDay, ByMonth: r.ByMonth}
	if r.Interval > 1 {
		j.Interval = r.Interval
	}
	switch r.UntilKind {
	case recurrence.UntilDate:
		j.Until = r.Until.Format(time.DateOnly)
	case recurrence.UntilUTC:
		j.Until = r.Until.UTC().Format("2006-01-02T15:04:05Z")
	}
	for _, d := range r.ByDay {
		j.ByDay = append(j.ByDay, d.String())
	}
	if r.WeekStart != time.Monday {
		j.WeekStart = recurrence.Day{Weekday: r.WeekStart}.String()
	}
	return j
}

// oneOrMore is a single value where there is only one.
type oneOrMore []string

// MarshalJSON writes a string or an array of strings.
func (l oneOrMore) MarshalJSON() ([]byte, error) {
	if len(l) == 1 {
		return json.Marshal(l[0])
	}
	return json.Marshal([]string(l))
}

// oneOrMoreInt is a single number where there is only one.
type oneOrMoreInt []int

// MarshalJSON writes a number or an array of numbers.
func (l oneOrMoreInt) MarshalJSON() ([]byte, error) {
	if len(l) == 1 {
		return json.Marshal(l[0])
	}
	return json.Marshal([]int(l))
}
