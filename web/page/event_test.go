package page_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/webtest"
)

func TestFactsOfAnEvent(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.shows(t,
		shown{"/en/e/day", "h1", "class", "et key"},
		shown{"/en/e/range", "h1", "class", "et"},
		shown{"/en/e/day", ".when", "", "Wednesday 10 April 2019"},
		shown{"/en/e/day", ".when time", "datetime", "2019-04-10"},
		shown{"/zh/e/day", ".when", "", "2019年4月10日星期三"},
		shown{"/en/e/month", ".when time", "datetime", "2019-05"},
		shown{"/en/e/year", ".when time", "datetime", "2019"},
		shown{"/en/e/bce", ".when time", "datetime", ""}, // HTML has no such year
		shown{"/en/e/decade", ".when time", "datetime", ""},
		shown{"/en/e/day", ".facts dt", "", "Date | Place | Topics | Entry | For programs"},
		shown{"/en/e/range", ".facts dt", "", "Date | Topics | Entry | For programs"},
		shown{"/en/e/day", ".facts dd", "", "Known to the day | Shanghai Map | science | Published 1 March 2026 | 2019-04-10 31.2300, 121.4700"},
		shown{"/en/e/day", ".facts dd a[href*=place]", "href", "/en/place/shanghai"},
		shown{"/en/e/circa", ".facts dd:first-of-type", "", "Known only to the month, approximate"},
		shown{"/en/e/doubtful", ".facts dd:first-of-type", "", "Known only to the year, uncertain"},
		shown{"/en/e/century", ".facts dd:first-of-type", "", "Known only to the century"},
		shown{"/en/e/cancelled", ".status", "", "Cancelled"},
		shown{"/en/e/day", ".status", "", "Key event"},
		shown{"/en/e/range", ".status", "", ""},
		shown{"/en/e/day", "meta[name=description]", "content", "Wednesday 10 April 2019: A <summary> & more."},
		shown{"/en/e/day", "meta[property='og:type']", "content", "article"},
		shown{"/en/e/day", "meta[property='og:image']", "content", "https://almanac.example.org/og/e/day.png"},
	)
}

func TestWhereAnEventStands(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.shows(t,
		shown{"/en/e/day", ".scale a", "href", "/en/all | /en/c/21 | /en/d/2010s | /en/2019 | /en/2019/04 | /en/2019/04/10"},
		shown{"/en/e/range", ".scale a", "href", "/en/all | /en/c/21 | /en/d/2010s | /en/2019 | /en/2019/05"},
		shown{"/en/e/month", ".scale a", "href", "/en/all | /en/c/21 | /en/d/2010s | /en/2019 | /en/2019/05"},
		shown{"/en/e/year", ".scale a", "href", "/en/all | /en/c/21 | /en/d/2010s | /en/2019"},
		shown{"/en/e/century", ".scale a", "href", "/en/all"},
		shown{"/en/e/day", ".scale [aria-current]", "", ""}, // the page itself is none of them
		shown{"/en/e/range", ".epn a[rel=prev]", "href", "/en/e/day"},
		shown{"/en/e/range", ".epn a[rel=next]", "href", "/en/e/across"},
		shown{"/en/e/range", ".epn a[rel=next]", "", "Story 2019-05-30/2019-06-02"},
		shown{"/en/e/day", ".sub2 h2 + ul li:nth-child(-n+2) a", "href", "/en/e/day.ics | webcal://almanac.example.org/en/e/day.ics"},
		shown{"/en/e/day", ".sub2 h2 + ul a", "", "Download once (never updates) | Follow this entry (updates) | Add to Google Calendar | Add to Outlook.com"},
	)
	first := newInstance(t, webtest.Museum())
	first.shows(t, shown{"/en/e/museum-opens", ".epn a", "href", ""})
}

