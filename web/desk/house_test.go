package desk_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/report/review"
	"almanac.example/store"
	"almanac.example/store/blob"
	"almanac.example/store/bolt"
	"almanac.example/web"
	"almanac.example/web/access"
	"almanac.example/web/api/webhook"
	"almanac.example/web/desk"
	"almanac.example/web/desk/entry"
	"almanac.example/web/editing"
	"almanac.example/web/picture"
	"almanac.example/web/webtest"
)

// password is that of every account of the tests.
const password = "seven purple otters dance"

// house is a site with a desk, over a store of its own.
type house struct {
	pictures  *picture.Library
	t         testing.TB
	live      *store.Live
	backend   *bolt.Backend
	directory *access.Directory
	vault     intake.Vault
	hooks     *webhook.Sender
	editor    *editing.Editor
	readings  review.Vault
	server    *web.Server
	routes    []desk.Route
	clock     atomic.Int64
	cookies   map[string]*http.Cookie // by name of the account
}

// start is what the clock of every house shows first.
var start = time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)

// staffed is a store with an account of each role, and a session of each. It is
// made once, as hashing passwords takes its time.
var staffed = sync.OnceValues(makeStaffed)

// staff are the stored file and the cookies of the sessions.
type staff struct {
	file    []byte
	cookies map[string]*http.Cookie
}

func makeStaffed() (s staff, err error) {
	folder, err := os.MkdirTemp("", "staffed")
	if err != nil {
		return s, err
	}
	defer os.RemoveAll(folder)
	name := filepath.Join(folder, "a.db")
	backend, err := bolt.Open(name)
	if err != nil {
		return s, err
	}
	defer backend.Close()
	now := func() time.Time { return start }
	d, err := access.Open(context.Background(), access.Config{Vault: store.Unexpired(backend.Vault(), now), Now: now, BaseURL: base})
	if err != nil {
		return s, err
	}
	defer d.Close()
	s.cookies = map[string]*http.Cookie{}
	for _, name := range []string{"administrator", "viewer", "author", "author-a", "author-b", "editor"} {
		role, _, _ := strings.Cut(name, "-")
		n := access.NewAccount{Name: name, Shown: "The " + name, Role: access.Role(role), Password: password}
		if _, err := d.CreateAccount(context.Background(), access.Local("root"), n); err != nil {
			return s, err
		}
		if _, s.cookies[name], err = d.Login(context.Background(), access.Attempt{Name: name, Password: password}); err != nil {
			return s, err
		}
	}
	d.Close()
	if err := backend.Close(); err != nil {
		return s, err
	}
	s.file, err = os.ReadFile(name)
	return s, err
}

// newHouse is a house in which everybody is signed in: see staffed.
func newHouse(t testing.TB, list ...events.Event) *house {
	t.Helper()
	s, err := staffed()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(file, s.file, 0o600); err != nil {
		t.Fatal(err)
	}
	h := openHouse(t, file, list)
	for name, cookie := range s.cookies {
		h.cookies[name] = cookie
	}
	return h
}

// newEmptyHouse is a house without any account.
func newEmptyHouse(t testing.TB, list ...events.Event) *house {
	t.Helper()
	return openHouse(t, filepath.Join(t.TempDir(), "a.db"), list)
}

func openHouse(t testing.TB, file string, list []events.Event) *house {
	t.Helper()
	h := &house{t: t, cookies: map[string]*http.Cookie{}}
	h.clock.Store(start.UnixNano())
	now := func() time.Time { return time.Unix(0, h.clock.Load()).UTC() }
	backend, err := bolt.Open(file)
	h.must(err)
	t.Cleanup(func() { backend.Close() })
	h.backend = backend
	h.live, err = store.Open(t.Context(), backend, store.Config{Now: now})
	h.must(err)
	t.Cleanup(h.live.Close)
	_, err = h.live.Begin(t.Context(), &events.Site{Authority: "example.org"})
	h.must(err)
	if len(list) > 0 {
		var changes []events.Change
		for _, e := range list {
			changes = append(changes, events.Put(e, 0))
		}
		_, err := h.live.Commit(t.Context(), changes...)
		h.must(err)
	}
	h.pass(time.Hour)
	h.vault = store.Unexpired(backend.Vault(), now)
	h.directory, err = access.Open(t.Context(), access.Config{Vault: store.Unexpired(backend.Vault(), now), Now: now, BaseURL: base})
	h.must(err)
	t.Cleanup(h.directory.Close)
	h.readings = store.Unexpired(backend.Vault(), now)
	h.hooks = webhook.New(webhook.Config{
		Record: h.live, Vault: store.Unexpired(backend.Vault(), now), Now: now, AllowPrivate: true,
		Address: func(e *events.Event) string { return base + "/en/e/" + e.Slug },
	})
	h.serve(now)
	return h
}

