package events

import (
	"math"
	"slices"
	"strings"
	"time"

	"almanac.example/events/edtf"
)

// A matcher is a selection prepared for many events: dates become day numbers,
// words are folded.
type matcher struct {
	sel        Selection
	in, within *window
	from, to   *window
	words      []term
	statuses   []Status
	precisions []edtf.Precision
}

// window is a period as day numbers, both ends included; open ends are the
// extremes.
type window struct{ first, last int64 }

func newMatcher(sel Selection) *matcher {
	m := &matcher{sel: sel, words: terms(sel.Text), statuses: sel.Statuses}
	m.in, m.within = newWindow(sel.In), newWindow(sel.Within)
	m.from, m.to = newWindow(sel.From), newWindow(sel.To)
	if len(m.statuses) == 0 {
		m.statuses = []Status{Published, Cancelled}
	}
	for _, name := range sel.Precisions {
		if p, err := edtf.ParsePrecision(name); err == nil {
			m.precisions = append(m.precisions, p)
		}
	}
	return m
}

func newWindow(v edtf.Value) *window {
	if v.IsZero() {
		return nil
	}
	w := windowOf(v)
	return &w
}

func windowOf(v edtf.Value) window {
	w := window{math.MinInt64, math.MaxInt64}
	if d, ok := v.Earliest(); ok {
		w.first = dayNumber(d)
	}
	if d, ok := v.Latest(); ok {
		w.last = dayNumber(d)
	}
	return w
}

// dayNumber counts days from 1970-01-01; days too far away for an int64 are
// its extremes.
func dayNumber(d edtf.Day) int64 {
	epoch := edtf.DayOf(time.Unix(0, 0).UTC())
	n, ok := epoch.DaysUntil(d)
	switch {
	case ok:
		return n
	case d.Before(epoch):
		return math.MinInt64
	default:
		return math.MaxInt64
	}
}

func (w window) overlaps(v window) bool { return w.first <= v.last && v.first <= w.last }
func (w window) holds(v window) bool    { return w.first <= v.first && v.last <= w.last }

// match decides for one event of the timeline.
func (m *matcher) match(e *entry) bool {
	return slices.Contains(m.statuses, e.Status) && m.matchFacets(e.Tags, e.PlaceSlug(), e.Key) &&
		m.matchEntryDate(e) && m.matchIdentity(e.Event) && m.matchWords(e)
}

// matchTrace decides for a former state, whose words are not kept: they count
// as matching, so that a date may move once too often and never too seldom.
func (m *matcher) matchTrace(e *Event, t *Trace) bool {
	return slices.Contains(m.statuses, t.Status) && m.matchDate(windowOf(t.Span.EDTF()), t.Span) &&
		m.matchFacets(t.Tags, t.Place, t.Key) && (len(m.sel.IDs) == 0 || slices.Contains(m.sel.IDs, e.ID))
}

// matchEntryDate lets a repeating event stand for its occurrences.
func (m *matcher) matchEntryDate(e *entry) bool {
	if e.Repeat == nil {
		return m.matchDate(e.days, e.Span)
	}
	for _, w := range []*window{m.in, m.within, m.reachFrom(), m.reachTo()} {
		if w != nil && !e.occursIn(*w) {
			return false
		}
	}
	if len(m.precisions) > 0 && !slices.Contains(m.precisions, e.Span.Precision()) {
		return false
	}
	return m.sel.On == "" || e.fallsOn(m.sel.On)
}

// reachFrom is the period that from= leaves open, if it is there.
func (m *matcher) reachFrom() *window {
	if m.from == nil {
		return nil
	}
	return &window{m.from.first, math.MaxInt64}
}

// reachTo is the period that to= leaves open, if it is there.
func (m *matcher) reachTo() *window {
	if m.to == nil {
		return nil
	}
	return &window{math.MinInt64, m.to.last}
}

func (m *matcher) matchDate(days window, s Span) bool {
	switch {
	case m.in != nil && !m.in.overlaps(days),
		m.within != nil && !m.within.holds(days),
		m.from != nil && days.last < m.from.first,
		m.to != nil && days.first > m.to.last:
		return false
	}
	if len(m.precisions) > 0 && !slices.Contains(m.precisions, s.Precision()) {
		return false
	}
	return m.sel.On == "" || onDay(s, m.sel.On)
}

// onDay reports whether the span is one exact day that falls on MM-DD.
func onDay(s Span, on string) bool {
	first, ok := s.First()
	if !ok || s.Precision() != edtf.PrecisionDay && s.Precision() != edtf.PrecisionTime {
		return false
	}
	return strings.HasSuffix(first.String(), "-"+on)
}

func (m *matcher) matchFacets(tags []string, place string, key bool) bool {
	hasTag := func(t string) bool { return slices.Contains(tags, t) }
	switch {
	case m.sel.Key && !key,
		len(m.sel.Tags) > 0 && !slices.ContainsFunc(m.sel.Tags, hasTag),
		slices.ContainsFunc(m.sel.Without, hasTag),
		len(m.sel.Places) > 0 && !slices.Contains(m.sel.Places, place):
		return false
	}
	return true
}

func (m *matcher) matchIdentity(e *Event) bool {
	return (len(m.sel.IDs) == 0 || slices.Contains(m.sel.IDs, e.ID)) && e.Rev > m.sel.ChangedSince
}

func (m *matcher) matchWords(e *entry) bool {
	for _, w := range m.words {
		if _, ok := w.find(e.folded); !ok {
			return false
		}
	}
	return true
}
