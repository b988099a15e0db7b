package importing

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/feeds/intake"
	"almanac.example/store"
	"almanac.example/store/bolt"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
)

// house is a record with the pages of the wizard.
type house struct {
	t     *testing.T
	live  *store.Live
	vault intake.Vault
	pages *Pages
	who   map[access.Role]access.Principal
	ahead atomic.Int64 // seconds by which the clock is ahead
}

var templates = sync.OnceValues(frame.NewTemplates)

var start = time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC)

func (h *house) now() time.Time { return start.Add(time.Duration(h.ahead.Load()) * time.Second) }

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, who: map[access.Role]access.Principal{}}
	backend, err := bolt.Open(filepath.Join(t.TempDir(), "a.db"))
	h.must(err)
	t.Cleanup(func() { backend.Close() })
	h.live, err = store.Open(t.Context(), backend, store.Config{Now: h.now})
	h.must(err)
	t.Cleanup(h.live.Close)
	_, err = h.live.Begin(t.Context(), &events.Site{Authority: "example.org"})
	h.must(err)
	vault := store.Unexpired(backend.Vault(), h.now)
	h.vault = vault
	people, err := access.Open(t.Context(), access.Config{Vault: vault, Now: h.now, BaseURL: "https://example.org"})
	h.must(err)
	t.Cleanup(people.Close)
	for _, role := range access.Roles() {
		h.who[role] = h.account(people, role)
	}
	editor := editing.New(h.live, h.now)
	editor.SetReadings(vault)
	h.pages = h.open(editor)
	return h
}

// open is another process's wizard over the same record.
func (h *house) open(editor *editing.Editor) *Pages {
	p := New(Config{Editor: editor, Timeline: h.live.Timeline, History: h.live.History, Record: h.live, Vault: h.vault, Now: h.now, AllowPrivate: true})
	h.t.Cleanup(p.Close)
	return p
}

// account is a new account of the role, known by a token.
func (h *house) account(people *access.Directory, role access.Role) access.Principal {
	root := access.Local("root")
	a, err := people.CreateAccount(h.t.Context(), root, access.NewAccount{Name: string(role), Shown: "The " + string(role), Role: role})
	h.must(err)
	scopes := map[access.Role][]access.Scope{
		access.Viewer: {access.ScopeReadDrafts}, access.Author: {access.ScopeWriteDrafts},
		access.Editor: {access.ScopeWriteDrafts, access.ScopePublish}, access.Administrator: access.Scopes(),
	}[role]
	_, secret, err := people.CreateToken(h.t.Context(), root, access.NewToken{Account: a.ID, Scopes: scopes})
	h.must(err)
	r := httptest.NewRequest(http.MethodGet, "https://example.org/", nil)
	r.Header.Set("Authorization", "Bearer "+secret)
	p, _, err := people.Identify(h.t.Context(), r)
	h.must(err)
	return p
}

// answer is what a page answers.
type answer struct {
	frame.Answer
	doc *goquery.Document // of a page
	err error
}

func (a answer) text(part string) string {
	if a.doc == nil {
		return ""
	}
	return strings.Join(strings.Fields(a.doc.Find(part).Text()), " ")
}

// sums are the numbers of a page.
func (a answer) sums() string {
	if a.doc == nil {
		return ""
	}
	return strings.Join(a.doc.Find(".sums dd").Map(func(_ int, s *goquery.Selection) string { return s.Text() }), " ")
}

// ask opens an address below the desk as the role does; with a form it is sent.
func (h *house) ask(role access.Role, address string, form frame.Form) answer {
	h.t.Helper()
	set, err := templates()
	h.must(err)
	u, err := url.Parse(address)
	h.must(err)
	at := h.live.Timeline()
	v := &frame.Visit{
		Language: set.In("en"), Timeline: at, Who: h.who[role], Now: h.now(), Path: strings.TrimPrefix(u.Path, "/admin/en"), Query: u.Query(), Sent: form.Values != nil, Form: form,
		Site: &feeds.Site{BaseURL: "https://example.org", Languages: []string{"en", "zh"}, Zone: time.UTC, Record: at.Site(), Name: events.Localised{"en": "Chronicle"}},
	}
	page := h.pages.Start
	if v.Path != "/import" {
		v.Key, page = path.Base(v.Path), h.pages.File
	}
	var a answer
	if a.Answer, a.err = page(h.t.Context(), v); a.err == nil && a.Page != nil {
		body, err := set.Render(a.Template, a.Page, frame.Assets{})
		h.must(err)
		a.doc, err = goquery.NewDocumentFromReader(bytes.NewReader(body))
		h.must(err)
	}
	return a
}

// look opens a page again and again until it does not say that it waits.
func (h *house) look(role access.Role, address string) answer {
	h.t.Helper()
	for {
		if a := h.ask(role, address, frame.Form{}); a.Refresh == 0 {
			return a
		}
	}
}

// bring sends a file, and tells the address of its page.
func (h *house) bring(role access.Role, name, text string) string {
	h.t.Helper()
	a := h.ask(role, "/admin/en/import", frame.Form{Values: url.Values{"do": {"upload"}}, Files: map[string][]byte{"file": []byte(text)}, Names: map[string]string{"file": name}})
	h.must(a.err)
	if a.To == "" {
		h.t.Fatalf("%s is refused: %s", name, a.text("main"))
	}
	return a.To
}

// press presses a button of a trial run, and shows what follows.
func (h *house) press(role access.Role, address, button string) answer {
	h.t.Helper()
	shown := h.look(role, address).doc.Find("[name=shown]").AttrOr("value", "")
	a := h.ask(role, address, frame.Form{Values: url.Values{"do": {button}, "shown": {shown}}})
	h.must(a.err)
	return h.look(role, a.To)
}

// kept is a file as it waits.
func (h *house) kept(role access.Role, address string) *waiting {
	h.t.Helper()
	account, _ := h.who[role].Account()
	w, err := h.pages.shelf.find(h.t.Context(), account.ID, path.Base(address))
	h.must(err)
	return w
}

// put changes how a file waits, as another process does.
func (h *house) put(w *waiting) {
	h.t.Helper()
	h.must(h.pages.shelf.save(h.t.Context(), w))
}
