package people_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"almanac.example/web/access"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

func TestSomebodyIsInvited(t *testing.T) {
	h := desktest.New(t)
	form := h.Get("administrator", "/admin/en/people").FormTo("/admin/en/people")
	for name, pairs := range map[string][]string{"role": {"role", "king"}, "user": {"user", "a/b"}} {
		a := h.Post("administrator", "/admin/en/people", desktest.With(form, append(pairs, "do", "invite")...))
		if a.Status != http.StatusUnprocessableEntity || a.Doc.Find(".errs a[href='#"+name+"']").Length() != 1 || a.Doc.Find("#"+name).Length() != 1 {
			t.Errorf("%s: %d %s", name, a.Status, a.Doc.Find(".errs").Text())
		}
	}
	if a := h.Post("administrator", "/admin/en/people", desktest.With(form, "do", "check")); a.Doc.Find(".key1").Length() != 0 || len(h.Directory.Invitations()) != 0 {
		t.Error("the Enter key invites")
	}
	made := h.Post("administrator", "/admin/en/people", desktest.With(form, "user", "bo", "role", "editor", "do", "invite"))
	address := made.Doc.Find(".key1").Text()
	if !strings.HasPrefix(address, desktest.Base+"/admin/invite?secret=") {
		t.Fatalf("the address is %q", address)
	}
	if again := h.Get("administrator", "/admin/en/people"); again.Doc.Find(".key1").Length() != 0 || !strings.Contains(again.Doc.Find("#inv").Parent().Text(), "bo, a new editor") || !strings.Contains(again.Doc.Find("#inv").Parent().Text(), "The administrator") {
		t.Errorf("later: %s", again.Doc.Find("main").Text())
	}
	u, err := url.Parse(address)
	h.Must(err)
	page := h.Get("", strings.Replace(u.Path, "/admin/", "/admin/en/", 1)+"?"+u.RawQuery)
	done := h.Post("", "/admin/en/invite", desktest.With(page.Form(), "password", desktest.Password))
	h.Cookies["editor-bo"] = done.Cookie(t)
	if a := h.Get("editor-bo", "/admin/en/tags"); a.Status != http.StatusOK {
		t.Errorf("the new editor: %d", a.Status)
	}
}

func TestAnInvitationIsWithdrawn(t *testing.T) {
	h := desktest.New(t)
	_, secret, err := h.Directory.Invite(t.Context(), access.Local("root"), "bo", access.Viewer)
	h.Must(err)
	form := desktest.Fields(h.Get("administrator", "/admin/en/people").Doc.Find("form:has(button[value=withdraw])"))
	page := h.Follow("administrator", h.Post("administrator", "/admin/en/people", desktest.With(form, "do", "withdraw")))
	if len(h.Directory.Invitations()) != 0 || page.Doc.Find(".say").Length() != 1 || page.Doc.Find("#inv").Length() != 0 {
		t.Error("it is still there")
	}
	if a := h.Get("", "/admin/en/invite?secret="+url.QueryEscape(secret)); a.Status != http.StatusNotFound {
		t.Errorf("it opens something: %d", a.Status)
	}
}

