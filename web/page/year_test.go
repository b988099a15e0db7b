package page_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/web/webtest"
)

func TestTheYearInTheOrderOfAChronicle(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	d := webtest.Document(t, i.get(t, "/zh/2019").body)
	want := []string{"open", "newyear", "day", "range", "across", "month", "cancelled", "circa", "months", "chinese", "english", "year", "decade"}
	if diff := cmp.Diff(want, webtest.SlugsOf(d, "#tl")); diff != "" {
		t.Error(diff)
	}
	var sections []string
	d.Find("#tl h2").Each(func(_ int, s *goquery.Selection) {
		s.Find(".tr").Remove()
		sections = append(sections, strings.TrimSpace(s.Text()))
	})
	if diff := cmp.Diff([]string{"承前", "四月", "五月", "七月", "八月", "九月", "十月", "年内", "或在本年"}, sections); diff != "" {
		t.Error(diff)
	}
}

func TestMarksOfDates(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	d := webtest.Document(t, i.get(t, "/en/list").body)
	for slug, class := range map[string]string{
		"day": "k-day", "range": "k-range", "month": "k-month", "year": "k-year", "decade": "k-year", "circa": "k-month", "open": "k-from", "until": "k-until",
		"months": "k-span", "season": "k-year", "timed": "k-day",
	} {
		if !d.Find("#e-" + slug).HasClass(class) {
			t.Errorf("%s: class %q, want %s", slug, d.Find("#e-"+slug).AttrOr("class", "not there"), class)
		}
	}
	if !d.Find("#e-day").HasClass("w3") || d.Find("#e-range").HasClass("w3") {
		t.Error("only what is important is drawn so")
	}
}

func TestLanguagesOfAnEntry(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	d := webtest.Document(t, i.get(t, "/en/2019").body)
	for _, c := range []struct{ selector, attr, want string }{
		{"#e-range h3", "", "Story 2019-05-24/2019-05-26"},
		{"#e-range .tr", "lang", "zh-CN"},
		{"#e-chinese h3 a", "lang", "zh-CN"},
		{"#e-chinese .note", "", "Chinese only"},
		{"#e-cancelled .note", "", "Cancelled"},
	} {
		s := d.Find(c.selector)
		got := s.Text()
		if c.attr != "" {
			got = s.AttrOr(c.attr, "none")
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.selector, got, c.want)
		}
	}
	if n := d.Find("#e-english .tr,#e-chinese .tr").Length(); n != 0 {
		t.Errorf("%d second lines where there is no translation", n)
	}
}

// TestAFilteredYear holds that the figure keeps all blocks, those filtered out
// pale, and that the page says what is in force and how to drop it.
func TestAFilteredYear(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	d := webtest.Document(t, i.get(t, "/zh/2019?tag=policy").body)
	if diff := cmp.Diff([]string{"month", "year"}, webtest.SlugsOf(d, "#tl")); diff != "" {
		t.Error(diff)
	}
	all, out := d.Find(".mini rect").Length(), d.Find(".mini rect.out").Length()
	if all != 10 || out != all-2 {
		t.Errorf("%d blocks, %d of them pale", all, out)
	}
	for _, c := range []struct{ selector, want string }{
		{".active a", "/zh/2019"}, {".cta", "/zh/subscribe?tag=policy&year=2019"}, {".lang a[hreflang=en]", "/en/2019?tag=policy"},
		{"link[type='text/calendar']", "/zh/2019.ics?tag=policy"}, {"link[type='application/atom+xml']", "/zh/2019.atom?tag=policy"},
	} {
		if got := d.Find(c.selector).AttrOr("href", ""); got != c.want {
			t.Errorf("%s leads to %q, want %q", c.selector, got, c.want)
		}
	}
	if n := d.Find("input[name=tag][id]").Length(); n != 0 {
		t.Error("a filtered page has instant filters, which would show less than their ticks say")
	}
	if !strings.Contains(d.Find(".shown").Text(), "2") {
		t.Errorf("the page says %q", d.Find(".shown").Text())
	}
}

func TestInstantFiltersAreNumberedAlike(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	d := webtest.Document(t, i.get(t, "/en/2019").body)
	d.Find("input[name=tag]").Each(func(_ int, s *goquery.Selection) {
		class := "t" + strings.TrimPrefix(s.AttrOr("id", ""), "f")
		n := d.Find("#tl li." + class).Length()
		if count := s.Parent().Find(".num").Text(); count != strconv.Itoa(n) {
			t.Errorf("%s: %d entries are of class %s, the form says %s", s.AttrOr("value", ""), n, class, count)
		}
		if blocks := d.Find(".mini ." + class).Length(); blocks == 0 {
			t.Errorf("no block is of class %s", class)
		}
	})
}

func TestFormsLeaveNoEmptyFieldsInTheAddress(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	got := i.get(t, "/zh/2019?tag=policy&place=&precision=&q=")
	if got.status != http.StatusFound || got.header.Get("Location") != "/zh/2019?tag=policy" {
		t.Errorf("status %d, location %q", got.status, got.header.Get("Location"))
	}
}

// TestLargeRecordsStayReadable holds the rules of scale on made-up records.
func TestLargeRecordsStayReadable(t *testing.T) {
	for name, o := range map[string]generate.Options{
		"400 in a year":        {Events: 400, From: 2019, To: 2019, Seed: 1},
		"3,000 in a year":      {Events: 3000, From: 2019, To: 2019, Seed: 1},
		"10,000 in ten ages":   {Events: 10_000, From: 1027, To: 2026, Seed: 1},
		"60 ages":              {Events: 4000, From: -4000, To: 2026, Seed: 1},
		"100 in a single year": {Events: 100, From: 2019, To: 2019, Seed: 3},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := generated(t, o)
			for _, path := range []string{"/", "/all", "/c/21", "/d/2010s", "/2019", "/2019?tag=science", "/2019/05", "/2019/05/grid", "/2019/05/24", "/list", "/list?page=2", "/tags", "/tag/science", "/places", "/search?q=the", "/search?q=bridge", "/today", "/feeds"} {
				t.Run(path, func(t *testing.T) {
					page := serve(t, s, "/en"+path)
					if page.Code != http.StatusOK {
						t.Fatalf("status %d", page.Code)
					}
					webtest.CheckDocument(t, page.Body.String())
					if n := len(webtest.Gzipped(t, page.Body.Bytes())); n > 25_000 {
						t.Errorf("%d bytes gzipped", n)
					}
				})
			}
		})
	}
}

// TestACrowdedYearLosesNothing adds up what a year page shows and what it says
// is elsewhere.
func TestACrowdedYearLosesNothing(t *testing.T) {
	s, timeline := generated(t, generate.Options{Events: 400, From: 2019, To: 2019, Seed: 1})
	d := webtest.Document(t, serve(t, s, "/en/2019").Body.String())
	shown := len(webtest.SlugsOf(d, "#tl"))
	rest := 0
	d.Find("#tl .more a").Each(func(_ int, a *goquery.Selection) {
		var n int
		if _, err := fmt.Sscanf(a.Text(), "%d more", &n); err != nil {
			t.Errorf("%q: %v", a.Text(), err)
		}
		rest += n
	})
	if want := len(timeline.Select(events.Selection{})); shown+rest != want {
		t.Errorf("%d shown and %d elsewhere, %d recorded", shown, rest, want)
	}
}
