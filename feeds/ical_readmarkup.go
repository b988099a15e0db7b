package feeds

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
	var b strings.Builder
	href, label := "", 0
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.WriteString(z.Token().Data)
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			b.WriteString(breakBefore(t.Data))
			if t.Data == "a" {
				href, label = attribute(t, "href"), b.Len()
			}
		case html.EndTagToken:
			if t := z.Token(); t.Data == "a" && href != "" {
				if text := b.String()[label:]; strings.TrimSpace(text) != href {
					b.WriteString(" (" + href + ")")
				}
				href = ""
			}
		}
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
