package events

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"almanac.example/events/edtf"
)

// hash is what names a stored picture.
var hash = strings.Repeat("0a", 32)

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
		"image of nothing":     {func(e *Event) { e.Image = &Image{} }, "image"},
		"image of two kinds":   {func(e *Event) { e.Image = &Image{URL: "https://example.org/a.png", Blob: hash} }, "image"},
		"image of no hash":     {func(e *Event) { e.Image = &Image{Blob: "a.png"} }, "image.blob"},
		"half an image's size": {func(e *Event) { e.Image = &Image{Blob: hash, Width: 7} }, "image.width"},
		"a huge image":         {func(e *Event) { e.Image = &Image{Blob: hash, Width: 7, Height: 1 << 20} }, "image.width"},
		"an image's licence":   {func(e *Event) { e.Image = &Image{Blob: hash, Licence: "a\nb"} }, "image.licence"},
		"unknown calendar":     {func(e *Event) { e.Span.Calendar = "mayan" }, "span.calendar"},
		"a Julian month":       {func(e *Event) { e.Span = Span{Date: edtf.MustParse("1066-10"), Calendar: Julian} }, "span.calendar"},
		"a Julian hour":        {func(e *Event) { e.Span = Span{Start: at("09:00:00"), Zone: "UTC", Calendar: Julian} }, "span.calendar"},
		"unread, but public":   {func(e *Event) { e.Span = Span{Unread: "sometime in May"} }, "span.unread"},
		"unread and a date":    {func(e *Event) { e.Status, e.Span.Unread = Draft, "May" }, "span.unread"},
		"unread and Julian":    {func(e *Event) { e.Status, e.Span = Draft, Span{Unread: "May", Calendar: Julian} }, "span.unread"},
		"unread in two lines":  {func(e *Event) { e.Status, e.Span = Draft, Span{Unread: "a\nb"} }, "span.unread"},
		"a public amendment":   {func(e *Event) { e.Amends = &Amendment{"other", 1} }, "amends"},
		"amending itself":      {func(e *Event) { e.Status, e.Amends = Draft, &Amendment{e.ID, 1} }, "amends.id"},
		"amending nothing":     {func(e *Event) { e.Status, e.Amends = Draft, &Amendment{"", 1} }, "amends.id"},
		"amending no revision": {func(e *Event) { e.Status, e.Amends = Draft, &Amendment{"other", 0} }, "amends.rev"},
		"scheduled in public":  {func(e *Event) { e.Publish = &Schedule{at("09:00:00"), "UTC"} }, "publish"},
		"scheduled for never":  {func(e *Event) { e.Status, e.Publish = Draft, &Schedule{Zone: "UTC"} }, "publish.at"},
		"scheduled elsewhere": {func(e *Event) {
			e.Status, e.Publish = Draft, &Schedule{at("09:00:00").In(time.FixedZone("", 60)), "UTC"}
		}, "publish.at"},
		"scheduled too finely": {func(e *Event) { e.Status, e.Publish = Draft, &Schedule{at("09:00:00").Add(1), "UTC"} }, "publish.at"},
		"scheduled in no zone": {func(e *Event) { e.Status, e.Publish = Draft, &Schedule{at("09:00:00"), "Local"} }, "publish.zone"},
		"becoming in public":   {func(e *Event) { e.Becomes = Tentative }, "becomes"},
		"becoming a draft":     {func(e *Event) { e.Status, e.Becomes = Draft, Draft }, "becomes"},
		"becoming deleted":     {func(e *Event) { e.Status, e.Becomes = Draft, Deleted }, "becomes"},
		"outdated twice":       {func(e *Event) { e.Outdated = []string{"en", "en"} }, "outdated"},
		"outdated, unsorted":   {func(e *Event) { e.Outdated = []string{"zh", "en"} }, "outdated"},
		"outdated, not there":  {func(e *Event) { e.Outdated = []string{"de"} }, "outdated"},
		"found without a UID":  {func(e *Event) { e.Origin = &Origin{Feed: "a.ics"} }, "origin.uid"},
		"found in two lines":   {func(e *Event) { e.Origin = &Origin{Feed: "a\nb", UID: "u"} }, "origin.feed"},
		"a long recurrence":    {func(e *Event) { e.Origin = &Origin{UID: "u", RecurrenceID: strings.Repeat("2", 65)} }, "origin.recurrenceID"},
		"too much together": {func(e *Event) {
			e.Text["ja"] = Text{Title: "題", Body: strings.Repeat("長", 40_000)}
			for _, lang := range []string{"zh", "ko", "ru"} {
				e.Text[lang] = Text{Title: "题", Body: strings.Repeat("长", 39_000)}
			}
		}, "text.ja.body"},
		"too many quotes": {func(e *Event) {
			e.Sources = nil
			for range 30 {
				e.Sources = append(e.Sources, Source{Title: Localised{"en": "x"}, Quote: strings.Repeat("引", 4500)})
			}
			e.Sources[17].Quote = strings.Repeat("引", 5000)
		}, "sources[17].quote"},
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
		"not yet certain":   func(e *Event) { e.Status = Tentative },
		"a Julian day":      func(e *Event) { e.Span = Span{Date: edtf.MustParse("1066-10-20"), Calendar: Julian} },
		"Julian days":       func(e *Event) { e.Span = Span{Date: edtf.MustParse("1066-10-20/1066-10-22"), Calendar: Julian} },
		"a stored picture":  func(e *Event) { e.Image = &Image{Blob: hash, Width: 640, Height: 480, Licence: "CC BY 4.0"} },
		"a draft of everything": func(e *Event) {
			e.Status, e.Span = Draft, Span{Unread: "after the flood", AsWritten: Localised{"en": "after the flood"}}
			e.Amends, e.Publish, e.Becomes = &Amendment{"other", 7}, &Schedule{at("09:00:00"), "Asia/Shanghai"}, Withdrawn
		},
		"found somewhere": func(e *Event) {
			e.Origin = &Origin{Feed: "a.ics", UID: "u", RecurrenceID: "20260524T090000", Created: at("09:00:00")}
			e.Outdated = e.Languages()
			slices.Sort(e.Outdated)
		},
		"as much as fits": func(e *Event) {
			for _, lang := range []string{"zh", "ja"} {
				e.Text[lang] = Text{Title: "题", Body: strings.Repeat("长", maxBody)}
			}
			e.Text["en"] = Text{Title: "x", Body: strings.Repeat("x", maxBody)}
		},
	} {
		e := opening()
		set(&e)
		if err := e.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// goodSite says something in every field.
func goodSite() *Site {
	name := Localised{"en": "Chronicle", "zh": "大事记"}
	return &Site{
		Authority: "example.org", Founded: time.Now(), Names: name, ShortNames: name, Descriptions: name,
		Languages: []string{"zh", "en"}, Zone: "Asia/Shanghai", YearBegins: "09-01", Logo: "/media/" + hash + "-320.svg", Accent: "#0a5c8f",
		Contact: "editor@example.org", FooterLinks: []Link{{URL: "https://example.org/", Title: name}},
		Licence: &Licence{"CC BY 4.0", "https://example.org/licence"}, HideProduct: true,
		Tags:   []Tag{{Slug: "a", Name: name, Retired: true}},
		Places: []NamedPlace{{Slug: "a", Name: name, Color: "teal"}},
		Views:  []View{{Slug: "v", Name: name, Selection: "tag=a"}},
		Texts:  map[string]SiteText{"zh": {About: "**关于**"}, "pt-BR": {Imprint: "i", Privacy: "p", Accessibility: "a", Contact: "c"}},
	}
}

func TestSiteValidate(t *testing.T) {
	if err := goodSite().Validate(); err != nil {
		t.Fatal(err)
	}
	if err := (&Site{Authority: "example.org", Founded: time.Now()}).Validate(); err != nil {
		t.Errorf("one that says next to nothing: %v", err)
	}
	for _, logo := range []string{"/logo.svg", "//media/a.svg", "/media/../a.svg", "/media/a", "https://example.org/media/a.svg", "/media/a.svg?x", "/media/" + strings.Repeat("a", 3000) + ".svg", strings.Repeat("0", 64)} {
		s := goodSite()
		s.Logo = logo
		var invalid *Invalid
		if err := s.Validate(); !errors.As(err, &invalid) || !strings.Contains(invalid.Field("logo"), "/media/") {
			t.Errorf("logo %.40q: error %v", logo, err)
		}
	}
	degrees := 91.
	for field, set := range map[string]func(*Site){
		"authority":          func(s *Site) { s.Authority = "https://example.org" },
		"founded":            func(s *Site) { s.Founded = time.Time{} },
		"names.en":           func(s *Site) { s.Names = Localised{"en": ""} },
		"shortNames.xx":      func(s *Site) { s.ShortNames = Localised{"xx": "X"} },
		"descriptions.en":    func(s *Site) { s.Descriptions = Localised{"en": "a\nb"} },
		"languages[1]":       func(s *Site) { s.Languages = []string{"zh", "zh"} },
		"languages[0]":       func(s *Site) { s.Languages = []string{"ZH"} },
		"zone":               func(s *Site) { s.Zone = "Local" },
		"yearBegins":         func(s *Site) { s.YearBegins = "02-29" },
		"logo":               func(s *Site) { s.Logo = "logo.svg" },
		"accent":             func(s *Site) { s.Accent = "teal" },
		"contact":            func(s *Site) { s.Contact = "nobody" },
		"footerLinks[0].url": func(s *Site) { s.FooterLinks = []Link{{URL: "javascript:alert(1)"}} },
		"licence.name":       func(s *Site) { s.Licence = &Licence{} },
		"licence.url":        func(s *Site) { s.Licence = &Licence{"x", "y"} },
		"tags[1].slug":       func(s *Site) { s.Tags = append(s.Tags, s.Tags[0]) },
		"tags[0].color":      func(s *Site) { s.Tags = []Tag{{Slug: "a", Name: Localised{"en": "A"}, Color: "#fff"}} },
		"places[0].name":     func(s *Site) { s.Places = []NamedPlace{{Slug: "a"}} },
		"places[0]":          func(s *Site) { s.Places[0].Latitude = &degrees },
		"places[0].latitude": func(s *Site) { s.Places[0].Latitude, s.Places[0].Longitude = &degrees, &degrees },
		"views[0].selection": func(s *Site) { s.Views = []View{{Slug: "v", Name: Localised{"en": "V"}, Selection: "tag=b&tag=a"}} },
		"texts.zh.about":     func(s *Site) { s.Texts["zh"] = SiteText{About: "a\x00"} },
		"texts.zh.contact":   func(s *Site) { s.Texts["zh"] = SiteText{Contact: "a\x00"} },
		"text/ZH":            func(s *Site) { s.Texts["ZH"] = SiteText{About: "a"} },
		"tags": func(s *Site) {
			for i := range 3000 {
				s.Tags = append(s.Tags, Tag{Slug: fmt.Sprintf("t%d", i), Name: Localised{"en": strings.Repeat("x", 100)}})
			}
		},
	} {
		s := goodSite()
		set(s)
		var invalid *Invalid
		if err := s.Validate(); !errors.As(err, &invalid) || invalid.Field(field) == "" {
			t.Errorf("error %v, want one for %s", err, field)
		}
	}
}
