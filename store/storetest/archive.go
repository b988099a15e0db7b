package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

// archive is the store as one whose history can be moved. Engines need not be.
func archive(t *testing.T, b store.Backend) store.Archive {
	t.Helper()
	a, ok := b.(store.Archive)
	if !ok && os.Getenv("ALMANAC_REQUIRE_TOOLS") == "1" {
		t.Fatal("the engine is no archive, and nothing may be skipped")
	}
	if !ok {
		t.Skip("the engine is no archive")
	}
	return a
}

// dump gives everything that a store holds, oldest first.
func dump(t *testing.T, b store.Backend) (states []events.State) {
	t.Helper()
	for s, err := range archive(t, b).Dump(t.Context(), 0) {
		if err != nil {
			t.Fatalf("Dump: %v", err)
		}
		states = append(states, s)
	}
	return states
}

// told yields states, and then the error if there is one.
func told(states []events.State, err error) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		for _, s := range states {
			if !yield(s, nil) {
				return
			}
		}
		if err != nil {
			yield(events.State{}, err)
		}
	}
}

// spellAll writes states down.
func spellAll(t *testing.T, states []events.State) []string {
	t.Helper()
	list := make([]string, len(states))
	for i, s := range states {
		list[i] = spell(t, s.Rev, &s)
	}
	return list
}

func testDump(t *testing.T, e Engine) {
	b := e.open(t)
	if got := dump(t, b); len(got) != 0 {
		t.Errorf("an empty store has %d states", len(got))
	}
	first := commit(t, b, put("b", "one", 0), put("a", "one", 0), putTags("a", 0))
	second := commit(t, b, put("a", "two", first))
	commit(t, b, remove("b", first), putTags("b", first))
	want := slices.Concat(history(t, b, events.HistoryQuery{}), history(t, b, events.HistoryQuery{Document: events.DocumentTags}))
	got := dump(t, b)
	for after := range second + 3 { // what came after a revision is the rest
		var rest []events.State
		for s, err := range archive(t, b).Dump(t.Context(), after) {
			if err != nil {
				t.Fatalf("Dump after %d: %v", after, err)
			}
			rest = append(rest, s)
		}
		later := slices.DeleteFunc(slices.Clone(got), func(s events.State) bool { return s.Rev <= after })
		if !slices.Equal(spellAll(t, rest), spellAll(t, later)) {
			t.Errorf("after revision %d there are %d states, want %d", after, len(rest), len(later))
		}
	}
	if !slices.IsSortedFunc(got, func(a, b events.State) int { return int(a.Rev - b.Rev) }) {
		t.Error("the states are not in order of revisions")
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(spellAll(t, got)))); diff != "" {
		t.Errorf("dumped (-history +dump):\n%s", diff)
	}
	if diff := cmp.Diff(spellAll(t, got), spellAll(t, dump(t, b))); diff != "" {
		t.Errorf("a second time (-first +second):\n%s", diff)
	}
	backwards := slices.DeleteFunc(slices.Clone(got), func(s events.State) bool { return s.Event == nil })
	slices.Reverse(backwards)
	if diff := cmp.Diff(history(t, b, events.HistoryQuery{}), spellAll(t, backwards)); diff != "" {
		t.Errorf("the dump of events backwards is not their history (-history +dump):\n%s", diff)
	}
	if got[3].Rev != second {
		t.Errorf("the fourth state is of revision %d; want %d", got[3].Rev, second)
	}
}

// testDumpAmongWrites holds a dump against the history: it must be the record
// as it stood at one revision.
func testDumpAmongWrites(t *testing.T, e Engine) {
	b := e.open(t)
	start := fill(t, b, 300)
	ctx, stop := context.WithCancel(t.Context())
	var writing sync.WaitGroup
	begun := make(chan struct{})
	writing.Go(func() { // two events, always changed together
		var rev events.Rev
		for n := 0; ctx.Err() == nil; n++ {
			var err error
			rev, err = b.Commit(t.Context(), put("a", strconv.Itoa(n), rev), put("b", strconv.Itoa(n), rev))
			if err != nil {
				t.Error(err)
				stop()
			}
			if n == 0 {
				close(begun)
			}
		}
	})
	<-begun
	states := dump(t, b)
	stop()
	writing.Wait()
	last := states[len(states)-1].Rev
	if last <= start || states[len(states)-2].Rev != last {
		t.Errorf("the dump ends in the middle of revision %d", last)
	}
	past := upTo(history(t, b, events.HistoryQuery{}), last)
	got := spellAll(t, states)
	slices.Reverse(got)
	// Newest first: within a revision a dump may have another order.
	slices.SortStableFunc(got, byRev)
	slices.SortStableFunc(past, byRev)
	if diff := cmp.Diff(past, got); diff != "" {
		t.Errorf("(-history +dump):\n%s", diff)
	}
}

// byRev orders spelt states, newest first.
func byRev(a, b string) int {
	if newer := revOf(b) - revOf(a); newer != 0 {
		return int(newer)
	}
	return strings.Compare(a, b)
}

// revOf is the revision of a spelt state.
func revOf(spelt string) events.Rev {
	digits, _, _ := strings.Cut(spelt, " ")
	n, _ := strconv.ParseInt(digits, 10, 64)
	return events.Rev(n)
}

// upTo leaves out the states after a revision.
func upTo(past []string, rev events.Rev) []string {
	return slices.DeleteFunc(past, func(s string) bool { return revOf(s) > rev })
}

