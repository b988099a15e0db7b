package page_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

// graph reads the JSON-LD of a page: what it says of the site, and of the page.
func graph(t *testing.T, i *instance, path string) []map[string]any {
	t.Helper()
	var data struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	text := webtest.Document(t, i.get(t, path).body).Find("script[type='application/ld+json']").Text()
	if err := json.Unmarshal([]byte(text), &data); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if data.Context != "https://schema.org" {
		t.Errorf("%s: context %q", path, data.Context)
	}
	return data.Graph
}

func TestStructuredDataOfAnEvent(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	g := graph(t, i, "/en/e/day")
	want := []map[string]any{
		{"@type": "WebSite", "@id": "https://almanac.example.org/en/", "url": "https://almanac.example.org/en/", "name": "Chronicle", "description": "What happened.", "inLanguage": []any{"zh-CN", "en"}},
		{
			"@type": "Event", "@id": "https://almanac.example.org/en/e/day", "url": "https://almanac.example.org/en/e/day", "name": "Story 2019-04-10", "description": "A <summary> & more.",
			"startDate": "2019-04-10", "eventStatus": "https://schema.org/EventScheduled", "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
			"image": []any{"https://almanac.example.org/og/e/day.png"}, "keywords": []any{"science"}, "inLanguage": "en",
			"location": map[string]any{"@type": "Place", "name": "Shanghai", "address": "Shanghai", "geo": map[string]any{"@type": "GeoCoordinates", "latitude": 31.23, "longitude": 121.47}},
			"citation": []any{map[string]any{"@type": "CreativeWork", "name": "报告", "url": "https://example.org/report"}},
		},
	}
	if diff := cmp.Diff(want, g); diff != "" {
		t.Error(diff)
	}
	for path, want := range map[string]map[string]any{
		"/en/e/range":     {"startDate": "2019-05-24", "endDate": "2019-05-26", "eventStatus": "https://schema.org/EventScheduled", "location": nil, "eventAttendanceMode": nil},
		"/en/e/cancelled": {"startDate": "2019-07-01", "endDate": nil, "eventStatus": "https://schema.org/EventCancelled"},
		"/en/e/timed":     {"startDate": "2020-01-05T09:00:00+08:00", "endDate": "2020-01-05T17:00:00+08:00"},
		"/en/e/bce":       {"startDate": "-0220"},
		"/en/e/chinese":   {"inLanguage": "zh-CN"},
	} {
		got := graph(t, i, path)[1]
		for key, value := range want {
			if got[key] != value {
				t.Errorf("%s: %s is %v, want %v", path, key, got[key], value)
			}
		}
	}
	// A date that ISO 8601 cannot say is left to the page's words.
	for _, path := range []string{"/en/e/decade", "/en/e/century", "/en/e/until"} {
		if g := graph(t, i, path); len(g) != 1 || g[0]["@type"] != "WebSite" {
			t.Errorf("%s: %v", path, g)
		}
	}
}

// A place whose coordinates are unknown has none, and an event that only begins at
// an instant has no end.
func TestStructuredDataSaysNothingUnknown(t *testing.T) {
	i := newInstance(t,
		webtest.Story("half", "2019-05-24", func(e *events.Event) {
			e.Place = &events.Place{Slug: "x", Name: events.Localised{"en": "X"}}
		}),
		webtest.Story("instant", "2019-05-24", func(e *events.Event) {
			e.Span = timedSpan(t, "2026-11-30T08:00:00", "2026-11-30T08:00:00", "UTC")
		}))
	if place := graph(t, i, "/en/e/half")[1]["location"]; !cmp.Equal(place, any(map[string]any{"@type": "Place", "name": "X", "address": "X"})) {
		t.Errorf("place %v", place)
	}
	if e := graph(t, i, "/en/e/instant")[1]; e["startDate"] != "2026-11-30T08:00:00+00:00" || e["endDate"] != nil {
		t.Errorf("from %v to %v", e["startDate"], e["endDate"])
	}
}

func TestStructuredDataOfAList(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	page := graph(t, i, "/en/2019/05?tag=policy")[1]
	for key, want := range map[string]any{"@type": "CollectionPage", "@id": "https://almanac.example.org/en/2019/05?tag=policy", "url": "https://almanac.example.org/en/2019/05?tag=policy", "name": "May 2019", "inLanguage": "en"} {
		if page[key] != want {
			t.Errorf("%s is %v, want %v", key, page[key], want)
		}
	}
	if part := page["isPartOf"].(map[string]any)["@id"]; part != "https://almanac.example.org/en/" {
		t.Errorf("part of %v", part)
	}
	list := page["mainEntity"].(map[string]any)
	var got []string
	for n, item := range list["itemListElement"].([]any) {
		it := item.(map[string]any)
		if it["position"] != float64(n+1) {
			t.Errorf("item %d has position %v", n, it["position"])
		}
		got = append(got, it["item"].(map[string]any)["url"].(string))
	}
	if want := []string{"https://almanac.example.org/en/e/month", "https://almanac.example.org/en/e/year"}; !cmp.Equal(got, want) || list["numberOfItems"] != 2.0 {
		t.Errorf("%v of %v", got, list["numberOfItems"])
	}
	if page := graph(t, i, "/en/1999")[1]; page["mainEntity"] != nil {
		t.Errorf("an empty list has %v", page["mainEntity"])
	}
}

