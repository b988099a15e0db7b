package follow_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/feeds/feedstest"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/table"
)

// tableWorld is a record of all kinds of events.
func tableWorld(t *testing.T) (*world, table.Selection) {
	t.Helper()
	w, site := newWorld(t), feedstest.Site()
	changes := events.DocumentChanges(&events.Site{}, site.Record)
	for _, e := range feedstest.Events() {
		next := *e
		if next.Slug == "" {
			continue
		}
		changes = append(changes, events.Put(next, 0))
	}
	if _, err := w.Commit(t.Context(), changes...); err != nil {
		t.Fatal(err)
	}
	return w, table.Selection{Events: w.Timeline().All(), Languages: site.Languages}
}

// importTable plans and carries out the import of a table.
func importTable(t *testing.T, w *world, name string, data []byte) (*follow.TableReport, []string) {
	t.Helper()
	p, err := follow.Document{Name: name, Data: data}.Plan(t.Context(), w.Timeline(), w.vault, intake.Options{Now: w.now})
	if err != nil {
		t.Fatal(err)
	}
	report, remarks := p.ReportTable(), p.Plan.Remarks()
	if _, err := p.Plan.Apply(t.Context(), intake.Target{Record: w.Live, Vault: w.vault}, intake.Signature{Author: "x"}); err != nil {
		t.Fatal(err)
	}
	return report, remarks
}

// What the record exports as a table changes nothing when it comes back, edited
// or not, but for what was edited.
func TestOwnTableComesBack(t *testing.T) {
	for name, write := range map[string]func(context.Context, io.Writer, table.Selection) error{"own.csv": table.WriteCSV, "own.xlsx": table.WriteXLSX} {
		t.Run(name, func(t *testing.T) {
			w, s := tableWorld(t)
			var b bytes.Buffer
			must(t, write(t.Context(), &b, s))
			before := w.Timeline().Rev()
			report, _ := importTable(t, w, name, b.Bytes())
			if report.Format != "Almanac" || len(report.Rows) != len(s.Events) {
				t.Fatalf("%s: %d rows of %d events", report.Format, len(report.Rows), len(s.Events))
			}
			for _, r := range report.Rows {
				if r.Status != "same" {
					t.Errorf("row %d, %s %q is %s: %s", r.Row, r.Date, r.Title, r.Status, r.Reason)
				}
			}
			if w.Timeline().Rev() != before {
				t.Error("something was written")
			}
		})
	}
}

