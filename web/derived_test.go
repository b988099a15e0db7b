package web

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/mmcdole/gofeed"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/webtest"
)

// readFeed parses a feed the way a reader does.
func (i *instance) readFeed(t *testing.T, path string) *gofeed.Feed {
	t.Helper()
	got := i.get(t, path)
	feed, err := gofeed.NewParser().ParseString(got.body)
	if got.status != http.StatusOK || err != nil {
		t.Fatalf("%s: %d %v", path, got.status, err)
	}
	return feed
}

func TestChangesAreToldInFeedAndPage(t *testing.T) {
	i := newInstance(t, webtest.Museum(), plan())
	if n := len(i.readFeed(t, "/en/changes.atom").Items); n != 0 {
		t.Fatalf("%d changes before anything was changed", n)
	}
	i.edit(t, "museum", func(e *events.Event) { e.Span = events.On(edtf.MustParse("2019-06-01")) })
	for _, path := range []string{"/en/changes.atom", "/zh/changes.rss", "/en/changes.json"} {
		feed := i.readFeed(t, path)
		if len(feed.Items) != 1 || !strings.Contains(feed.Items[0].Content+feed.Items[0].Description, "1") {
			t.Errorf("%s: %d items", path, len(feed.Items))
		}
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(i.get(t, "/en/changes").body))
	if err != nil {
		t.Fatal(err)
	}
	entry := doc.Find("ol.hist > li")
	if entry.Length() != 1 || !strings.Contains(entry.Text(), "24 May 2019") || !strings.Contains(entry.Text(), "1 June 2019") {
		t.Errorf("the page tells %q", entry.Text())
	}
}

func TestUpcomingEntersTheFeedDaysBefore(t *testing.T) {
	fair := webtest.Museum()
	fair.ID, fair.Slug, fair.Span = "fair", "fair", events.On(edtf.MustParse("2026-03-07")) // the tests' day is 1 March
	later := webtest.Museum()
	later.ID, later.Slug, later.Span = "later", "later", events.On(edtf.MustParse("2026-04-07"))
	i := newInstance(t, webtest.Museum(), fair, later)
	for path, want := range map[string]int{"/en/upcoming.atom": 1, "/en/upcoming.json?days=3": 0, "/zh/upcoming.rss?days=60": 2, "/zh/upcoming.rss?days=60&tag=nobody": 0} {
		if n := len(i.readFeed(t, path).Items); n != want {
			t.Errorf("%s: %d items, want %d", path, n, want)
		}
	}
	for _, bad := range []string{"/en/upcoming.atom?days=0", "/en/upcoming.atom?days=many", "/en/all.atom?days=7"} {
		if got := i.get(t, bad); got.status != http.StatusBadRequest || !strings.Contains(got.body, "days") {
			t.Errorf("%s: %d %q", bad, got.status, got.body)
		}
	}
}

func TestTheUpcomingWindowLeavesOutWhatIsOver(t *testing.T) {
	fair := webtest.Museum()
	fair.ID, fair.Slug, fair.Span = "fair", "fair", events.On(edtf.MustParse("2026-03-07"))
	i := newInstance(t, webtest.Museum(), fair)
	got := i.get(t, "/en/all.ics?window=upcoming")
	if n := entries(t, ".ics", got.body); n != 1 || !strings.Contains(got.body, "all.ics?window=upcoming") || strings.Contains(got.body, "from=") {
		t.Errorf("%d entries: %s", n, got.body)
	}
	if !strings.Contains(got.body, "X-WR-CALNAME:Chronicle · Coming up\r\n") {
		t.Error("the calendar's name is another")
	}
	for _, bad := range []string{"/en/all.ics?window=past", "/en/all.ics?window=upcoming&from=2019"} {
		if got := i.get(t, bad); got.status != http.StatusBadRequest || !strings.Contains(got.body, "window") {
			t.Errorf("%s: %d %q", bad, got.status, got.body)
		}
	}
}

func TestAnniversariesAreACalendarToo(t *testing.T) {
	leap := webtest.Museum()
	leap.ID, leap.Slug, leap.Span = "leap", "leap", events.On(edtf.MustParse("2000-02-29"))
	i := newInstance(t, webtest.Museum(), plan(), leap) // the tests' day is 1 March 2026
	for path, want := range map[string]int{
		"/en/on-this-day.ics": 2, "/en/on-this-day.ics?leap=28": 4, "/en/on-this-day.ics?round=8": 1, "/en/on-this-day.jcal": 2, "/en/on-this-day.ics?tag=policy": 0,
	} {
		ext := path[len("/en/on-this-day"):]
		ext, _, _ = strings.Cut(ext, "?")
		got := i.get(t, path)
		if n := entries(t, ext, got.body); got.status != http.StatusOK || n != want {
			t.Errorf("%s: %d with %d entries, want %d", path, got.status, n, want)
		}
	}
	if body := i.get(t, "/zh/on-this-day.ics").body; !strings.Contains(body, "SUMMARY:7周年：博物馆开馆") {
		t.Error("the title does not count the years")
	}
	for path, want := range map[string]int{"/en/on-this-day.ics?round=0": 400, "/en/on-this-day.ics?leap=2": 400, "/en/all.ics?round=5": 400, "/en/changes.ics": 404, "/en/upcoming.ics": 200} {
		if got := i.get(t, path); got.status != want {
			t.Errorf("%s: %d, want %d", path, got.status, want)
		}
	}
}

