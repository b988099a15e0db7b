package desk_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"almanac.example/web/access"
	"almanac.example/web/webtest"
)

func TestSomebodyIsInvited(t *testing.T) {
	h := newHouse(t)
	form := h.get("administrator", "/admin/en/people").formTo("/admin/en/people")
	for name, pairs := range map[string][]string{"role": {"role", "king"}, "user": {"user", "a/b"}} {
		a := h.post("administrator", "/admin/en/people", with(form, append(pairs, "do", "invite")...))
		if a.status != http.StatusUnprocessableEntity || a.doc.Find(".errs a[href='#"+name+"']").Length() != 1 || a.doc.Find("#"+name).Length() != 1 {
			t.Errorf("%s: %d %s", name, a.status, a.doc.Find(".errs").Text())
		}
	}
	if a := h.post("administrator", "/admin/en/people", with(form, "do", "check")); a.doc.Find(".key1").Length() != 0 || len(h.directory.Invitations()) != 0 {
		t.Error("the Enter key invites")
	}
	made := h.post("administrator", "/admin/en/people", with(form, "user", "bo", "role", "editor", "do", "invite"))
	address := made.doc.Find(".key1").Text()
	if !strings.HasPrefix(address, base+"/admin/invite?secret=") {
		t.Fatalf("the address is %q", address)
	}
	if again := h.get("administrator", "/admin/en/people"); again.doc.Find(".key1").Length() != 0 || !strings.Contains(again.doc.Find("#inv").Parent().Text(), "bo, a new editor") || !strings.Contains(again.doc.Find("#inv").Parent().Text(), "The administrator") {
		t.Errorf("later: %s", again.doc.Find("main").Text())
	}
	u, err := url.Parse(address)
	h.must(err)
	page := h.get("", strings.Replace(u.Path, "/admin/", "/admin/en/", 1)+"?"+u.RawQuery)
	done := h.post("", "/admin/en/invite", with(page.form(), "password", password))
	h.cookies["editor-bo"] = cookieOf(t, done)
	if a := h.get("editor-bo", "/admin/en/tags"); a.status != http.StatusOK {
		t.Errorf("the new editor: %d", a.status)
	}
}

func TestAnInvitationIsWithdrawn(t *testing.T) {
	h := newHouse(t)
	_, secret, err := h.directory.Invite(t.Context(), access.Local("root"), "bo", access.Viewer)
	h.must(err)
	form := fields(h.get("administrator", "/admin/en/people").doc.Find("form:has(button[value=withdraw])"))
	page := h.follow("administrator", h.post("administrator", "/admin/en/people", with(form, "do", "withdraw")))
	if len(h.directory.Invitations()) != 0 || page.doc.Find(".say").Length() != 1 || page.doc.Find("#inv").Length() != 0 {
		t.Error("it is still there")
	}
	if a := h.get("", "/admin/en/invite?secret="+url.QueryEscape(secret)); a.status != http.StatusNotFound {
		t.Errorf("it opens something: %d", a.status)
	}
}

func TestAnAccountIsChanged(t *testing.T) {
	h := newHouse(t)
	at := "/admin/en/people/" + accountID(h, "author")
	form := h.get("administrator", at).formTo(at)
	if form.Get("role") != "author" || form.Get("user") != "author" || form.Get("off") != "" {
		t.Fatalf("%v", form)
	}
	if a := h.post("administrator", at, with(form, "user", "editor", "do", "save")); a.status != http.StatusUnprocessableEntity || a.doc.Find("#user").AttrOr("value", "") != "editor" {
		t.Errorf("a name that is taken: %d", a.status)
	}
	h.post("administrator", at, with(form, "role", "editor", "do", "check"))
	if a, _ := h.directory.AccountNamed("author"); a.Role != access.Author {
		t.Error("the Enter key was enough")
	}
	h.follow("administrator", h.post("administrator", at, with(form, "shown", "Au", "role", "editor", "do", "save")))
	if a, _ := h.directory.AccountNamed("author"); a.Role != access.Editor || a.Shown != "Au" {
		t.Errorf("%+v", a)
	}
	page := h.follow("administrator", h.post("administrator", at, with(form, "off", "1", "do", "save")))
	if a, _ := h.directory.AccountNamed("author"); !a.Disabled {
		t.Errorf("%+v", a)
	}
	if got := page.doc.Find("tr:contains('Au') td").First().Text(); !strings.Contains(got, "disabled") {
		t.Errorf("listed as %q", got)
	}
	if a := h.get("author", "/admin/en/"); a.status != http.StatusSeeOther {
		t.Errorf("who is disabled gets %d", a.status)
	}
	if a := h.get("administrator", at); a.doc.Find("button[value=reset]").Length() != 0 {
		t.Error("a password for who may not sign in")
	}
	if a := h.get("administrator", "/admin/en/people/nobody"); a.status != http.StatusNotFound {
		t.Errorf("an account that is none: %d", a.status)
	}
}

