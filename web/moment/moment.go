package moment

import (
	"maps"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// Moment is the record at one revision as one answer reads it. It notes what
// it was asked, so that the answer can be held against a later timeline without
// being made again.
type Moment struct {
	t     *timeline.Timeline
	reads []read
}

// read is a question to a timeline. It reports whether a later timeline gives
// the same answer as the one at the revision since did. It holds on to no
// timeline.
type read func(now *timeline.Timeline, since events.Rev) bool

// New begins to read a timeline. That the site is as it was is noted at once.
func New(t *timeline.Timeline) *Moment { return &Moment{t: t, reads: []read{sameSite}} }

func sameSite(now *timeline.Timeline, since events.Rev) bool { return now.Site().Changed() <= since }

// Timeline is the timeline itself. What is read of it is not noted: it may only
// decide where a reader is sent, never what an answer says.
func (m *Moment) Timeline() *timeline.Timeline { return m.t }

// Holds reports whether the answer made of the moment would be the same now.
func (m *Moment) Holds(now *timeline.Timeline, since events.Rev) bool {
	for _, same := range m.reads {
		if !same(now, since) {
			return false
		}
	}
	return true
}

// Forget gives up the timeline: what was read of it stays noted.
func (m *Moment) Forget() *Moment { return &Moment{reads: m.reads} }

func (m *Moment) note(r read) { m.reads = append(m.reads, r) }

// selected notes that an answer shows a selection.
func (m *Moment) selected(sel events.Selection) {
	m.note(func(now *timeline.Timeline, since events.Rev) bool { return !now.Touched(sel, since) })
}

// Rev is the revision of the moment.
func (m *Moment) Rev() events.Rev { return m.t.Rev() }

// Site is the record's identity and vocabulary, on which every answer depends.
func (m *Moment) Site() *events.Site { return m.t.Site() }

// Once notes that what is read here may change with any commit.
func (m *Moment) Once() { m.note(func(*timeline.Timeline, events.Rev) bool { return false }) }

// Select is Timeline.Select.
func (m *Moment) Select(sel events.Selection) []*events.Event {
	m.selected(sel)
	return m.t.Select(sel)
}

// Past is Timeline.Past.
func (m *Moment) Past(sel events.Selection) []events.Past {
	m.selected(sel)
	return m.t.Past(sel)
}

// Agenda is Timeline.Agenda.
func (m *Moment) Agenda(sel events.Selection) []*events.Event {
	m.selected(sel)
	return m.t.Agenda(sel)
}

// Search is Timeline.Search.
func (m *Moment) Search(sel events.Selection) []timeline.Hit {
	m.selected(sel)
	return m.t.Search(sel)
}

// Count is Timeline.Count.
func (m *Moment) Count() *timeline.Count {
	c := m.t.Count()
	digest := c.Digest()
	m.note(func(now *timeline.Timeline, _ events.Rev) bool { return now.Count().Digest() == digest })
	return c
}

// Year is what begins in the year, of the whole record.
func (m *Moment) Year(y int64) timeline.YearCount {
	return noted(m, func(t *timeline.Timeline) timeline.YearCount { return t.Count().Year(y) })
}

// yearMonth is what a question about the order of the record may answer.
type yearMonth struct {
	year  int64
	month int
	ok    bool
}

// YearBefore is Timeline.YearBefore.
func (m *Moment) YearBefore(y int64) (int64, bool) {
	f := noted(m, func(t *timeline.Timeline) yearMonth { year, ok := t.YearBefore(y); return yearMonth{year, 0, ok} })
	return f.year, f.ok
}

// YearAfter is Timeline.YearAfter.
func (m *Moment) YearAfter(y int64) (int64, bool) {
	f := noted(m, func(t *timeline.Timeline) yearMonth { year, ok := t.YearAfter(y); return yearMonth{year, 0, ok} })
	return f.year, f.ok
}

// MonthBefore is Timeline.MonthBefore.
func (m *Moment) MonthBefore(y int64, month int) (int64, int, bool) {
	f := noted(m, func(t *timeline.Timeline) yearMonth { y, m, ok := t.MonthBefore(y, month); return yearMonth{y, m, ok} })
	return f.year, f.month, f.ok
}

// MonthAfter is Timeline.MonthAfter.
func (m *Moment) MonthAfter(y int64, month int) (int64, int, bool) {
	f := noted(m, func(t *timeline.Timeline) yearMonth { y, m, ok := t.MonthAfter(y, month); return yearMonth{y, m, ok} })
	return f.year, f.month, f.ok
}

// noted asks, and notes the answer.
func noted[T comparable](m *Moment, ask func(*timeline.Timeline) T) T {
	was := ask(m.t)
	m.note(func(now *timeline.Timeline, _ events.Rev) bool { return ask(now) == was })
	return was
}

// version is a state of an event; the zero one that of none.
type version struct {
	id    events.ID
	rev   events.Rev
	moved bool
}

func versionOf(e *events.Event) version {
	if e == nil {
		return version{}
	}
	return version{e.ID, e.Rev, false}
}

// Event is Timeline.Event.
func (m *Moment) Event(id events.ID) (*events.Event, bool) {
	noted(m, func(t *timeline.Timeline) version { e, _ := t.Event(id); return versionOf(e) })
	return m.t.Event(id)
}

// AtAddress is Timeline.AtAddress.
func (m *Moment) AtAddress(slug string) (e *events.Event, moved, ok bool) {
	noted(m, func(t *timeline.Timeline) version {
		e, moved, _ := t.AtAddress(slug)
		v := versionOf(e)
		v.moved = moved
		return v
	})
	return m.t.AtAddress(slug)
}

// Neighbours is Timeline.Neighbours.
func (m *Moment) Neighbours(id events.ID) (before, after *events.Event) {
	noted(m, func(t *timeline.Timeline) [2]version {
		b, a := t.Neighbours(id)
		return [2]version{versionOf(b), versionOf(a)}
	})
	return m.t.Neighbours(id)
}

// PlaceName is Timeline.PlaceName.
func (m *Moment) PlaceName(slug string) events.Localised {
	name := m.t.PlaceName(slug)
	m.note(func(now *timeline.Timeline, _ events.Rev) bool { return maps.Equal(now.PlaceName(slug), name) })
	return name
}

// LastChanged is when a selection's answer last changed; one that never held
// an event is as old as the record.
func (m *Moment) LastChanged(sel events.Selection) time.Time {
	m.selected(sel)
	return m.LastModified(m.t.LastChanged(sel))
}

// LastModified is when an answer last changed; one that never held an event is
// as old as the record.
func (m *Moment) LastModified(changed time.Time) time.Time {
	if changed.IsZero() {
		return m.t.Site().Founded
	}
	return changed
}
