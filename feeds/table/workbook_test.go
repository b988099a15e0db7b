package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"almanac.example/events"
)

// book is a workbook of a test: sheets of XML rows.
type book struct {
	properties string
	sheets     []string // name, state, rows, and what follows them, parted by |
	strings    string
	styles     string
	more       map[string]string
}

const relationships = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`

// file packs the workbook.
func (b book) file(t *testing.T) File {
	t.Helper()
	parts := map[string]string{}
	list, relations := "", ""
	for i, s := range b.sheets {
		f := strings.SplitN(s+"|||", "|", 4)
		list += fmt.Sprintf(`<sheet name="%s" sheetId="%d" state="%s" r:id="rId%d"/>`, f[0], i+1, f[1], i+1)
		relations += fmt.Sprintf(`<Relationship Id="rId%d" Type="http://x/worksheet" Target="worksheets/s%d.xml"/>`, i+1, i+1)
		parts[fmt.Sprintf("xl/worksheets/s%d.xml", i+1)] = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + f[2] + `</sheetData>` + strings.Trim(f[3], "|") + `</worksheet>`
	}
	parts[workbookPart] = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` + b.properties + `<sheets>` + list + `</sheets></workbook>`
	parts["xl/_rels/workbook.xml.rels"] = `<Relationships ` + relationships + `>` + relations + `</Relationships>`
	if b.strings != "" {
		parts["xl/sharedStrings.xml"] = `<sst>` + b.strings + `</sst>`
	}
	if b.styles != "" {
		parts["xl/styles.xml"] = `<styleSheet>` + b.styles + `</styleSheet>`
	}
	for name, text := range b.more {
		parts[name] = text
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return File{Name: "a.xlsx", Data: out.Bytes()}
}

