package editing

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"almanac.example/events"
	"almanac.example/web/access"
)

// Publication says how an event is to be published.
type Publication struct {
	Status events.Status // "": what the draft is to become, or published
	Quiet  bool          // do not announce it to feed readers; only for what was never public
}

// Publish makes an event public as the author saw it. An amendment is published by replacing what it amends; see Accept.
func (d *Editor) Publish(ctx context.Context, a Act, s Seen, p Publication) (Written, error) {
	if err := a.Who.May(access.Publish); err != nil {
		return Written{}, err
	}
	old, err := d.stored(ctx, s)
	if err != nil {
		return Written{}, err
	}
	if old.Amends != nil {
		return d.accept(ctx, a, old, p.Status)
	}
	next := *old
	next.Status = cmp.Or(p.Status, old.Becomes, events.Published)
	next.Becomes, next.Publish = "", nil
	if p.Quiet && old.Published.IsZero() {
		next.Quiet = true
	}
	return d.Replace(ctx, a, next, s.Rev)
}

// SetStatus changes nothing but the status: withdrawn, cancelled, tentative,
// published again.
func (d *Editor) SetStatus(ctx context.Context, a Act, s Seen, status events.Status) (Written, error) {
	return d.Modify(ctx, a, s, func(e events.Event) (events.Event, error) {
		if e.Status == events.Draft && status != events.Draft {
			return e, invalid(s.ID, "status", fmt.Sprintf("it is a draft; publish it as %s", status))
		}
		e.Status = status
		return e, nil
	})
}

// Schedule lets a draft be published by itself at an instant, which was chosen
// in a zone; a zero instant takes the plan back. What is past is refused.
func (d *Editor) Schedule(ctx context.Context, a Act, s Seen, plan events.Schedule) (Written, error) {
	return d.Modify(ctx, a, s, func(e events.Event) (events.Event, error) {
		if plan.At.IsZero() {
			e.Publish = nil
			return e, nil
		}
		plan.At = plan.At.UTC().Truncate(time.Second)
		if !plan.At.After(d.now()) {
			return e, invalid(s.ID, "publish.at", fmt.Sprintf("%s is past; publish it now, or name a later instant", plan.At.Format(time.RFC3339)))
		}
		e.Publish = &plan
		return e, nil
	})
}