func TestAnAccountIsChanged(t *testing.T) {
	h := desktest.New(t)
	at := "/admin/en/people/" + h.AccountID("author")
	form := h.Get("administrator", at).FormTo(at)
	if form.Get("role") != "author" || form.Get("user") != "author" || form.Get("off") != "" {
		t.Fatalf("%v", form)
	}
	if a := h.Post("administrator", at, desktest.With(form, "user", "editor", "do", "save")); a.Status != http.StatusUnprocessableEntity || a.Doc.Find("#user").AttrOr("value", "") != "editor" {
		t.Errorf("a name that is taken: %d", a.Status)
	}
	h.Post("administrator", at, desktest.With(form, "role", "editor", "do", "check"))
	if a, _ := h.Directory.AccountNamed("author"); a.Role != access.Author {
		t.Error("the Enter key was enough")
	}
	h.Follow("administrator", h.Post("administrator", at, desktest.With(form, "shown", "Au", "role", "editor", "do", "save")))
	if a, _ := h.Directory.AccountNamed("author"); a.Role != access.Editor || a.Shown != "Au" {
		t.Errorf("%+v", a)
	}
	page := h.Follow("administrator", h.Post("administrator", at, desktest.With(form, "off", "1", "do", "save")))
	if a, _ := h.Directory.AccountNamed("author"); !a.Disabled {
		t.Errorf("%+v", a)
	}
	if got := page.Doc.Find("tr:has(a[href='" + at + "']) td").First().Text(); !strings.Contains(got, "disabled") {
		t.Errorf("listed as %q", got)
	}
	if a := h.Get("author", "/admin/en/"); a.Status != http.StatusSeeOther {
		t.Errorf("who is disabled gets %d", a.Status)
	}
	if a := h.Get("administrator", at); a.Doc.Find("button[value=reset]").Length() != 0 {
		t.Error("a desktest.Password for who may not sign in")
	}
	if a := h.Get("administrator", "/admin/en/people/nobody"); a.Status != http.StatusNotFound {
		t.Errorf("an account that is none: %d", a.Status)
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	h := desktest.New(t)
	at := "/admin/en/people/" + h.AccountID("administrator")
	form := h.Get("administrator", at).FormTo(at)
	for _, pairs := range [][]string{{"role", "editor"}, {"off", "1"}} {
		a := h.Post("administrator", at, desktest.With(form, append(pairs, "do", "save")...))
		if a.Status != http.StatusUnprocessableEntity || a.Doc.Find(".errs a[href='#role']").Length() != 1 {
			t.Errorf("%v: %d", pairs, a.Status)
		}
	}
	zh := strings.Replace(at, "/en/", "/zh/", 1)
	if a := h.Post("administrator", zh, desktest.With(form, "role", "editor", "do", "save")); !strings.Contains(a.Doc.Find(".errs").Text(), "管理员") {
		t.Errorf("in Chinese: %s", a.Doc.Find(".errs").Text())
	}
	if a, _ := h.Directory.AccountNamed("administrator"); a.Role != access.Administrator || a.Disabled {
		t.Errorf("%+v", a)
	}
}

func TestAPasswordIsChosenAnew(t *testing.T) {
	h := desktest.New(t)
	at := "/admin/en/people/" + h.AccountID("viewer")
	page := h.Get("administrator", at)
	made := h.Post("administrator", at, desktest.With(desktest.Fields(page.Doc.Find("form:has(button[value=reset])")), "do", "reset"))
	u, err := url.Parse(made.Doc.Find(".key1").Text())
	h.Must(err)
	form := h.Get("", "/admin/en/invite?"+u.RawQuery).Form()
	h.Post("", "/admin/en/invite", desktest.With(form, "password", "nine green herons wade"))
	if _, _, err := h.Directory.Login(t.Context(), access.Attempt{Name: "viewer", Password: "nine green herons wade"}); err != nil {
		t.Error(err)
	}
	h.SignIn("author")
	at = "/admin/en/people/" + h.AccountID("author")
	h.Follow("administrator", h.Post("administrator", at, url.Values{"do": {"end"}}))
	if n := len(h.Directory.Sessions(h.AccountID("author"))); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
}

func TestATokenIsMadeShownOnceAndRevoked(t *testing.T) {
	h := desktest.New(t)
	page := h.Get("author", "/admin/en/tokens")
	var scopes []string
	for _, n := range page.Doc.Find("input[name=scope]").Nodes {
		for _, a := range n.Attr {
			if a.Key == "value" {
				scopes = append(scopes, a.Val)
			}
		}
	}
	if got := strings.Join(scopes, " "); got != "read:drafts write:drafts" {
		t.Errorf("an author is offered %s", got)
	}
	form := desktest.With(page.FormTo("/admin/en/tokens"), "name", "Key")
	for field, bad := range map[string]url.Values{
		"scope-0": desktest.With(form, "scope", "", "do", "create"), "name": desktest.With(form, "name", strings.Repeat("x", 121), "do", "create"), "life": desktest.With(form, "life", "9999", "do", "create"),
	} {
		if a := h.Post("author", "/admin/en/tokens", bad); a.Status != http.StatusUnprocessableEntity || a.Doc.Find(".errs a[href='#"+field+"']").Length() != 1 || a.Doc.Find("#"+field).Length() != 1 {
			t.Errorf("%s: %d %s", field, a.Status, a.Doc.Find(".errs").Text())
		}
	}
	if a := h.Post("author", "/admin/en/tokens", desktest.With(form, "scope", "publish", "do", "create")); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("more than the role: %d", a.Status)
	}
	made := h.Post("author", "/admin/en/tokens", desktest.With(form, "name", "Archive sync", "scope", "write:drafts", "life", "30", "do", "create"))
	secret := made.Doc.Find(".key1").Text()
	if !access.IsToken(secret) || strings.Contains(h.Get("author", "/admin/en/tokens").Body, secret) {
		t.Fatalf("shown %q", secret)
	}
	if made.Doc.Find("#name").AttrOr("value", "") != "" {
		t.Error("the form is not empty again")
	}
	tokens := h.Directory.Tokens(h.AccountID("author"))
	if len(tokens) != 1 || tokens[0].Name != "Archive sync" || tokens[0].Expires.Sub(tokens[0].Created) != 30*24*time.Hour {
		t.Fatalf("%+v", tokens)
	}
	if h.Get("author", "/admin/en/tokens?of=all").Status != http.StatusForbidden || h.Get("author", "/admin/en/tokens?of="+h.AccountID("editor")).Status != http.StatusForbidden {
		t.Error("an author sees the tokens of others")
	}
	all := h.Get("administrator", "/admin/en/tokens?of=all")
	if got := all.Doc.Find(".tb tbody tr").Text(); !strings.Contains(got, "Archive sync") || !strings.Contains(got, "The author") {
		t.Errorf("all: %q", got)
	}
	revoke := desktest.Fields(all.Doc.Find("form:has(button[value=revoke])"))
	back := h.Follow("administrator", h.Post("administrator", "/admin/en/tokens", desktest.With(revoke, "do", "revoke")))
	if len(h.Directory.Tokens("")) != 0 || back.Doc.Find(".say").Length() != 1 {
		t.Error("it is not revoked")
	}
	h.Follow("administrator", h.Post("administrator", "/admin/en/tokens", desktest.With(revoke, "do", "revoke"))) // twice is no error
}