func TestTheOutlineListsFeedsThatAnswer(t *testing.T) {
	i := newInstance(t, webtest.Museum(), plan())
	var doc struct {
		Outlines []struct {
			Feeds []struct {
				URL  string `xml:"xmlUrl,attr"`
				Page string `xml:"htmlUrl,attr"`
			} `xml:"outline>outline"`
		} `xml:"body>outline"`
	}
	got := i.get(t, "/feeds.opml")
	if err := xml.Unmarshal([]byte(got.body), &doc); err != nil || len(doc.Outlines) != 2 {
		t.Fatalf("%v: %s", err, got.body)
	}
	for _, group := range doc.Outlines {
		if len(group.Feeds) < 7 { // all, three kinds of news, a year, two tags
			t.Errorf("only %d feeds", len(group.Feeds))
		}
		for _, f := range group.Feeds {
			path := strings.TrimPrefix(f.URL, "https://almanac.example.org")
			feed := i.get(t, path)
			if feed.status != http.StatusOK || !strings.Contains(feed.body, `"`+f.URL+`"`) {
				t.Errorf("%s: %d, or another self link", f.URL, feed.status)
			}
			if page := i.get(t, strings.TrimPrefix(f.Page, "https://almanac.example.org")); page.status != http.StatusOK && page.status != http.StatusFound {
				t.Errorf("%s: %d", f.Page, page.status)
			}
		}
	}
}

func TestTopicsAreWhatAChangeTouches(t *testing.T) {
	i := newInstance(t, webtest.Museum(), plan())
	_, upTo := i.Topics(0)
	if topics, _ := i.Topics(upTo); len(topics) != 0 {
		t.Fatalf("topics %v without a change", topics)
	}
	i.edit(t, "museum", func(e *events.Event) { e.Tags = []string{"science"} })
	topics, _ := i.Topics(upTo)
	for _, want := range []string{"/en/all.atom", "/zh/2019.rss", "/en/tag/science.json", "/zh/tag/culture.atom", "/en/changes.atom"} {
		if !slices.Contains(topics, "https://almanac.example.org"+want) {
			t.Errorf("%s is not told", want)
		}
	}
	if slices.ContainsFunc(topics, func(s string) bool { return strings.Contains(s, "/tag/policy") }) {
		t.Error("an untouched tag is told")
	}
}

func TestLargeCalendarsAreAnnounced(t *testing.T) {
	long := webtest.Museum()
	long.Text = map[string]events.Text{"en": {Title: "Long", Body: strings.Repeat("word ", 9900)}}
	var list []events.Event
	for k := range 20 {
		e := long
		e.ID, e.Slug = events.ID("e"+string(rune('a'+k))), "e-"+string(rune('a'+k))
		list = append(list, e)
	}
	i := newInstance(t, list...)
	page := i.get(t, "/en/subscribe").body
	if !strings.Contains(page, "about 1.0 MB") || !strings.Contains(page, `/en/all.ics?window=upcoming`) || !strings.Contains(page, `/en/2019.ics`) {
		t.Error("the subscribe page says nothing of the size")
	}
	if n := entries(t, ".ics", i.get(t, "/en/all.ics").body); n != 20 {
		t.Errorf("the calendar was cut to %d entries", n)
	}
	if strings.Contains(newInstance(t, webtest.Museum()).get(t, "/en/subscribe").body, "window=upcoming") {
		t.Error("a small calendar is announced as large")
	}
}

func TestPagesNameTheirFeedsInTheHeaderToo(t *testing.T) {
	i := newInstance(t, webtest.Museum(), plan())
	links := strings.Join(i.get(t, "/en/2019?tag=culture").header.Values("Link"), ", ")
	for _, want := range []string{`</en/2019.atom?tag=culture>; rel="alternate"; type="application/atom+xml"`, `.ics?tag=culture>; rel="alternate"; type="text/calendar"`} {
		if !strings.Contains(links, want) {
			t.Errorf("Link is %s, without %s", links, want)
		}
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(i.get(t, "/en/feeds").body))
	if err != nil {
		t.Fatal(err)
	}
	feed := i.readFeed(t, "/en/all.atom")
	doc.Find("#g-preview + ul a").Each(func(n int, s *goquery.Selection) {
		if !strings.HasSuffix(feed.Items[n].Link, s.AttrOr("href", "?")) {
			t.Errorf("the preview's item %d is %s, the feed's %s", n, s.AttrOr("href", ""), feed.Items[n].Link)
		}
	})
	if doc.Find("#g-preview + ul a").Length() != 2 {
		t.Error("the preview is not whole")
	}
}