// TestTwoAdministratorsChangeOneAccount holds that each changes what they changed,
// and nothing of what the other one did meanwhile.
func TestTwoAdministratorsChangeOneAccount(t *testing.T) {
	h := newHouse(t)
	path := "/admin/en/people/" + accountID(h, "author")
	main := func(a answer) url.Values { return fields(a.doc.Find("main form:has(#shown)")) }
	mine := main(h.get("administrator", path))
	theirs := with(mine)
	h.follow("administrator", h.post("administrator", path, with(theirs, "role", "viewer", "do", "save")))
	h.follow("administrator", h.post("administrator", path, with(mine, "shown", "Another name", "do", "save")))
	a, err := h.directory.AccountNamed("author")
	h.must(err)
	if a.Role != access.Viewer || a.Shown != "Another name" {
		t.Errorf("the account is %s, shown as %q", a.Role, a.Shown)
	}
	bad := h.post("administrator", path, with(mine, "user", "no name", "do", "save"))
	if got := main(bad); got.Get("seen-role") != "author" || got.Get("user") != "no name" {
		t.Errorf("refused, the form says %v", got)
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	h := newHouse(t)
	at := "/admin/en/people/" + accountID(h, "administrator")
	form := h.get("administrator", at).formTo(at)
	for _, pairs := range [][]string{{"role", "editor"}, {"off", "1"}} {
		a := h.post("administrator", at, with(form, append(pairs, "do", "save")...))
		if a.status != http.StatusUnprocessableEntity || a.doc.Find(".errs a[href='#role']").Length() != 1 {
			t.Errorf("%v: %d", pairs, a.status)
		}
	}
	zh := strings.Replace(at, "/en/", "/zh/", 1)
	if a := h.post("administrator", zh, with(form, "role", "editor", "do", "save")); !strings.Contains(a.doc.Find(".errs").Text(), "管理员") {
		t.Errorf("in Chinese: %s", a.doc.Find(".errs").Text())
	}
	if a, _ := h.directory.AccountNamed("administrator"); a.Role != access.Administrator || a.Disabled {
		t.Errorf("%+v", a)
	}
}

func TestAPasswordIsChosenAnew(t *testing.T) {
	h := newHouse(t)
	at := "/admin/en/people/" + accountID(h, "viewer")
	page := h.get("administrator", at)
	made := h.post("administrator", at, with(fields(page.doc.Find("form:has(button[value=reset])")), "do", "reset"))
	u, err := url.Parse(made.doc.Find(".key1").Text())
	h.must(err)
	form := h.get("", "/admin/en/invite?"+u.RawQuery).form()
	h.post("", "/admin/en/invite", with(form, "password", "nine green herons wade"))
	if _, _, err := h.directory.Login(t.Context(), access.Attempt{Name: "viewer", Password: "nine green herons wade"}); err != nil {
		t.Error(err)
	}
	h.signIn("author")
	at = "/admin/en/people/" + accountID(h, "author")
	h.follow("administrator", h.post("administrator", at, url.Values{"do": {"end"}}))
	if n := len(h.directory.Sessions(accountID(h, "author"))); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
}

func TestOtherBrowsersAreSignedOut(t *testing.T) {
	h := newHouse(t)
	first := h.cookies["author"]
	h.signIn("author")
	page := h.get("author", "/admin/en/account")
	if page.doc.Find("button[value=others]").Length() != 1 {
		t.Fatal("it is not offered")
	}
	h.follow("author", h.post("author", "/admin/en/account", url.Values{"do": {"others"}}))
	if n := len(h.directory.Sessions(accountID(h, "author"))); n != 1 {
		t.Errorf("%d sessions", n)
	}
	if a := h.get("author", "/admin/en/account"); a.status != http.StatusOK || a.doc.Find("button[value=others]").Length() != 0 {
		t.Errorf("the present one: %d", a.status)
	}
	h.cookies["author"] = first
	if a := h.get("author", "/admin/en/account"); a.status != http.StatusSeeOther {
		t.Errorf("the other one: %d", a.status)
	}
}

func TestATokenIsMadeShownOnceAndRevoked(t *testing.T) {
	h := newHouse(t)
	page := h.get("author", "/admin/en/tokens")
	var scopes []string
	for _, n := range page.doc.Find("input[name=scope]").Nodes {
		for _, a := range n.Attr {
			if a.Key == "value" {
				scopes = append(scopes, a.Val)
			}
		}
	}
	if got := strings.Join(scopes, " "); got != "read:drafts write:drafts" {
		t.Errorf("an author is offered %s", got)
	}
	form := page.formTo("/admin/en/tokens")
	for field, bad := range map[string]url.Values{
		"scope-0": with(form, "scope", "", "do", "create"), "name": with(form, "name", strings.Repeat("x", 121), "do", "create"), "life": with(form, "life", "9999", "do", "create"),
	} {
		if a := h.post("author", "/admin/en/tokens", bad); a.status != http.StatusUnprocessableEntity || a.doc.Find(".errs a[href='#"+field+"']").Length() != 1 || a.doc.Find("#"+field).Length() != 1 {
			t.Errorf("%s: %d %s", field, a.status, a.doc.Find(".errs").Text())
		}
	}
	if a := h.post("author", "/admin/en/tokens", with(form, "scope", "publish", "do", "create")); a.status != http.StatusUnprocessableEntity {
		t.Errorf("more than the role: %d", a.status)
	}
	made := h.post("author", "/admin/en/tokens", with(form, "name", "Archive sync", "scope", "write:drafts", "life", "30", "do", "create"))
	secret := made.doc.Find(".key1").Text()
	if !access.IsToken(secret) || strings.Contains(h.get("author", "/admin/en/tokens").body, secret) {
		t.Fatalf("shown %q", secret)
	}
	if made.doc.Find("#name").AttrOr("value", "") != "" {
		t.Error("the form is not empty again")
	}
	tokens := h.directory.Tokens(accountID(h, "author"))
	if len(tokens) != 1 || tokens[0].Name != "Archive sync" || tokens[0].Expires.Sub(tokens[0].Created) != 30*24*time.Hour {
		t.Fatalf("%+v", tokens)
	}
	if h.get("author", "/admin/en/tokens?of=all").status != http.StatusForbidden || h.get("author", "/admin/en/tokens?of="+accountID(h, "editor")).status != http.StatusForbidden {
		t.Error("an author sees the tokens of others")
	}
	all := h.get("administrator", "/admin/en/tokens?of=all")
	if got := all.doc.Find(".tb tbody tr").Text(); !strings.Contains(got, "Archive sync") || !strings.Contains(got, "The author") {
		t.Errorf("all: %q", got)
	}
	revoke := fields(all.doc.Find("form:has(button[value=revoke])"))
	back := h.follow("administrator", h.post("administrator", "/admin/en/tokens", with(revoke, "do", "revoke")))
	if len(h.directory.Tokens("")) != 0 || back.doc.Find(".say").Length() != 1 {
		t.Error("it is not revoked")
	}
	h.follow("administrator", h.post("administrator", "/admin/en/tokens", with(revoke, "do", "revoke"))) // twice is no error
}

func TestTheAuditTellsAndLeadsOn(t *testing.T) {
	h := newHouse(t)
	root := access.Local("root")
	editor := access.Editor
	_, err := h.directory.ChangeAccount(t.Context(), root, accountID(h, "author"), access.AccountChange{Role: &editor})
	h.must(err)
	h.post("", "/admin/en/login", url.Values{"user": {"viewer"}, "password": {"wrong"}})
	for range 60 {
		h.must(h.directory.Record(t.Context(), root, access.AuditEntry{Kind: access.AuditSettings, Detail: "site accent"}))
		h.pass(time.Minute)
	}
	page := h.get("administrator", "/admin/en/audit")
	if n := page.doc.Find(".tb tbody tr").Length(); n != 50 {
		t.Fatalf("%d entries", n)
	}
	further := page.doc.Find("main p a").Last().AttrOr("href", "")
	next := h.get("administrator", further)
	text := next.doc.Find(".tb").Text()
	for _, want := range []string{"author: account: role author → editor", "viewer: sign-in failed", "root"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not told", want)
		}
	}
	if got := next.doc.Find(".tb tbody tr:contains('site accent')").Length(); got != 10 {
		t.Errorf("%d of 60 are on the second page", got)
	}
	if !strings.Contains(next.doc.Find("main").Text(), "That is all there is") {
		t.Error("the end is not told")
	}
	zh := h.get("administrator", "/admin/zh/audit?who="+accountID(h, "author"))
	if text := zh.doc.Find(".tb td:nth-child(3)").Text(); !strings.Contains(text, "角色从作者改为编辑") || regexp.MustCompile(`[a-z]+ [a-z]+`).MatchString(text) {
		t.Errorf("in Chinese: %s", text)
	}
	for what, want := range map[string]string{"failures": "sign-in failed", "settings": "site accent", "accounts": "account"} {
		rows := h.get("administrator", "/admin/en/audit?what="+what).doc.Find(".tb tbody tr")
		if rows.Length() == 0 || rows.Length() != rows.Filter(":contains('"+want+"')").Length() {
			t.Errorf("%s: %d entries", what, rows.Length())
		}
	}
	none := h.get("administrator", "/admin/en/audit?what=tokens")
	if none.doc.Find(".tb").Length() != 0 || !strings.Contains(none.doc.Find("main").Text(), "Nothing of that") {
		t.Error("that there is nothing is not said")
	}
}

