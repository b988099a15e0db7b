package main

import "testing"

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