// row writes a row of inline texts; what begins with = is a number with the
// style behind the colon.
func row(number int, cells ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<row r="%d">`, number)
	for i, c := range cells {
		ref := fmt.Sprintf("%s%d", letters(i), number)
		if n, ok := strings.CutPrefix(c, "="); ok {
			value, style, _ := strings.Cut(n, ":")
			fmt.Fprintf(&b, `<c r="%s" s="%s"><v>%s</v></c>`, ref, style, value)
		} else if c != "" {
			fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref, c)
		}
	}
	return b.String() + "</row>"
}

// styles are a day, a month, a year, day and month without year, day with time,
// a time, a plain number, and a number with letters.
const styles = `<numFmts><numFmt numFmtId="164" formatCode="yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy\ hh:mm"/><numFmt numFmtId="166" formatCode="[$-409]d\-mmm;@"/><numFmt numFmtId="167" formatCode="0.0&quot; days&quot;"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="17"/><xf numFmtId="164"/><xf numFmtId="166"/><xf numFmtId="165"/><xf numFmtId="20"/><xf numFmtId="1"/><xf numFmtId="167"/></cellXfs>`

func TestWorkbooks(t *testing.T) {
	for name, x := range map[string]struct {
		book  book
		sheet string
		want  string
	}{
		"serial days": {book{styles: styles, sheets: []string{"S||" + row(1, "Date", "Title") +
			row(2, "=43588:1", "Day") + row(3, "=43586:2", "Month") + row(4, "=43466:3", "Year") + row(5, "=43588:4", "No year") +
			row(6, "=43588.75:5", "Timed") + row(7, "=43588:5", "Midnight") + row(8, "=1987:7", "Number") + row(9, "=43588:0", "Bare serial") +
			row(10, "=60:1", "Never was") + row(11, "=1:1", "First") + row(12, "=0:1", "Zero") + row(13, "2019-05-05", "Text") + row(14, "=43588:8", "Count")}}, "",
			"2 2019-05-03 Day|3 2019-05 Month|4 2019 Year|5 REFUSED No year|6 2019-05-03 Timed|7 2019-05-03 Midnight|8 1987 Number|9 REFUSED Bare serial|10 REFUSED Never was|11 1900-01-01 First|12 REFUSED Zero|13 2019-05-05 Text|14 REFUSED Count"},
		"before 1900": {book{styles: styles, sheets: []string{"S||" + row(1, "Date", "Title") + row(2, "=-304318:1", "Day") + row(3, "=-16891:2", "Month") + row(4, "14 March 1900", "Text")}}, "",
			"2 1066-10-14 Day|3 1853-10 Month|4 1900-03-14 Text"},
		"months made days": {book{styles: styles, sheets: []string{"S||" + row(1, "Date", "Title") + row(2, "=16072:1", "A") + row(3, "30 October 1944", "B") + row(4, "15 July 1946", "C") + row(5, "=16528:1", "D") + row(6, "1 March 1946", "E")}}, "",
			"2 REFUSED A|3 1944-10-30 B|4 1946-07-15 C|5 REFUSED D|6 1946-03-01 E"},
		"one is a day": {book{styles: styles, sheets: []string{"S||" + row(1, "Date", "Title") + row(2, "=16072:1", "A") + row(3, "30 October 1944", "B") + row(4, "15 July 1946", "C") + row(5, "=16529:1", "D")}}, "",
			"2 1944-01-01 A|3 1944-10-30 B|4 1946-07-15 C|5 1945-04-02 D"},
		"texts that no spreadsheet takes": {book{styles: styles, sheets: []string{"S||" + row(1, "Date", "Title") + row(2, "=16072:1", "A") + row(3, "30 October 1844", "B") + row(4, "15 July 1846", "C") + row(5, "=16528:1", "D")}}, "",
			"2 REFUSED A|3 1844-10-30 B|4 1846-07-15 C|5 REFUSED D"},
		"old months made days": {book{styles: styles, sheets: []string{"S||" + row(1, "Date", "Title") + row(2, "=-16891:1", "A") + row(3, "30 October 1844", "B") + row(4, "15 July 1846", "C") + row(5, "=16072:1", "D")}}, "",
			"2 REFUSED A|3 1844-10-30 B|4 1846-07-15 C|5 REFUSED D"},
		"months made days in ranges": {book{styles: styles, sheets: []string{"S||" + row(1, "Start", "End", "Title") + row(2, "=16072:1", "=16528:1", "A") + row(3, "30 October 1944", "2 May 1945", "B") + row(4, "15 July 1946", "=17168:1", "C")}}, "",
			"2 REFUSED A|3 1944-10-30/1945-05-02 B|4 REFUSED C"},
		"only one of many": {book{styles: styles, sheets: []string{"S||" + row(1, "Date", "Title") + row(2, "=16072:1", "A") + row(3, "30 October 1944", "B") + row(4, "15 July 1946", "C") + row(5, "1 March 1946", "D") + row(6, "2 March 1946", "E")}}, "",
			"2 REFUSED A|3 1944-10-30 B|4 1946-07-15 C|5 1946-03-01 D|6 1946-03-02 E"},
		"only one of them": {book{styles: styles, sheets: []string{"S||" + row(1, "Date", "Title") + row(2, "=16072:1", "A") + row(3, "30 October 1944", "B") + row(4, "15 July 1946", "C")}}, "",
			"2 REFUSED A|3 1944-10-30 B|4 1946-07-15 C"},
		"one among years": {book{styles: styles, sheets: []string{"S||" + row(1, "Date", "Title") + row(2, "1912", "A") + row(3, "c. 1915", "B") + row(4, "=16072:1", "C")}}, "",
			"2 1912 A|3 1915~ B|4 REFUSED C"},
		"one beside another": {book{styles: styles, sheets: []string{"S||" + row(1, "Date", "Title") + row(2, "1912", "A") + row(3, "=16072:1", "C")}}, "",
			"2 1912 A|3 1944-01-01 C"},
		"1904": {book{properties: `<workbookPr date1904="1"/>`, styles: styles, sheets: []string{"S||" + row(1, "Date", "Title") + row(2, "=42126:1", "Day") + row(3, "=0:1", "First")}}, "",
			"2 2019-05-03 Day|3 1904-01-01 First"},
		"shared texts": {book{strings: `<si><t>Date</t></si><si><r><t>Ti</t></r><r><t>tle</t></r><rPh><t>x</t></rPh></si><si><t>2019-05-03</t></si><si><t> A </t></si>`,
			sheets: []string{`S||<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c><c t="s"><v>3</v></c><c t="s"><v>9</v></c></row>`}}, "", "2 2019-05-03 A"},
		"hidden sheets":     {book{sheets: []string{"H|hidden|" + row(1, "Date", "Title") + row(2, "2001", "No"), "V||" + row(1, "Date", "Title") + row(2, "2002", "Yes")}}, "", "2 2002 Yes"},
		"first with events": {book{sheets: []string{"Notes||" + row(1, "Read me"), "V||" + row(1, "Date", "Title") + row(2, "2002", "Yes")}}, "", "2 2002 Yes"},
		"by name":           {book{sheets: []string{"A||" + row(1, "Date", "Title") + row(2, "2001", "No"), "B||" + row(1, "Date", "Title") + row(2, "2002", "Yes")}}, "B", "2 2002 Yes"},
		"merged header": {book{sheets: []string{"A||" + row(1, "", "Start", "", "End", "") + row(2, "Title", "Year", "Month", "Year", "Month") + row(3, "War", "1914", "7", "1918", "11") +
			`|<mergeCells><mergeCell ref="B1:C1"/><mergeCell ref="D1:E1"/></mergeCells>`}}, "", "3 1914-07/1918-11 War"},
		"exchanged": {book{styles: styles, sheets: []string{"A||" + row(1, "Date", "Title") + row(2, "=43588:1", "A") + row(3, "13/04/2019", "B") + row(4, "=43589:1", "C") + row(5, "=43590:1", "D")}}, "",
			"2 REFUSED A|3 2019-04-13 B|4 REFUSED C|5 2019-05-05 D"},
		"other cells": {book{sheets: []string{`A||` + row(1, "Date", "Title", "Approx") +
			`<row r="2"><c r="A2" t="d"><v>2019-05-03T00:00:00</v></c><c r="B2" t="str"><v>F</v></c><c r="C2" t="b"><v>1</v></c></row><row r="3"><c r="A3" t="e"><v>#REF!</v></c><c r="B3" t="str"><v>G</v></c></row>`}}, "",
			"2 2019-05-03~ F|3 REFUSED G"},
	} {
		t.Run(name, func(t *testing.T) {
			f := x.book.file(t)
			f.Sheet = x.sheet
			var got []string
			for _, o := range read(t, f, "").Rows {
				date := "REFUSED"
				if o.Event != nil {
					date = o.Event.Span.EDTF().String()
				}
				got = append(got, fmt.Sprintf("%d %s %s", o.Number, date, o.Title))
			}
			if text := strings.Join(got, "|"); text != x.want {
				t.Errorf("read\n%s, want\n%s", strings.ReplaceAll(text, "|", "\n"), strings.ReplaceAll(x.want, "|", "\n"))
			}
		})
	}
}

