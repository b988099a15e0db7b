package syndication

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
)

// partsOf lists the items of a document as they are encoded.
func partsOf(t *testing.T, format format, doc []byte) []string {
	t.Helper()
	if format.Extension == ".json" {
		var f jsonFeed
		if err := json.Unmarshal(doc, &f); err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, raw := range f.Items {
			list = append(list, string(raw))
		}
		return list
	}
	name := map[string]string{".atom": "entry", ".rss": "item"}[format.Extension]
	var list []string
	for _, part := range strings.Split(string(doc), "<"+name+">")[1:] {
		part, _, _ = strings.Cut(part, "</"+name+">\n")
		list = append(list, "<"+name+">"+part+"</"+name+">\n")
	}
	return list
}

// after is a record in which each of some events was changed after the other.
func after(list []*events.Event, changes map[int]func(*events.Event)) *timeline.Timeline {
	tl := timeline.New().With(events.Batch{Rev: 1, Reset: true, Events: list, Documents: testSite().Record.Documents()})
	var batch []*events.Event
	for i, old := range list {
		if change := changes[i]; change != nil {
			next := *old
			change(&next)
			revised := events.Revise(old, next, at("2026-11-25T00:00:00Z").Add(time.Duration(i)*time.Second))
			revised.Rev = events.Rev(2 + i)
			batch = append(batch, &revised)
		}
	}
	return tl.With(events.Batch{Rev: 100_000, Events: batch})
}

// feedOf is a selection of a record as the server describes it.
func feedOf(t *testing.T, tl *timeline.Timeline, format format, query string) *Feed {
	t.Helper()
	sel, err := events.ParseSelection(query)
	if err != nil {
		t.Fatal(err)
	}
	f := testFeed("zh", format.Extension, tl.Select(sel))
	f.Past = tl.Past(sel)
	f.Updated = LastChanged(tl.LastChanged(sel), f.Past)
	return f
}

func withdrawn(e *events.Event) { e.Status = events.Withdrawn }

// A stub says in at most 400 bytes that something has gone, under its identity,
// and nothing of what was there.
func TestStubsAreShort(t *testing.T) {
	list := bigRecord(90)
	for _, e := range list {
		e.Rev, e.Quiet, e.Slug = 1, false, "a-slug-of-some-length-"+string(e.ID)
		e.ID = events.ID("01jdkx4m2v7q9r5t8w3y6z" + string(e.ID))
		e.Span = on("2026-12-24")
	}
	tl := after(list, map[int]func(*events.Event){
		0: withdrawn, 40: withdrawn, 89: withdrawn, 7: func(e *events.Event) { e.Span = on("2028-01-03") }, 8: func(e *events.Event) { e.Status = events.Draft },
		9: func(e *events.Event) { *e = events.Event{ID: e.ID, Status: events.Deleted} }, 10: func(e *events.Event) { e.Status = events.Cancelled },
	})
	for _, format := range formats() {
		stubs := 0
		parts := partsOf(t, format, write(t, format, feedOf(t, tl, format, "year=2026")))
		for _, part := range parts {
			if !strings.Contains(part, "【已撤回】") && !strings.Contains(part, "【已移出】") {
				continue
			}
			if stubs++; len(part) > mostStub || strings.Contains(part, "事件") || strings.Contains(part, "2026-12-24") {
				t.Errorf("%s: a stub of %d bytes:\n%s", format.Name, len(part), part)
			}
		}
		if stubs != 6 || len(parts) != maxItems+stubs {
			t.Errorf("%s: %d stubs among %d items", format.Name, stubs, len(parts))
		}
	}
}

// What was corrected lately stands on the first page until the bytes end, the
// latest first; the rest is on the older pages, and the feed says so.
func TestMoreStubsThanFit(t *testing.T) {
	for _, format := range formats() {
		for n, want := range map[int]struct {
			stubs     int
			overflows bool
		}{10: {10, false}, 375: {375, false}, 700: {375, true}} {
			list := bigRecord(900)
			changes := map[int]func(*events.Event){}
			for i, e := range list {
				if e.Rev, e.Quiet = 1, false; i < n {
					changes[i] = withdrawn
				}
			}
			tl := after(list, changes)
			feed := func() *Feed { return feedOf(t, tl, format, "") }
			doc := write(t, format, feed())
			if got := strings.Count(string(doc), "【已撤回】"); got != want.stubs || len(doc) > maxBytes {
				t.Errorf("%s: %d of %d stubs on a page of %d bytes, want %d", format.Name, got, n, len(doc), want.stubs)
			}
			if said := strings.Contains(string(doc), feeds.WordsIn("zh", nil).Text("item.overflow")); said != want.overflows {
				t.Errorf("%s with %d stubs says that there are more: %t", format.Name, n, said)
			}
			if latest := fmt.Sprintf("event/b%04d", n-1); !strings.Contains(string(doc), latest) {
				t.Errorf("%s: the latest of %d stubs is not there", format.Name, n)
			}
			w := &walker{t: t, format: format, feed: feed, next: feed().Self}
			met := map[string]bool{}
			for more := true; more; {
				more = w.unlimited()
			}
			for _, id := range w.ids {
				met[id] = true
			}
			if len(met) != len(list) {
				t.Errorf("%s: a walk meets %d of %d items", format.Name, len(met), len(list))
			}
		}
	}
}

