package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/web/webtest"
)

// crawlMost bounds the walk; filters can be combined without end.
const crawlMost = 1500

// TestNoLinkIsDead follows every link, feed and picture from the home pages.
func TestNoLinkIsDead(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	queue := []string{"/zh/", "/en/", "/sitemap.xml", "/robots.txt"}
	from := map[string]string{"/zh/": "", "/en/": "", "/sitemap.xml": "", "/robots.txt": ""}
	for n := 0; n < len(queue) && n < crawlMost; n++ {
		got := i.get(t, queue[n])
		if got.status != http.StatusOK {
			t.Errorf("%s, linked from %s: status %d", queue[n], from[queue[n]], got.status)
			continue
		}
		if !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
			continue
		}
		for _, link := range linksOf(t, got.body) {
			if strings.HasPrefix(link, "/admin") {
				t.Errorf("%s leads to the desk: %s", queue[n], link)
			}
			if _, seen := from[link]; !seen && strings.Count(link, "=") < 3 {
				from[link] = queue[n]
				queue = append(queue, link)
			}
		}
	}
	if len(queue) < 300 {
		t.Errorf("only %d pages found", len(queue))
	}
}

// linksOf lists the addresses of this site that a page names.
func linksOf(t testing.TB, body string) []string {
	var list []string
	webtest.Document(t, body).Find("a[href],link[href],script[src],img[src],iframe[src],meta[property='og:image']").Each(func(_ int, s *goquery.Selection) {
		for _, key := range []string{"href", "src", "content"} {
			u, err := url.Parse(s.AttrOr(key, ""))
			if err != nil || u.Path == "" || u.Host != "" && u.Host != "almanac.example.org" || u.Scheme == "webcal" {
				continue
			}
			list = append(list, u.RequestURI())
		}
	})
	return list
}

// TestAPageAndItsFeedsShowTheSame compares what pages list with the iCalendar
// and JSON forms of their own alternates.
func TestAPageAndItsFeedsShowTheSame(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	for _, path := range []string{"/zh/2019", "/en/2019?tag=policy", "/zh/2019/05", "/zh/list?from=2019-06", "/zh/tag/policy?key=1", "/en/search?q=2019", "/zh/on/04-10", "/zh/place/shanghai"} {
		page := webtest.Document(t, i.get(t, path).body)
		shown := page.Find("#tl li.ev").Length()
		feed, _ := page.Find("link[type='text/calendar']").Attr("href")
		calendar := i.get(t, feed+join(feed)+"imprecise=marker")
		if calendar.status != http.StatusOK {
			t.Fatalf("%s: %s answers %d", path, feed, calendar.status)
		}
		if n := strings.Count(calendar.body, "BEGIN:VEVENT"); n != shown {
			t.Errorf("%s shows %d entries, %s has %d", path, shown, feed, n)
		}
	}
}

func join(address string) string {
	if strings.Contains(address, "?") {
		return "&"
	}
	return "?"
}
