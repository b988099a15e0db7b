package events

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"almanac.example/events/edtf"
)

func TestValidateNamesEveryBadField(t *testing.T) {
	degrees := func(f float64) *float64 { return &f }
	for name, c := range map[string]struct {
		set   func(*Event)
		field string
	}{
		"empty id":              {func(e *Event) { e.ID = "" }, "id"},
		"id with a slash":       {func(e *Event) { e.ID = "a/b" }, "id"},
		"slug in Chinese":       {func(e *Event) { e.Slug = "上海" }, "slug"},
		"slug with capitals":    {func(e *Event) { e.Slug = "Museum" }, "slug"},
		"unknown status":        {func(e *Event) { e.Status = "secret" }, "status"},
		"no date":               {func(e *Event) { e.Span = Span{} }, "span"},
		"a time of day as EDTF": {func(e *Event) { e.Span = On(edtf.MustParse("2019-05-24T09:00:00Z")) }, "span.date"},
		"an end before":         {func(e *Event) { e.Span = Span{Start: at("10:00:00"), End: at("09:00:00"), Zone: "UTC"} }, "span.end"},
		"date and clock":        {func(e *Event) { e.Span.Start, e.Span.Zone = at("10:00:00"), "UTC" }, "span"},
		"no text":               {func(e *Event) { e.Text = nil }, "text"},
		"empty title":           {func(e *Event) { e.Text["en"] = Text{Title: "  "} }, "text.en.title"},
		"unknown language":      {func(e *Event) { e.Text["xx"] = Text{Title: "?"} }, "text.xx"},
		"language misspelt":     {func(e *Event) { e.Text["EN"] = Text{Title: "?"} }, "text.EN"},
		"line break in title":   {func(e *Event) { e.Text["en"] = Text{Title: "a\nb"} }, "text.en.title"},
		"NUL in the summary":    {func(e *Event) { e.Text["en"] = Text{Title: "a", Summary: "a\x00b"} }, "text.en.summary"},
		"carriage return":       {func(e *Event) { e.Text["en"] = Text{Title: "a", Body: "a\r\nb"} }, "text.en.body"},
		"line separator":        {func(e *Event) { e.Text["en"] = Text{Title: "a\u2028b"} }, "text.en.title"},
		"direction override":    {func(e *Event) { e.Text["en"] = Text{Title: "a\u202eb"} }, "text.en.title"},
		"invalid UTF-8":         {func(e *Event) { e.Text["en"] = Text{Title: "a\xff"} }, "text.en.title"},
		"endless title":         {func(e *Event) { e.Text["en"] = Text{Title: strings.Repeat("长", maxTitle+1)} }, "text.en.title"},
		"tag with a space":      {func(e *Event) { e.Tags = []string{"a b"} }, "tags[0]"},
		"place without a name":  {func(e *Event) { e.Place = &Place{Slug: "wuhu"} }, "place.name"},
		"half a position":       {func(e *Event) { e.Place = &Place{Slug: "wuhu", Name: Localised{"zh": "芜湖"}, Latitude: degrees(1)} }, "place"},
		"off the globe": {func(e *Event) {
			e.Place = &Place{Slug: "x", Name: Localised{"zh": "芜湖"}, Latitude: degrees(91), Longitude: degrees(0)}
		}, "place.latitude"},
		"no number": {func(e *Event) {
			e.Place = &Place{Slug: "x", Name: Localised{"zh": "芜湖"}, Latitude: degrees(0), Longitude: degrees(math.NaN())}
		}, "place.longitude"},
		"script link":          {func(e *Event) { e.Links = []Link{{URL: "javascript:alert(1)"}} }, "links[0].url"},
		"file link":            {func(e *Event) { e.Links = []Link{{URL: "file:///etc/passwd"}} }, "links[0].url"},
		"link with a line":     {func(e *Event) { e.Links = []Link{{URL: "https://example.org/a\nb"}} }, "links[0].url"},
		"link in bad UTF-8":    {func(e *Event) { e.Links = []Link{{URL: "https://example.org/?\xf8"}} }, "links[0].url"},
		"source without title": {func(e *Event) { e.Sources = []Source{{URL: "https://example.org/"}} }, "sources[0].title"},
		"source with bad date": {func(e *Event) { e.Sources = []Source{{Title: Localised{"en": "x"}, Date: "last year"}} }, "sources[0].date"},
		"image of no type":     {func(e *Event) { e.Image = &Image{URL: "https://example.org/a.png", Type: "text/html"} }, "image.type"},
		"image without host":   {func(e *Event) { e.Image = &Image{URL: "https:///a.png"} }, "image.url"},
		"proposal unmarked":    {func(e *Event) { e.Proposal = &Proposal{} }, "proposal.fingerprint"},
		"proposal too sure":    {func(e *Event) { e.Proposal = &Proposal{Fingerprint: "f", Confidence: 2} }, "proposal.confidence"},
		"former slug":          {func(e *Event) { e.FormerSlugs = []string{"A"} }, "formerSlugs[0]"},
	} {
		e := opening()
		c.set(&e)
		var invalid *Invalid
		if err := e.Validate(); !errors.As(err, &invalid) || invalid.Field(c.field) == "" {
			t.Errorf("%s: error %v, want one for %s", name, err, c.field)
		}
	}
}

