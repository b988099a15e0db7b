package editing

import (
	"context"

	"almanac.example/events"
	"almanac.example/feeds/intake"
	"almanac.example/web/access"
)

// MayImport is nil if the account may make all the changes of a plan.
func (d *Editor) MayImport(a Act, p *intake.Plan) error {
	asked := map[access.Action]bool{}
	ask := func(action access.Action) error {
		if asked[action] {
			return nil
		}
		asked[action] = true
		return a.Who.May(action)
	}
	if err := ask(access.WriteDrafts); err != nil {
		return err
	}
	for c := range p.Changes(intake.Signature{}) {
		var action access.Action
		if c.Document != nil {
			action = DocumentNeeds(c.Document.Name)
		} else {
			old, _ := d.record.Timeline().Event(c.Event.ID)
			action = needs(old, c.Event)
		}
		if err := ask(action); err != nil {
			return err
		}
	}
	return nil
}

// Import carries a plan out, all of it or nothing, as one batch.
func (d *Editor) Import(ctx context.Context, a Act, p *intake.Plan, to intake.Target) (events.Rev, error) {
	if err := d.MayImport(a, p); err != nil {
		return 0, err
	}
	return p.Apply(ctx, to, intake.Signature{Author: a.Who.Author(), By: a.Who.By(), Note: a.Note, Public: a.Public && a.Note != "", Batch: a.Batch})
}
