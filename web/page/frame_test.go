package page_test

import (
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

func TestHeadOfAPage(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.shows(t,
		shown{"/en/2019", "html", "lang", "en"},
		shown{"/zh/2019", "html", "lang", "zh-CN"},
		shown{"/en/2019", "title", "", "2019 · Chronicle"},
		shown{"/zh/2019/05", "title", "", "2019年5月 · 大事记"},
		shown{"/en/2019?tag=policy&key=1", "title", "", "2019 · policy · Key events only · Chronicle"},
		shown{"/en/", "title", "", "Chronicle"},
		shown{"/en/2019", "meta[property='og:title']", "content", "2019"},
		shown{"/en/2019", "meta[property='og:type']", "content", "website"},
		shown{"/en/2019", "meta[property='og:locale']", "content", "en_GB"},
		shown{"/en/2019", "meta[property='og:locale:alternate']", "content", "zh_CN"},
		shown{"/en/2019", "meta[property='og:image']", "content", "https://almanac.example.org/og/2019.png"},
		shown{"/en/list", "meta[property='og:image']", "content", "https://almanac.example.org/og/all.png"},
		shown{"/en/2019", "meta[property='og:image:alt']", "content", "Time grid of 2019"},
		shown{"/en/2019?tag=policy", "link[rel=canonical]", "href", "https://almanac.example.org/en/2019?tag=policy"},
		shown{"/en/2019?mono=1", "link[rel=canonical]", "href", "https://almanac.example.org/en/2019"},
		shown{"/en/list?page=1", "link[rel=canonical]", "href", "https://almanac.example.org/en/list"},
		shown{"/en/list?page=9", "link[rel=canonical]", "href", "https://almanac.example.org/en/list?page=9"},
		shown{"/en/2019?tag=policy", "link[hreflang]", "href", "https://almanac.example.org/zh/2019?tag=policy | https://almanac.example.org/en/2019?tag=policy | https://almanac.example.org/zh/2019?tag=policy"},
		shown{"/en/2019", "meta[name=robots]", "content", ""},
		shown{"/en/1999", "meta[name=robots]", "content", "noindex"},
		shown{"/en/2019?tag=nothing", "meta[name=robots]", "content", "noindex"},
	)
}

func TestFeedsOfAPage(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	const feeds = "link[rel=alternate][type]"
	i.shows(t,
		shown{"/en/2019/05/grid", feeds, "href", "/en/2019/05.atom | /en/2019/05.rss | /en/2019/05.json | /en/2019/05.ics"},
		shown{"/en/", feeds, "href", "/en/all.atom | /en/all.rss | /en/all.json | /en/all.ics"},
		shown{"/en/tags", feeds, "href", "/en/all.atom | /en/all.rss | /en/all.json | /en/all.ics"},
		shown{"/en/changes", feeds, "type", "application/atom+xml | application/rss+xml | application/feed+json | text/calendar"},
		shown{"/en/changes", feeds, "href", "/en/changes.atom | /en/changes.rss | /en/changes.json | /en/all.ics"}, // a log is no calendar: the record's is corrected
		shown{"/en/changes", "main .lead a", "href", "/en/changes.atom | /en/changes.rss | /en/changes.json"},
		shown{"/en/2019", feeds, "type", "application/atom+xml | application/rss+xml | application/feed+json | text/calendar"},
		shown{"/en/2019", feeds, "title", "2019 (Atom) | 2019 (RSS) | 2019 (JSON Feed) | 2019 (iCalendar)"},
	)
	if fields := i.get(t, "/en/2019?tag=policy").header.Values("Link"); !strings.Contains(strings.Join(fields, ","), `</en/2019.atom?tag=policy>; rel="alternate"; type="application/atom+xml"`) {
		t.Errorf("Link: %q", fields)
	}
}

func TestMastheadAndFoot(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	const nav, current = "header nav a", "header nav [aria-current=page]"
	i.shows(t,
		// The menu keeps to the time of the page.
		shown{"/en/2014", nav, "href", "/en/2014 | /en/2014/01/grid | /en/list | /en/upcoming | /en/tags | /en/today | /en/search"},
		shown{"/en/2019", nav, "href", "/en/2019 | /en/2019/10/grid | /en/list | /en/upcoming | /en/tags | /en/today | /en/search"},
		shown{"/en/2019/05/24", nav, "href", "/en/2019 | /en/2019/05/grid | /en/list | /en/upcoming | /en/tags | /en/today | /en/search"},
		shown{"/en/e/range", nav, "href", "/en/2019 | /en/2019/05/grid | /en/list | /en/upcoming | /en/tags | /en/today | /en/search"},
		shown{"/en/e/bce", nav, "href", "/en/-0220 | /en/-0220/01/grid | /en/list | /en/upcoming | /en/tags | /en/today | /en/search"},
		// What is of no one year leads to the newest.
		shown{"/en/list", nav, "href", "/en/2020 | /en/2020/01/grid | /en/list | /en/upcoming | /en/tags | /en/today | /en/search"},
		shown{"/en/c/19", nav, "href", "/en/2020 | /en/2020/01/grid | /en/list | /en/upcoming | /en/tags | /en/today | /en/search"},
		shown{"/en/2019", current, "", "Timeline"},
		shown{"/en/2019/05/grid", current, "", "Calendar"},
		shown{"/en/list", current, "", "List"},
		shown{"/en/tag/policy", current, "", "Topics"},
		shown{"/en/today", current, "", "Today"},
		shown{"/en/search", current, "", "Search"},
		shown{"/en/about", current, "", ""},
		shown{"/en/2019?tag=policy", ".lang a", "href", "/zh/2019?tag=policy | /en/2019?tag=policy"},
		shown{"/en/2019", ".lang [aria-current]", "", "English"},
		shown{"/en/2019?tag=policy", "footer p:first-child a", "href", "/en/ | /en/all | /en/places | /en/feeds | /en/changes | /en/embed?tag=policy&year=2019"},
		shown{"/en/2019?tag=policy", "form.theme input[name=back]", "value", "/en/2019?tag=policy"},
		shown{"/en/2019", "form.theme", "action", "/theme"},
		shown{"/en/2019", "form.theme [aria-pressed]", "value", "system"},
		shown{"/en/2019", ".printed", "", "https://almanac.example.org/en/2019 printed 1 March 2026"},
		shown{"/en/2019", ".find", "action", "/en/search"},
		shown{"/en/2019", "main > .strange", "", ""},
		shown{"/en/2019?colour=red", "main > .strange", "", "Part of this address was not understood and left out."},
	)
}

// The menu leads to the last year that has begun, or where all is still to
// come, to the first year to come.
func TestTheNewestYear(t *testing.T) {
	for want, dates := range map[string][]string{
		"/en/2026": {"2019-05-24", "2026-01-01", "2027-02-03"},
		"/en/2025": {"2025-12-31", "2027-02-03"},
		"/en/2027": {"2027-02-03", "2028"},
		"/en/all":  {"18XX"},
	} {
		var list []events.Event
		for _, d := range dates {
			list = append(list, webtest.Story("e"+d, d, nil))
		}
		for n := range list {
			list[n].ID, list[n].Slug = events.ID([]string{"a", "b", "c"}[n]), []string{"a", "b", "c"}[n]
		}
		newInstance(t, list...).shows(t, shown{"/en/list", "header nav li:first-child a", "href", want})
	}
}

// A reader's theme is in the page, and its colours are those of the theme alone.
func TestThemeOfAPage(t *testing.T) {
	i := newInstance(t)
	for theme, want := range map[string][3]string{
		"light": {"light", "light", "#fbfcfa"}, "dark": {"dark", "dark", "#0f1513"}, "pink": {"-", "light dark", "#fbfcfa | #0f1513"},
	} {
		d := webtest.Document(t, i.get(t, "/en/about", "Cookie", "theme="+theme).body)
		got := [3]string{found(d, "html", "data-theme"), found(d, "meta[name=color-scheme]", "content"), found(d, "meta[name=theme-color]", "content")}
		if got != want {
			t.Errorf("%s: %v, want %v", theme, got, want)
		}
	}
}
