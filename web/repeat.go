package web

import (
	"slices"
	"strconv"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/recurrence"
)

// repeatsInYear is how often a repeating event is listed on a year's page;
// what occurs more often stands there once, and its months list the rest.
const repeatsInYear = 4

// yearAgenda lists a year with repeating events at the dates on which they
// occur in it.
func (v *visit) yearAgenda(sel events.Selection) []*events.Event {
	all := v.timeline.Agenda(sel)
	times := map[events.ID]int{}
	for _, e := range all {
		times[e.ID]++
	}
	shown := map[events.ID]bool{}
	return slices.DeleteFunc(all, func(e *events.Event) bool {
		drop := times[e.ID] > repeatsInYear && shown[e.ID]
		shown[e.ID] = true
		return drop
	})
}

// repetition words the rule of a repeating event: "every week on Monday and
// Thursday, until 3 June 2027"; "" if it does not repeat.
func (w words) repetition(e *events.Event) string {
	s, ok := e.Series()
	if !ok {
		return ""
	}
	r := s.Rule
	text := w.every(r)
	if on := w.weekdaysOf(r); on != "" {
		text += on
	}
	switch {
	case r.Count > 0:
		text += w.text("comma") + w.text("repeat.count", w.number(r.Count))
	case !r.Until.IsZero():
		text += w.text("comma") + w.text("repeat.until", w.date(edtf.DayOf(r.Until)))
	}
	return text
}

func (w words) every(r recurrence.Rule) string {
	key := map[recurrence.Frequency]string{
		recurrence.Daily: "repeat.day", recurrence.Weekly: "repeat.week", recurrence.Monthly: "repeat.month", recurrence.Yearly: "repeat.year",
	}[r.Freq]
	if key == "" {
		return w.text("repeat.other")
	}
	if r.Interval > 1 {
		return w.text(key+"s", strconv.Itoa(r.Interval))
	}
	return w.text(key)
}

// weekdaysOf names the weekdays of a rule, with "first" and "last" where it
// counts them.
func (w words) weekdaysOf(r recurrence.Rule) string {
	var names []string
	for _, d := range r.ByDay {
		name := w.weekdayLong(d.Weekday)
		switch {
		case d.N == -1:
			name = w.text("repeat.last", name)
		case d.N != 0 && w.zh():
			name = w.text("repeat.nth", strconv.Itoa(d.N), name)
		case d.N != 0:
			name = w.text("repeat.nth", ordinal(d.N), name)
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return ""
	}
	return w.text("repeat.on", w.join(names))
}

// nextMost is how many coming occurrences an event's page names.
const nextMost = 3

// nextDates names the coming occurrences of a repeating event.
func (v *visit) nextDates(e *events.Event) string {
	s, ok := e.Series()
	if !ok {
		return ""
	}
	from, ok := v.today.Time(time.UTC)
	if !ok {
		return ""
	}
	instances, _ := s.FirstBetween(from, from.AddDate(10, 0, 0), nextMost) // a rule that ends names fewer
	var names []string
	for _, i := range instances {
		names = append(names, v.date(edtf.DayOf(i.Wall)))
	}
	return v.join(names)
}