func TestTextsOfAnEvent(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.shows(t,
		shown{"/en/e/day", "section.text", "lang", "- | zh-CN"},
		shown{"/zh/e/day", "section.text", "lang", "- | en"},
		shown{"/en/e/day", "section.text h2.tname", "", "记事2019-04-10"},
		shown{"/zh/e/day", "section.text h2.tname", "", "Story 2019-04-10"},
		shown{"/en/e/day", ".lede", "", "A <summary> & more. | 这是2019-04-10的摘要。"},
		shown{"/en/e/day", ".body em", "", "words"},
		shown{"/en/e/day", ".body a", "href", "https://example.org/"},
		shown{"/zh/e/range", ".body", "", ""},
		shown{"/en/e/chinese", "h1", "lang", "zh-CN"},
		shown{"/en/e/chinese", "section.text", "lang", "zh-CN"},
		shown{"/en/e/chinese", "section.text h2.tname", "", ""}, // its title is the heading of the page already
		shown{"/zh/e/chinese", "section.text", "lang", "-"},
		shown{"/zh/e/chinese", "section.text h2.tname", "", ""},
	)
}

func TestSourcesOfAnEvent(t *testing.T) {
	cited := webtest.Story("cited", "2019-06-01", func(e *events.Event) {
		e.Sources = []events.Source{
			{Title: events.Localised{"en": "Gazette"}, Author: events.Localised{"en": "A. Smith"}, Publisher: events.Localised{"en": "Press"}, Date: "2019-06", Locator: events.Localised{"en": "p. 4"}, Quote: "So it was.", QuoteLang: "en", URL: "https://example.org/g"},
			{Title: events.Localised{"en": "Bulletin"}, Author: events.Localised{"en": "Office"}, Publisher: events.Localised{"en": "Office"}, Quote: "原文。", QuoteLang: "zh"},
			{Title: events.Localised{"en": "Leaflet"}, Publisher: events.Localised{"en": "Town"}, Quote: "No language said."},
		}
		e.Links = []events.Link{{URL: "https://example.org/a", Title: events.Localised{"en": "More"}}, {URL: "https://example.org/b"}}
		e.Image = &events.Image{URL: "https://almanac.example.org/media/a.jpg", Alt: events.Localised{"en": "A tower"}, Credit: "N.N."}
	})
	i := newInstance(t, append(webtest.Chronicle(), cited)...)
	i.shows(t,
		shown{"/en/e/cited", ".sources a", "href", "https://example.org/g"},
		shown{"/en/e/cited", ".sources cite", "", "Bulletin | Leaflet"},
		shown{"/en/e/cited", ".sources .by", "", "A. Smith, Press | Jun 2019 | Office | Town"},
		shown{"/en/e/cited", ".sources .loc", "", "p. 4"},
		shown{"/en/e/cited", ".sources blockquote", "", "So it was. | 原文。 | No language said."},
		shown{"/en/e/cited", ".sources blockquote", "lang", "- | zh-CN | -"},
		shown{"/en/e/cited", ".plainlist a", "", "More | https://example.org/b"},
		shown{"/en/e/cited", "figure img", "src", "https://almanac.example.org/media/a.jpg"},
		shown{"/en/e/cited", "figure img", "alt", "A tower"},
		shown{"/en/e/cited", "figcaption", "", "N.N."},
		// A picture on another host is linked and not loaded.
		shown{"/en/e/day", "figure img", "src", ""},
		shown{"/en/e/day", "figure a", "href", "https://elsewhere.example/a.jpg"},
		shown{"/en/e/range", ".sources,.plainlist,figure", "", ""},
	)
}

