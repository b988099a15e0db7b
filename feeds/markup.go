package feeds

import (
	"bytes"
	"html"
	"html/template"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"almanac.example/events"
)

// Markup turns the Markdown of event bodies into HTML that is safe in
// anybody's page. It is built once and safe for concurrent use.
type Markup struct {
	md     goldmark.Markdown
	policy *bluemonday.Policy
	base   *url.URL
}

var (
	alignPattern    = regexp.MustCompile(`^(left|right|center)$`)
	footnotePattern = regexp.MustCompile(`^fn(ref)?[0-9-]{1,20}$`)
	languagePattern = regexp.MustCompile(`^language-[A-Za-z0-9_+-]{1,40}$`)
)

// NewMarkup returns a Markup for a record served at base, an absolute address
// without its last slash.
func NewMarkup(base string) *Markup {
	// Raw HTML is not parsed at all: what looks like a tag is text to be read,
	// as in "List<T>", and not something to be dropped without a word.
	blocks := slicesWithout(parser.DefaultBlockParsers(), 900)
	inlines := slicesWithout(parser.DefaultInlineParsers(), 400)
	md := goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(blocks...),
			parser.WithInlineParsers(inlines...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		)),
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
			extension.Strikethrough,
			extension.Linkify,
			extension.Footnote,
			extension.NewCJK(extension.WithEastAsianLineBreaks(extension.EastAsianLineBreaksSimple)),
		),
	)
	m := &Markup{md: md, policy: policy()}
	if u, err := url.Parse(base); err == nil {
		m.base = u
	} else {
		m.base = &url.URL{}
	}
	return m
}

// slicesWithout drops the parser that goldmark documents at that priority.
func slicesWithout(parsers []util.PrioritizedValue, priority int) []util.PrioritizedValue {
	kept := parsers[:0]
	for _, p := range parsers {
		if p.Priority != priority {
			kept = append(kept, p)
		}
	}
	return kept
}

func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "em", "strong", "del",
		"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowElements("sup")
	p.AllowAttrs("id").Matching(footnotePattern).OnElements("sup", "li")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("align").Matching(alignPattern).OnElements("th", "td")
	p.AllowAttrs("class").Matching(languagePattern).OnElements("code")
	p.AllowAttrs("href", "title").OnElements("a")
	p.AllowAttrs("src", "alt", "title").OnElements("img")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(false)
	p.RequireParseableURLs(true)
	return p
}

// HTML renders Markdown: CommonMark with tables, ~~strikethrough~~, footnotes
// ([^1]) and bare addresses as links. Headings start at h2, since the title of an event is an
// h1. Addresses are made absolute: "/x" is below the record's base, other
// relative ones are seen from page; only http, https and mailto are kept.
func (m *Markup) HTML(markdown, page string) string {
	if strings.TrimSpace(markdown) == "" {
		return ""
	}
	src := []byte(Clean(markdown))
	doc := m.md.Parser().Parse(text.NewReader(src))
	from, err := url.Parse(page)
	if err != nil {
		from = m.base
	}
	m.rewrite(doc, from)
	var out bytes.Buffer
	if err := m.md.Renderer().Render(&out, src, doc); err != nil {
		// The renderer fails only where its writer does. What was written in
		// Markdown is readable as it stands, too.
		return "<p>" + html.EscapeString(string(src)) + "</p>"
	}
	safe := m.policy.SanitizeReader(strings.NewReader(m.footnotes(out.String(), from))).String()
	// Readers in use cut the value of an attribute off at a quotation mark's
	// number. Here it only stands for one: an ampersand is escaped itself.
	return strings.TrimSpace(strings.ReplaceAll(safe, "&#34;", "&quot;"))
}

// footnoteMark finds the names and addresses that the footnote renderer
// writes: id="fn:1", href="#fnref1:2". In texts a quotation mark is escaped, so
// that nothing else looks like one.
var footnoteMark = regexp.MustCompile(`(id="|href="#)(fn|fnref)([0-9]*):([0-9]+)"`)

// footnotes makes the addresses of footnotes absolute, as a reader may show
// the text anywhere.
func (m *Markup) footnotes(html string, page *url.URL) string {
	return footnoteMark.ReplaceAllStringFunc(html, func(mark string) string {
		part := footnoteMark.FindStringSubmatch(mark)
		name := part[2] + part[4]
		if part[3] != "" {
			name += "-" + part[3] // a note that is named more than once
		}
		if part[1] == `id="` {
			return `id="` + name + `"`
		}
		return `href="` + template.HTMLEscapeString(m.absolute("#"+name, page)) + `"`
	})
}

// rewrite makes addresses absolute and lowers headings. What must not be linked
// to or shown is left as its text.
func (m *Markup) rewrite(doc ast.Node, page *url.URL) {
	var dropped []ast.Node
	// Walk fails only if its callback does.
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		var destination *[]byte
		switch n := n.(type) {
		case *ast.Link:
			destination = &n.Destination
		case *ast.Image:
			destination = &n.Destination
		case *ast.Heading:
			n.Level = min(6, n.Level+1)
		}
		if destination == nil {
			return ast.WalkContinue, nil
		}
		if *destination = []byte(m.absolute(string(*destination), page)); len(*destination) == 0 {
			dropped = append(dropped, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range dropped {
		unwrap(n)
	}
}

// unwrap puts a node's children in its place.
func unwrap(n ast.Node) {
	parent := n.Parent()
	for child := n.FirstChild(); child != nil; child = n.FirstChild() {
		parent.InsertBefore(parent, n, child)
	}
	parent.RemoveChild(parent, n)
}

// absolute returns "" for what must not be linked to.
func (m *Markup) absolute(raw string, page *url.URL) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return ""
	}
	switch {
	case u.Scheme == "mailto" && u.Opaque != "":
		return u.String()
	case u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https":
		return ""
	case u.Scheme != "":
	case u.Host != "":
		u.Scheme = m.base.Scheme
	case strings.HasPrefix(u.Path, "/"):
		u = m.base.JoinPath(u.EscapedPath()).ResolveReference(&url.URL{RawQuery: u.RawQuery, Fragment: u.Fragment})
	case !strings.ContainsAny(raw, "/.#?"):
		return "" // a word, as in "[a]: note", is no address
	default:
		u = page.ResolveReference(u)
	}
	if u.Host == "" {
		return ""
	}
	return u.String()
}

// Clean keeps what XML 1.0 §2.2 and every reader can carry: valid UTF-8
// without control characters and noncharacters. Validate refuses these at
// entry; this is the last line.
func Clean(s string) string {
	for _, r := range s {
		if !carried(r) {
			return strings.Map(func(r rune) rune {
				if carried(r) {
					return r
				}
				return -1
			}, s)
		}
	}
	return s
}

func carried(r rune) bool {
	return r == '\n' || r == '\t' || r != utf8.RuneError && !events.IsControl(r)
}
