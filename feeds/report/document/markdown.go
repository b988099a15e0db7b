package document

import (
	"regexp"
	"strings"
)

// readMarkdown reads Markdown line by line, so that line numbers are the
// source's own: a parser of whole blocks would take the columns and indents
// of text that is only partly Markdown for code.
func readMarkdown(b *builder, text string) error {
	m := &markdown{b: b}
	lines := strings.Split(text, "\n")
	start, err := m.frontMatter(lines)
	if err != nil {
		return err
	}
	for i := start; i < len(lines); i++ {
		if tag := strings.ToLower(strings.TrimSpace(lines[i])); strings.HasPrefix(tag, "<table") && !m.code {
			n := tableEnd(lines[i:])
			if err := readHTMLPart(b, strings.Join(lines[i:i+n], "\n")); err != nil {
				return err
			}
			i += n - 1
			continue
		}
		next := ""
		if i+1 < len(lines) {
			next = lines[i+1]
		}
		if err := m.line(strings.ReplaceAll(lines[i], "\f", ""), next); err != nil {
			return err
		}
	}
	return nil
}

type markdown struct {
	b       *builder
	code    bool
	comment bool
}

// frontMatter emits the lines of a leading --- block as blank ones, takes the
// title out of it and tells where the text begins.
func (m *markdown) frontMatter(lines []string) (int, error) {
	end := frontMatterEnd(lines)
	for _, l := range lines[:end] {
		if key, value, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(key) == "title" {
			m.b.title = strings.Trim(strings.TrimSpace(value), `"'`)
		}
		if err := m.b.line("", Line{}); err != nil {
			return 0, err
		}
	}
	return end, nil
}

func frontMatterEnd(lines []string) int {
	if strings.TrimSpace(lines[0]) != "---" {
		return 0
	}
	for i := 1; i < len(lines) && i < 200; i++ {
		if strings.TrimSpace(lines[i]) == "---" {
			return i + 1
		}
	}
	return 0
}

func (m *markdown) line(raw, next string) error {
	s := strings.TrimRight(clean(raw), " \t")
	t := strings.TrimSpace(s)
	if strings.HasPrefix(t, "```") || strings.HasPrefix(t, "~~~") {
		m.code = !m.code
		return m.b.line("", Line{})
	}
	if m.code {
		return m.b.line(s, Line{Kind: KindCode})
	}
	if t = m.uncomment(t); t == "" {
		return m.b.line("", Line{})
	}
	if level := headingLevel(t); level > 0 {
		text := inline(strings.TrimRight(strings.TrimSpace(t[level:]), "# "))
		if m.b.title == "" && level == 1 {
			m.b.title = text
		}
		return m.b.line(text, Line{Kind: KindHeading, Level: level, Whole: true})
	}
	if strings.HasPrefix(t, "|") && strings.Count(t, "|") > 1 || tableRule(next) && strings.Contains(t, "|") {
		return m.row(t, next)
	}
	return m.text(s)
}

func (m *markdown) row(t, next string) error {
	if tableRule(t) {
		return m.b.line("", Line{})
	}
	t = strings.TrimSuffix(strings.TrimPrefix(t, "|"), "|")
	cells := strings.Split(strings.ReplaceAll(t, `\|`, "｜"), "|")
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(inline(strings.TrimSpace(c)), "\t", " ")
	}
	return m.b.line(strings.Join(cells, "\t"), Line{Kind: KindRow, Whole: true, Head: tableRule(next)})
}

func (m *markdown) text(s string) error {
	for strings.HasPrefix(strings.TrimSpace(s), ">") {
		s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(s), ">"), " ")
	}
	level, rest, item := bullet(s)
	if !item {
		level, rest, item = numbered(s)
	}
	if !item {
		rest = strings.TrimSpace(s)
	}
	text := inline(rest)
	bold := strings.HasPrefix(rest, "**") && strings.HasSuffix(rest, "**") && strings.Count(rest, "**") == 2
	switch {
	case bold && item:
		return m.b.line(text, Line{Kind: KindItem, Level: level, Whole: true, Strong: true})
	case bold:
		return m.b.line(text, Line{Kind: KindHeading, Level: 7, Whole: true})
	case item:
		return m.b.line(text, Line{Kind: KindItem, Level: level})
	}
	return m.b.line(text, Line{})
}

