package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// headroom is about how much garbage may lie about, in bytes.
const headroom = 96 << 20

// settleGarbage gives back what loading the record took and sets the
// collector's pace, from then on after each of its rounds, by what is alive. A
// fixed percentage would make a large record carry as much garbage as record,
// have a small one scanned many times a second, and add several times what the
// cache comes to hold. Who sets GOGC or GOMEMLIMIT knows better.
func settleGarbage() {
	defer debug.FreeOSMemory() // collects, and so sets the pace for the first time
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	percent := 100
	afterEachCollection(func() {
		alive := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(alive)
		// Setting it stops the world for a moment: not for little.
		if p := garbagePercent(alive[0].Value.Uint64()); p < percent*9/10 || p > percent*11/10 {
			percent = p
			debug.SetGCPercent(p)
		}
	})
}

// afterEachCollection calls do, in a goroutine of the runtime's, when the next
// round of the garbage collector is over and after every one that follows.
func afterEachCollection(do func()) {
	type round struct{ _ *int } // has a pointer, so that it gets memory of its own
	runtime.AddCleanup(&round{}, func(do func()) {
		do()
		afterEachCollection(do)
	}, do)
}

// garbagePercent is the GOGC at which a heap with so many live bytes has the
// headroom.
func garbagePercent(live uint64) int {
	percent := headroom * 100 / max(live, 1)
	return int(min(max(percent, 25), 400)) //nolint:gosec // small
}
