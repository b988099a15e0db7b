package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

func testInstants(t *testing.T, e Engine) {
	b := e.open(t)
	at := func(c events.Change, at time.Time) events.Change {
		c.At = at
		return c
	}
	first := commit(t, b, at(put("a", "one", 0), day.Add(time.Hour)))
	commit(t, b, at(put("a", "two", first), day), at(putTags("a", 0), day.Add(2*time.Hour)), at(put("b", "one", 0), day))
	last := commit(t, b, at(put("c", "one", 0), day.Add(3*time.Hour)), at(put("d", "one", 0), day.Add(time.Hour)))
	var newest time.Time
	for i, s := range dump(t, b) {
		if s.At.Before(newest) {
			t.Errorf("state %d was made at %v, after one of %v", i, s.At, newest)
		}
		newest = s.At
	}
	if want := day.Add(3 * time.Hour); !newest.Equal(want) {
		t.Errorf("the newest state was made at %v; want %v", newest, want)
	}
	for batch, err := range b.Watch(t.Context()) {
		if err != nil || !batch.At.Equal(newest) || batch.Rev != last {
			t.Errorf("a new watcher is told that revision %d was made at %v, %v", batch.Rev, batch.At, err)
		}
		break
	}
	// What was not earlier stays as it is.
	if s := dump(t, b)[0]; !s.At.Equal(day.Add(time.Hour)) {
		t.Errorf("the first state was made at %v", s.At)
	}
}

func testProvenance(t *testing.T, e Engine) {
	b := e.open(t)
	c := put("a", "one", 0)
	c.By, c.Public = "account:a1", true
	c.Batch = &events.BatchPart{ID: "b-1", Kind: events.BatchUndo, Undoes: "b-0", Label: "一批", Last: true}
	d := putTags("a", 0)
	d.By, d.Batch = "duty:publish", &events.BatchPart{ID: "b-1", Kind: events.BatchUndo}
	rev := commit(t, b, c, d)
	state := func(c events.Change) *events.State {
		return &events.State{
			Rev: rev, At: c.At, Author: c.Author, By: c.By, Note: c.Note, Public: c.Public, Batch: c.Batch, Event: c.Event, Document: c.Document,
		}
	}
	if diff := cmp.Diff([]string{spell(t, rev, state(c))}, history(t, b, events.HistoryQuery{ID: "a"})); diff != "" {
		t.Errorf("the event's history (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{spell(t, rev, state(d))}, history(t, b, events.HistoryQuery{Document: events.DocumentTags})); diff != "" {
		t.Errorf("the document's history (-want +got):\n%s", diff)
	}
	if n := len(dump(t, b)); n != 2 {
		t.Errorf("the dump has %d states", n)
	}
}
