package review

import (
	"slices"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/report"
)

// neighbours finds the events around a date without going through all: those
// of one year lie together, and what spans several is always among them.
type neighbours struct {
	timeline *timeline.Timeline
	byYear   map[int64][]*events.Event
	wide     []*events.Event
}

func newNeighbours(t *timeline.Timeline) *neighbours {
	n := &neighbours{timeline: t, byYear: map[int64][]*events.Event{}}
	for _, e := range t.All() {
		if year, ok := yearOf(e); ok {
			n.byYear[year] = append(n.byYear[year], e)
		} else {
			n.wide = append(n.wide, e)
		}
	}
	return n
}

// yearOf is the year that an event lies in; ok is false if it reaches over
// several, or without end.
func yearOf(e *events.Event) (year int64, ok bool) {
	first, known := e.Span.First()
	last, closed := e.Span.Last()
	if !known || !closed {
		return 0, false
	}
	year, ok = first.Year()
	end, fits := last.Year()
	return year, ok && fits && year == end
}

// of lists the events that may meet an event's date, in order.
func (n *neighbours) of(e *events.Event) []*events.Event {
	year, ok := yearOf(e)
	if !ok {
		return n.timeline.All()
	}
	return slices.Concat(n.byYear[year], n.wide)
}

// similar finds the events that may be the same as a draft: what an earlier
// edition proposed comes first, then what the record has, then other drafts.
func (n *neighbours) similar(draft *events.Event) []Similar {
	var list []Similar
	add := func(e *events.Event, edition bool) {
		known := slices.ContainsFunc(list, func(s Similar) bool { return s.Event.ID == e.ID })
		if !known && e.ID != draft.ID {
			list = append(list, Similar{e, edition, differs(draft, e), MoreExact(draft, e)})
		}
	}
	if p := draft.Proposal; p != nil && p.Earlier != "" {
		if e, ok := n.timeline.Event(p.Earlier); ok && e.Status != events.Deleted {
			add(e, true)
		}
	}
	var alike []*events.Event
	for _, id := range n.alike(draft) {
		if e, ok := n.timeline.Event(events.ID(id)); ok {
			alike = append(alike, e)
		}
	}
	slices.SortStableFunc(alike, func(a, b *events.Event) int { return rank(a) - rank(b) })
	for _, e := range alike {
		add(e, false)
	}
	return list
}

func rank(e *events.Event) int {
	if e.Status == events.Draft {
		return 1
	}
	return 0
}

// alike are the IDs of the events whose date meets the draft's and whose title
// is like its.
func (n *neighbours) alike(draft *events.Event) []string {
	d := asDraft(draft, nil)
	var near []report.Existing
	for _, e := range n.of(draft) {
		if e.ID != draft.ID && d.Value.Overlaps(e.Span.EDTF()) && !apart(draft, e) {
			near = append(near, existing(e))
		}
	}
	drafts := []report.Draft{d}
	report.MarkDuplicates(drafts, near)
	return drafts[0].Duplicates
}

// apart reports whether two events of one document were told apart when it was
// read: their dates are equally exact. Where one is more exact, they may be two
// mentions of one event that were not seen to be.
func apart(a, b *events.Event) bool {
	if a.Proposal == nil || b.Proposal == nil || a.Proposal.Document != b.Proposal.Document {
		return false
	}
	return !MoreExact(a, b) && !MoreExact(b, a)
}

func differs(a, b *events.Event) []string {
	var list []string
	if !a.Span.Equal(b.Span) {
		list = append(list, "date")
	}
	text, lang := a.In("")
	if other, _ := b.In(lang); other.Title != text.Title {
		list = append(list, "title")
	}
	if a.Status != b.Status {
		list = append(list, "status")
	}
	return list
}
