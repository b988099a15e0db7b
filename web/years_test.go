package web

import (
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/web/address"
	"almanac.example/web/webtest"
)

// farDates are dates that no array can be indexed by, and the years around
// which periods change their names.
func farDates() []string {
	return []string{
		"Y-10000", "Y10000", "Y123456789", "Y-17E7", "Y17E8", "Y999999999999999", "Y-999999999999999", "Y1000000000000000", "Y1E18", "Y-9E18", "Y1E400", "Y-1E400",
		"9999", "9999-12-31", "-9999", "-9999-01-01", "99XX", "-99XX", "999X", "9999-12",
		"0000", "-0001", "-0005", "-0009-03-04", "-0010", "-0011", "-0099", "-0100", "-0101", "-000X", "-00XX", "000X", "00XX", "0005", "0009-05", "0099", "0100",
		"Y-17E7/2019", "Y-17E7/..", "../Y-10000", "../Y17E7", "Y-10000/Y10000", "2019/Y17E8", "Y20000S2", "Y-17E7S2", "[Y-17E7,2019]", "{2018,Y17E8}", "[..Y-10000]",
	}
}

// farStory is an event on a far date; its editor has put the date in words, so
// that no year counts as a slip.
func farStory(n int, date string) events.Event {
	return webtest.Story(fmt.Sprintf("far-%d", n), date, func(e *events.Event) {
		e.Span.AsWritten = events.Localised{"en": "far away", "zh": "很远"}
		e.Place = &events.Place{Slug: "edge", Name: events.Localised{"en": "The edge", "zh": "边缘"}}
	})
}

// yearsOf are the years in which the span begins and ends, as far as it does.
func yearsOf(s events.Span) []int64 {
	var years []int64
	for _, end := range []func() (edtf.Day, bool){s.First, s.Last} {
		if d, ok := end(); ok {
			if y, ok := address.YearOf(d); ok && !slices.Contains(years, y) {
				years = append(years, y)
			}
		}
	}
	return years
}

// farPaths are one address of every kind, after the language, for the years
// that a date touches.
func farPaths(e *events.Event) []string {
	list := []string{
		"/", "/all", "/list", "/list?page=2", "/search", "/search?q=story", "/today", "/tags", "/tag/science", "/places", "/place/edge", "/subscribe", "/feeds", "/embed", "/changes",
		"/c/1", "/c/-1", "/c/21", "/c/100", "/c/-100", "/d/0000s", "/d/-0010s", "/d/9990s", "/on/03-04", "/on/12-31", "/e/" + e.Slug,
	}
	date := e.Span.EDTF().String()
	for _, key := range []string{"in", "from", "to", "within"} {
		list = append(list, "/list?"+key+"="+date)
	}
	years := yearsOf(e.Span)
	for _, y := range append(years[:min(len(years), 2)], 2019) {
		year := address.PadYear(y)
		list = append(list, "/"+year, "/"+year+"/12", "/"+year+"/12/31", "/"+year+"/12/grid", "/"+year+"?tag=science", "/list?year="+year, "/all?year="+year+"&month=12")
	}
	return list
}

// farFeeds are feeds of the same selections.
func farFeeds(e *events.Event) []string {
	paths := []string{"/all", "/tag/science", "/e/" + e.Slug, "/d/0000s", "/c/-1"}
	for _, y := range append(yearsOf(e.Span), 2019) {
		paths = append(paths, "/"+address.PadYear(y))
	}
	list := []string{"/upcoming.atom", "/on-this-day.ics", "/on-this-day.atom", "/all.ics?imprecise=range", "/all.jcal?imprecise=range", "/all.ics?from=" + e.Span.EDTF().String()}
	for _, path := range paths {
		for _, ext := range []string{".atom", ".json", ".ics", ".jcal"} {
			list = append(list, path+ext)
		}
	}
	return list
}

// allocated is how much memory an answer takes, in bytes.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// mostAllocated is what an answer about two events may allocate at most: the
// picture of a card is the largest, and a loop over far years takes gigabytes.
const mostAllocated = 64 << 20

