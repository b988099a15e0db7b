package timeline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"almanac.example/events"
)

// Part is a part of an event that a search looks through.
type Part int

// The parts, the most telling first.
const (
	InTitle Part = iota
	InSummary
	InBody
	parts
)

// foldedText is an event's folded text and where its parts end.
type foldedText struct {
	text           string
	title, summary uint32 // offsets of the ends
}

func (f foldedText) part(offset int) Part {
	switch {
	case offset < int(f.title):
		return InTitle
	case offset < int(f.summary):
		return InSummary
	}
	return InBody
}

// term is one word of a query. A word of Chinese characters, which are written
// without spaces, may also be found in pieces.
type term struct {
	text  string
	runes []int // offsets of its characters and its length, if it may be split
}

// The lengths, in characters, of the Chinese words that may be found in pieces
// of at least two: 上海论坛 finds 上海……论坛.
const (
	minSplit = 4
	maxSplit = 16
)

// terms splits a query into words: at spaces, and where Chinese characters meet
// others.
func terms(query string) []term {
	var list []term
	for _, field := range strings.Fields(Fold(query)) {
		start, before := 0, false
		for i, r := range field {
			han := unicode.Is(unicode.Han, r)
			if i > start && han != before {
				list = append(list, newTerm(field[start:i], before))
				start = i
			}
			before = han
		}
		list = append(list, newTerm(field[start:], before))
	}
	return list
}

func newTerm(text string, han bool) term {
	t := term{text: text}
	if n := utf8.RuneCountInString(text); han && n >= minSplit && n <= maxSplit {
		for i := range text {
			t.runes = append(t.runes, i)
		}
		t.runes = append(t.runes, len(text))
	}
	return t
}

// find tells in which part the term stands; of a term in pieces, the least
// telling part.
func (t term) find(f foldedText) (Part, bool) {
	if i := strings.Index(f.text, t.text); i >= 0 {
		return f.part(i), true
	}
	if t.runes == nil || !strings.Contains(f.text, t.text[:t.runes[2]]) {
		return 0, false
	}
	last := len(t.runes) - 1
	var reached [maxSplit + 1]bool
	var worst [maxSplit + 1]Part
	reached[0] = true
	for to := 2; to <= last; to++ {
		for from := to - 2; from >= 0 && !reached[to]; from-- {
			if !reached[from] {
				continue
			}
			if i := strings.Index(f.text, t.text[t.runes[from]:t.runes[to]]); i >= 0 {
				reached[to], worst[to] = true, max(worst[from], f.part(i))
			}
		}
	}
	return worst[last], reached[last]
}

// Hit is an event that a search found, and the part it was found in: of
// several words the least telling one.
type Hit struct {
	*events.Event
	Part Part
}

// Search lists the events that the selection means as Select does, but those
// with the words in their titles first, then in summaries and places, then in
// bodies. Without words it is Select.
func (t *Timeline) Search(sel events.Selection) []Hit {
	m := newMatcher(sel)
	var found [parts][]Hit
	for e, text := range t.matching(m) {
		worst := InTitle
		for _, w := range m.words {
			p, _ := w.find(text)
			worst = max(worst, p)
		}
		found[worst] = append(found[worst], Hit{e.Event, worst})
	}
	return slices.Concat(found[:]...)
}

// Highlight finds the words of a query in a text and returns their places as
// byte offsets, in order and without overlap: text[h[0]:h[1]].
func Highlight(text, query string) [][2]int {
	folded, origin := foldWithOffsets(text)
	var marks [][2]int
	for _, w := range terms(query) {
		for _, piece := range w.piecesIn(folded) {
			marks = append(marks, places(folded, piece, origin)...)
		}
	}
	return joined(marks)
}

// places lists where a piece stands in a folded text, as offsets in the
// original one.
func places(folded, piece string, origin []int) [][2]int {
	var marks [][2]int
	for at := 0; ; {
		i := strings.Index(folded[at:], piece)
		if i < 0 {
			return marks
		}
		from, to := at+i, at+i+len(piece)
		at = to
		for to+1 < len(origin) && origin[to] == origin[to-1] { // half of what one character became
			to++
		}
		marks = append(marks, [2]int{origin[from], origin[to]})
	}
}

// piecesIn is the term itself if the text has it, else the longest of its
// pieces that it has.
func (t term) piecesIn(text string) []string {
	if t.runes == nil || strings.Contains(text, t.text) {
		return []string{t.text}
	}
	var list []string
	last := len(t.runes) - 1
	for from := 0; from < last-1; {
		to := last
		for to > from+1 && !strings.Contains(text, t.text[t.runes[from]:t.runes[to]]) {
			to--
		}
		if to == from+1 {
			from++
			continue
		}
		list = append(list, t.text[t.runes[from]:t.runes[to]])
		from = to
	}
	return list
}

// foldWithOffsets folds text and tells for every byte of the result, and for
// its end, where in the text it comes from.
func foldWithOffsets(text string) (folded string, origin []int) {
	table := simplified()
	var b strings.Builder
	for i, r := range text {
		for _, d := range norm.NFKD.String(string(r)) {
			if f := foldRune(d, table); f >= 0 {
				b.WriteRune(f)
			}
		}
		for len(origin) < b.Len() {
			origin = append(origin, i)
		}
	}
	return b.String(), append(origin, len(text))
}

// joined sorts marks and unites those that touch.
func joined(marks [][2]int) [][2]int {
	slices.SortFunc(marks, func(a, b [2]int) int { return a[0] - b[0] })
	var out [][2]int
	for _, m := range marks {
		if n := len(out); n > 0 && m[0] <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], m[1])
			continue
		}
		out = append(out, m)
	}
	return out
}
