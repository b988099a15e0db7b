// Package backup writes and reads the portable backup: everything a store holds
// in a form that can be read in decades, with or without this program.
// docs/format.md describes it.
//
//	tar
//	├─ states.jsonl     head, every state there ever was, end
//	├─ memory.jsonl     head, what the vault remembers of imports and hubs, end
//	└─ accounts.jsonl   head, people and their keys, end; only if asked for
//
// Each part is lines of JSON: the head says what follows, the end how many lines
// that were and the SHA-256 of all before it.
//
// # What it promises
//
// One writer and one reader. The writer streams: what does not fit into memory
// waits in a temporary file. The reader trusts nothing: names, order, sizes,
// lines, counts and checksums are checked while it reads, a file that is cut off
// or changed is a *Damage that names the place, and it takes no more memory than
// a few lines need, whatever the file says.
//
// A backup knows no engine: restored into another one it has the same
// revisions, history and bytes.
//
// # What it does not know
//
// Where files are, and how an engine stores what it is told.
package backup