// checkFar asks for an address: it must be an answer, and not cost more than
// one about near years.
func checkFar(t *testing.T, h http.Handler, path string) {
	t.Helper()
	status := 0
	if n := allocated(func() { status = ask(h, path).Code }); n > mostAllocated {
		t.Errorf("%s allocates %d MB", path, n>>20)
	}
	if status >= http.StatusInternalServerError {
		t.Errorf("%s: status %d", path, status)
	}
}

// TestAnyYearHasItsPages asks every kind of address in records that hold a far
// year and a near one.
func TestAnyYearHasItsPages(t *testing.T) {
	for n, date := range farDates() {
		t.Run(date, func(t *testing.T) {
			far := farStory(n, date)
			i := newInstance(t, far, webtest.Story("near", "2019", nil))
			h := i.Handler()
			for _, path := range []string{"/feeds.opml", "/sitemap.xml", "/og/all.png", "/og/2019.png", "/og/e/" + far.Slug + ".png"} {
				checkFar(t, h, path)
			}
			for _, y := range yearsOf(far.Span) {
				checkFar(t, h, "/og/"+address.PadYear(y)+".png")
			}
			for _, path := range append(farPaths(&far), farFeeds(&far)...) {
				checkFar(t, h, "/en"+path)
			}
			for _, path := range []string{"/zh/", "/zh/all", "/zh/list", "/zh/e/" + far.Slug, "/embed/en/all", "/embed/zh/all?from=" + date} {
				checkFar(t, h, path)
			}
		})
	}
}

// TestNoLinkToAFarYearIsDead follows the links of records of all far years.
func TestNoLinkToAFarYearIsDead(t *testing.T) {
	var list []events.Event
	for n, date := range farDates() {
		list = append(list, farStory(n, date))
	}
	i := newInstance(t, append(list, webtest.Story("near", "2019", nil))...)
	h := i.Handler()
	queue := []string{"/en/", "/en/all", "/en/list", "/zh/all", "/sitemap.xml", "/feeds.opml"}
	for _, y := range i.live.Timeline().Count().Years {
		queue = append(queue, "/en/"+address.PadYear(y.Year), "/en/"+address.PadYear(y.Year)+".ics", "/en/"+address.PadYear(y.Year)+".jcal")
	}
	from := map[string]string{}
	for n := 0; n < len(queue) && n < 2*crawlMost; n++ {
		got := ask(h, queue[n])
		if got.Code >= http.StatusBadRequest {
			t.Errorf("%s, linked from %s: status %d", queue[n], from[queue[n]], got.Code)
		}
		if !strings.HasPrefix(got.Header().Get("Content-Type"), "text/html") {
			continue
		}
		for _, link := range linksOf(t, got.Body.String()) {
			if _, seen := from[link]; !seen && strings.Count(link, "=") < 2 {
				from[link] = queue[n]
				queue = append(queue, link)
			}
		}
	}
}

// TestAYearIsCountedWhereItIsListed compares the two places that decide in
// which year an event begins.
func TestAYearIsCountedWhereItIsListed(t *testing.T) {
	for n, date := range farDates() {
		e := farStory(n, date)
		count := timeline.CountOf([]*events.Event{&e})
		y, ok := e.Span.Year()
		if ok != (len(count.Years) == 1) || ok && count.Years[0].Year != y {
			t.Errorf("%s: listed under %d (%t), counted in %v", date, y, ok, count.Years)
		}
	}
}

// TestFarYearsStandInOrder mixes years that have centuries with those that have
// none.
func TestFarYearsStandInOrder(t *testing.T) {
	var list []events.Event
	for n, date := range []string{"2019", "Y-10000", "-0005", "Y123456789", "1815", "-0220"} {
		list = append(list, farStory(n, date))
	}
	i := newInstance(t, list...)
	var got []string
	webtest.Document(t, i.get(t, "/en/all").body).Find("section.cent h2").Each(func(_ int, s *goquery.Selection) {
		got = append(got, strings.TrimSpace(s.Find("a").First().Text()))
	})
	want := []string{"123456789", "21st century", "19th century", "1st century BC", "3rd century BC", "10001 BC"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
