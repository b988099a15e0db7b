package bolt

import (
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

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
				s, err := Open(path)
				if err != nil {
					b.Fatal(err)
				}
				l, err := store.Open(b.Context(), s, store.Config{})
				if err != nil {
					b.Fatal(err)
				}
				if l.Timeline().Len() != count {
					b.Fatalf("%d events", l.Timeline().Len())
				}
				l.Close()
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func fillFile(b *testing.B, path string, count int) {
	b.Helper()
	s, err := Open(path)
	if err != nil {
		b.Fatal(err)
	}
	for n := 0; n < count; n += store.MaxChanges {
		var changes []events.Change
		for i := n; i < min(n+store.MaxChanges, count); i++ {
			changes = append(changes, titled(events.ID(fmt.Sprintf("e%06d", i)), "one", 0))
		}
		if _, err := s.Commit(b.Context(), changes...); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}
