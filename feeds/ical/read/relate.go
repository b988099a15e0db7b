package read

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
)

// group is what a file says of one UID: the component of the series or single
// event itself, and those that change instances of it.
type group struct {
	title     string // of the series
	uid       string
	first     int      // line of its first component
	master    *block   // the component that counts; nil: none
	line      int      // of it; 0: none
	rev       revision // of it
	times     times    // of it, once it is read
	overrides []*override
	blocks    []*block // all components in the order of the file
}

// override is a component that changes one instance of a series, or with
// RANGE=THISANDFUTURE all from one on (RFC 5545 §3.2.13).
type override struct {
	line      int
	rev       revision
	at        moment // RECURRENCE-ID
	id        input
	calendar  *header
	onward    bool
	cancelled bool
	divides   bool      // the series has ended before it; event continues it, if it is not cancelled
	event     events.ID // see divides
	replaced  int       // line of the later revision that counts instead; 0: this one counts
	block     *block
}

// revision orders components that say the same (RFC 5546 §2.1.5).
type revision struct {
	sequence int
	stamp    string
}

func revisionOf(b *block) revision {
	n, _ := strconv.Atoi(strings.TrimSpace(b.text("SEQUENCE")))                                                    // what is no number is the first
	return revision{n, strings.NewReplacer("-", "", ":", "", " ", "").Replace(strings.ToUpper(b.text("DTSTAMP")))} // some write ISO 8601
}

// compare orders revisions. Of equal ones the later in the file counts, as feeds
// are appended to.
func (r revision) compare(other revision) int {
	return cmp.Or(cmp.Compare(r.sequence, other.sequence), cmp.Compare(r.stamp, other.stamp))
}

// relates lists the properties that the first reading looks at.
func relates(name string) bool {
	switch name {
	case "UID", "RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "STATUS":
		return true
	}
	return false
}

// relate notes in the first reading what a component belongs to.
func (in *reader) relate(b *block) error {
	uid := b.text("UID")
	if uid == "" || slices.Contains(skipped, strings.ToUpper(b.calendar.method)) {
		return nil
	}
	g := in.groups[uid]
	if g == nil {
		g = &group{uid: uid, first: b.line}
		in.groups[uid] = g
	}
	p, ok := b.get("RECURRENCE-ID")
	if !ok {
		if rev := revisionOf(b); g.line == 0 || rev.compare(g.rev) >= 0 {
			g.line, g.rev = b.line, rev
		}
		return nil
	}
	g.overrides = append(g.overrides, &override{
		line: b.line, rev: revisionOf(b), id: *p, calendar: b.calendar,
		onward:    strings.EqualFold(p.param("RANGE"), "THISANDFUTURE"),
		cancelled: strings.EqualFold(b.text("STATUS"), "CANCELLED") || strings.EqualFold(b.calendar.method, "CANCEL"),
	})
	return nil
}

// inOrder lists groups in the order of the file.
func (in *reader) inOrder(want func(*group) bool) []*group {
	var list []*group
	for _, g := range in.groups {
		if want(g) {
			list = append(list, g)
		}
	}
	slices.SortFunc(list, func(a, b *group) int { return cmp.Compare(a.first, b.first) })
	return list
}

// pair reads which instances are changed, now that the zones are known, and
// finds of several components for one of them the last revision.
func (in *reader) pair() {
	for _, g := range in.inOrder(func(g *group) bool { return len(g.overrides) > 0 }) {
		g.overrides = slices.DeleteFunc(g.overrides, func(o *override) bool {
			in.current = &block{calendar: o.calendar, properties: []input{{name: "UID", value: g.uid}}}
			m, err := in.parseMoment(&o.id)
			o.at = m
			if err != nil {
				in.note(o.line, "%v; the component is read as an event of its own", err)
			}
			return err != nil
		})
		slices.SortStableFunc(g.overrides, func(a, b *override) int { return a.at.at.Compare(b.at.at) })
		for i, o := range g.overrides {
			o.contest(g.overrides[:i])
		}
	}
}

// contest finds of several components for one instance the one that counts.
func (o *override) contest(earlier []*override) {
	for _, p := range earlier {
		switch {
		case p.replaced > 0 || p.onward != o.onward || !p.at.at.Equal(o.at.at):
		case o.rev.compare(p.rev) >= 0:
			p.replaced = o.line
		default:
			o.replaced = p.line
		}
	}
}

// superseded is the line of a component that counts instead of this one, and
// whether that has the same revision; 0 if this one counts.
func (in *reader) superseded(b *block) (line int, equal bool) {
	g := in.groups[in.uid()]
	if g == nil {
		return 0, false
	}
	if _, instance := b.get("RECURRENCE-ID"); !instance {
		if g.line == b.line {
			return 0, false
		}
		return g.line, revisionOf(b).compare(g.rev) == 0
	}
	o := g.overrideIn(b)
	if o == nil {
		return 0, false
	}
	equal = slices.ContainsFunc(g.overrides, func(p *override) bool { return p.line == o.replaced && p.rev.compare(o.rev) == 0 })
	return o.replaced, equal
}

// overrideIn is what the group knows of a component; nil if it is the series
// itself.
func (g *group) overrideIn(b *block) *override {
	if g == nil {
		return nil
	}
	for _, o := range g.overrides {
		if o.line == b.line {
			return o
		}
	}
	return nil
}

// maxWaiting bounds the bytes of components that wait for the end of the file.
const maxWaiting = 30 << 20

// keep stores a component until all of its UID have been read.
func (g *group) keep(in *reader, b *block) error {
	for i := range b.properties {
		in.waiting += 100 + len(b.properties[i].value)
	}
	if in.waiting > maxWaiting {
		return fmt.Errorf("the instances of series that are changed one by one have more than %d bytes", maxWaiting)
	}
	g.blocks = append(g.blocks, b)
	if b.line == g.line {
		g.master = b
	}
	if o := g.overrideIn(b); o != nil {
		o.block = b
	}
	return nil
}

// readGroups makes the events of series that are changed.
func (in *reader) readGroups(ctx context.Context) error {
	for _, g := range in.inOrder(func(g *group) bool { return len(g.blocks) > 0 }) {
		if err := ctx.Err(); err != nil {
			return err
		}
		// The series first: its instances take from it what they do not say.
		slices.SortStableFunc(g.blocks, func(a, b *block) int {
			return cmp.Compare(order(a == g.master), order(b == g.master))
		})
		for _, b := range g.blocks {
			if err := in.component(b, g); err != nil {
				return err
			}
		}
		g.blocks = nil
	}
	return nil
}

func order(master bool) int {
	if master {
		return 0
	}
	return 1
}
