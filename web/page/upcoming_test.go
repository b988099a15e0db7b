package page_test

import (
	"fmt"
	"strings"
	"testing"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/web/webtest"
)

// What is on now and what comes up has a page of its own, a place in the menu and
// on the way in; what is over, or is known too coarsely to say, is on neither. It
// is 1 March 2026.
func TestWhatIsOnAndComesUp(t *testing.T) {
	i := newInstance(t,
		webtest.Story("over", "2026-02-28", nil), webtest.Story("on", "2026-02-20/2026-03-05", nil), webtest.Story("ends-today", "2026-02-20/2026-03-01", nil),
		webtest.Story("today", "2026-03-01", nil), webtest.Story("later", "2026-12-24", func(e *events.Event) { e.Tags = []string{"policy"} }),
		webtest.Story("month", "2026-03", nil), webtest.Story("past-month", "2026-02", nil), webtest.Story("year", "2026", nil), webtest.Story("plan", "203X", nil),
		webtest.Story("decade", "202X", nil), webtest.Story("open", "2019/..", nil), webtest.Story("until", "../2030", nil),
	)
	const on, next = "#on-now h3 a", "#tl section:not(#on-now) h3 a"
	i.shows(t,
		shown{"/en/upcoming", "h1", "", "Coming up"}, shown{"/en/upcoming", "nav [aria-current=page]", "href", "/en/upcoming"},
		shown{"/en/upcoming", on, "href", "/en/e/ends-today | /en/e/on"},
		shown{"/en/upcoming", next, "href", "/en/e/today | /en/e/month | /en/e/later | /en/e/year | /en/e/plan"},
		shown{"/en/upcoming", ".sub", "", "On now: 2 entries; to come: 5 entries"},
		shown{"/en/upcoming", "link[type='text/calendar']", "href", "/en/upcoming.ics"},
		shown{"/en/upcoming?tag=policy", next, "href", "/en/e/later"}, shown{"/en/upcoming?tag=policy", on, "href", ""},
		shown{"/en/", "#hu a", "href", "/en/upcoming"},
		shown{"/en/", "[aria-labelledby=hu] h3 a", "href", "/en/e/ends-today | /en/e/on | /en/e/today | /en/e/month | /en/e/later | /en/e/year | /en/e/plan"},
	)
	past := newInstance(t, webtest.Story("over", "2026-02-28", nil))
	past.shows(t, shown{"/en/upcoming", ".empty h2", "", "Nothing is planned"}, shown{"/en/", "#hu", "", ""})
}

// The numbers beside the choices of a filter say what choosing them gives under
// the other filters; what is chosen stays on the form.
func TestCountsBesideChoices(t *testing.T) {
	i := newInstance(t,
		webtest.Story("a", "2019-01-01", func(e *events.Event) { e.Key = true }), webtest.Story("b", "2019-01-02", nil),
		webtest.Story("c", "2019-01-03", func(e *events.Event) { e.Tags = []string{"policy"} }))
	i.shows(t,
		shown{"/en/2019", ".chips input[name=tag] ~ .num", "", "2 | 1"}, shown{"/en/2019?key=1", ".chips input[name=tag] ~ .num", "", "1"},
		shown{"/en/2019/01/grid?tag=policy&key=1", ".chips input[name=tag]", "value", "science | policy"}, shown{"/en/2019/01/grid?tag=policy&key=1", ".chips input[name=tag] ~ .num", "", "1 | 0"},
		shown{"/en/2019?tag=policy", ".chips input[name=key] ~ .num", "", "0"}, shown{"/en/2019?tag=policy", ".chips input[name=tag] ~ .num", "", "2 | 1"},
		shown{"/en/list?q=01-02", ".chips input[name=tag] ~ .num", "", "1"},
	)
}

// What perhaps belongs to a period stands there five at a time, with the way to
// the rest: it would stand alike on each page.
func TestWhatPerhapsBelongsIsShort(t *testing.T) {
	list := []events.Event{webtest.Story("day", "2019-05-24", nil)}
	for n := range 8 {
		list = append(list, webtest.Story(fmt.Sprintf("decade%d", n), "201X", nil), webtest.Story(fmt.Sprintf("year%d", n), "2019", nil))
	}
	i := newInstance(t, list...)
	i.shows(t,
		shown{"/en/2019", "#coarse .n, #coarse .more", "", "8 entries | 3 more"}, shown{"/en/2019", "#coarse .more a", "href", "/en/c/21"},
		shown{"/en/2019/05", "#maybeMonth .n, #maybeMonth .more", "", "16 entries | 11 more"}, shown{"/en/2019/05", "#maybeMonth .more a", "href", "/en/2019"},
		shown{"/en/2019/05/grid", "#maybeMonth .n, #maybeMonth .more", "", "16 entries | 11 more"},
	)
}

// A year of many entries says how many it does not show, and shows all of them to
// those who print it; none is left out in silence.
func TestALongYearIsPrintedWhole(t *testing.T) {
	site, tl := generated(t, generate.Options{Events: 300, From: 2019, To: 2019, Seed: 1})
	total := tl.Count().Total
	d := webtest.Document(t, serve(t, site, "/en/2019").Body.String())
	shown, left := d.Find("li.ev").Length(), 0
	for _, s := range d.Find("#tl .more").EachIter() {
		var n int
		if _, err := fmt.Sscanf(strings.TrimSpace(s.Text()), "%d more", &n); err != nil {
			t.Errorf("%q: %v", s.Text(), err)
		}
		left += n
	}
	if shown+left < total {
		t.Errorf("%d entries shown and %d told of %d", shown, left, total)
	}
	to := d.Find("#tl a[href*='print=']").AttrOr("href", "")
	if to != "/en/2019?print=1" {
		t.Errorf("printing leads to %q", to)
	}
	if n := webtest.Document(t, serve(t, site, "/en/2019?print=1").Body.String()).Find("li.ev").Length(); n < total {
		t.Errorf("%d entries to print, of %d", n, total)
	}
}
