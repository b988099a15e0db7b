package ical

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
)

// generatedTimeline is a made-up record as it would be published.
func generatedTimeline(t testing.TB, n int) *timeline.Timeline {
	t.Helper()
	stamp := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	record, err := generate.Record(generate.Options{Events: n, From: 1600, To: 2026, Seed: 1, Stamp: stamp})
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range record.Events {
		e.Rev = events.Rev(i + 1)
	}
	return timeline.New().With(events.Batch{Rev: events.Rev(n), Reset: true, Events: record.Events, Documents: testSite().Record.Documents()})
}

// calendarFeed is a calendar of a selection.
func calendarFeed(t *timeline.Timeline, site *feeds.Site, sel events.Selection) *feeds.Feed {
	f := testFeed("zh", ".ics", t.Select(sel))
	f.Site, f.Updated = site, t.LastChanged(sel)
	return f
}

func assemble(t testing.TB, f *feeds.Feed, before *Assembly) *Assembly {
	t.Helper()
	a, err := Assemble(context.Background(), f, before)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// sameAssembly holds one that took over what it could against one that did not.
func sameAssembly(t *testing.T, f *feeds.Feed, got *Assembly) {
	t.Helper()
	want := assemble(t, f, nil)
	if !bytes.Equal(got.Bytes(), want.Bytes()) {
		t.Fatalf("the bytes differ:\n%s", firstDifference(got.Bytes(), want.Bytes()))
	}
	if got.Sum() != want.Sum() {
		t.Fatal("the same bytes have another sum")
	}
	if !bytes.Equal(got.Gzip(), want.Gzip()) {
		t.Fatal("the same bytes are compressed to others")
	}
	r, err := gzip.NewReader(bytes.NewReader(got.Gzip()))
	if err != nil {
		t.Fatal(err)
	}
	r.Multistream(false) // many readers stop after one member
	plain, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(plain, got.Bytes()) {
		t.Fatalf("decompressed to %d bytes of %d, %v", len(plain), len(got.Bytes()), err)
	}
}

func firstDifference(a, b []byte) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return fmt.Sprintf("at %d of %d and %d: %.80q, %.80q", i, len(a), len(b), a[max(0, i-20):], b[max(0, i-20):])
}

// A calendar that grew out of many others is the one that is made from
// nothing, byte for byte.
func TestAssemblyIsWhatItWouldBeFromNothing(t *testing.T) {
	site := testSite()
	timeline := generatedTimeline(t, 900)
	random := rand.New(rand.NewPCG(1, 2))
	year := events.Selection{In: edtf.MustParse("19XX")}
	all, some := assemble(t, calendarFeed(timeline, site, events.Selection{}), nil), (*Assembly)(nil)
	for step := range 16 {
		timeline = timeline.With(events.Batch{Rev: timeline.Rev() + 1, Events: edited(random, timeline)})
		if step == 10 { // other words for tags: every piece may differ
			next := *site.Record
			next.Tags = generate.Vocabulary()
			timeline = timeline.With(events.Batch{Rev: timeline.Rev() + 1, Documents: next.Documents()})
			site.Record = &next
		}
		f := calendarFeed(timeline, site, events.Selection{})
		all = assemble(t, f, all)
		sameAssembly(t, f, all)
		f = calendarFeed(timeline, site, year)
		if some == nil || random.IntN(3) == 0 {
			some = all // a part of it
		}
		some = assemble(t, f, some)
		sameAssembly(t, f, some)
	}
}

// edited changes, moves, withdraws, removes or adds some events.
func edited(random *rand.Rand, t *timeline.Timeline) []*events.Event {
	var list []*events.Event
	all := t.All()
	for range 1 + random.IntN(4) {
		next := *all[random.IntN(len(all))]
		next.Rev = t.Rev() + 1
		switch random.IntN(6) {
		case 0:
			next.Span = events.On(edtf.MustParse(fmt.Sprint(1900 + random.IntN(100))))
		case 1:
			next.Status = events.Withdrawn
		case 2:
			next.Status = events.Published
			next.Key = !next.Key
		case 3:
			next.Status = events.Deleted
		case 4:
			next.ID = events.ID(fmt.Sprintf("new%d-%d", t.Rev(), len(list)))
			next.Slug = string(next.ID)
		default:
			next.Text = map[string]events.Text{"zh": {Title: fmt.Sprintf("改过的标题 %d", next.Rev)}}
		}
		if !slices.ContainsFunc(list, func(e *events.Event) bool { return e.ID == next.ID }) {
			list = append(list, &next)
		}
	}
	return list
}

