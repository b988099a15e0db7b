package page

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// A year shows everything up to a hundred entries, the important ones of each
// month up to four hundred, and beyond that the first few of each month.
func TestHowMuchAYearShows(t *testing.T) {
	may := func(n, important int) []string {
		list := slices.Repeat([]string{"2019-05-24"}, n)
		for i := range important {
			list[n-1-i] = "2019-05-24!"
		}
		return list
	}
	for _, c := range []struct {
		name  string
		dates []string
		shown int
		more  string
	}{
		{"100", may(100, 0), 100, ""}, {"101", may(101, 0), 8, "93 more=/en/2019/05"}, {"101, some important", may(101, 3), 3, "98 more=/en/2019/05"}, {"101, nine important", may(101, 9), 8, "93 more=/en/2019/05"},
		{"400", may(400, 3), 3, "397 more=/en/2019/05"}, {"401", may(401, 3), 5, "396 more=/en/2019/05"},
		{"101 known to the year", slices.Repeat([]string{"2019"}, 101), 8, "93 more=/en/list?year=2019"},
	} {
		s := arrangeYear(visit(t, "/en/2019", c.dates...)).Sections[0]
		more := ""
		if s.More.Href != "" {
			more = s.More.Text + "=" + s.More.Href
		}
		if len(s.Entries) != c.shown || more != c.more || s.N != len(c.dates) || s.Count != fmt.Sprint(len(c.dates), " entries") {
			t.Errorf("%s: %d entries of %d (%s) and %q", c.name, len(s.Entries), s.N, s.Count, more)
		}
	}
}

// Long lists say less of each entry, and less of the others than of the
// important ones.
func TestDensities(t *testing.T) {
	for n, want := range map[int]density{0: roomy, 39: roomy, 40: compact, 69: compact, 70: dense, 1000: dense} {
		if got := densityFor(n); got != want {
			t.Errorf("%d entries: density %d, want %d", n, got, want)
		}
	}
	v := visit(t, "/en/all")
	for _, key := range []bool{false, true} {
		e := onDates("2019-05-24")[0]
		e.Key, e.Tags = key, []string{"a", "b"}
		e.Text = map[string]events.Text{"en": {Title: "T", Summary: "S"}, "zh": {Title: "题"}}
		e.Place = &events.Place{Slug: "p", Name: events.Localised{"en": "P"}}
		for d, want := range map[density]string{roomy: "题 S 2 P", compact: map[bool]string{false: "题  0 ", true: "题 S 2 P"}[key], dense: map[bool]string{false: "  0 ", true: " S 0 "}[key]} {
			en := v.entry(e, listing{density: d})
			if got := fmt.Sprintf("%s %s %d %s", en.Other.Text, en.Summary.Text, len(en.Tags), en.Place.Text); got != want {
				t.Errorf("density %d, important %v: %q, want %q", d, key, got, want)
			}
		}
	}
}