// testLoad moves a record into another store and goes on there.
func testLoad(t *testing.T, e Engine) {
	b := e.open(t)
	first := commit(t, b, put("a", "one", 0), put("b", "one", 0), putTags("a", 0))
	renamed := commit(t, b, withSlug(put("a", "two", first), "elsewhere"))
	commit(t, b, remove("b", first))
	last := commit(t, b, put("c", "one", 0))
	dir := t.TempDir()
	other := e.openIn(t, dir)
	if err := archive(t, other).Load(t.Context(), archive(t, b).Dump(t.Context(), 0)); err != nil {
		t.Fatalf("Load: %v", err)
	}
	same := func(other store.Backend) {
		t.Helper()
		if diff := cmp.Diff(read(t, b), read(t, other)); diff != "" {
			t.Errorf("the record (-original +loaded):\n%s", diff)
		}
		if diff := cmp.Diff(spellAll(t, dump(t, b)), spellAll(t, dump(t, other))); diff != "" {
			t.Errorf("the dump (-original +loaded):\n%s", diff)
		}
		for _, q := range []events.HistoryQuery{{}, {ID: "a"}, {Document: events.DocumentTags}} {
			if diff := cmp.Diff(history(t, b, q), history(t, other, q)); diff != "" {
				t.Errorf("the history %+v (-original +loaded):\n%s", q, diff)
			}
		}
	}
	same(other)
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	other = e.openIn(t, dir)
	same(other)
	refused(t, other, "a slug from before", withSlug(put("d", "one", 0), "elsewhere"))
	refused(t, other, "an old revision", put("a", "three", first))
	commit(t, other, withSlug(put("e", "takes what a gave up", 0), "a"))
	if rev := commit(t, other, withSlug(put("a", "three", renamed), "elsewhere")); rev <= last {
		t.Errorf("a loaded store gave revision %d after %d", rev, last)
	}
}

func testLoadIntoRecord(t *testing.T, e Engine) {
	b, other := e.open(t), e.open(t)
	commit(t, b, put("a", "one", 0))
	commit(t, other, put("b", "one", 0))
	unchanged(t, other, func() {
		if err := archive(t, other).Load(t.Context(), archive(t, b).Dump(t.Context(), 0)); !errors.Is(err, events.ErrConflict) {
			t.Errorf("loading into a store that holds something: %v; want ErrConflict", err)
		}
	})
}

var errBroken = errors.New("the states end here")

// testLoadFails breaks off, and then starts over.
func testLoadFails(t *testing.T, e Engine) {
	b := e.open(t)
	fill(t, b, 1000)
	states := dump(t, b)
	backwards := slices.Clone(states)
	backwards[500], backwards[900] = backwards[900], backwards[500]
	twice := slices.Insert(slices.Clone(states), 500, states[500])
	nothing := slices.Clone(states)
	nothing[500].Event = nil
	taken := slices.Clone(states)
	other := *taken[500].Event
	other.Slug = taken[100].Event.Slug
	taken[500].Event = &other
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, test := range map[string]struct {
		ctx    context.Context
		states iter.Seq2[events.State, error]
		kind   error
	}{
		"an error in the middle":   {t.Context(), told(states[:900], errBroken), errBroken},
		"cancelled":                {ctx, told(states, nil), context.Canceled},
		"revisions that go back":   {t.Context(), told(backwards, nil), nil},
		"a state twice":            {t.Context(), told(twice, nil), nil},
		"a state of nothing":       {t.Context(), told(nothing, nil), nil},
		"a slug that is another's": {t.Context(), told(taken, nil), events.ErrConflict},
		"revision 0 at the start":  {t.Context(), told([]events.State{{At: day, Event: states[0].Event}}, nil), nil},
	} {
		dir := t.TempDir()
		into := e.openIn(t, dir)
		if err := archive(t, into).Load(test.ctx, test.states); err == nil || test.kind != nil && !errors.Is(err, test.kind) {
			t.Errorf("%s: got %v", name, err)
		}
		if sound, count := looksSound(t, into); sound && count > 0 {
			t.Errorf("%s: the half-loaded store shows %d events", name, count)
		}
		if err := archive(t, into).Load(t.Context(), told(states, nil)); err != nil {
			t.Errorf("%s: starting over: %v", name, err)
		}
		if diff := cmp.Diff(read(t, b), read(t, into)); diff != "" {
			t.Errorf("%s: after starting over (-original +loaded):\n%s", name, diff)
		}
	}
}

// looksSound reports whether the store lets itself be read, and how many events
// it shows.
func looksSound(t *testing.T, b store.Backend) (sound bool, count int) {
	for batch, err := range b.Watch(t.Context()) {
		return err == nil, len(batch.Events)
	}
	return false, 0
}

func testClosedArchive(t *testing.T, a store.Archive) {
	t.Helper()
	for _, err := range a.Dump(t.Context(), 0) {
		unavailable(t, "Dump", err)
	}
	state := events.State{Rev: 1, At: day, Event: new(event("a", "one"))}
	unavailable(t, "Load", a.Load(t.Context(), told([]events.State{state}, nil)))
}

func testHealthy(t *testing.T, e Engine) {
	b := e.open(t)
	for range 2 {
		if err := b.Healthy(t.Context()); err != nil {
			t.Errorf("a sound store: %v", err)
		}
		commit(t, b, put(events.ID(fmt.Sprint("e", len(read(t, b).Events))), "one", 0))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Healthy(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that has ended: %v", err)
	}
}
