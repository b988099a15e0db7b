package door_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"almanac.example/web/access"
	"almanac.example/web/desk/desktest"
)

func TestOtherBrowsersAreSignedOut(t *testing.T) {
	h := desktest.New(t)
	first := h.Cookies["author"]
	h.SignIn("author")
	page := h.Get("author", "/admin/en/account")
	if page.Doc.Find("button[value=others]").Length() != 1 {
		t.Fatal("it is not offered")
	}
	h.Follow("author", h.Post("author", "/admin/en/account", url.Values{"do": {"others"}}))
	if n := len(h.Directory.Sessions(h.AccountID("author"))); n != 1 {
		t.Errorf("%d sessions", n)
	}
	if a := h.Get("author", "/admin/en/account"); a.Status != http.StatusOK || a.Doc.Find("button[value=others]").Length() != 0 {
		t.Errorf("the present one: %d", a.Status)
	}
	h.Cookies["author"] = first
	if a := h.Get("author", "/admin/en/account"); a.Status != http.StatusSeeOther {
		t.Errorf("the other one: %d", a.Status)
	}
}

func TestSessionsOfOnesOwn(t *testing.T) {
	h := desktest.New(t)
	h.As("administrator")
	h.As("author")
	first := h.Cookies["author"]
	h.SignIn("author")
	page := h.Get("author", "/admin/en/account")
	if got := page.Doc.Find("tbody tr").Length(); got != 2 {
		t.Fatalf("%d sessions", got)
	}
	end := page.Doc.Find("tbody form")
	h.Follow("author", h.Post("author", "/admin/en/account", desktest.With(desktest.Fields(end), "do", "end")))
	h.Cookies["author-first"] = first
	if a := h.Get("author-first", "/admin/en/"); a.Status != http.StatusSeeOther {
		t.Errorf("the session that was ended: %d", a.Status)
	}
	wrong := h.Post("author", "/admin/en/account", url.Values{"do": {"password"}, "present": {"no"}, "password": {"another long sentence"}})
	if wrong.Status != http.StatusUnprocessableEntity || wrong.Doc.Find("#present[aria-invalid]").Length() != 1 {
		t.Errorf("a wrong password: %d", wrong.Status)
	}
	h.Follow("author", h.Post("author", "/admin/en/account", url.Values{"do": {"password"}, "present": {desktest.Password}, "password": {"another long sentence"}}))
	named := h.Follow("author", h.Post("author", "/admin/en/account", url.Values{"do": {"profile"}, "shown": {"A. Writer"}, "language": {"zh"}}))
	if got := named.Doc.Find("html").AttrOr("lang", ""); got != "zh-CN" || !strings.Contains(named.Doc.Find(".who").Text(), "A. Writer") {
		t.Errorf("in %s: %s", got, named.Doc.Find(".who").Text())
	}
	out := h.Post("author", "/admin/en/logout", nil)
	if c := out.Cookie(t); c.MaxAge >= 0 || h.Get("author", "/admin/en/").Status != http.StatusSeeOther {
		t.Error("signing out does not")
	}
}

func TestAnInvitationMakesAnAccount(t *testing.T) {
	h := desktest.New(t)
	h.As("administrator")
	_, secret, err := h.Directory.Invite(t.Context(), access.Local("root"), "", access.Author)
	h.Must(err)
	path := "/admin/en/invite?secret=" + url.QueryEscape(secret)
	page := h.Get("", path)
	done := h.Post("", "/admin/en/invite", desktest.With(page.Form(), "user", "bo", "shown", "Bo", "password", desktest.Password))
	h.Cookies["bo"] = done.Cookie(t)
	if a := h.Get("bo", "/admin/en/new"); a.Status != http.StatusOK {
		t.Errorf("the new account: %d", a.Status)
	}
	if a := h.Get("", path); a.Status != http.StatusNotFound {
		t.Errorf("the invitation holds still: %d", a.Status)
	}
}

func TestTheLoginLeadsOnlyIntoTheDesk(t *testing.T) {
	h := desktest.New(t)
	h.As("viewer")
	for to, want := range map[string]string{
		"/admin/en/list?q=x": "/admin/en/list?q=x", "https://evil.example/": "/admin/en/", "//evil.example/admin/en/": "/admin/en/", "/zh/": "/admin/en/", "/admin/en/\\evil": "/admin/en/", "": "/admin/en/",
	} {
		a := h.Post("", "/admin/en/login", url.Values{"user": {"viewer"}, "password": {desktest.Password}, "to": {to}})
		if got := a.To; got != want {
			t.Errorf("%q leads to %q", to, got)
		}
	}
}

func TestTooManyTriesHaveToWait(t *testing.T) {
	h := desktest.New(t)
	h.As("viewer")
	var last desktest.Answer
	for range 30 {
		if last = h.Post("", "/admin/en/login", url.Values{"user": {"viewer"}, "password": {"wrong"}}); last.Status != http.StatusUnprocessableEntity {
			break
		}
	}
	if last.Status != http.StatusTooManyRequests || last.Header.Get("Retry-After") == "" || last.Doc.Find(".errs").Length() != 1 {
		t.Errorf("status %d, Retry-After %q", last.Status, last.Header.Get("Retry-After"))
	}
}

func TestAFormThatComesTooLateGoesOn(t *testing.T) {
	for name, want := range map[string]string{"author-a": "Typed", "author-b": "Story 2019-07-03"} {
		h := desktest.New(t, desktest.Draft("d1"))
		form := desktest.With(h.Get("author-a", "/admin/en/e/d1").Form(), "title-en", "Typed", "do", "save")
		h.Must(h.Directory.EndSessions(t.Context(), access.Local("root"), h.AccountID("author-a")))
		late := h.Post("author-a", "/admin/en/e/d1", form)
		if late.Status != http.StatusUnauthorized || !strings.Contains(late.Doc.Find("dl").Text(), "Typed") {
			t.Fatalf("%s: %d %s", name, late.Status, late.Doc.Find("main").Text())
		}
		wrong := h.Post("", "/admin/en/login", desktest.With(late.Form(), "user", name, "password", "not that"))
		if wrong.Status != http.StatusUnprocessableEntity || wrong.Form().Get("carried") != late.Form().Get("carried") {
			t.Errorf("%s: a wrong desktest.Password loses what was typed: %d", name, wrong.Status)
		}
		h.As(name)
		after := h.Post("", "/admin/en/login", desktest.With(wrong.Form(), "user", name, "password", desktest.Password))
		h.Cookies[name] = after.Cookie(t)
		if got := h.Stored("d1").Text["en"].Title; got != want {
			t.Errorf("as %s: stored %q", name, got)
		}
		if name == "author-b" && strings.TrimSpace(after.Doc.Find("#t-en").Text()) != "Typed" {
			t.Errorf("as %s the text has not come along: %s", name, after.Doc.Find("h1").Text())
		}
	}
}
