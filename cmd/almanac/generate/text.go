package generate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
)

// texts tells the scene in both languages: a title, a summary of up to three
// sentences and for a few events a body in Markdown that says more.
func (g *generator) texts(s *scene) map[string]events.Text {
	lines, closings := sample(g.rand, s.story.lines, len(s.story.lines)), sample(g.rand, s.repertory.closings, 5)
	title := g.tell(s, s.story.title)
	if s.cancelled {
		return localised(title, g.tellAll(s, sample(g.rand, cancellations, 1)))
	}
	told := g.tellAll(s, lines[:g.between(1, 2)])
	summary := told
	if g.chance(55) {
		summary = append(told[:len(told):len(told)], g.tell(s, closings[0]))
	}
	var more, asides []pair
	if g.chance(8) {
		more = append(told[:len(told):len(told)], g.tellAll(s, lines[len(told):])...)
		asides = g.tellAll(s, closings[1:g.between(3, len(closings))])
	}
	texts := localised(title, summary)
	for lang, t := range texts {
		t.Body = body(more, asides, lang)
		texts[lang] = t
	}
	return texts
}

// localised puts what was told into the texts of an event.
func localised(title pair, summary []pair) map[string]events.Text {
	texts := make(map[string]events.Text, len(languages))
	for _, lang := range languages {
		texts[lang] = events.Text{Title: title.in(lang), Summary: paragraph(summary, lang)}
	}
	return texts
}

// paragraph puts one sentence after the other. English has a space between
// them.
func paragraph(sentences []pair, lang string) string {
	gap := " "
	if lang == "zh" {
		gap = ""
	}
	told := make([]string, len(sentences))
	for i, p := range sentences {
		told[i] = p.in(lang)
	}
	return strings.Join(told, gap)
}

// body is a paragraph and a list.
func body(sentences, asides []pair, lang string) string {
	if len(sentences) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(paragraph(sentences, lang))
	b.WriteByte('\n')
	for _, p := range asides {
		b.WriteString("\n- ")
		b.WriteString(p.in(lang))
	}
	return b.String()
}

func (g *generator) tellAll(s *scene, texts []pair) []pair {
	told := make([]pair, len(texts))
	for i, p := range texts {
		told[i] = g.tell(s, p)
	}
	return told
}

// tell fills the slots of a text: every mention of a figure draws a new one,
// which is the same in both languages. English starts with a capital.
func (g *generator) tell(s *scene, text pair) pair {
	f := figures{rand: g.rand}
	zh := fill(text.zh, func(name string) string { return s.slot(name, "zh", &f) })
	f.used = [len(sizes)]int{}
	en := fill(text.en, func(name string) string { return s.slot(name, "en", &f) })
	if en != "" && 'a' <= en[0] && en[0] <= 'z' {
		en = strings.ToUpper(en[:1]) + en[1:]
	}
	return pair{zh, en}
}

// fill replaces every {name} of a text.
func fill(text string, slot func(name string) string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, rest, _ := strings.Cut(after, "}")
		b.WriteString(slot(name))
		text = rest
	}
}

// slot returns what stands for {name} in a language.
func (s *scene) slot(name, lang string, f *figures) string {
	switch name {
	case "place":
		return s.place.name.in(lang)
	case "other":
		return s.other.name.in(lang)
	case "field":
		return s.field.name.in(lang)
	case "also":
		return s.also.name.in(lang)
	case "org":
		return s.org().in(lang)
	case "partner":
		return s.partner().in(lang)
	case "who":
		return s.who.in(lang)
	case "abroad":
		return s.abroad.in(lang)
	case "thing":
		return s.thing.in(lang)
	case "sum":
		return yuan(f.next(many), lang)
	case "nth":
		return ordinal(s.ordinal, lang)
	}
	for i, size := range sizes {
		if size.name == name {
			return grouped(f.next(i), lang)
		}
	}
	return "{" + name + "}" // no text has such a slot; a test holds it
}

// many is the place of that size in sizes.
const many = 2

// sizes are the figures that slots can ask for, by name.
var sizes = [...]struct {
	name      string
	low, high int
}{{"few", 2, 12}, {"some", 13, 99}, many: {"many", 100, 9000}}

// figures remembers those of one text, so that it can be told again in another
// language.
type figures struct {
	rand  *rand.Rand
	drawn [len(sizes)][]int
	used  [len(sizes)]int
}

// next gives the next figure of a size.
func (f *figures) next(size int) int {
	if f.used[size] == len(f.drawn[size]) {
		low, high := sizes[size].low, sizes[size].high
		f.drawn[size] = append(f.drawn[size], low+f.rand.IntN(high-low+1))
	}
	f.used[size]++
	return f.drawn[size][f.used[size]-1]
}

// sample draws n of the list, each at most once, in any order.
func sample[T any](r *rand.Rand, list []T, n int) []T {
	left := slices.Clone(list)
	for i := range n {
		j := i + r.IntN(len(left)-i)
		left[i], left[j] = left[j], left[i]
	}
	return left[:n]
}

// yuan writes a sum given in units of ten thousand yuan.
func yuan(n int, lang string) string {
	if lang == "zh" {
		return strconv.Itoa(n) + "万元"
	}
	return fmt.Sprintf("%d.%02d million yuan", n/100, n%100)
}

// grouped writes a number as the language groups it.
func grouped(n int, lang string) string {
	s := strconv.Itoa(n)
	if lang == "zh" || len(s) < 4 {
		return s
	}
	return s[:len(s)-3] + "," + s[len(s)-3:]
}

func ordinal(n int, lang string) string {
	s := strconv.Itoa(n)
	if lang == "zh" {
		return s
	}
	switch {
	case n%100/10 == 1:
		return s + "th"
	case n%10 == 1:
		return s + "st"
	case n%10 == 2:
		return s + "nd"
	case n%10 == 3:
		return s + "rd"
	}
	return s + "th"
}