// An edit costs the chunks that it touches: all others are taken over.
func TestAssemblyKeepsWhatDidNotChange(t *testing.T) {
	site := testSite()
	timeline := generatedTimeline(t, 2000)
	before := assemble(t, calendarFeed(timeline, site, events.Selection{}), nil)
	if len(before.chunks) < 4 {
		t.Fatalf("%d events are in %d chunks", len(before.events), len(before.chunks))
	}
	next := *before.events[len(before.events)/2]
	next.Rev, next.Text = timeline.Rev()+1, map[string]events.Text{"zh": {Title: "改过的标题"}}
	timeline = timeline.With(events.Batch{Rev: next.Rev, Events: []*events.Event{&next}})
	after := assemble(t, calendarFeed(timeline, site, events.Selection{}), before)
	known := map[*deflated]bool{}
	for _, c := range before.chunks {
		known[c.deflated] = true
	}
	fresh := 0
	for _, c := range after.chunks {
		if !known[c.deflated] {
			fresh++
		}
	}
	if fresh != 1 {
		t.Errorf("one edit made %d of %d chunks anew; want 1", fresh, len(after.chunks))
	}
	if after.Sum() == before.Sum() {
		t.Error("the sum is still the same")
	}
}

// The head is part of the sum: a calendar of the same events under another
// name is another one.
func TestAssemblySumCountsTheHead(t *testing.T) {
	timeline := generatedTimeline(t, 10)
	f := calendarFeed(timeline, testSite(), events.Selection{})
	a := assemble(t, f, nil)
	f.Title += "!"
	if assemble(t, f, a).Sum() == a.Sum() {
		t.Error("two names, one sum")
	}
}

// What belongs to another language or to another wish is not taken over.
func TestAssemblyTakesNothingFromOthers(t *testing.T) {
	timeline := generatedTimeline(t, 300)
	f := calendarFeed(timeline, testSite(), events.Selection{})
	a := assemble(t, f, nil)
	f.Lang = "en"
	sameAssembly(t, f, assemble(t, f, a))
	f.Lang, f.Options.Imprecise = "zh", feeds.ImpreciseOmit
	sameAssembly(t, f, assemble(t, f, a))
}

func BenchmarkAssembly(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		timeline, site := generatedTimeline(b, n), testSite()
		first := assemble(b, calendarFeed(timeline, site, events.Selection{}), nil)
		first.Gzip()
		b.Run(fmt.Sprintf("FromNothing/%d", n), func(b *testing.B) {
			f := calendarFeed(timeline, site, events.Selection{})
			for b.Loop() {
				assemble(b, f, nil)
			}
		})
		b.Run(fmt.Sprintf("JoinReadyPieces/%d", n), func(b *testing.B) {
			for b.Loop() {
				joinPieces(first)
			}
		})
		next := first.afterEdit(b, timeline, site)
		b.Run(fmt.Sprintf("AfterOneEdit/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				assemble(b, next, first)
			}
		})
		b.Run(fmt.Sprintf("AfterOneEditGzip/%d", n), func(b *testing.B) {
			for b.Loop() {
				assemble(b, next, first).Gzip()
			}
		})
		b.Run(fmt.Sprintf("PartOfAll/%d", n), func(b *testing.B) {
			f := calendarFeed(timeline, site, events.Selection{Tags: []string{"science"}})
			for b.Loop() {
				assemble(b, f, first)
			}
		})
		b.Run(fmt.Sprintf("PartFromNothing/%d", n), func(b *testing.B) {
			f := calendarFeed(timeline, site, events.Selection{Tags: []string{"science"}})
			for b.Loop() {
				assemble(b, f, nil)
			}
		})
	}
}

// joinPieces is what the first read after an edit costs at the least: copying
// pieces that are all there.
func joinPieces(a *Assembly) []byte {
	b := make([]byte, 0, len(a.body))
	b = append(b, a.body[:a.head]...)
	for i := range a.ends {
		b = append(b, a.body[a.start(i):a.ends[i]]...)
	}
	return append(b, calendarFoot...)
}

// afterEdit is the feed with one event in the middle changed.
func (a *Assembly) afterEdit(t testing.TB, timeline *timeline.Timeline, site *feeds.Site) *feeds.Feed {
	t.Helper()
	next := *a.events[len(a.events)/2]
	next.Rev, next.Text = timeline.Rev()+1, map[string]events.Text{"zh": {Title: "改过的标题"}}
	return calendarFeed(timeline.With(events.Batch{Rev: next.Rev, Events: []*events.Event{&next}}), site, events.Selection{})
}
