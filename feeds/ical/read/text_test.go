package read

import (
	"fmt"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/feeds/foreign"
)

// one reads a calendar of one event whose properties are given.
func one(t *testing.T, properties string, opts Options) (*events.Event, string) {
	t.Helper()
	in := read(t, file("DTSTART:20190524\n"+properties), opts)
	if len(in.Events) != 1 {
		t.Fatalf("%d events of\n%s", len(in.Events), properties)
	}
	var notes []string
	for _, p := range in.Problems {
		notes = append(notes, p.Reason)
	}
	return in.Events[0], strings.Join(notes, "\n")
}

// Titles and texts longer than events take are cut, and it is said.
func TestLongTexts(t *testing.T) {
	e, notes := one(t, "SUMMARY:"+strings.Repeat("长", 301)+"\nDESCRIPTION:说明", Options{})
	text := e.Text["zh"]
	if title := []rune(text.Title); len(title) != 300 || title[299] != '…' || !strings.HasPrefix(text.Summary+text.Body, strings.Repeat("长", 301)) {
		t.Errorf("title of %d characters, %q", len([]rune(text.Title)), text.Body)
	}
	if !strings.Contains(notes, "SUMMARY has more than 300 characters") {
		t.Errorf("said is %q", notes)
	}
	e, notes = one(t, "SUMMARY:"+strings.Repeat("长", 300), Options{})
	if e.Text["zh"].Title != strings.Repeat("长", 300) || notes != "" {
		t.Errorf("a title that fits: %q", notes)
	}
	e, notes = one(t, "SUMMARY:a\nDESCRIPTION:"+strings.Repeat("文", 50_001), Options{})
	if n := len([]rune(e.Text["zh"].Body)); n != 50_000 || !strings.Contains(notes, "DESCRIPTION has more than 50000 characters") {
		t.Errorf("a body of %d characters: %q", n, notes)
	}
	for n, summary := range map[int]bool{500: true, 501: false} {
		e, _ = one(t, "SUMMARY:a\nDESCRIPTION:"+strings.Repeat("文", n), Options{})
		if got := e.Text["zh"].Summary != ""; got != summary || got == (e.Text["zh"].Body != "") {
			t.Errorf("%d characters are a summary: %t", n, got)
		}
	}
	e, _ = one(t, `SUMMARY:a`+"\n"+`DESCRIPTION:one\n\ntwo`, Options{})
	if text := e.Text["zh"]; text.Summary != "" || text.Body != "one\n\ntwo" {
		t.Errorf("two paragraphs are %+v", text)
	}
}

func TestLanguagesOfTexts(t *testing.T) {
	for properties, want := range map[string]string{
		"SUMMARY;LANGUAGE=en-GB:a":                         "en",
		"SUMMARY;LANGUAGE=zh-Hans:a":                       "zh",
		"SUMMARY;LANGUAGE=pt-BR:a":                         "pt-BR",
		"SUMMARY;LANGUAGE=und:a":                           "de",
		"SUMMARY;LANGUAGE=no language:a":                   "de",
		"SUMMARY:a\nDESCRIPTION;LANGUAGE=en:b":             "en",
		"SUMMARY;LANGUAGE=zh:a\nDESCRIPTION;LANGUAGE=en:b": "zh",
		"SUMMARY:a": "de",
	} {
		e, _ := one(t, properties, Options{Lang: "de"})
		if _, ok := e.Text[want]; !ok || len(e.Text) != 1 {
			t.Errorf("%q is in %v, want %s", properties, e.Languages(), want)
		}
	}
	if e, _ := one(t, "DESCRIPTION;LANGUAGE=en:", Options{}); e.Text["en"].Title != "Untitled" {
		t.Errorf("without any words it is %q", e.Text["en"].Title)
	}
}

func TestPlaces(t *testing.T) {
	for properties, want := range map[string]string{
		"LOCATION:上海":                "上海",
		"LOCATION:a\nGEO:31.2;121.4": "a 31.2 121.4",
		"LOCATION:a\nGEO:-90;180":    "a -90 180",
		"LOCATION:a\nGEO:90\\;-180":  "a 90 -180",
		"LOCATION:a\nGEO:90.1;0":     "a, said",
		"LOCATION:a\nGEO:-90.1;0":    "a, said",
		"LOCATION:a\nGEO:0;180.1":    "a, said",
		"LOCATION:a\nGEO:0;-180.1":   "a, said",
		"LOCATION:a\nGEO:1,2":        "a 1 2",
		"LOCATION:a\nGEO:1":          "a, said",
		"LOCATION:a\nGEO:NaN;0":      "a, said",
		"LOCATION:a\nGEO:north;east": "a, said",
		"GEO:31.2;121.4":             "none",
		"LOCATION: ":                 "none",
	} {
		e, notes := one(t, "SUMMARY:a\n"+properties, Options{})
		got := "none"
		if p := e.Place; p != nil {
			got = p.Name["zh"]
			if p.Latitude != nil {
				got += fmt.Sprintf(" %v %v", *p.Latitude, *p.Longitude)
			}
		}
		if strings.Contains(notes, "is no latitude and longitude") {
			got += ", said"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", properties, got, want)
		}
	}
}

