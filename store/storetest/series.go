package storetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

// seriesLength is how many commits a series has here: more than any engine
// would put into one write.
const seriesLength = 300

// inSeries opens a store that takes series. Engines need not.
func inSeries(t *testing.T, e Engine) store.SeriesBackend {
	t.Helper()
	b, ok := e.open(t).(store.SeriesBackend)
	if !ok && os.Getenv("ALMANAC_REQUIRE_TOOLS") == "1" {
		t.Fatal("the engine takes no series, and nothing may be skipped")
	}
	if !ok {
		t.Skip("the engine takes no series")
	}
	return b
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
	changes := make([]events.Change, seriesLength)
	for i := range changes {
		changes[i] = put(events.ID(fmt.Sprintf("s%03d", i)), "one", 0)
	}
	return changes
}

// present counts how many of newEvents are stored: the first ones, or it is an
// error.
func present(t *testing.T, b store.Backend) (count int) {
	t.Helper()
	there := read(t, b).Events
	for range there {
		if there[events.ID(fmt.Sprintf("s%03d", count))] == "" {
			t.Fatalf("%d events are stored, but not s%03d", len(there), count)
		}
		count++
	}
	return count
}

func testSeries(t *testing.T, e Engine) {
	b := inSeries(t, e)
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
	commits := commitsOf(t, changes...)
	last, told := first, 0
	for rev, err := range b.CommitSeries(t.Context(), commits) {
		if err != nil || rev <= last {
			t.Fatalf("commit %d: revision %d after %d, %v", told, rev, last, err)
		}
		clear(commits[told])
		last, told = rev, told+1
	}
	if told != len(changes) {
		t.Errorf("%d of %d commits were told", told, len(changes))
	}
	if n := present(t, b); n != len(changes) {
		t.Errorf("%d of %d events are stored", n, len(changes))
	}
	if diff := cmp.Diff(read(t, b), f.at(t, last)); diff != "" {
		t.Errorf("a watcher was told (-want +got):\n%s", diff)
	}
}

func testSeriesFails(t *testing.T, e Engine) {
	for _, bad := range []int{0, 1, seriesLength / 2, seriesLength - 1} {
		b := inSeries(t, e)
		changes := newEvents()
		changes[bad].Expect = 1000
		told := 0
		var failure error
		for _, err := range b.CommitSeries(t.Context(), commitsOf(t, changes...)) {
			if failure != nil {
				t.Errorf("commit %d: something was told after an error", bad)
			}
			if failure = err; err == nil {
				told++
			}
		}
		if !errors.Is(failure, events.ErrConflict) || told != bad {
			t.Errorf("commit %d: %d commits were told, then %v", bad, told, failure)
		}
		if n := present(t, b); n != bad {
			t.Errorf("commit %d: %d events are stored", bad, n)
		}
	}
}

func testSeriesCancelled(t *testing.T, e Engine) {
	b := inSeries(t, e)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	told := 0
	var failure error
	for _, err := range b.CommitSeries(ctx, commitsOf(t, newEvents()...)) {
		if failure = err; err == nil {
			told++
		}
		cancel()
	}
	if n := present(t, b); n != told || !errors.Is(failure, context.Canceled) && told < seriesLength {
		t.Errorf("%d events are stored; told were %d, then %v", n, told, failure)
	}
	if failure == nil {
		t.Error("a series that was cancelled at its first commit was completed")
	}
	for rev, err := range b.CommitSeries(ctx, commitsOf(t, put("late", "one", 0))) {
		if !errors.Is(err, context.Canceled) || rev != 0 {
			t.Errorf("over before it began: revision %d, %v", rev, err)
		}
	}
}

func testSeriesLeft(t *testing.T, e Engine) {
	b := inSeries(t, e)
	for _, err := range b.CommitSeries(t.Context(), commitsOf(t, newEvents()...)) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	// A commit of one's own comes after all that was under way.
	rev := commit(t, b, put("own", "one", 0))
	all := read(t, b)
	if all.Rev != rev || len(all.Events) < 2 || len(all.Events) > seriesLength {
		t.Errorf("at revision %d, which should be %d, %d events are stored", all.Rev, rev, len(all.Events))
	}
}
