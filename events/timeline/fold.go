package timeline

import (
	_ "embed" // the table of characters
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"almanac.example/events"
)

// Fold normalises text for comparing in a search: compatibility forms are
// unified (full-width digits, ligatures), case and diacritics are dropped, and
// traditional Chinese characters become simplified ones. Folding twice changes
// nothing.
func Fold(s string) string {
	if isPlain(s) {
		return strings.ToLower(s)
	}
	if folded, ok := foldUsual(s); ok {
		return folded
	}
	return foldAny(s)
}

// foldAny folds by way of the decomposed text.
func foldAny(s string) string {
	table := simplified()
	return strings.Map(func(r rune) rune { return foldRune(r, table) }, norm.NFKD.String(s))
}

// The full-width forms of ASCII, and how far they are from it.
const (
	firstWide = 0xff01
	lastWide  = 0xff5e
	widening  = 0xfee0
)

// foldUsual folds a text of the characters that Chinese is usually written
// with. Each of them decomposes by itself, so that the text need not be
// decomposed as a whole, which takes four times as long. It is not ok if there
// are others.
func foldUsual(s string) (folded string, ok bool) {
	table := simplified()
	b := make([]byte, 0, len(s))
	for _, r := range s {
		if r >= firstWide && r <= lastWide {
			r -= widening
		}
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r < utf8.RuneSelf:
		case r >= firstHan && r <= lastHan:
			if to := table[r-firstHan]; to != 0 {
				r = rune(to)
			}
		case !strings.ContainsRune("、。〈〉《》「」『』【】“”‘’—–·", r):
			return "", false
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b), true
}

// foldRune folds a rune of a decomposed text; −1 drops it.
func foldRune(r rune, table *hanTable) rune {
	switch {
	case r >= firstHan && r <= lastHan:
		if to := table[r-firstHan]; to != 0 {
			return rune(to)
		}
		return r
	case r < 0x300: // below the combining marks
		return unicode.ToLower(r)
	case unicode.Is(unicode.Mn, r):
		return -1
	}
	return unicode.ToLower(r)
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// The block of Chinese characters that the table covers: the unified ones and
// their extension A.
const (
	firstHan = 0x3400
	lastHan  = 0x9fff
)

// hanTable gives the simplified form of each traditional character; 0 where
// there is none.
type hanTable [lastHan - firstHan + 1]uint16

//go:embed simplified.txt
var simplifiedPairs string

// simplified is the table behind simplifiedPairs.
var simplified = sync.OnceValue(func() *hanTable {
	table := &hanTable{}
	for line := range strings.Lines(simplifiedPairs) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		from := rune(0)
		for _, r := range strings.TrimSpace(line) {
			if from == 0 {
				from = r
				continue
			}
			table[from-firstHan] = uint16(r)
			from = 0
		}
	}
	return table
})

// foldEvent is everything of an event that a search looks through, the most
// telling part first: titles, then summaries and places, then bodies.
func foldEvent(e *events.Event) foldedText {
	var parts [parts]strings.Builder
	add := func(p Part, text string) {
		if text != "" {
			parts[p].WriteString(text)
			parts[p].WriteByte('\n')
		}
	}
	for _, lang := range slices.Sorted(maps.Keys(e.Text)) {
		t := e.Text[lang]
		add(InTitle, t.Title)
		add(InSummary, t.Summary)
		add(InBody, t.Body)
	}
	if e.Place != nil {
		for _, lang := range slices.Sorted(maps.Keys(e.Place.Name)) {
			add(InSummary, e.Place.Name[lang])
		}
	}
	title, summary := Fold(parts[InTitle].String()), Fold(parts[InSummary].String())
	return foldedText{
		text:  title + summary + Fold(parts[InBody].String()),
		title: uint32(len(title)), summary: uint32(len(title) + len(summary)), //nolint:gosec // bounded by Validate
	}
}
