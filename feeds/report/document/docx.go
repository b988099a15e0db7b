package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxParts bounds the entries of a DOCX container: Word writes some dozens.
const maxParts = 10_000

// readDOCX reads the body of an Office Open XML text (ECMA-376 part 1, §17):
// paragraphs, headings, list items, table rows, page breaks as last rendered.
// Deleted text, headers, footers and comments are left out.
func readDOCX(b *builder, data []byte) error {
	if bytes.HasPrefix(data, []byte("PK\x05\x06")) {
		return fmt.Errorf("%w: an empty archive", ErrUnreadable)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("%w: a damaged archive: %w", ErrUnreadable, err)
	}
	if len(z.File) > maxParts {
		return fmt.Errorf("%w: an archive of %d files", ErrTooLarge, len(z.File))
	}
	body, err := part(b, z, "word/document.xml")
	if err != nil {
		return err
	}
	if body == nil {
		return fmt.Errorf("%w: an archive, and no DOCX (word/document.xml is missing)", ErrBinary)
	}
	styles, err := part(b, z, "word/styles.xml")
	if err != nil {
		return err
	}
	core, err := part(b, z, "docProps/core.xml")
	if err != nil {
		return err
	}
	b.format, b.title = FormatDOCX, coreTitle(core)
	levels, err := headingStyles(b, styles)
	if err != nil {
		return err
	}
	d := &docx{b: b, levels: levels}
	if bytes.Contains(body, []byte("lastRenderedPageBreak")) {
		b.page = 1
	}
	err = eachToken(b, body, d.token)
	b.pages = b.page
	return err
}

// part unpacks one file of the archive; nil where it is missing.
func part(b *builder, z *zip.Reader, name string) ([]byte, error) {
	for _, f := range z.File {
		if f.Name != name {
			continue
		}
		if f.Flags&1 != 0 {
			return nil, ErrEncrypted
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrUnreadable, name, err)
		}
		defer r.Close()
		data, err := io.ReadAll(io.LimitReader(r, int64(b.limits.Bytes)+1))
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrUnreadable, name, err)
		}
		if len(data) > b.limits.Bytes {
			return nil, fmt.Errorf("%w: %s unpacks to more than %d bytes", ErrTooLarge, name, b.limits.Bytes)
		}
		return data, nil
	}
	return nil, nil
}

// eachToken decodes XML and hands every token on, within the limits.
func eachToken(b *builder, data []byte, f func(xml.Token) error) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	depth := 0
	for n := 0; ; n++ {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		if n&0xfff == 0 {
			if err := b.late(); err != nil {
				return err
			}
		}
		switch t := t.(type) {
		case xml.Directive:
			if bytes.HasPrefix(bytes.ToUpper(bytes.TrimSpace(t)), []byte("DOCTYPE")) {
				return ErrEntities
			}
		case xml.StartElement:
			if depth++; depth > b.limits.Depth {
				return fmt.Errorf("%w: more than %d levels", ErrTooDeep, b.limits.Depth)
			}
		case xml.EndElement:
			depth--
		}
		if err := f(t); err != nil {
			return err
		}
	}
}

func coreTitle(core []byte) string {
	var props struct {
		Title string `xml:"title"`
	}
	if len(core) == 0 || bytes.Contains(core, []byte("<!")) || xml.Unmarshal(core, &props) != nil {
		return ""
	}
	return props.Title
}

// headingStyles maps the ids of paragraph styles to heading levels: "heading
// 2" is level 2, "Title" 1. The names are the same in every language of Word.
func headingStyles(b *builder, styles []byte) (map[string]int, error) {
	levels := map[string]int{}
	id := ""
	err := eachToken(b, styles, func(t xml.Token) error {
		start, ok := t.(xml.StartElement)
		if !ok {
			return nil
		}
		switch start.Name.Local {
		case "style":
			id = attribute(start, "styleId")
		case "name":
			if level := headingName(attribute(start, "val")); level > 0 {
				levels[id] = level
			}
		}
		return nil
	})
	return levels, err
}

func headingName(name string) int {
	name = strings.ToLower(strings.ReplaceAll(name, " ", ""))
	switch {
	case name == "title" || name == "标题":
		return 1
	case len(name) == len("heading1") && strings.HasPrefix(name, "heading"):
		return int(name[len(name)-1] - '0')
	case strings.HasPrefix(name, "标题") && len(name) == len("标题1"):
		return int(name[len(name)-1] - '0')
	}
	return 0
}

func attribute(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// docx gathers paragraphs and rows from the tokens of document.xml.
type docx struct {
	b      *builder
	levels map[string]int
	text   strings.Builder
	para   Line
	inText bool
	// fallback and deleted count open elements whose text does not stand.
	fallback, deleted int
	// table counts open tables; cells are those of the outer table's row.
	table int
	cells []string
}

func (d *docx) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		return d.start(t)
	case xml.EndElement:
		return d.end(t)
	case xml.CharData:
		if d.inText && d.fallback == 0 && d.deleted == 0 {
			d.text.Write(t)
		}
	}
	return nil
}

func (d *docx) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "Fallback":
		d.fallback++
	case "del", "moveFrom":
		d.deleted++
	case "t":
		d.inText = true
	case "tab":
		if d.inText || d.table == 0 {
			d.text.WriteString("  ")
		}
	case "br", "cr":
		if attribute(e, "type") != "page" {
			return d.brk()
		}
	case "lastRenderedPageBreak":
		d.b.page++
	case "pStyle":
		if level := d.levels[attribute(e, "val")]; level > 0 {
			d.para.Kind, d.para.Level = KindHeading, level
		}
	case "numPr":
		if d.para.Kind == KindText {
			d.para.Kind, d.para.Level = KindItem, 1
		}
	case "ilvl":
		if level, err := strconv.Atoi(attribute(e, "val")); err == nil && d.para.Kind == KindItem {
			d.para.Level = 1 + max(0, min(level, 8))
		}
	case "tbl":
		d.table++
	case "tr":
		if d.table == 1 {
			d.cells = d.cells[:0]
		}
	}
	return nil
}

// brk ends a line within a paragraph.
func (d *docx) brk() error {
	if d.table > 0 {
		d.text.WriteByte('\v')
		return nil
	}
	return d.flush(false)
}

func (d *docx) end(e xml.EndElement) error {
	switch e.Name.Local {
	case "Fallback":
		d.fallback--
	case "del", "moveFrom":
		d.deleted--
	case "t":
		d.inText = false
	case "tc":
		if d.table == 1 {
			d.cells = append(d.cells, cellText(d.text.String()))
			d.text.Reset()
		}
	case "tr":
		if d.table == 1 && strings.TrimSpace(strings.Join(d.cells, "")) != "" {
			return d.b.line(strings.Join(d.cells, "\t"), Line{Kind: KindRow, Whole: true})
		}
	case "tbl":
		d.table--
	case "p":
		if d.table > 0 {
			d.text.WriteByte('\v')
			d.para = Line{}
			return nil
		}
		err := d.flush(true)
		d.para = Line{}
		return err
	}
	return nil
}

func (d *docx) flush(whole bool) error {
	text := strings.TrimSpace(clean(strings.ReplaceAll(d.text.String(), "\t", " ")))
	d.text.Reset()
	if text == "" {
		return nil
	}
	l := d.para
	l.Whole = whole
	if d.b.title == "" && l.Kind == KindHeading && l.Level == 1 {
		d.b.title = text
	}
	if level, rest, ok := bullet(text); ok && l.Kind == KindText {
		l.Kind, l.Level, text = KindItem, level, rest
	}
	return d.b.line(text, l)
}
