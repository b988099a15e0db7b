package people_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"almanac.example/web/access"
	"almanac.example/web/desk/desktest"
)

// each are the texts of what a selector finds, each in one line.
func each(a desktest.Answer, selector string) []string {
	var list []string
	for _, s := range a.Doc.Find(selector).EachIter() {
		list = append(list, strings.Join(strings.Fields(s.Text()), " "))
	}
	return list
}

// Invitations are told with whom they are for and by whom, in both languages, and a
// form that is refused keeps what was typed.
func TestInvitationsAreTold(t *testing.T) {
	h := desktest.New(t)
	root := access.Local("root")
	for _, i := range []struct {
		who  access.Principal
		name string
		role access.Role
	}{{h.Principal("administrator"), "bo", access.Viewer}, {root, "", access.Editor}, {root, "author", access.Author}} {
		_, _, err := h.Directory.Invite(t.Context(), i.who, i.name, i.role)
		h.Must(err)
	}
	for lang, c := range map[string]struct {
		by   string
		rows []string
		sub  string
	}{
		"en": {"The administrator", []string{"bo, a new viewer", "a new editor", "a new password of author"}, "Accounts: 6"}, "zh": {"The administrator", []string{"bo，新的旁观", "新的编辑", "author 改密码"}, "6个账号"},
	} {
		a := h.Get("administrator", "/admin/"+lang+"/people")
		rows := each(a, "#inv ~ table tbody th")
		slices.Sort(rows)
		slices.Sort(c.rows)
		if lang == "en" && !slices.Equal(rows, c.rows) || len(rows) != 3 || a.Text(".sub") != c.sub {
			t.Errorf("%s: %q, %q", lang, rows, a.Text(".sub"))
		}
		if n := strings.Count(a.Text("#inv ~ table tbody"), c.by); n != 1 {
			t.Errorf("%s: %d are by the administrator: %q", lang, n, a.Text("#inv ~ table tbody"))
		}
	}
	form := desktest.Fields(h.Get("administrator", "/admin/en/people").Doc.Find("form:has(button[value=invite])"))
	if form.Get("role") != "author" || form.Get("user") != "" {
		t.Errorf("chosen beforehand: %v", form)
	}
	for who, c := range map[string]struct {
		pairs []string
		said  string
		kept  bool
	}{
		"refused": {[]string{"user", "a/b", "role", "editor", "do", "invite"}, "", true}, "checked": {[]string{"user", "cy", "role", "editor", "do", "check"}, "", true}, "invited": {[]string{"user", "cy", "role", "editor", "do", "invite"}, "The invitation is made, for a new editor.", false},
	} {
		a := h.Post("administrator", "/admin/en/people", desktest.With(form, c.pairs...))
		got := desktest.Fields(a.Doc.Find("form:has(button[value=invite])"))
		if (got.Get("user") == c.pairs[1] && got.Get("role") == "editor") != c.kept || !strings.Contains(a.Text("main"), c.said) || a.Has(".key1") != (c.said != "") {
			t.Errorf("%s: %v, %q", who, got, a.Text(".key1"))
		}
	}
	at := "/admin/en/people/" + h.AccountID("viewer")
	if got := h.Post("administrator", at, url.Values{"do": {"reset"}}).Text("main"); !strings.Contains(got, "Here viewer can choose a new password.") || !strings.Contains(got, "works once, and until") {
		t.Errorf("a new password: %q", got)
	}
}

