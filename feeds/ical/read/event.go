package read

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/foreign"
	"almanac.example/feeds/ical"
)

// build makes the events of a component: one, or several where its series
// changes on the way.
func (in *reader) build(f *Fact, t times, g *group) error {
	b := in.current
	if o := g.overrideIn(b); o != nil && o.divides {
		f.Event = o.event
		return nil
	}
	span, err := in.span(t, f)
	if err != nil {
		return in.refuse(b.line, err)
	}
	e := &events.Event{Span: span, Status: in.status(), Text: map[string]events.Text{}}
	in.name(e, f)
	in.describe(e, g)
	in.locate(e)
	in.tag(e)
	in.link(e)
	list := []*events.Event{e}
	if g != nil && b == g.master {
		g.times, g.title = t, b.text("SUMMARY")
	}
	restored := in.restoreTimes(e, t)
	in.restoreTitle(e)
	if !restored && f.Recurrence == "" {
		list = in.repeat(e, t, g)
	}
	for i, e := range list {
		if err := in.check(e); err != nil {
			if err := in.refuse(b.line, err); err != nil {
				return err
			}
			continue
		}
		if i == 0 {
			f.Event = e.ID
		} else {
			f.Extra = append(f.Extra, e.ID)
		}
		in.out.Events = append(in.out.Events, e)
		in.lines = append(in.lines, b.line)
	}
	return nil
}

// span is the component's time as an event has it.
func (in *reader) span(t times, f *Fact) (events.Span, error) {
	if t.start.day {
		first := edtf.DayOf(t.start.wall)
		last := edtf.DayOf(t.end.Add(-time.Nanosecond))
		if last.Before(first) {
			last = first // Outlook ends a day on itself
		}
		return events.On(edtf.FromDays(first, last)), nil
	}
	s := events.Span{Start: t.start.at, Zone: t.start.zone.name}
	switch zone := in.current.text("X-ALMANAC-ZONE"); {
	case zone != "" && t.start.utc && isZone(zone):
		s.Zone = zone
	case t.start.utc && !f.Repeats:
		// The instant stays; the clocks of the calendar show it.
		if c, _ := in.homeClock(); c.name != "" {
			s.Zone = c.name
		}
	}
	if s.Zone == "" {
		s.Zone = "UTC"
	}
	loc, err := events.LoadZone(s.Zone)
	if err != nil {
		return s, fmt.Errorf("DTSTART: %w", err)
	}
	s.Start = s.Start.In(loc)
	if t.hasEnd && t.end.After(t.start.at) {
		s.End = t.end.In(loc)
	}
	return s, nil
}

func isZone(name string) bool {
	_, err := events.LoadZone(name)
	return err == nil
}

// status tells what was called off and what is not certain. What is not meant
// for everybody comes in as a draft, which only editors see.
func (in *reader) status() events.Status {
	b := in.current
	status := strings.ToUpper(strings.TrimSpace(b.text("STATUS")))
	switch class := strings.ToUpper(b.text("CLASS")); {
	case class == "PRIVATE" || class == "CONFIDENTIAL":
		in.note(b.line, "is marked %s and becomes a draft", strings.ToLower(class))
		return events.Draft
	case status == "CANCELLED", status == "CANCELED", strings.EqualFold(b.calendar.method, "CANCEL"):
		return events.Cancelled
	case status == "TENTATIVE" && !in.isUncertain():
		return events.Tentative
	}
	return events.Published
}

// isUncertain reports whether our own calendars say TENTATIVE of a date in
// doubt, and not of the event.
func (in *reader) isUncertain() bool {
	exact, err := edtf.Parse(in.current.text("X-ALMANAC-EDTF"))
	return err == nil && exact.Uncertain()
}

// name gives the event its ID and slug, both made of the UID, so that the same
// file always names the same events.
func (in *reader) name(e *events.Event, f *Fact) {
	key := f.UID
	if key == "" {
		key = "\x00" + f.Start.UTC().Format(time.RFC3339) + f.Summary
		in.note(f.Line, "has no UID; it is told apart by start and title")
	}
	at := time.Time{}
	if p, ok := in.current.get("RECURRENCE-ID"); ok {
		if m, err := in.parseMoment(p); err == nil {
			at = m.at
		}
	}
	if f.Recurrence != "" {
		key = instanceKey(f.UID, at)
	}
	if id, ok := in.ownID(f.UID); ok && f.Recurrence == "" {
		e.ID = id
	} else {
		e.ID = hashedID(key)
	}
	if uid := in.originText(f.UID, maxOneLine); uid != "" {
		e.Origin = &events.Origin{UID: uid, RecurrenceID: in.originText(f.Recurrence, maxSlug), Created: in.instant("CREATED"), Modified: in.instant("LAST-MODIFIED")}
	}
	if f.UID == "" { // the same component twice: count them
		if in.same[key]++; in.same[key] > 1 {
			e.ID = hashedID(fmt.Sprintf("%s\x00%d", key, in.same[key]))
		}
	}
}

// ownID recognises a UID that this record has given.
func (in *reader) ownID(uid string) (events.ID, bool) {
	if in.opts.Record == nil {
		return "", false
	}
	id, ok := strings.CutSuffix(uid, "@"+in.opts.Record.Authority)
	return events.ID(id), ok && in.opts.Record.Authority != "" && id != ""
}

// originText is a name as the origin keeps it.
func (in *reader) originText(s string, most int) string {
	return foreign.Shorten(strings.TrimSpace(ical.SafeLine(s)), most)
}

// instant is a time that a component says of itself, in whole seconds; zero if
// it says none that can be read.
func (in *reader) instant(name string) time.Time {
	p, ok := in.current.get(name)
	if !ok {
		return time.Time{}
	}
	t, kind, err := parseTime(strings.TrimSpace(p.value))
	if err != nil || kind == aDay || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// instanceKey names one instance of a series.
func instanceKey(uid string, at time.Time) string {
	return uid + "\x00" + at.UTC().Format(utcLayout)
}

// hashedID makes an ID of any text. It is opaque: nothing of the text shows.
func hashedID(key string) events.ID {
	return events.ID("ics-" + foreign.Hash(key, 15))
}

// check gives the event a slug if it has none and validates it.
func (in *reader) check(e *events.Event) error {
	if e.Slug == "" {
		e.Slug = foreign.EventSlug(e)
	}
	var bad *events.Invalid
	if err := e.Validate(); errors.As(err, &bad) {
		return fmt.Errorf("%w", &events.Invalid{Problems: bad.Problems})
	} else if err != nil {
		return err
	}
	return nil
}
