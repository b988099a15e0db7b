// Package feedstest is the record that every format is held against: honest and
// hostile events of all precisions and states, and the comparison of what is
// written with golden files. Only tests import it.
package feedstest

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Golden compares bytes with a file of testdata.
func Golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s differs (-want +got); run with -update if it should:\n%s", name, diff)
	}
}

// At is an instant in the spelling of RFC 3339.
func At(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// On is a span that EDTF words.
func On(date string) events.Span { return events.On(edtf.MustParse(date)) }

// Timed is a span of instants (RFC 3339) on the clocks of a zone; end may be "".
func Timed(start, end, zone string) events.Span {
	loc, err := events.LoadZone(zone)
	if err != nil {
		panic(err)
	}
	s := events.Span{Start: At(start).In(loc), Zone: zone}
	if end != "" {
		s.End = At(end).In(loc)
	}
	return s
}

// Wall is a span of wall-clock times (2006-01-02T15:04:05) in a zone; end may
// be "".
func Wall(start, end, zone string) events.Span {
	s, err := events.SpanWords{Start: start, End: end, Zone: zone}.Span()
	if err != nil {
		panic(err)
	}
	return s
}

// Site is a record in two languages with a name that breaks careless writers.
func Site() *feeds.Site {
	shanghai, err := events.LoadZone("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return &feeds.Site{
		BaseURL:     "https://almanac.example",
		Name:        events.Localised{"zh": "科学大事记", "en": "Science & <Society>"},
		Description: events.Localised{"zh": "一部大事记", "en": "A record of dated events"},
		Languages:   []string{"zh", "en"},
		Zone:        shanghai,
		Hub:         "https://hub.example/",
		Icon:        "https://almanac.example/icon.png",
		Record: &events.Site{
			Authority: "almanac.example",
			Founded:   At("2026-11-01T02:03:04Z"),
			Tags: []events.Tag{
				{Slug: "policy", Name: events.Localised{"zh": "政策", "en": "Policy"}},
				{Slug: "科普", Name: events.Localised{"zh": "科普"}},
			},
		},
	}
}

// Event is a plain published event.
func Event(id string, date events.Span, zh, en string) *events.Event {
	e := &events.Event{
		ID: events.ID(id), Slug: "e-" + strings.ToLower(id), Span: date, Status: events.Published,
		Text:      map[string]events.Text{},
		Created:   At("2026-11-01T02:03:04Z"),
		Published: At("2026-11-01T02:03:04Z"),
		Updated:   At("2026-11-01T02:03:04Z"),
	}
	if zh != "" {
		e.Text["zh"] = events.Text{Title: zh}
	}
	if en != "" {
		e.Text["en"] = events.Text{Title: en}
	}
	return e
}

// Events is honest and hostile: every precision, every status, text that
// breaks careless writers.
func Events() []*events.Event {
	var list []*events.Event
	for i, date := range []string{
		"2019-05-24", "2019-05-24/2019-05-26", "2019-05", "2019-21", "2019", "2019~", "2019-06?", "201X", "20XX",
		"2019/..", "../2019-05", "-0220", "[2019-05,2019-07]", "Y170000002", "2019-05-24/2020-01", "2019-34",
	} {
		list = append(list, Event(fmt.Sprintf("p%02d", i+1), On(date), "精度"+date, "precision "+date))
	}
	clock := Event("t1", Timed("2026-12-01T01:30:00Z", "2026-12-01T03:00:00Z", "Asia/Shanghai"), "讲座", "Lecture")
	clock.Published, clock.Updated = At("2026-11-20T08:00:00Z"), At("2026-11-21T08:00:00Z")
	clock.Tags = []string{"policy", "科普"}
	lat, lon := 31.2304, 121.4737
	clock.Place = &events.Place{Slug: "shanghai", Name: events.Localised{"zh": "上海"}, Latitude: &lat, Longitude: &lon}
	return append(list, clock, cancelledEvent(), movedEvent(), Withdrawn(), fallbackEvent(), hostileEvent(), longEvent(), rightToLeft())
}

func cancelledEvent() *events.Event {
	e := Event("c1", On("2026-12-24"), "论坛", "Forum")
	e.Status = events.Cancelled
	e.Published, e.Updated = At("2026-11-10T00:00:00Z"), At("2026-11-17T09:00:00Z")
	e.Formerly = []events.Trace{{Until: e.Updated, Span: e.Span, Status: events.Published}}
	return e
}

func movedEvent() *events.Event {
	e := Event("v1", On("2027-01-15"), "展览", "Exhibition")
	e.Published, e.Updated = At("2026-11-11T00:00:00Z"), At("2026-11-19T09:00:00Z")
	e.Formerly = []events.Trace{
		{Until: At("2026-11-12T09:00:00Z"), Span: On("2026-12"), Status: events.Published},
		{Until: At("2026-11-18T09:00:00Z"), Span: On("2026-12-31"), Status: events.Published},
		{Until: At("2026-11-19T09:00:00Z"), Span: On("2026-12-31"), Status: events.Cancelled},
	}
	return e
}

// Withdrawn is an event that has been taken back.
func Withdrawn() *events.Event {
	e := Event("w1", On("2019-07-01"), "错误的说法", "A wrong claim")
	e.Status, e.Updated = events.Withdrawn, At("2026-11-16T00:00:00Z")
	e.Tags = []string{"policy"}
	e.Formerly = []events.Trace{{Until: e.Updated, Span: e.Span, Tags: e.Tags, Status: events.Published}}
	return e
}

func fallbackEvent() *events.Event {
	e := Event("f1", On("2019-08"), "只有中文", "")
	e.Text["zh"] = events.Text{Title: "只有中文", Summary: "没有译文。", Body: "正文"}
	e.Place = &events.Place{Slug: "shanghai", Name: events.Localised{"zh": "上海"}}
	return e
}

func hostileEvent() *events.Event {
	nasty := "C++ <T> 与 a & b &amp; ]]> \"q\" 'a' 😀𠮷 <script>alert(1)</script>"
	e := Event("x1", On("2019-09-09"), nasty, nasty)
	body := "List<T> &amp; ]]> 😀𠮷\n\n<script>alert(1)</script>\n\n" +
		"# 标题\n\n[相对](other?x=1#y) [根](/zh/2019) [协议](//cdn.example/a) [脚本](javascript:alert(1)) [信](mailto:a@b.example)\n\n" +
		"![图](pic.png \"题\") ![坏](data:image/png;base64,AA)\n\n见 https://x.example/a。下一句。\n\n" +
		"| a | b |\n|:-:|---|\n| 1 | `<b>` |\n\n~~旧~~ **新**\n\n中文换\n行\n\n```go\nx := \"<&>\"\n```\n"
	for lang := range e.Text {
		e.Text[lang] = events.Text{Title: nasty, Summary: nasty, Body: body}
	}
	e.Image = &events.Image{
		URL: "https://img.example/a.jpg?x=1&y=2", Alt: events.Localised{"zh": "\"图\"", "en": "a <pic>"},
		Credit: "A & B", Type: "image/jpeg", Length: 12345,
	}
	e.Links = []events.Link{{URL: "https://more.example/?a=1&b=2", Title: events.Localised{"en": "More & more"}}, {URL: "https://bare.example/"}}
	e.Sources = []events.Source{{
		Title: events.Localised{"zh": "《报告》"}, Author: events.Localised{"en": "Someone <x>"}, Date: "2020-01",
		Locator: events.Localised{"zh": "第4章", "en": "chapter 4"}, URL: "https://source.example/r.pdf",
	}}
	return e
}

func longEvent() *events.Event {
	e := Event("l1", On("2019-10-10"), "长文", "Long")
	e.Text["zh"] = events.Text{Title: "长文", Summary: "很长。", Body: strings.Repeat("一二三四五六七八九十", 500)}
	e.Quiet = true
	return e
}

func rightToLeft() *events.Event {
	e := Event("r1", On("2019-11-11"), "", "")
	e.Text["ar"] = events.Text{Title: "حدث مهم 2019", Summary: "ملخص", Body: "نص"}
	return e
}

// Feed is a selection in one language, as the server would describe it to a
// format of that extension.
func Feed(lang, extension string, list []*events.Event) *feeds.Feed {
	site := Site()
	title, _ := site.Name.In(lang)
	description, _ := site.Description.In(lang)
	return &feeds.Feed{
		Site: site, Lang: lang, Title: title, Description: description,
		Page: site.BaseURL + "/" + lang + "/all", Self: site.BaseURL + "/" + lang + "/all" + extension,
		Events: list, Updated: At("2026-11-22T00:00:00Z"),
	}
}

// Decorate gives an event everything that an event can have.
func Decorate(e *events.Event, name, address string, choice int64) {
	local := events.Localised{"zh": name}
	e.Place = &events.Place{Slug: "p", Name: local}
	e.Sources = []events.Source{{Title: local, Author: local, Locator: local, URL: address}}
	e.Links = []events.Link{{URL: address, Title: local}}
	e.Image = &events.Image{URL: address, Alt: local, Credit: name, Type: "image/png", Length: choice}
	switch choice % 4 {
	case 1:
		e.Status = events.Cancelled
		e.Formerly = []events.Trace{{Until: e.Updated, Span: e.Span, Status: events.Published}}
	case 2:
		e.Status = events.Withdrawn
		e.Formerly = []events.Trace{{Until: e.Updated, Span: e.Span, Status: events.Published}}
	case 3:
		e.Formerly = []events.Trace{{Until: e.Updated, Span: On("2019-05-24"), Status: events.Published}}
	}
}

// FarStamps are instants of revisions that four digits cannot write, or only
// just.
func FarStamps() []time.Time {
	return []time.Time{At("9999-12-31T23:59:59Z"), At("9999-12-31T23:59:59Z").Add(time.Second), At("9999-12-31T23:59:59Z").AddDate(70_000, 0, 0), At("0001-01-01T00:00:01Z"), At("0001-01-01T00:00:00Z").AddDate(-300, 0, 0)}
}

// Ending is a context that ends after it has been asked a number of times, as
// if the client went away in the middle of a document.
type Ending struct {
	context.Context
	Left  int // how often it still says that it goes on
	Asked int // how often it was asked
}

// Err implements context.Context.
func (c *Ending) Err() error {
	if c.Asked++; c.Asked > c.Left {
		return context.Canceled
	}
	return nil
}
