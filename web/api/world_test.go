package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/store"
	"almanac.example/store/blob"
	"almanac.example/store/bolt"
	"almanac.example/web/access"
	"almanac.example/web/api"
	"almanac.example/web/api/webhook"
	"almanac.example/web/editing"
	"almanac.example/web/picture"
)

const base = "https://almanac.example.org"

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// world is a record that is served to programs.
type world struct {
	server  *api.Server
	handler http.Handler
	live    *store.Live
	vault   store.Vault
	people  *access.Directory
	hooks   *webhook.Sender
	tokens  map[string]string // by role
	log     bytes.Buffer
	ahead   atomic.Int64 // seconds by which the clock is ahead
}

func (w *world) now() time.Time { return noon.Add(time.Duration(w.ahead.Load()) * time.Second) }

// scopesOf are all scopes that a role can use.
var scopesOf = map[access.Role][]access.Scope{
	access.Viewer:        {access.ScopeReadDrafts},
	access.Author:        {access.ScopeReadDrafts, access.ScopeWriteDrafts},
	access.Editor:        {access.ScopeReadDrafts, access.ScopeWriteDrafts, access.ScopePublish, access.ScopeSite},
	access.Administrator: access.Scopes(),
}

// newWorld opens a store with a few events and an account with a token for each
// role.
func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{tokens: map[string]string{}}
	b, err := bolt.Open(filepath.Join(t.TempDir(), "almanac.db"))
	must(t, err)
	t.Cleanup(func() { b.Close() })
	w.live, err = store.Open(t.Context(), b, store.Config{Now: w.now})
	must(t, err)
	t.Cleanup(w.live.Close)
	w.vault = store.Unexpired(b.Vault(), w.now)
	w.people, err = access.Open(t.Context(), access.Config{Vault: w.vault, Now: w.now, BaseURL: base})
	must(t, err)
	t.Cleanup(w.people.Close)
	for _, role := range access.Roles() {
		_, w.tokens[string(role)] = w.account(t, string(role), role, scopesOf[role]...)
	}
	w.hooks = webhook.New(webhook.Config{Record: w.live, Vault: w.vault, Now: w.now, AllowPrivate: true, Address: func(e *events.Event) string { return base + "/en/e/" + e.Slug }})
	pictures, err := picture.New(blob.Dir(t.TempDir()), w.live.Timeline)
	must(t, err)
	editor := editing.New(w.live, w.now)
	editor.SetPictures(pictures)
	editor.SetReadings(w.vault)
	w.server, err = api.New(api.Config{
		Record: w.live, Imports: w.live, Editor: editor, Pictures: pictures, People: w.people, Vault: w.vault, Now: w.now, BaseURL: base, Version: "test", Webhooks: w.hooks,
		Log: slog.New(slog.NewTextHandler(&w.log, nil)),
		Backup: func(_ context.Context, out io.Writer, what api.BackupParts) error {
			_, err := fmt.Fprintf(out, "backup, accounts %v", what.Accounts)
			if what.Previous != "" {
				_, err = fmt.Fprintf(out, ", after %d of %.2s, values %v", what.After, what.Previous, what.Values)
			}
			return err
		},
		Compact: b.Compact,
		Redact: func(ctx context.Context, who access.Principal, id events.ID, before events.Rev, reason string) (int, error) {
			return w.live.Redact(ctx, b, w.vault, store.Redaction{ID: id, Before: before, By: who.By(), Reason: reason})
		},
	})
	must(t, err)
	t.Cleanup(w.server.Stop)
	w.handler = w.server.Handler(w.people.Identify)
	return w
}

// account makes an account and a token of it.
func (w *world) account(t testing.TB, name string, role access.Role, scopes ...access.Scope) (access.Account, string) {
	t.Helper()
	root := access.Local("root")
	a, err := w.people.CreateAccount(t.Context(), root, access.NewAccount{Name: name, Role: role})
	must(t, err)
	_, secret, err := w.people.CreateToken(t.Context(), root, access.NewToken{Account: a.ID, Scopes: scopes})
	must(t, err)
	return a, secret
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// story is an event that validates.
func story(id string, status events.Status) events.Event {
	return events.Event{
		ID: events.ID(id), Slug: id, Status: status, Span: events.On(edtf.MustParse("2019-05-24")),
		Text: map[string]events.Text{"zh": {Title: "记事", Summary: "摘要"}, "en": {Title: "Story " + id}},
		Tags: []string{"policy", "science"},
	}
}

// put stores an event as it is and returns its revision.
func (w *world) put(t testing.TB, e events.Event) events.Rev {
	t.Helper()
	expect := events.Rev(0)
	if old, ok := w.live.Timeline().Event(e.ID); ok && old.Status != events.Deleted {
		expect = old.Rev
	}
	rev, err := w.live.Commit(t.Context(), events.Put(e, expect))
	must(t, err)
	return rev
}

// asked is a request.
type asked struct {
	method, path string // path below the API's prefix
	who          string // role of the token; "": the public
	body         any    // JSON, or a string as it is
	header       map[string]string
}

// answered is what came back.
type answered struct {
	*httptest.ResponseRecorder
	t testing.TB
}

// ask sends a request.
func (w *world) ask(t testing.TB, a asked) answered {
	t.Helper()
	r := w.request(t, a)
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return answered{rec, t}
}

func (w *world) request(t testing.TB, a asked) *http.Request {
	t.Helper()
	var body io.Reader
	switch b := a.body.(type) {
	case nil:
	case string:
		body = strings.NewReader(b)
	default:
		text, err := json.Marshal(b)
		must(t, err)
		body = bytes.NewReader(text)
	}
	r := httptest.NewRequest(a.method, base+api.Prefix+a.path, body)
	r.RemoteAddr = "192.0.2.7:1234"
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
		if a.method == http.MethodPatch {
			r.Header.Set("Content-Type", "application/merge-patch+json")
		}
	}
	if token, ok := w.tokens[a.who]; ok {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for name, value := range a.header {
		r.Header.Set(name, value)
	}
	return r.WithContext(t.Context())
}

// as reads the body of an answer with the status.
func as[T any](a answered, status int) T {
	a.t.Helper()
	var v T
	a.is(status)
	if err := json.Unmarshal(a.Body.Bytes(), &v); err != nil {
		a.t.Fatalf("%v: %s", err, a.Body)
	}
	return v
}

// is holds that an answer has the status.
func (a answered) is(status int) answered {
	a.t.Helper()
	if a.Code != status {
		a.t.Fatalf("answered %d, want %d: %s", a.Code, status, a.Body)
	}
	return a
}

// problem reads a problem of the status and returns it.
func (a answered) problem(status int) api.Problem {
	a.t.Helper()
	p := as[api.Problem](a, status)
	if p.Status != status || p.Title == "" || p.Type == "" || a.Header().Get("Content-Type") != "application/problem+json" {
		a.t.Errorf("the problem is %+v as %s", p, a.Header().Get("Content-Type"))
	}
	return p
}

// field is the reason that a problem gives for a field.
func field(p api.Problem, name string) string {
	for _, f := range p.Errors {
		if f.Field == name {
			return f.Reason
		}
	}
	return ""
}

// match is the header of a request that changes a revision.
func match(rev events.Rev) map[string]string {
	return map[string]string{"If-Match": fmt.Sprintf(`"%d"`, rev)}
}
