// Package bolt is the embedded store: one file, one process, nothing to run
// beside it. It keeps the contract of store.Backend on bbolt.
//
// The file has five buckets for the record. Numbers are 8 bytes, big endian, so that keys sort
// as numbers do; "·" joins.
//
//	bucket    key            value
//	history   rev · id       state      every state there ever was; only appended to
//	events    id             rev · slug which of them is current; a tombstone has no slug
//	slugs     slug           id         of current states
//	past      id · 0 · rev   (empty)    finds an event's history
//	almanac   "schema"       version of this layout
//	          "rev"          the last revision
//	          "site"         rev        which state of the site is current
//
// Each state is written once, in the stored form of store.Encode: what is
// current is a pointer into the history, so the two cannot disagree. The site's
// states stand there under the empty id.
//
// The vault has a sixth, "vault", made by its first write: key → store.EncodeValue;
// the bucket's sequence is the version of the last write. Its transactions
// leave the record's buckets alone.
//
// A commit is durable (fdatasync) before anyone hears of it. Commits that wait
// while the disk is busy share the next write, each with its own revision and
// its own all or nothing; one that comes alone does not wait. An import is a
// series of commits that share writes likewise. Nobody's code
// runs inside a transaction: what readers see is copied out first, so a slow
// reader neither blocks a writer nor makes the file grow.
//
// Layout 2 is layout 1 with states in a format that older programs do not know;
// old states stay as they are and are read like new ones.
//
// A second process is refused. A file of a newer layout is refused; one of an
// older layout is copied to FILE.schemaN and then migrated. A file that is
// something else, is cut off or damaged gives an error where that is noticed;
// it is never a panic. The package does not repair files and does not shrink
// them.
package bolt
