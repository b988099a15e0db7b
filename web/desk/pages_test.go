package desk_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/webtest"
)

// unwritten is a key of a text that stands where the text should.
var unwritten = regexp.MustCompile(`\b(desk|door|edit|date|list|home|how|check|publish|time|bulk|conflict|history|account|repeat|batch|fold|preview|source|link|picture|step|fault|state|lang|role|done|field|log|setup|invite|invalid|carried|vocabulary|colour|people|tokens|audit|webhooks|backup|site)\.[a-z][A-Za-z0-9.-]+`)

// TestEveryPageIsWellMade looks at every kind of page in both languages, as they
// are opened and as they answer a form.
func TestEveryPageIsWellMade(t *testing.T) {
	list := append(webtest.Chronicle(), draft("d1"), webtest.Story("untitled", "2019-08-01", func(e *events.Event) {
		e.Status, e.Span = events.Draft, events.Span{Unread: "that day"}
	}))
	empty := newEmptyHouse(t)
	secret := access.NewSetupSecret()
	empty.directory.OfferSetup(secret)
	pages := map[string]answer{}
	for _, lang := range []string{"zh", "en"} {
		pages[lang+" setup"] = empty.get("", "/admin/"+lang+"/setup?secret="+secret)
		pages[lang+" not set up"] = empty.get("", "/admin/"+lang+"/")
	}
	h := newHouse(t, list...)
	_, invitation, err := h.directory.Invite(t.Context(), access.Local("root"), "new-one", access.Author)
	h.must(err)
	h.put(events.Document{Name: events.DocumentViews, Views: []events.View{{Slug: "space", Name: events.Localised{"en": "Space", "zh": "航天"}, Selection: "tag=policy", Color: "teal"}}})
	amendment := idIn(h.post("editor", "/admin/en/e/day", with(h.get("editor", "/admin/en/e/day").form(), "title-en", "Another", "do", "save")).header.Get("Location"))
	for _, lang := range []string{"zh", "en"} {
		at := "/admin/" + lang
		for _, path := range []string{
			"/", "/list", "/list?q=zebra", "/list?from=nonsense", "/list?lang-missing=en&unsourced=1&sort=changed", "/list?by=account:" + accountID(h, "editor"), "/history", "/account",
			"/new", "/new?after=day", "/e/day", "/e/d1", "/e/untitled", "/e/timed", "/e/century", "/e/withdrawn", "/e/day/history", "/e/" + amendment, "/e/" + amendment + "/publish", "/e/d1/publish", "/e/day/publish",
			"/e/untitled/publish", "/e/day/cancelled", "/e/day/withdrawn", "/e/day/tentative", "/e/cancelled/published", "/e/day/deleted", "/e/d1/discard", "/e/d1?done=saved", "/e/day?done=published", "/no-such-page",
			"/tags", "/tags?done=added", "/tags/policy", "/places", "/places/shanghai", "/views", "/views/space",
		} {
			pages[lang+" "+path] = h.get("administrator", at+path)
		}
		pages[lang+" login"] = h.get("", at+"/login")
		pages[lang+" invite"] = h.get("", at+"/invite?secret="+url.QueryEscape(invitation))
		pages[lang+" expired"] = h.post("", at+"/e/d1", url.Values{"title-en": {"Typed"}, "do": {"save"}})
		pages[lang+" denied"] = h.get("viewer", at+"/new")
		form := h.get("editor", at+"/new").form()
		pages[lang+" ambiguous"] = h.post("editor", at+"/new", with(form, "date", "04/05/2019"))
		pages[lang+" empty"] = h.post("editor", at+"/new", with(form, "do", "save"))
		pages[lang+" faults"] = h.post("editor", at+"/new", with(form, "date", "May", "src-url-0", "no address", "link-url-0", "x", "image-url", "y", "slug", "No Slug", "new-tag", "!!", "do", "save"))
		pages[lang+" preview"] = h.post("editor", at+"/new", with(form, "date", "2019", "title-en", "One", "do", "preview"))
		pages[lang+" preview calendar"] = h.post("editor", at+"/new", with(form, "date", "2019", "title-en", "One", "do", "preview", "as", "calendar"))
		for _, op := range []string{"add-tag", "remove-tag", "place", "key", "no-key", "publish", "withdrawn", "deleted"} {
			pages[lang+" bulk "+op] = h.post("editor", at+"/bulk", url.Values{"scope": {"all"}, "op": {op}, "value": {"science"}})
		}
		pages[lang+" topic faults"] = h.post("editor", at+"/tags", url.Values{"slug": {"No Slug"}, "do": {"save"}})
		pages[lang+" place faults"] = h.post("editor", at+"/places", url.Values{"name-en": {"Wuhu"}, "latitude": {"north"}, "do": {"save"}})
		pages[lang+" view faults"] = h.post("editor", at+"/views", url.Values{"name-en": {"Space"}, "selection": {"colour=green"}, "do": {"save"}})
		pages[lang+" merge"] = h.post("editor", at+"/tags/policy/merge", url.Values{"how": {"into"}, "into": {"science"}})
		pages[lang+" merge places"] = h.post("editor", at+"/places/shanghai/merge", url.Values{"how": {"address"}, "address": {"hu"}})
		pages[lang+" merge faults"] = h.post("editor", at+"/tags/policy/merge", url.Values{"how": {"address"}, "address": {"No Slug"}})
		pages[lang+" bulk nothing"] = h.post("editor", at+"/bulk", url.Values{"op": {"key"}})
	}
	for name, page := range pages {
		t.Run(name, func(t *testing.T) { checkPage(t, page) })
	}
}

