package page_test

import (
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

// TestNothingFromTheRecordIsMarkup puts markup into every text of an event and
// looks for it on every page that shows the event: what is written by hand
// must escape as the templates do.
func TestNothingFromTheRecordIsMarkup(t *testing.T) {
	const evil = `"><script>alert(1)</script><b class='x`
	hostile := webtest.Story("hostile", "2019-05-24/2019-05-26", func(e *events.Event) {
		for _, lang := range []string{"zh", "en"} {
			e.Text[lang] = events.Text{Title: lang + evil, Summary: "s" + evil, Body: "b" + evil}
		}
		e.Tags = []string{"hostile"}
		e.Span.AsWritten = events.Localised{"zh": "某日" + evil, "en": "some day" + evil}
		e.Place = &events.Place{Slug: "evil", Name: events.Localised{"zh": "地" + evil, "en": "place" + evil}}
		e.Sources = []events.Source{{Title: events.Localised{"en": "t" + evil}, Author: events.Localised{"en": "a" + evil}, Locator: events.Localised{"en": "l" + evil}, Quote: "q" + evil}}
		e.Links = []events.Link{{URL: "https://example.org/", Title: events.Localised{"en": "l" + evil}}}
	})
	i := newInstance(t, hostile)
	site := *i.live.Timeline().Site()
	site.Tags = []events.Tag{{Slug: "hostile", Name: events.Localised{"zh": "题" + evil, "en": "tag" + evil}}}
	site.Views = []events.View{{Slug: "all", Name: events.Localised{"zh": "观" + evil, "en": "view" + evil}, Selection: "tag=hostile"}}
	i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
	for _, path := range []string{
		"/", "/all", "/d/2010s", "/2019", "/2019?tag=hostile", "/2019?place=evil", "/2019/05", "/2019/05/grid", "/2019/05/24", "/list", "/search?q=script", "/search?q=%22%3E%3Cscript%3E", "/tags", "/tag/hostile",
		"/places", "/place/evil", "/v/all", "/e/hostile", "/subscribe?tag=hostile", "/feeds", "/embed?tag=hostile",
	} {
		for _, lang := range []string{"/zh", "/en", "/embed/en"} {
			got := i.get(t, lang+path)
			if strings.HasPrefix(lang, "/embed") && got.status != 200 {
				continue // only selections have frames
			}
			d := webtest.Document(t, got.body)
			if n := d.Find("script:not([src]):not([type='application/ld+json']),b.x,[class='x']").Length(); n > 0 {
				t.Errorf("%s%s: %d elements come from the record", lang, path, n)
			}
			if strings.Contains(got.body, "<script>alert") {
				t.Errorf("%s%s: markup of the record is on the page", lang, path)
			}
		}
	}
}