// TestFilesThatAreRefused are refused whole, with a reason.
func TestFilesThatAreRefused(t *testing.T) {
	bomb := book{sheets: []string{"A||" + row(1, "Date", "Title")}}.file(t)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	if _, err := z.CreateRaw(&zip.FileHeader{Name: workbookPart, Method: zip.Store, UncompressedSize64: maxBytes + 1}); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	wide := row(1, append([]string{"Date"}, make([]string, maxColumns)...)...)
	wide = strings.Replace(wide, "</row>", fmt.Sprintf(`<c r="%s1" t="str"><v>x</v></c></row>`, letters(maxColumns)), 1)
	for name, x := range map[string]struct {
		f    File
		want string
	}{
		"empty":          {File{Data: []byte(" \n")}, "the file is empty"},
		"old":            {File{Data: []byte("\xd0\xcf\x11\xe0....")}, "before 2007"},
		"another zip":    {File{Data: []byte("PK\x03\x04....")}, "no XLSX"},
		"web page":       {File{Data: []byte("<!doctype html><p>Sign in")}, "web page"},
		"NUL":            {File{Data: []byte("Date,Title\n2019,a\n2019,\x00")}, "line 3: there is a NUL byte"},
		"no sheet":       {File{Data: bomb.Data, Sheet: "B"}, `there is no sheet "B"; there are ["A"]`},
		"bomb":           {File{Data: out.Bytes()}, "unpacks to more than 200 MB"},
		"only hidden":    {book{sheets: []string{"A|hidden|"}}.file(t), "no sheet that is not hidden"},
		"empty book":     {book{sheets: []string{"A||"}}.file(t), "is empty"},
		"wide book":      {book{sheets: []string{"A||" + wide}}.file(t), "row 1 has 201 columns"},
		"wide text":      {File{Data: []byte(strings.Repeat("a,", maxColumns+1) + "a\n")}, "columns, at most 200"},
		"encoding":       {File{Data: []byte("a,b"), Encoding: "EBCDIC"}, `"EBCDIC" is no encoding that is known`},
		"no timeline":    {File{Data: []byte(`{"events":[{"start_date":{"year":"1"}},`)}, "no JSON of TimelineJS"},
		"torn XML":       {book{sheets: []string{`A||<row r="1"><c`}}.file(t), "reading"},
		"cells in order": {book{sheets: []string{`A||<row r="1"><c r="B1" t="str"><v>x</v></c><c r="A1" t="str"><v>y</v></c></row>`}}.file(t), "in no order"},
	} {
		if _, err := Read(t.Context(), x.f); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v, want %q", name, err, x.want)
		}
	}
}