// checkPage holds what every page of the desk has.
func checkPage(t *testing.T, page answer) {
	t.Helper()
	webtest.CheckDocument(t, page.body)
	page.doc.Find("script,[translate=no],textarea,iframe,code").Remove()
	if key := unwritten.FindString(page.doc.Text()); key != "" {
		t.Errorf("%s is shown instead of its text", key)
	}
	checkForms(t, page.doc)
}

// checkForms holds what every form of the desk has.
func checkForms(t *testing.T, d *goquery.Document) {
	d.Find("main input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([hidden]),main textarea,main select").Each(func(_ int, s *goquery.Selection) {
		if id := s.AttrOr("id", ""); id == "" || d.Find("label[for='"+id+"']").Length() != 1 {
			t.Errorf("%s has no label", s.AttrOr("name", "a field"))
		}
	})
	d.Find("main input[type=checkbox],main input[type=radio]").Each(func(_ int, s *goquery.Selection) {
		if s.ParentsFiltered("label").Length() == 0 && s.AttrOr("aria-label", "") == "" {
			t.Errorf("the box %s=%s has no label", s.AttrOr("name", ""), s.AttrOr("value", ""))
		}
	})
	if n := d.Find("button.go").Length(); n > 1 {
		t.Errorf("%d filled buttons", n)
	}
	d.Find("main form[method=post]").Each(func(_ int, s *goquery.Selection) {
		if first := s.Find("button").First(); first.HasClass("go") || first.HasClass("del") {
			t.Errorf("the Enter key presses %q", strings.TrimSpace(first.Text()))
		}
	})
	if n := d.Find(".errs").Length(); n > 0 && (d.Find(".errs[autofocus][tabindex='-1']").Length() != 1 || !strings.HasPrefix(d.Find("title").Text(), "Error: ") && !strings.HasPrefix(d.Find("title").Text(), "有误：")) {
		t.Errorf("faults without focus, or title %q", d.Find("title").Text())
	}
}

func TestTheListSpeaksThePublicGrammar(t *testing.T) {
	list := append(webtest.Chronicle(), draft("d1"))
	h := newHouse(t, list...)
	for query, want := range map[string]int{
		"":                                 len(list),
		"?year=2019&status=published":      12,
		"?status=draft":                    2,
		"?status=withdrawn":                1,
		"?lang-missing=en":                 1,
		"?lang-missing=zh&lang-missing=en": 0,
		"?tag=policy":                      2,
		"?q=zebra":                         0,
		"?unsourced=1&tag=policy":          2,
		"?coarse=1&year=2014":              2,
		"?from=2020":                       2,
		"?key=1":                           1,
		"?id=day":                          1,
	} {
		page := h.get("viewer", "/admin/en/list"+query)
		if got := page.doc.Find(".ent tbody tr").Length(); page.status != http.StatusOK || got != want {
			t.Errorf("%q: %d, %d entries, want %d", query, page.status, got, want)
		}
	}
	if h.get("viewer", "/admin/en/list").doc.Find(".bulk,.tick").Length() > 0 {
		t.Error("a viewer is offered to change many")
	}
	bad := h.get("viewer", "/admin/en/list?from=nonsense")
	if bad.status != http.StatusUnprocessableEntity || bad.doc.Find(".errs a[href='#lfrom']").Length() != 1 {
		t.Errorf("a date that is none: %d", bad.status)
	}
}

func TestNumbersBesideTheFilterAreThoseOfTheList(t *testing.T) {
	h := newHouse(t, append(webtest.Chronicle(), draft("d1"))...)
	h.get("viewer", "/admin/en/list").doc.Find(".rail form label:has([type=checkbox])").Each(func(_ int, s *goquery.Selection) {
		box := s.Find("input")
		query := url.Values{box.AttrOr("name", ""): {box.AttrOr("value", "")}}.Encode()
		got := h.get("viewer", "/admin/en/list?"+query).doc.Find(".ent tbody tr").Length()
		if want := s.Find(".num").Text(); want != strconv.Itoa(got) {
			t.Errorf("%s says %s and leads to %d", query, want, got)
		}
	})
}

