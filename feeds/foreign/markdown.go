package foreign

import "strings"

// EscapeMarkdown writes plain text so that Markdown shows it as it is: line
// breaks stay, and nothing becomes markup. Addresses stay as they are and
// become links.
func EscapeMarkdown(s string) string {
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

func escapeLine(line string) string { return escapeInline(line, true) }

// escapeInline is escapeLine for a part of a line; first says that it begins
// one.
func escapeInline(line string, first bool) string {
	var b strings.Builder
	for i, word := range strings.Split(line, " ") {
		if i > 0 {
			b.WriteByte(' ')
		}
		if IsWebAddress(word) {
			b.WriteString(word)
			continue
		}
		escapeWord(&b, word, first)
		first = first && word == ""
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
