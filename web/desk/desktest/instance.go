package desktest

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/store"
	"almanac.example/store/backup"
	"almanac.example/store/blob"
	"almanac.example/store/bolt"
	"almanac.example/web"
	"almanac.example/web/access"
	"almanac.example/web/api/webhook"
	"almanac.example/web/editing"
	"almanac.example/web/picture"
	"almanac.example/web/webtest"
)

const (
	// Password is that of every account.
	Password = "seven purple otters dance"
	// Base is the address of every instance.
	Base = "https://almanac.example.org"
)

// Instance is a site with a desk, over a record of its own.
type Instance struct {
	Live      *store.Live
	Backend   *bolt.Backend
	Directory *access.Directory
	Vault     store.Vault // that forgets what has expired
	Hooks     *webhook.Sender
	Editor    *editing.Editor // what the desk and the API call, too
	Pictures  *picture.Library
	Media     string // the folder that keeps them
	Server    *web.Server
	Cookies   map[string]*http.Cookie // of sessions, by the name of the account
	T         testing.TB

	clock atomic.Int64 // ns since 1970
}

// start is what every clock shows first; when an instance is handed out it is an
// hour later.
var start = time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)

// staffed is a store with an account of each role, and a session of each. It is
// made once in a program, as hashing passwords takes its time.
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
	d, err := access.Open(context.Background(), access.Config{Vault: store.Unexpired(backend.Vault(), now), Now: now, BaseURL: Base})
	if err != nil {
		return s, err
	}
	defer d.Close()
	s.cookies = map[string]*http.Cookie{}
	for _, name := range []string{"administrator", "viewer", "author", "author-a", "author-b", "editor"} {
		if _, err := d.CreateAccount(context.Background(), access.Local("root"), accountOf(name)); err != nil {
			return s, err
		}
		if _, s.cookies[name], err = d.Login(context.Background(), access.Attempt{Name: name, Password: Password}); err != nil {
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

// accountOf is the account of a name: its role is the name up to a hyphen.
func accountOf(name string) access.NewAccount {
	role, _, _ := strings.Cut(name, "-")
	return access.NewAccount{Name: name, Shown: "The " + name, Role: access.Role(role), Password: Password}
}

// New is an instance whose record has the events. An account of each role is
// signed in, under the name of the role; and two more authors, author-a and
// author-b.
func New(t testing.TB, list ...events.Event) *Instance {
	t.Helper()
	s, err := staffed()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(file, s.file, 0o600); err != nil {
		t.Fatal(err)
	}
	h := open(t, file, list)
	for name, cookie := range s.cookies {
		h.Cookies[name] = cookie
	}
	return h
}

// NewEmpty is an instance without any account.
func NewEmpty(t testing.TB, list ...events.Event) *Instance {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "a.db"), list)
}

func open(t testing.TB, file string, list []events.Event) *Instance {
	t.Helper()
	h := &Instance{T: t, Cookies: map[string]*http.Cookie{}}
	h.clock.Store(start.UnixNano())
	var err error
	h.Backend, err = bolt.Open(file)
	h.Must(err)
	t.Cleanup(func() { h.Backend.Close() })
	h.Live, err = store.Open(t.Context(), h.Backend, store.Config{Now: h.Now})
	h.Must(err)
	t.Cleanup(h.Live.Close)
	_, err = h.Live.Begin(t.Context(), &events.Site{Authority: "example.org"})
	h.Must(err)
	for part := range slices.Chunk(list, store.MaxChanges) {
		var changes []events.Change
		for _, e := range part {
			changes = append(changes, events.Put(e, 0))
		}
		_, err := h.Live.Commit(t.Context(), changes...)
		h.Must(err)
	}
	h.Pass(time.Hour)
	h.Vault = store.Unexpired(h.Backend.Vault(), h.Now)
	h.Directory, err = access.Open(t.Context(), access.Config{Vault: h.Vault, Now: h.Now, BaseURL: Base})
	h.Must(err)
	t.Cleanup(h.Directory.Close)
	h.Hooks = webhook.New(webhook.Config{
		Record: h.Live, Vault: h.Vault, Now: h.Now, AllowPrivate: true,
		Address: func(e *events.Event) string { return Base + "/en/e/" + e.Slug },
	})
	h.serve()
	return h
}

// serve opens the site with its desk.
func (h *Instance) serve() {
	h.T.Helper()
	var err error
	h.Media = h.T.TempDir()
	h.Pictures, err = picture.New(blob.Dir(h.Media), h.Live.Timeline)
	h.Must(err)
	h.Editor = editing.New(h.Live, h.Now)
	h.Editor.SetReadings(h.Vault)
	h.Server, err = web.New(web.Config{
		Record: h.Live, Imports: h.Live, Vault: h.Vault, Readings: h.Vault, Pictures: h.Pictures, Now: h.Now, Site: Site(),
		Directory: h.Directory, Webhooks: h.Hooks, Backup: h.backup,
		Redact: func(ctx context.Context, who access.Principal, id events.ID, before events.Rev, reason string) (int, error) {
			return h.Live.Redact(ctx, h.Backend, h.Backend.Vault(), store.Redaction{ID: id, Before: before, By: who.By(), Author: who.Author(), Reason: reason})
		},
	})
	h.Must(err)
	h.T.Cleanup(h.Server.Close)
}