// What was changed is told as far as it is public: a date that was taken back
// is not quoted, and what happened to a draft stays with the editors.
func TestWhatCorrectionsTell(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	for _, set := range []func(*events.Event){
		func(e *events.Event) { e.Text["en"] = events.Text{Title: "Museum opened"} },
		func(e *events.Event) { e.Text["en"] = events.Text{Title: "Museum opened", Summary: "At last."} },
		func(e *events.Event) {
			e.Text["en"] = events.Text{Title: "Museum opened", Summary: "At last.", Body: "Doors."}
		},
		func(e *events.Event) { e.Place = nil },
		func(e *events.Event) { e.Sources = []events.Source{{Title: events.Localised{"en": "Gazette"}}} },
		func(e *events.Event) { e.Key = false },
		func(e *events.Event) { e.Status = events.Cancelled; e.Tags = nil },
		func(e *events.Event) { e.Status = events.Published },
	} {
		i.edit(t, "museum", set)
	}
	i.shows(t,
		shown{"/en/e/museum-opens", ".hist li", "", strings.Join([]string{
			"1 March 2026 published again", "1 March 2026 the topics, marked as cancelled", "1 March 2026 the sources", "1 March 2026 the place", "1 March 2026 the text", "1 March 2026 the text", "1 March 2026 the title",
		}, " | ")},
		shown{"/en/e/museum-opens", ".hist time:first-child", "datetime", strings.TrimSuffix(strings.Repeat("2026-03-01 | ", 7), " | ")},
	)
}

func TestADateTakenBackIsNotQuoted(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	on := func(date string) func(*events.Event) {
		return func(e *events.Event) { e.Span = events.On(edtf.MustParse(date)) }
	}
	status := func(s events.Status) func(*events.Event) { return func(e *events.Event) { e.Status = s } }
	for _, set := range []func(*events.Event){on("2019-05-25"), status(events.Withdrawn), on("2019-05-26"), status(events.Published), on("2019-05-27")} {
		i.edit(t, "museum", set)
	}
	i.shows(t, shown{"/en/e/museum-opens", ".hist li", "", "1 March 2026 the date, from “26 May 2019” to “27 May 2019” | 1 March 2026 published again | 1 March 2026 withdrawn | 1 March 2026 the date"})
}

func TestCorrectionsAreBounded(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	for n := range 25 {
		i.edit(t, "museum", func(e *events.Event) { e.Text["en"] = events.Text{Title: fmt.Sprint("Title ", n)} })
	}
	if n := webtest.Document(t, i.get(t, "/en/e/museum-opens").body).Find(".hist li").Length(); n != 20 {
		t.Errorf("%d corrections", n)
	}
}

// Corrections begin with the publication.
func TestCorrectionsOfADraftAreNotTold(t *testing.T) {
	draft := webtest.Museum()
	draft.Status = events.Draft
	i := newInstance(t, draft)
	i.edit(t, "museum", func(e *events.Event) { e.Text["en"] = events.Text{Title: "Museum opened"} })
	i.edit(t, "museum", func(e *events.Event) { e.Status = events.Published })
	i.shows(t, shown{"/en/e/museum-opens", ".hist", "", ""})
	i.edit(t, "museum", func(e *events.Event) { e.Tags = nil })
	i.shows(t, shown{"/en/e/museum-opens", ".hist li", "", "1 March 2026 the topics"})
}

func TestOnlyPublicNotesAreShown(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	for n, public := range []bool{false, true} {
		old, _ := i.live.Timeline().Event("museum")
		next := *old
		next.Tags = []string{fmt.Sprint("topic", n)}
		c := events.Put(next, old.Rev)
		c.Note, c.Public = fmt.Sprint("note ", n), public
		i.clock.Add(int64(time.Minute))
		i.commit(t, c)
	}
	i.shows(t, shown{"/en/e/museum-opens", ".hist li p", "", "note 1"})
}

