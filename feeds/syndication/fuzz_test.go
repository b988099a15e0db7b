package syndication

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/feedstest"
)

// Any event that validates gives documents that read back as what was said:
// by encoding/xml and encoding/json, which are strict, for every field.
func FuzzEvent(f *testing.F) {
	for _, e := range testEvents() {
		t, lang := e.In("zh")
		f.Add(e.Span.Date.String(), lang, t.Title, t.Summary, t.Body, "名 <&>", "https://x.example/?a=1&b=2", e.Published.Unix())
	}
	f.Add("2019-05", "zh", "精度", "", "", "名", "https://x.example/?\xf8\x9f\xa6S=1", int64(2))
	f.Add("2019", "zh", "]]>", "\t\n", "<![CDATA[ ]]> \\< &#0; \u200f\u0301", "\"'", "http://[::1]:80/%00#]]>", int64(1))
	f.Fuzz(func(t *testing.T, date, lang, title, summary, body, name, address string, published int64) {
		v, err := edtf.Parse(date)
		if err != nil {
			t.Skip()
		}
		e := testEvent("f1", events.On(v), "", "")
		e.Text[lang] = events.Text{Title: title, Summary: summary, Body: body}
		e.Published = time.Unix(published%250_000_000_000, 0).UTC()
		feedstest.Decorate(e, name, address, published)
		if e.Validate() != nil || e.Published.Year() < 0 {
			t.Skip()
		}
		for _, format := range formats() {
			feed := testFeed("zh", format.Extension, []*events.Event{e})
			doc := write(t, format, feed)
			want := said(t, feed)
			for i := range want { // a long item is sent in brief
				if len(want[i].HTML) > maxItem/10 {
					t.Skip()
				}
			}
			if diff := cmp.Diff(want, readStrictly(t, format, doc)); diff != "" {
				t.Errorf("%s, -said +read:\n%s\n%s", format.Name, diff, doc)
			}
			checkAbsolute(t, format.Name, addressesOf(t, format, doc))
		}
	})
}

// readStrictly reads a document with the standard library.
func readStrictly(t testing.TB, format format, doc []byte) []reading {
	t.Helper()
	var list []reading
	if format.Extension == ".json" {
		var feed struct{ Items []jsonItem }
		if err := json.Unmarshal(doc, &feed); err != nil {
			t.Fatal(err)
		}
		for _, it := range feed.Items {
			list = append(list, reading{it.ID, it.Title, it.URL, strings.TrimSpace(it.ContentHTML), mustTime(t, it.Published), mustTime(t, it.Modified)})
		}
		return list
	}
	wellFormed(t, doc)
	var feed struct {
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Link    []link `xml:"link"`
			Content string `xml:"http://www.w3.org/2005/Atom content"`
			From    string `xml:"published"`
			Changed string `xml:"updated"`
		} `xml:"entry"`
		Items []struct {
			ID      string `xml:"guid"`
			Title   string `xml:"title"`
			Link    string `xml:"link"`
			Content string `xml:"encoded"`
			From    string `xml:"pubDate"`
			Changed string `xml:"updated"`
		} `xml:"channel>item"`
	}
	if err := xml.Unmarshal(doc, &feed); err != nil {
		t.Fatal(err)
	}
	for _, it := range feed.Entries {
		list = append(list, reading{it.ID, it.Title, it.Link[0].Href, strings.TrimSpace(it.Content), mustTime(t, it.From), mustTime(t, it.Changed)})
	}
	for _, it := range feed.Items {
		from, err := time.Parse(time.RFC1123, it.From)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, reading{it.ID, it.Title, it.Link, strings.TrimSpace(it.Content), from.UTC(), mustTime(t, it.Changed)})
	}
	return list
}

type link struct {
	Href string `xml:"href,attr"`
}

func FuzzCursor(f *testing.F) {
	for _, s := range slotsOf(testFeed("zh", ".atom", testEvents())) {
		f.Add(s.place.String())
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCursor(s)
		if err != nil || c.IsZero() {
			return
		}
		again, err := ParseCursor(c.String())
		if err != nil || again.compare(c) != 0 {
			t.Errorf("%q is read as %q, which is read as %v, %v", s, c, again, err)
		}
	})
}
