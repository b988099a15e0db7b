package proposals_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
	"almanac.example/feeds/report/review"
	"almanac.example/store"
	"almanac.example/store/bolt"
	"almanac.example/web/access"
	"almanac.example/web/desk/bulk"
	"almanac.example/web/desk/frame"
	"almanac.example/web/desk/overview"
	"almanac.example/web/desk/proposals"
	"almanac.example/web/editing"
)

// house is a record with the pages of its review.
type house struct {
	t      *testing.T
	live   *store.Live
	editor *editing.Editor
	pages  *proposals.Pages
	who    map[access.Role]access.Principal
	ahead  atomic.Int64 // seconds by which the clock is ahead
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

func newHouse(t *testing.T, list ...events.Event) *house {
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
	for _, e := range list {
		_, err := h.live.Commit(t.Context(), events.Put(e, 0))
		h.must(err)
	}
	vault := store.Unexpired(backend.Vault(), h.now)
	people, err := access.Open(t.Context(), access.Config{Vault: vault, Now: h.now, BaseURL: "https://example.org"})
	h.must(err)
	t.Cleanup(people.Close)
	for _, role := range access.Roles() {
		h.who[role] = h.account(people, role)
	}
	h.editor = editing.New(h.live, h.now)
	h.editor.SetReadings(vault)
	many := bulk.New(h.editor, overview.New(h.live.History, people.Accounts, nil), h.live.History)
	t.Cleanup(many.Close)
	h.pages = proposals.New(proposals.Config{Editor: h.editor, History: h.live.History, People: people.Accounts, Many: many})
	return h
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
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, "https://example.org/", nil)
	h.must(err)
	r.Header.Set("Authorization", "Bearer "+secret)
	p, _, err := people.Identify(h.t.Context(), r)
	h.must(err)
	return p
}

// imported has a document in the house, and tells what it is called and what was
// found in it.
func (h *house) imported(text string) (string, []*events.Event) {
	h.t.Helper()
	doc, err := document.Read(h.t.Context(), "harbour.md", []byte(text), document.DefaultLimits())
	h.must(err)
	found, err := report.Extract(h.t.Context(), doc, report.Options{})
	h.must(err)
	p, err := review.Propose(h.live.Timeline(), doc, found, review.Options{NewID: events.NewID})
	h.must(err)
	h.must(h.editor.Propose(h.t.Context(), editing.Act{Who: access.Local("root"), Batch: events.NewBatch(events.BatchImport, "harbour.md")}, p, h.live))
	return p.Reading.Document, h.found(p.Reading)
}

func (h *house) found(k review.Reading) []*events.Event {
	list := review.From(h.live.Timeline(), k.Document)
	k.Order(list)
	return list
}

// answer is what a page answers.
type answer struct {
	frame.Answer
	doc *goquery.Document // of a page
	err error
}

// text is what a part of the page says.
func (a answer) text(part string) string {
	if a.doc == nil {
		return ""
	}
	return strings.Join(strings.Fields(a.doc.Find(part).Text()), " ")
}

// ask opens the address as the role does; with a form it is sent.
func (h *house) ask(role access.Role, address string, form url.Values) answer {
	h.t.Helper()
	h.ahead.Add(60)
	set, err := templates()
	h.must(err)
	u, err := url.Parse(address)
	h.must(err)
	at := h.live.Timeline()
	v := &frame.Visit{
		Language: set.In("en"), Timeline: at, Who: h.who[role], Now: h.now(), Path: strings.TrimPrefix(u.Path, "/admin/en"), Query: u.Query(), Sent: form != nil, Form: frame.Form{Values: form},
		Site: &feeds.Site{BaseURL: "https://example.org", Languages: []string{"en", "zh"}, Zone: time.UTC, Record: at.Site(), Name: events.Localised{"en": "Chronicle"}},
	}
	parts := strings.Split(strings.TrimPrefix(v.Path, "/review"), "/")
	page := h.pages.List
	if len(parts) > 1 {
		v.Key, page = parts[1], h.pages.Document
	}
	if len(parts) > 2 {
		v.ID, page = events.ID(parts[2]), h.pages.Proposal
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

// get is an event as it is stored.
func (h *house) get(id events.ID) *events.Event {
	h.t.Helper()
	e, ok := h.live.Timeline().Event(id)
	if !ok {
		h.t.Fatalf("there is no event %s", id)
	}
	return e
}

// filled is what the form of the proposal's page sends, with changes in pairs.
func (h *house) filled(role access.Role, address string, pairs ...string) url.Values {
	h.t.Helper()
	a := h.ask(role, address, nil)
	h.must(a.err)
	f := url.Values{}
	for _, in := range a.doc.Find("main form[data-guard] [name]").EachIter() {
		_, ticked := in.Attr("checked")
		if kind := in.AttrOr("type", ""); kind == "submit" || (kind == "checkbox" || kind == "radio") && !ticked {
			continue
		}
		f.Add(in.AttrOr("name", ""), in.AttrOr("value", in.Text()))
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

// undo is the form that takes the decision about an event back.
func (h *house) undo(id events.ID) url.Values {
	return url.Values{"do": {"undo"}, "rev": {strconv.FormatInt(int64(h.get(id).Rev), 10)}}
}

func address(document string, id events.ID) string {
	a := "/admin/en/review"
	if document != "" {
		a += "/" + document
	}
	if id != "" {
		a += "/" + string(id)
	}
	return a
}

func denied(err error) bool {
	var d *access.Denied
	return errors.As(err, &d)
}

// act is an act of the role.
func (h *house) act(role access.Role) editing.Act { return editing.Act{Who: h.who[role]} }
