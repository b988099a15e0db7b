package bolt

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/store"
)

// BenchmarkCommit is one event a commit, durable.
func BenchmarkCommit(b *testing.B) {
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			s := mustOpen(b, filepath.Join(b.TempDir(), "almanac.db"))
			var next atomic.Int64
			var wg sync.WaitGroup
			b.ResetTimer()
			for range writers {
				wg.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						if _, err := s.Commit(b.Context(), titled(events.ID(fmt.Sprint("e", n)), "one", 0)); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
		})
	}
}

// BenchmarkOpen is from nothing to the first timeline.
func BenchmarkOpen(b *testing.B) {
	for _, count := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("events=%d", count), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "almanac.db")
			fillFile(b, path, count)
			for b.Loop() {
				withLive(b, path, func(l *store.Live) {
					if l.Timeline().Len() != count {
						b.Fatalf("%d events", l.Timeline().Len())
					}
				})
			}
		})
	}
}

// BenchmarkImport is of new events into an empty store, until the timeline
// shows the last of them.
func BenchmarkImport(b *testing.B) {
	for _, count := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("events=%d", count), func(b *testing.B) {
			changes := newEvents(count)
			for b.Loop() {
				path := filepath.Join(b.TempDir(), "almanac.db")
				withLive(b, path, func(l *store.Live) {
					if _, err := l.Import(b.Context(), slices.Values(changes), nil); err != nil {
						b.Fatal(err)
					}
					if l.Timeline().Len() != count {
						b.Fatalf("%d events", l.Timeline().Len())
					}
				})
				if err := os.Remove(path); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*count), "µs/event")
		})
	}
}

// BenchmarkEdit is one event changed through Live, until the timeline shows it.
func BenchmarkEdit(b *testing.B) {
	for _, count := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("events=%d", count), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "almanac.db")
			fillFile(b, path, count)
			withLive(b, path, func(l *store.Live) {
				var took []time.Duration
				for b.Loop() {
					id := events.ID(fmt.Sprintf("e%06d", len(took)*7919%count))
					e, _ := l.Timeline().Event(id)
					start := time.Now()
					if _, err := l.Commit(b.Context(), titled(id, fmt.Sprint("edit ", len(took)), e.Rev)); err != nil {
						b.Fatal(err)
					}
					took = append(took, time.Since(start))
				}
				slices.Sort(took)
				b.ReportMetric(took[len(took)/2].Seconds()*1e3, "median-ms")
				b.ReportMetric(took[len(took)*99/100].Seconds()*1e3, "p99-ms")
			})
		})
	}
}

// withLive follows the store in the file while use runs.
func withLive(b *testing.B, path string, use func(*store.Live)) {
	b.Helper()
	s, err := Open(path)
	if err != nil {
		b.Fatal(err)
	}
	l, err := store.Open(b.Context(), s, store.Config{})
	if err != nil {
		b.Fatal(err)
	}
	use(l)
	l.Close()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// newEvents are changes that put so many: "e000000" and so on.
func newEvents(count int) []events.Change {
	changes := make([]events.Change, count)
	for i := range changes {
		changes[i] = titled(events.ID(fmt.Sprintf("e%06d", i)), "one", 0)
	}
	return changes
}

func fillFile(b *testing.B, path string, count int) {
	b.Helper()
	chunks, err := store.Chunks(newEvents(count))
	if err != nil {
		b.Fatal(err)
	}
	s, err := Open(path)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := s.Import(b.Context(), chunks, func(int) {}); err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}