// The page of an account tells what it is; what is refused stays as it was typed.
func TestThePageOfAnAccount(t *testing.T) {
	h := desktest.New(t)
	at := "/admin/en/people/" + h.AccountID("editor")
	a := h.Get("administrator", at)
	if a.Text("h1") != "The editor" || a.Text(".sub") != "Sign-in name editor, Editor" && !strings.EqualFold(a.Text(".sub"), "sign-in name editor, editor") || a.Has("[name=off][checked]") || !a.Has("button[value=reset]") || !a.Has("a[href*='/tokens?of=']") {
		t.Errorf("%q", a.Text("main"))
	}
	if got := a.Text("main"); !strings.Contains(got, "Signed in on 1 browser.") {
		t.Errorf("%q", got)
	}
	h.SignIn("editor")
	if got := h.Get("administrator", at).Text("main"); !strings.Contains(got, "Signed in on 2 browsers.") {
		t.Errorf("%q", got)
	}
	ended := h.Follow("administrator", h.Post("administrator", at, url.Values{"do": {"end"}}))
	if got := ended.Text("main"); !strings.Contains(ended.Text(".say"), "Signed out everywhere.") || !strings.Contains(got, "Signed in on 0 browsers.") || ended.Has("button[value=end]") {
		t.Errorf("%q", got)
	}
	form := ended.FormTo(at)
	for field, pairs := range map[string][]string{"user": {"user", "author"}, "shown": {"shown", strings.Repeat("x", 121)}, "role": {"role", "king"}} {
		bad := h.Post("administrator", at, desktest.With(form, append(pairs, "off", "1", "do", "save")...))
		if bad.Status != http.StatusUnprocessableEntity || !bad.Has(".errs a[href='#"+field+"']") || field != "role" && bad.FormTo(at).Get(field) != pairs[1] || bad.FormTo(at).Get("off") != "1" {
			t.Errorf("%s: %d %q", field, bad.Status, bad.Text(".errs"))
		}
	}
	for _, c := range []struct{ field, value, name, shown string }{{"user", "editor", "editor", "The editor"}, {"user", "ed", "ed", "The editor"}, {"shown", "Ed", "ed", "Ed"}} {
		done := h.Follow("administrator", h.Post("administrator", at, desktest.With(h.Get("administrator", at).FormTo(at), c.field, c.value, "do", "save")))
		if a, err := h.Directory.Account(strings.TrimPrefix(at, "/admin/en/people/")); err != nil || a.Name != c.name || a.Shown != c.shown || !strings.Contains(done.Text(".say"), "Changed.") {
			t.Errorf("%+v: %+v, %v; it says %q", c, a, err, done.Text(".say"))
		}
	}
	if a, err := h.Directory.Account(h.AccountID("ed")); err != nil || a.Shown != "Ed" || a.Role != access.Editor || a.Disabled {
		t.Errorf("%+v, %v", a, err)
	}
	own := "/admin/en/people/" + h.AccountID("administrator")
	if a := h.Post("administrator", own, desktest.With(h.Get("administrator", own).FormTo(own), "shown", "Me", "do", "save")); a.To != "/admin/en/people?done=changed" {
		t.Errorf("one's own: to %q", a.To)
	}
	h.As("administrator-b")
	if a := h.Post("administrator", own, desktest.With(h.Get("administrator", own).FormTo(own), "role", "editor", "do", "save")); a.To != "/admin/en/" {
		t.Errorf("one's own role given up: to %q", a.To)
	}
	other := "/admin/en/people/" + h.AccountID("author")
	if a := h.Post("administrator-b", other, desktest.With(h.Get("administrator-b", other).FormTo(other), "role", "viewer", "do", "save")); a.To != "/admin/en/people?done=changed" {
		t.Errorf("that of another: to %q", a.To)
	}
}

