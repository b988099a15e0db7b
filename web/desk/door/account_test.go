package door_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/desktest"
)

// A sign-in that fails says the same whatever was wrong, keeps the name and not the
// password.
func TestASignInThatFails(t *testing.T) {
	h := desktest.New(t)
	yes := true
	h.As("viewer-gone")
	_, err := h.Directory.ChangeAccount(t.Context(), access.Local("root"), h.AccountID("viewer-gone"), access.AccountChange{Disabled: &yes})
	h.Must(err)
	said := map[string]bool{}
	for name, form := range map[string]url.Values{
		"no such account": {"user": {"nobody"}, "password": {desktest.Password}}, "another password": {"user": {"author"}, "password": {"wrong"}}, "no password": {"user": {"author"}},
		"a disabled account": {"user": {"viewer-gone"}, "password": {desktest.Password}},
	} {
		a := h.Post("", "/admin/en/login", form)
		if a.Status != http.StatusUnprocessableEntity || len(a.Header.Values("Set-Cookie")) != 0 || a.Form().Get("user") != form.Get("user") || a.Form().Get("password") != "" {
			t.Errorf("%s: %d %v", name, a.Status, a.Form())
		}
		said[a.Text(".errs")] = true
	}
	if len(said) != 1 {
		t.Errorf("it says %v", said)
	}
	if a := h.Post("", "/admin/en/login", url.Values{"user": {" AUTHOR "}, "password": {desktest.Password}}); a.To != "/admin/en/" {
		t.Errorf("a name that is written otherwise: %d", a.Status)
	}
}

// Signing in leads to where one wanted to go, in the language of the account; who is
// signed in already goes there at once.
func TestWhereSigningInLeads(t *testing.T) {
	h := desktest.New(t)
	zh := "zh"
	_, err := h.Directory.ChangeAccount(t.Context(), access.Local("root"), h.AccountID("author"), access.AccountChange{Language: &zh})
	h.Must(err)
	for who, want := range map[string]string{"author": "/admin/zh/list?q=x", "editor": "/admin/en/list?q=x"} {
		page := h.Get("", "/admin/en/login?to="+url.QueryEscape("/admin/en/list?q=x"))
		a := h.Post("", "/admin/en/login", desktest.With(page.Form(), "user", who, "password", desktest.Password))
		if a.To != want {
			t.Errorf("%s: %d to %q", who, a.Status, a.To)
		}
		if a := h.Get(who, "/admin/en/login?to="+url.QueryEscape("/admin/en/list?q=x")); a.To != "/admin/en/list?q=x" {
			t.Errorf("%s is signed in already: %d to %q", who, a.Status, a.To)
		}
	}
	if a := h.Get("editor", "/admin/en/login?to=https://evil.example/"); a.To != "/admin/en/" {
		t.Errorf("it leads to %q", a.To)
	}
}

// What is carried along is shown as its person knows it, and nothing else of it.
func TestWhatIsCarriedAlong(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	form := url.Values{
		"date": {"May 2019"}, "title-zh": {"标题"}, "title-en": {"  "}, "dated": {"x"}, "rev": {"7"}, "account": {"none"}, "src-title-0": {"Report"}, "do": {"save"}, "carried": {"nested"},
	}
	a := h.Post("", "/admin/en/e/d1", form)
	if a.Status != http.StatusUnauthorized {
		t.Fatalf("%d", a.Status)
	}
	var shown []string
	for _, s := range a.Doc.Find("main dl dt").EachIter() {
		shown = append(shown, strings.Join(strings.Fields(s.Text()+" "+s.NextFiltered("dd").Text()), " "))
	}
	if got := strings.Join(shown, ", "); got != "Date May 2019, Title, Chinese 标题" && got != "Date May 2019, Chinese title 标题" {
		t.Errorf("shown is %q", got)
	}
	carried, err := url.ParseQuery(a.Form().Get("carried"))
	h.Must(err)
	if carried.Get("title-zh") != "标题" || carried.Get("src-title-0") != "Report" || carried.Has("carried") || a.Form().Get("to") != "/admin/en/e/d1" {
		t.Errorf("%v", a.Form())
	}
	if a := h.Post("", "/admin/en/e/d1", url.Values{}); a.Status != http.StatusUnauthorized || a.Has("main dl") {
		t.Errorf("an empty form: %d %s", a.Status, a.Text("main dl"))
	}
}