func TestWhenAnEventWasPublishedAndUpdated(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	const dates = ".facts dd:nth-last-of-type(2)"
	i.shows(t, shown{"/en/e/museum-opens", dates, "", "Published 1 March 2026"})
	i.clock.Add(int64(time.Second - 2*time.Minute)) // the edit comes one second after the publication
	i.edit(t, "museum", func(e *events.Event) { e.Tags = nil })
	i.shows(t, shown{"/en/e/museum-opens", dates, "", "Published 1 March 2026, updated 1 March 2026"})
	i.clock.Add(int64(48 * time.Hour))
	i.edit(t, "museum", func(e *events.Event) { e.Tags = []string{"culture"} })
	i.shows(t, shown{"/en/e/museum-opens", dates, "", "Published 1 March 2026, updated 3 March 2026"})
}

func TestAddressesOfEvents(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.edit(t, "month", func(e *events.Event) { e.Slug = "may" })
	old, _ := i.live.Timeline().Event("year")
	i.commit(t, events.Delete(old.ID, old.Rev))
	for path, want := range map[string]struct {
		status   int
		location string
	}{
		"/en/e/day": {http.StatusOK, ""}, "/zh/e/month": {http.StatusMovedPermanently, "/zh/e/may"}, "/zh/e/may": {http.StatusOK, ""},
		"/en/e/withdrawn": {http.StatusGone, ""}, "/en/e/draft": {http.StatusNotFound, ""}, "/en/e/none": {http.StatusNotFound, ""},
	} {
		a := i.get(t, path)
		if a.status != want.status || a.header.Get("Location") != want.location {
			t.Errorf("%s: %d to %q", path, a.status, a.header.Get("Location"))
		}
	}
}

func TestOccurrencesToCome(t *testing.T) {
	i := newInstance(t, repeating("weekly", "2026-02-02", "FREQ=WEEKLY"), repeating("twice", "2026-02-28", "FREQ=DAILY;COUNT=3"), repeating("over", "2019-05-24", "FREQ=DAILY;COUNT=2"))
	next := func(slug string) string {
		d := webtest.Document(t, i.get(t, "/en/e/"+slug).body)
		names := strings.Split(found(d, ".facts dt", ""), " | ")
		values := strings.Split(found(d, ".facts dd", ""), " | ")
		if n := slices.Index(names, "Next"); n >= 0 {
			return values[n]
		}
		return ""
	}
	for slug, want := range map[string]string{"weekly": "2 March 2026, 9 March 2026, 16 March 2026", "twice": "1 March 2026, 2 March 2026", "over": ""} {
		if got := next(slug); got != want {
			t.Errorf("%s: %q, want %q", slug, got, want)
		}
	}
}

// A link preview shows an entry's own picture if it is large enough, and the drawn
// card else.
func TestThePreviewOfAnEntry(t *testing.T) {
	blob := strings.Repeat("a", 64)
	with := func(width int, mediaType string) func(*events.Event) {
		return func(e *events.Event) {
			e.Image = &events.Image{Blob: blob, Width: width, Height: width / 2, Type: mediaType, Alt: events.Localised{"en": "The gate"}}
		}
	}
	i := newInstance(t,
		webtest.Story("large", "2019-05-24", with(2000, "image/jpeg")), webtest.Story("fair", "2019-05-24", with(600, "image/png")),
		webtest.Story("small", "2019-05-24", with(599, "image/jpeg")), webtest.Story("drawn", "2019-05-24", with(2000, "image/svg+xml")), webtest.Story("none", "2019-05-24", nil))
	const image = "meta[property='og:image']"
	i.shows(t,
		shown{"/en/e/large", image, "content", "https://almanac.example.org/media/" + blob + "-1280.jpg"}, shown{"/en/e/large", "meta[property='og:image:alt']", "content", "The gate"}, shown{"/en/e/large", "meta[property='og:image:width']", "content", ""},
		shown{"/en/e/fair", image, "content", "https://almanac.example.org/media/" + blob + "-600.png"}, shown{"/en/e/small", image, "content", "https://almanac.example.org/og/e/small.png"},
		shown{"/en/e/drawn", image, "content", "https://almanac.example.org/og/e/drawn.png"}, shown{"/en/e/none", "meta[property='og:image:width']", "content", "1200"},
	)
}
