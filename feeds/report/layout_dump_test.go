package report

import (
	"almanac.example/feeds/report/document"
	"context"
	"fmt"
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	f := os.Getenv("DUMP")
	if f == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(f)
	d, err := document.Read(context.Background(), f, b, document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	bl, _ := repairLayout(d)
	for _, b := range bl {
		fmt.Printf("%d.%d %2d g%d |%s\n", b.kind, b.level, b.lines, b.gap, string(b.text))
		for _, e := range findDates(b.text) {
			fmt.Printf("        <%s> %+v %+v r%v an%v\n", string(b.text[e.start:e.end]), e.from, e.to, e.ranged, e.annual)
		}
	}
}
