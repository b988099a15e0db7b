package importing_test

import (
	"bytes"
	"net/url"
	"path"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/web/access"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/desk/frame"
	"almanac.example/web/desk/importing"
)

// house is an instance with a wizard that may fetch from this machine, which its
// desk may not. It is asked as the desk asks it.
type house struct {
	*desktest.Instance
	pages *importing.Pages
}

var templates = sync.OnceValues(frame.NewTemplates)

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{Instance: desktest.New(t)}
	h.pages = importing.New(importing.Config{Editor: h.Editor, Timeline: h.Live.Timeline, History: h.Live.History, Record: h.Live, Vault: h.Vault, Now: h.Now, AllowPrivate: true})
	t.Cleanup(h.pages.Close)
	return h
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
	h.T.Helper()
	set, err := templates()
	h.Must(err)
	u, err := url.Parse(address)
	h.Must(err)
	at := h.Live.Timeline()
	site := desktest.Site()
	site.Record = at.Site()
	v := &frame.Visit{
		Language: set.In("en"), Timeline: at, Who: h.Principal(string(role)), Now: h.Now(), Path: strings.TrimPrefix(u.Path, "/admin/en"), Query: u.Query(), Sent: form.Values != nil, Form: form,
		Site: &site,
	}
	page := h.pages.Start
	if v.Path != "/import" {
		v.Key, page = path.Base(v.Path), h.pages.File
	}
	var a answer
	if a.Answer, a.err = page(h.T.Context(), v); a.err == nil && a.Page != nil {
		body, err := set.Render(a.Template, a.Page, frame.Assets{})
		h.Must(err)
		a.doc, err = goquery.NewDocumentFromReader(bytes.NewReader(body))
		h.Must(err)
	}
	return a
}

// look opens a page again and again until it does not say that it waits.
func (h *house) look(role access.Role, address string) answer {
	h.T.Helper()
	for {
		if a := h.ask(role, address, frame.Form{}); a.Refresh == 0 {
			return a
		}
	}
}

// bring sends a file, and tells the address of its page.
func (h *house) bring(role access.Role, name, text string) string {
	h.T.Helper()
	a := h.ask(role, "/admin/en/import", frame.Form{Values: url.Values{"do": {"upload"}}, Files: map[string][]byte{"file": []byte(text)}, Names: map[string]string{"file": name}})
	h.Must(a.err)
	if a.To == "" {
		h.T.Fatalf("%s is refused: %s", name, a.text("main"))
	}
	return a.To
}

// press presses a button of a trial run, and shows what follows.
func (h *house) press(role access.Role, address, button string) answer {
	h.T.Helper()
	shown := h.look(role, address).doc.Find("[name=shown]").AttrOr("value", "")
	a := h.ask(role, address, frame.Form{Values: url.Values{"do": {button}, "shown": {shown}}})
	h.Must(a.err)
	return h.look(role, a.To)
}

// kept is a file as it waits.
func (h *house) kept(role access.Role, address string) *importing.Waiting {
	h.T.Helper()
	w, err := h.pages.Kept(h.T.Context(), h.AccountID(string(role)), path.Base(address))
	h.Must(err)
	return w
}

// put changes how a file waits, as another process does.
func (h *house) put(w *importing.Waiting) {
	h.T.Helper()
	h.Must(h.pages.Keep(h.T.Context(), w))
}
