package document

import (
	"strings"
	"unicode/utf8"
)

// readText reads everything that is not packed: HTML, Markdown, plain text.
func readText(b *builder, name string, data []byte) error {
	text, err := decode(data)
	if err != nil {
		return err
	}
	if binary(text) {
		return ErrBinary
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
	switch {
	case looksLikeHTML(name, text):
		b.format = FormatHTML
		return readHTML(b, text)
	case looksLikeMarkdown(name, text):
		b.format = FormatMarkdown
		return readMarkdown(b, text)
	}
	b.format = FormatText
	return readPlain(b, text)
}

// readPlain keeps every line of the source, so that line numbers are the
// source's own. A form feed starts a page.
func readPlain(b *builder, text string) error {
	if strings.Contains(text, "\f") {
		b.page = 1
	}
	for line := range strings.SplitSeq(text, "\n") {
		for i, part := range strings.Split(line, "\f") {
			if i > 0 {
				b.page++
			}
			if i > 0 && part == "" {
				continue
			}
			if err := plainLine(b, part); err != nil {
				return err
			}
		}
	}
	b.pages = b.page
	return nil
}

func plainLine(b *builder, s string) error {
	s = strings.TrimRight(clean(s), " \t")
	for i, r := range s {
		// A second bullet of a symbol font begins another item, which tables
		// and pages without line ends put on the same line.
		if symbolBullet(r) && strings.TrimSpace(s[:i]) != "" {
			if err := plainLine(b, s[:i]); err != nil {
				return err
			}
			return plainLine(b, s[i:])
		}
	}
	if level, rest, ok := bullet(s); ok {
		return b.line(rest, Line{Kind: KindItem, Level: level})
	}
	return b.line(s, Line{})
}

// bullets are the characters that begin an item of a list.
const bullets = "-*+•‣▪▫■□●○◆◇◦·►▶▷△▲▽▼※◎◈❖✦➢➤✓✔★☆–—"

// symbolBullet says whether a character is a bullet of the fonts Symbol and
// Wingdings, which word processors write as private use characters.
func symbolBullet(r rune) bool {
	switch r {
	case 0xf0b7, 0xf0a7, 0xf0d8, 0xf0fc, 0xf076, 0xf06e, 0xf075, 0xf0b2, 0xf0e0, 0xf09f:
		return true
	}
	return false
}

// bullet recognises an item of a list: blanks, a bullet, a blank, text. The
// level grows with the indentation. A bullet that is no ASCII character needs
// no blank after it.
func bullet(s string) (level int, rest string, ok bool) {
	body := strings.TrimLeft(s, " \t　")
	mark, size := utf8.DecodeRuneInString(body)
	if size == 0 || !strings.ContainsRune(bullets, mark) && !symbolBullet(mark) {
		return 0, "", false
	}
	after := body[size:]
	text := strings.TrimLeft(after, " \t　")
	if text == "" || text == after && mark < 0x2000 {
		return 0, "", false
	}
	if mark == '△' {
		text = body // in yearbooks the mark says that the entry is of the day of the one before
	}
	return 1 + (len(s)-len(body))/2, text, true
}
