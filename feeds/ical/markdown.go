package ical

import (
	"strings"

	"golang.org/x/net/html"
)

// escapeMarkdown writes plain text so that Markdown shows it as it is: line
// breaks stay, and nothing becomes markup. Addresses stay as they are and
// become links.
func escapeMarkdown(s string) string {
	var b strings.Builder
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		b.WriteString(escapeLine(strings.TrimSpace(line)))
		if i+1 == len(lines) {
			break
		}
		if strings.TrimSpace(line) != "" && strings.TrimSpace(lines[i+1]) != "" {
			b.WriteByte('\\') // a line break within a paragraph
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func escapeLine(line string) string {
	var b strings.Builder
	for i, word := range strings.Split(line, " ") {
		if i > 0 {
			b.WriteByte(' ')
		}
		if isWebAddress(word) {
			b.WriteString(word)
			continue
		}
		escapeWord(&b, word, i == 0)
	}
	return b.String()
}

// escapeWord puts a backslash before what Markdown would take for markup; the
// marks of headings, lists and rules count only at the start of a line.
func escapeWord(b *strings.Builder, word string, first bool) {
	digits := 0
	for i := range len(word) {
		c := word[i]
		switch {
		case strings.IndexByte("\\`*_[]<>&~|!", c) >= 0,
			first && i == 0 && strings.IndexByte("#+-=", c) >= 0,
			first && i > 0 && i == digits && (c == '.' || c == ')'):
			b.WriteByte('\\')
		}
		if c >= '0' && c <= '9' && i == digits {
			digits++
		}
		b.WriteByte(c)
	}
}

// plainOfHTML turns a description that is HTML, as some programs write it,
// into plain text; anything else stays as it is.
func plainOfHTML(s string) string {
	if !looksLikeHTML(s) {
		return s
	}
	var p htmlPlain
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return p.out.String()
		}
		p.take(kind, z.Token())
	}
}

// htmlPlain collects the text of HTML.
type htmlPlain struct {
	out   strings.Builder
	href  string // of the link that is open
	label int    // where its text starts
}

func (p *htmlPlain) take(kind html.TokenType, t html.Token) {
	switch kind {
	case html.TextToken:
		p.out.WriteString(t.Data)
	case html.StartTagToken, html.SelfClosingTagToken:
		p.out.WriteString(breakBefore(t.Data))
		if t.Data == "a" {
			p.href, p.label = attribute(t, "href"), p.out.Len()
		}
	case html.EndTagToken:
		if t.Data != "a" || p.href == "" {
			return
		}
		if text := p.out.String()[p.label:]; strings.TrimSpace(text) != p.href {
			p.out.WriteString(" (" + p.href + ")")
		}
		p.href = ""
	}
}

func looksLikeHTML(s string) bool {
	lower := strings.ToLower(s)
	for _, tag := range []string{"<br", "<p>", "<p ", "<a href", "<div", "<html", "<ul>", "<span", "<b>"} {
		if strings.Contains(lower, tag) {
			return true
		}
	}
	return false
}

func breakBefore(tag string) string {
	switch tag {
	case "br", "div", "tr", "h1", "h2", "h3":
		return "\n"
	case "p", "ul", "ol", "table":
		return "\n\n"
	case "li":
		return "\n- "
	}
	return ""
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
