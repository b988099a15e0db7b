package editing_test

import (
	"context"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/store"
	"almanac.example/store/bolt"
	"almanac.example/web/access"
	"almanac.example/web/editing"
)

// world is a record that is edited.
type world struct {
	*editing.Editor
	live  *store.Live
	vault store.Vault
	who   map[access.Role]access.Principal // by token; "": the public
	ahead atomic.Int64                     // seconds by which the clock is ahead
}

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func (w *world) now() time.Time { return noon.Add(time.Duration(w.ahead.Load()) * time.Second) }

// newWorld opens an empty store and an account for each role.
func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{who: map[access.Role]access.Principal{}}
	b, err := bolt.Open(filepath.Join(t.TempDir(), "almanac.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	w.live, err = store.Open(t.Context(), b, store.Config{Now: w.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.live.Close)
	w.vault = store.Unexpired(b.Vault(), w.now)
	people, err := access.Open(t.Context(), access.Config{Vault: w.vault, Now: w.now, BaseURL: "https://example.org"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(people.Close)
	for _, role := range access.Roles() {
		w.who[role] = byToken(t, people, role)
	}
	w.Editor = editing.New(w.live, w.now)
	w.Editor.SetReadings(w.vault)
	return w
}

// byToken is a token of a new account of the role, with every scope it can have.
func byToken(t testing.TB, people *access.Directory, role access.Role) access.Principal {
	t.Helper()
	root := access.Local("root")
	a, err := people.CreateAccount(t.Context(), root, access.NewAccount{Name: string(role), Role: role})
	if err != nil {
		t.Fatal(err)
	}
	scopes := map[access.Role][]access.Scope{
		access.Viewer:        {access.ScopeReadDrafts},
		access.Author:        {access.ScopeWriteDrafts},
		access.Editor:        {access.ScopeWriteDrafts, access.ScopePublish, access.ScopeSite},
		access.Administrator: access.Scopes(),
	}[role]
	_, secret, err := people.CreateToken(t.Context(), root, access.NewToken{Account: a.ID, Scopes: scopes})
	if err != nil {
		t.Fatal(err)
	}
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://example.org/", nil)
	r.Header.Set("Authorization", "Bearer "+secret)
	p, _, err := people.Identify(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// as is an act of the role.
func (w *world) as(role access.Role) editing.Act { return editing.Act{Who: w.who[role]} }

// story is an event that validates.
func story(id string, status events.Status) events.Event {
	return events.Event{
		ID: events.ID(id), Slug: id, Status: status, Span: events.On(edtf.MustParse("2019-05-24")),
		Text: map[string]events.Text{"zh": {Title: "记事", Summary: "摘要"}, "en": {Title: "A story"}},
		Tags: []string{"policy", "science"},
	}
}

// put stores an event as it is.
func (w *world) put(t testing.TB, e events.Event) *events.Event {
	t.Helper()
	got, err := w.Create(context.Background(), w.as(access.Administrator), e)
	if err != nil {
		t.Fatal(err)
	}
	return got.Event
}

// get is an event as it is stored.
func (w *world) get(t testing.TB, id events.ID) *events.Event {
	t.Helper()
	e, ok := w.live.Timeline().Event(id)
	if !ok {
		t.Fatalf("there is no event %q", id)
	}
	return e
}

// states lists the history of an event, newest first.
func (w *world) states(t testing.TB, id events.ID) []events.State {
	t.Helper()
	var list []events.State
	for s, err := range w.live.History(t.Context(), events.HistoryQuery{ID: id}) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	return list
}

// seen names a state of an event.
func seen(id events.ID, rev events.Rev) editing.Seen { return editing.Seen{ID: id, Rev: rev} }