func TestClassesOfEntries(t *testing.T) {
	v := visit(t, "/en/all")
	for _, c := range []struct {
		set  func(*events.Event)
		want string
	}{
		{func(*events.Event) {}, "ev k-day w1"},
		{func(e *events.Event) { e.Text = map[string]events.Text{"en": {Title: "T", Summary: "S"}} }, "ev k-day w2"},
		{func(e *events.Event) { e.Key = true }, "ev k-day w3"},
		{func(e *events.Event) { e.Status = events.Cancelled }, "ev k-day w1 off"},
		{func(e *events.Event) { e.Status = events.Tentative }, "ev k-day w1"},
		{func(e *events.Event) { e.Tags = []string{"b", "none", "a"} }, "ev k-day w1 t1 t0"},
	} {
		e := onDates("2019-05-24")[0]
		c.set(e)
		if got := v.entry(e, listing{filters: map[string]int{"a": 0, "b": 1}}).Class; got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// An entry has a fragment once on a page, however often it occurs, and none
// where the list gives none.
func TestFragmentsOfEntries(t *testing.T) {
	v := visit(t, "/en/all")
	e := onDates("2019-05-24")[0]
	list := v.entriesOf([]*events.Event{e, e}, listing{anchors: map[events.ID]bool{}})
	if list[0].ID != "e-e000" || list[1].ID != "" {
		t.Errorf("%q and %q", list[0].ID, list[1].ID)
	}
	if id := v.entry(e, listing{}).ID; id != "" {
		t.Errorf("%q", id)
	}
}

// Only what is known to the day is drawn on days, cut to the month.
func TestDaysInAMonth(t *testing.T) {
	for _, c := range []struct {
		date     string
		from, to int
		ok       bool
	}{
		{"2019-05-24", 24, 24, true}, {"2019-05-01", 1, 1, true}, {"2019-05-31", 31, 31, true}, {"2019-04-30", 0, 0, false}, {"2019-06-01", 0, 0, false}, {"2019-05", 0, 0, false}, {"2019", 0, 0, false},
		{"2019-04-30/2019-05-02", 1, 2, true}, {"2019-05-30/2019-06-02", 30, 31, true}, {"2019-04-01/2019-06-30", 1, 31, true}, {"2019-05-31/2019-06-01", 31, 31, true}, {"2019-04-01/2019-05-01", 1, 1, true},
	} {
		from, to, ok := daysIn(events.On(edtf.MustParse(c.date)), 2019, 5)
		if from != c.from || to != c.to || ok != c.ok {
			t.Errorf("%s: %d to %d, %v", c.date, from, to, ok)
		}
	}
}

func TestMediaTypesOfAssets(t *testing.T) {
	for ext, want := range map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json", ".png": "image/png", ".no-such-type": "application/octet-stream"} {
		if got := mediaType(ext); got != want {
			t.Errorf("%s: %s, want %s", ext, got, want)
		}
	}
}

// Weeks begin on Monday; days before the Gregorian calendar have no weekday
// and stand by sevens.
func TestWeeksOfMonths(t *testing.T) {
	for path, want := range map[string]string{
		"/en/2019/05/grid": "5: ..12345", "/en/2026/02/grid": "5: ......1", "/en/2021/02/grid": "4: 1234567", "/en/2026/03/grid": "6: ......1", "/en/2019/07/grid": "5: 1234567", "/en/1066/10/grid": "5: 1234567", "/en/2020/02/grid": "5: .....12",
	} {
		v := visit(t, strings.TrimSuffix(path, "/grid"))
		page := arrangeGrid(v)
		var row string
		for _, d := range page.Weeks[0] {
			if d.Day == 0 {
				row += "."
				continue
			}
			row += fmt.Sprint(d.Day)
		}
		if got := fmt.Sprintf("%d: %s", len(page.Weeks), row); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
		if n := len(page.Weekdays); (n == 0) != strings.Contains(path, "1066") || n != 0 && n != 7 {
			t.Errorf("%s: %d heads", path, n)
		}
		for _, w := range page.Weeks {
			if len(w) != 7 {
				t.Errorf("%s: a week of %d days", path, len(w))
			}
		}
	}
}

// The size from which a calendar is too large for some programs is told, with
// smaller ones.
func TestLargeCalendars(t *testing.T) {
	v := visit(t, "/en/all")
	list := onDates("2017", "2018", "2019", "2020")
	small := CalendarBytes("en", list)
	if small != 4*entryBytes+16 {
		t.Errorf("%d bytes", small)
	}
	if l := largeCalendarOf(v, list, "/all", nil); l != nil {
		t.Errorf("%+v", l)
	}
	text := list[0].Text["en"]
	text.Body = strings.Repeat("b", int(LargeCalendar-small-1))
	list[0].Text["en"] = text
	if l := largeCalendarOf(v, list, "/all", nil); l != nil {
		t.Errorf("one byte less is large: %+v", l)
	}
	text.Body += "b"
	list[0].Text["en"] = text
	l := largeCalendarOf(v, list, "/all", nil)
	if l == nil || !strings.Contains(l.Text, "0.9") || texts(l.Links) != "Coming up=/en/all.ics?window=upcoming 2020=/en/2020.ics 2019=/en/2019.ics 2018=/en/2018.ics Feeds=/en/feeds" {
		t.Errorf("%+v", l)
	}
}
