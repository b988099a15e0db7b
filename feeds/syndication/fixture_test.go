package syndication

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"testing"

	"almanac.example/events"
	"almanac.example/feeds/feedstest"
)

var (
	at, on, timed, wall             = feedstest.At, feedstest.On, feedstest.Timed, feedstest.Wall
	testSite, testEvent, testEvents = feedstest.Site, feedstest.Event, feedstest.Events
	golden                          = feedstest.Golden
)

// format is a writer under test.
type format struct {
	Name, Extension string
	Write           func(context.Context, io.Writer, *Feed) error
}

func formats() []format {
	return []format{{"Atom", ".atom", WriteAtom}, {"RSS", ".rss", WriteRSS}, {"JSON Feed", ".json", WriteJSON}}
}

func write(t testing.TB, format format, f *Feed) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := format.Write(t.Context(), &b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// testFeed is a selection in one language and format, pushed to a hub. It has
// always meant what it means, and what is not public any more of the list.
func testFeed(lang, extension string, list []*events.Event) *Feed {
	f := &Feed{Feed: *feedstest.Feed(lang, extension, nil), Push: true}
	for _, e := range list {
		if e.Status.Public() {
			f.Events = append(f.Events, e)
		}
		p := events.Past{Event: e, Present: e.Status.Public()}
		for _, was := range e.Formerly {
			p.In = append(p.In, was.Status.Public())
		}
		if p.Left() >= 0 {
			f.Past = append(f.Past, p)
		}
	}
	return f
}

func indentJSON(t *testing.T, doc []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, doc, "", " "); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// slotsOf lists what a feed is made of, items in their own order.
func slotsOf(f *Feed) []slot {
	if f.Items == nil {
		w := f.window()
		return append(w.stubs, w.slots...)
	}
	var list []slot
	for _, it := range f.Items {
		list = append(list, slot{place: it.order, item: it})
	}
	return list
}
