package page_test

import (
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

func TestIndexesOfTopicsAndPlaces(t *testing.T) {
	at := func(slug string, name events.Localised) func(*events.Event) {
		return func(e *events.Event) {
			e.Place, e.Tags = &events.Place{Slug: slug, Name: name}, []string{slug + "-tag"}
		}
	}
	i := newInstance(t, webtest.Story("a", "2019-05-24", at("wuhu", events.Localised{"zh": "芜湖", "en": "Wuhu"})), webtest.Story("b", "1998-05", at("wuhu", events.Localised{"zh": "芜湖", "en": "Wuhu"})),
		webtest.Story("c", "2019", at("hefei", events.Localised{"zh": "合肥"})), webtest.Story("d", "18XX", at("leeds", events.Localised{"en": "Leeds"})))
	site := *i.live.Timeline().Site()
	site.Tags = []events.Tag{{Slug: "wuhu-tag", Name: events.Localised{"zh": "芜湖事", "en": "Of Wuhu"}}, {Slug: "hefei-tag", Name: events.Localised{"zh": "合肥事"}}}
	i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
	i.shows(t,
		shown{"/en/places", "h1", "", "Places"}, shown{"/en/places", ".hero .sub", "", "3 places"},
		shown{"/en/places", ".index .in a", "href", "/en/place/wuhu | /en/place/hefei | /en/place/leeds"},
		shown{"/en/places", ".index .in", "", "Wuhu 芜湖 | 合肥 | Leeds"}, shown{"/zh/places", ".index .in", "", "芜湖 Wuhu | 合肥 | Leeds"},
		shown{"/en/places", ".index .in a", "lang", "- | zh-CN | -"},
		shown{"/en/places", ".index .n", "", "2 entries, 1998 to 2019 | 1 entry, 2019 | 1 entry"},
		shown{"/en/places", ".index svg.bars", "viewBox", "0 0 180 60"}, // only the first has years to compare
		shown{"/en/places", ".index .decs", "", ""},
		shown{"/en/tags", ".hero .sub", "", "3 topics"},
		shown{"/en/tags", ".index .in", "", "Of Wuhu 芜湖事 | 合肥事 | leeds tag"}, shown{"/zh/tags", ".index .in", "", "芜湖事 Of Wuhu | 合肥事 | leeds tag"},
		shown{"/en/tags", ".index .in a", "href", "/en/tag/wuhu-tag | /en/tag/hefei-tag | /en/tag/leeds-tag"},
		shown{"/en/tags", ".views", "", ""}, shown{"/en/tags", ".empty", "", ""},
	)
	newInstance(t).shows(t, shown{"/en/places", ".empty h2", "", "Nothing here yet"})
}

// A word found in a body is shown with what stands around it: sixty characters
// before, a hundred and twenty after.
func TestWordsFoundInABody(t *testing.T) {
	body := func(before, after int) events.Event {
		return webtest.Story("found", "2019-05-24", func(e *events.Event) {
			e.Text = map[string]events.Text{"en": {Title: "Title", Body: strings.Repeat("é", before) + " zebra " + strings.Repeat("à", after)}}
		})
	}
	for _, c := range []struct {
		before, after int
		want          string
	}{
		{59, 119, strings.Repeat("é", 59) + " zebra " + strings.Repeat("à", 119)},
		{60, 120, "…" + strings.Repeat("é", 59) + " zebra " + strings.Repeat("à", 119) + "…"},
		{400, 3, "…" + strings.Repeat("é", 59) + " zebra " + strings.Repeat("à", 3)},
		{3, 400, strings.Repeat("é", 3) + " zebra " + strings.Repeat("à", 119) + "…"},
	} {
		newInstance(t, body(c.before, c.after)).shows(t, shown{"/en/search?q=zebra", "#hits2 .s", "", c.want}, shown{"/en/search?q=zebra", "#hits2 .s mark", "", "zebra"})
	}
}

func TestSearchesByWhereTheWordsStand(t *testing.T) {
	text := func(title, summary, body string) func(*events.Event) {
		return func(e *events.Event) {
			e.Text = map[string]events.Text{"en": {Title: title, Summary: summary, Body: body}}
		}
	}
	i := newInstance(t, webtest.Story("t", "2019", text("Zebra", "", "")), webtest.Story("s", "1900", text("S", "A zebra.", "")), webtest.Story("b", "2011", text("B", "", "The zebra.")))
	i.shows(t,
		shown{"/en/search?q=zebra", "#hits0 h3 a", "href", "/en/e/t"}, shown{"/en/search?q=zebra", "#hits1 h3 a", "href", "/en/e/s"}, shown{"/en/search?q=zebra", "#hits2 h3 a", "href", "/en/e/b"},
		shown{"/en/search?q=zebra", ".facets li", "", "2010s 2 | 1900s 1"}, shown{"/en/search?q=zebra", ".facets a", "href", "/en/search?in=201X&q=zebra | /en/search?in=190X&q=zebra"},
		shown{"/en/search?q=zebra&in=201X", ".facets", "", ""}, shown{"/en/search?q=zebra&in=201X", "#tl h3 a", "href", "/en/e/t | /en/e/b"},
		shown{"/en/search?q=horse", ".empty a", "href", "/en/tags | /en/all"}, shown{"/en/search?q=horse&key=1", ".empty a", "href", "/en/search?q=horse | /en/tags | /en/all"},
		shown{"/en/search?q=zebra", ".empty", "", ""}, shown{"/en/search?q=zebra", ".searchbox input", "value", "zebra"},
	)
}

func TestWaysToSubscribe(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	const links, forms = ".clients dd a:not([type])", ".clients dd a[type]"
	i.shows(t,
		shown{"/en/subscribe?tag=policy", "h1", "", "policy"}, shown{"/en/subscribe", "h1", "", "All entries"}, shown{"/en/subscribe?tag=policy", ".hero .sub", "", "2 entries"},
		shown{"/en/subscribe?tag=policy", ".lead a", "href", "/en/tag/policy"}, shown{"/en/subscribe?year=2019&tag=policy", ".lead a", "href", "/en/2019?tag=policy"},
		shown{"/en/subscribe?tag=policy", ".copy code", "", "https://almanac.example.org/en/tag/policy.ics | https://almanac.example.org/en/tag/policy.atom | https://almanac.example.org/en/tag/policy.rss | https://almanac.example.org/en/tag/policy.json | https://almanac.example.org/en/tag/policy.ics"},
		shown{"/en/subscribe?tag=policy", links, "href", "webcal://almanac.example.org/en/tag/policy.ics | https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Falmanac.example.org%2Fen%2Ftag%2Fpolicy.ics | https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Falmanac.example.org%2Fen%2Ftag%2Fpolicy.ics&name=policy"},
		shown{"/en/subscribe?year=2019&tag=policy", forms + "[type$='atom+xml']", "href", "https://almanac.example.org/en/2019.atom?tag=policy"},
		shown{"/en/subscribe?tag=policy", "meta[name=robots]", "content", "noindex"}, shown{"/en/subscribe", "meta[name=robots]", "content", ""},
		shown{"/en/subscribe?year=2019", ".filter [name=tag]", "value", "science | policy"}, shown{"/en/subscribe", ".filter [name=tag][id]", "value", ""}, // nothing to filter at once
	)
}

func TestDaysOfTheYear(t *testing.T) {
	i := newInstance(t, webtest.Story("day", "1999-04-10", nil), webtest.Story("same", "2019-04-10", nil), webtest.Story("month", "2019-04", nil), webtest.Story("other", "2019-05", nil), webtest.Story("leap", "2020-02-29", nil))
	i.shows(t,
		shown{"/en/on/04-10", "h1", "", "On 10 April"}, shown{"/en/on/04-10", "#years h3 a", "href", "/en/e/day | /en/e/same"}, shown{"/en/on/04-10", "#month h3 a", "href", "/en/e/month"},
		shown{"/en/on/04-10", ".hero .sub", "", "2 entries, in any year"}, shown{"/en/on/04-10", ".pn a", "href", "/en/on/04-09 | /en/on/04-11"}, shown{"/en/on/04-10", ".kicker", "", ""}, shown{"/en/on/04-10", ".empty", "", ""},
		shown{"/en/on/04-11", "#month h3 a", "href", "/en/e/month"}, shown{"/en/on/04-11", ".empty a", "href", "/en/on/02-29 | /en/on/04-10"}, shown{"/en/on/04-09", ".empty a", "href", "/en/on/04-10 | /en/on/02-29"},
		shown{"/en/on/12-31", ".pn a", "href", "/en/on/12-30 | /en/on/01-01"}, shown{"/en/on/03-01", ".pn a", "href", "/en/on/02-29 | /en/on/03-02"},
		shown{"/en/today", ".kicker", "", "Today"}, shown{"/en/today", "h1", "", "On 1 March"}, shown{"/en/on/06-01", "#month", "", ""},
	)
	one := newInstance(t, webtest.Story("day", "1999-04-10", nil))
	one.shows(t, shown{"/en/today", ".empty a", "href", "/en/on/04-10"})
	newInstance(t, webtest.Story("month", "1999-04", nil)).shows(t, shown{"/en/today", ".empty a", "href", "/en/all"})
}

func TestTheLogOfCorrections(t *testing.T) {
	i := newInstance(t, webtest.Museum(), webtest.Story("b", "2019", nil))
	i.shows(t, shown{"/en/changes", ".hist", "", ""}, shown{"/en/changes", ".prose > p:last-child", "", "Nothing has been changed since publication."})
	i.edit(t, "museum", func(e *events.Event) { e.Text["en"] = events.Text{Title: "Museum opened"} })
	i.clock.Add(int64(24 * time.Hour))
	i.edit(t, "b", func(e *events.Event) { e.Status = events.Cancelled })
	i.shows(t, shown{"/en/changes", ".hist h2 a", "href", "https://almanac.example.org/en/e/b | https://almanac.example.org/en/e/museum-opens"}, shown{"/en/changes", ".hist li > time", "datetime", "2026-03-02 | 2026-03-01"})
	for from, want := range map[string]string{"/en/on-this-day?tag=policy": "/en/today?tag=policy"} {
		if a := i.get(t, from); a.status != 302 || a.header.Get("Location") != want {
			t.Errorf("%s leads to %q with %d", from, a.header.Get("Location"), a.status)
		}
	}
}
