package store

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// maxLag is how long Commit waits for a revision that a change expects and
// this process has not seen yet: another replica may have told it to the
// author before the news came here.
const maxLag = time.Second

// Commit makes the changes, all or none, and returns when the timeline shows
// them: whoever writes reads their own write. The revision is that of the
// commit.
//
// Before anything is written each change is held against the current timeline:
// a stale Expect or a slug of another event is events.ErrConflict, deleting
// what is not there events.ErrNotFound, an event or a site that does not
// validate *events.Invalid. Expect 0 means "must not exist", and a tombstone
// counts as not existing. Events are stamped (events.Revise) with the change's
// At or, if that is zero, with now. Changes that say what is stored already are
// left out; if none remains, the current revision is returned.
//
// If the commit is written and only waiting to see it here was cut short, the
// error is an *events.Unseen.
func (l *Live) Commit(ctx context.Context, changes ...events.Change) (rev events.Rev, err error) {
	defer func(began time.Time) { l.commits.add(time.Since(began), err) }(time.Now())
	t, err := l.timelineFor(ctx, changes)
	if err != nil {
		return 0, err
	}
	ready, err := l.prepare(t, changes)
	if err != nil {
		return 0, err
	}
	if len(ready) == 0 {
		return t.Rev(), nil
	}
	keys := make([]Key, len(ready))
	for i, c := range ready {
		keys[i] = keyOf(c)
	}
	if err := newNames(t).take(slices.Values(keys)); err != nil {
		return 0, err
	}
	if rev, err = l.backend.Commit(ctx, ready...); err != nil {
		return 0, err
	}
	return l.see(ctx, rev)
}

// see waits until the timeline shows a commit that is written.
func (l *Live) see(ctx context.Context, rev events.Rev) (events.Rev, error) {
	if _, err := l.reach(ctx, rev); err != nil {
		return 0, &events.Unseen{Rev: rev, Err: err}
	}
	return rev, nil
}

// timelineFor returns the timeline to hold the changes against.
func (l *Live) timelineFor(ctx context.Context, changes []events.Change) (*timeline.Timeline, error) {
	select {
	case <-l.stopped:
		return nil, fmt.Errorf("closed: %w", events.ErrUnavailable)
	default:
	}
	var newest events.Rev
	for _, c := range changes {
		newest = max(newest, c.Expect)
	}
	lag, cancel := context.WithTimeout(ctx, maxLag)
	defer cancel()
	t, err := l.reach(lag, newest)
	if err == nil || ctx.Err() == nil && lag.Err() != nil {
		return t, nil // too far ahead of us: the check against t says so
	}
	return nil, fmt.Errorf("waiting for revision %d, which the change expects: %w", newest, err)
}

// prepare checks and stamps the changes and leaves out those that say nothing
// new.
func (l *Live) prepare(t *timeline.Timeline, changes []events.Change) ([]events.Change, error) {
	if err := checkDistinct(changes); err != nil {
		return nil, err
	}
	now, err := clock(t, l.now())
	if err != nil {
		return nil, err
	}
	ready := make([]events.Change, 0, len(changes))
	for _, c := range changes {
		same, err := revise(t, &c, now)
		if err != nil {
			return nil, err
		}
		if !same {
			ready = append(ready, c)
		}
	}
	return ready, nil
}

// maxBehind is how far the clock may be behind the newest state before this
// process refuses to write: what it stamped would be wrong.
const maxBehind = time.Minute

// clock is the instant at which a change is made now: never before the newest
// state.
func clock(t *timeline.Timeline, now time.Time) (time.Time, error) {
	now, newest := now.UTC().Truncate(time.Second), t.Written()
	if newest.Sub(now) > maxBehind {
		return now, fmt.Errorf("the clock of this machine says %s, but the record was last changed at %s: set the clock, or if it is right and another one was not, move the record by export and import: %w",
			now.Format(time.RFC3339), newest.Format(time.RFC3339), events.ErrUnavailable)
	}
	if now.Before(newest) {
		return newest, nil
	}
	return now, nil
}

