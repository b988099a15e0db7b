package page_test

import (
	"testing"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

func TestAMonthAsAGrid(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.shows(t,
		shown{"/en/2019/05/grid", "caption", "", "May 2019, one cell a day"},
		shown{"/en/2019/05/grid", "table.month th", "", "Mon | Tue | Wed | Thu | Fri | Sat | Sun"},
		shown{"/en/2019/05/grid", "table.month th", "abbr", "Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday"},
		// May 2019 begins on a Wednesday and ends on a Friday.
		shown{"/en/2019/05/grid", "tbody tr:first-child td", "", " |  | 1 | 2 | 3 | 4 | 5"},
		shown{"/en/2019/05/grid", "tbody tr:last-child .dn", "", "27 | 28 | 29 | 30May Thu | 31May Fri"},
		shown{"/en/2019/05/grid", "td.no", "class", "no | no | no | no"},
		shown{"/en/2019/05/grid", "td.some > a", "href", "/en/2019/05/24 | /en/2019/05/25 | /en/2019/05/26 | /en/2019/05/30 | /en/2019/05/31"},
		shown{"/en/2019/05/grid", "td.some li", "", "Story 2019-05-24/2019-05-26 | Story 2019-05-24/2019-05-26 continued | Story 2019-05-24/2019-05-26 continued | Story 2019-05-30/2019-06-02 | Story 2019-05-30/2019-06-02 continued"},
		shown{"/en/2019/06/grid", "td.some li", "", "Story 2019-05-30/2019-06-02 continued | Story 2019-05-30/2019-06-02 continued"},
		shown{"/en/2019/05/grid", "td.some:first-child li.gm, td.some li.gm:first-child", "class", "gm k-range w2 | gm k-range w2 | gm k-range w2 | gm k-range w2 | gm k-range w2"},
		shown{"/en/2019/04/grid", "td.some li.gm", "class", "gm k-day w3"},
		shown{"/en/2026/03/grid", "td.now", "", "1"},
		shown{"/en/2026/02/grid", "td.now", "", ""},
		// Those whose day nobody knows stand beside it.
		shown{"/en/2019/05/grid", "section h2 a, section.mo-sec h2", "", "In the month, day not recorded 本月，日期不详 | Perhaps in this month 或在本月"},
		shown{"/en/2019/05/grid", "section.mo-sec .n", "", "1 entry | 3 entries"},
		shown{"/en/2019/05/grid", "#grid-vague h3 a", "href", "/en/e/month"},
		shown{"/en/2019/05/grid", ".pn a", "href", "/en/2019/04/grid | /en/2019/07/grid"},
		shown{"/en/2019/05/grid?tag=policy", ".pn a", "href", "/en/2019/04/grid?tag=policy | /en/2019/07/grid?tag=policy"},
		shown{"/en/2019/05/grid?tag=policy", ".lead a", "href", "/en/2019/05?tag=policy"},
		shown{"/en/2019/05/grid", ".scale a", "href", "/en/all | /en/c/21 | /en/d/2010s | /en/2019 | /en/2019/05"},
		shown{"/en/2019/05/grid", "title", "", "May 2019, month grid · Chronicle"},
		shown{"/en/2019/05/grid", "link[rel=canonical]", "href", "https://almanac.example.org/en/2019/05/grid"},
		shown{"/en/2019/05/grid", ".empty", "", ""},
		shown{"/en/1999/05/grid", ".empty h2", "", "Nothing recorded for this period"},
		shown{"/en/1999/05/grid", "meta[name=robots]", "content", "noindex"},
	)
}

// A cell shows four entries and the way to the others.
func TestACrowdedDay(t *testing.T) {
	var list []events.Event
	for _, id := range []string{"a", "b", "c", "d"} {
		list = append(list, webtest.Story(id, "2019-05-24", nil))
	}
	newInstance(t, list...).shows(t, shown{"/en/2019/05/grid", "td.some li a", "href", "/en/e/a | /en/e/b | /en/e/c | /en/e/d"})
	list = append(list, webtest.Story("e", "2019-05-24", nil), webtest.Story("f", "2019-05-24", nil))
	newInstance(t, list...).shows(t,
		shown{"/en/2019/05/grid", "td.some li a", "href", "/en/e/a | /en/e/b | /en/e/c | /en/e/d | /en/2019/05/24"},
		shown{"/en/2019/05/grid?tag=science", "td.some li:last-child", "", "2 more"},
		shown{"/en/2019/05/grid?tag=science", "td.some li:last-child a", "href", "/en/2019/05/24?tag=science"},
	)
}

// Beside a grid stand fifteen entries and the way to the others.
func TestACrowdedMonthBesideItsGrid(t *testing.T) {
	var list []events.Event
	for n := range 15 {
		list = append(list, webtest.Story("e"+string(rune('a'+n)), "2019-05", nil))
	}
	newInstance(t, list...).shows(t, shown{"/en/2019/05/grid", "#grid-vague .n, #grid-vague .more", "", "15 entries"})
	list = append(list, webtest.Story("last", "2019-05", nil))
	newInstance(t, list...).shows(t,
		shown{"/en/2019/05/grid", "#grid-vague .n, #grid-vague .more", "", "16 entries | 1 more"},
		shown{"/en/2019/05/grid", "#grid-vague .more a", "href", "/en/2019/05"},
	)
}
