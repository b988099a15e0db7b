package page_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/webtest"
)

func TestTheFrame(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	got := i.get(t, "/embed/en/2019?tag=science&n=3&theme=dark")
	if got.status != http.StatusOK {
		t.Fatalf("status %d", got.status)
	}
	if policy := got.header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors *") || !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("policy %q", policy)
	}
	webtest.CheckDocument(t, got.body)
	d := webtest.Document(t, got.body)
	if n := d.Find("li.ev").Length(); n != 3 {
		t.Errorf("%d entries, want 3", n)
	}
	if d.Find("html").AttrOr("data-theme", "") != "dark" || d.Find("base").AttrOr("target", "") != "_top" {
		t.Error("theme or target is missing")
	}
	if href := d.Find("footer a").First().AttrOr("href", ""); href != "https://almanac.example.org/en/2019?tag=science" {
		t.Errorf("all of it is at %q", href)
	}
	if policy := i.get(t, "/en/2019").header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'self'") {
		t.Errorf("pages may be framed: %q", policy)
	}
}

// TestTheBuilderKeepsTheSelection follows the code that the builder gives.
func TestTheBuilderKeepsTheSelection(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	d := webtest.Document(t, i.get(t, "/en/embed?year=2019&tag=policy&n=5&theme=light").body)
	src := d.Find("iframe + p a").AttrOr("href", "")
	if src != "https://almanac.example.org/embed/en/2019?n=5&tag=policy&theme=light" {
		t.Fatalf("the frame is %q", src)
	}
	preview := d.Find("iframe").AttrOr("srcdoc", "")
	webtest.CheckDocument(t, preview)
	if n := webtest.Document(t, preview).Find("li.ev").Length(); n != 2 {
		t.Errorf("the preview has %d entries, want 2", n)
	}
	code := webtest.Document(t, d.Find(".copy code").First().Text())
	if got := code.Find("iframe").AttrOr("src", ""); got != src {
		t.Errorf("the code shows %q", got)
	}
	component := webtest.Document(t, d.Find(".copy code").Last().Text())
	if got := component.Find("almanac-timeline").AttrOr("src", ""); got != src {
		t.Errorf("the component shows %q", got)
	}
	if got := d.Find("input[type=hidden][name=year]").AttrOr("value", ""); got != "2019" {
		t.Errorf("the form would lose the year: %q", got)
	}
}

func TestSearchPage(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	i.commit(t, events.Put(webtest.Story("forum", "1999-05-24", func(e *events.Event) {
		e.Text["zh"] = events.Text{Title: "浦江<创新>论坛在上海举行", Body: "开幕式上谈到长三角。"}
		e.Text["en"] = events.Text{Title: "Forum", Summary: "About café culture."}
	}), 0))
	for _, c := range []struct{ query, selector, want string }{
		{"上海論壇", "h3 mark", "论坛上海"},
		{"<创新>", "h3 mark", "<创新>"},
		{"cafe", ".tr mark,.s mark", ""},
		{"长三角", ".s mark", "长三角"},
	} {
		d := webtest.Document(t, i.get(t, "/zh/search?q="+url.QueryEscape(c.query)).body)
		if diff := webtest.SlugsOf(d, "#tl"); !slices.Equal(diff, []string{"forum"}) {
			t.Errorf("%q finds %v", c.query, diff)
		}
		if got := d.Find("#tl " + c.selector).Text(); got != c.want {
			t.Errorf("%q marks %q, want %q", c.query, got, c.want)
		}
	}
	d := webtest.Document(t, i.get(t, "/en/search?q=story").body)
	if d.Find(".facets a").Length() < 3 {
		t.Error("no counts by decade")
	}
	narrowed, _ := d.Find(".facets a").First().Attr("href")
	if !strings.HasPrefix(narrowed, "/en/search?") || !strings.Contains(narrowed, "in=202X") {
		t.Errorf("the first count leads to %q", narrowed)
	}
}

func TestCorrectionsOnTheEventPage(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	i.edit(t, "museum", func(e *events.Event) { e.Span = events.On(edtf.MustParse("2019-05-25")) })
	i.edit(t, "museum", func(e *events.Event) { e.Tags = []string{"culture", "science"} })
	d := webtest.Document(t, i.get(t, "/en/e/museum-opens").body)
	var got []string
	for _, li := range d.Find(".hist li").EachIter() {
		got = append(got, strings.TrimSpace(li.Text()))
	}
	if len(got) != 2 || !strings.Contains(got[0], "topics") || !strings.Contains(got[1], "24 May 2019") || !strings.Contains(got[1], "25 May 2019") {
		t.Errorf("corrections %q", got)
	}
}

func TestAMovedEventLeadsToItsAddress(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	i.edit(t, "museum", func(e *events.Event) { e.Slug = "museum-opened" })
	got := i.get(t, "/en/e/museum-opens")
	if got.status != http.StatusMovedPermanently || got.header.Get("Location") != "/en/e/museum-opened" {
		t.Errorf("%d to %q", got.status, got.header.Get("Location"))
	}
}

func TestEmptyRecord(t *testing.T) {
	i := newInstance(t)
	for _, path := range []string{"/", "/all", "/2019", "/2019/05", "/2019/05/grid", "/list", "/tags", "/places", "/today", "/search?q=x", "/search", "/feeds", "/subscribe", "/embed", "/about"} {
		got := i.get(t, "/en"+path)
		if got.status != http.StatusOK {
			t.Errorf("%s: status %d", path, got.status)
			continue
		}
		webtest.CheckDocument(t, got.body)
	}
}

func TestSavedViews(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	site := *i.live.Timeline().Site()
	site.Tags = []events.Tag{{Slug: "policy", Name: events.Localised{"zh": "政策", "en": "Policy"}}}
	site.Views = []events.View{{Slug: "rules", Name: events.Localised{"zh": "规章", "en": "Rules"}, Selection: "key=1&tag=science"}}
	i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
	got := i.get(t, "/zh/v/rules")
	if got.status != http.StatusOK {
		t.Fatalf("status %d", got.status)
	}
	webtest.CheckDocument(t, got.body)
	d := webtest.Document(t, got.body)
	if !slices.Equal(webtest.SlugsOf(d, "#tl"), []string{"day"}) || d.Find("h1").Text() != "规章" {
		t.Errorf("%q shows %v", d.Find("h1").Text(), webtest.SlugsOf(d, "#tl"))
	}
	if href := webtest.Document(t, i.get(t, "/en/tags").body).Find(".views a").AttrOr("href", ""); href != "/en/v/rules" {
		t.Errorf("the index leads to %q", href)
	}
	name := webtest.Document(t, i.get(t, "/en/2019?tag=policy").body).Find("#tl a.tag").First()
	if name.Text() != "Policy" {
		t.Errorf("the topic is called %q", name.Text())
	}
}