// A picture that the record keeps has an address in its tables, by which it is known
// again, whatever the site is called by then. What a table cannot say of it stays.
func TestKeptPictureInOwnTable(t *testing.T) {
	const blob = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	kept := &events.Image{Blob: blob, Type: "image/png", Length: 9, Width: 800, Height: 600, Licence: "CC0", Credit: "K", Alt: events.Localised{"en": "A bridge", "zh": "桥"}}
	linked := &events.Image{URL: "https://elsewhere.example/b.jpg", Type: "image/jpeg", Width: 10, Height: 10, Licence: "CC0", Alt: events.Localised{"zh": "塔"}}
	table1 := func(t *testing.T, columns ...string) (*world, string) {
		w := newWorld(t)
		for id, image := range map[events.ID]*events.Image{"kept": kept, "linked": linked} {
			e := events.Event{ID: id, Slug: string(id), Status: events.Published, Text: map[string]events.Text{"en": {Title: string(id)}}, Image: image}
			var err error
			e.Span, err = events.SpanWords{Date: "2019-05"}.Span()
			must(t, err)
			_, err = w.Commit(t.Context(), events.Put(e, 0))
			must(t, err)
		}
		var b bytes.Buffer
		must(t, table.WriteCSV(t.Context(), &b, table.Selection{
			Events: w.Timeline().All(), Languages: []string{"en", "zh"}, Columns: columns, Public: true,
			Picture: func(m *events.Image) string { return "https://old.example" + feeds.PicturePath(m, 0) },
		}))
		return w, b.String()
	}
	image := func(w *world, id events.ID) *events.Image { e, _ := w.Timeline().Event(id); return e.Image }
	address := "https://old.example/media/" + blob + "-800.png"
	for _, test := range []struct {
		name, from, to  string
		columns         []string
		changed         int
		want, wantOther *events.Image
	}{
		{"as it was", "", "", nil, 0, kept, linked},
		{"without its address, as earlier tables", address, "", nil, 0, kept, linked},
		{"with other words", "A bridge", "The bridge", []string{"id", "date", "status", "slug", "title_en", "image", "credit", "alt_en"}, 1,
			&events.Image{Blob: blob, Type: "image/png", Length: 9, Width: 800, Height: 600, Licence: "CC0", Credit: "K", Alt: events.Localised{"en": "The bridge", "zh": "桥"}}, linked},
		{"without words", "A bridge", "", nil, 1, &events.Image{Blob: blob, Type: "image/png", Length: 9, Width: 800, Height: 600, Licence: "CC0", Credit: "K", Alt: events.Localised{"zh": "桥"}}, linked},
		{"with words in a new language", "塔", "塔楼", nil, 1, kept, &events.Image{URL: linked.URL, Type: "image/jpeg", Width: 10, Height: 10, Licence: "CC0", Alt: events.Localised{"zh": "塔楼"}}},
		{"another picture", address, "https://elsewhere.example/c.jpg", nil, 1, &events.Image{URL: "https://elsewhere.example/c.jpg", Credit: "K", Alt: events.Localised{"en": "A bridge", "zh": "桥"}}, linked},
	} {
		t.Run(test.name, func(t *testing.T) {
			w, text := table1(t, test.columns...)
			if !strings.Contains(text, address) || !strings.Contains(text, linked.URL) {
				t.Fatalf("the table is %q", text)
			}
			report, remarks := importTable(t, w, "own.csv", []byte(strings.Replace(text, test.from, test.to, 1)))
			changed := 0
			for _, r := range report.Rows {
				if r.Status == "changed" {
					changed++
				}
			}
			if changed != test.changed || len(remarks) > 0 {
				t.Errorf("%d rows are changed, not %d: %v", changed, test.changed, remarks)
			}
			if got := image(w, "kept"); !cmp.Equal(got, test.want) {
				t.Error(cmp.Diff(test.want, got))
			}
			if got := image(w, "linked"); !cmp.Equal(got, test.wantOther) {
				t.Error(cmp.Diff(test.wantOther, got))
			}
		})
	}
}

// An edited row changes what was edited; one whose event was edited meanwhile is
// refused, and a column that was deleted takes nothing away.
func TestEditedOwnTable(t *testing.T) {
	w := newWorld(t)
	put := func(id, title string) {
		old, _ := w.Timeline().Event(events.ID(id))
		e := events.Event{ID: events.ID(id), Slug: id, Status: events.Published, Text: map[string]events.Text{"en": {Title: title, Summary: "=1+1"}}, Tags: []string{"a"}, Key: true,
			Sources: []events.Source{{Title: events.Localised{"en": "Book"}}}}
		var err error
		e.Span, err = events.SpanWords{Date: "2019-05"}.Span()
		must(t, err)
		expect := events.Rev(0)
		if old != nil {
			expect = old.Rev
		}
		_, err = w.Commit(t.Context(), events.Put(e, expect))
		must(t, err)
	}
	put("one", "One")
	put("two", "Two")
	put("three", "Three")
	export := func(columns ...string) string {
		var b bytes.Buffer
		must(t, table.WriteCSV(t.Context(), &b, table.Selection{Events: w.Timeline().All(), Languages: []string{"en"}, Columns: columns}))
		return b.String()
	}
	text := export()
	if !strings.Contains(text, "'=1+1") || !strings.HasPrefix(text, "\ufeffid,") || !strings.Contains(text, "\r\n") {
		t.Errorf("the table is %q", text)
	}
	text = strings.Replace(text, "One", "Uno", 1)
	text = strings.Replace(text, "Two", "Due", 1)
	put("two", "Deux")
	report, _ := importTable(t, w, "a.csv", []byte(text))
	got := ""
	for _, r := range report.Rows {
		got += r.Title + " " + r.Status + ", "
	}
	if one, _ := w.Timeline().Event("one"); one.Text["en"].Title != "Uno" || one.Text["en"].Summary != "=1+1" || !one.Key || len(one.Sources) != 1 {
		t.Errorf("one is %+v; %s", one, got)
	}
	if two, _ := w.Timeline().Event("two"); two.Text["en"].Title != "Deux" || !strings.Contains(got, "Due refused") {
		t.Errorf("two is %+v; %s", two.Text, got)
	}
	few := strings.Replace(export("id", "status", "date", "title_en", "slug", "rev"), "Three", "Tre", 1)
	importTable(t, w, "b.csv", []byte(few))
	if e, _ := w.Timeline().Event("three"); e.Text["en"].Title != "Tre" || e.Text["en"].Summary != "=1+1" || !e.HasTag("a") || !e.Key || len(e.Sources) != 1 {
		t.Errorf("three is %+v", e)
	}
	// A spreadsheet made days of months, and the columns beside tell.
	days := strings.ReplaceAll(export(), "2019-05,", "2019-05-01,")
	if report, _ := importTable(t, w, "c.csv", []byte(days)); report.Rows[0].Status != "same" || report.Rows[0].Date != "2019-05" {
		t.Errorf("days are %+v", report.Rows)
	}
	other := strings.ReplaceAll(export(), "2019-05,", "2019-05-09,")
	if report, _ := importTable(t, w, "d.csv", []byte(other)); report.Rows[0].Status != "refused" || !strings.Contains(report.Rows[0].Reason, "change both") {
		t.Errorf("other days are %+v", report.Rows)
	}
	twice := export() + strings.SplitN(export(), "\r\n", 3)[1] + "\r\n"
	if report, _ := importTable(t, w, "e.csv", []byte(twice)); !strings.Contains(report.Rows[3].Reason, "stands in row 2 already") {
		t.Errorf("one twice is %+v", report.Rows)
	}
}

