package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

// states counts the states of the record's history.
func states(t *testing.T, l *store.Live) (n int) {
	t.Helper()
	for _, err := range l.History(t.Context(), events.HistoryQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

func TestCommitStamps(t *testing.T) {
	l := newLive(t)
	rev := commit(t, l, put("a", "one", 0))
	now := time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)
	e := get(t, l, "a")
	if !e.Created.Equal(now) || !e.Published.Equal(now) || !e.Updated.Equal(now) || e.Sequence != 0 || e.Rev != rev {
		t.Errorf("a new event has %v, %v, %v, sequence %d, revision %d", e.Created, e.Published, e.Updated, e.Sequence, e.Rev)
	}
	c := put("a", "two", rev)
	c.At = now.Add(time.Hour + time.Millisecond)
	rev = commit(t, l, c)
	e = get(t, l, "a")
	if !e.Created.Equal(now) || !e.Updated.Equal(now.Add(time.Hour)) || e.Sequence != 1 || e.Rev != rev {
		t.Errorf("a changed event has %v, %v, sequence %d, revision %d", e.Created, e.Updated, e.Sequence, e.Rev)
	}
	for s, err := range l.History(t.Context(), events.HistoryQuery{ID: "a"}) {
		if err != nil || !s.At.Equal(now.Add(time.Hour)) {
			t.Errorf("the history says %v, %v", s.At, err)
		}
		break
	}
}

func TestCommitRefuses(t *testing.T) {
	l := newLive(t)
	old := commit(t, l, put("a", "one", 0), put("b", "one", 0))
	rev := commit(t, l, put("a", "two", old))
	gone := commit(t, l, put("g", "one", 0))
	commit(t, l, events.Delete("g", gone))
	bad := event("c", "")
	other := event("c", "one")
	other.Slug = "a"
	for _, test := range []struct {
		name   string
		change events.Change
		kind   error
		want   string
	}{
		{"an old revision", put("a", "three", old), events.ErrConflict, `event "a": revision 1 is expected, 2 is stored`},
		{"a revision to come", put("a", "three", rev+5), events.ErrConflict, "revision 7 is expected"},
		{"none expected", put("a", "three", 0), events.ErrConflict, "none is expected, but revision 2 is stored"},
		{"a revision of nothing", put("c", "one", rev), events.ErrConflict, "but there is none"},
		{"deleting an old revision", events.Delete("a", old), events.ErrConflict, "2 is stored"},
		{"deleting nothing", events.Delete("c", 0), events.ErrNotFound, "none to delete"},
		{"deleting what is gone", events.Delete("g", 0), events.ErrNotFound, "none to delete"},
		{"another event's slug", events.Put(other, 0), events.ErrConflict, `the slug "a" is that of event "a"`},
		{"an event that does not validate", events.Put(bad, 0), nil, "text.en.title"},
		{"a site that does not validate", events.PutDocument(site(&events.Site{}), 0), nil, "authority"},
		{"a document that is not there", events.PutDocument(site(&events.Site{}), rev), events.ErrConflict, `document "site": revision 2 is expected`},
		{"nothing at all", events.Change{}, nil, "either an event or a document"},
	} {
		was, before := l.Timeline(), states(t, l)
		// Together with a good one, which must not be written either.
		rev, err := l.Commit(t.Context(), put("new", "one", 0), test.change)
		invalid := new(events.Invalid)
		if rev != 0 || test.kind != nil && !errors.Is(err, test.kind) || test.kind == nil && !errors.As(err, &invalid) {
			t.Errorf("%s: got %d, %v", test.name, rev, err)
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: the error is %q; want %q in it", test.name, err, test.want)
		}
		if l.Timeline() != was || states(t, l) != before {
			t.Errorf("%s: something was written", test.name)
		}
	}
	twice := []events.Change{put("c", "one", 0), put("c", "two", 0)}
	if _, err := l.Commit(t.Context(), twice...); err == nil || !strings.Contains(err.Error(), "changed twice") {
		t.Errorf("one event twice: %v", err)
	}
}

func TestCommitOfTheSameIsNone(t *testing.T) {
	l := newLive(t)
	here := site(&events.Site{Authority: "almanac.example", Founded: start.UTC().Truncate(24 * time.Hour)})
	a := commit(t, l, put("a", "one", 0), events.PutDocument(here, 0))
	last := commit(t, l, put("b", "one", 0))
	before := states(t, l)
	if rev := commit(t, l, put("a", "one", a), put("b", "one", last), events.PutDocument(here, a)); rev != last {
		t.Errorf("saying the same gave revision %d; want the current one, %d", rev, last)
	}
	if states(t, l) != before || get(t, l, "a").Rev != a || get(t, l, "a").Sequence != 0 {
		t.Error("saying the same was written")
	}
	// What is new beside it is written, and only that.
	rev := commit(t, l, put("a", "one", a), put("b", "two", last))
	if get(t, l, "a").Rev != a || get(t, l, "b").Rev != rev {
		t.Errorf("a is at %d, b at %d; want %d and %d", get(t, l, "a").Rev, get(t, l, "b").Rev, a, rev)
	}
}

func TestDeleteAndBringBack(t *testing.T) {
	l := newLive(t)
	commit(t, l, events.Delete("a", commit(t, l, put("a", "one", 0))))
	if e := get(t, l, "a"); e.Status != events.Deleted || e.Slug != "a" || len(e.Formerly) != 1 || l.Timeline().Len() != 0 {
		t.Errorf("deleted: %+v", e)
	}
	gone := get(t, l, "a").Rev
	if rev := commit(t, l, events.Delete("a", gone)); rev != gone {
		t.Errorf("deleting a tombstone by its revision gave %d; want %d", rev, gone)
	}
	rev := commit(t, l, put("a", "back", 0))
	if e := get(t, l, "a"); e.Status != events.Published || e.Rev != rev || e.Sequence != 2 {
		t.Errorf("brought back: %+v", e)
	}
	// A slug that a tombstone had may be another's.
	commit(t, l, events.Delete("a", rev))
	b := event("b", "one")
	b.Slug = "a"
	commit(t, l, events.Put(b, 0))
	if e, moved, ok := l.Timeline().BySlug("a"); !ok || moved || e.ID != "b" {
		t.Errorf("the slug leads to %v", e)
	}
}

func TestSlugsSwapInOneCommit(t *testing.T) {
	l := newLive(t)
	rev := commit(t, l, put("a", "one", 0), put("b", "one", 0))
	a, b := event("a", "two"), event("b", "two")
	a.Slug, b.Slug = b.Slug, a.Slug
	commit(t, l, events.Put(a, rev), events.Put(b, rev))
	if e, _, _ := l.Timeline().BySlug("a"); e.ID != "b" {
		t.Errorf("the slug a leads to %q", e.ID)
	}
}

func TestCommitCutShort(t *testing.T) {
	f := newFrail(t)
	l := follow(t, f, nil)
	ctx, cancel := context.WithCancel(t.Context())
	f.gate.Lock()
	f.after = cancel
	rev, err := l.Commit(ctx, put("a", "one", 0))
	var unseen *events.Unseen
	if !errors.Is(err, context.Canceled) || rev != 0 || !errors.As(err, &unseen) || unseen.Rev != 1 {
		t.Errorf("waiting was cut short: got %d, %v", rev, err)
	}
	f.gate.Unlock()
	eventually(t, l, func() bool { return l.Timeline().Rev() == 1 })

	if rev, err := l.Commit(ctx, put("b", "one", 0)); !errors.Is(err, context.Canceled) || rev != 0 {
		t.Errorf("cancelled from the start: got %d, %v", rev, err)
	}
}

// TestCommitWaitsForNews is about an author who was told of a revision by
// another replica and whose change comes here before that news.
func TestCommitWaitsForNews(t *testing.T) {
	f := newFrail(t)
	l, other := follow(t, f, nil), follow(t, f.Backend, nil)
	f.gate.Lock()
	rev := commit(t, other, put("a", "one", 0))
	done := make(chan error, 1)
	go func() {
		_, err := l.Commit(t.Context(), put("a", "two", rev))
		done <- err
	}()
	f.gate.Unlock()
	if err := <-done; err != nil {
		t.Errorf("got %v; the change names the newest revision", err)
	}
}

// TestBackendHasTheLastWord is about news that is late: the early check passes,
// the store's does not.
func TestBackendHasTheLastWord(t *testing.T) {
	f := newFrail(t)
	l, other := follow(t, f, nil), follow(t, f.Backend, nil)
	f.gate.Lock()
	defer f.gate.Unlock()
	commit(t, other, put("a", "one", 0))
	if rev, err := l.Commit(t.Context(), put("a", "two", 0)); !errors.Is(err, events.ErrConflict) || rev != 0 {
		t.Errorf("got %d, %v; want ErrConflict", rev, err)
	}
}

func TestFound(t *testing.T) {
	f := newFrail(t)
	const replicas = 5
	sites := make([]*events.Site, replicas)
	var wg sync.WaitGroup
	for i := range replicas {
		l := follow(t, f, nil)
		wg.Go(func() {
			var err error
			if sites[i], err = l.Begin(t.Context(), &events.Site{Authority: string(rune('a'+i)) + ".example"}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, s := range sites {
		if diff := cmp.Diff(sites[0], s); diff != "" {
			t.Errorf("two replicas differ (-one +other):\n%s", diff)
		}
	}
	want := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	if s := sites[0]; !s.Founded.Equal(want) || s.Rev != 1 {
		t.Errorf("founded %v at revision %d; want %v at 1", s.Founded, s.Rev, want)
	}
	l := follow(t, f, nil)
	if s, err := l.Begin(t.Context(), &events.Site{Authority: "later.example"}); err != nil || s.Authority != sites[0].Authority {
		t.Errorf("at the next start: %v, %v", s, err)
	}
	if _, err := newLive(t).Begin(t.Context(), &events.Site{Authority: "no domain"}); err == nil || !strings.Contains(err.Error(), "authority") {
		t.Errorf("with a bad authority: %v", err)
	}
}

func TestIdentityIsFixedOnceThereAreEvents(t *testing.T) {
	l := newLive(t)
	founded, err := l.Begin(t.Context(), &events.Site{Authority: "first.example"})
	if err != nil {
		t.Fatal(err)
	}
	moved := *founded
	moved.Authority = "moved.example"
	rev := commit(t, l, events.PutDocument(site(&moved), founded.Rev), put("a", "one", 0))
	again := moved
	again.Authority = "again.example"
	if _, err := l.Commit(t.Context(), events.PutDocument(site(&again), rev)); err == nil || !strings.Contains(err.Error(), "is fixed: moved.example") {
		t.Errorf("another authority: %v", err)
	}
	again.Authority, again.Zone = moved.Authority, "UTC"
	commit(t, l, events.PutDocument(site(&again), rev))
	commit(t, l, events.PutDocument(events.Document{
		Name: events.DocumentTags, Tags: []events.Tag{{Slug: "policy", Name: events.Localised{"en": "Policy"}}},
	}, 0))
	if s := l.Timeline().Site(); s.TagName("policy", "en") != "Policy" || s.Zone != "UTC" || s.Authority != "moved.example" {
		t.Errorf("the site is %+v", s)
	}
}
