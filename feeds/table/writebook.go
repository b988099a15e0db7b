package table

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// LongestCell is how many characters a cell of an XLSX file may have.
const LongestCell = 32_767

// WriteXLSX writes the table as a workbook of one sheet, all cells as text: so no
// spreadsheet makes another date of one. Longer texts than a cell may have are
// left out.
func WriteXLSX(ctx context.Context, w io.Writer, s Selection) error {
	z := zip.NewWriter(w)
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const sheetML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	for _, p := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{workbookPart, `<workbook xmlns="` + sheetML + `" xmlns:r="` + office + `"><sheets><sheet name="Events" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + office + `/styles" Target="styles.xml"/></Relationships>`},
		// Style 1 is text (numFmtId 49).
		{"xl/styles.xml", `<styleSheet xmlns="` + sheetML + `"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf numFmtId="49" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`},
	} {
		if err := writePart(z, p[0], p[1]); err != nil {
			return err
		}
	}
	part, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return fmt.Errorf("writing the spreadsheet: %w", err)
	}
	if s.Longest == 0 {
		s.Longest = LongestCell
	}
	if err := writeSheet(ctx, part, s); err != nil {
		return fmt.Errorf("writing the spreadsheet: %w", err)
	}
	return z.Close()
}

func writePart(z *zip.Writer, name, text string) error {
	w, err := z.Create(name)
	if err == nil {
		_, err = io.WriteString(w, xml.Header+text)
	}
	if err != nil {
		return fmt.Errorf("writing the spreadsheet: %w", err)
	}
	return nil
}

// writeSheet writes the rows, each cell as a text of its own.
func writeSheet(ctx context.Context, w io.Writer, s Selection) error {
	if _, err := io.WriteString(w, xml.Header+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`); err != nil {
		return err
	}
	var b strings.Builder
	number := 0
	err := s.each(ctx, func(cells []string) error {
		number++
		b.Reset()
		fmt.Fprintf(&b, `<row r="%d">`, number)
		for i, c := range cells {
			if c == "" {
				continue
			}
			fmt.Fprintf(&b, `<c r="%s%d" s="1" t="inlineStr"><is><t xml:space="preserve">`, letters(i), number)
			if unguard(c) != c { // a guard of its own, so that it comes back
				c = "'" + c
			}
			if err := xml.EscapeText(&b, []byte(c)); err != nil {
				return err
			}
			b.WriteString("</t></is></c>")
		}
		b.WriteString("</row>")
		_, err := io.WriteString(w, b.String())
		return err
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "</sheetData></worksheet>")
	return err
}
