package page

import (
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// repeatsInYear is how often a repeating event is listed on a year's page;
// what occurs more often stands there once, and its months list the rest.
const repeatsInYear = 4

// yearAgenda lists a year with repeating events at the dates on which they
// occur in it.
func yearAgenda(v *Visit, sel events.Selection) []*events.Event {
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

// nextMost is how many coming occurrences an event's page names.
const nextMost = 3

// nextDates names the coming occurrences of a repeating event.
func nextDates(v *Visit, e *events.Event) string {
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
		names = append(names, v.Date(edtf.DayOf(i.Wall)))
	}
	return v.Join(names)
}
