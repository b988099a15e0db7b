package intake

import (
	"almanac.example/events"
	"almanac.example/events/timeline"
)

// PlanRecord plans the import of a record in our own form: an event that is
// there gets the record's state of it, one that is not comes with the stamps it
// brings along. The record is the plan's from now on; its events may be changed.
func PlanRecord(t *timeline.Timeline, rec events.Record, o Options) *Plan {
	o.Announce.Apply(t, o.today(), rec.Events...)
	p := &Plan{now: o.Now, keep: true, Documents: o.documents(t, rec.Site), Items: make([]Item, len(rec.Events))}
	for i, e := range rec.Events {
		item := Item{Action: Add, Event: e}
		if old, ok := t.Event(e.ID); ok {
			item.Before, item.Action = old, Change
			if events.Same(old, e) {
				item.Action = Same
			}
		}
		p.Items[i] = item
	}
	return p
}