func TestTheAuditTellsAndLeadsOn(t *testing.T) {
	h := desktest.New(t)
	root := access.Local("root")
	editor := access.Editor
	_, err := h.Directory.ChangeAccount(t.Context(), root, h.AccountID("author"), access.AccountChange{Role: &editor})
	h.Must(err)
	h.Post("", "/admin/en/login", url.Values{"user": {"viewer"}, "password": {"wrong"}})
	for range 60 {
		h.Must(h.Directory.Record(t.Context(), root, access.AuditEntry{Kind: access.AuditSettings, Detail: "site accent"}))
		h.Pass(time.Minute)
	}
	page := h.Get("administrator", "/admin/en/audit")
	if n := page.Doc.Find(".tb tbody tr").Length(); n != 50 {
		t.Fatalf("%d entries", n)
	}
	further := page.Doc.Find("main p a").Last().AttrOr("href", "")
	next := h.Get("administrator", further)
	text := next.Doc.Find(".tb").Text()
	for _, want := range []string{"author: account: role author → editor", "viewer: sign-in failed", "root"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not told", want)
		}
	}
	if got := next.Doc.Find(".tb tbody tr:contains('site accent')").Length(); got != 10 {
		t.Errorf("%d of 60 are on the second page", got)
	}
	if !strings.Contains(next.Doc.Find("main").Text(), "That is all there is") {
		t.Error("the end is not told")
	}
	zh := h.Get("administrator", "/admin/zh/audit?who="+h.AccountID("author"))
	if text := zh.Doc.Find(".tb td:nth-child(3)").Text(); !strings.Contains(text, "角色从作者改为编辑") || regexp.MustCompile(`[a-z]+ [a-z]+`).MatchString(text) {
		t.Errorf("in Chinese: %s", text)
	}
	for what, want := range map[string]string{"failures": "sign-in failed", "settings": "site accent", "accounts": "account"} {
		rows := h.Get("administrator", "/admin/en/audit?what="+what).Doc.Find(".tb tbody tr")
		if rows.Length() == 0 || rows.Length() != rows.Filter(":contains('"+want+"')").Length() {
			t.Errorf("%s: %d entries", what, rows.Length())
		}
	}
	none := h.Get("administrator", "/admin/en/audit?what=tokens")
	if none.Doc.Find(".tb").Length() != 0 || !strings.Contains(none.Doc.Find("main").Text(), "Nothing of that") {
		t.Error("that there is nothing is not said")
	}
}

