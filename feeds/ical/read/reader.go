package read

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/foreign"
)

// reader makes events of the components of one file.
type reader struct {
	opts    Options
	clocks  zoneClocks
	out     Import
	notes   notes
	groups  map[string]*group // what belongs together, by UID
	current *block            // what problems are about
	lines   []int             // for each of out.Events: the line of its component
	same    map[string]int    // how many components without UID are the same
	tags    foreign.TagNames
	steps   int // that expansions may still take
	waiting int // bytes of the components that wait for others of their UID
}

func newReader(opts Options) *reader {
	local := opts.Zone
	if local == nil {
		local = opts.Home
	}
	return &reader{
		opts:   opts,
		clocks: zoneClocks{defined: map[string]*block{}, known: map[string]*zoneClock{}, local: local, rules: maxZoneRules},
		out:    Import{NotKept: map[string]int{}},
		steps:  maxSteps, groups: map[string]*group{}, same: map[string]int{}, tags: foreign.NewTagNames(opts.Record),
	}
}

// errEnough ends the reading of a file that is to be refused anyway.
var errEnough = errors.New("enough")

// readAll reads every event of the file, in two rounds: which components
// belong together, then what they say.
func (in *reader) readAll(ctx context.Context, doc document) error {
	first := parser{event: in.relate, zone: in.define, wanted: relates, tally: tally{}}
	if err := first.parse(ctx, doc.data); err != nil {
		return err
	}
	for _, h := range first.headers {
		if in.out.Name == "" {
			in.out.Name = safeName(h.name)
		}
	}
	in.pair()
	in.current = nil
	second := parser{
		event: func(b *block) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return in.read(b)
		},
		zone: in.tellOfZone, wanted: func(string) bool { return true }, headers: first.headers, notes: &in.notes, tally: tally(in.out.NotKept),
	}
	if err := second.parse(ctx, doc.data); err != nil && !errors.Is(err, errEnough) {
		return err
	}
	if err := in.readGroups(ctx); err != nil && !errors.Is(err, errEnough) {
		return err
	}
	in.current = nil
	in.finish(&doc)
	return nil
}

// finish puts everything in the order of the file.
func (in *reader) finish(doc *document) {
	order := make([]int, len(in.lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return in.lines[a] - in.lines[b] })
	list := make([]*events.Event, len(order))
	for i, at := range order {
		list[i] = in.out.Events[at]
	}
	in.out.Events, in.out.Tags = list, in.tags.New()
	slices.SortStableFunc(in.out.Facts, func(a, b Fact) int { return a.Line - b.Line })
	in.out.Problems = in.notes.sorted()
	if doc.lines == nil {
		return
	}
	for i := range in.out.Facts {
		in.out.Facts[i].Line = doc.line(in.out.Facts[i].Line)
	}
	for _, p := range in.out.Problems {
		p.Line = doc.line(p.Line)
	}
}

// note records something that does not come through as it stands.
func (in *reader) note(line int, format string, args ...any) {
	in.notes.add(&Problem{Line: line, UID: in.uid(), Reason: fmt.Sprintf(format, args...)})
}

// refuse records why the current component is left out.
func (in *reader) refuse(line int, err error) error {
	in.notes.add(&Problem{Line: line, UID: in.uid(), Reason: err.Error(), Bad: true})
	if in.notes.badCount >= maxBad && !in.opts.SkipBad {
		return errEnough
	}
	return nil
}

func (in *reader) uid() string {
	if in.current == nil {
		return ""
	}
	return in.current.text("UID")
}

// define takes a zone of the file for use; the first of a name counts.
func (in *reader) define(b *block) {
	id := strings.TrimSpace(b.text("TZID"))
	if _, ok := in.clocks.defined[id]; ok || id == "" || b.damaged != "" {
		return
	}
	in.clocks.defined[id] = b
	b.calendar.zones = append(b.calendar.zones, id)
}

// tellOfZone tells why a zone of the file is not used.
func (in *reader) tellOfZone(b *block) {
	switch {
	case b.damaged != "":
		in.notes.add(&Problem{Line: b.damagedAt, Reason: b.damaged})
	case strings.TrimSpace(b.text("TZID")) == "":
		in.notes.add(&Problem{Line: b.line, Reason: "the zone has no TZID and is left out"})
	}
}

// skipped lists the methods whose events are no news of the event itself
// (RFC 5546 §1.4): answers, and proposals that were not accepted.
var skipped = []string{"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"}

