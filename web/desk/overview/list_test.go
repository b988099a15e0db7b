package overview_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

func TestTheListSpeaksThePublicGrammar(t *testing.T) {
	list := append(webtest.Chronicle(), desktest.Draft("d1"))
	h := desktest.New(t, list...)
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
		page := h.Get("viewer", "/admin/en/list"+query)
		if got := page.Doc.Find(".ent tbody tr").Length(); page.Status != http.StatusOK || got != want {
			t.Errorf("%q: %d, %d entries, want %d", query, page.Status, got, want)
		}
	}
	if h.Get("viewer", "/admin/en/list").Doc.Find(".bulk,.tick").Length() > 0 {
		t.Error("a viewer is offered to change many")
	}
	bad := h.Get("viewer", "/admin/en/list?from=nonsense")
	if bad.Status != http.StatusUnprocessableEntity || bad.Doc.Find(".errs a[href='#lfrom']").Length() != 1 {
		t.Errorf("a date that is none: %d", bad.Status)
	}
}

func TestNumbersBesideTheFilterAreThoseOfTheList(t *testing.T) {
	h := desktest.New(t, append(webtest.Chronicle(), desktest.Draft("d1"))...)
	h.Get("viewer", "/admin/en/list").Doc.Find(".rail form label:has([type=checkbox])").Each(func(_ int, s *goquery.Selection) {
		box := s.Find("input")
		query := url.Values{box.AttrOr("name", ""): {box.AttrOr("value", "")}}.Encode()
		got := h.Get("viewer", "/admin/en/list?"+query).Doc.Find(".ent tbody tr").Length()
		if want := s.Find(".num").Text(); want != strconv.Itoa(got) {
			t.Errorf("%s says %s and leads to %d", query, want, got)
		}
	})
}

func TestWhoChangedWhat(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	h.Post("author", "/admin/en/new", desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "2019", "title-en", "By the author", "do", "save"))
	for by, want := range map[string]int{"account:" + h.AccountID("author"): 1, "author": 1, "editor": 0, "account:nobody": 0, "nobody": 0} {
		list := h.Get("viewer", "/admin/en/list?"+url.Values{"by": {by}}.Encode())
		if got := list.Doc.Find(".ent tbody tr").Length(); got != want {
			t.Errorf("by %s: %d entries", by, got)
		}
		if got := list.Doc.Find("[name=by] [selected]").Text(); by == "author" && got != "The author" {
			t.Errorf("%q is chosen", got)
		}
	}
	if got := h.Get("viewer", "/admin/en/list?sort=changed").Doc.Find(".ent tbody tr .by").First().Text(); !strings.Contains(got, "The author") {
		t.Errorf("changed last by %q", got)
	}
	home := h.Get("author", "/admin/en/")
	if got := home.Doc.Find(".rows a").First().Text(); got != "By the author" {
		t.Errorf("own drafts begin with %q", got)
	}
}

// TestAListThatStoppedNeverSaysNone holds what is said of a search that did not
// reach the end of the history, and that a bulk change reaches as far as the list.
func TestAListThatStoppedNeverSaysNone(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	own := h.Amend("editor", "d1", "title-en", "Mine")
	changes := make([]events.Change, 5001) // more states than one search reads
	for i := range changes {
		changes[i] = events.Put(webtest.Story(fmt.Sprintf("s%d", i), "2019-07-03", nil), 0)
	}
	_, err := h.Live.Import(t.Context(), slices.Values(changes), nil)
	h.Must(err)
	query := url.Values{"by": {"account:" + h.AccountID("editor")}}.Encode()
	stopped := h.Get("editor", "/admin/en/list?"+query)
	if text := stopped.Doc.Find("main").Text(); strings.Contains(text, "No entry matches") || !strings.Contains(text, "so far") {
		t.Errorf("a list that stopped says: %s", stopped.Doc.Find(".empty").Text())
	}
	further := h.Get("editor", stopped.Doc.Find(".note2 a").AttrOr("href", "no link leads on"))
	if further.Doc.Find(".ent a[href$='/e/"+own+"']").Length() != 1 {
		t.Fatalf("further on it is not found: %s", further.Doc.Find(".sub").Text())
	}
	form := desktest.Fields(further.Doc.Find("form[action='/admin/en/bulk']"))
	plan := h.Post("editor", "/admin/en/bulk", desktest.With(form, "scope", "all", "op", "key"))
	if got := plan.Doc.Find(".sums dd").First().Text(); got != "1" {
		t.Errorf("of the one entry listed, %s would change", got)
	}
}
