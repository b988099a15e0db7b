package desktest

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/web/webtest"
)

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   string
	Doc    *goquery.Document
	To     string // where a browser goes on (303); "": nowhere
}

// Get looks at a page as an account; "" is who has not signed in.
func (h *Instance) Get(who, path string) Answer {
	h.T.Helper()
	return h.Ask(who, httptest.NewRequestWithContext(h.T.Context(), http.MethodGet, Base+path, nil))
}

// Post sends a form as an account, as a browser does from a page of the desk.
func (h *Instance) Post(who, path string, form url.Values) Answer {
	h.T.Helper()
	r := httptest.NewRequestWithContext(h.T.Context(), http.MethodPost, Base+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return h.Ask(who, r)
}

// File is a file of a form.
type File struct {
	Field string
	Name  string
	Data  []byte
}

// Upload sends a form with files as an account.
func (h *Instance) Upload(who, path string, form url.Values, files ...File) Answer {
	h.T.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range form {
		for _, v := range values {
			h.Must(w.WriteField(name, v))
		}
	}
	for _, f := range files {
		part, err := w.CreateFormFile(f.Field, f.Name)
		h.Must(err)
		_, err = part.Write(f.Data)
		h.Must(err)
	}
	h.Must(w.Close())
	r := httptest.NewRequestWithContext(h.T.Context(), http.MethodPost, Base+path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return h.Ask(who, r)
}

// Ask sends a request as an account, and keeps the cookie of its session.
func (h *Instance) Ask(who string, r *http.Request) Answer {
	h.T.Helper()
	if c := h.As(who); c != nil {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.Server.Handler().ServeHTTP(w, r)
	a := Answer{Status: w.Code, Header: w.Header(), Body: w.Body.String()}
	if a.Status == http.StatusSeeOther {
		a.To = w.Header().Get("Location")
	}
	for _, c := range w.Result().Cookies() {
		if old := h.Cookies[who]; old != nil && c.Name == old.Name && c.MaxAge >= 0 {
			h.Cookies[who] = c // as a browser does
		}
	}
	a.Doc = webtest.Document(h.T, a.Body)
	return a
}

// Follow goes where an answer leads and waits there, as a browser does. The test ends if it leads
// nowhere.
func (h *Instance) Follow(who string, a Answer) Answer {
	h.T.Helper()
	if a.Status != http.StatusSeeOther {
		h.T.Fatalf("status %d instead of 303:\n%s", a.Status, a.Text("main"))
	}
	return h.Settled(who, a.To)
}

// Amend changes an entry by its page, and tells the ID of the entry that is changed:
// of a public one that is an amendment. Keys and values are in turns.
func (h *Instance) Amend(who, id string, pairs ...string) string {
	h.T.Helper()
	path := "/admin/en/e/" + id
	a := h.Post(who, path, With(h.Get(who, path).Form(), append(pairs, "do", "save")...))
	if a.Status != http.StatusSeeOther {
		h.T.Fatalf("status %d instead of 303: %s", a.Status, a.Text(".errs"))
	}
	return a.ID()
}

// Settled is a page once it no longer says that it waits for something.
func (h *Instance) Settled(who, path string) Answer {
	h.T.Helper()
	for {
		a := h.Get(who, path)
		if a.Header.Get("Refresh") == "" {
			return a
		}
	}
}

// Text is what the parts of a page say that a selector finds, in one line.
func (a Answer) Text(selector string) string {
	return strings.Join(strings.Fields(a.Doc.Find(selector).Text()), " ")
}

// Has reports whether the page has what a selector finds.
func (a Answer) Has(selector string) bool { return a.Doc.Find(selector).Length() > 0 }

// Form are the fields of the page's own form: of the one that warns of changes
// that were not saved, else of the last that is sent by POST.
func (a Answer) Form() url.Values {
	if f := a.Doc.Find("form[data-guard]"); f.Length() > 0 {
		return Fields(f)
	}
	return Fields(a.Doc.Find("main form[method=post]").Last())
}

// FormTo are the fields of the first form that is sent to an address.
func (a Answer) FormTo(action string) url.Values {
	return Fields(a.Doc.Find("main form[action='" + action + "']").First())
}

// FormWith are the fields of the form that has a button of that value.
func (a Answer) FormWith(button string) url.Values {
	return Fields(a.Doc.Find("main form:has(button[name=do][value=" + button + "])").First())
}

// Cookie is the only one that the answer sets.
func (a Answer) Cookie(t testing.TB) *http.Cookie {
	t.Helper()
	list := (&http.Response{Header: a.Header}).Cookies()
	if len(list) != 1 {
		t.Fatalf("%d cookies with status %d: %s", len(list), a.Status, a.Text(".errs"))
	}
	return list[0]
}

// ID is that of the entry to whose page the answer leads.
func (a Answer) ID() string {
	_, rest, _ := strings.Cut(a.To, "/e/")
	rest, _, _ = strings.Cut(rest, "?")
	id, _, _ := strings.Cut(rest, "/")
	return id
}

// Fields are what a browser would send of a form, without any button.
func Fields(form *goquery.Selection) url.Values {
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

// With is a form with some fields changed; keys and values in turns.
func With(form url.Values, pairs ...string) url.Values {
	q := url.Values{}
	for k, v := range form {
		q[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return q
}
