package page

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

// A page of periods has a row for each period of the next smaller unit, the
// newest first.
func TestRowsOfAScale(t *testing.T) {
	for _, c := range []struct {
		path  string
		dates []string
		want  string
	}{
		{"/en/all", []string{"1999", "2019"}, "r21 21st century /en/c/21 1 entry 100; r20 20th century /en/c/20 1 entry 100"},
		{"/en/all", []string{"2001", "2019", "2018"}, "r2010 2010s /en/d/2010s 2 entries 10; r2000 2000s /en/d/2000s 1 entry 10"},
		{"/en/all", []string{"2018", "2019", "201X"}, "r2019 2019 /en/2019 1 entry 13; r2018 2018 /en/2018 1 entry 13"},
		{"/en/c/21", []string{"2019", "1999", "2001"}, "r2010 2010s /en/d/2010s 1 entry 10; r2000 2000s /en/d/2000s 1 entry 10"},
		{"/en/d/2010s", []string{"2019", "2015-05", "2001"}, "r2019 2019 /en/2019 1 entry 13; r2015 2015 /en/2015 1 entry 13"},
		{"/en/all", []string{"18XX"}, ""},
	} {
		v := visit(t, c.path, c.dates...)
		page := arrangeScale(v)
		var got []string
		for _, r := range page.Rows {
			got = append(got, fmt.Sprintf("%s %s %s %s %d", r.ID, r.Name, r.Href, r.Count, r.Figure.Width/6))
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s of %v: %s", c.path, c.dates, strings.Join(got, "; "))
		}
	}
}

func TestCaptionsOfRows(t *testing.T) {
	for _, c := range []struct {
		dates []string
		want  string
	}{
		{[]string{"2018", "2019"}, "One bar is a month, its height the number of entries; the highest has 1 entry."},
		{[]string{"2001", "2019"}, "One bar is a year, its height the number of entries; the highest has 1 entry."},
		{[]string{"1901", "2019", "2019", "2019"}, "One bar is a year, its height the number of entries; the highest has 3 entries."},
		{[]string{"2018!", "2019"}, "One bar is a month, its height the number of entries; the highest has 1 entry. Parts in full colour are key events."},
	} {
		if got := arrangeScale(visit(t, "/en/all", c.dates...)).Caption; got != c.want {
			t.Errorf("%v: %q", c.dates, got)
		}
	}
}

// The bars of a year are its months, and a last one for what is known only to
// the year.
func TestCountsOfBars(t *testing.T) {
	year := barCounts(address.Period{Unit: address.Year, Year: 2019}, onDates("2019-01", "2019-12-31", "2019", "2019", "2018-12-30/2019-01-02"))
	if want := []int{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2}; !slices.Equal(year, want) {
		t.Errorf("year %v, want %v", year, want)
	}
	decade := barCounts(address.Period{Unit: address.Decade, Year: 2010}, onDates("2010", "2019", "2019-05", "2009", "2020", "201X"))
	if want := []int{1, 0, 0, 0, 0, 0, 0, 0, 0, 2}; !slices.Equal(decade, want) {
		t.Errorf("decade %v, want %v", decade, want)
	}
	if n := len(barCounts(address.Period{Unit: address.Century, Year: 2000}, nil)); n != 100 {
		t.Errorf("a century has %d bars", n)
	}
}

func TestLabelsOfRows(t *testing.T) {
	for _, c := range []struct {
		path  string
		dates []string
		want  string
	}{
		{"/en/all", []string{"1999", "2019", "2015"}, "2000 2010(2)=/en/d/2010s 2020 2030 2040 2050 2060 2070 2080 2090"},
		{"/en/c/21", []string{"2019", "2010"}, "2010(1)=/en/2010 2011 2012 2013 2014 2015 2016 2017 2018 2019(1)=/en/2019"},
		{"/en/d/2010s", []string{"2019", "2019", "2019-02"}, "Jan Feb(1)=/en/2019/02 Mar Apr May Jun Jul Aug Sep Oct Nov Dec Year(2)"},
	} {
		if got := texts(arrangeScale(visit(t, c.path, c.dates...)).Rows[0].Figure.Labels); got != c.want {
			t.Errorf("%s: %s", c.path, got)
		}
	}
}

// What has many rows has them on several pages, eighteen each, and none is lost; all
// on one page, for printing, they say less each.
func TestManyRows(t *testing.T) {
	centuries := func(n int) []string {
		var list []string
		for c := range n {
			for y := range 4 {
				list = append(list, fmt.Sprintf("-%04d", 100*(c+1)+y+50))
			}
		}
		slices.Reverse(list)
		return list
	}
	for _, c := range []struct{ all, page, rows, last int }{{18, 1, 18, 1}, {19, 1, 18, 2}, {19, 2, 1, 2}, {61, 3, 18, 4}, {61, 4, 7, 4}} {
		v := visit(t, "/en/all", centuries(c.all)...)
		v.choices.Page = c.page
		page := arrangeScale(v)
		if len(page.Rows) != c.rows || page.Pager.Last != c.last || page.Empty != nil {
			t.Errorf("page %d of %d rows: %d rows, %+v", c.page, c.all, len(page.Rows), page.Pager)
			continue
		}
		if r := page.Rows[0]; len(r.Figure.Labels) != 10 || len(r.Tops) != 3 {
			t.Errorf("%d labels and %d entries", len(r.Figure.Labels), len(r.Tops))
		}
	}
	v := visit(t, "/en/all", centuries(61)...)
	seen := map[string]bool{}
	for v.choices.Page = 1; v.choices.Page <= 4; v.choices.Page++ {
		for _, r := range arrangeScale(v).Rows {
			seen[r.ID] = true
		}
	}
	if len(seen) != 61 {
		t.Errorf("%d of 61 rows are on some page", len(seen))
	}
	if page := arrangeScale(v); page.Empty == nil || len(page.Rows)+len(page.Rest) != 0 {
		t.Errorf("a fifth page has %d rows", len(page.Rows))
	}
	v.choices.Page, v.choices.Print = 1, true
	page := arrangeScale(v)
	if len(page.Rows) != 61 || len(page.Rows[0].Figure.Labels) != 0 || len(page.Rows[0].Tops) != 1 || page.Pager.Last != 1 {
		t.Errorf("printed: %d rows, %d labels, %d entries", len(page.Rows), len(page.Rows[0].Figure.Labels), len(page.Rows[0].Tops))
	}
}

