package main

import (
	"runtime"
	"sync/atomic"
	"testing"
)

func TestGarbagePercent(t *testing.T) {
	for live, want := range map[uint64]int{
		0:         400,
		10 << 20:  400,
		48 << 20:  200,
		96 << 20:  100,
		192 << 20: 50,
		3 << 30:   25,
	} {
		if got := garbagePercent(live); got != want {
			t.Errorf("with %d MiB alive it is %d, want %d", live>>20, got, want)
		}
	}
}

func TestAfterEachCollection(t *testing.T) {
	var rounds atomic.Int64
	afterEachCollection(func() { rounds.Add(1) })
	for before := int64(0); before < 3; before = rounds.Load() {
		for rounds.Load() == before { // what is done is done some time after the round
			runtime.GC()
		}
	}
}
