package report_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
)

// read reads a document and extracts its drafts.
func read(t testing.TB, file string, opts report.Options) (*document.Document, report.Result) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := document.Read(context.Background(), filepath.Base(file), data, document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.Extract(context.Background(), doc, opts)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return doc, r
}

func predictions(drafts []report.Draft) []prediction {
	var out []prediction
	for _, d := range drafts {
		p := prediction{date: d.Date, title: d.Title}
		for _, q := range d.Quotes {
			p.texts = append(p.texts, q.Text)
		}
		out = append(out, p)
	}
	return out
}

// TestTexts holds the extraction to the gold of texts in many layouts and
// both languages.
func TestTexts(t *testing.T) {
	files, err := filepath.Glob("testdata/texts/*.gold")
	if err != nil || len(files) < 12 {
		t.Fatalf("%d texts, err %v", len(files), err)
	}
	var f1, titled float64
	for _, gold := range files {
		name := strings.TrimSuffix(filepath.Base(gold), ".gold")
		t.Run(name, func(t *testing.T) {
			s := scoreText(t, strings.TrimSuffix(gold, ".gold"), readGold(t, gold))
			f1 += s.f1
			titled += s.titled
		})
	}
	n := float64(len(files))
	t.Logf("%d texts: macro F1 %.3f, titled F1 %.3f", len(files), f1/n, titled/n)
	if f1/n < 0.97 || titled/n < 0.95 {
		t.Errorf("macro F1 %.3f, titled F1 %.3f; want at least 0.97 and 0.95", f1/n, titled/n)
	}
}

func scoreText(t *testing.T, base string, gold []goldEntry) scored {
	t.Helper()
	text, err := filepath.Glob(base + ".[thm]*")
	if err != nil || len(text) != 1 {
		t.Fatalf("no text for %s: %v", base, err)
	}
	_, r := read(t, text[0], report.Options{})
	s := score(predictions(r.Drafts), gold)
	if s.f1 < 0.85 || s.titled < 0.8 || len(s.statistics) > 0 {
		t.Errorf("F1 %.3f, titled %.3f\nmissed %q\nextra %q\nfigures taken for events %q", s.f1, s.titled, s.missed, s.extra, s.statistics)
	}
	return s
}

// TestResults holds every quote to be the passage it says it is, and every date
// expression to end in a draft or in a refusal.
func TestResults(t *testing.T) {
	files, err := filepath.Glob("testdata/texts/*.[thm]*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		doc, r := read(t, file, report.Options{})
		checkResult(t, doc, r)
	}
}

func checkQuote(t testing.TB, doc *document.Document, q report.Quote) {
	t.Helper()
	if q.Start < 0 || q.End > len(doc.Text) || q.Start >= q.End || doc.Text[q.Start:q.End] != q.Text {
		t.Errorf("%s: the quote %q is not what stands at %d to %d", doc.Name, q.Text, q.Start, q.End)
		return
	}
	if p := doc.Position(q.Start); p.Line != q.Line || p.Column != q.Column || p.Page != q.Page {
		t.Errorf("%s: %q is at %+v, not at line %d column %d page %d", doc.Name, q.Text, p, q.Line, q.Column, q.Page)
	}
}
