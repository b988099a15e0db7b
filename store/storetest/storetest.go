package storetest

import (
	"fmt"
	"testing"

	"almanac.example/store"
)

// Engine is a backend under test.
type Engine struct {
	// Open opens the store that belongs to dir, an existing directory, and
	// makes it if need be. It must be possible to close the store and to open
	// it again with all it held.
	Open func(t testing.TB, dir string) store.Backend
	// Backlog is how many changes a watcher may be behind before it is told
	// everything anew; 0 if the engine never gives up on one.
	Backlog int
}

// Run holds the engine against every promise, each with a store of its own.
func Run(t *testing.T, e Engine) {
	for _, promise := range []struct {
		name string
		test func(*testing.T, Engine)
	}{
		{"an empty store has no events and no documents", testEmpty},
		{"put, replace and delete", testPutReplaceDelete},
		{"a change names the revision it replaces", testPrecondition},
		{"a tombstone counts as stored", testTombstone},
		{"all or nothing", testAllOrNothing},
		{"a slug is one event's", testSlugs},
		{"limits of a commit", testLimits},
		{"malformed changes are refused", testMalformed},
		{"documents have revisions of their own", testDocuments},
		{"nothing is shared with the caller", testNotShared},
		{"a cancelled commit writes nothing", testCancelledCommit},
		{"of twenty writers on one event one wins", testOneWinner},
		{"of twenty writers on twenty events all win", testAllWin},
		{"a contended slug has one winner", testSlugWinner},
		{"instants do not go back", testInstants},
		{"who made a change, and in which batch, is kept", testProvenance},
		{"an import is commits in order", testImport},
		{"an import shows at once", testImportHidden},
		{"an import is refused as a whole", testImportFails},
		{"an import ends with its context", testImportCancelled},
		{"others wait for an import", testImportAmongWrites},
		{"of five that begin at once one founds the record", testBegin},
		{"everything first, then news", testResetFirst},
		{"two watchers see the same order", testSameOrder},
		{"a watch begun among writes misses nothing", testWatchAmongWrites},
		{"a slow watcher misses nothing", testSlowWatcher},
		{"a watch ends with its context", testWatchCancelled},
		{"a watch ends with its loop", testWatchBroken},
		{"history is complete, newest first", testHistory},
		{"history in parts", testHistoryParts},
		{"history is only appended to", testHistoryAppended},
		{"history waits for its reader and holds nobody up", testHistorySlowReader},
		{"history of a document", testHistoryDocument},
		{"reopening keeps content and revisions", testReopen},
		{"a dump is the whole history, oldest first", testDump},
		{"a dump among writes is of one moment", testDumpAmongWrites},
		{"a loaded store is the same and goes on", testLoad},
		{"loading is for empty stores", testLoadIntoRecord},
		{"a redaction empties the past of one event", testRedact},
		{"loading is all or nothing and can start over", testLoadFails},
		{"a sound store is healthy", testHealthy},
		{"after closing everything is unavailable", testClosed},
		{"closing ends a watch", testCloseEndsWatch},
	} {
		t.Run(promise.name, func(t *testing.T) { promise.test(t, e) })
	}
}

// open opens a new store and closes it when the test ends.
func (e Engine) open(t *testing.T) store.Backend {
	t.Helper()
	return e.openIn(t, t.TempDir())
}

func (e Engine) openIn(t *testing.T, dir string) store.Backend {
	t.Helper()
	b := e.Open(t, dir)
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	return b
}

// numbered gives names such as "w03".
func numbered(prefix string, n int) string { return fmt.Sprintf("%s%02d", prefix, n) }