// A list of tokens tells of each what it may, until when, and when it was used.
func TestTokensAreTold(t *testing.T) {
	h := desktest.New(t)
	form := h.Get("editor", "/admin/en/tokens").FormTo("/admin/en/tokens")
	if form.Get("life") != "365" || !slices.Equal(form["scope"], []string{"read:drafts"}) || form.Get("name") != "" {
		t.Errorf("chosen beforehand: %v", form)
	}
	if got := h.Get("editor", "/admin/en/tokens"); !strings.Contains(got.Text("main"), "There are none.") || got.Has(".dh a") || got.Has(".tb") {
		t.Errorf("without any: %q", got.Text("main"))
	}
	two := desktest.With(form, "name", "Sync", "life", "30", "do", "create")
	two["scope"] = []string{"read:drafts", "publish"}
	made := h.Post("editor", "/admin/en/tokens", two)
	if got := made.Text("main"); !strings.Contains(got, "The token “Sync” is made. Copy it now: it is shown only this once.") || made.FormTo("/admin/en/tokens").Get("name") != "" {
		t.Errorf("%q", got)
	}
	secret := made.Text(".key1")
	h.Post("editor", "/admin/en/tokens", desktest.With(form, "name", "Other", "do", "create"))
	rows := func(who, query string) string {
		return strings.Join(each(h.Get(who, "/admin/en/tokens"+query), ".tb tbody tr"), "; ")
	}
	if got := rows("editor", ""); !strings.Contains(got, "Syncread drafts, publish31 March 2026neverRevoke") || strings.Count(got, ";") != 1 || strings.Contains(got, "has expired") {
		t.Errorf("%q", got)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, desktest.Base+"/api/v1/events", nil)
	r.Header.Set("Authorization", "Bearer "+secret)
	_, _, err := h.Directory.Identify(t.Context(), r)
	h.Must(err)
	if got := rows("editor", ""); !strings.Contains(got, "Syncread drafts, publish31 March 20261 March 2026Revoke") || strings.Count(got, "never") != 1 {
		t.Errorf("once it was used: %q", got)
	}
	h.Pass(30*24*time.Hour - time.Second)
	h.SignIn("editor")
	if got := rows("editor", ""); strings.Contains(got, "has expired") {
		t.Errorf("before it expires: %q", got)
	}
	h.Pass(time.Second)
	if got := rows("editor", ""); !strings.Contains(got, "Syncread drafts, publish31 March 2026 has expired") {
		t.Errorf("once it has expired: %q", got)
	}
	h.SignIn("administrator")
	if got := rows("administrator", "?of=all"); strings.Count(got, "The editor") != 2 {
		t.Errorf("all: %q", got)
	}
	if got := h.Get("administrator", "/admin/en/tokens?of="+h.AccountID("editor")); got.Text(".sub") != "Those of The editor" || !strings.Contains(got.Text(".tb"), "The editor") || !got.Has("form:has(#name)") {
		t.Errorf("of one: %q", got.Text("main"))
	}
	if got := h.Get("administrator", "/admin/en/tokens?of=all"); got.Text(".sub") != "Those of all accounts" || got.Has("#name") || got.Has(".dh a") {
		t.Errorf("all: %q", got.Text("main"))
	}
	if got := h.Get("administrator", "/admin/en/tokens?of="+h.AccountID("administrator")); got.Status != http.StatusOK {
		t.Errorf("one's own by its address: %d", got.Status)
	}
	if got := h.Get("editor", "/admin/en/tokens?of="+h.AccountID("editor")); got.Status != http.StatusOK {
		t.Errorf("one's own by its address: %d", got.Status)
	}
	for lang, want := range map[string]string{"en": "choose at least one thing that it may do", "zh": "至少选一项"} {
		path := "/admin/" + lang + "/tokens"
		a := h.Post("editor", path, desktest.With(form, "scope", "", "name", "Kept", "life", "90", "do", "create"))
		if got := desktest.Fields(a.Doc.Find("form:has(#name)")); !strings.Contains(a.Text(".errs"), want) || got.Get("name") != "Kept" || got.Get("life") != "90" || len(got["scope"]) != 0 || !strings.Contains(a.Text("#scope-e"), want) {
			t.Errorf("%s: %q, %v", lang, a.Text(".errs"), got)
		}
	}
	for field, want := range map[string]string{"name": "one line of at most 120 characters", "life": "choose one of the times"} {
		a := h.Post("editor", "/admin/en/tokens", desktest.With(form, "name", "Key", field, map[string]string{"name": strings.Repeat("x", 121), "life": "9999"}[field], "do", "create"))
		if !strings.Contains(a.Text("#"+field+"-e"), want) || a.Doc.Find(".errs a").Length() != 1 {
			t.Errorf("%s: %q", field, a.Text(".errs"))
		}
	}
}

