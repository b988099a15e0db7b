package bolt

import (
	"context"
	"errors"
	"fmt"
	"time"

	"almanac.example/events"
	"almanac.example/store"
)

// maxGroup is from how many commits on no more join those that share one write.
const maxGroup = 128

// request is a commit on its way through the writer.
type request struct {
	entries []store.Entry
	news    events.Batch // the same, as watchers are told
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
	if err := handOver(ctx, b, b.queue, r); err != nil {
		return 0, err
	}
	<-r.done
	return r.rev, r.err
}

// handOver gives the writer something to do. After an error it has not got it.
func handOver[T any](ctx context.Context, b *Backend, to chan<- T, it T) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case to <- it:
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
	return r, addNews(&r.news, entries, d)
}

// addNews decodes what is about to be stored.
func addNews(news *events.Batch, entries []store.Entry, d *store.Decoder) error {
	for _, e := range entries {
		if e.Document != "" {
			state, err := store.DecodeState(e.State, 0)
			if err != nil {
				return err
			}
			news.Documents = append(news.Documents, state.Document)
			continue
		}
		event, err := d.Event(e.State, 0)
		if err != nil {
			return err
		}
		news.Events = append(news.Events, event)
	}
	return nil
}

// date puts the revision on what watchers are told, from the given numbers of
// events and documents on.
func date(news *events.Batch, rev events.Rev, fromEvent, fromDocument int) {
	news.Rev = rev
	for _, e := range news.Events[fromEvent:] {
		e.Rev = rev
	}
	for _, d := range news.Documents[fromDocument:] {
		d.Rev = rev
	}
}

// write is the one goroutine that writes. Commits that queue up meanwhile go into
// the next group. An import, which needs the file alone for a while, is lent the
// turn.
func (b *Backend) write() {
	defer close(b.stopped)
	for {
		select {
		case <-b.closed:
			return
		case r := <-b.queue:
			b.writeGroup(b.gather(r))
		case returned := <-b.turns:
			<-returned
		}
	}
}

// takeTurn waits until nothing else writes. The turn must be given back.
func (b *Backend) takeTurn(ctx context.Context) (giveBack func(), err error) {
	returned := make(chan struct{})
	if err := handOver(ctx, b, b.turns, returned); err != nil {
		return nil, err
	}
	return func() { close(returned) }, nil
}

func (b *Backend) gather(first *request) []*request {
	group := []*request{first}
	for len(group) < maxGroup {
		select {
		case r := <-b.queue:
			group = append(group, r)
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
	at, err := b.applyGroup(group)
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
			date(&r.news, r.rev, 0, 0)
			r.news.At = at
			news.add(r.news)
		}
	}
	if news.Rev > 0 {
		b.tell(news.Batch)
	}
	for _, r := range group {
		close(r.done)
	}
}

// applyGroup writes those of a group that can be made, and gives the instant of
// the last of them.
func (b *Backend) applyGroup(group []*request) (at time.Time, err error) {
	err = b.change(func(s *buckets) error {
		l, before := newLedger(s), s.head.rev
		for _, r := range group {
			r.err = l.admit(r.entries)
			if isDamage(r.err) {
				return r.err
			}
			if r.err != nil {
				continue
			}
			s.head.rev++
			r.rev = s.head.rev
			if err := l.enter(r.entries, r.rev); err != nil {
				return err
			}
		}
		if at = s.head.at; s.head.rev == before {
			return errNothing
		}
		return l.write()
	})
	return at, err
}

// enter stores the states of a commit and notes what it changes.
func (l *ledger) enter(entries []store.Entry, rev events.Rev) error {
	if err := l.note(entries, rev); err != nil {
		return err
	}
	return l.append(entries, rev)
}
