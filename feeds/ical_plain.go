package feeds

import (
	"bufio"
	"bytes"
	stdhtml "html"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

// Text renders Markdown as plain text for places that show no markup. Links
// stay readable as "text (address)", list items keep their marks, and what was
// broken into lines only in the source flows together again.
func (m *Markup) Text(markdown, page string) string {
	if strings.TrimSpace(markdown) == "" {
		return ""
	}
	src := []byte(clean(markdown))
	doc := m.md.Parser().Parse(text.NewReader(src))
	from, err := url.Parse(page)
	if err != nil {
		from = m.base
	}
	m.rewrite(doc, from)
	p := plainWriter{src: src}
	p.blocks(doc, "\n\n")
	return strings.TrimSpace(p.out.String())
}

// plainWriter walks a document. The nesting it follows is bounded by the
// length of a body.
type plainWriter struct {
	src    []byte
	out    bytes.Buffer
	indent string // in front of each further line
}

// blocks writes the children of a container with something between them.
func (p *plainWriter) blocks(parent ast.Node, between string) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if n.PreviousSibling() != nil {
			p.raw(between)
		}
		p.block(n)
	}
}

func (p *plainWriter) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.List:
		p.list(n)
	case *ast.Blockquote:
		p.nested("> ", "> ", n, "\n\n")
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		p.code(n)
	case *ast.ThematicBreak:
		p.raw("* * *")
	case *extast.Table, *extast.FootnoteList:
		p.blocks(n, "\n")
	case *extast.Footnote:
		mark := "[" + strconv.Itoa(n.Index) + "] "
		p.nested(mark, strings.Repeat(" ", len(mark)), n, "\n\n")
	case *extast.TableHeader, *extast.TableRow:
		for cell := n.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if cell.PreviousSibling() != nil {
				p.raw(" | ")
			}
			p.inlines(cell)
		}
	default:
		p.inlines(n)
	}
}

func (p *plainWriter) list(l *ast.List) {
	between := "\n"
	if !l.IsTight {
		between = "\n\n"
	}
	number := l.Start
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		if item.PreviousSibling() != nil {
			p.raw(between)
		}
		mark := "- "
		if l.IsOrdered() {
			mark = strconv.Itoa(number) + ". "
			number++
		}
		p.nested(mark, strings.Repeat(" ", len(mark)), item, between)
	}
}

// nested writes a container whose first line has a mark and whose further
// lines are indented.
func (p *plainWriter) nested(mark, indent string, n ast.Node, between string) {
	outer := p.indent
	p.raw(mark)
	p.indent += indent
	p.blocks(n, between)
	p.indent = outer
}

func (p *plainWriter) code(n ast.Node) {
	lines := n.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		p.raw(strings.TrimRight(string(line.Value(p.src)), "\n"))
		if i+1 < lines.Len() {
			p.raw("\n")
		}
	}
}

// raw writes text, indenting what follows its line breaks.
func (p *plainWriter) raw(s string) {
	if p.indent != "" {
		s = strings.ReplaceAll(s, "\n", "\n"+p.indent)
	}
	p.out.WriteString(s)
}

func (p *plainWriter) inlines(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		p.inline(n)
	}
}

func (p *plainWriter) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		p.raw(plainSegment(n, p.src))
		if n.HardLineBreak() {
			p.raw("\n")
		} else if n.SoftLineBreak() && !joinsCJK(n, p.src) {
			p.raw(" ")
		}
	case *ast.CodeSpan:
		for t := n.FirstChild(); t != nil; t = t.NextSibling() {
			if t, ok := t.(*ast.Text); ok {
				p.raw(strings.ReplaceAll(string(t.Segment.Value(p.src)), "\n", " "))
			}
		}
	case *ast.String:
		p.raw(string(n.Value))
	case *extast.FootnoteLink:
		p.raw("[" + strconv.Itoa(n.Index) + "]")
	case *extast.FootnoteBacklink: // an arrow back
	case *ast.AutoLink:
		p.raw(string(n.URL(p.src)))
	case *ast.Link:
		p.linked(n, string(n.Destination))
	case *ast.Image:
		p.linked(n, string(n.Destination))
	default:
		p.inlines(n)
	}
}

// linked writes "text (address)".
func (p *plainWriter) linked(n ast.Node, address string) {
	start := p.out.Len()
	p.inlines(n)
	label := p.out.String()[start:]
	p.out.Truncate(start)
	p.out.WriteString(withAddress(label, strings.TrimPrefix(address, "mailto:")))
}

// plainSegment resolves escapes and entities as the HTML renderer would.
func plainSegment(n *ast.Text, src []byte) string {
	var b bytes.Buffer
	w := bufio.NewWriterSize(&b, 512)
	html.DefaultWriter.Write(w, n.Segment.Value(src))
	// Writing into a buffer cannot fail.
	_ = w.Flush()
	return stdhtml.UnescapeString(b.String())
}

// joinsCJK reports whether the line break after n stands between two
// characters of a script that is written without spaces.
func joinsCJK(n *ast.Text, src []byte) bool {
	before, _ := utf8.DecodeLastRune(n.Segment.Value(src))
	next := n.NextSibling()
	for next != nil && next.FirstChild() != nil {
		next = next.FirstChild()
	}
	t, ok := next.(*ast.Text)
	if !ok {
		return false
	}
	after, _ := utf8.DecodeRune(t.Segment.Value(src))
	return spaceless(before) && spaceless(after)
}

func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) ||
		r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef || r == '\u2014' || r == '\u2026'
}
