package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"almanac.example/events"
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
// A revision greater than 0 beside an error means that the commit is written,
// and only waiting to see it here was cut short.
func (l *Live) Commit(ctx context.Context, changes ...events.Change) (events.Rev, error) {
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
	rev, err := l.backend.Commit(ctx, ready...)
	if err != nil {
		return 0, err
	}
	return rev, l.see(ctx, rev)
}

// Import makes any number of changes, in order and in as few commits as the
// limits allow. It checks all of them as Commit does before it writes the
// first, so that what is wrong with one leaves everything as it was. A failure
// of the store later on may leave some of the commits written; the error says
// how many of the changes that said something new those are, and importing
// again completes them. progress, if not nil, is called at the start and after
// each commit with the number of changes done; those that were left out because
// they say nothing new count.
//
// Import takes the list over and empties it, also when it is refused: events
// that the caller does not hold otherwise are given up as soon as their stored
// form is made.
func (l *Live) Import(ctx context.Context, changes []events.Change, progress func(done int)) (events.Rev, error) {
	t, err := l.timelineFor(ctx, changes)
	if err != nil {
		return 0, err
	}
	count := len(changes)
	entries, err := l.encode(t, changes)
	if err != nil {
		return 0, err
	}
	chunks, err := divide(entries)
	if err != nil {
		return 0, err
	}
	names := newNames(t)
	for _, chunk := range chunks {
		if err := names.take(keysOf(chunk)); err != nil {
			return 0, err
		}
	}
	return l.commitChunks(ctx, chunks, func(left int) {
		if progress != nil {
			progress(count - left)
		}
	}, len(entries))
}

// encode checks and stamps changes on all processors, leaves out those that say
// nothing new, and empties the list.
func (l *Live) encode(t *events.Timeline, changes []events.Change) ([]Entry, error) {
	if err := checkDistinct(changes); err != nil {
		return nil, err
	}
	entries, now := make([]Entry, len(changes)), l.now()
	err := inParallel(len(changes), func(i int) error {
		c := changes[i]
		changes[i] = events.Change{}
		same, err := revise(t, &c, now)
		if err == nil && !same {
			entries[i], err = newEntry(c)
		}
		return err
	})
	return slices.DeleteFunc(entries, func(e Entry) bool { return e.State == nil }), err
}

func keysOf(entries []Entry) iter.Seq[Key] {
	return func(yield func(Key) bool) {
		for i := range entries {
			if !yield(entries[i].Key) {
				return
			}
		}
	}
}

// commitChunks empties each chunk when it is written: it is not needed again,
// and all of them are as large as the file that is imported.
func (l *Live) commitChunks(ctx context.Context, chunks [][]Entry, progress func(left int), left int) (events.Rev, error) {
	rev, all, n := l.Timeline().Rev(), left, 0
	progress(left)
	for r, err := range l.inTurn(ctx, chunks) {
		if err != nil {
			return 0, fmt.Errorf("after %d of %d changes: %w", all-left, all, err)
		}
		rev, left = r, left-len(chunks[n])
		clear(chunks[n])
		n++
		progress(left)
	}
	return rev, l.see(ctx, rev)
}

// inTurn makes one commit after the other and tells their revisions. The first
// error is the last thing told.
func (l *Live) inTurn(ctx context.Context, commits [][]Entry) iter.Seq2[events.Rev, error] {
	if b, ok := l.backend.(SeriesBackend); ok {
		return b.CommitSeries(ctx, commits)
	}
	return func(yield func(events.Rev, error) bool) {
		for _, entries := range commits {
			if rev, err := l.commitEntries(ctx, entries); !yield(rev, err) || err != nil {
				return
			}
		}
	}
}

// commitEntries is Commit of a backend that takes no series.
func (l *Live) commitEntries(ctx context.Context, entries []Entry) (events.Rev, error) {
	changes := make([]events.Change, len(entries))
	for i, e := range entries {
		var err error
		if changes[i], err = e.change(); err != nil {
			return 0, err
		}
	}
	return l.backend.Commit(ctx, changes...)
}