func TestPeoplePagesAreWellMade(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	_, _, err := h.directory.Invite(t.Context(), access.Local("root"), "bo", access.Viewer)
	h.must(err)
	_, _, err = h.directory.CreateToken(t.Context(), access.Local("root"), access.NewToken{Account: accountID(h, "administrator"), Scopes: []access.Scope{access.ScopeSite}})
	h.must(err)
	for _, lang := range []string{"zh", "en"} {
		at := "/admin/" + lang
		person := at + "/people/" + accountID(h, "administrator")
		for name, page := range map[string]answer{
			"people": h.get("administrator", at+"/people"), "person": h.get("administrator", person), "audit": h.get("administrator", at+"/audit"),
			"tokens": h.get("administrator", at+"/tokens"), "all tokens": h.get("administrator", at+"/tokens?of=all"), "account": h.get("administrator", at+"/account"),
			"invited": h.post("administrator", at+"/people", url.Values{"do": {"invite"}, "role": {"viewer"}}), "bad role": h.post("administrator", at+"/people", url.Values{"do": {"invite"}}),
			"last one": h.post("administrator", person, url.Values{"do": {"save"}, "user": {"administrator"}, "role": {"viewer"}}), "reset": h.post("administrator", person, url.Values{"do": {"reset"}}),
			"token": h.post("administrator", at+"/tokens", url.Values{"do": {"create"}, "scope": {"admin"}}), "no scope": h.post("administrator", at+"/tokens", url.Values{"do": {"create"}}),
		} {
			t.Run(lang+" "+name, func(t *testing.T) { checkPage(t, page) })
		}
	}
}

