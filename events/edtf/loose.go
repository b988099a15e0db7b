package edtf

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
)

// longestLoose bounds the work of ParseLoose, in characters.
const longestLoose = 200

// Reading is one way to read what a person typed.
type Reading struct {
	// Value is the EDTF expression it stands for.
	Value Value
}

// ReadsAs words the reading in zh or en for the person who typed it, with the
// weekday where the day is known, so that a slip is seen at once.
func (r Reading) ReadsAs(lang string) string { return r.Value.Describe(lang, Long) }

// ParseLoose reads what editors type: EDTF itself, 2019年4月10日, 二〇一九年四月,
// 2019年春, 2019年5月上旬, 20世纪60年代, 公元前221年, 10 April 2019, Apr 2019,
// Q3 2019, c. 1963, 24–26 May 2019, 2019-4-10, 4/30/2019 and the like, and
// everything that Describe writes for dates and intervals without doubts
// about single components.
//
// Early, middle and late in a month (上旬、中旬、下旬) have no EDTF code; they
// become the approximate interval of those ten days.
//
// It never guesses: the error is an *AmbiguousError that names the readings
// when there is more than one (4/10/2019, the 1900s), otherwise a
// *SyntaxError. Inputs are at most 200 characters long.
func ParseLoose(s string) (Reading, error) {
	if len(s) > longestInput {
		return Reading{}, &SyntaxError{Input: s, Offset: longestInput, Expected: "a shorter text", loose: true}
	}
	text := fold(s)
	trimmed := strings.TrimSpace(string(text))
	v, strictErr := Parse(trimmed)
	if strictErr == nil {
		return Reading{v}, nil
	}
	l := looseParser{in: s, text: text}
	if len(text) > longestLoose {
		return Reading{}, l.failAt(longestLoose, "a shorter text")
	}
	expressions, err := l.read()
	if err != nil {
		return Reading{}, l.explain(trimmed, strictErr, err)
	}
	readings := make([]Reading, 0, len(expressions))
	for _, e := range expressions {
		v, err := l.build(e)
		if err == nil {
			readings = append(readings, Reading{v})
		} else if len(expressions) == 1 {
			return Reading{}, err
		}
	}
	slices.SortFunc(readings, func(a, b Reading) int { return Compare(a.Value, b.Value) })
	readings = slices.CompactFunc(readings, func(a, b Reading) bool { return a.Value.Equal(b.Value) })
	switch len(readings) {
	case 1:
		return readings[0], nil
	case 0:
		return Reading{}, l.failAt(0, "a date that exists")
	}
	return Reading{}, &AmbiguousError{Input: s, Readings: readings}
}

// expression is one EDTF expression put together from what was typed, and
// where in the text its year, month and day came from.
type expression struct {
	edtf string
	at   [3]int
}

// looseParser reads one text.
type looseParser struct {
	in   string
	text []rune // folded, rune for rune
}

func (l *looseParser) failAt(at int, expected string) error {
	return &SyntaxError{Input: l.in, Offset: l.offset(at), Expected: expected, loose: true}
}

// offset is the byte offset in the input of a character of the text.
func (l *looseParser) offset(at int) int {
	n := 0
	for i := range l.in {
		if n == at {
			return i
		}
		n++
	}
	return len(l.in)
}

// build parses an expression; an error points at what was typed.
func (l *looseParser) build(e expression) (Value, error) {
	v, err := Parse(e.edtf)
	var syntax *SyntaxError
	if errors.As(err, &syntax) {
		component := strings.Count(strings.TrimPrefix(e.edtf[:syntax.Offset], "-"), "-")
		return v, l.failAt(e.at[min(component, 2)], syntax.Expected)
	}
	return v, err
}

// explain chooses the error that helps: what is wrong in something that looks
// like EDTF, otherwise what could not be read.
func (l *looseParser) explain(trimmed string, strict, loose error) error {
	var syntax *SyntaxError
	plain := strings.Trim(trimmed, "0123456789-/TZ:X?~%[]{},+YES") == ""
	if !errors.As(strict, &syntax) || !plain || syntax.Offset < 4 {
		return loose
	}
	lead := len(string(l.text)) - len(strings.TrimLeft(string(l.text), " "))
	at := lead + utf8.RuneCountInString(trimmed[:syntax.Offset])
	return l.failAt(at, syntax.Expected)
}

// fold brings the forms of East Asian keyboards to their plain ones, rune for
// rune: full-width letters, digits and signs, the ideographic space, the
// several dashes (one sign for hyphens, another for dashes).
func fold(s string) []rune {
	text := []rune(s)
	for i, r := range text {
		text[i] = foldRune(r)
	}
	return text
}

func foldRune(r rune) rune {
	switch r {
	case '　', '\t', '\n', '\r', '\u00a0', '\u2009', '\u202f':
		return ' '
	case '‐', '‑', '−', '－':
		return '-'
	case '‒', '—', '―', '～', '〜', '─', '━':
		return '–'
	case '、':
		return ','
	case '。', '·', '・', '•':
		return '.'
	case '’', '‘', 'ʼ':
		return '\''
	case '紀':
		return '纪'
	case '號':
		return '号'
	case '約':
		return '约'
	}
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}