// Found gives the record its identity at the first start: if the store has no
// site yet, it commits one of the given authority, founded today (UTC). Of
// several replicas that start at once one wins and the others take over what
// it wrote. The site returned is the one that counts.
func (l *Live) Found(ctx context.Context, authority string) (*events.Site, error) {
	for {
		passed := l.Changed()
		if s := l.Timeline().Site(); s.Rev != 0 {
			return s, nil
		}
		site := &events.Site{Authority: authority, Founded: l.now().UTC().Truncate(24 * time.Hour)}
		_, err := l.Commit(ctx, events.Change{Site: site, Note: "first start"})
		if err == nil {
			return l.Timeline().Site(), nil
		}
		if !errors.Is(err, events.ErrConflict) {
			return nil, fmt.Errorf("founding the record: %w", err)
		}
		select {
		case <-passed:
		case <-ctx.Done():
			return nil, fmt.Errorf("founding the record: %w", context.Cause(ctx))
		}
	}
}

// see waits until the timeline shows a commit that is written.
func (l *Live) see(ctx context.Context, rev events.Rev) error {
	if _, err := l.reach(ctx, rev); err != nil {
		return fmt.Errorf("revision %d is written but not yet seen here: %w", rev, err)
	}
	return nil
}

// timelineFor returns the timeline to hold the changes against.
func (l *Live) timelineFor(ctx context.Context, changes []events.Change) (*events.Timeline, error) {
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
func (l *Live) prepare(t *events.Timeline, changes []events.Change) ([]events.Change, error) {
	if err := checkDistinct(changes); err != nil {
		return nil, err
	}
	ready, now := make([]events.Change, 0, len(changes)), l.now()
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

// revise makes of a change what has to be written; same means nothing.
func revise(t *events.Timeline, c *events.Change, now time.Time) (same bool, err error) {
	if c.At.IsZero() {
		c.At = now
	}
	if err := events.CheckClock(c.At); err != nil {
		return false, err
	}
	c.At = c.At.UTC().Truncate(time.Second)
	if err := c.Validate(); err != nil {
		return false, err
	}
	if c.Site != nil {
		return reviseSite(t, c)
	}
	old, _ := t.Event(c.Event.ID)
	if err := settleExpect(old, c); err != nil {
		return false, err
	}
	next := *c.Event
	validate := next.ValidateKept
	if kept := c.Keep && old == nil && !next.Created.IsZero(); !kept {
		next = events.Revise(old, next, c.At)
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
	return Expected(keyOf(*c), stored)
}

// Expected is nil if stored is the revision that the change expects, and an
// events.ErrConflict that tells both otherwise.
func Expected(k Key, stored events.Rev) error {
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

func reviseSite(t *events.Timeline, c *events.Change) (same bool, err error) {
	old := t.Site()
	if err := Expected(keyOf(*c), old.Rev); err != nil {
		return false, err
	}
	if err := c.Site.Validate(); err != nil {
		return false, err
	}
	// Calendars and feeds know every event by these two; they may change only
	// while they are provisional or there is nothing to be known, as when a
	// record is moved.
	identity := c.Site.Authority == old.Authority && c.Site.Founded.Equal(old.Founded)
	if old.Rev != 0 && !identity && !old.Provisional() && t.Len()+len(t.Tombstones()) > 0 {
		return false, invalid("site", "authority", fmt.Sprintf("is fixed: %s, founded %s", old.Authority, old.Founded.Format(time.DateOnly)))
	}
	a, errA := Encode(old)
	b, errB := Encode(c.Site)
	return bytes.Equal(a, b), errors.Join(errA, errB)
}

// names follows who has which slug while changes are made one chunk after the
// other.
type names struct {
	timeline *events.Timeline
	owner    map[string]events.ID // "": given up
}

func newNames(t *events.Timeline) *names {
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
			return SlugTaken(k, owner)
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

// SlugTaken is the events.ErrConflict of a change whose slug is owner's.
func SlugTaken(k Key, owner events.ID) error {
	return fmt.Errorf("%s: the slug %q is that of event %q: %w", k.subject(), k.Slug, owner, events.ErrConflict)
}