// Those that fix no year stand under the rows, fifteen at most.
func TestWhatIsKnownToNoYear(t *testing.T) {
	dates := slices.Repeat([]string{"18XX"}, 15)
	page := arrangeScale(visit(t, "/en/all", dates...))
	if s := page.Rest[0]; s.N != 15 || s.Count != "15 entries" || s.More.Href != "" || s.Name != "Year not known" {
		t.Errorf("%+v", s)
	}
	page = arrangeScale(visit(t, "/en/all", append(dates, "17XX", "2019")...))
	if s := page.Rest[0]; s.N != 15 || s.Count != "16 entries" || s.More.Text != "1 more" || s.More.Href != "/en/list" {
		t.Errorf("%+v", s)
	}
	if page = arrangeScale(visit(t, "/en/all", "2019")); len(page.Rest) != 0 || page.Empty != nil {
		t.Errorf("%+v %+v", page.Rest, page.Empty)
	}
}

func TestExtentOfAList(t *testing.T) {
	for _, c := range []struct {
		dates []string
		want  string
	}{
		{[]string{"2018", "2019-05-24", "-0220"}, "3 entries, 221 BC to 2019"}, {[]string{"2019", "2019-05"}, "2 entries, 2019"}, {[]string{"18XX"}, "1 entry"},
	} {
		v := visit(t, "/en/all", c.dates...)
		if got := extent(&v.names, v.timeline.Count()); got != c.want {
			t.Errorf("%v: %q", c.dates, got)
		}
	}
}

func TestShortestDates(t *testing.T) {
	v := visit(t, "/en/all")
	for _, c := range []struct {
		date string
		in   words.Scope
		want string
	}{
		{"2019-05-24", words.InNothing, "2019"}, {"-0220", words.InNothing, "221 BC"}, {"2019", words.InNothing, "2019"}, {"2019", words.InYear, "Year"},
		{"2019-05", words.InYear, "May"}, {"2019-05-24", words.InYear, "24 May"},
	} {
		if got := shortDate(v, onDates(c.date)[0].Span, c.in); got != c.want {
			t.Errorf("%s: %q, want %q", c.date, got, c.want)
		}
	}
}

func TestEmptyScales(t *testing.T) {
	for _, c := range []struct {
		path  string
		dates []string
		want  string
	}{
		{"/en/all", nil, "Nothing here yet: About=/en/about"},
		{"/en/c/19", []string{"2019", "1701"}, "Nothing recorded for this period: 1701, 1 entry=/en/1701 2019, 1 entry=/en/2019"},
		{"/en/d/2020s", []string{"2019"}, "Nothing recorded for this period: 2019, 1 entry=/en/2019"},
		{"/en/d/2010s", []string{"18XX"}, "Nothing recorded for this period: All=/en/all"},
	} {
		e := arrangeScale(visit(t, c.path, c.dates...)).Empty
		if e == nil {
			t.Errorf("%s is not empty", c.path)
			continue
		}
		if got := e.Title + ": " + texts(e.Links); got != c.want {
			t.Errorf("%s: %s", c.path, got)
		}
	}
}

// What stands for a period of many important entries is spread over it, and
// nothing ordinary stands there before them.
func TestWhatStandsForAPeriod(t *testing.T) {
	for _, c := range []struct {
		dates []string
		want  string
	}{
		{[]string{"2001", "2002!", "2003", "2090"}, "2001 2002! 2003"},
		{[]string{"2001!", "2002!", "2003!", "2004!", "2090!", "2091"}, "2001! 2003! 2090!"},
		{[]string{"2001", "2002", "2050!", "2060!", "2070!"}, "2050! 2060! 2070!"},
		{[]string{"2001", "2002", "2050!", "2060!"}, "2001 2050! 2060!"},
	} {
		v := visit(t, "/en/all", c.dates...)
		var got []string
		for _, e := range topsOf(v, v.timeline.Select(events.Selection{}), topsEach, words.InNothing) {
			got = append(got, e.Title.Text)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%v: %v, want %s", c.dates, got, c.want)
		}
	}
}

// Labels that would run into each other under the bars are links below them, of
// what holds something.
func TestLabelsTooWideForTheirBars(t *testing.T) {
	for _, c := range []struct {
		path  string
		dates []string
		loose bool
	}{
		{"/en/all", []string{"2001", "1901"}, false}, {"/en/all", []string{"-0220", "-0120"}, false}, {"/zh/all", []string{"2001", "1901"}, false}, {"/zh/all", []string{"-0220", "-0120"}, true},
	} {
		if got := arrangeScale(visit(t, c.path, c.dates...)).Rows[0].Figure.Loose(); got != c.loose {
			t.Errorf("%s of %v: loose %v", c.path, c.dates, got)
		}
	}
}
