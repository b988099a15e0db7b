package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/store"
)

func TestFoundWithSettings(t *testing.T) {
	l := newLive(t)
	seed := &events.Site{
		Authority: "almanac.example", Names: events.Localised{"en": "Chronicle"}, Zone: "Asia/Shanghai",
		Tags: []events.Tag{{Slug: "policy", Name: events.Localised{"en": "Policy"}}},
	}
	site, err := l.Begin(t.Context(), seed)
	if err != nil || site.Names["en"] != "Chronicle" || site.TagName("policy", "en") != "Policy" || site.Rev != 1 || len(site.Revs) != 2 {
		t.Fatalf("founded: %+v, %v", site, err)
	}
	if !seed.Founded.IsZero() {
		t.Error("the seed was changed")
	}
	seed.Names = events.Localised{"en": "Another"}
	if again, err := l.Begin(t.Context(), seed); err != nil || again != site {
		t.Errorf("founded again: %+v, %v", again, err)
	}
}

func TestAdopt(t *testing.T) {
	l := newLive(t)
	if site, err := l.Adopt(t.Context(), "almanac.example"); err != nil || site.Rev != 0 {
		t.Errorf("before there is a record: %+v, %v", site, err)
	}
	if _, err := l.Begin(t.Context(), &events.Site{Authority: events.ProvisionalAuthority("one")}); err != nil {
		t.Fatal(err)
	}
	commit(t, l, put("a", "one", 0))
	today := start.UTC().Truncate(24 * time.Hour)
	for _, step := range []struct{ authority, want string }{
		{events.ProvisionalAuthority("two"), events.ProvisionalAuthority("one")}, // no better than the one that there is
		{"almanac.example", "almanac.example"},
		{"elsewhere.example", "almanac.example"}, // it is fixed from then on
	} {
		site, err := l.Adopt(t.Context(), step.authority)
		if err != nil || site.Authority != step.want || !site.Founded.Equal(today) {
			t.Errorf("adopting %s: %+v, %v; want %s", step.authority, site, err, step.want)
		}
	}
	if _, err := l.Adopt(t.Context(), ""); err != nil {
		t.Errorf("nothing to adopt: %v", err)
	}
}

// clocked is a Live whose clock can be set.
func clocked(t *testing.T, b store.Backend) (l *store.Live, set func(time.Time)) {
	t.Helper()
	now := start
	l, err := store.Open(t.Context(), b, store.Config{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l, func(at time.Time) { now = at }
}

// TestClockGoesBack: what is written a little later by a clock that is a little
// behind says the same instant; one that is far behind writes nothing.
func TestClockGoesBack(t *testing.T) {
	f := newFrail(t)
	l, set := clocked(t, f)
	first := commit(t, l, put("a", "one", 0))
	at := start.UTC().Truncate(time.Second)
	set(start.Add(-time.Minute))
	second := commit(t, l, put("a", "two", first), put("b", "one", 0))
	if e := get(t, l, "b"); !e.Created.Equal(at) || !e.Published.Equal(at) {
		t.Errorf("created %v; want %v", e.Created, at)
	}
	if e := get(t, l, "a"); !e.Updated.Equal(at.Add(time.Second)) {
		t.Errorf("changed within one second it was updated %v", e.Updated)
	}
	for s, err := range l.History(t.Context(), events.HistoryQuery{}) {
		if err != nil || !s.At.Equal(at) {
			t.Errorf("revision %d was made at %v, %v; want %v", s.Rev, s.At, err, at)
		}
	}
	set(start.Add(-time.Minute - time.Second))
	before := states(t, l)
	_, err := l.Commit(t.Context(), put("a", "three", second))
	_, imported := l.Import(t.Context(), slices.Values(many(3)), nil)
	for _, err := range []error{err, imported} {
		if !errors.Is(err, events.ErrUnavailable) || !strings.Contains(err.Error(), "set the clock") || !strings.Contains(err.Error(), at.Format(time.RFC3339)) {
			t.Errorf("with a clock that is far behind: %v", err)
		}
	}
	if states(t, l) != before {
		t.Error("something was written")
	}
	set(start.Add(time.Hour))
	third := commit(t, l, put("a", "three", second))
	if l.Timeline().Written() != at.Add(time.Hour) || l.Timeline().Rev() != third {
		t.Errorf("written at %v", l.Timeline().Written())
	}
	// A process that starts later knows how late it is.
	other, set := clocked(t, f)
	set(start)
	if _, err := other.Commit(t.Context(), put("z", "one", 0)); !errors.Is(err, events.ErrUnavailable) {
		t.Errorf("another process whose clock is behind: %v", err)
	}
}

// TestStampIsApart: an event may be stamped otherwise than its state is dated.
func TestStampIsApart(t *testing.T) {
	l := newLive(t)
	at := start.UTC().Truncate(time.Second)
	c := put("a", "one", 0)
	c.Stamp = at.Add(-time.Hour)
	commit(t, l, c)
	if e := get(t, l, "a"); !e.Published.Equal(at.Add(-time.Hour)) {
		t.Errorf("published %v", e.Published)
	}
	for s, err := range l.History(t.Context(), events.HistoryQuery{}) {
		if err != nil || !s.At.Equal(at) {
			t.Errorf("made at %v, %v", s.At, err)
		}
	}
}

// TestEventAsLargeAsValidateAllows fits into the store, by itself and with
// others.
func TestEventAsLargeAsValidateAllows(t *testing.T) {
	large := func(n int) events.Event {
		e := event("large", "one")
		e.Text = map[string]events.Text{}
		for _, lang := range []string{"ar", "de", "en", "ja", "ko", "ru", "zh"} {
			e.Text[lang] = events.Text{Title: "题", Body: strings.Repeat("长", 10_000)}
		}
		e.Text["zh"] = events.Text{Title: "题", Body: strings.Repeat("长", n)}
		e.Sources = make([]events.Source, 100)
		for i := range e.Sources {
			e.Sources[i] = events.Source{Title: events.Localised{"en": "x"}, Quote: strings.Repeat("q", 1000)}
		}
		return e
	}
	low, high := 1, 50_000
	for low+1 < high {
		mid := (low + high) / 2
		if e := large(mid); e.Validate() == nil {
			low = mid
		} else {
			high = mid
		}
	}
	e := large(low)
	stored, err := store.Encode(&e)
	if err != nil || len(stored) > events.MaxStored || len(stored) < events.MaxStored*9/10 {
		t.Errorf("the largest event has %d bytes, %v; want nearly %d", len(stored), err, events.MaxStored)
	}
	l := newLive(t)
	commit(t, l, events.Put(e, 0), put("b", "one", 0))
}
