package document

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"
	"time"
	"unicode/utf8"
)

// Format names how a document was written.
type Format string

// The formats that can be read.
const (
	FormatText     Format = "text"
	FormatMarkdown Format = "markdown"
	FormatHTML     Format = "html"
	FormatDOCX     Format = "docx"
	FormatPDF      Format = "pdf"
)

// Kind says what a line is in its document.
type Kind uint8

// The kinds of line. Plain text has only KindText and KindItem; whether a
// short line is a heading is for the reader of the text to judge.
const (
	KindText Kind = iota
	KindHeading
	KindItem
	KindRow
	KindCode
)

// Line is one line of a document's text.
type Line struct {
	// Start and End are byte offsets into Document.Text, without the '\n'.
	Start, End int
	// Page is the page the line stands on, from 1; 0 where the format has
	// no pages.
	Page int
	// Kind says what the line is.
	Kind Kind
	// Level is the depth of a heading (1 is the top) or of a list item.
	Level int
	// Whole says that the line is a complete paragraph of its source, so
	// that nothing is missing before or after it.
	Whole bool
	// Head marks the head row of a table.
	Head bool
	// Strong says that the whole line is emphasised, as a headline is.
	Strong bool
}

// Document is a report as text. It is not changed after reading.
type Document struct {
	// Name is the file's name as given.
	Name string
	// Title is the document's own title where it has one, else empty.
	Title string
	// Format is how the document was written.
	Format Format
	// SHA256 is the hexadecimal SHA-256 of the bytes as given.
	SHA256 string
	// Text is the normalised text, UTF-8, lines separated by '\n'.
	Text string
	// Lines are the lines of Text, in order.
	Lines []Line
	// Pages is the number of pages, 0 where the format has none.
	Pages int
	// marks are columns within long lines, for counting from near by.
	marks []mark
}

// mark is the column, from 0, of a byte offset.
type mark struct{ offset, column int }

// markEvery is the distance of marks in bytes.
const markEvery = 1024

// marksOf counts columns in the lines that are longer than markEvery.
func marksOf(text string, lines []Line) []mark {
	var marks []mark
	for _, l := range lines {
		if l.End-l.Start <= markEvery {
			continue
		}
		column, last := 0, l.Start
		for i := range text[l.Start:l.End] {
			if at := l.Start + i; at-last >= markEvery {
				marks = append(marks, mark{at, column})
				last = at
			}
			column++
		}
	}
	return marks
}

// Position is a place in a document's text.
type Position struct {
	// Page counts from 1; 0 where the format has no pages.
	Page int
	// Line and Column count from 1; a column is a character.
	Line, Column int
	// Offset is the byte offset into Document.Text.
	Offset int
}

// Position tells where the byte offset stands. An offset outside the text is
// moved to its nearest end.
func (d *Document) Position(offset int) Position {
	offset = max(0, min(offset, len(d.Text)))
	i := sort.Search(len(d.Lines), func(i int) bool { return d.Lines[i].Start > offset }) - 1
	if i < 0 {
		return Position{Line: 1, Column: 1, Offset: offset}
	}
	line := d.Lines[i]
	start, column := line.Start, 1
	if m := sort.Search(len(d.marks), func(m int) bool { return d.marks[m].offset > offset }) - 1; m >= 0 && d.marks[m].offset > start {
		start, column = d.marks[m].offset, d.marks[m].column+1
	}
	column += utf8.RuneCountInString(d.Text[start:max(start, min(offset, line.End))])
	return Position{Page: line.Page, Line: i + 1, Column: column, Offset: offset}
}

// Surroundings returns the text from `lines` lines before the byte range to
// as many after it, for showing a quote in place.
func (d *Document) Surroundings(start, end, lines int) string {
	if len(d.Lines) == 0 {
		return ""
	}
	first := max(0, d.Position(start).Line-1-lines)
	last := min(len(d.Lines)-1, d.Position(end).Line-1+lines)
	return d.Text[d.Lines[first].Start:d.Lines[last].End]
}

// Limits bound the work of reading. A zero field takes its value from
// DefaultLimits.
type Limits struct {
	// Bytes bounds the size of the input, and of what is unpacked from it.
	Bytes int
	// Pages bounds the number of pages of a PDF.
	Pages int
	// Depth bounds how deeply elements may be nested.
	Depth int
	// Time bounds the whole reading, but for what the pages of a PDF add to it.
	Time time.Duration
	// PagesTime bounds what the pages of a PDF add to Time, at three seconds each.
	PagesTime time.Duration
	// PageTime bounds the reading of one page of a PDF.
	PageTime time.Duration
	// PageText bounds the characters on one page of a PDF.
	PageText int
}

// DefaultLimits returns the limits used where none are given: 64 MiB, 5,000
// pages, 200 levels, a minute and up to ten more for pages; 30 seconds and 100,000
// characters a page. They are times on the clock: a page whose glyphs are drawn
// (Type 3 fonts, as browsers print Chinese) takes a second of an idle core, and
// the core is seldom idle.
func DefaultLimits() Limits {
	return Limits{Bytes: 64 << 20, Pages: 5000, Depth: 200, Time: time.Minute, PagesTime: 10 * time.Minute, PageTime: 30 * time.Second, PageText: 100_000}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	if l.Bytes <= 0 {
		l.Bytes = d.Bytes
	}
	if l.Pages <= 0 {
		l.Pages = d.Pages
	}
	if l.Depth <= 0 {
		l.Depth = d.Depth
	}
	if l.Time <= 0 {
		l.Time = d.Time
	}
	if l.PagesTime <= 0 {
		l.PagesTime = d.PagesTime
	}
	if l.PageTime <= 0 {
		l.PageTime = d.PageTime
	}
	if l.PageText <= 0 {
		l.PageText = d.PageText
	}
	return l
}

// timeFor is how long a PDF of so many pages may take.
func (l Limits) timeFor(pages int) time.Duration {
	return l.Time + min(time.Duration(pages)*3*time.Second, l.PagesTime)
}

// Read reads a document. The format is recognised from the bytes; the name's
// extension only tells Markdown from plain text. Errors wrap one of the
// errors of this package and name the document.
func Read(ctx context.Context, name string, data []byte, limits Limits) (*Document, error) {
	limits = limits.withDefaults()
	doc, err := read(ctx, name, data, limits)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", shortName(name), err)
	}
	sum := sha256.Sum256(data)
	doc.Name, doc.SHA256 = name, hex.EncodeToString(sum[:])
	return doc, nil
}

func read(ctx context.Context, name string, data []byte, limits Limits) (*Document, error) {
	if len(data) > limits.Bytes {
		return nil, fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, len(data), limits.Bytes)
	}
	format, err := detect(name, data)
	if err != nil {
		return nil, err
	}
	most := limits.Time
	if format == FormatPDF {
		most = limits.timeFor(limits.Pages) // until it is known how many there are
	}
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	b := &builder{ctx: ctx, limits: limits}
	switch format {
	case FormatPDF:
		err = readPDF(b, data)
	case FormatDOCX:
		err = readDOCX(b, data)
	default:
		err = readText(b, name, data)
	}
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(b.text.String()) == "" {
		return nil, b.empty()
	}
	return b.document(), nil
}

func shortName(name string) string {
	const limit = 80
	if len(name) <= limit {
		return name
	}
	return "…" + strings.ToValidUTF8(name[len(name)-limit:], "")
}
