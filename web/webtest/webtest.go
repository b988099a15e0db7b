// Package webtest has what the tests of the site and of its pages share: a record
// with a date of every kind, and checks of documents.
package webtest

import (
	"bytes"
	"compress/gzip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/words"
)

// Story is an event of the pages' test record; the title names its date.
func Story(id, date string, set func(*events.Event)) events.Event {
	e := events.Event{ID: events.ID(id), Slug: id, Span: events.On(edtf.MustParse(date)), Status: events.Published,
		Text: map[string]events.Text{
			"zh": {Title: "记事" + date, Summary: "这是" + date + "的摘要。"},
			"en": {Title: "Story " + date, Summary: "A summary of " + date + "."},
		}, Tags: []string{"science"}}
	if set != nil {
		set(&e)
	}
	return e
}

// Chronicle has a date of every kind, and events that lack something.
func Chronicle() []events.Event {
	lat, long := 31.23, 121.47
	return []events.Event{
		Story("day", "2019-04-10", func(e *events.Event) {
			e.Key = true
			e.Place = &events.Place{Slug: "shanghai", Name: events.Localised{"zh": "上海", "en": "Shanghai"}, Latitude: &lat, Longitude: &long}
			e.Text["en"] = events.Text{Title: "Story 2019-04-10", Summary: "A <summary> & more.", Body: "# Heading\n\nSome *words* and [a link](https://example.org/).\n\n<script>alert(1)</script>"}
			e.Sources = []events.Source{{Title: events.Localised{"zh": "报告"}, Locator: events.Localised{"zh": "第4章"}, Quote: "原文如此。", QuoteLang: "zh", URL: "https://example.org/report", Date: "2020"}}
			e.Links = []events.Link{{URL: "https://example.org/more", Title: events.Localised{"en": "More about it"}}}
			e.Image = &events.Image{URL: "https://elsewhere.example/a.jpg", Alt: events.Localised{"en": "A picture of it all"}, Credit: "N.N."}
		}),
		Story("range", "2019-05-24/2019-05-26", nil),
		Story("across", "2019-05-30/2019-06-02", nil),
		Story("newyear", "2018-12-30/2019-01-02", nil),
		Story("month", "2019-05", func(e *events.Event) { e.Tags = []string{"policy"} }),
		Story("year", "2019", func(e *events.Event) { e.Tags = []string{"policy", "science"} }),
		Story("decade", "201X", nil),
		Story("century", "18XX", nil),
		Story("circa", "2019-08~", nil),
		Story("doubtful", "2017?", nil),
		Story("open", "2016/..", nil),
		Story("until", "../2015", nil),
		Story("season", "2014-21", nil),
		Story("months", "2019-09/2019-11", nil),
		Story("bce", "-0220", nil),
		Story("cancelled", "2019-07-01", func(e *events.Event) { e.Status = events.Cancelled }),
		Story("withdrawn", "2019-07-02", func(e *events.Event) { e.Status = events.Withdrawn }),
		Story("draft", "2019-07-03", func(e *events.Event) { e.Status = events.Draft }),
		Story("chinese", "2019-10-01", func(e *events.Event) { delete(e.Text, "en") }),
		Story("english", "2019-10-02", func(e *events.Event) { delete(e.Text, "zh") }),
		timed(),
	}
}

