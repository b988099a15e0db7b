package storetest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/store"
)

// day is when everything in these tests is said to have been written.
var day = time.Date(2026, 5, 24, 9, 0, 0, 0, time.UTC)

// event makes a valid event whose slug is its ID.
func event(id events.ID, title string) events.Event {
	date, err := edtf.Parse("2019-05")
	if err != nil {
		panic(err) // a fixed text
	}
	return events.Event{
		ID:      id,
		Slug:    strings.ToLower(string(id)),
		Span:    events.On(date),
		Text:    map[string]events.Text{"zh": {Title: "博物馆：" + title}, "en": {Title: title, Body: "<b> & \u2028"}},
		Tags:    []string{"museum", "policy"},
		Status:  events.Published,
		Created: day, Published: day, Updated: day,
	}
}

func put(id events.ID, title string, expect events.Rev) events.Change {
	return events.Change{Event: new(event(id, title)), Expect: expect, At: day, Author: "ed", Note: "put " + title}
}

// withSlug gives the change's event another slug.
func withSlug(c events.Change, slug string) events.Change {
	e := *c.Event
	e.Slug = slug
	c.Event = &e
	return c
}

func remove(id events.ID, expect events.Rev) events.Change {
	c := events.Delete(id, expect)
	c.At, c.Author = day, "ed"
	c.Event.Slug = strings.ToLower(string(id))
	return c
}

// inBatch marks a change as part of a batch.
func inBatch(c events.Change, id string) events.Change {
	c.Batch = &events.BatchPart{ID: id, Kind: events.BatchBulk}
	return c
}

func commit(t *testing.T, b store.Backend, changes ...events.Change) events.Rev {
	t.Helper()
	rev, err := b.Commit(t.Context(), changes...)
	if err != nil {
		t.Fatalf("Commit: %v", err)
	}
	return rev
}

// picture is a record as a reader knows it, in a form that can be compared.
type picture struct {
	Rev       events.Rev
	Documents map[events.DocumentName]string
	Events    map[events.ID]string
}

// with is the picture after a batch.
func (p picture) with(t *testing.T, b events.Batch) picture {
	t.Helper()
	next := picture{b.Rev, maps.Clone(p.Documents), maps.Clone(p.Events)}
	if b.Reset || next.Events == nil {
		next.Documents, next.Events = map[events.DocumentName]string{}, map[events.ID]string{}
	}
	for _, e := range b.Events {
		next.Events[e.ID] = spell(t, e.Rev, e)
	}
	for _, d := range b.Documents {
		next.Documents[d.Name] = spell(t, d.Rev, d)
	}
	return next
}

func spell[T store.Stored](t *testing.T, rev events.Rev, v *T) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Error(err) // not Fatal: watchers spell in their own goroutines
		return ""
	}
	return fmt.Sprintf("%d %s", rev, text)
}

// read gives the whole record as a new watcher is told it.
func read(t *testing.T, b store.Backend) picture {
	t.Helper()
	for batch, err := range b.Watch(t.Context()) {
		if err != nil {
			t.Fatalf("Watch: %v", err)
		}
		if !batch.Reset {
			t.Fatal("the first batch is not a Reset")
		}
		return picture{}.with(t, batch)
	}
	t.Fatal("Watch yielded nothing")
	return picture{}
}

// history gives past states as text, newest first.
func history(t *testing.T, b store.Backend, q events.HistoryQuery) []string {
	t.Helper()
	list := []string{}
	for s, err := range b.History(t.Context(), q) {
		if err != nil {
			t.Fatalf("History: %v", err)
		}
		if s.Event != nil && s.Event.Rev != s.Rev || s.Document != nil && s.Document.Rev != s.Rev {
			t.Errorf("a state of revision %d has another revision inside", s.Rev)
		}
		list = append(list, spell(t, s.Rev, &s))
	}
	return list
}

// unchanged fails if the record or its history is not as it was.
func unchanged(t *testing.T, b store.Backend, change func()) {
	t.Helper()
	was, before := read(t, b), history(t, b, events.HistoryQuery{})
	change()
	if diff := cmp.Diff(was, read(t, b)); diff != "" {
		t.Errorf("the record changed (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(before, history(t, b, events.HistoryQuery{})); diff != "" {
		t.Errorf("the history changed (-before +after):\n%s", diff)
	}
}

// ids lists the events of a picture.
func (p picture) ids() []events.ID { return slices.Sorted(maps.Keys(p.Events)) }