// Site is what the configuration of every instance says of its site.
func Site() feeds.Site {
	return feeds.Site{
		BaseURL: Base, Languages: []string{"zh", "en"}, Zone: time.UTC,
		Name: events.Localised{"zh": "大事记", "en": "Chronicle"}, Description: events.Localised{"en": "What happened."},
	}
}

func (h *Instance) backup(ctx context.Context, w io.Writer, accounts bool) error {
	_, err := backup.Write(ctx, w, backup.Source{Archive: h.Backend, Vault: h.Backend.Vault(), Accounts: accounts})
	return err
}

// Must ends the test with an error that is not meant to happen.
func (h *Instance) Must(err error) {
	h.T.Helper()
	if err != nil {
		h.T.Fatal(err)
	}
}

// Now is what the instance's clock shows.
func (h *Instance) Now() time.Time { return time.Unix(0, h.clock.Load()).UTC() }

// Pass lets time pass on the instance's clock.
func (h *Instance) Pass(d time.Duration) { h.clock.Add(int64(d)) }

// As is the cookie of an account, which is made where there is none: its role is
// its name, up to a hyphen that tells several of a role apart. "" is who has not
// signed in, and nil.
func (h *Instance) As(name string) *http.Cookie {
	h.T.Helper()
	if name == "" || h.Cookies[name] != nil {
		return h.Cookies[name]
	}
	_, err := h.Directory.CreateAccount(h.T.Context(), access.Local("root"), accountOf(name))
	h.Must(err)
	h.SignIn(name)
	return h.Cookies[name]
}

// SignIn gives an account another session, which it asks with from now on.
func (h *Instance) SignIn(name string) {
	h.T.Helper()
	_, cookie, err := h.Directory.Login(h.T.Context(), access.Attempt{Name: name, Password: Password})
	h.Must(err)
	h.Cookies[name] = cookie
}

// Principal is who asks with the account's session.
func (h *Instance) Principal(name string) access.Principal {
	h.T.Helper()
	r := httptest.NewRequestWithContext(h.T.Context(), http.MethodGet, Base+"/", nil)
	r.AddCookie(h.As(name))
	p, _, err := h.Directory.Identify(h.T.Context(), r)
	h.Must(err)
	return p
}

// AccountID is the ID of an account that there is.
func (h *Instance) AccountID(name string) string {
	h.T.Helper()
	a, err := h.Directory.AccountNamed(name)
	h.Must(err)
	return a.ID
}

// Stored is an event as it is stored. The test ends if there is none.
func (h *Instance) Stored(id string) *events.Event {
	h.T.Helper()
	e, ok := h.Live.Timeline().Event(events.ID(id))
	if !ok {
		h.T.Fatalf("no event %s", id)
	}
	return e
}

// Put stores a document as it is given.
func (h *Instance) Put(d events.Document) {
	h.T.Helper()
	was := h.Live.Timeline().Site().Document(d.Name)
	_, err := h.Live.Commit(h.T.Context(), events.PutDocument(d, was.Rev))
	h.Must(err)
}

// Settings are the details that the audit has of settings, the newest first.
func (h *Instance) Settings() []string {
	h.T.Helper()
	list, _, err := h.Directory.Audit(h.T.Context(), access.Local("root"), "", access.MaxAudit)
	h.Must(err)
	var details []string
	for _, e := range list {
		if e.Kind == access.AuditSettings {
			details = append(details, e.Detail)
		}
	}
	return details
}

// Draft is an entry that is not public yet.
func Draft(id string) events.Event {
	return webtest.Story(id, "2019-07-03", func(e *events.Event) { e.Status = events.Draft })
}

// PutVocabulary names two topics, policy and science, a place, shanghai, and a view,
// rules, that means the first of the topics.
func (h *Instance) PutVocabulary() {
	h.T.Helper()
	h.Put(events.Document{Name: events.DocumentTags, Tags: []events.Tag{
		{Slug: "policy", Name: events.Localised{"en": "Policy", "zh": "政策"}, Color: "teal"},
		{Slug: "science", Name: events.Localised{"en": "Science", "zh": "科学"}},
	}})
	h.Put(events.Document{Name: events.DocumentPlaces, Places: []events.NamedPlace{{Slug: "shanghai", Name: events.Localised{"en": "Shanghai", "zh": "上海"}}}})
	h.Put(events.Document{Name: events.DocumentViews, Views: []events.View{{Slug: "rules", Name: events.Localised{"en": "Rules"}, Selection: "tag=policy"}}})
}

// Restart has another server answer, as after a restart of the program: it knows
// what the record and the vault know.
func (h *Instance) Restart() {
	h.T.Helper()
	h.serve()
}