func timed() events.Event {
	e := Story("timed", "2020-01-01", nil)
	zone, err := events.LoadZone("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	e.Span = events.Span{Start: time.Date(2020, 1, 5, 9, 0, 0, 0, zone), End: time.Date(2020, 1, 5, 17, 0, 0, 0, zone), Zone: "Asia/Shanghai"}
	return e
}

// Paths are one address of every kind of page, after the language.
func Paths() []string {
	return []string{
		"/", "/all", "/c/21", "/c/19", "/c/-3", "/d/2010s", "/2019", "/-0220", "/2018", "/1999", "/2019/05", "/2019/05/24", "/2019/02", "/2019/02/03",
		"/2019/05/grid", "/2019/02/grid", "/list", "/list?from=2019-05&to=2019-06", "/list?page=9", "/search", "/search?q=2019", "/search?q=zebra",
		"/today", "/on/04-10", "/on/02-29", "/tags", "/tag/policy", "/places", "/place/shanghai", "/subscribe", "/subscribe?year=2019&tag=policy", "/feeds",
		"/embed", "/embed?year=2019&n=3&theme=dark", "/about", "/archive", "/privacy", "/2019?tag=policy", "/2019?tag=nothing", "/2019?key=1&precision=day", "/all?tag=policy",
		"/e/day", "/e/range", "/e/month", "/e/year", "/e/decade", "/e/century", "/e/circa", "/e/doubtful", "/e/open", "/e/until", "/e/season", "/e/months", "/e/bce",
		"/e/cancelled", "/e/chinese", "/e/english", "/e/timed",
	}
}

// Document reads a page.
func Document(t testing.TB, body string) *goquery.Document {
	t.Helper()
	d, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// nested is a document inside an attribute, escaped once more by right.
var nested = regexp.MustCompile(`srcdoc="[^"]*"`)

// CheckDocument holds what no page may get wrong.
func CheckDocument(t *testing.T, body string) {
	t.Helper()
	for _, sign := range []string{"ZgotmplZ", "<no value>", "%!", "&amp;lt;", "<script>alert"} {
		if strings.Contains(nested.ReplaceAllString(body, ""), sign) {
			t.Errorf("the page contains %q", sign)
		}
	}
	d := Document(t, body)
	if n := d.Find("h1").Length(); n != 1 {
		t.Errorf("%d h1", n)
	}
	if n := d.Find("*").Length(); n > 1500 {
		t.Errorf("%d elements, at most 1500", n)
	}
	checkHeadings(t, d)
	CheckElements(t, d)
	checkLanguages(t, d)
}

func checkHeadings(t *testing.T, d *goquery.Document) {
	level := 0
	d.Find("h1,h2,h3,h4,h5,h6").Each(func(_ int, s *goquery.Selection) {
		n, _ := strconv.Atoi(goquery.NodeName(s)[1:])
		if n > level+1 {
			t.Errorf("h%d follows h%d at %q", n, level, s.Text())
		}
		level = n
	})
}

// CheckElements holds that elements are named and addressed as they must be.
func CheckElements(t *testing.T, d *goquery.Document) {
	ids := map[string]int{}
	d.Find("*").Each(func(_ int, s *goquery.Selection) {
		for _, a := range s.Nodes[0].Attr {
			switch {
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("inline %s=%q", a.Key, a.Val)
			case a.Key == "id":
				ids[a.Val]++
			}
		}
	})
	for id, n := range ids {
		if n > 1 {
			t.Errorf("id %q stands %d times", id, n)
		}
	}
	d.Find("a[href^='#'],[aria-labelledby],[aria-describedby],label[for]").Each(func(_ int, s *goquery.Selection) {
		for _, key := range []string{"href", "aria-labelledby", "aria-describedby", "for"} {
			v, _ := s.Attr(key)
			if key == "href" && !strings.HasPrefix(v, "#") {
				continue
			}
			for _, id := range strings.Fields(strings.TrimPrefix(v, "#")) { // ARIA attributes hold several
				if ids[id] == 0 {
					t.Errorf("%s leads to %q, which is not there", key, id)
				}
			}
		}
	})
	d.Find("a[href='']").Each(func(_ int, s *goquery.Selection) { t.Errorf("empty address of %q", s.Text()) })
}

// checkLanguages finds text that is not in the language it is marked as.
func checkLanguages(t *testing.T, d *goquery.Document) {
	var walk func(n *html.Node, lang string)
	walk = func(n *html.Node, lang string) {
		for _, a := range n.Attr {
			if a.Key == "lang" {
				lang = a.Val
			}
			if a.Key == "translate" && a.Val == "no" {
				return
			}
		}
		if n.Type == html.ElementNode && slices.Contains([]string{"script", "code", "head"}, n.Data) {
			return
		}
		if n.Type == html.TextNode {
			if bad := mismarked(n.Data, lang); bad != "" {
				t.Errorf("%s marked %q: %q", bad, lang, strings.TrimSpace(n.Data))
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, lang)
		}
	}
	walk(d.Nodes[0], "")
}

func mismarked(text, lang string) string {
	han := 0
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			han++
		}
	}
	switch {
	case han >= 2 && !strings.HasPrefix(lang, "zh"):
		return "Chinese"
	case han == 0 && len(latinWord.FindAllString(text, -1)) >= 3 && strings.HasPrefix(lang, "zh"):
		return "English"
	}
	return ""
}

// CheckHead holds what the head of every page has.
func CheckHead(t *testing.T, d *goquery.Document) {
	attr := func(selector, name string) string { return d.Find(selector).First().AttrOr(name, "") }
	if strings.ContainsAny(d.Find("title").Text(), "{}[]") {
		t.Errorf("title %q", d.Find("title").Text())
	}
	if n := words.Width(d.Find("title").Text()); n < 6 || n > 70 {
		t.Errorf("title of width %d: %q", n, d.Find("title").Text())
	}
	if n := words.Width(attr("meta[name=description]", "content")); n < 20 || n > 200 {
		t.Errorf("description of width %d: %q", n, attr("meta[name=description]", "content"))
	}
	for _, selector := range []string{"link[rel=canonical]", "meta[property='og:image']", "meta[property='og:url']"} {
		v := attr(selector, "href") + attr(selector, "content")
		if u, err := url.Parse(v); err != nil || u.Host != "almanac.example.org" {
			t.Errorf("%s is %q", selector, v)
		}
	}
	var types []string
	d.Find("link[rel=alternate][type]").Each(func(_ int, s *goquery.Selection) { types = append(types, s.AttrOr("type", "")) })
	want := []string{"application/atom+xml", "application/rss+xml", "application/feed+json", "text/calendar"}
	if !slices.Equal(types, want) {
		t.Errorf("feeds %v, want %v", types, want)
	}
	var langs []string
	d.Find("link[hreflang]").Each(func(_ int, s *goquery.Selection) { langs = append(langs, s.AttrOr("hreflang", "")) })
	if !slices.Equal(langs, []string{"zh-CN", "en", "x-default"}) {
		t.Errorf("hreflang %v", langs)
	}
}

// SlugsOf lists the entries of a page in order.
func SlugsOf(d *goquery.Document, within string) []string {
	var list []string
	d.Find(within + " li.ev").Each(func(_ int, s *goquery.Selection) {
		href := s.Find("h3 a").AttrOr("href", "")
		list = append(list, href[strings.LastIndexByte(href, '/')+1:])
	})
	return list
}

// Museum is an event that was published.
func Museum() events.Event {
	return events.Event{ID: "museum", Slug: "museum-opens", Span: events.On(edtf.MustParse("2019-05-24")), Status: events.Published,
		Text: map[string]events.Text{"en": {Title: "Museum opens"}, "zh": {Title: "博物馆开馆"}}, Tags: []string{"culture"}, Key: true,
		Place: &events.Place{Slug: "wuhu", Name: events.Localised{"zh": "芜湖", "en": "Wuhu"}}}
}

var latinWord = regexp.MustCompile(`[A-Za-z]{2,}`)

// Gzipped compresses as hard as it goes.
func Gzipped(t testing.TB, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
