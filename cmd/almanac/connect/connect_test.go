package connect

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/web/api/client"
)

// onStore are the flags of a command that works on a store, and what it says.
func onStore(t *testing.T) (NewFlags, storage.Console, *strings.Builder) {
	t.Helper()
	var f NewFlags
	f.Store = "bolt:" + filepath.Join(t.TempDir(), "a.db")
	said := &strings.Builder{}
	return f, storage.Console{Console: terminal.Console{In: strings.NewReader(""), Out: io.Discard, Err: said}}, said
}

// A command that needs a record makes none; one that brings something makes it
// once, says so, and the next one finds it.
func TestStoresAreMadeByWhatBringsSomething(t *testing.T) {
	f, con, said := onStore(t)
	file := strings.TrimPrefix(f.Store, "bolt:")
	if _, err := f.Flags.Connect(t.Context(), con, ""); err == nil || !strings.Contains(err.Error(), "there is no store") {
		t.Errorf("a store that is not there: %v", err)
	}
	if p, err := f.Begins(t.Context(), con); err != nil || p == nil || p.File != file {
		t.Errorf("begins at %v, %v", p, err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Fatal("a store was made")
	}
	for n := range 2 {
		at, err := f.Connect(t.Context(), con, "Lin")
		if err != nil {
			t.Fatal(err)
		}
		at.Close()
		if made := strings.Count(said.String(), "made a new store"); made != 1 {
			t.Errorf("connection %d: said %d times that a store was made", n, made)
		}
	}
	if p, err := f.Begins(t.Context(), con); err != nil || p != nil {
		t.Errorf("begins at %v, %v, though it is there", p, err)
	}
	if at, err := f.Flags.Connect(t.Context(), con, ""); err != nil {
		t.Error(err)
	} else {
		at.Close()
	}
}

// A store that another process has open, without a server to be asked, is an error
// that says where a server was looked for.
func TestStoreInUse(t *testing.T) {
	f, con, _ := onStore(t)
	at, err := f.Connect(t.Context(), con, "")
	if err != nil {
		t.Fatal(err)
	}
	defer at.Close()
	if _, err := f.Connect(t.Context(), con, ""); !errors.Is(err, events.ErrUnavailable) || !strings.Contains(err.Error(), "no server answers at ") {
		t.Errorf("got %v", err)
	}
}

// What a command may say beside --server, and what goes only with it.
func TestOverTheNetwork(t *testing.T) {
	var sent []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent = append(sent, r.Header.Get("Authorization"))
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"events":[]}`) //nolint:errcheck // the test sees it
	}))
	defer server.Close()
	f, con, _ := onStore(t)
	f.TokenFile = "token"
	if _, err := f.Connect(t.Context(), con, ""); err == nil || !strings.Contains(err.Error(), "--token-file goes with --server") {
		t.Errorf("a token for a store: %v", err)
	}
	f.Server, f.TokenFile = server.URL, ""
	if _, err := f.Connect(t.Context(), con, "Lin"); err == nil || !strings.Contains(err.Error(), "--author") {
		t.Errorf("an author beside a server: %v", err)
	}
	f.TokenFile = filepath.Join(t.TempDir(), "token")
	if _, err := f.Connect(t.Context(), con, ""); err == nil {
		t.Error("a token file that is not there is nothing")
	}
	if err := os.WriteFile(f.TokenFile, []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if p, err := f.Begins(t.Context(), con); p != nil || err != nil {
		t.Errorf("a store is begun at %v, %v", p, err)
	}
	at, err := f.Connect(t.Context(), con, "")
	if err != nil {
		t.Fatal(err)
	}
	defer at.Close()
	err = at.EachEvent(t.Context(), url.Values{}, func(*events.Event) error { t.Error("there is no event"); return nil })
	if err != nil || len(sent) != 1 || sent[0] != "Bearer secret" {
		t.Errorf("sent %q, %v", sent, err)
	}
}

// What is read page by page comes whole and in order, and what is put comes back
// as it was.
func TestEventsAreReadBack(t *testing.T) {
	f, con, _ := onStore(t)
	at, err := f.Connect(t.Context(), con, "Lin")
	if err != nil {
		t.Fatal(err)
	}
	defer at.Close()
	for _, slug := range []string{"one", "two"} {
		body := map[string]any{"id": slug, "slug": slug, "status": "published", "span": map[string]string{"date": "2019"}, "text": map[string]any{"en": map[string]string{"title": slug}}}
		if _, err := at.Do(t.Context(), client.Request{Method: http.MethodPut, Path: "/events" + client.Path(slug), Body: body, Expect: client.At(0)}, nil); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	err = at.EachEvent(t.Context(), url.Values{"status": {"all"}}, func(e *events.Event) error {
		form, err := FormOf(e)
		if err != nil {
			return err
		}
		again, err := EventOf(form)
		if err == nil && (again.ID != e.ID || !again.Span.Equal(e.Span) || again.Text["en"] != e.Text["en"] || e.Rev == 0) {
			t.Errorf("%+v has become %+v", e, again)
		}
		got = append(got, e.Slug)
		return err
	})
	if err != nil || strings.Join(got, " ") != "one two" {
		t.Errorf("read %q, %v", got, err)
	}
	if e, err := at.Event(t.Context(), "two"); err != nil || e.ID != "two" {
		t.Errorf("by its slug: %v, %v", e.ID, err)
	}
	if _, err := at.Event(t.Context(), "three"); !errors.Is(err, events.ErrNotFound) || !strings.Contains(err.Error(), `event "three"`) {
		t.Errorf("an event that is not there: %v", err)
	}
	failed := errors.New("failed")
	if err := at.EachEvent(t.Context(), url.Values{}, func(*events.Event) error { return failed }); !errors.Is(err, failed) {
		t.Errorf("got %v, want what telling said", err)
	}
}

func TestWhy(t *testing.T) {
	for want, f := range map[string]AuthorFlags{"": {}, "note=late": {Note: "late"}, "note=late&note-public=1": {Note: "late", Public: true}} {
		if got := f.Why().Encode(); got != want {
			t.Errorf("%+v: %q", f, got)
		}
	}
}
