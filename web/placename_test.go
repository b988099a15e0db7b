package web

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

// TestAPlaceHasOneName asks a place's page and its feeds what it is called where
// its events differ.
func TestAPlaceHasOneName(t *testing.T) {
	named := func(name string) func(*events.Event) {
		return func(e *events.Event) { e.Place = &events.Place{Slug: "pier", Name: events.Localised{"en": name}} }
	}
	i := newInstance(t, webtest.Story("old", "2001-02-03", named("Old Pier")), webtest.Story("new", "2011-02-03", named("New Pier")))
	check := func(want string) {
		t.Helper()
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(i.get(t, "/en/place/pier").body))
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Find("h1").Text(); got != want {
			t.Errorf("the page says %q; want %q", got, want)
		}
		if got := i.readFeed(t, "/en/place/pier.atom").Title; !strings.HasSuffix(got, " · "+want) {
			t.Errorf("the feed says %q; want %q", got, want)
		}
		if got := i.get(t, "/en/place/pier.ics").body; !strings.Contains(got, " · "+want+"\r\n") {
			t.Errorf("the calendar does not say %q:\n%.300s", want, got)
		}
	}
	check("New Pier")
	i.edit(t, "new", named("Newest Pier"))
	check("Newest Pier")
	site := events.Site{Places: []events.NamedPlace{{Slug: "pier", Name: events.Localised{"en": "The Pier"}}}}
	i.commit(t, events.Change{Document: site.Documents()[len(site.Documents())-1]})
	check("The Pier")
}
