package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

// importLength is how many commits an import has here: more than any engine
// would put into one write.
const importLength = 300

// importer is the store as one that takes imports.
func importer(t *testing.T, b store.Backend) store.Importer {
	t.Helper()
	im, ok := b.(store.Importer)
	if !ok {
		t.Fatal("the engine takes no imports")
	}
	return im
}

// commitsOf divides changes into commits of one change each.
func commitsOf(t *testing.T, changes ...events.Change) [][]store.Entry {
	t.Helper()
	commits := make([][]store.Entry, len(changes))
	for i, c := range changes {
		entries, err := store.Entries([]events.Change{c})
		if err != nil {
			t.Fatal(err)
		}
		commits[i] = entries
	}
	return commits
}

// newEvents are changes that put as many events: "s000" and so on.
func newEvents() []events.Change {
	changes := make([]events.Change, importLength)
	for i := range changes {
		changes[i] = put(events.ID(fmt.Sprintf("s%03d", i)), "one", 0)
	}
	return changes
}

func ignore(int) {}

func testImport(t *testing.T, e Engine) {
	dir := t.TempDir()
	b := e.openIn(t, dir)
	f := follow(t, b)
	changes := newEvents()
	// Each takes the slug that the one before gives up: only one order will do.
	slug := func(c events.Change, n int) events.Change { return withSlug(c, fmt.Sprint("slug-", n)) }
	first := commit(t, b, slug(put("s000", "one", 0), 0))
	changes[0] = slug(put("s000", "two", first), 1)
	for i := 1; i < len(changes); i++ {
		changes[i] = slug(changes[i], 10*i)
	}
	changes[1] = slug(changes[1], 0)
	changes = append(changes, putTags("a", 0))
	told := 0
	last, err := importer(t, b).Import(t.Context(), commitsOf(t, changes...), func(written int) {
		if written < told || written > len(changes) {
			t.Errorf("after %d commits %d are written", told, written)
		}
		told = written
	})
	if err != nil || last < first+events.Rev(len(changes)) || told != len(changes) {
		t.Fatalf("revision %d after %d, %d of %d commits were told, %v", last, first, told, len(changes), err)
	}
	if diff := cmp.Diff(read(t, b), f.at(t, last)); diff != "" {
		t.Errorf("a watcher was told (-want +got):\n%s", diff)
	}
	revs := map[events.Rev]bool{}
	for _, s := range dump(t, b) {
		revs[s.Rev] = true
	}
	if n := len(read(t, b).Events); n != importLength || len(revs) != len(changes)+1 {
		t.Errorf("%d events are stored, in %d revisions", n, len(revs))
	}
	past := history(t, b, events.HistoryQuery{})
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = e.openIn(t, dir)
	if diff := cmp.Diff(past, history(t, b, events.HistoryQuery{})); diff != "" {
		t.Errorf("the history after reopening (-before +after):\n%s", diff)
	}
	refused(t, b, "a slug that was imported", withSlug(put("x", "one", 0), "slug-20"))
	commit(t, b, withSlug(put("s002", "two", first+3), "slug-x"))
}

// testImportHidden looks at the store while an import goes on: whatever is read
// then is as it was before.
func testImportHidden(t *testing.T, e Engine) {
	b := e.open(t)
	f := follow(t, b)
	first := commit(t, b, put("a", "one", 0), putTags("a", 0))
	before, past, dumped := read(t, b), history(t, b, events.HistoryQuery{}), spellAll(t, dump(t, b))
	changes := append(newEvents(), put("a", "two", first), putTags("b", first))
	looked := 0
	last, err := importer(t, b).Import(t.Context(), commitsOf(t, changes...), func(int) {
		looked++
		if diff := cmp.Diff(before, read(t, b)); diff != "" {
			t.Errorf("a new watcher (-before +meanwhile):\n%s", diff)
		}
		if diff := cmp.Diff(past, history(t, b, events.HistoryQuery{})); diff != "" {
			t.Errorf("the history (-before +meanwhile):\n%s", diff)
		}
		if got := history(t, b, events.HistoryQuery{ID: "s000"}); len(got) != 0 {
			t.Errorf("the history of an event to come: %v", got)
		}
		if diff := cmp.Diff(dumped, spellAll(t, dump(t, b))); diff != "" {
			t.Errorf("the dump (-before +meanwhile):\n%s", diff)
		}
		if now := f.at(t, first).Rev; now != first {
			t.Errorf("the watcher was told of revision %d", now)
		}
	})
	if err != nil || looked == 0 {
		t.Fatalf("looked %d times, %v", looked, err)
	}
	v := f.when(t, func(v view) bool { return v.now.Rev >= last })
	if diff := cmp.Diff(read(t, b), v.now); diff != "" {
		t.Errorf("the watcher was told (-want +got):\n%s", diff)
	}
	if n := len(v.now.Events); n != importLength+1 {
		t.Errorf("%d events are there", n)
	}
}

