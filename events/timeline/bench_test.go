package timeline_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/events/timeline"
)

// made is a generated record of so many events, as a store would tell it.
func made(b *testing.B, n int) []*events.Event {
	b.Helper()
	record, err := generate.Record(generate.Options{Events: n, From: 1000, To: 2026, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i, e := range record.Events {
		next := events.Revise(nil, *e, at.Add(time.Duration(i)*time.Second))
		next.Rev = events.Rev(i + 1)
		record.Events[i] = &next
	}
	return record.Events
}

func timelineOf(list []*events.Event) *timeline.Timeline {
	return timeline.New().With(events.Batch{Rev: events.Rev(len(list)), Reset: true, Events: list, Documents: (&events.Site{Authority: "example.org", Founded: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}).Documents()})
}

// sizes are the sizes of records that everything is measured at.
var sizes = []int{1_000, 10_000, 100_000}

func eachSize(b *testing.B, run func(b *testing.B, list []*events.Event)) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) { run(b, made(b, n)) })
	}
}

func BenchmarkStart(b *testing.B) {
	eachSize(b, func(b *testing.B, list []*events.Event) {
		b.ReportAllocs()
		for b.Loop() {
			timelineOf(list)
		}
	})
}

func BenchmarkWith(b *testing.B) {
	eachSize(b, func(b *testing.B, list []*events.Event) {
		t := timelineOf(list)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			next := *list[i*7919%len(list)]
			next.Rev, next.Key = t.Rev()+1, !next.Key
			t = t.With(events.Batch{Rev: next.Rev, Events: []*events.Event{&next}})
		}
	})
}

// BenchmarkWithMany is a bulk import as it is told: a thousand new events at a
// time.
func BenchmarkWithMany(b *testing.B) {
	eachSize(b, func(b *testing.B, list []*events.Event) {
		const batch = 1000
		some := list[:min(len(list)/2, batch)]
		t := timelineOf(list[len(some):])
		for b.Loop() {
			t.With(events.Batch{Rev: t.Rev() + 1, Events: some})
		}
	})
}

func BenchmarkSelect(b *testing.B) {
	eachSize(b, func(b *testing.B, list []*events.Event) {
		t := timelineOf(list)
		for _, query := range []string{
			"", "year=1987", "year=1987&month=05", "tag=science", "tag=science&year=1987", "tag=science&tag=disaster", "place=beijing", "place=beijing&tag=science&year=1987",
			"key=1", "on=05-24", "precision=day", "q=天文馆", "q=zebra", "q=天文馆&year=1987", "id=" + string(list[0].ID),
		} {
			sel, err := events.ParseSelection(query)
			if err != nil {
				b.Fatal(err)
			}
			b.Run(query, func(b *testing.B) {
				b.ReportAllocs()
				n := 0
				for b.Loop() {
					n = len(t.Select(sel))
				}
				b.ReportMetric(float64(n), "events")
			})
		}
	})
}

func BenchmarkTouched(b *testing.B) {
	list := made(b, 10_000)
	t := timelineOf(list)
	before := t.Rev()
	next := *list[0]
	next.Rev = before + 1
	t = t.With(events.Batch{Rev: next.Rev, Events: []*events.Event{&next}})
	sel, err := events.ParseSelection("tag=science&year=1987")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		t.Touched(sel, before)
	}
}

// BenchmarkValidate is of generated events, which are valid.
func BenchmarkValidate(b *testing.B) {
	record, err := generate.Record(generate.Options{Events: 1000, From: 1000, To: 2026, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if err := record.Events[i%len(record.Events)].Validate(); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkReadRecord(b *testing.B) {
	eachSize(b, func(b *testing.B, list []*events.Event) {
		var file bytes.Buffer
		if err := timelineOf(list).Record().Write(&file); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(file.Len()))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := events.ReadRecord(bytes.NewReader(file.Bytes())); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(list)), "ns/event")
	})
}
