package table

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/feeds"
)

// isWorkbook reports whether the bytes are a ZIP package with a workbook in it.
func isWorkbook(data []byte) bool {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return false
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	return err == nil && slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == workbookPart })
}

const workbookPart = "xl/workbook.xml"

// mostParts bounds how many files a package may hold.
const mostParts = 10_000

// workbook is an open XLSX file (ISO/IEC 29500-1, SpreadsheetML).
type workbook struct {
	ctx     context.Context //nolint:containedctx // of the one call that reads the file
	parts   map[string]*zip.File
	left    int64 // bytes that may still be unpacked
	strings []string
	formats []format // by style
	base    epoch
}

// sheet is one sheet of a workbook.
type sheet struct{ name, part string }

// relation leads from one part to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Target string `xml:"Target,attr"`
	Type   string `xml:"Type,attr"`
}

// readWorkbook reads one sheet: the one that is asked for, or the first that is
// not hidden and has a date and a title.
func readWorkbook(ctx context.Context, f File) (*Table, error) {
	z, err := zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data)))
	if err != nil {
		return nil, fmt.Errorf("reading the package: %w", err)
	}
	if len(z.File) > mostParts {
		return nil, refusal("file-parts", "the package holds more than %d files: %w", mostParts, events.ErrTooLarge)
	}
	w := &workbook{ctx: ctx, parts: map[string]*zip.File{}, left: maxBytes}
	for _, p := range z.File {
		if w.parts[p.Name] = p; p.UncompressedSize64 > uint64(maxBytes) {
			return nil, errUnpacked()
		}
	}
	sheets, hidden, err := w.open()
	if err != nil {
		return nil, err
	}
	t, err := w.choose(sheets, f.Sheet)
	if err != nil {
		return nil, err
	}
	for _, s := range sheets {
		t.Sheets = append(t.Sheets, s.name)
	}
	if others := slices.DeleteFunc(slices.Clone(t.Sheets), func(s string) bool { return s == t.Name }); len(others) > 0 && f.Sheet == "" {
		t.Remarks = append(t.Remarks, fmt.Sprintf("the sheet %q is read; left out: %q", t.Name, others))
	}
	if hidden > 0 {
		t.Remarks = append(t.Remarks, fmt.Sprintf("hidden sheets left out: %d", hidden))
	}
	return t, nil
}

// open reads what all sheets share.
func (w *workbook) open() (sheets []sheet, hidden int, err error) {
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			Alt   string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		List []relation `xml:"Relationship"`
	}
	if err := w.decode(workbookPart, &book); err != nil {
		return nil, 0, err
	}
	if err := w.decode("xl/_rels/workbook.xml.rels", &relations); err != nil {
		return nil, 0, err
	}
	if v := book.Properties.Date1904; v == "1" || v == "true" {
		w.base = epoch1904
	}
	part := map[string]string{}
	for _, r := range relations.List {
		if strings.HasSuffix(r.Type, "/worksheet") {
			part[r.ID] = within("xl", r.Target)
		}
	}
	for _, s := range book.Sheets {
		name := part[s.ID+s.Alt]
		switch {
		case name == "": // a chart
		case s.State == "hidden" || s.State == "veryHidden":
			hidden++
		default:
			sheets = append(sheets, sheet{feeds.Clean(s.Name), name})
		}
	}
	if len(sheets) == 0 {
		return nil, 0, refusal("file-hidden", "the spreadsheet has no sheet that is not hidden")
	}
	if err := w.readStrings(); err != nil {
		return nil, 0, err
	}
	return sheets, hidden, w.readStyles()
}

// within is the name of a part that another one names.
func within(folder, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(folder, target)
}

// choose reads sheets until one has what is asked for.
func (w *workbook) choose(sheets []sheet, name string) (*Table, error) {
	var first *Table
	for _, s := range sheets {
		if name != "" && s.name != name {
			continue
		}
		t, err := w.sheet(s)
		if err != nil {
			return nil, fmt.Errorf("sheet %q: %w", s.name, err)
		}
		if name != "" || hasEvents(t) {
			return t, nil
		}
		if first == nil && len(t.Rows) > 0 {
			first = t
		}
	}
	switch {
	case name != "":
		names := make([]string, len(sheets))
		for i, s := range sheets {
			names[i] = s.name
		}
		return nil, refusal("no-sheet", "there is no sheet %q; there are %s", name, quotedList(names))
	case first == nil:
		return nil, refusal("book-empty", "the spreadsheet is empty")
	}
	return first, nil
}

func quotedList(names []string) string { return fmt.Sprintf("%q", names) }

// hasEvents reports whether a table has columns for date and title.
func hasEvents(t *Table) bool {
	m := t.Guess(Options{})
	return m.Problem == ""
}

// reader opens a part. What all parts unpack to is bounded.
func (w *workbook) reader(name string) (io.ReadCloser, error) {
	p, ok := w.parts[name]
	if !ok {
		return nil, fmt.Errorf("the spreadsheet lacks its part %q", name)
	}
	r, err := p.Open()
	if err != nil {
		return nil, fmt.Errorf("unpacking %s: %w", name, err)
	}
	return &bounded{r, w}, nil
}

// bounded reads what may still be unpacked.
type bounded struct {
	io.ReadCloser
	of *workbook
}

// Read reads a piece of a part.
func (b *bounded) Read(p []byte) (int, error) {
	if err := b.of.ctx.Err(); err != nil {
		return 0, context.Cause(b.of.ctx)
	}
	n, err := b.ReadCloser.Read(p)
	if b.of.left -= int64(n); b.of.left < 0 {
		return 0, errUnpacked()
	}
	return n, err
}

func errUnpacked() error {
	return refusal("unpacked", "the spreadsheet unpacks to more than %d MB: %w", maxBytes>>20, events.ErrTooLarge)
}

// decode reads a small part whole.
func (w *workbook) decode(name string, into any) error {
	r, err := w.reader(name)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := xml.NewDecoder(r).Decode(into); err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	return nil
}

// each calls back for every element of that name in a part.
func (w *workbook) each(part string, take func(*xml.Decoder, xml.StartElement) error) error {
	r, err := w.reader(part)
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("reading %s: %w", part, err)
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := take(d, start); err != nil {
				return err
			}
		}
	}
}

// richText is a text, in one piece or in several with looks of their own.
type richText struct {
	Text string   `xml:"t"`
	Runs []string `xml:"r>t"`
}

// String joins the pieces.
func (r richText) String() string { return r.Text + strings.Join(r.Runs, "") }

// readStrings reads the texts that cells share.
func (w *workbook) readStrings() error {
	const part = "xl/sharedStrings.xml"
	if _, ok := w.parts[part]; !ok {
		return nil
	}
	return w.each(part, func(d *xml.Decoder, start xml.StartElement) error {
		if start.Name.Local != "si" {
			return nil
		}
		var s richText
		if err := d.DecodeElement(&s, &start); err != nil {
			return fmt.Errorf("reading %s: %w", part, err)
		}
		w.strings = append(w.strings, s.String())
		return nil
	})
}

// readStyles reads how numbers are shown.
func (w *workbook) readStyles() error {
	const part = "xl/styles.xml"
	if _, ok := w.parts[part]; !ok {
		return nil
	}
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.decode(part, &styles); err != nil {
		return err
	}
	own := map[int]format{}
	for _, f := range styles.Formats {
		own[f.ID] = formatOf(f.Code)
	}
	for _, c := range styles.Cells {
		f, ok := own[c.Format]
		if !ok {
			f = builtinFormat(c.Format)
		}
		w.formats = append(w.formats, f)
	}
	return nil
}
