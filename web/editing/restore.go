package editing

import (
	"context"

	"almanac.example/events"
)

// Restoration says what is to be brought back.
type Restoration struct {
	From   events.Rev // the revision of the former state
	Fields []string   // paths as Changed gives them; none: everything it said
}

// Restore gives an event, as the author saw it, what a former state of it said.
// It is a new state like any other.
func (d *Editor) Restore(ctx context.Context, a Act, s Seen, r Restoration) (Written, error) {
	old, err := d.seen(a, s.ID)
	if err != nil {
		return Written{}, err
	}
	if err := a.Who.May(needs(old, nil)); err != nil {
		return Written{}, err
	}
	former, err := d.At(ctx, Seen{s.ID, r.From})
	if err != nil {
		return Written{}, err
	}
	if Emptied(former) {
		return Written{}, invalid(s.ID, "from", "was redacted; there is nothing to bring back")
	}
	if len(r.Fields) == 0 {
		return d.Replace(ctx, a, *former, s.Rev)
	}
	next := *old
	for _, path := range r.Fields {
		if !Take(&next, former, path) {
			return Written{}, invalid(s.ID, path, "is no field that can be restored; write it as span, tags or text.en.title")
		}
	}
	return d.Replace(ctx, a, next, s.Rev)
}

// Emptied reports whether a past state was redacted: nothing can be put back from it.
func Emptied(e *events.Event) bool { return len(e.Text) == 0 && e.Slug == events.RedactedSlug }