// An invitation under a name has it filled in; what is wrong is told, and it holds
// until it is accepted.
func TestAnInvitationIsAccepted(t *testing.T) {
	h := desktest.New(t)
	_, secret, err := h.Directory.Invite(t.Context(), access.Local("root"), "bo", access.Author)
	h.Must(err)
	path := "/admin/zh/invite"
	page := h.Get("", path+"?secret="+url.QueryEscape(secret))
	if page.Form().Get("user") != "bo" || !strings.Contains(page.Text("main"), "作者") {
		t.Errorf("%v %s", page.Form(), page.Text("main"))
	}
	for field, pairs := range map[string][]string{"user": {"user", "editor"}, "pw": {"password", "123456"}, "shown": {"shown", strings.Repeat("x", 121)}} {
		bad := h.Post("", path, desktest.With(desktest.With(page.Form(), "shown", "Bo", "password", desktest.Password), pairs...))
		if bad.Status != http.StatusUnprocessableEntity || !bad.Has("#"+field+"[aria-invalid]") || bad.Doc.Find("#pw").AttrOr("value", "") != "" || pairs[0] != "password" && bad.Form().Get(pairs[0]) != pairs[1] {
			t.Errorf("%s: %d %s", field, bad.Status, bad.Text(".errs"))
		}
	}
	done := h.Post("", path, desktest.With(page.Form(), "shown", "Bo", "password", desktest.Password))
	a, err := h.Directory.AccountNamed("bo")
	if err != nil || a.Role != access.Author || a.Shown != "Bo" || a.Language != "zh" || done.To != "/admin/zh/?done=begun" || done.Cookie(t).Value == "" {
		t.Errorf("%v: %+v, %d to %q", err, a, done.Status, done.To)
	}
	for _, s := range []string{secret, "guessed", ""} {
		if a := h.Post("", path, url.Values{"secret": {s}, "user": {"al"}, "password": {desktest.Password}}); a.Status != http.StatusNotFound {
			t.Errorf("%q: %d", s, a.Status)
		}
	}
	_, late, err := h.Directory.Invite(t.Context(), access.Local("root"), "", access.Viewer)
	h.Must(err)
	h.Pass(8 * 24 * time.Hour)
	if a := h.Get("", path+"?secret="+url.QueryEscape(late)); a.Status != http.StatusNotFound {
		t.Errorf("after a week: %d", a.Status)
	}
}

// The first administrator is made once, by who has the secret.
func TestTheFirstAdministrator(t *testing.T) {
	h := desktest.NewEmpty(t)
	secret := access.NewSetupSecret()
	h.Directory.OfferSetup(secret)
	page := h.Get("", "/admin/zh/setup?secret="+secret)
	form := desktest.With(page.Form(), "shown", "Anna", "user", "anna", "password", desktest.Password)
	if a := h.Post("", "/admin/zh/setup", desktest.With(form, "secret", "guessed")); a.Status != http.StatusNotFound || h.Directory.HasAdministrator() {
		t.Errorf("with a guess: %d", a.Status)
	}
	bad := h.Post("", "/admin/zh/setup", desktest.With(form, "user", "a/b"))
	if bad.Status != http.StatusUnprocessableEntity || !bad.Has("#user[aria-invalid]") || bad.Form().Get("shown") != "Anna" || bad.Form().Get("secret") != secret || h.Directory.HasAdministrator() {
		t.Errorf("%d %s", bad.Status, bad.Text(".errs"))
	}
	if a := h.Post("", "/admin/zh/setup", form); a.To != "/admin/zh/?done=begun" || a.Cookie(t).Value == "" {
		t.Errorf("%d to %q", a.Status, a.To)
	}
	if a, _ := h.Directory.AccountNamed("anna"); a.Role != access.Administrator || a.Language != "zh" {
		t.Errorf("%+v", a)
	}
	if a := h.Post("", "/admin/zh/setup", desktest.With(form, "user", "ben")); a.Status != http.StatusNotFound {
		t.Errorf("a second time: %d", a.Status)
	}
}

