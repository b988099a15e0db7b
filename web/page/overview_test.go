package page

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/web/address"
	"almanac.example/web/moment"
)

// visit opens an address of a record that holds the dates, in their order, on
// 1 March 2026.
func visit(t *testing.T, path string, dates ...string) *Visit {
	t.Helper()
	m := moment.New(timeline.New().With(events.Batch{Rev: 1, Reset: true, Events: onDates(dates...), Documents: (&events.Site{Authority: "example.org"}).Documents()}))
	p, err := New(Settings{Site: feeds.Site{BaseURL: "https://almanac.example.org", Languages: []string{"zh", "en"}, Zone: time.UTC, Name: events.Localised{"en": "Chronicle"}, Markup: feeds.NewMarkup("https://almanac.example.org")}.For})
	if err != nil {
		t.Fatal(err)
	}
	today := edtf.DayOf(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	tg, err := address.Grammar{Languages: []string{"zh", "en"}, Today: today}.Target(m.Timeline(), path)
	if err != nil {
		t.Fatal(err)
	}
	choices := address.Choices{Page: 1}
	if tg.Selection.In.Precision() >= edtf.PrecisionDecade || strings.HasSuffix(path, "/all") {
		choices.Order = address.NewestFirst // as those pages have it
	}
	return p.Visit(m, Request{tg, choices, today})
}

// onDates makes an event for each date; one that ends with "!" is important.
func onDates(dates ...string) []*events.Event {
	var list []*events.Event
	for n, text := range dates {
		date, key := strings.CutSuffix(text, "!")
		id := fmt.Sprintf("e%03d", n)
		list = append(list, &events.Event{ID: events.ID(id), Slug: id, Rev: 1, Key: key, Status: events.Published, Span: events.On(edtf.MustParse(date)), Text: map[string]events.Text{"en": {Title: text}}})
	}
	return list
}

// years makes one event for each of the years from first to last.
func years(first, last int64) []string {
	var list []string
	for y := first; y <= last; y++ {
		list = append(list, address.PadYear(y))
	}
	return list
}

// texts joins what links say.
func texts(list []link) string {
	var out []string
	for _, l := range list {
		text := l.Text
		if l.N > 0 {
			text += fmt.Sprintf("(%d)", l.N)
		}
		if l.Href != "" {
			text += "=" + l.Href
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func TestFloorOfYears(t *testing.T) {
	for _, c := range [][3]int64{{2019, 10, 2010}, {2010, 10, 2010}, {2009, 10, 2000}, {0, 10, 0}, {9, 10, 0}, {-1, 10, -10}, {-10, 10, -10}, {-11, 10, -20}, {-220, 100, -300}, {-300, 100, -300}, {7, 1, 7}, {-7, 1, -7}} {
		if got := floor(c[0], c[1]); got != c[2] {
			t.Errorf("floor(%d, %d) = %d, want %d", c[0], c[1], got, c[2])
		}
	}
}

// The bars of a record are years, decades or centuries, whatever keeps them to
// about 120; every entry stands in one of them, under the label of its period.
func TestBarsOfARecord(t *testing.T) {
	for _, c := range []struct {
		dates  []string
		width  int // in bars
		bar    string
		labels string
	}{
		{[]string{"2015", "2017", "2017-05"}, 3, "a year", "2015(1)=/2015 2016 2017(2)=/2017"},
		{[]string{"2000", "2011"}, 12, "a year", "2000(1)=/2000 2001 2002 2003 2004 2005 2006 2007 2008 2009 2010 2011(1)=/2011"},
		{[]string{"2000", "2012"}, 20, "a year", "2000(1)=/d/2000s 2010(1)=/d/2010s"},
		{[]string{"1999", "2005", "2012"}, 30, "a year", "1990(1)=/d/1990s 2000(1)=/d/2000s 2010(1)=/d/2010s"},
		{[]string{"1900", "2010"}, 120, "a year", "1900(1)=/d/1900s 1910 1920 1930 1940 1950 1960 1970 1980 1990 2000 2010(1)=/d/2010s"},
		{[]string{"1900", "2011"}, 20, "ten years", "20th c.(1)=/c/20 21st c.(1)=/c/21"},
		{[]string{"1000", "2200"}, 130, "ten years", ""},
		// Before the year 0 a period is named by its digits: -022X are the years -229 to -220.
		{[]string{"-0229", "-0220", "-0219", "-0210"}, 20, "a year", "220s BC(2)=/d/-0220s 210s BC(2)=/d/-0210s"},
		{[]string{"-0299", "-0200", "-0100", "-0199"}, 20, "ten years", "3rd c. BC(2)=/c/-3 2nd c. BC(2)=/c/-2"},
		{[]string{"-0099", "-0001", "0000", "0099"}, 20, "ten years", "1st c. BC(2)=/c/-1 1st c.(2)=/c/1"},
		{[]string{"-0019", "-0010", "-0009", "-0001", "0000", "0009"}, 30, "a year", "10s BC(2)=/d/-0010s (2) 0s(2)=/d/0000s"},
		{[]string{"-0002", "0002"}, 5, "a year", "3 BC(1)=/-0002 2 BC 1 BC 1 2(1)=/0002"},
		{[]string{"-1299", "-1200", "0000"}, 14, "a hundred years", ""},
		{[]string{"1000", "2201"}, 13, "a hundred years", ""},
	} {
		v := visit(t, "/en/all", c.dates...)
		f, caption := overview(&v.names, v.timeline.Count(), func(p address.Period) string { return p.Path() })
		if f.Width != 6*c.width {
			t.Errorf("%v: %d bars, want %d", c.dates, f.Width/6, c.width)
		}
		if !strings.HasPrefix(caption, "One bar is "+c.bar+",") {
			t.Errorf("%v: %q", c.dates, caption)
		}
		if got := texts(f.Labels); c.labels != "" && got != c.labels {
			t.Errorf("%v: labels %s", c.dates, got)
		}
		n := 0
		for _, l := range f.Labels {
			n += l.N
		}
		if n != len(c.dates) {
			t.Errorf("%v: the labels count %d entries", c.dates, n)
		}
	}
}

// Nothing is drawn of an empty record, and of one that no row of bars can show.
func TestRecordsWithoutBars(t *testing.T) {
	for _, c := range []struct {
		dates []string
		drawn bool
	}{{nil, false}, {[]string{"18XX"}, false}, {[]string{"-8000", "2000"}, true}, {[]string{"-8000", "2001"}, false}} {
		v := visit(t, "/en/all", c.dates...)
		f, caption := overview(&v.names, v.timeline.Count(), func(address.Period) string { return "" })
		if (f.Path != "") != c.drawn || (caption != "") != c.drawn {
			t.Errorf("%v: %q %q", c.dates, f.Path, caption)
		}
	}
}

// A caption says by what rule the bars are high.
func TestCaptionsOfBars(t *testing.T) {
	one := visit(t, "/en/all", "2015", "2016")
	if _, got := overview(&one.names, one.timeline.Count(), address.Period.Path); got != "One bar is a year, its height the number of entries; the highest has 1 entry." {
		t.Error(got)
	}
	key := visit(t, "/en/all", "2015!", "2016")
	if _, got := overview(&key.names, key.timeline.Count(), address.Period.Path); got != "One bar is a year, its height the number of entries; the highest has 1 entry. Parts in full colour are key events." {
		t.Error(got)
	}
	dates := []string{"2015", "2016", "2018"}
	for range 21 {
		dates = append(dates, "2017")
	}
	many := visit(t, "/en/all", dates...)
	if _, got := overview(&many.names, many.timeline.Count(), address.Period.Path); got != "One bar is a year, its height the square root of the number of entries; the highest has 21 entries." {
		t.Error(got)
	}
}

// A list is grouped by years as long as there are few, then by decades, then by
// centuries.
func TestGroupsOfAList(t *testing.T) {
	decades := func(n int64) []string {
		var list []string
		for i := range n {
			list = append(list, address.PadYear(1000+10*i))
		}
		return list
	}
	for _, c := range []struct {
		name  string
		dates []string
		want  address.Unit
	}{
		{"25 years", years(2000, 2024), address.Year}, {"26 years", years(2000, 2025), address.Decade}, {"years twice", append(years(2000, 2024), years(2000, 2024)...), address.Year},
		{"25 decades", append(decades(25), "1001"), address.Decade}, {"26 decades", decades(26), address.Century}, {"nothing", nil, address.Year}, {"no years", []string{"18XX"}, address.Year},
	} {
		if got := groupUnit(onDates(c.dates...)); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestSectionsOfAList(t *testing.T) {
	v := visit(t, "/en/list")
	for _, c := range []struct {
		dates []string
		want  string
	}{
		{[]string{"2019-05", "2019", "2020-01-01", "201X"}, "g0 2019 2 /en/2019; g1 2020 1 /en/2020; coarse Year not known 1 "},
		{[]string{"18XX", "../2015"}, "coarse Year not known 2 "},
		{years(1990, 2015), "g0 1990s 10 /en/d/1990s; g1 2000s 10 /en/d/2000s; g2 2010s 6 /en/d/2010s"},
		{nil, ""},
	} {
		var got []string
		for _, s := range v.byYear(onDates(c.dates...), listing{}) {
			got = append(got, fmt.Sprintf("%s %s %d %s", s.ID, s.Name, s.N, s.Href))
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%v: %s", c.dates, strings.Join(got, "; "))
		}
	}
}

// What reaches into a year stands before its months, what is known only to the
// year after them.
func TestGroupsOfAYear(t *testing.T) {
	list := onDates("2019-05-24", "2018-12-30/2019-01-02", "2019", "201X", "2016/..", "2019-05", "2019-08~", "../2015", "2019-12-30/2020-01-02")
	g := groupYear(list, 2019)
	names := func(list []*events.Event) string {
		var out []string
		for _, e := range list {
			out = append(out, e.Text["en"].Title)
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct{ what, got, want string }{
		{"before", names(g.before), "2018-12-30/2019-01-02 2016/.. ../2015"}, {"May", names(g.months[5]), "2019-05-24 2019-05"}, {"August", names(g.months[8]), "2019-08~"},
		{"December", names(g.months[12]), "2019-12-30/2020-01-02"}, {"year", names(g.year), "2019"}, {"coarse", names(g.coarse), "201X"}, {"January", names(g.months[1]), ""},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
}

// What stands for a list are its important entries before the others, in the
// order of the list.
func TestWhatStandsForAList(t *testing.T) {
	list := onDates("2001", "2002!", "2003", "2004!", "2005!")
	names := func(list []*events.Event) string {
		var out []string
		for _, e := range list {
			out = append(out, e.Text["en"].Title)
		}
		return strings.Join(out, " ")
	}
	for n, want := range []string{"", "2002!", "2002! 2004!", "2002! 2004! 2005!", "2001 2002! 2004! 2005!", "2001 2002! 2003 2004! 2005!", "2001 2002! 2003 2004! 2005!"} {
		if got := names(keyFirst(list, n)); got != want {
			t.Errorf("%d first: %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{2: "2004! 2005!", 3: "2002! 2004! 2005!", 4: "2002! 2003 2004! 2005!", 9: "2001 2002! 2003 2004! 2005!"} {
		if got := names(newestKey(list, n)); got != want {
			t.Errorf("newest %d: %q, want %q", n, got, want)
		}
	}
	for _, c := range []struct {
		n    int
		only bool
		want string
	}{{3, true, "2002! 2004! 2005!"}, {4, true, "2002! 2004! 2005!"}, {2, true, "2002! 2004!"}, {4, false, "2001 2002! 2004! 2005!"}} {
		if got := names(important(list, c.n, c.only)); got != c.want {
			t.Errorf("important %d %v: %q, want %q", c.n, c.only, got, c.want)
		}
	}
	if got := names(important(onDates("2001", "2002"), 1, true)); got != "2001" {
		t.Errorf("without important ones: %q", got)
	}
}