// serve opens the site, and a desk of which the routes are asked.
func (h *house) serve(now func() time.Time) {
	h.t.Helper()
	site := feeds.Site{
		BaseURL: base, Languages: []string{"zh", "en"}, Zone: time.UTC,
		Name: events.Localised{"zh": "大事记", "en": "Chronicle"}, Description: events.Localised{"en": "What happened."},
	}
	var err error
	h.pictures, err = picture.New(blob.Dir(h.t.TempDir()), h.live.Timeline)
	h.must(err)
	h.editor = editing.New(h.live, now)
	h.editor.SetReadings(h.readings)
	h.server, err = web.New(web.Config{Imports: h.live, Vault: h.vault, Readings: h.readings, Record: h.live, Pictures: h.pictures, Now: now, Site: site, Directory: h.directory, Webhooks: h.hooks, Backup: writeLittle, Redact: h.redact})
	h.must(err)
	h.t.Cleanup(h.server.Close)
	alone, err := desk.New(desk.Config{
		Timeline: h.live.Timeline, History: h.live.History, Editor: h.editor, Directory: h.directory, Now: now,
		Site:    func(t *timeline.Timeline) *feeds.Site { s := site; s.Record = t.Site(); return &s },
		Accent:  func(c string) (string, string) { return c, c },
		Preview: func(context.Context, entry.Shown) ([]byte, string, error) { return nil, "", events.ErrNotFound },
	})
	h.must(err)
	h.t.Cleanup(alone.Close)
	h.routes = alone.Routes()
}

func (h *house) redact(ctx context.Context, who access.Principal, id events.ID, before events.Rev, reason string) (int, error) {
	return h.live.Redact(ctx, h.backend, h.backend.Vault(), store.Redaction{ID: id, Before: before, By: who.By(), Author: who.Author(), Reason: reason})
}

// writeLittle stands for the backup of a store.
func writeLittle(_ context.Context, w io.Writer, accounts bool) error {
	_, err := fmt.Fprintf(w, "accounts: %v", accounts)
	return err
}

const base = "https://almanac.example.org"

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) pass(d time.Duration) { h.clock.Add(int64(d)) }

// as is the cookie of an account, which is made where there is none: its name is
// that of its role, with what follows a hyphen to tell several apart.
func (h *house) as(name string) *http.Cookie {
	h.t.Helper()
	if name == "" || h.cookies[name] != nil {
		return h.cookies[name]
	}
	role, _, _ := strings.Cut(name, "-")
	_, err := h.directory.CreateAccount(h.t.Context(), access.Local("root"), access.NewAccount{Name: name, Shown: "The " + name, Role: access.Role(role), Password: password})
	h.must(err)
	h.signIn(name)
	return h.cookies[name]
}

func (h *house) signIn(name string) {
	h.t.Helper()
	_, cookie, err := h.directory.Login(h.t.Context(), access.Attempt{Name: name, Password: password})
	h.must(err)
	h.cookies[name] = cookie
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
	doc    *goquery.Document
}

// get looks at a page as an account; "" is nobody.
func (h *house) get(who, path string) answer {
	h.t.Helper()
	return h.ask(who, httptest.NewRequest(http.MethodGet, base+path, nil))
}

// post sends a form as an account.
func (h *house) post(who, path string, form url.Values) answer {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodPost, base+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return h.ask(who, r)
}

func (h *house) ask(who string, r *http.Request) answer {
	h.t.Helper()
	if c := h.as(who); c != nil {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.server.Handler().ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.String(), webtest.Document(h.t, w.Body.String())}
}

// follow goes where an answer leads, as a browser does.
func (h *house) follow(who string, a answer) answer {
	h.t.Helper()
	if a.status != http.StatusSeeOther {
		h.t.Fatalf("status %d instead of 303:\n%s", a.status, a.doc.Find("main").Text())
	}
	return h.get(who, a.header.Get("Location"))
}

// fields are what a browser would send of a form, without any button.
func fields(form *goquery.Selection) url.Values {
	q := url.Values{}
	form.Find("input[name],textarea[name],select[name]").Each(func(_ int, s *goquery.Selection) {
		name := s.AttrOr("name", "")
		switch kind := s.AttrOr("type", ""); {
		case goquery.NodeName(s) == "textarea":
			q.Add(name, strings.TrimPrefix(s.Text(), "\n"))
		case goquery.NodeName(s) == "select":
			option := s.Find("option[selected]")
			if option.Length() == 0 {
				option = s.Find("option").First()
			}
			q.Add(name, option.AttrOr("value", ""))
		case kind == "checkbox" || kind == "radio":
			if _, ok := s.Attr("checked"); ok {
				q.Add(name, s.AttrOr("value", ""))
			}
		default:
			q.Add(name, s.AttrOr("value", ""))
		}
	})
	return q
}

// form are the fields of the page's own form.
func (a answer) form() url.Values {
	if f := a.doc.Find("form[data-guard]"); f.Length() > 0 {
		return fields(f)
	}
	return fields(a.doc.Find("main form[method=post]").Last())
}

// with is a form with some fields changed; keys and values in turns.
func with(form url.Values, pairs ...string) url.Values {
	q := url.Values{}
	for k, v := range form {
		q[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return q
}

// stored is an event as it is stored.
func (h *house) stored(id string) *events.Event {
	h.t.Helper()
	e, ok := h.live.Timeline().Event(events.ID(id))
	if !ok {
		h.t.Fatalf("no event %s", id)
	}
	return e
}

// put stores a document as it is given.
func (h *house) put(d events.Document) {
	h.t.Helper()
	was := h.live.Timeline().Site().Document(d.Name)
	_, err := h.live.Commit(h.t.Context(), events.PutDocument(d, was.Rev))
	h.must(err)
}

// idIn is the ID of the entry in an address.
func idIn(address string) string {
	_, rest, _ := strings.Cut(address, "/e/")
	rest, _, _ = strings.Cut(rest, "?")
	id, _, _ := strings.Cut(rest, "/")
	return id
}
