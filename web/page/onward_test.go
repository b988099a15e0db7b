package page_test

import (
	"fmt"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

// A page that says no names what is wrong and leads to what was meant.
func TestWhereErrorsLead(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.commit(t, events.Put(webtest.Story("bridge-opens-again", "2019-11-01", nil), 0), events.Put(webtest.Story("bridge-closes", "2019-11-02", nil), 0))
	const onward, box, problems = "[aria-labelledby=eo] a", ".searchbox input", ".problems"
	for _, c := range []struct {
		path     string
		status   int
		selector string
		attr     string
		want     string
	}{
		{"/en/2019?from=yesterday", 400, "h1", "", "This address has a mistake"}, {"/en/2019?from=yesterday", 400, ".kicker", "", "400"},
		{"/en/2019?from=yesterday", 400, problems + " dt", "", "from"}, {"/en/2019?from=yesterday", 400, onward, "href", "/en/2019 | /en/2019 | /en/ | /en/all"},
		{"/en/e/bridge-opens", 404, onward, "href", "/en/e/bridge-opens-again | /en/ | /en/all"}, {"/en/e/bridge-opens", 404, box, "value", "bridge opens"},
		{"/en/e/bridge", 404, onward, "href", "/en/e/bridge-opens-again | /en/e/bridge-closes | /en/ | /en/all"},
		{"/en/e/one-two-bridge-four", 404, onward, "href", "/en/ | /en/all"}, // less than half of it
		{"/en/2019/13", 404, onward, "href", "/en/2019 | /en/ | /en/all"}, {"/en/2018/13", 404, onward, "", "2018, 1 entry | Home | All"},
		{"/en/nothing_here.html", 404, box, "value", "nothing here"}, {"/en/e/withdrawn", 410, "h1", "", "This entry was withdrawn"}, {"/en/e/withdrawn", 410, problems, "", ""},
		{"/en/nothing", 404, "meta[name=robots]", "content", "noindex"}, {"/en/nothing", 404, "link[rel=alternate][type]", "href", "/en/all.atom | /en/all.rss | /en/all.json | /en/all.ics"},
	} {
		a := i.get(t, c.path, "Accept", "text/html")
		if a.status != c.status {
			t.Errorf("%s answers %d", c.path, a.status)
		}
		if got := found(webtest.Document(t, a.body), c.selector, c.attr); got != c.want {
			t.Errorf("%s: %s is %q, want %q", c.path, c.selector, got, c.want)
		}
	}
}

func TestTheListOfFeeds(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	site := *i.live.Timeline().Site()
	site.Views = []events.View{{Slug: "key", Name: events.Localised{"en": "Key ones"}, Selection: "key=1"}}
	i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
	const row = " li a.fp"
	i.shows(t,
		shown{"/en/feeds", "h2[id^=g-]", "id", "g-preview | g-all | g-news | g-views | g-years | g-tags"},
		shown{"/en/feeds", "[aria-labelledby=g-news]" + row, "href", "/en/today | /en/upcoming | /en/changes"},
		shown{"/en/feeds", "[aria-labelledby=g-years]" + row, "href", "/en/2020 | /en/2019 | /en/2018 | /en/2017 | /en/2016 | /en/2014 | /en/-0220"},
		shown{"/en/feeds", "[aria-labelledby=g-tags] .num", "", "18 entries | 2 entries"},
		shown{"/en/feeds", "[aria-labelledby=g-views] .num", "", ""},
		shown{"/en/feeds", "[aria-labelledby=g-views]" + row, "href", "/en/v/key"},
		shown{"/en/feeds", "[aria-labelledby=g-all] .num", "", "19 entries"},
		shown{"/en/feeds", "[aria-labelledby=g-all] .ff a", "href", "/en/all.atom | /en/all.rss | /en/all.json | /en/all.ics"},
		shown{"/en/feeds", ".copy a", "href", "https://almanac.example.org/feeds.opml"},
	)
	newInstance(t, webtest.Story("one", "2019", nil)).shows(t, shown{"/en/feeds", "h2[id^=g-]", "id", "g-preview | g-all | g-news | g-years | g-tags"})
	newInstance(t).shows(t, shown{"/en/feeds", "h2[id^=g-]", "id", "g-all | g-news"})
}

// What a reader sees first is what was published last; what was recorded
// quietly comes after it.
func TestWhatANewSubscriberSeesFirst(t *testing.T) {
	i := newInstance(t)
	for n, id := range []string{"a", "b", "c", "d", "e", "f"} {
		i.clock.Add(int64(time.Hour))
		i.commit(t, events.Put(webtest.Story(id, fmt.Sprintf("20%02d", 19-n), func(e *events.Event) { e.Quiet = id == "f" }), 0))
	}
	i.shows(t, shown{"/en/feeds", "[aria-labelledby=g-preview] li a", "href", "/en/e/e | /en/e/d | /en/e/c | /en/e/b | /en/e/a"}, shown{"/en/feeds", "[aria-labelledby=g-preview] li:first-child", "", "2015 Story 2015"})
}

func TestTheFrameOfASelection(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.shows(t,
		shown{"/embed/en/2019?n=2", "h3 a", "href", "/en/e/year | /en/e/english"}, // the newest; what fixes no year stands last
		shown{"/embed/en/2019?n=2", "h1", "", "2019"}, shown{"/embed/en/all", "h1", "", "Chronicle"}, shown{"/embed/en/2019", "title", "", "2019 · Chronicle"}, shown{"/embed/en/all", "title", "", "All entries · Chronicle"},
		shown{"/embed/en/2019?n=2", "footer a", "", "See all: 13 entries | Subscribe"}, shown{"/embed/en/2019?n=2&tag=policy", "footer a", "href", "https://almanac.example.org/en/2019?tag=policy | https://almanac.example.org/en/subscribe?tag=policy&year=2019"},
		shown{"/embed/en/2019?tag=nothing", ".sub", "", "No entries"}, shown{"/embed/en/2019", ".sub", "", ""}, shown{"/embed/en/2019", "ol.mono", "class", ""}, shown{"/embed/en/2019?mono=1", "ol.mono", "class", "evs mono"},
		shown{"/embed/en/2019", "#e-day", "id", ""},
		shown{"/en/embed?year=2019&n=3", ".filter [name=n]", "value", "3"}, shown{"/en/embed?theme=dark", ".filter [name=theme] option[selected]", "value", "dark"}, shown{"/en/embed", ".filter [name=theme] option", "value", " | light | dark"},
		shown{"/en/embed?year=2019", "meta[name=robots]", "content", "noindex"}, shown{"/en/embed", "meta[name=robots]", "content", ""}, shown{"/en/embed?tag=policy", "h1", "", "policy"},
	)
}

// The figure of a year leads to its months, and says how much it stands for.
func TestTheFigureOfAYear(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.shows(t,
		shown{"/en/2019", ".mini a", "href", "#m04 | #m05 | #m07 | #m08 | #m09 | #m10 | #m13"}, shown{"/en/2019", ".mini a b", "", "Apr | May | Jul | Aug | Sep | Oct | Year"}, shown{"/zh/2019", ".mini a b", "", "4 | 5 | 7 | 8 | 9 | 10 | 年内"},
		shown{"/en/2019", ".mini .cap", "", "10 entries, one block each. Blocks in full colour are key events; dashed ones have an incomplete date."},
		shown{"/en/2020", ".legend li", "", "Known to the day 1 | Year only, at year’s end 1"},
		shown{"/en/2019", "#m05 .ruler text", "", "24 | 25 | 26 | 30 | 31 | day not recorded ×1"}, shown{"/en/2019", "#m04 .ruler text", "", "10"},
		shown{"/en/1999", ".mini", "", ""}, shown{"/en/2019", ".pn a", "href", "/en/2018 | /en/2020"}, shown{"/en/2020", ".pn a", "href", "/en/2019"},
		shown{"/en/1999", ".empty a", "href", "/en/-0220 | /en/2014"},
	)
}