// One's own account: what is refused is told at its field, with what was typed.
func TestOnesOwnAccount(t *testing.T) {
	h := desktest.New(t)
	const path = "/admin/en/account"
	if a := h.Get("author", path); a.Form().Get("password") != "" || a.FormWith("profile").Get("shown") != "The author" || !strings.Contains(a.Text("main"), "author") {
		t.Errorf("%s", a.Text("main"))
	}
	for field, form := range map[string]url.Values{
		"shown": {"do": {"profile"}, "shown": {strings.Repeat("x", 121)}, "language": {"zh"}}, "language": {"do": {"profile"}, "shown": {"A. Writer"}, "language": {"no language"}},
		"pw": {"do": {"password"}, "present": {desktest.Password}, "password": {"123456"}}, "present": {"do": {"password"}, "present": {"no"}, "password": {"another long sentence"}},
	} {
		a := h.Post("author", path, form)
		if a.Status != http.StatusUnprocessableEntity || !a.Has("#"+field+"[aria-invalid]") || !a.Has(".errs a[href='#"+field+"']") || a.Doc.Find("#present").AttrOr("value", "")+a.Doc.Find("#pw").AttrOr("value", "") != "" {
			t.Errorf("%s: %d %s", field, a.Status, a.Text(".errs"))
		}
		if shown := form.Get("shown"); shown != "" && a.FormWith("profile").Get("shown") != shown {
			t.Errorf("%s: what was typed is lost", field)
		}
	}
	if a := h.Post("author", path, url.Values{"shown": {"A. Writer"}}); a.Status != http.StatusOK {
		t.Errorf("the Enter key: %d", a.Status)
	}
	if a, _ := h.Directory.AccountNamed("author"); a.Shown != "The author" || a.Language != "" {
		t.Errorf("%+v", a)
	}
	if a := h.Post("author", path, url.Values{"do": {"profile"}, "shown": {"A. Writer"}, "language": {""}}); a.To != path+"?done=profile" || !h.Follow("author", a).Has(".say") {
		t.Errorf("%d to %q", a.Status, a.To)
	}
	if a := h.Get("author", path+"?done=anything"); a.Has(".say") {
		t.Errorf("it says %s", a.Text(".say"))
	}
}

// Another password: the present one is asked for, and not for ever.
func TestAnotherPassword(t *testing.T) {
	h := desktest.New(t)
	const path = "/admin/en/account"
	const next = "another long sentence"
	if a := h.Post("author", path, url.Values{"do": {"password"}, "present": {desktest.Password}, "password": {next}}); a.To != path+"?done=password" || h.Follow("author", a).Status != http.StatusOK {
		t.Fatalf("%d %s", a.Status, a.Text(".errs"))
	}
	for password, want := range map[string]int{desktest.Password: http.StatusUnprocessableEntity, next: http.StatusSeeOther} {
		if a := h.Post("", "/admin/en/login", url.Values{"user": {"author"}, "password": {password}}); a.Status != want {
			t.Errorf("%q: %d", password, a.Status)
		}
	}
	said := ""
	for range 30 {
		a := h.Post("viewer", path, url.Values{"do": {"password"}, "present": {"no"}, "password": {next}})
		if text := a.Text(".errs a[href='#present']"); text != said && said != "" {
			if !strings.Contains(text, "second") && !strings.Contains(text, "wait") {
				t.Errorf("it says %q", text)
			}
			return
		} else if said = text; a.Status != http.StatusUnprocessableEntity {
			t.Fatalf("%d", a.Status)
		}
	}
	t.Error("it can be guessed without end")
}

