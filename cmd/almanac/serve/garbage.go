package serve

import (
	"os"
	"runtime/debug"
)

// garbagePercent is how much garbage may lie about, in hundredths of what is
// alive. Go's own default of 100 would let a server whose memory is mostly
// record and kept answers carry as much garbage as both; 50 was measured to
// cost readers nothing.
const garbagePercent = 50

// settleGarbage gives back what loading the record took, and sets the
// collector's pace unless GOGC does.
func settleGarbage() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	debug.FreeOSMemory()
}
