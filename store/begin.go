package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"almanac.example/events"
)

// Begin gives the record its documents at the first start: if the store has no
// site yet, it commits those of the given one, founded today (UTC) unless that
// says when. Of several replicas that start at once one wins and the others take
// over what it wrote. The site returned is the one that counts.
func (l *Live) Begin(ctx context.Context, site *events.Site) (*events.Site, error) {
	seed := *site
	if seed.Founded.IsZero() {
		seed.Founded = l.now().UTC().Truncate(24 * time.Hour)
	}
	return l.settleSite(ctx, "founding the record", func(s *events.Site) []events.Change {
		if s.Rev != 0 {
			return nil
		}
		return withNote("first start", events.DocumentChanges(s, &seed))
	})
}

// Adopt gives a record whose authority is only provisional the one that it is to
// keep, founded today: a tag: URI names who had the authority on its day (RFC
// 4151 §2.1). A record that has one keeps it. The site returned is the one that counts.
func (l *Live) Adopt(ctx context.Context, authority string) (*events.Site, error) {
	return l.settleSite(ctx, "giving the record its authority", func(s *events.Site) []events.Change {
		next := *s
		if next.Authority = authority; authority == "" || s.Rev == 0 || !s.Provisional() || next.Provisional() {
			return nil
		}
		next.Founded = l.now().UTC().Truncate(24 * time.Hour)
		return withNote("takes its authority", events.DocumentChanges(s, &next))
	})
}

func withNote(note string, changes []events.Change) []events.Change {
	for i := range changes {
		changes[i].Note = note
	}
	return changes
}

// settleSite makes the changes that the present site needs, and again after a
// lost race, until it needs none.
func (l *Live) settleSite(ctx context.Context, what string, needs func(*events.Site) []events.Change) (*events.Site, error) {
	for {
		passed := l.Changed()
		changes := needs(l.Timeline().Site())
		if len(changes) == 0 {
			return l.Timeline().Site(), nil
		}
		_, err := l.Commit(ctx, changes...)
		if err == nil {
			continue
		}
		if !errors.Is(err, events.ErrConflict) {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
		select {
		case <-passed:
		case <-ctx.Done():
			return nil, fmt.Errorf("%s: %w", what, context.Cause(ctx))
		}
	}
}
