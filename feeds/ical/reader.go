package ical

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// reader makes events of the components of one file.
type reader struct {
	opts    ReadOptions
	file    *calendarFile
	clocks  zoneClocks
	out     Import
	current *block              // what problems are about
	masters map[string]int      // UID to the event in file.events that counts
	changed map[string][]moment // UID to the instances that have a component of their own
	written int                 // how many series were written out
	same    map[string]int      // how many components without UID are the same
}

func newReader(opts ReadOptions, file *calendarFile) *reader {
	in := &reader{
		opts: opts, file: file,
		clocks:  zoneClocks{defined: map[string]*block{}, known: map[string]*zoneClock{}, local: opts.Zone, rules: maxZoneRules},
		masters: map[string]int{}, changed: map[string][]moment{}, same: map[string]int{},
	}
	for i := range file.zones {
		z := &file.zones[i]
		id := strings.TrimSpace(z.text("TZID"))
		if _, ok := in.clocks.defined[id]; !ok {
			in.clocks.defined[id] = z
		}
	}
	in.out.Problems = file.problems
	return in
}

// readAll reads every event of the file, in two rounds: which components
// belong together, then what they say.
func (in *reader) readAll(ctx context.Context) error {
	for i := range in.file.events {
		in.current = &in.file.events[i]
		in.relate(i)
	}
	for i := range in.file.events {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("line %d: %w", in.file.events[i].line, err)
		}
		in.current = &in.file.events[i]
		in.read(i)
		in.current.properties = nil // events take their place in memory
	}
	in.current = nil
	slices.SortStableFunc(in.out.Problems, func(a, b *Problem) int { return cmp.Compare(a.Line, b.Line) })
	return nil
}

// note records something that does not come through as it stands.
func (in *reader) note(line int, format string, args ...any) {
	in.out.Problems = append(in.out.Problems, &Problem{Line: line, UID: in.uid(), Reason: fmt.Sprintf(format, args...)})
}

// refuse records why the current component is left out.
func (in *reader) refuse(line int, err error) {
	in.out.Problems = append(in.out.Problems, &Problem{Line: line, UID: in.uid(), Reason: err.Error(), Bad: true})
}

func (in *reader) uid() string {
	if in.current == nil {
		return ""
	}
	return in.current.text("UID")
}

// relate finds for a UID the component that counts, the last revision of
// several, and the instances of its series that others change.
func (in *reader) relate(i int) {
	b := in.current
	uid := b.text("UID")
	if uid == "" {
		return
	}
	if p, ok := b.get("RECURRENCE-ID"); ok {
		if m, err := in.parseMoment(p); err == nil {
			in.changed[uid] = append(in.changed[uid], m)
		}
		return
	}
	if other, ok := in.masters[uid]; !ok || !newerRevision(&in.file.events[other], b) {
		in.masters[uid] = i
	}
}

// newerRevision reports whether a is a later revision of the same component
// than b (RFC 5546 §2.1.5).
func newerRevision(a, b *block) bool {
	number := func(c *block) int { n, _ := strconv.Atoi(c.text("SEQUENCE")); return n }
	if d := cmp.Compare(number(a), number(b)); d != 0 {
		return d > 0
	}
	return cmp.Compare(a.text("DTSTAMP"), b.text("DTSTAMP")) > 0
}

// read makes the fact and, if it can, the event of one component.
func (in *reader) read(i int) {
	b := in.current
	fact, t, err := in.fact(b)
	at := len(in.out.Facts)
	in.out.Facts = append(in.out.Facts, fact)
	switch {
	case len(b.bad) > 0:
		for _, p := range b.bad {
			p.UID = fact.UID
			in.out.Problems = append(in.out.Problems, p)
		}
		return
	case err != nil:
		in.refuse(b.line, err)
		return
	case fact.Floating && in.opts.Zone == nil:
		in.refuse(b.line, fmt.Errorf("DTSTART: %s names no time zone; say which one is meant", t.start.wall.Format("2006-01-02 15:04")))
		return
	}
	if m, ok := in.masters[fact.UID]; ok && fact.Recurrence == "" && m != i {
		in.note(b.line, "line %d has another component of that UID, which counts instead", in.file.events[m].line)
		return
	}
	in.build(&in.out.Facts[at], t)
}

// times is when a component takes place.
type times struct {
	start  moment
	end    time.Time // exclusive
	hasEnd bool      // the component says when it ends
}

// fact reads what a component says about itself.
func (in *reader) fact(b *block) (Fact, times, error) {
	f := Fact{Line: b.line, UID: b.text("UID"), Summary: b.text("SUMMARY")}
	if p, ok := b.get("RECURRENCE-ID"); ok {
		f.Recurrence = strings.TrimSpace(p.value)
	}
	_, rule := b.get("RRULE")
	_, dates := b.get("RDATE")
	f.Repeats = rule || dates
	p, ok := b.get("DTSTART")
	if !ok {
		return f, times{}, fmt.Errorf("DTSTART: missing; an event needs a start")
	}
	start, err := in.parseMoment(p)
	if err != nil {
		return f, times{}, err
	}
	t := times{start: start}
	f.Start, f.AllDay, f.Floating = start.at, start.day, start.floating
	if err := in.readEnd(b, &t); err != nil {
		return f, t, err
	}
	f.End = t.end
	return f, t, nil
}

// readEnd reads the end from DTEND or DURATION; without both a day lasts a day
// and a time no time (RFC 5545 §3.6.1).
func (in *reader) readEnd(b *block, t *times) error {
	if p, ok := b.get("DTEND"); ok {
		end, err := in.parseMoment(p)
		if err != nil {
			return err
		}
		t.end, t.hasEnd = end.at, true
		if end.floating && !t.start.floating && !t.start.day {
			t.end = t.start.zone.instant(end.wall)
		}
		return nil
	}
	if p, ok := b.get("DURATION"); ok {
		span, err := parseDuration(p.value)
		if err != nil {
			return err
		}
		t.end, t.hasEnd = span.after(t.start), true
		return nil
	}
	t.end = t.start.at
	if t.start.day {
		t.end = t.start.wall.AddDate(0, 0, 1)
	}
	return nil
}
