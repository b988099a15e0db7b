package store

import (
	"context"
	"iter"

	"almanac.example/events"
)

// The limits of one commit, drawn from the smallest engine: etcd takes 128
// operations and 1.5 MiB a transaction. A change is up to four operations (the
// event, its history entry, its new slug, the slug it gives up), and its state
// is written twice.
const (
	MaxChanges = 32
	MaxBytes   = 640 << 10 // sum of the stored forms of the history entries
)

// Backend keeps a record durably. It is drawn as the intersection of bbolt and
// etcd: compare and commit, then tell. storetest holds every promise made here.
// All methods may be called by any number of goroutines, and nothing in the
// contract assumes that one process is the only one.
type Backend interface {
	// Commit writes all changes, with their history entries and slugs, or
	// none. Every change names the revision it replaces; if the stored one
	// differs, or a slug is already another event's, the error is
	// events.ErrConflict. Too many changes or bytes: events.ErrTooLarge. The
	// revision returned is greater than all before, and every state written
	// carries it. A tombstone counts as stored: whoever brings an event back
	// names the tombstone's revision. Its slug is free for others. One commit
	// may pass a slug from one event to another, but changes no event twice.
	// A change whose ID or slug could not be a key is an *events.Invalid; more
	// is not validated.
	//
	// If ctx ends first, nothing was written unless the error says otherwise.
	Commit(ctx context.Context, changes ...events.Change) (events.Rev, error)

	// Watch tells everything first (a batch with Reset), then each later
	// change in order and without a gap; a watcher that falls behind gets a
	// Reset again. A batch may fold several commits: its events are in the
	// order of their commits, so the last state of an event counts. What a
	// batch points to is shared and must not be changed.
	//
	// The loop ends silently when ctx does. An error is the last thing yielded
	// and means that news may be missed until Watch is called anew;
	// events.ErrUnavailable if the store was closed.
	Watch(ctx context.Context) iter.Seq2[events.Batch, error]

	// History tells past states, newest first: of one event, of all events, or
	// of the site. Nothing is ever removed from it. A consumer may take its
	// time; an error, also that of ctx, is the last thing yielded and means
	// that the rest is missing.
	History(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]

	// Healthy is nil if a read reaches the store's present state before ctx
	// ends. It costs little; asking every second is fine.
	Healthy(ctx context.Context) error

	// Close ends every Watch and frees the store. Calls after it return
	// events.ErrUnavailable; closing again does nothing.
	Close() error
}

// Archive is a Backend whose whole history can be taken out and put into another
// one, of whatever engine: the portable backup is made of it.
type Archive interface {
	// Dump tells every state of every event and document in the order of
	// revisions, from one consistent moment, while reads and writes go on; of
	// one revision the order is always the same. An error is the last thing
	// yielded and means that the rest is missing, or that something of what
	// was told is not all there was.
	Dump(ctx context.Context) iter.Seq2[events.State, error]

	// Load stores what Dump told, in that order, in a store that holds nothing
	// yet (events.ErrConflict otherwise). Revisions, instants, authors and
	// batches stay as they are. It is all or nothing: after an error, also one
	// of states or of ctx, or if the process dies, the store is no sound one
	// until a later Load has succeeded, and says so.
	Load(ctx context.Context, states iter.Seq2[events.State, error]) error
}

// SeriesBackend is a Backend that need not have a commit on disk before it
// takes the next of a series. Live.Import makes use of it.
type SeriesBackend interface {
	Backend

	// CommitSeries makes commits, each as Commit does and with its own
	// revision, in the order given; the entries of each are one element of
	// what Chunks returned. It yields the revisions in that order, each when
	// the commit is written. An error is the last thing yielded: it is that of
	// the first commit that failed, and none after that one is written.
	//
	// If ctx ends, commits that are under way are completed and told; the
	// error of ctx follows unless they were the last. The same, without being
	// told, becomes of what is under way when the consumer leaves the loop. A
	// commit that has been told is not looked at again: the consumer may empty
	// it.
	CommitSeries(ctx context.Context, commits [][]Entry) iter.Seq2[events.Rev, error]
}
