package syndication

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

// BenchmarkWrite measures the writers on records that fit one page and that do
// not; a page costs what is on it, not what is in the record.
func BenchmarkWrite(b *testing.B) {
	for _, format := range formats() {
		for _, n := range []int{50, 1000, 10_000} {
			b.Run(fmt.Sprintf("%s/%d", strings.ReplaceAll(format.Name, " ", ""), n), func(b *testing.B) {
				list := bigRecord(n)
				for _, e := range list {
					t := e.Text["zh"]
					t.Summary = "两句话的摘要，说明发生了什么。在哪里、由谁、为什么。"
					t.Body = strings.Repeat("正文的一段，有[链接](/zh/2019)和**强调**。\n\n", 10)
					e.Text["zh"] = t
				}
				f := testFeed("zh", format.Extension, list)
				b.ReportAllocs()
				for b.Loop() {
					if err := format.Write(b.Context(), io.Discard, f); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
