package page

import (
	"bytes"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/web/address"
	"almanac.example/web/moment"
	"almanac.example/web/webtest"
)

// yearOf31 is a page of one year with 31 entries, as the budget names it.
func yearOf31(t testing.TB) *Visit {
	t.Helper()
	made, err := generate.Record(generate.Options{Events: 31, From: 2019, To: 2019, Seed: 1, Stamp: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range made.Events {
		e.Rev = 1
	}
	m := moment.New(timeline.New().With(events.Batch{
		Rev: 1, Reset: true, Events: made.Events, Documents: (&events.Site{Authority: "example.org", Tags: generate.Vocabulary()}).Documents(),
	}))
	p, err := New(Settings{
		Site: feeds.Site{
			BaseURL: "https://almanac.example.org", Languages: []string{"zh", "en"}, Zone: time.UTC,
			Name: events.Localised{"zh": "大事记", "en": "Chronicle"}, Description: events.Localised{"en": "What happened."}, Markup: feeds.NewMarkup("https://almanac.example.org"),
		}.For,
		Formats: []Format{{Name: "Atom", Extension: ".atom", MediaType: "application/atom+xml"}, {Name: "iCalendar", Extension: ".ics", MediaType: "text/calendar", Calendar: true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	today := edtf.DayOf(time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC))
	tg, err := address.Grammar{Languages: []string{"zh", "en"}, Today: today}.Target(m.Timeline(), "/zh/2019")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(m.Select(tg.Selection)); n < 28 {
		t.Fatalf("the page has %d entries", n)
	}
	return p.Visit(m, Request{tg, address.Choices{Page: 1}, today})
}

func BenchmarkYearPage(b *testing.B) {
	v := yearOf31(b)
	for b.Loop() {
		if err := v.pages.render(io.Discard, "year", arrangeYear(v)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkYearStruct(b *testing.B) {
	v := yearOf31(b)
	for b.Loop() {
		arrangeYear(v)
	}
}

func TestTheYearPageKeepsItsBudget(t *testing.T) {
	v := yearOf31(t)
	var page bytes.Buffer
	if err := v.pages.render(&page, "year", arrangeYear(v)); err != nil {
		t.Fatal(err)
	}
	css, err := staticFiles.ReadFile("static/almanac.css")
	if err != nil {
		t.Fatal(err)
	}
	js, err := staticFiles.ReadFile("static/app.js")
	if err != nil {
		t.Fatal(err)
	}
	component, err := staticFiles.ReadFile("static/embed.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []struct {
		name string
		body []byte
		most int // bytes, gzipped
	}{{"page", page.Bytes(), 25_000}, {"style sheet", css, 10_000}, {"script", js, 3_000}, {"web component", component, 5_000}} {
		if n := len(webtest.Gzipped(t, part.body)); n > part.most {
			t.Errorf("%s: %d bytes gzipped, at most %d", part.name, n, part.most)
		}
	}
	if n := read(t, page.String()).Find("*").Length(); n > 1500 {
		t.Errorf("%d elements", n)
	}
}

// read reads a page.
func read(t testing.TB, body string) *goquery.Document {
	t.Helper()
	d, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestNoPageHidesItsFrame finds fields of page structs that the layout would
// read instead of the frame's.
func TestNoPageHidesItsFrame(t *testing.T) {
	inFrame := reflect.TypeFor[frame]()
	for _, page := range []any{
		yearPage{}, scalePage{}, listPage{}, gridPage{}, eventPage{}, homePage{}, indexPage{}, subscribePage{}, feedsPage{}, embedPage{}, textPage{}, errorPage{}, changesPage{},
	} {
		p := reflect.TypeOf(page)
		for i := range p.NumField() {
			f := p.Field(i)
			if hidden, ok := inFrame.FieldByName(f.Name); ok && !f.Anonymous && hidden.Type != f.Type {
				t.Errorf("%s.%s hides the frame's %s", p.Name(), f.Name, f.Name)
			}
		}
	}
}
