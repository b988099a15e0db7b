package timeline

import (
	"maps"
	"slices"

	"almanac.example/events"
)

// BeganIn reports whether something public begins in the year, or once did as far
// as events remember: such years have feeds that are told of.
func (t *Timeline) BeganIn(year int64) bool {
	if t.Count().Year(year).Total > 0 {
		return true
	}
	for i := range t.departed {
		if y, ok := t.departed[i].began(); ok && y == year {
			return true
		}
	}
	return false
}

// BeganYears lists the years of which BeganIn is true, in order.
func (t *Timeline) BeganYears() []int64 {
	years := map[int64]bool{}
	for _, y := range t.Count().Years {
		years[y.Year] = true
	}
	for i := range t.departed {
		if y, ok := t.departed[i].began(); ok {
			years[y] = true
		}
	}
	return slices.Sorted(maps.Keys(years))
}

// began is the year in which a former public state began; false if it is known
// to none.
func (d *departure) began() (int64, bool) {
	year, _, ok := civil(d.days.first)
	return year, ok && d.Status.Public() && d.Span.Kind() != events.KindCoarse
}

// EverTagged lists the tags that public events have or once had as far as events
// remember, in order.
func (t *Timeline) EverTagged() []string {
	tags := map[string]bool{}
	for _, tag := range t.Count().Tags {
		tags[tag.Slug] = true
	}
	for i := range t.departed {
		if d := &t.departed[i]; d.Status.Public() {
			for _, tag := range d.Tags {
				tags[tag] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(tags))
}

// Announced reports for each of the selections whether an event that was changed
// after the revision is or was in it. What was published without announcing it
// and has not changed since does not count.
func (t *Timeline) Announced(after events.Rev, selections []events.Selection) []bool {
	var changed []*entry
	for _, e := range t.ordered {
		if e.Rev > after && (!e.Quiet || e.Updated.After(e.Published)) {
			changed = append(changed, e)
		}
	}
	for _, e := range t.graves {
		if e.Rev > after && !e.Published.IsZero() {
			buried := newEntry(e)
			changed = append(changed, &buried)
		}
	}
	told := make([]bool, len(selections))
	for i, sel := range selections {
		if len(changed) > 0 {
			told[i] = slices.ContainsFunc(changed, newMatcher(sel).concerns)
		}
	}
	return told
}
