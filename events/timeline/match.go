package timeline

import (
	"math"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// A matcher is a selection prepared for many events: dates become day numbers,
// names become bits, words are folded.
type matcher struct {
	sel        events.Selection
	in, within *window
	from, to   *window
	reach      window // whose first day is after its last if the selection says so
	on         uint16 // MMDD, 0: any day
	words      []term
	grams      []uint16 // of all words; see gramIndex
	statuses   statusSet
	precisions uint32 // a bit for each edtf.Precision; 0: any
	faceted    bool   // tags or places are asked for
}

// window is a period as day numbers, both ends included; open ends are the
// extremes.
type window struct{ first, last int64 }

func newMatcher(sel events.Selection) *matcher {
	m := &matcher{sel: sel, on: parseOn(sel.On), words: terms(sel.Text)}
	m.in, m.within = newWindow(sel.In), newWindow(sel.Within)
	m.from, m.to = newWindow(sel.From), newWindow(sel.To)
	m.reach = m.narrow()
	m.statuses = statusesOf(events.PublicStatuses())
	if len(sel.Statuses) > 0 {
		m.statuses &= statusesOf(sel.Statuses) // what is not public is not there, whoever asks
	}
	for _, name := range sel.Precisions {
		if p, err := edtf.ParsePrecision(name); err == nil {
			m.precisions |= 1 << p
		}
	}
	m.grams = gramsOf(m.words)
	m.faceted = len(sel.Tags)+len(sel.Without)+len(sel.Places) > 0
	return m
}

func statusesOf(list []events.Status) statusSet {
	var set statusSet
	for _, s := range list {
		set |= statusBit(s)
	}
	return set
}

// parseOn reads MM-DD as the number MMDD.
func parseOn(on string) uint16 {
	var n uint16
	for i := range len(on) {
		if on[i] != '-' {
			n = 10*n + uint16(on[i]-'0')
		}
	}
	return n
}

// narrow is what every event that is meant reaches: it begins by the last day
// and ends on the first or later.
func (m *matcher) narrow() window {
	w := window{math.MinInt64, math.MaxInt64}
	for _, p := range []*window{m.in, m.within, m.from} {
		if p != nil {
			w.first = max(w.first, p.first)
		}
	}
	for _, p := range []*window{m.in, m.within, m.to} {
		if p != nil {
			w.last = min(w.last, p.last)
		}
	}
	return w
}

// reaches reports whether something that lies in the days may be meant.
func (m *matcher) reaches(days window) bool {
	return days.first <= m.reach.last && days.last >= m.reach.first
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

// match decides for one event of the timeline, words aside.
func (m *matcher) match(e *entry) bool {
	return m.statuses&e.status != 0 && m.reaches(e.days) && m.matchFacets(e) && m.matchIdentity(e) &&
		m.matchEntryDate(e)
}

// matchAll decides for one event that no search came by.
func (m *matcher) matchAll(e *entry) bool {
	return m.match(e) && (len(m.words) == 0 || m.matchWords(foldEvent(e.Event)))
}

// matchTrace decides for a former state, whose words are not kept: they count
// as matching, so that a date may move once too often and never too seldom.
func (m *matcher) matchTrace(d *departure) bool {
	return m.statuses&statusBit(d.Status) != 0 && m.reaches(d.days) && (!m.sel.Key || d.Key) && m.matchNames(d.Tags, d.Place) &&
		(len(m.sel.IDs) == 0 || slices.Contains(m.sel.IDs, d.event.ID)) && m.matchFormerDate(d)
}

// matchFormerDate decides as matchEntryDate does for a present state.
func (m *matcher) matchFormerDate(d *departure) bool {
	if _, bound := d.Span.Date.Bound(); bound || d.Repeat != nil {
		e := newEntry(d.state())
		return m.matchEntryDate(&e)
	}
	return m.matchDate(d.days, d.precision) && (m.on == 0 || d.on == m.on)
}

// matchEntryDate lets a repeating event stand for its occurrences.
func (m *matcher) matchEntryDate(e *entry) bool {
	if m.within != nil && !m.within.holds(e.mayBe()) {
		return false
	}
	if !e.repeats {
		return m.matchDate(e.days, e.precision) && (m.on == 0 || e.on == m.on)
	}
	for _, w := range []*window{m.in, m.within, m.reachFrom(), m.reachTo()} {
		if w != nil && !e.occursIn(*w) {
			return false
		}
	}
	if m.precisions != 0 && m.precisions&(1<<e.precision) == 0 {
		return false
	}
	return m.on == 0 || e.on == m.on || fallsOn(e.Event, m.sel.On)
}

// mayBe are the days that the event may mean: more than those it stands among
// where it is only known to be before or after a date.
func (e *entry) mayBe() window {
	if _, bound := e.Span.Date.Bound(); bound {
		return windowOf(e.Span.Date)
	}
	return e.days
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

func (m *matcher) matchDate(days window, precision edtf.Precision) bool {
	switch {
	case m.in != nil && !m.in.overlaps(days),
		m.within != nil && !m.within.holds(days),
		m.from != nil && days.last < m.from.first,
		m.to != nil && days.first > m.to.last:
		return false
	}
	return m.precisions == 0 || m.precisions&(1<<precision) != 0
}

func (m *matcher) matchFacets(e *entry) bool {
	return (!m.sel.Key || e.key) && (!m.faceted || m.matchNames(e.Tags, e.PlaceSlug()))
}

func (m *matcher) matchNames(tags []string, place string) bool {
	hasTag := func(t string) bool { return slices.Contains(tags, t) }
	switch {
	case len(m.sel.Tags) > 0 && !slices.ContainsFunc(m.sel.Tags, hasTag),
		slices.ContainsFunc(m.sel.Without, hasTag),
		len(m.sel.Places) > 0 && !slices.Contains(m.sel.Places, place):
		return false
	}
	return true
}

func (m *matcher) matchIdentity(e *entry) bool {
	return (len(m.sel.IDs) == 0 || slices.Contains(m.sel.IDs, e.ID)) && (m.sel.ChangedSince == 0 || e.Rev > m.sel.ChangedSince)
}

func (m *matcher) matchWords(text foldedText) bool {
	for _, w := range m.words {
		if _, ok := w.find(text); !ok {
			return false
		}
	}
	return true
}
