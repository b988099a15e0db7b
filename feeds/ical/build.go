package ical

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// build makes the event of a component and of the instances that it cannot
// express.
func (in *reader) build(f *Fact, t times) {
	b := in.current
	span, err := in.span(t)
	if err != nil {
		in.refuse(b.line, err)
		return
	}
	e := &events.Event{Span: span, Status: in.status(), Text: map[string]events.Text{}}
	in.name(e, f)
	in.describe(e)
	in.locate(e)
	in.tag(e)
	in.link(e)
	in.restore(e, t)
	extra := in.repeat(e, t)
	if err := in.check(e); err != nil {
		in.refuse(b.line, err)
		return
	}
	f.Event = e.ID
	in.out.Events = append(in.out.Events, e)
	for _, once := range extra {
		if err := in.check(once); err != nil {
			in.note(b.line, "the instance of %s is left out: %v", once.Span.Describe("en", edtf.Short), err)
			continue
		}
		f.Extra = append(f.Extra, once.ID)
		in.out.Events = append(in.out.Events, once)
	}
}

// span is the component's time as an event has it.
func (in *reader) span(t times) (events.Span, error) {
	if t.start.day {
		first := edtf.DayOf(t.start.wall)
		last := edtf.DayOf(t.end.Add(-time.Nanosecond))
		if last.Before(first) {
			last = first // Outlook ends a day on itself
		}
		return events.On(edtf.FromDays(first, last)), nil
	}
	s := events.Span{Start: t.start.at, Zone: t.start.zone.name}
	if s.Zone == "" {
		s.Zone = "UTC"
		if in.opts.Zone != nil {
			s.Zone = in.opts.Zone.String()
		}
	}
	loc, err := events.LoadZone(s.Zone)
	if err != nil {
		return s, fmt.Errorf("DTSTART: %w", err)
	}
	s.Start = s.Start.In(loc)
	if t.hasEnd && t.end.After(t.start.at) {
		s.End = t.end.In(loc)
	} else if t.hasEnd && t.end.Before(t.start.at) {
		in.note(in.current.line, "ends before it starts; the end is left out")
	}
	return s, nil
}

// status tells what was called off. What is not meant for everybody comes in
// as a draft, which only editors see.
func (in *reader) status() events.Status {
	b := in.current
	switch class := strings.ToUpper(b.text("CLASS")); {
	case class == "PRIVATE" || class == "CONFIDENTIAL":
		in.note(b.line, "is marked %s and becomes a draft", strings.ToLower(class))
		return events.Draft
	case strings.EqualFold(b.text("STATUS"), "CANCELLED"), b.calendar.method == "CANCEL":
		return events.Cancelled
	}
	return events.Published
}

// name gives the event its ID and slug, both made of the UID, so that the same
// file always names the same events.
func (in *reader) name(e *events.Event, f *Fact) {
	key := f.UID
	if key == "" {
		key = "\x00" + f.Start.UTC().Format(time.RFC3339) + f.Summary
		in.note(f.Line, "has no UID; it is told apart by start and title")
	}
	if f.Recurrence != "" {
		key = instanceKey(f.UID, in.recurrence())
	}
	if id, ok := in.ownID(f.UID); ok && f.Recurrence == "" {
		e.ID = id
	} else {
		e.ID = hashedID(key)
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

func (in *reader) recurrence() time.Time {
	if p, ok := in.current.get("RECURRENCE-ID"); ok {
		if m, err := in.parseMoment(p); err == nil {
			return m.at
		}
	}
	return time.Time{}
}

// instanceKey names one instance of a series.
func instanceKey(uid string, at time.Time) string {
	return uid + "\x00" + at.UTC().Format(utcLayout)
}

// hashedID makes an ID of any text. It is opaque: nothing of the text shows.
func hashedID(key string) events.ID {
	return events.ID("ics-" + shortHash(key, 15))
}

func shortHash(key string, bytes int) string {
	sum := sha256.Sum256([]byte(key))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:bytes]))
}

// check gives the event a slug if it has none and validates it.
func (in *reader) check(e *events.Event) error {
	if e.Slug == "" {
		e.Slug = in.slug(e)
	}
	var bad *events.Invalid
	if err := e.Validate(); errors.As(err, &bad) {
		return fmt.Errorf("%w", &events.Invalid{Problems: bad.Problems})
	} else if err != nil {
		return err
	}
	return nil
}

// slug is readable where the title is ASCII, and unique by its end.
func (in *reader) slug(e *events.Event) string {
	title := ""
	for _, lang := range e.Languages() {
		if title = asciiSlug(e.Text[lang].Title); title != "" {
			break
		}
	}
	if title == "" {
		title = "event"
	}
	return title + "-" + shortHash(string(e.ID), 5)
}

// restore takes back what our own calendars write beside the standard: the
// exact date, the plain title, the zone. It counts only as far as the standard
// properties still say the same, since calendar programs edit those.
func (in *reader) restore(e *events.Event, t times) {
	b := in.current
	if zone := b.text("X-ALMANAC-ZONE"); zone != "" && e.Span.Timed() && e.Span.Zone == "UTC" {
		if loc, err := events.LoadZone(zone); err == nil {
			e.Span.Zone, e.Span.Start = zone, e.Span.Start.In(loc)
			if !e.Span.End.IsZero() {
				e.Span.End = e.Span.End.In(loc)
			}
		}
	}
	if text := b.text("X-ALMANAC-EDTF"); text != "" && t.start.day {
		in.restoreDate(e, text, edtf.DayOf(t.start.wall))
	}
	plain := safeLine(b.text("X-ALMANAC-TITLE"))
	if plain == "" {
		return
	}
	for lang, text := range e.Text {
		for _, feedLang := range []string{lang, "zh", "en"} {
			w := newWriter(&feeds.Site{}, feedLang, feeds.ImpreciseDefault)
			if shownAs(w, e, plain, text.Title) {
				text.Title = plain
				e.Text[lang] = text
				return
			}
		}
	}
}

// shownAs reports whether the title is what a calendar makes of the plain one.
func shownAs(w *writer, e *events.Event, plain, title string) bool {
	for _, how := range []feeds.Imprecise{feeds.ImpreciseDefault, feeds.ImpreciseRange, feeds.ImpreciseMarker} {
		if w.title(e, plain, showDate(e.Span, how)) == title {
			return true
		}
	}
	return false
}

// asWritten is the date in the editor's words, by language; nil for none.
func (in *reader) asWritten() events.Localised {
	var words events.Localised
	for _, p := range in.current.all("X-ALMANAC-AS-WRITTEN") {
		if words == nil {
			words = events.Localised{}
		}
		words[p.param("LANGUAGE")] = safeLine(p.text())
	}
	return words
}

// restoreDate takes the exact date if a calendar shows it where the component
// stands, or if the component is a series that was moved to 1970.
func (in *reader) restoreDate(e *events.Event, text string, start edtf.Day) {
	exact, err := edtf.Parse(text)
	if err != nil {
		in.note(in.current.line, "X-ALMANAC-EDTF: %v", err)
		return
	}
	if _, repeats := in.current.get("RRULE"); repeats {
		return // repeat looks at it
	}
	for _, how := range []feeds.Imprecise{feeds.ImpreciseDefault, feeds.ImpreciseRange, feeds.ImpreciseMarker} {
		if d := showDate(events.On(exact), how); d.leftOut == shown && d.first == start {
			e.Span = events.On(exact)
			e.Span.AsWritten = in.asWritten()
			return
		}
	}
	in.note(in.current.line, "X-ALMANAC-EDTF says %s, but the event has been moved to %s, which counts", text, start)
}
