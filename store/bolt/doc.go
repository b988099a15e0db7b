// Package bolt is the embedded store: one file, one process, nothing to run
// beside it. It keeps the contracts of store.Backend, store.Importer and
// store.Archive on bbolt.
//
// The record is in five buckets (layout 3), and beside it is the vault. Numbers are 8 bytes, big endian, so
// that keys sort as numbers do; "·" joins. A name is the ID of an event, or that
// of a document behind "/", such as "/text/zh".
//
//	bucket    key             value
//	history   rev · name      state · ordinal   every state there ever was; only appended to
//	current   name            rev · slug        which of them is current; only events have slugs, tombstones none
//	slugs     slug            name              of current states
//	past      name · 0 · rev  rev               which state of the same event or document came before; 0: none
//	almanac   "schema"        version of this layout; the only value without a checksum
//	          "seal"          the same again
//	          "head"          rev · seconds     the last revision, and the instant of its newest state
//	          "tally"         how many entries each of the four other buckets has, and the sum of their checksums
//	          "staging"       what is being written that does not count yet; mostly absent
//	          "vault"         version of the last write to the vault, and the tally of its bucket
//	vault     key             store.EncodeValue of what is never public; see store.Vault
//
// Each state is written once, in the stored form of store.Encode: what is
// current is a pointer into the history, so the two cannot disagree. The ordinal
// counts the states up to this one.
//
// Behind each value stands a CRC-32C over the names of its bucket and key and
// over itself. That finds what has changed. What is missing, or is as it was
// some time ago, is found by the rest: reading a whole bucket compares it with
// the tally, reading a part of the history follows the ordinals or the past
// bucket from entry to entry. When a file is opened its pages are
// followed once, so that bbolt is not led astray by them. Damage is an error
// that names bucket and key, or the page; Check finds all of it.
//
// Writes to the vault are transactions of their own. They leave the record alone
// and do not wait for an import; the whole vault is held against its tally when
// the file is opened.
//
// A commit is durable (fdatasync) before anyone hears of it. Commits that wait
// while the disk is busy share the next write, each with its own revision and
// its own all or nothing; one that comes alone does not wait. No reader runs
// inside a transaction: what readers see is copied out first, so a slow reader
// neither blocks a writer nor makes the file grow.
//
// An import writes its states where they will stand, behind the last revision,
// where no reader looks, in as many transactions as it takes; one more, with rows,
// slugs and the new head, lets them count. Who opens the file after a crash
// removes what did not come to count. Other commits wait meanwhile. A load does
// the same in an empty store, but a store that is half loaded stays one, and
// answers nothing, until a load has succeeded.
//
// A second process is refused. A file of a newer layout is refused; one of an
// older layout is kept as FILE.schemaN, and a new one made of it takes its
// place. A file that is something else gives an error; nothing is ever a panic.
// The package does not repair files and does not shrink them.
package bolt
