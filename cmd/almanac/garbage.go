package main

import (
	"os"
	"runtime/debug"
)

// importGarbage is how much garbage may lie about while a file is imported, in
// hundredths of what is alive. Reading makes much garbage for a short time: Go's
// own 100 would take up to twice the memory. A limit in bytes was measured to be
// worse: a file whose rows need more than that is collected without end.
const importGarbage = 20

// collectEagerly sets the collector's pace for an import, unless GOGC does, and
// returns what sets it back.
func collectEagerly() (restore func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	was := debug.SetGCPercent(importGarbage)
	return func() { debug.SetGCPercent(was) }
}
