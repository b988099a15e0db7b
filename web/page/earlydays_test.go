package page_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

// Before the Gregorian calendar no page names a weekday: the sources count in
// the Julian one. The years next to the turn of the eras have pages like any.
func TestPagesOfEarlyDays(t *testing.T) {
	i := newInstance(t, webtest.Story("battle", "1066-10-14", nil), webtest.Story("siege", "1066-10-13/1066-10-15", nil),
		webtest.Story("eruption", "0079-08-24", nil), webtest.Story("tower", "0000-03", nil), webtest.Story("eve", "XXXX-12-24", nil), webtest.Story("gunpowder", "1605-11-05", nil))
	for _, path := range []string{
		"/en/e/battle", "/zh/e/battle", "/en/e/siege", "/zh/e/siege", "/en/1066", "/zh/1066", "/en/1066/10", "/en/1066/10/14", "/en/1066/10/grid",
		"/zh/1066/10/grid", "/en/on/10-14", "/en/c/11", "/en/e/eruption", "/en/0079", "/en/0079/08", "/en/0079/08/24", "/en/0079/08/grid", "/en/0000", "/en/e/eve",
	} {
		a := i.get(t, path)
		if a.status != http.StatusOK {
			t.Errorf("%s answers %d", path, a.status)
			continue
		}
		text := webtest.Document(t, a.body).Find("main").Text()
		for _, weekday := range []string{"Saturday", "Sunday", "Friday", "Thursday", "Sat ", "Sun ", "Fri ", "Thu ", "星期", "周日", "周六"} {
			if strings.Contains(text, weekday) {
				t.Errorf("%s says %q", path, weekday)
			}
		}
	}
	if text := webtest.Document(t, i.get(t, "/en/e/gunpowder").body).Find("main").Text(); !strings.Contains(text, "Saturday 5 November 1605") {
		t.Error("the page of a Gregorian day has no weekday")
	}
	if n := webtest.Document(t, i.get(t, "/en/1605/11/grid").body).Find("table.month th").Length(); n != 7 {
		t.Errorf("the grid of a Gregorian month has %d heads", n)
	}
}

// tags are the tags of a document.
var tags = regexp.MustCompile(`<[^>]*>`)

// A time whose clock is not the site's says which one it is, wherever it stands,
// and programs are told the offset. Over several days each time stands beside its
// day.
func TestTimesOfOtherClocks(t *testing.T) {
	sydney := webtest.Story("sydney", "2026-11-30", func(e *events.Event) {
		e.Span = timedSpan(t, "2026-11-30T08:00:00", "2026-11-30T09:00:00", "Australia/Sydney")
	})
	days := webtest.Story("days", "2026-12-04", func(e *events.Event) {
		e.Span = timedSpan(t, "2026-12-04T18:00:00", "2026-12-06T12:00:00", "Europe/Berlin")
	})
	own := webtest.Story("own", "2026-11-30", func(e *events.Event) {
		e.Span = timedSpan(t, "2026-11-30T08:00:00", "2026-11-30T09:00:00", "UTC")
	})
	i := newInstance(t, sydney, own, days)
	text := func(path string) string {
		a := i.get(t, path)
		if a.status != http.StatusOK {
			t.Errorf("%s: %d", path, a.status)
		}
		return html.UnescapeString(tags.ReplaceAllString(a.body, ""))
	}
	for path, want := range map[string]string{
		"/en/e/sydney": "Monday 30 November 2026 08:00–09:00 Sydney time", "/zh/e/sydney": "2026年11月30日星期一 08:00—09:00（悉尼时间）",
		"/en/e/own": "Monday 30 November 2026 08:00–09:00", "/zh/all.rss": "2026年11月30日 08:00—09:00（悉尼时间）",
		"/en/e/days": "Friday 4 December 2026 18:00 – Sunday 6 December 2026 12:00 Berlin time", "/en/feeds": "30 Nov 2026 08:00–09:00 Sydney time",
	} {
		if !strings.Contains(text(path), want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
	for _, path := range []string{"/2026", "/list?from=2026-11-01", "/search?q=2026", "/2026/11", "/2026/11/30", "/tag/science"} {
		for lang, want := range map[string]string{"/en": "08:00–09:00 Sydney time", "/zh": "08:00–09:00 悉尼时间"} {
			if got := text(lang + path); !strings.Contains(got, want) {
				t.Errorf("%s%s does not say %q", lang, path, want)
			}
		}
	}
	for path, want := range map[string]string{"/embed/en/2026": "08:00–09:00 Sydney time", "/en/": "08:00–09:00 Sydney time", "/zh/2026/12": "12月4日 18:00 – 12月6日 12:00 柏林时间"} {
		if got := text(path); !strings.Contains(got, want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
	for path, want := range map[string]string{
		"/en/e/sydney": `<time datetime="2026-11-30T08:00:00+11:00">`, "/en/2026": `<time datetime="2026-11-30T08:00:00+11:00">`, "/en/2026/12": `<time datetime="2026-12-06T12:00:00+01:00">`,
		"/en/all.atom": `datetime="2026-11-30T08:00:00+11:00"`,
	} {
		if !strings.Contains(html.UnescapeString(i.get(t, path).body), want) {
			t.Errorf("%s does not say %s", path, want)
		}
	}
	i.edit(t, "own", func(e *events.Event) { e.Key = true })
	if log := text("/en/changes"); !strings.Contains(log, "(UTC)") {
		t.Errorf("the log of changes names no zone: %s", log)
	}
	if strings.Contains(i.get(t, "/en/e/own").body, "(UTC)") {
		t.Error("the site's own clock is named")
	}
}

func timedSpan(t *testing.T, start, end, zone string) events.Span {
	t.Helper()
	s, err := events.SpanWords{Start: start, End: end, Zone: zone}.Span()
	if err != nil {
		t.Fatal(err)
	}
	return s
}
