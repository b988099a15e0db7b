package document

import (
	"context"
	"fmt"
	"strings"
)

// builder gathers the lines of a document and holds the limits.
type builder struct {
	ctx    context.Context
	limits Limits
	format Format
	title  string
	text   strings.Builder
	lines  []Line
	page   int
	pages  int
	// scanned says that pages were seen, and no character on them.
	scanned bool
}

// line appends one line. Its text has no '\n'.
func (b *builder) line(text string, l Line) error {
	if b.text.Len()+len(text)+1 > b.limits.Bytes {
		return fmt.Errorf("%w: more than %d bytes of text", ErrTooLarge, b.limits.Bytes)
	}
	if len(b.lines)&0x3ff == 0 {
		if err := b.late(); err != nil {
			return err
		}
	}
	if len(b.lines) > 0 {
		b.text.WriteByte('\n')
	}
	l.Start = b.text.Len()
	b.text.WriteString(text)
	l.End = b.text.Len()
	l.Page = b.page
	b.lines = append(b.lines, l)
	return nil
}

// late reports ErrTooSlow once the time is over, or the caller's own reason
// to stop.
func (b *builder) late() error {
	switch b.ctx.Err() {
	case nil:
		return nil
	case context.DeadlineExceeded:
		return fmt.Errorf("%w: more than %v", ErrTooSlow, b.limits.Time)
	default:
		return b.ctx.Err()
	}
}

// empty is the error for a document without text.
func (b *builder) empty() error {
	if b.scanned {
		return ErrNoTextLayer
	}
	return ErrEmpty
}

func (b *builder) document() *Document {
	text := b.text.String()
	return &Document{
		Title:  strings.Join(strings.Fields(b.title), " "),
		Format: b.format,
		Text:   text,
		Lines:  b.lines,
		Pages:  b.pages,
		marks:  marksOf(text, b.lines),
	}
}