// revise makes of a change what has to be written; same means nothing.
func revise(t *timeline.Timeline, c *events.Change, now time.Time) (same bool, err error) {
	if c.At.IsZero() {
		c.At = now
	}
	if err := events.CheckClock(c.At); err != nil {
		return false, err
	}
	if c.Stamp.IsZero() {
		c.Stamp = c.At
	}
	if c.At = c.At.UTC().Truncate(time.Second); c.At.Before(t.Written()) {
		c.At = t.Written()
	}
	if err := c.Validate(); err != nil {
		return false, err
	}
	if c.Document != nil {
		return reviseDocument(t, c)
	}
	old, _ := t.Event(c.Event.ID)
	if err := settleExpect(old, c); err != nil {
		return false, err
	}
	next := *c.Event
	validate := next.ValidateKept
	if kept := c.Keep && old == nil && !next.Created.IsZero(); !kept {
		next = events.Revise(old, next, c.Stamp)
		validate = next.Validate
	}
	if err := validate(); err != nil {
		return false, err
	}
	c.Event = &next
	return old != nil && events.Same(old, &next), nil
}

// settleExpect compares the revision that the change expects with the stored
// one, and puts a tombstone's in place of "must not exist".
func settleExpect(old *events.Event, c *events.Change) error {
	gone := old == nil || old.Status == events.Deleted
	if gone && c.Expect == 0 && c.Event.Status == events.Deleted && !c.Keep {
		return fmt.Errorf("%s: there is none to delete: %w", subject(*c), events.ErrNotFound)
	}
	stored := events.Rev(0)
	if old != nil {
		stored = old.Rev
	}
	if gone && c.Expect == 0 {
		c.Expect = stored
	}
	return CheckRevision(keyOf(*c), stored)
}

// CheckRevision is nil if stored is the revision that the change expects, and an
// events.ErrConflict that tells both otherwise.
func CheckRevision(k Key, stored events.Rev) error {
	switch {
	case k.Expect == stored:
		return nil
	case k.Expect == 0:
		return fmt.Errorf("%s: none is expected, but revision %d is stored: %w", k.subject(), stored, events.ErrConflict)
	case stored == 0:
		return fmt.Errorf("%s: revision %d is expected, but there is none: %w", k.subject(), k.Expect, events.ErrConflict)
	}
	return fmt.Errorf("%s: revision %d is expected, %d is stored: %w", k.subject(), k.Expect, stored, events.ErrConflict)
}

func reviseDocument(t *timeline.Timeline, c *events.Change) (same bool, err error) {
	site := t.Site()
	old := site.Document(c.Document.Name)
	if err := CheckRevision(keyOf(*c), old.Rev); err != nil {
		return false, err
	}
	kept := c.Document.Retaining(&old, func(slug string) bool { return t.Knows(c.Document.Name, slug) })
	c.Document = &kept
	if err := c.Document.Validate(); err != nil {
		return false, err
	}
	if next := c.Document.Site; next != nil && old.Rev != 0 {
		// Calendars and feeds know every event by these two; they may change only
		// while there is nothing to be known, as when a record is moved.
		identity := next.Authority == site.Authority && next.Founded.Equal(site.Founded)
		if !identity && !site.Provisional() && t.Len()+len(t.Tombstones()) > 0 {
			return false, invalid("site", "authority", fmt.Sprintf("is fixed: %s, founded %s", site.Authority, site.Founded.Format(time.DateOnly)))
		}
	}
	return old.Rev != 0 && events.SameDocument(&old, c.Document), nil
}

// names follows who has which slug while changes are made one chunk after the
// other.
type names struct {
	timeline *timeline.Timeline
	owner    map[string]events.ID // "": given up
}

func newNames(t *timeline.Timeline) *names {
	return &names{timeline: t, owner: map[string]events.ID{}}
}

// take gives each event of one commit its new slug.
func (n *names) take(keys iter.Seq[Key]) error {
	for k := range keys {
		if old, ok := n.timeline.Event(k.ID); ok && n.of(old.Slug) == old.ID {
			n.owner[old.Slug] = ""
		}
	}
	for k := range keys {
		if k.Slug == "" {
			continue
		}
		if owner := n.of(k.Slug); owner != "" && owner != k.ID {
			return SlugConflict(k, owner)
		}
		n.owner[k.Slug] = k.ID
	}
	return nil
}

func (n *names) of(slug string) events.ID {
	if id, ok := n.owner[slug]; ok {
		return id
	}
	if e, moved, ok := n.timeline.BySlug(slug); ok && !moved && e.Status != events.Deleted {
		return e.ID
	}
	return ""
}

// SlugConflict is the events.ErrConflict of a change whose slug is owner's.
func SlugConflict(k Key, owner events.ID) error {
	return fmt.Errorf("%s: the slug %q is that of event %q: %w", k.subject(), k.Slug, owner, events.ErrConflict)
}
