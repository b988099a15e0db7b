package store

import (
	"context"
	"iter"

	"almanac.example/events"
)

// The limits of one commit, drawn from the smallest engine: etcd takes 128
// operations and 1.5 MiB a transaction. A change is three operations there (what
// is current, its history entry, its slug; a slug given up stays and counts no
// more), a commit two more (the fence and the log), which is 98 for 32 changes;
// and each state is written twice.
const (
	MaxChanges = 32
	MaxBytes   = 640 << 10 // sum of the stored forms of the history entries
)

// Backend keeps a record durably. It is drawn as the intersection of bbolt and
// etcd: compare and commit, then tell. What is damaged is an error that names
// the place, never an answer and never left out. storetest holds every promise
// made here.
// All methods may be called by any number of goroutines, and nothing in the
// contract assumes that one process is the only one.
type Backend interface {
	// Commit writes all changes, with their history entries and slugs, or
	// none. Every change is of an event or of a document and names the revision
	// it replaces; if the stored one
	// differs, or a slug is already another event's, the error is
	// events.ErrConflict. Too many changes or bytes: events.ErrTooLarge. The
	// revision returned is greater than all before, and every state written
	// carries it. A tombstone counts as stored: bringing an event back
	// names the tombstone's revision. Its slug is free for others. One commit
	// may pass a slug from one event to another, but changes no event twice.
	// A change whose ID or slug could not be a key is an *events.Invalid; more
	// is not validated.
	//
	// Instants do not go back: where a change says that it was made before the
	// newest state that is stored, its state says the same instant as that one.
	//
	// If ctx ends first, nothing was written. Where that cannot be known the
	// error is events.ErrUnknown.
	Commit(ctx context.Context, changes ...events.Change) (events.Rev, error)

	// Watch tells everything first (a batch with Reset), then each later
	// change in order and without a gap; a watcher that falls behind gets a
	// Reset again. A batch may fold several commits: its events and documents
	// are in the order of their commits, so the last state of each counts. What
	// a batch points to is shared and must not be changed.
	//
	// The loop ends silently when ctx does. An error is the last thing yielded
	// and means that news may be missed until Watch is called anew;
	// events.ErrUnavailable if the store was closed.
	Watch(ctx context.Context) iter.Seq2[events.Batch, error]

	// History tells past states, newest first: of one event, of all events, or
	// of one document, at most as many as the query's limit. Those of one commit
	// come the other way round than Dump tells them. Nothing is ever
	// removed from it. A consumer may take its
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
	// Dump tells every state of every event and document after a revision (0:
	// all there are) in the order of
	// revisions, from one consistent moment, while reads and writes go on; of
	// one revision the order is always the same. An error is the last thing
	// yielded and means that the rest is missing, or that something of what
	// was told is not all there was. The newest few cost no more than they are.
	Dump(ctx context.Context, after events.Rev) iter.Seq2[events.State, error]

	// Load stores what Dump told, in that order, in a store that holds nothing
	// yet (events.ErrConflict otherwise). Revisions, instants, authors and
	// batches stay as they are. It is all or nothing: after an error, also one
	// of states or of ctx, or if the process dies, the store is no sound one
	// until a later Load has succeeded, and says so.
	Load(ctx context.Context, states iter.Seq2[events.State, error]) error

	// Redact empties all states of an event that are older than a revision, which
	// must not be newer than the event's current one (events.ErrConflict), and
	// tells how many. What they said is then nowhere in the store, but for what
	// the engine says it cannot reach. Doing it again does nothing.
	Redact(ctx context.Context, id events.ID, before events.Rev, mark events.Redaction) (emptied int, err error)
}

// Importer makes many commits of which readers see all or none. Every Backend is
// one besides.
type Importer interface {
	// Import makes commits in the order given, each as Commit does and with its
	// own revision; the entries of each are one element of what Chunks returned.
	// The revision returned is that of the last one. progress is called as it
	// goes on with the number of commits written; the import may then be taken
	// to need them no more, and has emptied them.
	//
	// Watch, History and Dump tell of none of them before the last is written,
	// and then of all. Other commits wait meanwhile, so that what holds when an
	// import begins still holds when it ends: the first commit that could not be
	// made is told before anything is written, with the error that Commit would
	// have given, and refuses all.
	//
	// What is written is durable before it counts. If ctx ends, the import fails
	// or, if it is about to be completed, completes. If it fails or the process
	// dies, what had been written is nowhere to be seen, and is removed, or else
	// completed, when the store is opened or written to next.
	Import(ctx context.Context, commits [][]Entry, progress func(written int)) (events.Rev, error)
}