// TestMostRows allows a million rows beside the header.
func TestMostRows(t *testing.T) {
	if err := checkSize(maxRows, Row{}); err != nil {
		t.Error(err)
	}
	if err := checkSize(maxRows+1, Row{}); !errors.Is(err, events.ErrTooLarge) || !strings.Contains(err.Error(), "more than 1000000 rows") {
		t.Error(err)
	}
}

// TestTitledYear reads dates without a year: it stands in the name of the sheet or
// in the title above the header.
func TestTitledYear(t *testing.T) {
	for _, c := range []struct{ sheet, above, date, want string }{
		{"2019", "", "5 January", "2019-01-05"}, {"2019年", "", "1月5日", "2019-01-05"}, {"Jahr 2019", "", "5. Januar", "2019-01-05"},
		{"Events", "2019年大事记", "1月5日", "2019-01-05"}, {"2019", "", "5 January 2020", "2020-01-05"},
		{"2019", "", "5–7 January", "2019-01-05/2019-01-07"},
		{"2019", "", "Mar-19", ""}, // a day or a month of 2019, whatever the sheet is called
		{"2018-2019", "", "5 January", ""}, {"Events", "Stand: Mai 2019", "5 January", ""}, {"Events", "1900–1950", "5 January", ""},
		{"Events", "", "5 January", ""}, {"2019-20", "", "5 January", ""}, {"Events", "Page 3", "5 January", ""}, {"3000", "", "5 January", ""},
	} {
		rows := []Row{{Number: 3, Cells: []Cell{{Text: "Date"}, {Text: "Event"}}}, {Number: 4, Cells: []Cell{{Text: c.date}, {Text: "Winter ball"}}}}
		if c.above != "" {
			rows = append([]Row{{Number: 1, Cells: []Cell{{Text: c.above}}}}, rows...)
		}
		table := &Table{Name: c.sheet, Rows: rows}
		in, err := table.Import(t.Context(), table.Guess(Options{}), Options{Record: record()})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, e := range in.Events() {
			got += e.Span.EDTF().String()
		}
		if got != c.want {
			t.Errorf("%q of the sheet %q below %q is %q, want %q: %q", c.date, c.sheet, c.above, got, c.want, tell(in))
		}
	}
}
