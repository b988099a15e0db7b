package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// headroom is about how much garbage may lie about, in bytes.
const headroom = 96 << 20

// settleGarbage sets the collector's pace by what is alive once the record is
// loaded, and gives back what loading it took. A fixed percentage would make a
// large record carry as much garbage as record, and have a small one scanned
// many times a second. Who sets GOGC or GOMEMLIMIT knows better.
//
// While the cache fills, what is alive grows by its size; a limit keeps the
// percentage from adding several times as much. It is soft, and far from what
// answering needs: the texts that searches look through are a third of the
// record, a whole calendar of it as much for as long as it is being made, and
// above the limit the collector would never rest.
func settleGarbage(cacheBytes int64) {
	debug.FreeOSMemory() // collects, too
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetGCPercent(garbagePercent(m.HeapAlloc))
	debug.SetMemoryLimit(2*int64(m.HeapAlloc) + max(cacheBytes, 0) + 4*headroom) //nolint:gosec // far below the largest
}

// garbagePercent is the GOGC at which a heap with so many live bytes has the
// headroom.
func garbagePercent(live uint64) int {
	percent := headroom * 100 / max(live, 1)
	return int(min(max(percent, 25), 400)) //nolint:gosec // small
}