// After ninety days a feed tells of nothing but what is in it; what was taken back
// stays on the older pages.
func TestCorrectionsEnd(t *testing.T) {
	format := formats()[0]
	list := bigRecord(120)
	for _, e := range list {
		e.Rev, e.Quiet = 1, false
	}
	tl := after(list, map[int]func(*events.Event){
		0: func(e *events.Event) { e.Span = on("2030") }, 1: withdrawn,
		4: func(e *events.Event) { e.Text = map[string]events.Text{"zh": {Title: "改"}} },
	})
	ids := func(tl *timeline.Timeline) []string {
		var list []string
		for _, part := range partsOf(t, format, write(t, format, feedOf(t, tl, format, "to=2029"))) {
			_, id, _ := strings.Cut(part, ":event/")
			id, _, _ = strings.Cut(id, "</id>")
			list = append(list, id)
		}
		return list
	}
	contains := func(list []string, id string) bool {
		return strings.Contains(" "+strings.Join(list, " ")+" ", " "+id+" ")
	}
	first := ids(tl)
	for _, id := range []string{"b0000", "b0001", "b0004"} {
		if !contains(first, id) {
			t.Errorf("%s is not corrected: %v", id, first)
		}
	}
	next := *testEvent("later", on("2027-01-01"), "新", "")
	later := events.Revise(nil, next, at("2026-11-25T00:00:00Z").Add(events.TracesLast+time.Minute))
	later.Rev = 100_001
	much := ids(tl.With(events.Batch{Rev: 100_001, Events: []*events.Event{&later}}))
	for _, id := range []string{"b0000", "b0001", "b0004"} {
		if contains(much, id) {
			t.Errorf("%s is corrected for more than ninety days", id)
		}
	}
	if len(much) != maxItems {
		t.Errorf("%d items", len(much))
	}
}

// Quiet events that have never stood on the first page do not come there by being
// edited or taken back.
func TestQuietEventsAreCorrectedWhereTheyStood(t *testing.T) {
	var list []*events.Event
	changes := map[int]func(*events.Event){}
	for i := range 300 {
		e := testEvent(fmt.Sprintf("q%03d", i), on("1919-05-04"), "史", "")
		e.Rev, e.Quiet, e.Published, e.Updated = 1, i >= 60, at("2026-11-02T00:00:00Z").Add(time.Duration(i)*time.Minute), at("2026-11-02T00:00:00Z").Add(time.Duration(i)*time.Minute)
		list = append(list, e)
	}
	for i := 60; i < 300; i += 10 {
		changes[i] = func(e *events.Event) { e.Text = map[string]events.Text{"zh": {Title: "改"}} }
	}
	changes[61], changes[201] = withdrawn, withdrawn
	doc := string(write(t, formats()[0], feedOf(t, after(list, changes), formats()[0], "")))
	for id, want := range map[string]bool{"q060": true, "q061": true, "q070": true, "q100": true, "q120": false, "q201": false, "q290": false} {
		if strings.Contains(doc, "event/"+id+"<") != want {
			t.Errorf("%s is on the first page: %t", id, !want)
		}
	}
}

// An item of this day in history never becomes older than it was, and says so when
// nothing is left of it.
func TestOnThisDayNeverGoesBack(t *testing.T) {
	list := []*events.Event{testEvent("a", on("1919-11-24"), "甲", ""), testEvent("b", on("2019-11-24"), "乙", "")}
	for _, e := range list {
		e.Rev = 1
	}
	moved := func(e *events.Event) { e.Span = on("2019-11") }
	var last time.Time
	for n, changes := range []map[int]func(*events.Event){nil, {0: moved}, {0: moved, 1: withdrawn}} {
		tl := after(list, changes)
		got := OnThisDay(feedOf(t, tl, formats()[0], ""), day("2026-11-26"))
		if len(got.Items) != 1 {
			t.Fatalf("after %d changes there are %d items", n, len(got.Items))
		}
		it := got.Items[0]
		if it.Updated.Before(last) || n > 0 && !it.Updated.After(at("2026-11-24T00:00:00Z")) {
			t.Errorf("after %d changes the item was updated %s, before %s", n, it.Updated, last)
		}
		if last = it.Updated; n == 2 && (strings.Contains(it.HTML, "乙") || strings.Contains(it.HTML, "甲")) {
			t.Errorf("what has left is still there: %s", it.HTML)
		}
	}
}

// A cancelled entry and the notice of it are told apart by their titles, and a
// quotation mark has its name.
func TestTitlesOfCancelledEntriesAndNotices(t *testing.T) {
	list := []*events.Event{testEvent("a", on("2026-12-24"), "会 \"甲\"", "Talk \"A\"")}
	list[0].Rev = 1
	tl := after(list, map[int]func(*events.Event){0: func(e *events.Event) { e.Status = events.Cancelled }})
	for _, lang := range []string{"zh", "en"} {
		f := feedOf(t, tl, formats()[0], "")
		f.Lang = lang
		items := said(t, f)
		if len(items) != 2 || items[0].Title == items[1].Title {
			t.Errorf("in %s: %+v", lang, items)
		}
		for _, it := range items {
			if strings.Contains(it.HTML, "&#34;") {
				t.Errorf("a quotation mark has a number: %s", it.HTML)
			}
		}
	}
}
