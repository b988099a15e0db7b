package vocabulary_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// The list says how many entries each item has, and leads to them only where there
// are some; views count what readers see.
func TestTheListCountsEntries(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	h.Put(events.Document{Name: events.DocumentTags, Tags: append(h.Live.Timeline().Site().Tags, events.Tag{Slug: "unused", Name: events.Localised{"en": "Unused"}})})
	tags := h.Get("editor", "/admin/en/tags")
	for slug, n := range map[string]int{"policy": tagged(h, "policy"), "unused": 0} {
		row := tags.Doc.Find(".tb tbody tr:has(code:contains(" + slug + "))")
		if got := strings.TrimSpace(row.Find(".r").Text()); got != strconv.Itoa(n) || (row.Find(".r a").Length() == 1) != (n > 0) {
			t.Errorf("%s: %q with %d links, want %d", slug, got, row.Find(".r a").Length(), n)
		}
	}
	row := h.Get("editor", "/admin/en/views").Doc.Find(".tb tbody tr:has(code:contains(rules))")
	want := len(h.Live.Timeline().Select(events.Selection{Tags: []string{"policy"}}))
	if got := strings.TrimSpace(row.Find(".r").Text()); got != strconv.Itoa(want) || want == 0 {
		t.Errorf("the view: %q, want %d", got, want)
	}
	if got := h.Get("editor", row.Find(".r a").AttrOr("href", "")).Doc.Find(".ent tbody tr").Length(); got < want {
		t.Errorf("it leads to %d", got)
	}
}

// A long list has pages.
func TestALongListHasPages(t *testing.T) {
	for n, pages := range map[int][]int{200: {200}, 201: {200, 1}} {
		h := desktest.New(t)
		var list []events.Tag
		for i := range n {
			list = append(list, events.Tag{Slug: fmt.Sprintf("t%03d", i), Name: events.Localised{"en": fmt.Sprintf("T%03d", i)}})
		}
		h.Put(events.Document{Name: events.DocumentTags, Tags: list})
		path := "/admin/en/tags"
		for i, want := range pages {
			page := h.Get("editor", path)
			if got := page.Doc.Find(".tb tbody tr").Length(); got != want {
				t.Errorf("%d topics, page %d: %d rows", n, i+1, got)
			}
			path = page.Doc.Find("main a[href*='after=']").AttrOr("href", "")
			if (path != "") != (i+1 < len(pages)) {
				t.Errorf("%d topics, page %d leads to %q", n, i+1, path)
			}
		}
		for _, after := range []string{"x", "-1", "999"} {
			if got := h.Get("editor", "/admin/en/tags?after="+after).Text(".tb tbody tr:first-child th"); got != "T000" {
				t.Errorf("after %s begins with %q", after, got)
			}
		}
	}
}

// A name of another item is refused, wherever that stands in the list; one's own name
// is not, in whatever letters.
func TestANameOfAnother(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	for slug, name := range map[string]string{"policy": "SCIENCE", "science": "policy"} {
		path := "/admin/en/tags/" + slug
		form := h.Get("editor", path).FormTo(path)
		if a := h.Post("editor", path, desktest.With(form, "name-en", name, "do", "save")); a.Status != http.StatusUnprocessableEntity || !a.Has(".errs a[href='#name-en']") || a.FormTo(path).Get("name-en") != name {
			t.Errorf("%s as %s: %d", slug, name, a.Status)
		}
		if a := h.Post("editor", path, desktest.With(form, "name-en", "", "name-zh", "", "do", "save")); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s without a name: %d", slug, a.Status)
		}
		if a := h.Post("editor", path, desktest.With(form, "name-en", strings.ToUpper(form.Get("name-en")), "do", "save")); a.Status != http.StatusSeeOther {
			t.Errorf("%s in capitals: %d", slug, a.Status)
		}
	}
}

// Colours are named in the language of the page.
func TestNamesOfColours(t *testing.T) {
	h := desktest.New(t)
	h.Put(events.Document{Name: events.DocumentTags, Tags: []events.Tag{{Slug: "odd", Name: events.Localised{"en": "Odd"}, Color: "papayawhip"}}})
	for _, s := range h.Get("editor", "/admin/zh/tags/odd").Doc.Find("label:has(input[name=color])").EachIter() {
		name, value := strings.TrimSpace(s.Text()), s.Find("input").AttrOr("value", "")
		if han := strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Han, r) }); han == (value == "papayawhip") {
			t.Errorf("%q is called %q", value, name)
		}
	}
}
