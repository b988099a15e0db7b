package table

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// TestMemory bounds what a table and the events of it keep in memory: seventeen
// times the file, so that one of 10 MB stays below 170 MB.
func TestMemory(t *testing.T) {
	const most = 17
	var b strings.Builder
	b.WriteString("Date,Title,Description,Place,Tags\n")
	for n := 0; b.Len() < 1<<18; n++ {
		fmt.Fprintf(&b, "%d-%02d-%02d,Event number %d of the chronicle,%q,Town %d,tag%d\n", 1800+n%220, 1+n%12, 1+n%28, n, strings.Repeat(fmt.Sprintf("word%d ", n%999), 12), n%50, n%9)
	}
	data := []byte(b.String())
	before := liveBytes()
	table, err := Read(t.Context(), File{Name: "a.csv", Data: data})
	if err != nil {
		t.Fatal(err)
	}
	in, err := table.Import(t.Context(), table.Guess(Options{}), Options{Record: record()})
	if err != nil || in.Refused() > 0 || len(in.Rows) < 1500 {
		t.Fatal(err, in.Refused(), len(in.Rows))
	}
	if kept := liveBytes() - before; kept > most*int64(len(data)) {
		t.Errorf("a table of %d kB keeps %d kB", len(data)>>10, kept>>10)
	}
	runtime.KeepAlive(table)
	runtime.KeepAlive(in)
}

// liveBytes is what is reachable.
func liveBytes() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc) //nolint:gosec // far below 1<<63
}