// read makes the fact and, if it can, the event of one component. Components
// whose series others change wait until the end of the file.
func (in *reader) read(b *block) error {
	in.current = b
	if slices.Contains(skipped, strings.ToUpper(b.calendar.method)) {
		if in.notes.once("method" + b.calendar.method) {
			in.note(b.line, "the calendar is a message of METHOD:%s, which tells of no event; its components are passed over", strings.ToUpper(b.calendar.method))
		}
		return nil
	}
	if g := in.groups[in.uid()]; g != nil && len(g.overrides) > 0 {
		return g.keep(in, b)
	}
	return in.component(b, nil)
}

// component makes the fact and, if it can, the events of a component. g is
// what else belongs to its UID; nil: nothing.
func (in *reader) component(b *block, g *group) error {
	in.current = b
	fact, t, err := in.fact(b, g)
	at := len(in.out.Facts)
	in.out.Facts = append(in.out.Facts, fact)
	if err != nil {
		return in.refuse(b.line, err)
	}
	if other, equal := in.superseded(b); other > 0 {
		says := "line %d has a later revision of the same, which counts instead"
		if equal {
			says = "line %d has the same UID and revision, and counts as the last of them"
		}
		in.note(b.line, says, other)
		return nil
	}
	if base, ok := b.get("X-ALMANAC-PART-OF"); ok {
		if _, there := in.groups[base.text()]; there {
			return nil // the event that it is a part of says so itself
		}
	}
	return in.build(&in.out.Facts[at], t, g)
}

// times is when a component takes place.
type times struct {
	start  moment
	end    time.Time // exclusive
	hasEnd bool      // the component says when it ends
}

// lasts is how long the component takes.
func (t times) lasts() time.Duration {
	if t.hasEnd || t.start.day {
		return max(0, t.end.Sub(t.start.at))
	}
	return 0
}

// fact reads what a component says about itself.
func (in *reader) fact(b *block, g *group) (Fact, times, error) {
	f := Fact{Line: b.line, UID: b.text("UID"), Summary: b.text("SUMMARY")}
	if p, ok := b.get("RECURRENCE-ID"); ok {
		f.Recurrence = strings.TrimSpace(p.value)
	}
	_, rule := b.get("RRULE")
	_, dates := b.get("RDATE")
	f.Repeats = rule || dates
	p, ok := b.get("DTSTART")
	if !ok {
		if b.damaged != "" {
			return f, times{}, errors.New(b.damaged)
		}
		if p, ok = b.get("RECURRENCE-ID"); !ok {
			return f, times{}, fmt.Errorf("DTSTART: missing; an event needs a start")
		}
		in.note(b.line, "has no DTSTART; it stands where its series has the instance")
	}
	start, err := in.parseMoment(p)
	if err != nil {
		return f, times{}, err
	}
	t := times{start: start}
	f.Start, f.AllDay, f.Floating = start.at, start.day, start.floating
	in.readEnd(b, &t)
	if _, own := b.get("DTSTART"); !own && !t.hasEnd && g != nil && g.master != nil {
		t.end, t.hasEnd = t.start.at.Add(g.times.lasts()), g.times.hasEnd
	}
	f.End = t.end
	return f, t, nil
}

// besideStart is a property that stands on the clocks of DTSTART if it names
// none of its own.
func (in *reader) besideStart(p *input) *input {
	start, ok := in.current.get("DTSTART")
	if !ok || p.param("TZID") != "" || start.param("TZID") == "" {
		return p
	}
	q := *p
	q.params = append(slices.Clip(p.params), parameter{"TZID", start.param("TZID")})
	return &q
}

// readEnd reads the end from DTEND or DURATION; without both a day lasts a day
// and a time no time (RFC 5545 §3.6.1). An end that cannot be read is told and
// left out.
func (in *reader) readEnd(b *block, t *times) {
	t.end = t.start.at
	if t.start.day {
		t.end = t.start.wall.AddDate(0, 0, 1)
	}
	if p, ok := b.get("DTEND"); ok {
		end, err := in.parseMoment(in.besideStart(p))
		switch {
		case err != nil:
			in.note(p.line, "%v; the end is left out", err)
			return
		case end.floating && !t.start.floating && !t.start.day:
			end.at = t.start.zone.instant(end.wall)
		case t.start.day && !end.day:
			end.at = end.wall.Truncate(24 * time.Hour)
		case end.day && !t.start.day:
			end.at = t.start.zone.instant(end.wall)
		}
		if end.at.Before(t.start.at) {
			in.note(p.line, "ends before it starts; the end is left out")
			return
		}
		t.end, t.hasEnd = end.at, true
		return
	}
	if p, ok := b.get("DURATION"); ok {
		span, err := parseDuration(p.value)
		if err != nil {
			in.note(p.line, "%v; the end is left out", err)
			return
		}
		t.end, t.hasEnd = span.after(t.start), true
	}
}