// TestOfficeRoundTrip opens the record's own table in LibreOffice, saves it as a
// spreadsheet and as CSV, and imports that: nothing changes.
func TestOfficeRoundTrip(t *testing.T) {
	office, err := exec.LookPath("soffice")
	switch {
	case err != nil && os.Getenv("ALMANAC_REQUIRE_TOOLS") == "1":
		t.Fatalf("LibreOffice is needed: %v", err)
	case err != nil:
		t.Skipf("LibreOffice is not installed: %v", err)
	}
	w, s := tableWorld(t)
	dir := t.TempDir()
	for name, write := range map[string]func(context.Context, io.Writer, table.Selection) error{"a.csv": table.WriteCSV, "b.xlsx": table.WriteXLSX} {
		f, err := os.Create(filepath.Join(dir, name))
		must(t, err)
		must(t, write(t.Context(), f, s))
		must(t, f.Close())
	}
	for _, x := range [][2]string{{"a.csv", "xlsx"}, {"a.csv", "csv:Text - txt - csv (StarCalc):44,34,76,1"}, {"b.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1"}, {"b.xlsx", "xlsx"}} {
		out := filepath.Join(dir, "out")
		c := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--infilter=CSV:44,34,76,1", "--convert-to", x[1], "--outdir", out, filepath.Join(dir, x[0]))
		if strings.HasSuffix(x[0], ".xlsx") {
			c.Args = slices.DeleteFunc(c.Args, func(a string) bool { return strings.HasPrefix(a, "--infilter") })
		}
		if told, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%s to %s: %v\n%s", x[0], x[1], err, told)
		}
		kind, _, _ := strings.Cut(x[1], ":")
		name := strings.TrimSuffix(x[0], filepath.Ext(x[0])) + "." + kind
		data, err := os.ReadFile(filepath.Join(out, name))
		must(t, err)
		before := w.Timeline().Rev()
		report, _ := importTable(t, w, name, data)
		for _, r := range report.Rows {
			if r.Status != "same" {
				t.Errorf("%s as %s: row %d, %s %q is %s: %s", x[0], kind, r.Row, r.Date, r.Title, r.Status, r.Reason)
			}
		}
		if len(report.Rows) != len(s.Events) || w.Timeline().Rev() != before {
			t.Errorf("%s as %s: %d rows of %d, or something was written", x[0], kind, len(report.Rows), len(s.Events))
		}
	}
}

