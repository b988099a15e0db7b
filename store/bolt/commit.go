package bolt

import (
	"context"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"almanac.example/events"
	"almanac.example/store"
)

// maxGroup is from how many commits on no more join those that share one write.
const maxGroup = 128

// request is a commit on its way through the writer.
type request struct {
	entries []store.Entry
	news    events.Batch // the same, as watchers are told
	after   *request     // of the same series: fails if that one did
	rev     events.Rev
	err     error
	done    chan struct{} // closed when rev and err are set
}

// Commit writes the changes; see store.Backend. ctx counts only until the
// writer takes the commit: then it is a matter of one write to disk, and its
// outcome is always known.
func (b *Backend) Commit(ctx context.Context, changes ...events.Change) (events.Rev, error) {
	entries, err := store.Entries(changes)
	if err != nil {
		return 0, err
	}
	r, err := newRequest(entries, store.NewDecoder())
	if err != nil {
		return 0, err
	}
	if err := b.submit(ctx, []*request{r}); err != nil {
		return 0, err
	}
	<-r.done
	return r.rev, r.err
}

// submit hands requests to the writer, which keeps their order. After an error
// none of them will be written.
func (b *Backend) submit(ctx context.Context, list []*request) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case b.queue <- list:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-b.closed:
		return errClosed
	}
}

// newRequest does all that can be done before the writer's turn. What watchers
// will be told is decoded from what will be stored, so that it is the same as
// after a restart and shares nothing with the caller.
func newRequest(entries []store.Entry, d *store.Decoder) (*request, error) {
	r := &request{entries: entries, done: make(chan struct{})}
	for _, e := range entries {
		if e.ID == "" {
			state, err := store.DecodeState(e.State, 0)
			if err != nil {
				return nil, err
			}
			r.news.Site = state.Site
			continue
		}
		event, err := d.Event(e.State, 0)
		if err != nil {
			return nil, err
		}
		r.news.Events = append(r.news.Events, event)
	}
	return r, nil
}

// write is the one goroutine that writes. Whoever queues up while it is at it
// goes into the next group.
func (b *Backend) write() {
	defer close(b.stopped)
	for {
		select {
		case <-b.closed:
			return
		case list := <-b.queue:
			b.writeGroup(b.gather(list))
		}
	}
}

func (b *Backend) gather(group []*request) []*request {
	for len(group) < maxGroup {
		select {
		case list := <-b.queue:
			group = append(group, list...)
		default:
			return group
		}
	}
	return group
}

// errNothing undoes a transaction in which every commit of the group was
// refused, which saves a write to disk.
var errNothing = errors.New("nothing to write")

// writeGroup writes a group in one transaction, tells the watchers and then
// those who wait.
func (b *Backend) writeGroup(group []*request) {
	err := b.update(func(tx *bbolt.Tx) error { return applyGroup(tx, group) })
	if err != nil && !errors.Is(err, errNothing) {
		err = fmt.Errorf("writing: %w: %w", events.ErrUnavailable, err)
	}
	var news folded
	for _, r := range group {
		switch {
		case r.err != nil: // refused
		case err != nil:
			r.rev, r.err = 0, err
		default:
			news.add(r.dated())
		}
	}
	if news.Rev > 0 {
		b.tell(news.Batch)
	}
	for _, r := range group {
		close(r.done)
	}
}

// dated puts the commit's revision on what watchers are told.
func (r *request) dated() events.Batch {
	r.news.Rev = r.rev
	for _, e := range r.news.Events {
		e.Rev = r.rev
	}
	if r.news.Site != nil {
		r.news.Site.Rev = r.rev
	}
	return r.news
}

// admit holds a commit against what is stored, and against how the one went
// that it follows.
func (s shelves) admit(r *request) error {
	if r.after != nil && r.after.err != nil {
		return r.after.err
	}
	return s.check(r.entries)
}

func applyGroup(tx *bbolt.Tx, group []*request) error {
	s := newShelves(tx)
	before := s.rev()
	rev := before
	for _, r := range group {
		if r.err = s.admit(r); r.err != nil {
			continue
		}
		rev++
		r.rev = rev
		if err := s.put(r.entries, rev); err != nil {
			return err
		}
	}
	if rev == before {
		return errNothing
	}
	return s.meta.Put([]byte(revKey), key(rev))
}
