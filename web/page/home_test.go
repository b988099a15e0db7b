package page_test

import (
	"net/http"
	"testing"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

func TestTheHomePage(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.shows(t,
		shown{"/en/", "h1", "", "Chronicle"},
		shown{"/en/", ".homehero .tr", "", "大事记"},
		shown{"/zh/", ".homehero .tr", "", "Chronicle"},
		shown{"/en/", ".homehero .about", "", "What happened."},
		shown{"/en/", ".homehero .sub:last-child", "", "19 entries, 221 BC to 2020"},
		shown{"/en/", "[aria-labelledby=hs] a", "href", "webcal://almanac.example.org/en/all.ics | /en/all.atom | /en/subscribe"},
		// The newest year that has begun.
		shown{"/en/", ".yr", "", "2020"},
		shown{"/en/", ".yr", "href", "/en/2020"},
		shown{"/en/", ".homeyear h3 a", "href", "/en/e/open | /en/e/timed"},
		shown{"/en/", ".homeyear .more a", "", "All of 2020"},
		shown{"/en/", ".homeyear .mini a", "href", "/en/2020#m01"},
		shown{"/en/", ".hometags .cloud li", "", "science 18 | policy 2"},
		shown{"/en/", ".hometags a", "href", "/en/tag/science | /en/tag/policy"},
		shown{"/en/", ".homeall h3 a", "href", "/en/c/21 | /en/c/-3"},
		shown{"/en/", ".empty", "", ""},
	)
}

func TestTodayOnTheHomePage(t *testing.T) {
	const heading, note, entries, more = ".hometoday h2", ".hometoday p.note", ".hometoday h3 a", ".hometoday .more a"
	none := newInstance(t, webtest.Story("spring", "2019-04-10", nil), webtest.Story("winter", "2019-02-10", nil), webtest.Story("month", "2019-03", nil))
	none.shows(t,
		shown{"/en/", heading, "", "Today in history: 1 March"},
		shown{"/en/", note, "", "Nothing is recorded for this day."},
		shown{"/en/", entries, "href", ""},
		shown{"/en/", more, "", "Next: 10 April | Today"},
		shown{"/en/", more, "href", "/en/on/04-10 | /en/today"},
	)
	// The days go round the year.
	newInstance(t, webtest.Story("winter", "2019-02-10", nil)).shows(t, shown{"/en/", more, "href", "/en/on/02-10 | /en/today"})
	some := newInstance(t, webtest.Story("first", "1901-03-01", nil), webtest.Story("second", "1902-03-01", nil), webtest.Story("third", "1903-03-01", nil),
		webtest.Story("fourth", "1904-03-01", func(e *events.Event) { e.Key = true }), webtest.Story("later", "1904-03-02", nil))
	some.shows(t,
		shown{"/en/", note, "", ""},
		shown{"/en/", entries, "href", "/en/e/first | /en/e/second | /en/e/fourth"},
		shown{"/en/", more, "href", "/en/today"},
	)
}

// A year shows its newest important entries, and its newest ones where there
// are fewer than five important.
func TestTheYearOnTheHomePage(t *testing.T) {
	var list []events.Event
	for _, id := range []string{"01", "02", "03", "04", "05", "06"} {
		list = append(list, webtest.Story("day"+id, "2026-01-"+id, func(e *events.Event) { e.Key = id != "06" }))
	}
	newInstance(t, list...).shows(t,
		shown{"/en/", ".homeyear h3 a", "href", "/en/e/day01 | /en/e/day02 | /en/e/day03 | /en/e/day04 | /en/e/day05"},
		shown{"/en/", ".homeall", "", ""}, // one year is no overview
	)
	list[0].Key = false
	newInstance(t, list...).shows(t, shown{"/en/", ".homeyear h3 a", "href", "/en/e/day02 | /en/e/day03 | /en/e/day04 | /en/e/day05 | /en/e/day06"})
	newInstance(t, webtest.Story("bce", "-0220", nil)).shows(t,
		shown{"/en/", ".yr", "", "221BC"},
		shown{"/en/", ".yr", "href", "/en/-0220"},
	)
	newInstance(t, webtest.Story("century", "18XX", nil)).shows(t, shown{"/en/", ".homeyear", "", ""})
	newInstance(t).shows(t, shown{"/en/", ".empty h2", "", "Nothing here yet"}, shown{"/en/", ".homeyear,.homeall,.hometags", "", ""})
}

func TestHomeWithFiltersIsTheWholeRecord(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	if a := i.get(t, "/en/?tag=policy"); a.status != http.StatusSeeOther || a.header.Get("Location") != "/en/all?tag=policy" {
		t.Errorf("%d to %q", a.status, a.header.Get("Location"))
	}
}
