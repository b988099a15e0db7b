package syndication

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"
)

// reading is what a reader understands of one item.
type reading struct {
	ID, Title, Link, HTML string
	Published, Updated    time.Time
}

// said is what the model says about the items of a feed, in the order shown.
func said(t testing.TB, f *Feed) []reading {
	t.Helper()
	type placed struct {
		it    *Item
		place Cursor
	}
	var list []placed
	c := newComposer(f.Site, f.Lang)
	for _, s := range slotsOf(f) {
		list = append(list, placed{c.item(s), s.place})
	}
	for i := range list { // insertion sort: the test must not share the writer's idea of sorting
		for j := i; j > 0 && list[j].place.shown(list[j-1].place) < 0; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
	var readings []reading
	for _, p := range list {
		readings = append(readings, reading{p.it.ID, p.it.Title, p.it.URL, strings.TrimSpace(p.it.HTML), p.it.Published, p.it.Updated})
	}
	return readings
}

// readWithGofeed reads all three formats the way a Go reader does.
func readWithGofeed(t testing.TB, doc []byte) (*gofeed.Feed, []reading) {
	t.Helper()
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(doc))
	if err != nil {
		t.Fatalf("gofeed: %v", err)
	}
	var list []reading
	for _, it := range feed.Items {
		r := reading{ID: it.GUID, Title: it.Title, Link: it.Link, HTML: strings.TrimSpace(it.Content)}
		if r.HTML == "" { // as readers do, of RSS
			r.HTML = it.Description
		}
		if it.PublishedParsed != nil {
			r.Published = it.PublishedParsed.UTC()
		}
		if it.UpdatedParsed != nil {
			r.Updated = it.UpdatedParsed.UTC()
		} else if u := it.Extensions["atom"]["updated"]; len(u) > 0 {
			if r.Updated, err = time.Parse(time.RFC3339, u[0].Value); err != nil {
				t.Fatal(err)
			}
		}
		list = append(list, r)
	}
	return feed, list
}

// wellFormed reads a whole XML document strictly.
func wellFormed(t testing.TB, doc []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(doc))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
}

func TestReadersUnderstandWhatIsSaid(t *testing.T) {
	for _, format := range formats() {
		for _, lang := range []string{"zh", "en"} {
			f := testFeed(lang, format.Extension, testEvents())
			doc := write(t, format, f)
			feed, got := readWithGofeed(t, doc)
			want := said(t, f)
			for i := range min(len(want), len(got)) { // RSS stubs have no room for when they changed
				if format.Extension == ".rss" && got[i].Updated.IsZero() && len(want[i].HTML) < 40 {
					want[i].Updated = time.Time{}
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s in %s, -said +read:\n%s", format.Name, lang, diff)
			}
			if feed.Language != lang || feed.Title != f.Title || feed.FeedLink != f.Self || feed.Link != f.Page {
				t.Errorf("%s: read language %q, title %q, self %q, page %q", format.Name, feed.Language, feed.Title, feed.FeedLink, feed.Link)
			}
			if format.Extension != ".json" {
				wellFormed(t, doc)
			}
		}
	}
}

func TestJSONFeedIsReadByEncodingJSON(t *testing.T) {
	f := testFeed("en", ".json", testEvents())
	var doc jsonFeed
	if err := json.Unmarshal(write(t, formats()[2], f), &doc); err != nil {
		t.Fatal(err)
	}
	var got []reading
	for _, raw := range doc.Items {
		var it jsonItem
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		if err := d.Decode(&it); err != nil {
			t.Fatal(err)
		}
		got = append(got, reading{it.ID, it.Title, it.URL, strings.TrimSpace(it.ContentHTML), mustTime(t, it.Published), mustTime(t, it.Modified)})
	}
	if diff := cmp.Diff(said(t, f), got); diff != "" {
		t.Errorf("-said +read:\n%s", diff)
	}
}

func mustTime(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestEmptyFeedsAreValid(t *testing.T) {
	for _, format := range formats() {
		f := testFeed("en", format.Extension, nil)
		f.Updated = time.Time{}
		doc := write(t, format, f)
		feed, items := readWithGofeed(t, doc)
		if len(items) != 0 {
			t.Errorf("%s: %d items in an empty feed", format.Name, len(items))
		}
		if feed.UpdatedParsed != nil && !feed.UpdatedParsed.Equal(f.Site.Record.Founded) {
			t.Errorf("%s: an empty feed was last changed at %s, want when the record was founded", format.Name, feed.UpdatedParsed)
		}
		if format.Extension == ".json" && !bytes.Contains(doc, []byte(`"items":[]`)) {
			t.Errorf("JSON Feed without an items list: %s", doc)
		}
	}
}
