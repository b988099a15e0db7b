package document

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readHTML reads an HTML document: block elements become lines, inline ones
// flow together without a blank (a digit per SPAN is one number), the cells
// of a row are separated by tabs.
func readHTML(b *builder, text string) error {
	if strings.Contains(strings.ToUpper(text[:min(len(text), 64<<10)]), "<!ENTITY") {
		return ErrEntities
	}
	return readHTMLPart(b, text)
}

func readHTMLPart(b *builder, text string) error {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		if strings.Contains(err.Error(), "open stack of elements exceeds") {
			return fmt.Errorf("%w: more than %d levels", ErrTooDeep, b.limits.Depth)
		}
		return fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	h := &htmlReader{b: b}
	if main := mainPart(root); main != nil {
		if head := find(root, func(n *html.Node) bool { return n.DataAtom == atom.Head }); head != nil && b.title == "" {
			b.title = titleOf(head)
		}
		root = main
	}
	if err := h.walk(root, 0); err != nil {
		return err
	}
	return h.flush(true)
}

type htmlReader struct {
	b    *builder
	buf  strings.Builder
	next Line
	list int
	pre  bool
	// inRow collects a cell's text as part of one line.
	inRow bool
	// spans are the cells that reach down into the coming rows.
	spans map[int]int
}

// skipped are elements whose text is no part of what is read.
var skipped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Svg: true,
	atom.Nav: true, atom.Footer: true, atom.Button: true, atom.Select: true, atom.Iframe: true,
	atom.Textarea: true, atom.Del: true, atom.S: true, atom.Object: true, atom.Head: true,
}

// blocks are elements that begin and end a line.
var blocks = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Main: true, atom.Aside: true,
	atom.Header: true, atom.Ul: true, atom.Ol: true, atom.Dl: true, atom.Dt: true, atom.Dd: true,
	atom.Blockquote: true, atom.Figure: true, atom.Figcaption: true, atom.Table: true, atom.Caption: true,
	atom.Tbody: true, atom.Thead: true, atom.Tfoot: true, atom.Pre: true, atom.Hr: true, atom.Address: true,
	atom.Form: true, atom.Fieldset: true, atom.Body: true, atom.Center: true, atom.Summary: true, atom.Details: true,
}

func (h *htmlReader) walk(n *html.Node, depth int) error {
	if depth > h.b.limits.Depth {
		return fmt.Errorf("%w: more than %d levels", ErrTooDeep, h.b.limits.Depth)
	}
	switch n.Type {
	case html.TextNode:
		return h.text(n.Data)
	case html.ElementNode:
		return h.element(n, depth)
	case html.DocumentNode:
		return h.children(n, depth)
	}
	return nil
}