// Categories become the record's tags by their name in any language and any
// case; others by their spelling.
func TestTags(t *testing.T) {
	for properties, want := range map[string]string{
		"CATEGORIES:Policy,science":             "policy science",
		"CATEGORIES:政策":                         "policy",
		"CATEGORIES:b\nCATEGORIES:a,b":          "a b",
		`CATEGORIES:a\, b,c`:                    "a-b c",
		"CATEGORIES: ,":                         "",
		"CATEGORIES:R & D!":                     "r-d",
		"CATEGORIES:Ｆｕｌｌ":                       "full",
		"CATEGORIES:★":                          "x-" + foreign.Hash("★", 5),
		"CATEGORIES:" + strings.Repeat("x", 70): strings.Repeat("x", 60),
	} {
		e, _ := one(t, "SUMMARY:a\n"+properties, Options{Record: testSite().Record})
		if got := strings.Join(e.Tags, " "); got != want {
			t.Errorf("%q: %s, want %s", properties, got, want)
		}
	}
	if e, _ := one(t, "SUMMARY:a\nCATEGORIES:政策", Options{}); e.Tags[0] != "政策" {
		t.Errorf("without a record the tag is %v", e.Tags)
	}
	var many []string
	for i := range 101 {
		many = append(many, fmt.Sprintf("t%03d", i))
	}
	if e, notes := one(t, "SUMMARY:a\nCATEGORIES:"+strings.Join(many, ","), Options{}); len(e.Tags) != 100 || !strings.Contains(notes, "more than 100 categories") {
		t.Errorf("%d tags, said is %q", len(e.Tags), notes)
	}
	if e, notes := one(t, "SUMMARY:a\nCATEGORIES:"+strings.Join(many[:100], ","), Options{}); len(e.Tags) != 100 || notes != "" {
		t.Errorf("%d tags, said is %q", len(e.Tags), notes)
	}
}

func TestSlugsAreReadable(t *testing.T) {
	for title, want := range map[string]string{
		"The Café’s opening, 2019!": "the-cafes-opening-2019", "上海": "event", "- a -": "a", strings.Repeat("ab ", 40): strings.Repeat("ab-", 20),
	} {
		e, _ := one(t, "SUMMARY:"+title, Options{})
		if got := e.Slug[:strings.LastIndexByte(e.Slug, '-')]; got != strings.TrimSuffix(want, "-") {
			t.Errorf("%q: %s, want %s", title, got, want)
		}
	}
}

// Markup is read where DESCRIPTION has it, or where there is no DESCRIPTION.
func TestBodies(t *testing.T) {
	for properties, want := range map[string]events.Text{
		"DESCRIPTION:a":                                 {Title: "t", Summary: "a"},
		`DESCRIPTION:a\n\nb*`:                           {Title: "t", Body: "a\n\nb\\*"},
		"DESCRIPTION:<p>a</p>":                          {Title: "t", Summary: "a"},
		"DESCRIPTION:<b>a</b>":                          {Title: "t", Body: "**a**"},
		"X-ALT-DESC;FMTTYPE=text/html:<p>Only here</p>": {Title: "t", Summary: "Only here"},
		"STYLED-DESCRIPTION;VALUE=TEXT;FMTTYPE=text/html:<i>so</i>": {Title: "t", Body: "*so*"},
		"DESCRIPTION:\nX-ALT-DESC:<p>b</p>":                         {Title: "t", Summary: "b"},
		"DESCRIPTION:a\nX-ALT-DESC:<p>b</p>":                        {Title: "t", Summary: "a"},
		"DESCRIPTION:a < b":                                         {Title: "t", Summary: "a < b"},
		"DESCRIPTION:&nbsp;Q&amp;A &lt;x&gt; &#8211; &bogus; R&D;":  {Title: "t", Summary: "Q&A <x> – &bogus; R&D;"},
	} {
		if e, _ := one(t, "SUMMARY:t\n"+properties, Options{}); e.Text["zh"] != want {
			t.Errorf("%q: %q, want %q", properties, e.Text["zh"], want)
		}
	}
}

func TestAddresses(t *testing.T) {
	for properties, want := range map[string]string{
		"URL: https://x.example/ ":                                        "https://x.example/ ",
		`URL;VALUE=URI:https://x.example/?a=1\,2\;3`:                      "https://x.example/?a=1,2;3 ",
		"IMAGE;VALUE=URI;FMTTYPE=image/PNG:https://x.example/a":           " https://x.example/a image/png",
		"IMAGE;VALUE=URI;FMTTYPE=text/html:https://x.example/a":           " https://x.example/a",
		"IMAGE;VALUE=URI:data:image/png;base64,AA":                        "",
		"UID:m1@almanac.example\nURL:https://almanac.example/zh/e/a-slug": "",
	} {
		e, _ := one(t, "SUMMARY:a\n"+properties, Options{Record: testSite().Record})
		got := ""
		if len(e.Links) > 0 {
			got = e.Links[0].URL + " "
		}
		if e.Image != nil {
			got += strings.TrimRight(" "+e.Image.URL+" "+e.Image.Type, " ")
		}
		if got != want {
			t.Errorf("%q: %q, want %q", properties, got, want)
		}
		if own := strings.HasPrefix(properties, "UID:"); own != (e.Slug == "a-slug") || own != (e.ID == "m1") {
			t.Errorf("%q: the slug is %s, the ID %s", properties, e.Slug, e.ID)
		}
	}
}