// Programs are told the length of a list, and its first hundred.
func TestStructuredDataIsBounded(t *testing.T) {
	var list []events.Event
	for _, a := range "abcdefghijk" {
		for _, b := range "0123456789" {
			list = append(list, webtest.Story(string(a)+string(b), "2019-05", nil))
		}
	}
	main := graph(t, newInstance(t, list...), "/en/2019/05")[1]["mainEntity"].(map[string]any)
	if n := len(main["itemListElement"].([]any)); n != 100 || main["numberOfItems"] != 110.0 {
		t.Errorf("%d of %v", n, main["numberOfItems"])
	}
}

// The record as a whole is a dataset: what search engines for data ask for is there,
// and its files are those that the page offers.
func TestStructuredDataOfTheRecord(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	site := *i.live.Timeline().Site()
	site.Licence = &events.Licence{Name: "CC BY 4.0", URL: "https://creativecommons.org/licenses/by/4.0/"}
	i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
	for _, path := range []string{"/en/feeds", "/en/all"} {
		g := graph(t, i, path)
		d := g[len(g)-1]
		for key, want := range map[string]any{
			"@type": "Dataset", "name": "Chronicle", "url": "https://almanac.example.org/en/feeds", "license": "https://creativecommons.org/licenses/by/4.0/",
			"isAccessibleForFree": true, "temporalCoverage": "-0220/2020", "creator": map[string]any{"@type": "Organization", "name": "Chronicle", "url": "https://almanac.example.org/en/"}, //nolint:misspell // schema.org spells it so
		} {
			if !cmp.Equal(d[key], want) {
				t.Errorf("%s: %s is %v, want %v", path, key, d[key], want)
			}
		}
		if text, _ := d["description"].(string); len([]rune(text)) < 50 || len([]rune(text)) > 5000 {
			t.Errorf("%s: described as %q", path, text)
		}
		var files []string
		list, _ := d["distribution"].([]any)
		for _, one := range list {
			f := one.(map[string]any)
			files = append(files, f["encodingFormat"].(string)+" "+f["contentUrl"].(string))
		}
		if want := []string{"application/json https://almanac.example.org/en/all.record", "text/calendar https://almanac.example.org/en/all.ics", "text/csv https://almanac.example.org/en/all.csv"}; !cmp.Equal(files, want) {
			t.Errorf("%s: files %v", path, files)
		}
	}
	for _, path := range []string{"/en/all?tag=policy", "/en/c/21"} {
		if g := graph(t, i, path); len(g) != 2 {
			t.Errorf("%s: %d things", path, len(g))
		}
	}
	if g := graph(t, newInstance(t), "/en/feeds"); len(g) != 2 {
		t.Errorf("an empty record is %v", g[len(g)-1])
	}
	i.shows(t,
		shown{"/en/feeds", "[aria-labelledby=download] li a", "href", "/en/all.record | /en/all.ics | /en/all.csv"}, shown{"/en/feeds", "[aria-labelledby=download] li a", "download", "record.json | record-en.ics | record-en.csv"},
		shown{"/en/feeds", "[aria-labelledby=download] a[rel^=license]", "", "CC BY 4.0"}, shown{"/en/subscribe", "a[href$='#download']", "href", "/en/feeds#download"}, shown{"/zh/about", "a[href$='#download']", "", "下载全部条目"},
	)
}

// An error is reported to those who answer, with the entry's address filled in.
func TestReportAnError(t *testing.T) {
	for contact, want := range map[string]string{
		"desk@museum.example":              "mailto:desk@museum.example?subject=Correction%3A%20Story%202019-04-10&body=https%3A%2F%2Falmanac.example.org%2Fen%2Fe%2Fday%0D%0A%0D%0A",
		"https://museum.example/write?x=1": "https://museum.example/write?about=https%3A%2F%2Falmanac.example.org%2Fen%2Fe%2Fday&x=1",
		"":                                 "",
	} {
		i := newInstance(t, webtest.Chronicle()...)
		site := *i.live.Timeline().Site()
		site.Contact = contact
		i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
		i.shows(t, shown{"/en/e/day", ".report a", "href", want})
		if contact == "" {
			site.Texts = map[string]events.SiteText{"en": {Contact: "Write to us."}}
			i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
			i.shows(t, shown{"/en/e/day", ".report a", "href", "/en/contact"}, shown{"/en/e/day", ".report a", "", "Report an error"})
		}
	}
}