func (h *htmlReader) children(n *html.Node, depth int) error {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := h.walk(c, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (h *htmlReader) element(n *html.Node, depth int) error {
	switch {
	case n.DataAtom == atom.Head:
		if h.b.title == "" {
			h.b.title = titleOf(n)
		}
		return nil
	case skipped[n.DataAtom] || hidden(n):
		return nil
	case n.DataAtom == atom.Br:
		if h.inRow {
			h.buf.WriteByte('\v')
			return nil
		}
		return h.flush(false)
	case n.DataAtom == atom.Tr && !h.inRow:
		return h.row(n, depth)
	case n.DataAtom == atom.Li && !h.inRow:
		h.list++
		defer func() { h.list-- }()
		return h.block(n, depth, Line{Kind: KindItem, Level: h.list})
	case headingAtom(n.DataAtom) > 0 && !h.inRow:
		return h.block(n, depth, Line{Kind: KindHeading, Level: headingAtom(n.DataAtom)})
	case blocks[n.DataAtom]:
		if h.inRow {
			h.buf.WriteByte('\v')
			err := h.children(n, depth)
			h.buf.WriteByte('\v')
			return err
		}
		if n.DataAtom == atom.Table {
			if err := h.space(); err != nil {
				return err
			}
		}
		if n.DataAtom == atom.Pre {
			h.pre = true
			defer func() { h.pre = false }()
		}
		return h.block(n, depth, h.inherited(n))
	}
	return h.children(n, depth)
}

// inherited keeps a list item's own first paragraph an item.
func (h *htmlReader) inherited(n *html.Node) Line {
	if n.DataAtom == atom.P && n.Parent != nil && n.Parent.DataAtom == atom.Li && n.PrevSibling == nil {
		return h.next
	}
	return Line{}
}

// space parts a table from what stands before it by a blank line.
func (h *htmlReader) space() error {
	if err := h.flush(true); err != nil || len(h.b.lines) == 0 {
		return err
	}
	return h.b.line("", Line{})
}

func (h *htmlReader) block(n *html.Node, depth int, l Line) error {
	if err := h.flush(true); err != nil {
		return err
	}
	h.next = l
	if err := h.children(n, depth); err != nil {
		return err
	}
	err := h.flush(true)
	h.next = Line{}
	return err
}

// row writes a table row as one line, with an empty cell under each cell that
// reaches down from the row above.
func (h *htmlReader) row(n *html.Node, depth int) error {
	if err := h.flush(true); err != nil {
		return err
	}
	h.inRow = true
	defer func() { h.inRow = false }()
	if n.PrevSibling == nil && (n.Parent == nil || n.Parent.PrevSibling == nil) {
		h.spans = nil
	}
	var cells []string
	head, spans := true, map[int]int{}
	fill := func() {
		for left := h.spans[len(cells)]; left > 0; left = h.spans[len(cells)] {
			spans[len(cells)] = left - 1
			cells = append(cells, "")
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		fill()
		head = head && c.DataAtom == atom.Th
		if down := number(c, "rowspan"); down > 1 {
			spans[len(cells)] = min(down, 1000) - 1
		}
		if err := h.children(c, depth+1); err != nil {
			return err
		}
		cells = append(cells, cellText(h.buf.String()))
		h.buf.Reset()
		for range min(number(c, "colspan"), 50) - 1 {
			cells = append(cells, "")
		}
	}
	fill()
	h.spans = spans
	if strings.TrimSpace(strings.Join(cells, "")) == "" {
		return nil
	}
	return h.b.line(strings.Join(cells, "\t"), Line{Kind: KindRow, Whole: true, Head: head})
}

// cellText is the text of a cell; lines within it are parted by two blanks.
func cellText(s string) string {
	var lines []string
	for part := range strings.SplitSeq(s, "\v") {
		if text := strings.Join(strings.Fields(clean(part)), " "); text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "  ")
}

func (h *htmlReader) text(s string) error {
	if !h.pre || h.inRow {
		h.buf.WriteString(s)
		return nil
	}
	for i, part := range strings.Split(s, "\n") {
		if i > 0 {
			if err := h.flush(false); err != nil {
				return err
			}
		}
		h.buf.WriteString(part)
	}
	return nil
}

// flush writes what was gathered as a line; whole says that a paragraph ends
// with it.
func (h *htmlReader) flush(whole bool) error {
	raw := clean(strings.NewReplacer("\n", " ", "\t", " ", "\r", " ").Replace(h.buf.String()))
	h.buf.Reset()
	text := strings.Join(strings.FieldsFunc(raw, func(r rune) bool { return r == ' ' }), " ")
	if text == "" {
		return nil
	}
	l := h.next
	l.Whole = whole
	if h.b.title == "" && l.Kind == KindHeading && l.Level == 1 {
		h.b.title = text
	}
	return h.b.line(text, l)
}

func titleOf(head *html.Node) string {
	for c := head.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Title && c.FirstChild != nil {
			return c.FirstChild.Data
		}
	}
	return ""
}

func headingAtom(a atom.Atom) int {
	switch a {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5:
		return 5
	case atom.H6:
		return 6
	}
	return 0
}

// hidden says whether an element is not shown, or is the mark of a footnote.
func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch {
		case a.Key == "hidden":
			return true
		case a.Key == "style" && strings.Contains(strings.ReplaceAll(a.Val, " ", ""), "display:none"):
			return true
		case a.Key == "role" && a.Val == "navigation":
			return true
		}
	}
	return n.DataAtom == atom.Sup && n.FirstChild != nil && (strings.HasPrefix(n.FirstChild.Data, "[") || strings.Contains(attributeOf(n, "class"), "reference"))
}

func number(n *html.Node, key string) int {
	for _, a := range n.Attr {
		if a.Key == key {
			v, err := strconv.Atoi(strings.TrimSpace(a.Val))
			if err == nil && v > 0 {
				return v
			}
		}
	}
	return 1
}