// A table is followed as a calendar is.
func TestTablesAreFollowed(t *testing.T) {
	w, s := newWorld(t), &source{text: "ID,Wann,Was\nx-1,4/10/2019,Opening\n", tag: `"1"`}
	server := httptest.NewServer(s)
	defer server.Close()
	_, err := w.list().Add(t.Context(), follow.Calendar{Address: server.URL + "/pub?output=csv", Every: time.Hour, AllowPrivate: true, Reading: follow.Reading{Map: "Wann=date:day-first,Was=title_en"}})
	must(t, err)
	for step, x := range []struct{ text, done, error, remark string }{
		{s.text, "1 added, 0 changed, 0 unchanged, 0 gone", "", "known by"},
		{"ID,Wann,Was\nx-1,5/10/2019,Opening\nx-2,40/10/2019,Never\n", "0 added, 1 changed, 0 unchanged, 1 refused, 0 gone", "", "rows that are refused: 1; the first is row 3"},
		{"ID,Wohin\nx-1,a\n", "", "no column", ""},
		{"<html>sign in</html>", "", "a web page", ""},
	} {
		s.text, s.tag = x.text, fmt.Sprintf("%q", fmt.Sprint(step))
		_, now := w.look(t)
		if now.Last.Done != x.done || !strings.Contains(now.Last.Error, x.error) || !strings.Contains(strings.Join(now.Last.Remarks, "\n"), x.remark) {
			t.Errorf("step %d: %+v", step, now.Last)
		}
		w.now = w.now.Add(time.Hour)
	}
	for _, e := range w.Timeline().All() {
		for s, err := range w.History(t.Context(), events.HistoryQuery{ID: e.ID}) {
			if must(t, err); !strings.HasPrefix(s.Note, "followed table ") {
				t.Errorf("the history says %q", s.Note)
			}
		}
		if e.Span.EDTF().String() != "2019-10-05" || e.Origin == nil || strings.Contains(e.Origin.Feed, "pub") {
			t.Errorf("%s: %+v", e.Span.EDTF(), e.Origin)
		}
	}
}

// yearBook is a workbook of two sheets, each of a year.
func yearBook(t *testing.T) []byte {
	t.Helper()
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	sheet := func(date, title string) string {
		row := func(n int, a, b string) string {
			return fmt.Sprintf(`<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c><c r="B%d" t="inlineStr"><is><t>%s</t></is></c></row>`, n, n, a, n, b)
		}
		return "<worksheet><sheetData>" + row(1, "Date", "Event") + row(2, date, title) + "</sheetData></worksheet>"
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="` + rel + `"><sheets><sheet name="2019" r:id="a"/><sheet name="2020" r:id="b"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Target="1.xml" Type="` + rel + `/worksheet"/><Relationship Id="b" Target="2.xml" Type="` + rel + `/worksheet"/></Relationships>`,
		"xl/1.xml":                   sheet("5 January", "Winter ball"),
		"xl/2.xml":                   sheet("7 January", "Winter ball on ice"),
	} {
		w, err := z.Create(name)
		must(t, err)
		_, err = w.Write([]byte(text))
		must(t, err)
	}
	must(t, z.Close())
	return out.Bytes()
}

// The sheets of a workbook are imported one after the other: what one has brought
// has not gone because another one is read.
func TestSheetsOfYears(t *testing.T) {
	w, data := newWorld(t), yearBook(t)
	for step, x := range []struct{ sheet, date, status string }{
		{"", "2019-01-05", "new"}, {"2020", "2020-01-07", "new"}, {"", "2019-01-05", "same"}, {"2020", "2020-01-07", "same"},
	} {
		p, err := follow.Document{Name: "a.xlsx", Data: data, Sheet: x.sheet}.Plan(t.Context(), w.Timeline(), w.vault, intake.Options{Now: w.now})
		must(t, err)
		report, gone := p.ReportTable(), p.Gone()
		if len(report.Rows) != 1 || report.Rows[0].Date != x.date || report.Rows[0].Status != x.status || len(gone) > 0 {
			t.Errorf("step %d: %+v, gone %q", step, report.Rows, gone)
		}
		_, err = p.Plan.Apply(t.Context(), intake.Target{Record: w.Live, Vault: w.vault}, intake.Signature{Author: "x"})
		must(t, err)
	}
}
