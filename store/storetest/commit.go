package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

func testEmpty(t *testing.T, e Engine) {
	b := e.open(t)
	for batch, err := range b.Watch(t.Context()) {
		if err != nil || !batch.Reset || len(batch.Events) != 0 || len(batch.Documents) != 0 {
			t.Fatalf("the first batch of an empty store is %+v, %v", batch, err)
		}
		break
	}
	if h := history(t, b, events.HistoryQuery{}); len(h) != 0 {
		t.Errorf("an empty store has the history %v", h)
	}
}

func testPutReplaceDelete(t *testing.T, e Engine) {
	b := e.open(t)
	f := follow(t, b)
	first := commit(t, b, put("a", "one", 0), put("b", "other", 0))
	second := commit(t, b, put("a", "two", first))
	third := commit(t, b, remove("b", first))
	if first <= 0 || second <= first || third <= second {
		t.Errorf("revisions do not grow: %d, %d, %d", first, second, third)
	}
	a, gone := event("a", "two"), remove("b", 0)
	want := picture{Rev: third, Documents: map[events.DocumentName]string{}, Events: map[events.ID]string{
		"a": spell(t, second, &a),
		"b": spell(t, third, gone.Event),
	}}
	if diff := cmp.Diff(want, read(t, b)); diff != "" {
		t.Errorf("a new watcher is told (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, f.at(t, third)); diff != "" {
		t.Errorf("a watcher from the beginning was told (-want +got):\n%s", diff)
	}
}

// refused fails unless the commit is an ErrConflict that leaves no trace.
func refused(t *testing.T, b store.Backend, what string, changes ...events.Change) {
	t.Helper()
	unchanged(t, b, func() {
		if rev, err := b.Commit(t.Context(), changes...); !errors.Is(err, events.ErrConflict) || rev != 0 {
			t.Errorf("%s: got revision %d, error %v; want ErrConflict", what, rev, err)
		}
	})
}

func testPrecondition(t *testing.T, e Engine) {
	b := e.open(t)
	first := commit(t, b, put("a", "one", 0))
	second := commit(t, b, put("a", "two", first))
	refused(t, b, "creating what exists", put("a", "three", 0))
	refused(t, b, "replacing an old revision", put("a", "three", first))
	refused(t, b, "replacing a revision to come", put("a", "three", second+1))
	refused(t, b, "replacing what does not exist", put("b", "one", second))
	refused(t, b, "deleting an old revision", remove("a", first))
	refused(t, b, "deleting without a revision", remove("a", 0))
	commit(t, b, put("a", "three", second))
}

func testTombstone(t *testing.T, e Engine) {
	b := e.open(t)
	gone := commit(t, b, remove("a", commit(t, b, put("a", "one", 0))))
	refused(t, b, "creating what has left a tombstone", put("a", "back", 0))
	back := commit(t, b, put("a", "back", gone))
	want := event("a", "back")
	if got := read(t, b).Events["a"]; got != spell(t, back, &want) {
		t.Errorf("brought back: %s", got)
	}
	// A record that is moved brings tombstones along for which nothing is
	// stored yet.
	moved := commit(t, b, remove("m", 0))
	if got := read(t, b).Events["m"]; got != spell(t, moved, remove("m", 0).Event) {
		t.Errorf("a moved tombstone: %s", got)
	}
}

func testAllOrNothing(t *testing.T, e Engine) {
	b := e.open(t)
	rev := commit(t, b, put("a", "one", 0), put("b", "one", 0))
	refused(t, b, "the last of three conflicts", put("c", "new", 0), put("a", "two", rev), put("b", "two", rev+7))
	refused(t, b, "the first of three conflicts", put("b", "two", 0), put("c", "new", 0), put("a", "two", rev))
	refused(t, b, "the site conflicts", put("c", "new", 0), putTags("museum", rev))
	commit(t, b, put("c", "new", 0), put("a", "two", rev), put("b", "two", rev))
}

func testSlugs(t *testing.T, e Engine) {
	b := e.open(t)
	rev := commit(t, b, put("a", "one", 0), put("b", "one", 0))
	refused(t, b, "another event's slug for a new event", withSlug(put("c", "one", 0), "a"))
	refused(t, b, "another event's slug for an old event", withSlug(put("b", "two", rev), "a"))
	refused(t, b, "two events in one commit", withSlug(put("c", "one", 0), "x"), withSlug(put("d", "one", 0), "x"))
	refused(t, b, "one of two in a commit", withSlug(put("b", "two", rev), "free"), withSlug(put("c", "one", 0), "a"))

	renamed := commit(t, b, withSlug(put("a", "two", rev), "a-new"))
	commit(t, b, withSlug(put("c", "takes what a gave up", 0), "a"))
	refused(t, b, "going back to a slug that has been taken", withSlug(put("a", "three", renamed), "a"))

	swapped := commit(t, b, withSlug(put("a", "takes b's", renamed), "b"), withSlug(put("b", "takes a's", rev), "a-new"))
	refused(t, b, "a's slug after the swap", withSlug(put("d", "one", 0), "b"))
	refused(t, b, "b's slug after the swap", withSlug(put("d", "one", 0), "a-new"))

	gone := commit(t, b, remove("a", swapped))
	refused(t, b, "a slug within its own commit", withSlug(put("d", "one", 0), "b"), withSlug(put("e", "one", 0), "b"))
	commit(t, b, withSlug(put("d", "takes what a tombstone had", 0), "b"))
	refused(t, b, "coming back under a taken slug", withSlug(put("a", "back", gone), "b"))
	commit(t, b, withSlug(put("a", "back", gone), "a-again"))
	commit(t, b, withSlug(remove("b", swapped), "a-new"), withSlug(put("f", "at once", 0), "a-new"))
}

// large makes a change of about the given number of bytes.
func large(id events.ID, bytes int) events.Change {
	c := put(id, "large", 0)
	c.Event.Text["en"] = events.Text{Title: "large", Body: strings.Repeat("a", bytes)}
	return c
}

func testLimits(t *testing.T, e Engine) {
	b := e.open(t)
	var many []events.Change
	for i := range store.MaxChanges + 1 {
		many = append(many, put(events.ID(numbered("m", i)), "one", 0))
	}
	for _, test := range []struct {
		name    string
		changes []events.Change
	}{
		{"too many changes", many},
		{"one change too large", []events.Change{large("a", store.MaxBytes)}},
		{"too large together", []events.Change{large("a", store.MaxBytes/2), large("b", store.MaxBytes/2)}},
	} {
		unchanged(t, b, func() {
			if rev, err := b.Commit(t.Context(), test.changes...); !errors.Is(err, events.ErrTooLarge) || rev != 0 {
				t.Errorf("%s: got revision %d, error %v; want ErrTooLarge", test.name, rev, err)
			}
		})
	}
	commit(t, b, many[:store.MaxChanges]...)
	commit(t, b, large("a", store.MaxBytes-2000))
	commit(t, b, large("b", store.MaxBytes/2-2000), large("c", store.MaxBytes/2-2000))
	if got := len(read(t, b).Events); got != store.MaxChanges+3 {
		t.Errorf("%d events are stored; want %d", got, store.MaxChanges+3)
	}
}

func testMalformed(t *testing.T, e Engine) {
	b := e.open(t)
	both := put("a", "one", 0)
	both.Document = tags("museum")
	for name, changes := range map[string][]events.Change{
		"no change":                  {},
		"neither event nor document": {{}},
		"event and document":         {both},
		"no id":                      {withSlug(put("", "one", 0), "a")},
		"an id with a slash":         {withSlug(put("a/b", "one", 0), "a")},
		"an id with a zero":          {withSlug(put("a\x00b", "one", 0), "a")},
		"an id too long":             {withSlug(put(events.ID(strings.Repeat("a", 65)), "one", 0), "a")},
		"no slug":                    {withSlug(put("a", "one", 0), "")},
		"a slug too long":            {withSlug(put("a", "one", 0), strings.Repeat("a", 101))},
		"the same event twice":       {put("a", "one", 0), withSlug(put("a", "two", 0), "b")},
		"a document twice":           {putTags("a", 0), putTags("b", 0)},
		"an unknown document":        {events.PutDocument(events.Document{Name: "secrets"}, 0)},
		"texts in no language":       {events.PutDocument(events.Document{Name: "text/"}, 0)},
		"a batch without an id":      {inBatch(put("a", "one", 0), "")},
		"a batch with a slash":       {inBatch(put("a", "one", 0), "a/b")},
	} {
		unchanged(t, b, func() {
			rev, err := b.Commit(t.Context(), changes...)
			if invalid := new(events.Invalid); !errors.As(err, &invalid) || rev != 0 {
				t.Errorf("%s: got revision %d, error %v; want *events.Invalid", name, rev, err)
			}
		})
	}
}

func testNotShared(t *testing.T, e Engine) {
	b := e.open(t)
	f := follow(t, b)
	c := put("a", "one", 0)
	want := event("a", "one")
	rev := commit(t, b, c)
	c.Event.Text["en"] = events.Text{Title: "changed behind the store's back"}
	c.Event.Tags[0] = "changed"
	if got := f.at(t, rev).Events["a"]; got != spell(t, rev, &want) {
		t.Errorf("a watcher was told %s", got)
	}
	if got := read(t, b).Events["a"]; got != spell(t, rev, &want) {
		t.Errorf("stored is %s", got)
	}
}

func testCancelledCommit(t *testing.T, e Engine) {
	b := e.open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	unchanged(t, b, func() {
		if rev, err := b.Commit(ctx, put("a", "one", 0)); !errors.Is(err, context.Canceled) || rev != 0 {
			t.Errorf("got revision %d, error %v; want context.Canceled", rev, err)
		}
	})
	commit(t, b, put("a", "one", 0))
}
