package ical

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"almanac.example/events/recurrence"
	"almanac.example/feeds"
)

// WriteJCal writes the same calendar as Write in JSON (RFC 7265), for
// programs that would rather not read lines. It ends with the error of ctx if
// that ends first, and has then written nothing.
func WriteJCal(ctx context.Context, w io.Writer, f *feeds.Feed) error {
	cw := newWriter(f.Site, f.Lang, f.Options.Imprecise)
	tally := newTally()
	var pieces bytes.Buffer
	for _, e := range f.Events {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		c, why := cw.event(e)
		if tally.count(e, why); why != shown {
			continue
		}
		piece, err := c.encodeJCal()
		if err != nil {
			return fmt.Errorf("writing event %s of the calendar: %w", e.ID, err)
		}
		if pieces.Len() > 0 {
			pieces.WriteByte(',')
		}
		pieces.Write(piece)
	}
	root := cw.head(f, tally)
	head, err := root.encodeJCal()
	if err != nil {
		return fmt.Errorf("writing the calendar's head: %w", err)
	}
	head = bytes.TrimSuffix(head, []byte(jcalFoot))
	if len(root.children) > 0 && pieces.Len() > 0 {
		head = append(head, ',')
	}
	pieces.WriteString(jcalFoot + "\n")
	if _, err := w.Write(head); err != nil {
		return err
	}
	_, err = w.Write(pieces.Bytes())
	return err
}

// jcalFoot closes the list of a component's components, and the component.
const jcalFoot = "]]"

func (c *component) encodeJCal() ([]byte, error) {
	value, err := c.jcal()
	if err != nil {
		return nil, err
	}
	return feeds.EncodeJSON(value)
}

// jcal is the component as RFC 7265 §3.3 builds it: name, properties,
// components.
func (c *component) jcal() ([]any, error) {
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
func (p *property) jcalValue() (any, error) {
	switch p.kind {
	case kindDate:
		return respell(p.value, dateLayout, time.DateOnly)
	case kindDateTime:
		if strings.HasSuffix(p.value, "Z") {
			return respell(p.value, utcLayout, "2006-01-02T15:04:05Z")
		}
		return respell(p.value, wallLayout, "2006-01-02T15:04:05")
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
