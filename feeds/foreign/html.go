package foreign

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// htmlTag finds the tags that programs write in descriptions. What only looks
// like one, as "a <b and c> d" does, has no such attributes.
var htmlTag = regexp.MustCompile(`(?i)</?(a|abbr|address|article|b|big|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|font|footer|h[1-6]|head|header|hr|html|i|img|ins|li|meta|o:p|ol|p|pre|q|s|section|small|span|strike|strong|style|script|sub|sup|table|tbody|td|th|thead|title|tr|tt|u|ul)(\s+[a-z_:-]+\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))*\s*/?>|<!doctype html`)

// LooksLikeHTML reports whether a text holds tags that programs write.
func LooksLikeHTML(s string) bool { return htmlTag.MatchString(s) }

// htmlEntity finds the entities that programs leave in texts whose tags they took
// out.
var htmlEntity = regexp.MustCompile(`&(#\d{2,5}|#x[0-9a-fA-F]{2,4}|nbsp|amp|lt|gt|quot|apos|[lr][sd]quo|[mn]dash|hellip|bull);`)

// HasEntity reports whether a text holds such entities.
func HasEntity(s string) bool { return htmlEntity.MatchString(s) }

// ReadHTML turns a description in HTML into plain text, and into Markdown that
// keeps what the markup says: emphasis, links, lists.
func ReadHTML(s string) (plain, markdown string) {
	p := htmlText{breaks: wordBreaks(s)}
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		p.take(kind, z.Token())
	}
	p.closeLink()
	return tidyLines(string(p.plain), false), tidyLines(string(p.marked), true)
}

// htmlText collects the text of HTML twice: plain, and as Markdown.
type htmlText struct {
	plain, marked []byte
	breaks        breaks // what line breaks in it mean
	line          int    // where the last line of marked starts
	hidden        int    // open elements that are not shown
	pre           int    // open elements that keep their white space
	href          string // of the link that is open
	label         [2]int // where its text starts
	numbers       []int  // of the lists that are open: the last number, -1 for none
}

// invisible lists the elements whose content is no text.
func invisible(tag string) bool {
	switch tag {
	case "head", "style", "script", "title", "template", "noscript":
		return true
	}
	return false
}

func (p *htmlText) take(kind html.TokenType, t html.Token) {
	switch kind {
	case html.TextToken:
		if p.hidden == 0 {
			p.text(t.Data)
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		if invisible(t.Data) && kind == html.StartTagToken {
			p.hidden++
		}
		if p.hidden == 0 {
			p.start(t)
		}
	case html.EndTagToken:
		if invisible(t.Data) {
			p.hidden = max(0, p.hidden-1)
		} else if p.hidden == 0 {
			p.end(t.Data)
		}
	}
}

// text takes words over. White space is what HTML makes of it: one space.
func (p *htmlText) text(s string) {
	if p.pre == 0 {
		for i, paragraph := range p.breaks.split(s) {
			if i > 0 {
				p.both("\n\n")
			}
			words := p.breaks.collapse(paragraph)
			if bytes.HasSuffix(p.plain, []byte(" ")) {
				words = strings.TrimLeft(words, " ") // two spaces that an element parts are one
			}
			p.words(words)
		}
		return
	}
	p.words(s)
}

// lineStart matches what a line may have before words that Markdown would take
// for markup: nothing, or the mark of a list's item.
var lineStart = regexp.MustCompile(`^\s*((-|\d+\.)\s+)?$`)

// words takes words over as they stand.
func (p *htmlText) words(s string) {
	p.plain = append(p.plain, s...)
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			p.mark("\\\n")
		}
		p.mark(escapeInline(line, lineStart.Match(p.marked[p.line:])))
	}
}

// mark writes Markdown.
func (p *htmlText) mark(s string) {
	if i := strings.LastIndexByte(s, '\n'); i >= 0 {
		p.line = len(p.marked) + i + 1
	}
	p.marked = append(p.marked, s...)
}

// breaks says what line breaks in a description mean. Programs that let people
// write text with a few marks in it keep their line breaks beside the markup.
type breaks uint8

const (
	breakSpace breaks = iota // as in every document: a space
	breakParas               // an empty line parts paragraphs
	breakLines               // every break is one
)

var (
	htmlDocument = regexp.MustCompile(`(?i)<(!doctype|html|body|head)\b`)
	htmlBlocks   = regexp.MustCompile(`(?i)<(p|br|div|table|ul|ol|li|tr|h[1-6])\b`)
)

func wordBreaks(s string) breaks {
	switch {
	case htmlDocument.MatchString(s):
		return breakSpace
	case htmlBlocks.MatchString(s):
		return breakParas
	}
	return breakLines
}

func (b breaks) split(s string) []string {
	if b == breakSpace {
		return []string{s}
	}
	return strings.Split(s, "\n\n")
}

func (b breaks) collapse(s string) string {
	if b != breakLines {
		return collapse(s)
	}
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = collapse(lines[i])
	}
	return strings.Join(lines, "\n")
}

func collapse(s string) string {
	words := strings.Join(strings.Fields(s), " ")
	if words == "" && s != "" {
		return " "
	}
	if strings.TrimLeft(s, " \t\r\n\f") != s {
		words = " " + words
	}
	if strings.TrimRight(s, " \t\r\n\f") != s {
		words += " "
	}
	return words
}