// Sessions: each tells its browser, the present one is marked; only one's own can be
// ended.
func TestSessions(t *testing.T) {
	h := desktest.New(t)
	r := httptest.NewRequest(http.MethodPost, desktest.Base+"/admin/en/login", strings.NewReader(url.Values{"user": {"author"}, "password": {desktest.Password}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	h.Ask("", r)
	page := h.Get("author", "/admin/en/account")
	rows := page.Doc.Find("tbody tr")
	if rows.Length() != 2 || !strings.Contains(page.Text("tbody"), "Firefox") || page.Doc.Find("tbody form:has([name=session])").Length() != 1 {
		t.Errorf("%s", page.Text("tbody"))
	}
	theirs := h.Directory.Sessions(h.AccountID("editor"))[0].ID
	h.Post("author", "/admin/en/account", url.Values{"do": {"end"}, "session": {theirs}})
	if len(h.Directory.Sessions(h.AccountID("editor"))) != 1 {
		t.Error("somebody else's session has ended")
	}
	a := h.Post("author", "/admin/en/account", url.Values{"do": {"everywhere"}})
	if c := a.Cookie(t); a.To != "/admin/en/login" || c.MaxAge >= 0 || len(h.Directory.Sessions(h.AccountID("author"))) != 0 {
		t.Errorf("%d to %q, %v", a.Status, a.To, c)
	}
}

// Looked at, the address to sign out leads to the desk and ends nothing.
func TestSigningOut(t *testing.T) {
	h := desktest.New(t)
	if a := h.Get("author", "/admin/en/logout"); a.To != "/admin/en/" || h.Get("author", "/admin/en/").Status != http.StatusOK {
		t.Errorf("%d to %q", a.Status, a.To)
	}
	r := httptest.NewRequest(http.MethodPost, desktest.Base+"/admin/en/logout", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if a := h.Ask("author", r); a.Status != http.StatusForbidden || len(h.Directory.Sessions(h.AccountID("author"))) != 1 {
		t.Errorf("from another site: %d", a.Status)
	}
	if a := h.Post("author", "/admin/en/logout", nil); a.To != "/admin/en/login" || a.Cookie(t).MaxAge >= 0 || len(h.Directory.Sessions(h.AccountID("author"))) != 0 {
		t.Errorf("%d to %q", a.Status, a.To)
	}
}

// A form of an account that was signed out goes on only under the same account.
func TestAFormUnderAnotherAccountIsShownAgain(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	form := desktest.With(h.Get("author-a", "/admin/en/e/d1").Form(), "title-en", "Typed", "do", "discard")
	h.Must(h.Directory.EndSessions(t.Context(), access.Local("root"), h.AccountID("author-a")))
	late := h.Post("author-a", "/admin/en/e/d1/discard", desktest.With(form, "do", "deleted"))
	after := h.Post("", "/admin/en/login", desktest.With(late.Form(), "user", "author-b", "password", desktest.Password))
	if e := h.Stored("d1"); e.Status != events.Draft || after.Status != http.StatusOK {
		t.Errorf("%s, %d", e.Status, after.Status)
	}
}

// The page to sign in stands in both languages, as long as it carries nothing along
// and says nothing about a try; a name is not corrected by the browser as it is typed.
func TestThePageToSignIn(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	page := h.Get("", "/admin/en/login")
	for name, c := range map[string]struct {
		page  desktest.Answer
		twins bool
	}{
		"as it is opened": {page, true}, "after a try": {h.Post("", "/admin/en/login", url.Values{"user": {"author"}}), false}, "with a form": {h.Post("", "/admin/en/e/d1", url.Values{"title-en": {"Typed"}}), false},
	} {
		if got := c.page.Has("a[hreflang]:not([hreflang=en])"); got != c.twins {
			t.Errorf("%s: leads to the other language: %v", name, got)
		}
		if !c.page.Has("#user[spellcheck=false][autocapitalize=none][autocomplete=username]") || c.page.Has("a[href*='/external']") {
			t.Errorf("%s: %s", name, c.page.Text("main"))
		}
	}
}

// The language of one's desk is chosen among those that it speaks, or is the
// browser's.
func TestTheLanguageOfOnesDesk(t *testing.T) {
	h := desktest.New(t)
	for _, lang := range []string{"zh", "en", ""} {
		page := h.Follow("author", h.Post("author", "/admin/en/account", url.Values{"do": {"profile"}, "shown": {"A"}, "language": {lang}}))
		chosen := page.Doc.Find("#language option[selected]")
		if chosen.Length() != 1 || chosen.AttrOr("value", "none") != lang {
			t.Errorf("%q: %d chosen, %q", lang, chosen.Length(), chosen.Text())
		}
		if a, _ := h.Directory.AccountNamed("author"); a.Language != lang {
			t.Errorf("%q is kept as %q", lang, a.Language)
		}
	}
}
