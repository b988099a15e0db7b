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
	w := proposer{plan: p, timeline: t, options: o, slugs: newSlugs(t)}
	for i, e := range rec.Events {
		old, ok := t.Event(e.ID)
		switch {
		case ok && events.Same(old, e):
			p.Items[i] = Item{Action: Same, Event: e, Before: old}
		case !ok || old.Status == events.Deleted:
			o.draft(e)
			p.Items[i] = Item{Action: Add, Event: e}
			if ok {
				p.Items[i] = Item{Action: Change, Event: e, Before: old}
			}
		default:
			p.Items[i] = w.changed(old, *e)
		}
	}
	return p
}