// TestATokenForAnotherAccount: an administrator makes one for a program of somebody
// else; it is that account's, and may no more than that account.
func TestATokenForAnotherAccount(t *testing.T) {
	h := newHouse(t)
	id := accountID(h, "author")
	path := h.get("administrator", "/admin/en/people/"+id).doc.Find("a[href*='/tokens?of=']").AttrOr("href", "")
	page := h.get("administrator", path)
	if page.doc.Find("input[name=scope][value=publish]").Length() != 0 || page.doc.Find("input[name=scope][value='write:drafts']").Length() != 1 {
		t.Error("the form offers what the author may not, or not what the author may")
	}
	form := page.formTo("/admin/en/tokens")
	if a := h.post("administrator", "/admin/en/tokens", with(form, "scope", "publish", "do", "create")); a.status != http.StatusUnprocessableEntity || len(h.directory.Tokens(id)) != 0 {
		t.Errorf("more than the author may: %d", a.status)
	}
	made := h.post("administrator", "/admin/en/tokens", with(form, "name", "Sync", "scope", "write:drafts", "do", "create"))
	if tokens := h.directory.Tokens(id); len(tokens) != 1 || tokens[0].Name != "Sync" || !access.IsToken(made.doc.Find(".key1").Text()) {
		t.Fatalf("%+v", tokens)
	}
	if n := len(h.directory.Tokens(accountID(h, "administrator"))); n != 0 {
		t.Errorf("the administrator has %d", n)
	}
	for who, want := range map[string]int{"editor": http.StatusForbidden, "author": http.StatusOK} {
		if a := h.post(who, "/admin/en/tokens", with(form, "name", "Mine", "scope", "read:drafts", "do", "create")); a.status != want {
			t.Errorf("%s makes one of the author's: %d", who, a.status)
		}
	}
	checkPage(t, page)
	checkPage(t, made)
}