func TestPeoplePagesAreWellMade(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	_, _, err := h.Directory.Invite(t.Context(), access.Local("root"), "bo", access.Viewer)
	h.Must(err)
	_, _, err = h.Directory.CreateToken(t.Context(), access.Local("root"), access.NewToken{Account: h.AccountID("administrator"), Scopes: []access.Scope{access.ScopeSite}})
	h.Must(err)
	for _, lang := range []string{"zh", "en"} {
		at := "/admin/" + lang
		person := at + "/people/" + h.AccountID("administrator")
		for name, page := range map[string]desktest.Answer{
			"people": h.Get("administrator", at+"/people"), "person": h.Get("administrator", person), "audit": h.Get("administrator", at+"/audit"),
			"tokens": h.Get("administrator", at+"/tokens"), "all tokens": h.Get("administrator", at+"/tokens?of=all"), "account": h.Get("administrator", at+"/account"),
			"invited": h.Post("administrator", at+"/people", url.Values{"do": {"invite"}, "role": {"viewer"}}), "bad role": h.Post("administrator", at+"/people", url.Values{"do": {"invite"}}),
			"last one": h.Post("administrator", person, url.Values{"do": {"save"}, "user": {"administrator"}, "role": {"viewer"}}), "reset": h.Post("administrator", person, url.Values{"do": {"reset"}}),
			"token": h.Post("administrator", at+"/tokens", url.Values{"do": {"create"}, "scope": {"admin"}}), "no scope": h.Post("administrator", at+"/tokens", url.Values{"do": {"create"}}),
		} {
			t.Run(lang+" "+name, func(t *testing.T) { desktest.CheckPage(t, page) })
		}
	}
}

// TestATokenForAnotherAccount: an administrator makes one for a program of somebody
// else; it is that account's, and may no more than that account.
func TestATokenForAnotherAccount(t *testing.T) {
	h := desktest.New(t)
	id := h.AccountID("author")
	path := h.Get("administrator", "/admin/en/people/"+id).Doc.Find("a[href*='/tokens?of=']").AttrOr("href", "")
	page := h.Get("administrator", path)
	if page.Doc.Find("input[name=scope][value=publish]").Length() != 0 || page.Doc.Find("input[name=scope][value='write:drafts']").Length() != 1 {
		t.Error("the form offers what the author may not, or not what the author may")
	}
	form := page.FormTo("/admin/en/tokens")
	if a := h.Post("administrator", "/admin/en/tokens", desktest.With(form, "scope", "publish", "do", "create")); a.Status != http.StatusUnprocessableEntity || len(h.Directory.Tokens(id)) != 0 {
		t.Errorf("more than the author may: %d", a.Status)
	}
	made := h.Post("administrator", "/admin/en/tokens", desktest.With(form, "name", "Sync", "scope", "write:drafts", "do", "create"))
	if tokens := h.Directory.Tokens(id); len(tokens) != 1 || tokens[0].Name != "Sync" || !access.IsToken(made.Doc.Find(".key1").Text()) {
		t.Fatalf("%+v", tokens)
	}
	if n := len(h.Directory.Tokens(h.AccountID("administrator"))); n != 0 {
		t.Errorf("the administrator has %d", n)
	}
	for who, want := range map[string]int{"editor": http.StatusForbidden, "author": http.StatusOK} {
		if a := h.Post(who, "/admin/en/tokens", desktest.With(form, "name", "Mine", "scope", "read:drafts", "do", "create")); a.Status != want {
			t.Errorf("%s makes one of the author's: %d", who, a.Status)
		}
	}
	desktest.CheckPage(t, page)
	desktest.CheckPage(t, made)
}
