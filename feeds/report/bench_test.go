package report_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
)

// BenchmarkLargeReport extracts 10 MB of text and reports the memory that was
// in use at the end of each run. It is to take less than 10 seconds and 300 MB.
func BenchmarkLargeReport(b *testing.B) {
	for _, name := range []string{"zh-torn.txt", "en-annual.md"} {
		b.Run(name, func(b *testing.B) {
			text, err := os.ReadFile(filepath.Join("testdata/texts", name))
			if err != nil {
				b.Fatal(err)
			}
			large := bytes.Repeat(append(text, '\n'), 10<<20/len(text))
			b.SetBytes(int64(len(large)))
			var m runtime.MemStats
			for b.Loop() {
				doc, err := document.Read(context.Background(), name, large, document.Limits{})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := report.Extract(context.Background(), doc, report.Options{Year: 2018}); err != nil {
					b.Fatal(err)
				}
				runtime.ReadMemStats(&m)
			}
			b.ReportMetric(float64(m.HeapSys-m.HeapReleased)/1e6, "MB-heap")
		})
	}
}