// The audit is filtered by person and by kind: what somebody did, and what was done to
// them; and its pages follow each other without a gap.
func TestTheAuditIsFiltered(t *testing.T) {
	h := desktest.New(t)
	author := "/admin/en/people/" + h.AccountID("author")
	h.Follow("administrator", h.Post("administrator", author, desktest.With(h.Get("administrator", author).FormTo(author), "role", "editor", "do", "save")))
	h.Post("viewer", "/admin/en/tokens", desktest.With(h.Get("viewer", "/admin/en/tokens").FormTo("/admin/en/tokens"), "name", "Sync", "do", "create"))
	h.Post("", "/admin/en/login", url.Values{"user": {"viewer"}, "password": {"wrong"}})
	rows := func(query string) []string {
		return each(h.Get("administrator", "/admin/en/audit"+query), ".tb td:nth-child(3)")
	}
	of := func(name, what string) string { return "?who=" + h.AccountID(name) + "&what=" + what }
	for query, want := range map[string][]string{
		of("author", "accounts"):        {"author: account: role author → editor", "author: account: created as author"},
		of("administrator", "accounts"): {"author: account: role author → editor", "administrator: account: created as administrator"},
		of("viewer", "tokens"):          {"token: created token"}, of("author", "tokens"): nil, of("viewer", "failures"): {"viewer: sign-in failed"}, of("editor", "failures"): nil,
		of("viewer", "sign-ins"): {"signed in: with a password"},
	} {
		got := rows(query)
		for i := range got {
			if len(got) == len(want) && !strings.HasPrefix(got[i], want[i]) {
				t.Errorf("%s: %q", query, got)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	page := h.Get("administrator", "/admin/en/audit"+of("author", "accounts"))
	if page.Doc.Find("#who option[selected]").Text() != "The author" || page.Doc.Find("#what option[selected]").Text() != "Accounts" || len(each(page, "#who option")) != 7 {
		t.Errorf("chosen: %q, %q", page.Doc.Find("#who option[selected]").Text(), page.Doc.Find("#what option[selected]").Text())
	}
	if page := h.Get("administrator", "/admin/en/audit"); page.Doc.Find("#who option[selected]").Text() != "Anyone" || page.Doc.Find("#what option[selected]").Text() != "Everything" {
		t.Error("something is chosen beforehand")
	}
	total := len(rows(""))
	for range 50 - total {
		h.Must(h.Directory.Record(t.Context(), access.Local("root"), access.AuditEntry{Kind: access.AuditSettings, Detail: "site accent"}))
	}
	if full := h.Get("administrator", "/admin/en/audit"); len(each(full, ".tb tbody tr")) != 50 || full.Has("main p a[href*='after=']") || !strings.Contains(full.Text("main"), "That is all there is.") {
		t.Errorf("a full page: %q", full.Text("main p.gap"))
	}
	h.Must(h.Directory.Record(t.Context(), access.Local("root"), access.AuditEntry{Kind: access.AuditSettings, Detail: "site name"}))
	first := h.Get("administrator", "/admin/en/audit")
	next := h.Get("administrator", first.Doc.Find("main p a[href*='after=']").AttrOr("href", ""))
	if got := len(each(first, ".tb tbody tr")); got != 50 || len(each(next, ".tb tbody tr")) != 1 || !strings.HasPrefix(first.Text("main p.gap"), "Looked back to ") || next.Has("main p a[href*='after=']") {
		t.Errorf("%d, then %d: %q", got, len(each(next, ".tb tbody tr")), first.Text("main p.gap"))
	}
}
