package desk_test

import (
	"net/url"
	"testing"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// TestEveryPageIsWellMade looks at every kind of page in both languages, as they
// are opened and as they answer a form.
func TestEveryPageIsWellMade(t *testing.T) {
	list := append(webtest.Chronicle(), desktest.Draft("d1"), webtest.Story("untitled", "2019-08-01", func(e *events.Event) {
		e.Status, e.Span = events.Draft, events.Span{Unread: "that day"}
	}))
	empty := newEmptyHouse(t)
	secret := access.NewSetupSecret()
	empty.Directory.OfferSetup(secret)
	pages := map[string]desktest.Answer{}
	for _, lang := range []string{"zh", "en"} {
		pages[lang+" setup"] = empty.Get("", "/admin/"+lang+"/setup?secret="+secret)
		pages[lang+" not set up"] = empty.Get("", "/admin/"+lang+"/")
	}
	h := newHouse(t, list...)
	_, invitation, err := h.Directory.Invite(t.Context(), access.Local("root"), "new-one", access.Author)
	h.Must(err)
	h.Put(events.Document{Name: events.DocumentViews, Views: []events.View{{Slug: "space", Name: events.Localised{"en": "Space", "zh": "航天"}, Selection: "tag=policy", Color: "teal"}}})
	amendment := h.Post("editor", "/admin/en/e/day", desktest.With(h.Get("editor", "/admin/en/e/day").Form(), "title-en", "Another", "do", "save")).ID()
	for _, lang := range []string{"zh", "en"} {
		at := "/admin/" + lang
		for _, path := range []string{
			"/", "/list", "/list?q=zebra", "/list?from=nonsense", "/list?lang-missing=en&unsourced=1&sort=changed", "/list?by=account:" + h.AccountID("editor"), "/history", "/account",
			"/new", "/new?after=day", "/e/day", "/e/d1", "/e/untitled", "/e/timed", "/e/century", "/e/withdrawn", "/e/day/history", "/e/day/read", "/e/day/read?as=calendar", "/e/d1/read", "/e/" + amendment, "/e/" + amendment + "/publish", "/e/d1/publish", "/e/day/publish",
			"/e/untitled/publish", "/e/day/cancelled", "/e/day/withdrawn", "/e/day/tentative", "/e/cancelled/published", "/e/day/deleted", "/e/d1/discard", "/e/d1?done=saved", "/e/day?done=published", "/no-such-page",
			"/tags", "/tags?done=added", "/tags/policy", "/places", "/places/shanghai", "/views", "/views/space",
		} {
			pages[lang+" "+path] = h.Get("administrator", at+path)
		}
		pages[lang+" login"] = h.Get("", at+"/login")
		pages[lang+" invite"] = h.Get("", at+"/invite?secret="+url.QueryEscape(invitation))
		pages[lang+" expired"] = h.Post("", at+"/e/d1", url.Values{"title-en": {"Typed"}, "do": {"save"}})
		pages[lang+" denied"] = h.Get("viewer", at+"/new")
		form := h.Get("editor", at+"/new").Form()
		pages[lang+" ambiguous"] = h.Post("editor", at+"/new", desktest.With(form, "date", "04/05/2019"))
		pages[lang+" empty"] = h.Post("editor", at+"/new", desktest.With(form, "do", "save"))
		pages[lang+" faults"] = h.Post("editor", at+"/new", desktest.With(form, "date", "May", "src-url-0", "no address", "link-url-0", "x", "image-url", "y", "slug", "No Slug", "new-tag", "!!", "do", "save"))
		pages[lang+" preview"] = h.Post("editor", at+"/new", desktest.With(form, "date", "2019", "title-en", "One", "do", "preview"))
		pages[lang+" preview calendar"] = h.Post("editor", at+"/new", desktest.With(form, "date", "2019", "title-en", "One", "do", "preview", "as", "calendar"))
		for _, op := range []string{"add-tag", "remove-tag", "place", "key", "no-key", "publish", "withdrawn", "deleted"} {
			pages[lang+" bulk "+op] = h.Post("editor", at+"/bulk", url.Values{"scope": {"all"}, "op": {op}, "value": {"science"}})
		}
		pages[lang+" topic faults"] = h.Post("editor", at+"/tags", url.Values{"slug": {"No Slug"}, "do": {"save"}})
		pages[lang+" place faults"] = h.Post("editor", at+"/places", url.Values{"name-en": {"Wuhu"}, "latitude": {"north"}, "do": {"save"}})
		pages[lang+" view faults"] = h.Post("editor", at+"/views", url.Values{"name-en": {"Space"}, "selection": {"colour=green"}, "do": {"save"}})
		pages[lang+" merge"] = h.Post("editor", at+"/tags/policy/merge", url.Values{"how": {"into"}, "into": {"science"}})
		pages[lang+" merge places"] = h.Post("editor", at+"/places/shanghai/merge", url.Values{"how": {"address"}, "address": {"hu"}})
		pages[lang+" merge faults"] = h.Post("editor", at+"/tags/policy/merge", url.Values{"how": {"address"}, "address": {"No Slug"}})
		pages[lang+" bulk nothing"] = h.Post("editor", at+"/bulk", url.Values{"op": {"key"}})
	}
	for name, page := range pages {
		t.Run(name, func(t *testing.T) { desktest.CheckPage(t, page) })
	}
}
