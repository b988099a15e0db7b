package page_test

import (
	"fmt"
	"testing"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

func TestMonthsAndDays(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.shows(t,
		shown{"/en/2019/05", "h1", "", "May 2019"},
		shown{"/en/2019/05", ".hero .sub", "", "3 entries, and 3 more that may belong here"},
		shown{"/en/2019/05", "#m05 h3 a", "href", "/en/e/range | /en/e/across | /en/e/month"},
		shown{"/en/2019/05", "#m05 h2 a", "href", "/en/2019#m05"},
		shown{"/en/2019/05", "#maybeMonth h2", "", "Perhaps in this month 或在本月"},
		shown{"/en/2019/05", "#maybeMonth h3 a", "href", "/en/e/open | /en/e/year | /en/e/decade"},
		shown{"/en/2019/05", ".lead a", "href", "/en/2019/05/grid"},
		shown{"/en/2019/05/24", ".lead a", "href", ""},
		shown{"/en/2019/05/24", "#m05 h3 a", "href", "/en/e/range"},
		shown{"/en/2019/05/24", "#maybeDay h2", "", "Perhaps on this day 或在当日"},
		shown{"/en/2019/05/24", "#maybeDay h3 a", "href", "/en/e/open | /en/e/month | /en/e/year | /en/e/decade"},
		shown{"/en/2019/06", "#m06 h3 a", "href", "/en/e/across"},
		shown{"/en/2019/05/24", ".hero .sub", "", "1 entry, and 4 more that may belong here"},
		shown{"/en/2018/12", ".hero .sub", "", "1 entry, and 2 more that may belong here"},
		shown{"/en/2019/05?tag=policy", ".hero .sub", "", "1 entry, and 1 more that may belong here"},
		shown{"/en/2019/05?tag=policy", ".shown", "", "Showing 2 of 6 entries"},
		shown{"/en/2019/05", ".shown", "", ""},
		shown{"/en/2019/05?tag=policy", ".lead a", "href", "/en/2019/05/grid?tag=policy"},
	)
}

func TestListsByTopicPlaceAndView(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	site := *i.live.Timeline().Site()
	site.Tags = []events.Tag{{Slug: "policy", Name: events.Localised{"zh": "政策", "en": "Policy"}}, {Slug: "science", Name: events.Localised{"zh": "科学"}}}
	site.Views = []events.View{{Slug: "rules", Name: events.Localised{"zh": "规章", "en": "Rules"}, Selection: "tag=policy"}, {Slug: "two", Name: events.Localised{"zh": "二"}, Selection: "key=1"}}
	i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
	i.shows(t,
		shown{"/en/tag/policy", ".kicker", "", "Topic"}, shown{"/en/tag/policy", "h1", "", "Policy"}, shown{"/en/tag/policy", ".hero .tr", "", "政策"},
		shown{"/zh/tag/policy", "h1", "", "政策"}, shown{"/zh/tag/policy", ".hero .tr", "", "Policy"},
		shown{"/en/tag/science", "h1 span", "lang", "zh-CN"}, shown{"/en/tag/science", ".hero .tr", "", ""}, // its one name is the heading
		shown{"/en/tag/policy", ".lead a", "href", "/en/tags"},
		shown{"/en/tag/policy", "#tl h2", "", "2019"}, shown{"/en/tag/policy", "#tl h2 a", "href", "/en/2019"},
		shown{"/en/place/shanghai", ".kicker", "", "Place"}, shown{"/en/place/shanghai", "h1", "", "Shanghai"}, shown{"/en/place/shanghai", ".hero .tr", "", "上海"},
		shown{"/en/place/shanghai", ".lead a", "href", "/en/places"},
		shown{"/en/v/rules", ".kicker", "", "View"}, shown{"/en/v/rules", "h1", "", "Rules"}, shown{"/en/v/rules", ".hero .tr", "", "规章"}, shown{"/zh/v/rules", ".hero .tr", "", "Rules"},
		shown{"/en/v/two", "h1 span", "lang", "zh-CN"}, shown{"/en/v/two", ".hero .tr", "", ""},
		// A bar or its label leads to its period under the page's own selection.
		shown{"/en/list?from=1801&tag=science", ".ov .decs a", "href", "/en/2014?from=1801&tag=science | /en/2016?from=1801&tag=science | /en/2017?from=1801&tag=science | /en/2018?from=1801&tag=science | /en/2019?from=1801&tag=science | /en/2020?from=1801&tag=science"},
		shown{"/en/tag/policy", ".ov", "", ""}, // one year is nothing to compare
	)
}

func TestListsWithNothing(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	const title, text, link = ".empty h2", ".empty p", ".empty a"
	i.shows(t,
		shown{"/en/list?page=9", title, "", "No such page"}, shown{"/en/list?page=9&tag=policy", link, "href", "/en/list?tag=policy"},
		shown{"/en/list?tag=policy&key=1", title, "", "Nothing matches these filters"}, shown{"/en/list?tag=policy&key=1", text, "", "Without the filters: 19 entries."},
		shown{"/en/list?tag=policy&key=1", link, "href", "/en/list"},
		shown{"/en/2019?tag=policy&key=1", text, "", "Without the filters: 13 entries."}, shown{"/en/2019?tag=policy&key=1", link, "href", "/en/2019"},
		shown{"/en/2019/02", title, "", ""}, // some may belong there
		shown{"/en/1999/02", title, "", "Nothing recorded for this period"}, shown{"/en/1999/02", link, "", "221 BC, 1 entry | 2014, 1 entry"},
		shown{"/en/2019", title, "", ""},
	)
	newInstance(t).shows(t, shown{"/en/list", title, "", "Nothing here yet"}, shown{"/en/list", link, "href", "/en/about"}, shown{"/en/2019", title, "", "Nothing recorded for this period"})
	newInstance(t, webtest.Story("full", "2019-05-24", nil)).shows(t,
		shown{"/en/2019/03", link, "href", "/en/2019"}, // the year of an empty month
	)
}

func TestPagesOfAList(t *testing.T) {
	story := func(n int) events.Event {
		e := webtest.Story(fmt.Sprintf("e%03d", n), "2019-05-24", nil)
		e.Text = map[string]events.Text{"en": {Title: fmt.Sprint("Story ", n)}}
		return e
	}
	var list []events.Event
	for n := range 100 {
		list = append(list, story(n))
	}
	i := newInstance(t, list...)
	const pager, pages = ".pager p", ".pager a"
	i.shows(t, shown{"/en/list", ".pager", "", ""}, shown{"/en/list", "#tl .n", "", "100 entries"}, shown{"/en/list?page=2", ".empty h2", "", "No such page"})
	i.commit(t, events.Put(story(100), 0))
	i.shows(t,
		shown{"/en/list", pager, "", "Page 1 of 2"}, shown{"/en/list", pages, "href", "/en/list?page=2 | /en/list?print=1"}, shown{"/en/list", "#tl .n", "", "100 entries"},
		shown{"/en/list?page=2", pager, "", "Page 2 of 2"}, shown{"/en/list?page=2", pages, "href", "/en/list | /en/list?print=1"}, shown{"/en/list?page=2", "#tl h3 a", "href", "/en/e/e100"},
		shown{"/en/list?page=2&tag=science", pages, "href", "/en/list?tag=science | /en/list?print=1&tag=science"},
		shown{"/en/list?print=1", pager, "", ""}, shown{"/en/list?print=1", "#tl .n", "", "101 entries"},
		shown{"/en/list?page=3", ".empty a", "href", "/en/list"},
		shown{"/en/list?page=2", "link[rel=canonical]", "href", "https://almanac.example.org/en/list?page=2"},
	)
}

// A reader may have the newest first or the oldest first wherever entries stand in
// a row; the address says so, and every way on from the page keeps it.
func TestOrderOfEntries(t *testing.T) {
	here := func(e *events.Event) {
		e.Place = &events.Place{Slug: "shanghai", Name: events.Localised{"en": "Shanghai"}}
	}
	i := newInstance(t,
		webtest.Story("a", "2018-03-01", here), webtest.Story("b", "2019-05-24", here), webtest.Story("c", "2019-05-30", here), webtest.Story("d", "2019-08-01", here),
		webtest.Story("soon", "2026-03-20", func(e *events.Event) { e.Tags, e.Place = []string{"policy"}, nil }), webtest.Story("later", "2027-03-20", func(e *events.Event) { e.Tags, e.Place = []string{"policy"}, nil }),
	)
	const titles, orders = "#tl h3 a", ".orders a"
	i.shows(t,
		shown{"/en/list?tag=science", titles, "href", "/en/e/a | /en/e/b | /en/e/c | /en/e/d"}, shown{"/en/list?tag=science&order=newest", titles, "href", "/en/e/d | /en/e/c | /en/e/b | /en/e/a"},
		shown{"/en/list?tag=science&order=newest", "#tl section h2", "", "2019 | 2018"},
		shown{"/en/list?tag=science&order=newest", orders, "href", "/en/list?tag=science | /en/list?order=newest&tag=science"}, shown{"/en/list?tag=science&order=newest", ".orders [aria-current]", "", "Newest first"},
		shown{"/en/list", ".orders", "", "Order: Oldest first · Newest first"}, shown{"/en/list", ".orders [aria-current]", "", "Oldest first"},
		shown{"/en/tag/science?order=newest", titles, "href", "/en/e/d | /en/e/c | /en/e/b | /en/e/a"}, shown{"/en/place/shanghai?order=newest", titles, "href", "/en/e/d | /en/e/c | /en/e/b | /en/e/a"},
		shown{"/en/2019?order=newest", titles, "href", "/en/e/d | /en/e/c | /en/e/b"}, shown{"/en/2019?order=newest", "section.mo-sec", "id", "m08 | m05"}, shown{"/en/2019", titles, "href", "/en/e/b | /en/e/c | /en/e/d"},
		shown{"/en/2019/05?order=newest", titles, "href", "/en/e/c | /en/e/b"}, shown{"/en/on/03-20?order=newest", "#years h3 a", "href", "/en/e/later | /en/e/soon"},
		shown{"/en/upcoming?order=newest", titles, "href", "/en/e/later | /en/e/soon"}, shown{"/en/upcoming", titles, "href", "/en/e/soon | /en/e/later"},
		shown{"/en/all", ".cent h2", "", "2020s | 2010s"}, shown{"/en/all?order=oldest", ".cent h2", "", "2010s | 2020s"}, shown{"/en/d/2010s?order=oldest", ".cent h2", "", "2018 | 2019"},
		shown{"/en/2019?order=newest", ".pn a", "href", "/en/2018?order=newest | /en/2026?order=newest"}, shown{"/en/2019?order=newest", ".lang a", "href", "/zh/2019?order=newest | /en/2019?order=newest"},
		shown{"/en/2019?order=newest", ".filter [name=order]", "value", "newest"}, shown{"/en/2019", ".filter [name=order]", "value", ""},
		shown{"/en/2019?order=newest", "meta[name=robots]", "content", "noindex"}, shown{"/en/2019?order=newest", "link[rel=canonical]", "href", "https://almanac.example.org/en/2019"},
		shown{"/en/2019?order=newest", "link[type='application/atom+xml']", "href", "/en/2019.atom"}, shown{"/en/e/a", ".orders", "", ""}, shown{"/en/search?q=story", ".orders", "", ""},
	)
	for path, want := range map[string]int{"/en/list?order=up": 400, "/en/2019.atom?order=newest": 200, "/en/list.ics?order=oldest": 200, "/en/all.json?order=sideways": 400} {
		if got := i.get(t, path); got.status != want {
			t.Errorf("%s answers %d, want %d", path, got.status, want)
		}
	}
}

// The pages of a long list begin with the newest where those stand first.
func TestPagesOfAListFromItsEnd(t *testing.T) {
	var list []events.Event
	for n := range 101 {
		list = append(list, webtest.Story(fmt.Sprintf("e%03d", n), fmt.Sprintf("%d-05-24", 1900+n), nil))
	}
	i := newInstance(t, list...)
	i.shows(t,
		shown{"/en/list?order=newest", "#tl li.ev:first-child h3 a", "href", "/en/e/e100 | /en/e/e099 | /en/e/e089 | /en/e/e079 | /en/e/e069 | /en/e/e059 | /en/e/e049 | /en/e/e039 | /en/e/e029 | /en/e/e019 | /en/e/e009"},
		shown{"/en/list?order=newest", ".pager a", "href", "/en/list?order=newest&page=2 | /en/list?order=newest&print=1"},
		shown{"/en/list?order=newest&page=2", "#tl h3 a", "href", "/en/e/e000"}, shown{"/en/list?order=newest&page=2", ".pager a", "href", "/en/list?order=newest | /en/list?order=newest&print=1"},
	)
}

// A frame begins with the newest entries, or shows what is on and comes up in the
// next days. It is 1 March 2026.
func TestOrderOfFrames(t *testing.T) {
	i := newInstance(t,
		webtest.Story("a", "2018-03-01", nil), webtest.Story("b", "2019-05-24", nil), webtest.Story("c", "2019-05-30", nil),
		webtest.Story("on", "2026-02-20/2026-03-02", nil), webtest.Story("soon", "2026-03-20", nil), webtest.Story("later", "2026-05-20", nil))
	i.shows(t,
		shown{"/embed/en/2019", "h3 a", "href", "/en/e/c | /en/e/b"}, shown{"/embed/en/2019?order=oldest", "h3 a", "href", "/en/e/b | /en/e/c"},
		shown{"/embed/en/all?n=2", "h3 a", "href", "/en/e/later | /en/e/soon"}, shown{"/embed/en/all?n=2&order=oldest", "h3 a", "href", "/en/e/a | /en/e/b"},
		shown{"/embed/en/all?days=30", "h3 a", "href", "/en/e/on | /en/e/soon"}, shown{"/embed/en/all?days=90&n=2", "h3 a", "href", "/en/e/on | /en/e/soon"},
		shown{"/embed/en/all?days=30&order=newest", "h3 a", "href", "/en/e/soon | /en/e/on"}, shown{"/embed/en/2019?days=7", ".sub", "", "Nothing is planned"},
		shown{"/en/embed", ".filter [name=order] option[selected]", "value", "newest"}, shown{"/en/embed?days=30", ".filter [name=order] option[selected]", "value", "oldest"},
		shown{"/en/embed?days=30&n=5", "a[href*='/embed/en/']", "href", "https://almanac.example.org/embed/en/all?days=30&n=5"}, shown{"/en/embed?days=30", ".filter [name=days]", "value", "30"},
		shown{"/en/embed?order=oldest", "a[href*='/embed/en/']", "href", "https://almanac.example.org/embed/en/all?order=oldest"},
	)
}
