package store_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

// many makes changes that put so many new events.
func many(count int) []events.Change {
	var changes []events.Change
	for i := range count {
		changes = append(changes, put(events.ID(fmt.Sprintf("e%04d", i)), "one", 0))
	}
	return changes
}

func TestImport(t *testing.T) {
	l := newLive(t)
	var told []int
	rev, err := l.Import(t.Context(), slices.Values(many(1000)), func(done int) { told = append(told, done) })
	if err != nil {
		t.Fatal(err)
	}
	commits := (1000 + store.MaxChanges - 1) / store.MaxChanges
	if l.Timeline().Len() != 1000 || l.Timeline().Rev() != rev || rev != events.Rev(commits) {
		t.Errorf("%d events at revision %d, of which was told %d", l.Timeline().Len(), l.Timeline().Rev(), rev)
	}
	if told[0] != 0 || told[len(told)-1] != 1000 || !slices.IsSorted(told) {
		t.Errorf("progress was %v", told)
	}
	told = nil
	again, err := l.Import(t.Context(), slices.Values(append(many(0), put("new", "one", 0))), func(done int) { told = append(told, done) })
	if err != nil || again != rev+1 || told[len(told)-1] != 1 {
		t.Errorf("one more gave revision %d, %v, progress %v", again, err, told)
	}
}

func TestImportOfOneBadChangeWritesNothing(t *testing.T) {
	l := newLive(t)
	commit(t, l, put("taken", "one", 0))
	was := l.Timeline()
	bad := event("bad", "")
	slug := event("bad", "one")
	slug.Slug = "taken"
	double := event("bad", "one")
	double.Slug = "e0001"
	large := event("bad", "one")
	large.Text = map[string]events.Text{}
	for _, lang := range []string{"de", "en", "es", "fr", "it", "ja", "ko", "nl", "pt", "ru", "sv", "tr", "uk", "zh"} {
		large.Text[lang] = events.Text{Title: "one", Body: strings.Repeat("x", 50_000)}
	}
	for name, test := range map[string]struct {
		change events.Change
		kind   error
	}{
		"one that is there twice":         {put("e0007", "two", 0), nil},
		"an event that does not validate": {events.Put(bad, 0), nil},
		"a stale one":                     {put("taken", "two", 0), events.ErrConflict},
		"a stored event's slug":           {events.Put(slug, 0), events.ErrConflict},
		"a slug that comes twice":         {events.Put(double, 0), events.ErrConflict},
		"one too large":                   {events.Put(large, 0), nil},
	} {
		_, err := l.Import(t.Context(), slices.Values(append(many(999), test.change)), nil)
		if err == nil || test.kind != nil && !errors.Is(err, test.kind) || !strings.Contains(err.Error(), string(test.change.Event.ID)) {
			t.Errorf("%s: got %v", name, err)
		}
		if l.Timeline() != was || states(t, l) != 1 {
			t.Errorf("%s: something was written", name)
		}
	}
}

