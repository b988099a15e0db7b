package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/store"
	"almanac.example/store/bolt"
)

// deleted are the names of pictures that were to go.
type deleted []string

func (d *deleted) Delete(_ context.Context, name string) error {
	*d = append(*d, name)
	return nil
}

// TestRedactReaches the pictures that no other state names, and what the vault
// holds of the event; what is another's stays.
func TestRedactReaches(t *testing.T) {
	ctx, at := t.Context(), time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	b, err := bolt.Open(filepath.Join(t.TempDir(), "a.db"))
	must(t, err)
	defer b.Close()
	live, err := store.Open(ctx, b, store.Config{Now: func() time.Time { return at }})
	must(t, err)
	defer live.Close()
	_, err = live.Begin(ctx, &events.Site{Authority: "example.org"})
	must(t, err)
	rev := map[events.ID]events.Rev{}
	put := func(id events.ID, blob string) {
		e := events.Event{ID: id, Slug: string(id), Status: events.Published, Span: events.On(edtf.MustParse("2019")), Text: map[string]events.Text{"en": {Title: "T", Body: blob}}}
		if blob != "" {
			e.Image = &events.Image{Blob: blob, Type: "image/png", Width: 1, Height: 1, Alt: events.Localised{"en": "x"}}
		}
		r, err := live.Commit(ctx, events.Put(e, rev[id]))
		must(t, err)
		rev[id] = r
	}
	name := func(digit string) string { return strings.Repeat(digit, 64) }
	put("a", name("1")) // named by nothing else later
	put("a", name("2")) // b names it
	put("a", name("3")) // a still names it
	put("a", "")        // none
	put("a", name("3"))
	put("b", name("2"))
	put("b", name("4")) // not redacted
	put("b", "")
	values := map[string]string{
		"memory/x/event/a": "{}", "memory/x/event/b": "{}", "memory/x/about": `{"a":"a"}`,
		"delivery/h/01": `{"subject":"a","failure":"no such T"}`, "delivery/h/02": `{"subject":"b"}`,
		"idempotency/1": `{"body":{"id":"a","text":"T"}}`, "idempotency/2": `{"body":{"id":"ab"}}`, "webhook/h": `{"name":"a"}`,
	}
	for key, data := range values {
		_, err := b.Vault().Write(ctx, events.PutValue(events.Value{Key: key, Schema: 1, Data: []byte(data)}, 0))
		must(t, err)
	}
	var gone deleted
	n, err := live.Redact(ctx, b, b.Vault(), store.Redaction{ID: "a", Before: rev["a"], By: "local:ada", Reason: "order", Pictures: &gone})
	if err != nil || n != 4 {
		t.Fatalf("%d states, %v", n, err)
	}
	if !slices.Equal(gone, deleted{name("1")}) {
		t.Errorf("pictures that went: %.2q", gone)
	}
	var left []string
	for v, err := range b.Vault().List(ctx, "") {
		must(t, err)
		if _, mine := values[v.Key]; mine {
			left = append(left, v.Key)
		}
	}
	if want := []string{"delivery/h/02", "idempotency/2", "memory/x/about", "memory/x/event/b", "webhook/h"}; !slices.Equal(left, want) {
		t.Errorf("the vault still has %q, want %q", left, want)
	}
}

// TestRedactTellsOfAPictureThatStays names it, so that it can be deleted by hand.
func TestRedactTellsOfAPictureThatStays(t *testing.T) {
	ctx, at := t.Context(), time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	b, err := bolt.Open(filepath.Join(t.TempDir(), "a.db"))
	must(t, err)
	defer b.Close()
	live, err := store.Open(ctx, b, store.Config{Now: func() time.Time { return at }})
	must(t, err)
	defer live.Close()
	e := events.Event{ID: "a", Slug: "a", Status: events.Published, Span: events.On(edtf.MustParse("2019")), Text: map[string]events.Text{"en": {Title: "T"}}}
	with := e
	with.Image = &events.Image{Blob: strings.Repeat("5", 64), Type: "image/png", Width: 1, Height: 1, Alt: events.Localised{"en": "x"}}
	first, err := live.Commit(ctx, events.Put(with, 0))
	must(t, err)
	second, err := live.Commit(ctx, events.Put(e, first))
	must(t, err)
	n, err := live.Redact(ctx, b, b.Vault(), store.Redaction{ID: "a", Before: second, Reason: "order", Pictures: unreachable{}})
	if n != 1 || !errors.Is(err, events.ErrUnavailable) || !strings.Contains(err.Error(), with.Image.Blob) || !strings.Contains(err.Error(), "delete it there") {
		t.Errorf("%d, %v", n, err)
	}
}

// unreachable is a place of pictures that does not answer.
type unreachable struct{}

func (unreachable) Delete(context.Context, string) error { return events.ErrUnavailable }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