func testImportFails(t *testing.T, e Engine) {
	for _, bad := range []int{0, 1, importLength / 2, importLength - 1} {
		b := e.open(t)
		first := commit(t, b, put("a", "one", 0))
		stale, slug, tags := newEvents(), newEvents(), newEvents()
		stale[bad].Expect = 1000
		slug[bad] = withSlug(slug[bad], "a")
		tags[bad] = putTags("b", 7)
		for name, changes := range map[string][]events.Change{"a stale one": stale, "a taken slug": slug, "a stale document": tags} {
			unchanged(t, b, func() {
				rev, err := importer(t, b).Import(t.Context(), commitsOf(t, changes...), func(written int) {
					t.Errorf("%s: %d commits were written", name, written)
				})
				if !errors.Is(err, events.ErrConflict) || rev != 0 {
					t.Errorf("%s: revision %d, %v; want ErrConflict", name, rev, err)
				}
			})
		}
		if rev := commit(t, b, put("a", "two", first)); rev <= first {
			t.Errorf("revision %d after %d", rev, first)
		}
	}
}

func testImportCancelled(t *testing.T, e Engine) {
	b := e.open(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := false
	rev, err := importer(t, b).Import(ctx, commitsOf(t, newEvents()...), func(written int) {
		done = written == importLength
		cancel()
	})
	n := len(read(t, b).Events)
	// One that is written as a whole may count.
	if err == nil && (!done || n != importLength) || err != nil && (!errors.Is(err, context.Canceled) || n != 0 || rev != 0) {
		t.Errorf("cancelled: revision %d, %d events, %v", rev, n, err)
	}
	if rev, err := importer(t, b).Import(ctx, commitsOf(t, put("x", "one", 0)), ignore); !errors.Is(err, context.Canceled) || rev != 0 {
		t.Errorf("with a context that has ended: revision %d, %v", rev, err)
	}
	if n == 0 {
		if _, err := importer(t, b).Import(t.Context(), commitsOf(t, newEvents()...), ignore); err != nil {
			t.Errorf("starting over: %v", err)
		}
	}
}

// testImportAmongWrites lets others write while imports go on: each commit is
// made before or after, and nobody's is lost.
func testImportAmongWrites(t *testing.T, e Engine) {
	b := e.open(t)
	f := follow(t, b)
	ctx, stop := context.WithCancel(t.Context())
	var writing sync.WaitGroup
	counts := make([]int, 3)
	for w := range counts {
		writing.Go(func() {
			for ctx.Err() == nil {
				if _, err := b.Commit(t.Context(), put(events.ID(fmt.Sprintf("w%d-%d", w, counts[w])), "one", 0)); err != nil {
					t.Error(err)
				}
				counts[w]++
			}
		})
	}
	for i := range 3 {
		var changes []events.Change
		for j := range 2 * importLength {
			changes = append(changes, put(events.ID(fmt.Sprintf("i%d-%d", i, j)), "one", 0))
		}
		if _, err := importer(t, b).Import(t.Context(), commitsOf(t, changes...), ignore); err != nil {
			t.Error(err)
		}
	}
	stop()
	writing.Wait()
	last := commit(t, b, put("last", "one", 0))
	now := read(t, b)
	if want := 6*importLength + counts[0] + counts[1] + counts[2] + 1; len(now.Events) != want {
		t.Errorf("%d events are stored; want %d", len(now.Events), want)
	}
	if diff := cmp.Diff(now, f.at(t, last)); diff != "" {
		t.Errorf("the watcher was told (-want +got):\n%s", diff)
	}
}