// both writes the same into plain text and Markdown.
func (p *htmlText) both(s string) {
	p.plain = append(p.plain, s...)
	p.mark(s)
}

func (p *htmlText) start(t html.Token) {
	switch t.Data {
	case "br":
		p.plain = append(p.plain, "\n"...)
		p.mark("\\\n")
	case "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "dl", "hr":
		p.both("\n\n")
	case "pre":
		p.pre++
		p.both("\n\n")
	case "tr", "dt", "dd":
		p.plain = append(p.plain, "\n"...)
		p.mark("\\\n")
	case "td", "th":
		p.both(" ")
	case "ul":
		p.open(-1)
	case "ol":
		p.open(0)
	case "li":
		p.item()
	case "b", "strong":
		p.mark(strongMark)
	case "i", "em":
		p.mark(emphasisMark)
	case "a":
		p.closeLink()
		if address := attribute(t, "href"); IsWebAddress(address) {
			p.href, p.label = address, [2]int{len(p.plain), len(p.marked)}
		}
	}
}

func (p *htmlText) open(number int) {
	p.both("\n\n")
	p.numbers = append(p.numbers, number)
}

func (p *htmlText) item() {
	p.both("\n")
	if n := len(p.numbers); n > 0 && p.numbers[n-1] >= 0 {
		p.numbers[n-1]++
		p.both(fmt.Sprintf("%s%d. ", strings.Repeat("   ", min(n-1, 5)), p.numbers[n-1]))
		return
	}
	p.both(strings.Repeat("  ", max(0, min(len(p.numbers)-1, 5))) + "- ")
}

func (p *htmlText) end(tag string) {
	switch tag {
	case "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "dl":
		p.both("\n\n")
	case "pre":
		p.pre = max(0, p.pre-1)
		p.both("\n\n")
	case "ul", "ol":
		p.numbers = p.numbers[:max(0, len(p.numbers)-1)]
		p.both("\n\n")
	case "b", "strong":
		p.mark(strongMark)
	case "i", "em":
		p.mark(emphasisMark)
	case "a":
		p.closeLink()
	}
}

// closeLink writes the address of the link that is open behind its text.
func (p *htmlText) closeLink() {
	if p.href == "" {
		return
	}
	if text := string(bytes.TrimSpace(p.plain[p.label[0]:])); text != p.href && text != "" {
		p.plain = append(p.plain, " ("+p.href+")"...)
		label := strings.TrimSpace(plainLabel.Replace(string(p.marked[p.label[1]:])))
		p.marked = p.marked[:p.label[1]]
		p.line = min(p.line, len(p.marked))
		p.mark("[" + label + "](" + strings.NewReplacer("(", "%28", ")", "%29").Replace(p.href) + ")")
	}
	p.href = ""
}

// Emphasis is marked by characters that no text has, until it is known what
// stands between two of them: Markdown wants no space at either side of it, and
// HTML leaves elements open.
const (
	strongMark   = "\ue000"
	emphasisMark = "\ue001"
)

// plainLabel takes out of the text of a link what would end it.
var plainLabel = strings.NewReplacer(strongMark, "", emphasisMark, "", "\\\n", " ", "\n", " ")

// markedWords finds what stands between two marks in one paragraph.
var markedWords = regexp.MustCompile(`(?s)(\x{e000}+|\x{e001}+)(\s*)([^\x{e000}\x{e001}]*?)(\s*)(\x{e000}+|\x{e001}+)`)

// tidyLines takes white space off that HTML does not show: at both ends of
// lines, and of more than one empty line.
func tidyLines(s string, markdown bool) string {
	var out []string
	for _, line := range strings.Split(s, "\n") {
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		text := strings.TrimSpace(line)
		if isItem := strings.HasPrefix(text, "- ") || len(text) > 1 && text[0] >= '0' && text[0] <= '9'; len(indent) >= 2 && isItem {
			text = indent + text
		}
		if bare := strings.TrimSpace(strings.TrimSuffix(text, "\\")); markdown && bare == "" {
			text = ""
		}
		if text == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, text)
	}
	if !markdown {
		return strings.TrimSpace(strings.Join(out, "\n"))
	}
	for i := range out { // a line break before an empty line, or at the end, is none
		if text, broken := strings.CutSuffix(out[i], "\\"); broken && (i+1 == len(out) || out[i+1] == "") && !strings.HasSuffix(text, "\\") {
			out[i] = strings.TrimSpace(text)
		}
	}
	return strings.TrimSpace(emphasise(strings.Join(out, "\n")))
}

// emphasise writes Markdown's marks where there is something between two.
func emphasise(s string) string {
	paragraphs := strings.Split(s, "\n\n")
	for i, text := range paragraphs {
		text = markedWords.ReplaceAllStringFunc(text, func(found string) string {
			m := markedWords.FindStringSubmatch(found)
			mark := map[string]string{strongMark: "**", emphasisMark: "*"}[string([]rune(m[1])[:1])]
			if m[3] == "" || []rune(m[1])[0] != []rune(m[5])[0] {
				return m[2] + m[3] + m[4]
			}
			return m[2] + mark + m[3] + mark + m[4]
		})
		paragraphs[i] = strings.NewReplacer(strongMark, "", emphasisMark, "").Replace(text)
	}
	return strings.Join(paragraphs, "\n\n")
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
