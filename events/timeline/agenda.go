package timeline

import (
	"math"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/recurrence"
)

// Agenda is Select with repeating events written out, as a page of dates wants
// them: where the selection has a first and a last day, each occurrence
// between them stands at its own date. Without such bounds a repeating event
// stands once, at its first.
func (t *Timeline) Agenda(sel events.Selection) []*events.Event {
	list := t.Select(sel)
	repeats := func(e *events.Event) bool { return e.Repeat != nil }
	first, last, bounded := boundsOf(sel)
	if !bounded || !slices.ContainsFunc(list, repeats) {
		return list
	}
	var entries []*entry
	for _, e := range list {
		for _, once := range e.Occurrences(first, last) {
			entries = append(entries, &entry{Event: once, key: once.Key})
		}
	}
	slices.SortStableFunc(entries, compareEntries)
	out := make([]*events.Event, len(entries))
	for i, e := range entries {
		out[i] = e.Event
	}
	return out
}

// boundsOf is the period that a selection is confined to, if it has both ends.
func boundsOf(s events.Selection) (first, last edtf.Day, ok bool) {
	narrow := func(from, to edtf.Value) {
		if d, ok := from.Earliest(); ok && (first.IsZero() || d.After(first)) {
			first = d
		}
		if d, ok := to.Latest(); ok && (last.IsZero() || d.Before(last)) {
			last = d
		}
	}
	narrow(s.In, s.In)
	narrow(s.Within, s.Within)
	narrow(s.From, s.To)
	return first, last, !first.IsZero() && !last.IsZero()
}

// standing are the days among which an event is listed. One before or after a
// date, or until one, stands where that date is and not in every year.
func standing(v edtf.Value) window {
	if b, ok := v.Bound(); ok {
		return windowOf(b)
	}
	return windowOf(v)
}

// reachOf is the window among which an event is listed, and in which a
// repeating one may occur.
func reachOf(e *events.Event) window {
	w := standing(e.Span.EDTF())
	s, ok := e.Series()
	if !ok {
		return w
	}
	switch until := s.Rule.Until; {
	case !until.IsZero():
		w.last = max(w.last, dayNumber(edtf.DayOf(until))+int64(e.Length())+1)
	case s.Rule.Freq != "":
		w.last = math.MaxInt64
	}
	for _, a := range s.Also {
		day := dayNumber(edtf.DayOf(a.Wall))
		w.first = min(w.first, day)
		w.last = max(w.last, day+max(int64(e.Length()), int64(a.Lasts.Hours())/24)+1)
	}
	return w
}

// occursIn reports whether a part of the event, or of one of its occurrences,
// lies in the window.
func (e *entry) occursIn(w window) bool {
	if !w.overlaps(e.days) {
		return false
	}
	if e.Repeat == nil || w.first == math.MinInt64 || w.last == math.MaxInt64 {
		return true
	}
	epoch := edtf.DayOf(time.Unix(0, 0).UTC())
	from := max(w.first, e.days.first)
	if w.last-from > 800*366 {
		return true
	}
	return len(e.Occurrences(epoch.AddDays(int(from)), epoch.AddDays(int(w.last)))) > 0
}

// anniversaryYears is how many years of a yearly event are looked at to see
// on which days of the year it falls.
const anniversaryYears = 28

// fallsOn reports whether an exactly known day of the event is MM-DD.
func fallsOn(e *events.Event, on string) bool {
	if onDay(e.Span) == parseOn(on) {
		return true
	}
	s, ok := e.Series()
	if !ok || s.Rule.Freq != recurrence.Yearly {
		return false
	}
	list, _ := s.Between(s.Start, s.Start.AddDate(anniversaryYears, 0, 0))
	return slices.ContainsFunc(list, func(i recurrence.Instance) bool { return i.Wall.Format("01-02") == on })
}