func TestValidateTakesWhatIsHonest(t *testing.T) {
	for name, set := range map[string]func(*Event){
		"as it stands":   func(*Event) {},
		"before the era": func(e *Event) { e.Span = On(edtf.MustParse("-0220")) },
		"the year 79 in words": func(e *Event) {
			e.Span = Span{Date: edtf.MustParse("0079-08-24"), AsWritten: Localised{"en": "24 August AD 79"}}
		},
		"the year 79":            func(e *Event) { e.Span = On(edtf.MustParse("0079-08-24")) },
		"the year 25":            func(e *Event) { e.Span = On(edtf.MustParse("0025")) },
		"1 BC":                   func(e *Event) { e.Span = On(edtf.MustParse("0000")) },
		"the 1st century BC":     func(e *Event) { e.Span = On(edtf.MustParse("-0099/0000")) },
		"a day of no known year": func(e *Event) { e.Span = On(edtf.MustParse("XXXX-12-24")) },
		"the 1st century":        func(e *Event) { e.Span = On(edtf.MustParse("00XX")) },
		"emoji and 𠮷": func(e *Event) {
			e.Text["zh"] = Text{Title: "𠮷😀👨‍👩‍👧", Body: "第一行\n\t第二行"}
		},
		"right to left":     func(e *Event) { e.Text["ar"] = Text{Title: "افتتاح المتحف"} },
		"hostile, but text": func(e *Event) { e.Text["en"] = Text{Title: `C++ <T> & a "b" \; , &amp; ]]>`} },
		"tag in Chinese":    func(e *Event) { e.Tags = []string{"科普"} },
		"open end":          func(e *Event) { e.Span = On(edtf.MustParse("2019/..")) },
	} {
		e := opening()
		set(&e)
		if err := e.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSiteValidate(t *testing.T) {
	good := Site{Authority: "example.org", Founded: time.Now(), Tags: []Tag{{Slug: "a", Name: Localised{"en": "A"}}}, Views: []View{{Slug: "v", Name: Localised{"en": "V"}, Selection: "tag=a"}}}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for field, set := range map[string]func(*Site){
		"authority":          func(s *Site) { s.Authority = "https://example.org" },
		"founded":            func(s *Site) { s.Founded = time.Time{} },
		"tags[1].slug":       func(s *Site) { s.Tags = append(s.Tags, s.Tags[0]) },
		"tags[0].color":      func(s *Site) { s.Tags = []Tag{{Slug: "a", Name: Localised{"en": "A"}, Color: "#fff"}} },
		"views[0].selection": func(s *Site) { s.Views = []View{{Slug: "v", Name: Localised{"en": "V"}, Selection: "tag=b&tag=a"}} },
	} {
		s := good
		set(&s)
		var invalid *Invalid
		if err := s.Validate(); !errors.As(err, &invalid) || invalid.Field(field) == "" {
			t.Errorf("error %v, want one for %s", err, field)
		}
	}
}