func TestWhoChangedWhat(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	h.post("author", "/admin/en/new", with(h.get("author", "/admin/en/new").form(), "date", "2019", "title-en", "By the author", "do", "save"))
	by := "/admin/en/list?by=account:" + accountID(h, "author")
	if got := h.get("viewer", by).doc.Find(".ent tbody tr").Length(); got != 1 {
		t.Errorf("%d entries", got)
	}
	if got := h.get("viewer", "/admin/en/list?sort=changed").doc.Find(".ent tbody tr .by").First().Text(); !strings.Contains(got, "The author") {
		t.Errorf("changed last by %q", got)
	}
	home := h.get("author", "/admin/en/")
	if got := home.doc.Find(".rows a").First().Text(); got != "By the author" {
		t.Errorf("own drafts begin with %q", got)
	}
}

func TestSessionsOfOnesOwn(t *testing.T) {
	h := newHouse(t)
	h.as("administrator")
	h.as("author")
	first := h.cookies["author"]
	h.signIn("author")
	page := h.get("author", "/admin/en/account")
	if got := page.doc.Find("tbody tr").Length(); got != 2 {
		t.Fatalf("%d sessions", got)
	}
	end := page.doc.Find("tbody form")
	h.follow("author", h.post("author", "/admin/en/account", with(fields(end), "do", "end")))
	h.cookies["author-first"] = first
	if a := h.get("author-first", "/admin/en/"); a.status != http.StatusSeeOther {
		t.Errorf("the session that was ended: %d", a.status)
	}
	wrong := h.post("author", "/admin/en/account", url.Values{"do": {"password"}, "present": {"no"}, "password": {"another long sentence"}})
	if wrong.status != http.StatusUnprocessableEntity || wrong.doc.Find("#present[aria-invalid]").Length() != 1 {
		t.Errorf("a wrong password: %d", wrong.status)
	}
	h.follow("author", h.post("author", "/admin/en/account", url.Values{"do": {"password"}, "present": {password}, "password": {"another long sentence"}}))
	named := h.follow("author", h.post("author", "/admin/en/account", url.Values{"do": {"profile"}, "shown": {"A. Writer"}, "language": {"zh"}}))
	if got := named.doc.Find("html").AttrOr("lang", ""); got != "zh-CN" || !strings.Contains(named.doc.Find(".who").Text(), "A. Writer") {
		t.Errorf("in %s: %s", got, named.doc.Find(".who").Text())
	}
	out := h.post("author", "/admin/en/logout", nil)
	if c := cookieOf(t, out); c.MaxAge >= 0 || h.get("author", "/admin/en/").status != http.StatusSeeOther {
		t.Error("signing out does not")
	}
}

func TestAnInvitationMakesAnAccount(t *testing.T) {
	h := newHouse(t)
	h.as("administrator")
	_, secret, err := h.directory.Invite(t.Context(), access.Local("root"), "", access.Author)
	h.must(err)
	path := "/admin/en/invite?secret=" + url.QueryEscape(secret)
	page := h.get("", path)
	done := h.post("", "/admin/en/invite", with(page.form(), "user", "bo", "shown", "Bo", "password", password))
	h.cookies["bo"] = cookieOf(t, done)
	if a := h.get("bo", "/admin/en/new"); a.status != http.StatusOK {
		t.Errorf("the new account: %d", a.status)
	}
	if a := h.get("", path); a.status != http.StatusNotFound {
		t.Errorf("the invitation holds still: %d", a.status)
	}
}

func TestTheLoginLeadsOnlyIntoTheDesk(t *testing.T) {
	h := newHouse(t)
	h.as("viewer")
	for to, want := range map[string]string{
		"/admin/en/list?q=x": "/admin/en/list?q=x", "https://evil.example/": "/admin/en/", "//evil.example/admin/en/": "/admin/en/", "/zh/": "/admin/en/", "/admin/en/\\evil": "/admin/en/", "": "/admin/en/",
	} {
		a := h.post("", "/admin/en/login", url.Values{"user": {"viewer"}, "password": {password}, "to": {to}})
		if got := a.header.Get("Location"); got != want {
			t.Errorf("%q leads to %q", to, got)
		}
	}
}

func TestTooManyTriesHaveToWait(t *testing.T) {
	h := newHouse(t)
	h.as("viewer")
	var last answer
	for range 30 {
		if last = h.post("", "/admin/en/login", url.Values{"user": {"viewer"}, "password": {"wrong"}}); last.status != http.StatusUnprocessableEntity {
			break
		}
	}
	if last.status != http.StatusTooManyRequests || last.header.Get("Retry-After") == "" || last.doc.Find(".errs").Length() != 1 {
		t.Errorf("status %d, Retry-After %q", last.status, last.header.Get("Retry-After"))
	}
}
