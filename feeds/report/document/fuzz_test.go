package document_test

import (
	"context"
	"testing"
	"time"
	"unicode/utf8"

	"almanac.example/feeds/report/document"
)

// FuzzRead holds for any bytes: no panic, valid text, lines that cover it, in
// order, and positions that lead back.
func FuzzRead(f *testing.F) {
	f.Add("a.txt", []byte("一\f二\r\n· 三"))
	f.Add("a.md", []byte("---\ntitle: x\n---\n# a\n| a | b |\n|--|--|\n<table><tr><td>x</table>"))
	f.Add("a.html", []byte("<p>a<br>b<table><tr><td rowspan=3>c<td colspan=2>d"))
	f.Add("a.docx", []byte("PK\x03\x04"))
	f.Add("a", []byte("\xff\xfea\x00b\x00"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		doc, err := document.Read(context.Background(), name, data, document.Limits{Bytes: 1 << 20, Time: 10 * time.Second})
		if err != nil {
			return
		}
		if doc.Format == document.FormatPDF {
			return
		}
		if !utf8.ValidString(doc.Text) {
			t.Fatal("the text is not UTF-8")
		}
		last := -1
		for i, l := range doc.Lines {
			if l.Start != last+1 || l.End < l.Start || l.End > len(doc.Text) {
				t.Fatalf("line %d is %d to %d after %d", i+1, l.Start, l.End, last)
			}
			if p := doc.Position(l.Start); p.Line != i+1 || p.Column != 1 {
				t.Fatalf("line %d begins at %+v", i+1, p)
			}
			last = l.End
		}
		if last != len(doc.Text) {
			t.Fatalf("the lines end at %d of %d", last, len(doc.Text))
		}
	})
}