// TestImportLeavesItsChangesAlone: what the caller holds stays as it was.
func TestImportLeavesItsChangesAlone(t *testing.T) {
	l := newLive(t)
	changes := many(100)
	if _, err := l.Import(t.Context(), slices.Values(changes), nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(many(100), changes); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

// TestRehearse refuses what Import refuses, with the same words, and writes
// nothing.
func TestRehearse(t *testing.T) {
	l := newLive(t)
	rev := commit(t, l, put("a", "one", 0))
	slug := event("b", "one")
	slug.Slug = "a"
	for name, change := range map[string]events.Change{
		"stale":             put("a", "two", rev+7),
		"there already":     put("a", "two", 0),
		"another's slug":    events.Put(slug, 0),
		"twice":             put("e0001", "two", 0),
		"without a title":   events.Put(event("b", ""), 0),
		"nothing to delete": events.Delete("b", 0),
	} {
		changes := slices.Values(append(many(40), change))
		rehearsed := l.Rehearse(t.Context(), changes)
		_, err := l.Import(t.Context(), changes, nil)
		if rehearsed == nil || err == nil || rehearsed.Error() != err.Error() {
			t.Errorf("%s: rehearsed %v, imported %v", name, rehearsed, err)
		}
	}
	if err := l.Rehearse(t.Context(), slices.Values(many(40))); err != nil || l.Timeline().Rev() != rev || l.Timeline().Len() != 1 {
		t.Errorf("a good one: %v, revision %d", err, l.Timeline().Rev())
	}
}

// TestImportInOrder lets an event take a slug that another gives up earlier in
// the same import, and refuses it before anything is written where the other
// does so later.
func TestImportInOrder(t *testing.T) {
	l := newLive(t)
	rev := commit(t, l, put("a", "one", 0))
	gives, takes := event("a", "two"), event("b", "one")
	gives.Slug, takes.Slug = "elsewhere", "a"
	changes := slices.Concat([]events.Change{events.Put(takes, 0)}, many(100), []events.Change{events.Put(gives, rev)})
	if _, err := l.Import(t.Context(), slices.Values(changes), nil); !errors.Is(err, events.ErrConflict) || l.Timeline().Len() != 1 {
		t.Errorf("taken before it was given up: %v, %d events", err, l.Timeline().Len())
	}
	slices.Reverse(changes)
	if _, err := l.Import(t.Context(), slices.Values(changes), nil); err != nil || l.Timeline().Len() != 102 {
		t.Errorf("given up before it was taken: %v, %d events", err, l.Timeline().Len())
	}
}

func TestImportThatBreaksOffCanBeRepeated(t *testing.T) {
	f := newFrail(t)
	l := follow(t, f, nil)
	f.before = func() error { return fmt.Errorf("%w: %w", events.ErrUnavailable, errAway) }
	if _, err := l.Import(t.Context(), slices.Values(many(200)), nil); !errors.Is(err, errAway) || l.Timeline().Len() != 0 {
		t.Errorf("breaking off: %v, %d events", err, l.Timeline().Len())
	}
	f.before = nil
	if _, err := l.Import(t.Context(), slices.Values(many(200)), nil); err != nil || l.Timeline().Len() != 200 || states(t, l) != 200 {
		t.Errorf("again: %v, %d events, %d states", err, l.Timeline().Len(), states(t, l))
	}
}

// TestImportIsOneBatch whatever it is made of; only what closes it says so.
func TestImportIsOneBatch(t *testing.T) {
	l := newLive(t)
	own := &events.BatchPart{ID: "mine", Kind: events.BatchReview, Label: "a sitting"}
	for name, test := range map[string]struct {
		prefix string
		batch  *events.BatchPart
		want   events.BatchPart
	}{
		"unnamed": {"u", nil, events.BatchPart{Kind: events.BatchImport}},
		"named":   {"n", own, *own},
	} {
		var changes []events.Change
		for i := range 100 {
			c := put(events.ID(fmt.Sprintf("%s%d", test.prefix, i)), "one", 0)
			c.Batch = test.batch
			changes = append(changes, c)
		}
		last, err := l.Import(t.Context(), slices.Values(changes), nil)
		if err != nil {
			t.Fatal(err)
		}
		ids, closing := map[string]int{}, 0
		for s, err := range l.History(t.Context(), events.HistoryQuery{}) {
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(string(s.Event.ID), test.prefix) {
				continue
			}
			ids[s.Batch.ID]++
			got := *s.Batch
			if got.Last {
				closing++
				if s.Rev != last {
					t.Errorf("%s: revision %d closes the batch, but %d is the last", name, s.Rev, last)
				}
			}
			if got.Last, got.ID = false, test.want.ID; got != test.want {
				t.Errorf("%s: a state is of %+v", name, s.Batch)
			}
		}
		if closing != 1 || len(ids) != 1 {
			t.Errorf("%s: batches %v, closed by %d states", name, ids, closing)
		}
	}
	if own.Last {
		t.Error("the caller's batch was changed")
	}
}

// TestImportLetsEventsGo looks whether an event that its author does not hold is
// still held once the import begins to write.
func TestImportLetsEventsGo(t *testing.T) {
	l := newLive(t)
	gone := make(chan struct{})
	changes := func(yield func(events.Change) bool) {
		for i := range 200 {
			c := put(events.ID(fmt.Sprintf("e%04d", i)), "one", 0)
			if i == 199 {
				runtime.AddCleanup(c.Event, func(gone chan struct{}) { close(gone) }, gone)
			}
			if !yield(c) {
				return
			}
		}
	}
	_, err := l.Import(t.Context(), changes, func(done int) {
		for range 100 {
			runtime.GC()
			select {
			case <-gone:
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
		t.Errorf("after %d changes it is", done)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestMoveIsLossless moves a record with a past into an empty store.
func TestMoveIsLossless(t *testing.T) {
	from := newLive(t)
	if _, err := from.Begin(t.Context(), &events.Site{Authority: "first.example"}); err != nil {
		t.Fatal(err)
	}
	rev := commit(t, from, put("a", "one", 0), put("b", "one", 0), put("c", "one", 0))
	a := event("a", "two")
	a.Slug, a.Tags, a.Status = "a-new", []string{"policy"}, events.Cancelled
	commit(t, from, events.Put(a, rev), events.Delete("b", rev))
	want := export(t, from)

	into := newLive(t)
	site, err := into.Begin(t.Context(), &events.Site{Authority: "second.example"})
	if err != nil {
		t.Fatal(err)
	}
	rec, err := events.ReadRecord(strings.NewReader(want))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := into.Import(t.Context(), slices.Values(keeping(rec, site)), nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, export(t, into)); diff != "" {
		t.Errorf("(-there +here):\n%s", diff)
	}

	// Once something is stored, changes are changes.
	before := get(t, into, "c")
	c := keeping(rec, &events.Site{})[3]
	c.Event.Text["en"] = events.Text{Title: "changed"}
	c.Expect = before.Rev
	commit(t, into, c)
	if after := get(t, into, "c"); after.Sequence != before.Sequence+1 || !after.Updated.After(before.Updated) {
		t.Errorf("changed with Keep, it has sequence %d, updated %v", after.Sequence, after.Updated)
	}
}

// keeping makes of a record the changes that store it as it is.
func keeping(rec events.Record, site *events.Site) []events.Change {
	changes := events.DocumentChanges(site, rec.Site)
	for _, e := range rec.Events {
		changes = append(changes, events.Change{Event: e, Keep: true})
	}
	return changes
}

func TestChunks(t *testing.T) {
	big := func(n int) events.Change {
		c := put(events.ID(fmt.Sprintf("big%d", n)), "one", 0)
		c.Event.Text["en"] = events.Text{Title: "big", Body: strings.Repeat("x", store.MaxBytes/3)}
		return c
	}
	for _, test := range []struct {
		name    string
		changes []events.Change
		want    []int
	}{
		{"none", nil, nil},
		{"one", many(1), []int{1}},
		{"as many as fit", many(store.MaxChanges), []int{store.MaxChanges}},
		{"one more", many(store.MaxChanges + 1), []int{store.MaxChanges, 1}},
		{"by size", []events.Change{big(1), big(2), big(3), big(4), big(5)}, []int{2, 2, 1}},
		{"mixed", append([]events.Change{big(1), big(2)}, many(50)...), []int{store.MaxChanges, 52 - store.MaxChanges}},
	} {
		chunks, err := store.Chunks(test.changes)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		var lengths []int
		var ids, want []events.ID
		rest := test.changes
		for _, chunk := range chunks {
			lengths = append(lengths, len(chunk))
			for _, e := range chunk {
				ids = append(ids, e.ID)
			}
			entries, err := store.Entries(rest[:len(chunk)])
			if err != nil {
				t.Errorf("%s: a chunk is no commit: %v", test.name, err)
			}
			if diff := cmp.Diff(entries, chunk); diff != "" {
				t.Errorf("%s: a chunk is not what a commit is (-commit +chunk):\n%s", test.name, diff)
			}
			rest = rest[len(chunk):]
		}
		for _, c := range test.changes {
			want = append(want, c.Event.ID)
		}
		if diff := cmp.Diff(test.want, lengths); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if diff := cmp.Diff(want, ids); diff != "" {
			t.Errorf("%s: order (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestChunksRefusesTwoOfOneEvent(t *testing.T) {
	var invalid *events.Invalid
	if _, err := store.Chunks(append(many(100), many(1)...)); !errors.As(err, &invalid) {
		t.Errorf("got %v", err)
	}
}
