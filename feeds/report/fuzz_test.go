package report_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"almanac.example/events/edtf"
	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// FuzzExtract holds for any bytes: no panic, quotes are exact, dates are
// EDTF, the order is the document's, and a second run says the same.
func FuzzExtract(f *testing.F) {
	files, err := filepath.Glob("testdata/texts/*.[thm]*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(filepath.Base(file), data, 2019)
	}
	f.Add("a.txt", []byte("3月5日《（“2019年 Q3 on the 4th of May–— 同月 次日 c. 1900"), 0)
	f.Add("a.html", []byte("<table><tr><td rowspan=9>3月<td>x<tr><td>"), 2000)
	f.Fuzz(func(t *testing.T, name string, data []byte, year int) {
		if len(data) > 64<<10 || strings.HasSuffix(name, ".pdf") {
			t.Skip()
		}
		doc, err := document.Read(context.Background(), name, data, document.Limits{})
		if err != nil || doc.Format == document.FormatPDF {
			return
		}
		if !utf8.ValidString(doc.Text) {
			t.Fatal("the text is not UTF-8")
		}
		r, err := report.Extract(context.Background(), doc, report.Options{Year: year})
		if err != nil {
			return
		}
		checkResult(t, doc, r)
		again, err := report.Extract(context.Background(), doc, report.Options{Year: year})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(r, again, cmpopts.IgnoreUnexported(edtf.Value{}), cmpopts.EquateComparable()); d != "" {
			t.Errorf("a second run differs: %s", d)
		}
	})
}

func checkResult(t *testing.T, doc *document.Document, r report.Result) {
	t.Helper()
	last := -1
	ended := len(r.Passed)
	for _, d := range r.Drafts {
		ended += d.Dates
		if d.Title == "" || len(d.Quotes) == 0 || d.Fingerprint == "" || !utf8.ValidString(d.Title+d.Summary+d.Wording) {
			t.Errorf("an empty part: %+v", d)
		}
		if d.Confidence < 0.05 || d.Confidence > 0.99 {
			t.Errorf("%s: confidence %v", d.Title, d.Confidence)
		}
		if v, err := edtf.Parse(d.Date); err != nil || !v.Equal(d.Value) {
			t.Errorf("%s: date %q: %v", d.Title, d.Date, err)
		}
		for i, q := range d.Quotes {
			checkQuote(t, doc, q)
			if i > 0 && q.Start < d.Quotes[i-1].Start {
				t.Errorf("%s: quotes out of order", d.Title)
			}
		}
		if d.Quotes[0].Start < last {
			t.Errorf("%s: not in document order", d.Title)
		}
		last = d.Quotes[0].Start
	}
	for _, p := range r.Passed {
		checkQuote(t, doc, p.Quote)
	}
	if ended != r.Dates {
		t.Errorf("%d dates were found, and %d ended in a draft or a refusal", r.Dates, ended)
	}
}