// numbered recognises an item of an ordered list: 1. or 1) and a blank.
func numbered(s string) (level int, rest string, ok bool) {
	body := strings.TrimLeft(s, " \t")
	n := 0
	for n < len(body) && n < 3 && body[n] >= '0' && body[n] <= '9' {
		n++
	}
	if n == 0 || n+1 >= len(body) || body[n] != '.' && body[n] != ')' || body[n+1] != ' ' {
		return 0, "", false
	}
	return 1 + (len(s)-len(body))/2, strings.TrimLeft(body[n+1:], " "), true
}

// uncomment drops <!-- comments -->, also over several lines.
func (m *markdown) uncomment(t string) string {
	if m.comment {
		_, after, found := strings.Cut(t, "-->")
		if !found {
			return ""
		}
		m.comment, t = false, after
	}
	for {
		before, rest, found := strings.Cut(t, "<!--")
		if !found {
			return strings.TrimSpace(t)
		}
		_, after, closed := strings.Cut(rest, "-->")
		if !closed {
			m.comment = true
			return strings.TrimSpace(before)
		}
		t = before + after
	}
}

func headingLevel(t string) int {
	n := 0
	for n < len(t) && t[n] == '#' {
		n++
	}
	if n == 0 || n > 6 || n < len(t) && t[n] != ' ' && t[n] != '\t' || n == len(t) {
		return 0
	}
	return n
}

var tableRuleForm = regexp.MustCompile(`^\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$`)

func tableRule(t string) bool {
	t = strings.TrimSpace(t)
	return strings.Contains(t, "|") && tableRuleForm.MatchString(t)
}

func tableEnd(lines []string) int {
	for i, l := range lines {
		if strings.Contains(strings.ToLower(l), "</table") {
			return i + 1
		}
	}
	return len(lines)
}

var (
	imageMark  = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)
	linkMark   = regexp.MustCompile(`\[([^\]]+)\]\((?:[^()]|\([^()]*\))*\)`)
	refMark    = regexp.MustCompile(`\[([^\]]+)\]\[[^\]]*\]`)
	attributes = regexp.MustCompile(`\{[:.#][^{}]*\}`)
	noteMark   = regexp.MustCompile(`\[\^[^\]]+\]`)
	tagMark    = regexp.MustCompile(`</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>`)
	strong     = regexp.MustCompile(`\*\*([^*]+)\*\*|__([^_]+)__`)
	emphasis   = regexp.MustCompile(`(^|[^\w*])\*([^*\s][^*]*)\*($|[^\w*])`)
)

// inline drops the marks inside a line: images, the addresses of links,
// emphasis, code marks, tags.
func inline(s string) string {
	if !strings.ContainsAny(s, "*_`[<{\\") {
		return s
	}
	s = imageMark.ReplaceAllString(s, "")
	s = linkMark.ReplaceAllString(s, "$1")
	s = refMark.ReplaceAllString(s, "$1")
	s = noteMark.ReplaceAllString(s, "")
	s = attributes.ReplaceAllString(s, "")
	s = tagMark.ReplaceAllString(s, "")
	s = strong.ReplaceAllString(s, "$1$2")
	s = emphasis.ReplaceAllString(s, "$1$2$3")
	s = strings.ReplaceAll(s, "`", "")
	s = strings.NewReplacer(`\*`, "*", `\_`, "_", `\#`, "#", `\-`, "-", `\.`, ".", `\[`, "[", `\]`, "]").Replace(s)
	return strings.TrimSpace(s)
}
