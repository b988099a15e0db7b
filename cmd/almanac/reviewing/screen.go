package reviewing

import (
	"fmt"
	"strconv"
	"strings"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/feeds/report/review"
	"golang.org/x/text/width"
)

// screen lays out what a reviewer has to see, for so many columns.
type screen struct {
	width int
	lang  string // of rules and remarks
}

// label is the width of the first column.
const label = 10

// draft is a draft with everything that helps to decide.
func (s screen) draft(v review.View, place string) string {
	var b strings.Builder
	head := fmt.Sprintf("── %s ── confidence %.2f ── %s ", place, v.Confidence, terminal.Printable(v.Document))
	fmt.Fprintf(&b, "\n%s%s\n", head, strings.Repeat("─", max(2, s.width-columns(head))))
	s.field(&b, "date", v.Draft.Span.EDTF().String())
	s.field(&b, "reads as", v.ReadsAs["zh"]+" · "+v.ReadsAs["en"])
	s.field(&b, "written", v.Wording)
	s.field(&b, "title", v.Title)
	s.field(&b, "summary", v.Summary)
	s.field(&b, "section", v.Section)
	s.field(&b, "why", s.join(v.Reasons))
	for _, d := range v.Doubts {
		s.field(&b, "look at", s.word(d))
	}
	s.field(&b, "id", fmt.Sprintf("%s (%s)", v.Draft.ID, v.Draft.Slug))
	for _, p := range v.Passages {
		s.passage(&b, p)
	}
	for i, similar := range v.Similar {
		s.beside(&b, v, i+1, similar)
	}
	b.WriteByte('\n')
	return b.String()
}

func (s screen) word(r review.Reason) string {
	text, _ := r.Text.In(s.lang)
	return text
}

func (s screen) join(list []review.Reason) string {
	words := make([]string, len(list))
	for i, r := range list {
		words[i] = s.word(r)
	}
	return strings.Join(words, "; ")
}

// field writes a name and a text beside it, if there is any.
func (s screen) field(b *strings.Builder, name, text string) {
	text = terminal.Printable(text)
	if text == "" {
		return
	}
	for i, line := range wrap(text, s.width-label) {
		if i > 0 {
			name = ""
		}
		fmt.Fprintf(b, "%-*s%s\n", label, name, line)
	}
}

// passage writes a quote in its surroundings; its lines are marked.
func (s screen) passage(b *strings.Builder, p review.Passage) {
	place := ""
	switch {
	case p.Page > 0 && p.Line > 0:
		place = fmt.Sprintf("page %d, line %d", p.Page, p.Line)
	case p.Line > 0:
		place = fmt.Sprintf("line %d", p.Line)
	}
	fmt.Fprintf(b, "quote     %s\n", place)
	for _, l := range p.Lines {
		mark := " "
		if l.Quoted {
			mark = ">"
		}
		number := ""
		if l.Number > 0 {
			number = strconv.Itoa(l.Number)
		}
		for i, line := range wrap(terminal.Printable(l.Text), s.width-label) {
			if i > 0 {
				number = ""
			}
			fmt.Fprintf(b, "%s %6s  %s\n", mark, number, line)
		}
	}
}

// beside sets the draft and an event that may be the same side by side.
func (s screen) beside(b *strings.Builder, v review.View, n int, similar review.Similar) {
	half := (s.width - 3) / 2
	name := fmt.Sprintf("[%d] %s event, %s", n, similar.Event.Status, similar.Event.Slug)
	why := "may be the same"
	if similar.Edition {
		why = "an earlier edition says"
	}
	fmt.Fprintf(b, "%s:\n", why)
	text, _ := similar.Event.In(v.Lang)
	for _, row := range [][2]string{
		{"this draft", name},
		{dateOf(v.Draft), dateOf(similar.Event)},
		{v.Title, text.Title},
		{v.Summary, text.Summary},
		{quoteOf(v.Draft), quoteOf(similar.Event)},
	} {
		s.row(b, row, half)
	}
	if similar.MoreExact {
		b.WriteString("the draft's date is the more exact one\n")
	}
}

func dateOf(e *events.Event) string { return e.Span.EDTF().String() }

// quoteOf is the first quote among an event's sources.
func quoteOf(e *events.Event) string {
	for _, source := range e.Sources {
		if source.Quote != "" {
			return "“" + source.Quote + "”"
		}
	}
	return ""
}

// row writes two texts in columns of the same width.
func (s screen) row(b *strings.Builder, texts [2]string, half int) {
	left, right := wrap(terminal.Printable(texts[0]), half), wrap(terminal.Printable(texts[1]), half)
	if texts[0] == "" && texts[1] == "" {
		return
	}
	for i := range max(len(left), len(right)) {
		var l, r string
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		fmt.Fprintf(b, "%s%s │ %s\n", l, strings.Repeat(" ", max(0, half-columns(l))), r)
	}
}

// columns is how wide a terminal shows a text: ideographs take two columns.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += columnsOf(r)
	}
	return n
}

func columnsOf(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// wrap breaks a text into lines at most so wide: at blanks where there are
// any, between ideographs, and within a word only if it is too long.
func wrap(text string, most int) []string {
	most = max(most, 2)
	var lines []string
	line, wide, blank := []rune{}, 0, -1 // blank: where the line can be broken
	for _, r := range text {
		if wide+columnsOf(r) > most {
			at := len(line)
			if blank > 0 && columnsOf(r) == 1 && r != ' ' {
				at = blank
			}
			lines = append(lines, strings.TrimRight(string(line[:at]), " "))
			line = []rune(strings.TrimLeft(string(line[at:]), " "))
			wide, blank = columns(string(line)), -1
		}
		if r == ' ' && len(line) == 0 {
			continue
		}
		line, wide = append(line, r), wide+columnsOf(r)
		if r == ' ' || columnsOf(r) == 2 {
			blank = len(line)
		}
	}
	return append(lines, strings.TrimRight(string(line), " "))
}
