package store_test

import (
	"testing"
	"time"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/store"
)

// generated are states of a generated record.
func generated(b *testing.B, count int) []*events.State {
	b.Helper()
	record, err := generate.Record(generate.Options{Events: count, From: 1000, To: 2026, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	list := make([]*events.State, count)
	for i, e := range record.Events {
		next := events.Revise(nil, *e, at)
		list[i] = &events.State{At: at, Author: "editor", Event: &next}
	}
	return list
}

// BenchmarkDecode reads stored values of the format that is written, and of
// the one before it; bytes/op is how large they are.
func BenchmarkDecode(b *testing.B) {
	list := generated(b, 1000)
	for name, encode := range map[string]func(*events.State) []byte{
		"format=1": func(s *events.State) []byte { return inJSON(b, s) },
		"format=2": func(s *events.State) []byte { return encoded(b, s) },
	} {
		b.Run(name, func(b *testing.B) {
			stored, size := make([][]byte, len(list)), 0
			for i, s := range list {
				stored[i] = encode(s)
				size += len(stored[i])
			}
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if _, err := store.Decode[events.State](stored[i%len(stored)]); err != nil {
					b.Fatal(err)
				}
				i++
			}
			b.ReportMetric(float64(size)/float64(len(stored)), "stored-B")
		})
	}
}

// BenchmarkDecoder reads stored events one after the other.
func BenchmarkDecoder(b *testing.B) {
	stored := [][]byte{}
	for _, s := range generated(b, 1000) {
		stored = append(stored, encoded(b, s))
	}
	d := store.NewDecoder()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := d.Event(stored[i%len(stored)], 1); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func encoded(b testing.TB, s *events.State) []byte {
	b.Helper()
	stored, err := store.Encode(s)
	if err != nil {
		b.Fatal(err)
	}
	return stored
}

// BenchmarkEncode writes stored values.
func BenchmarkEncode(b *testing.B) {
	list := generated(b, 1000)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		encoded(b, list[i%len(list)])
		i++
	}
}
