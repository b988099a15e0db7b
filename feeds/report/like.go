package report

import (
	"math"
	"slices"
)

// terms are the words of a text that may tell it from others: Latin words
// without their endings, numbers, and pairs of Han characters; sorted, each
// once.
type terms []uint64

// termsOf finds the terms of a text.
func termsOf(s []rune) terms {
	var out terms
	for i := 0; i < len(s); {
		switch {
		case isHan(s[i]):
			if i+1 < len(s) && isHan(s[i+1]) {
				out = append(out, uint64(simplified(s[i]))<<32|uint64(simplified(s[i+1])))
			}
			i++
		case isLetter(s[i]) || isDigit(s[i]):
			j := i
			for j < len(s) && (isLetter(s[j]) || isDigit(s[j]) || s[j] == '.' && j+1 < len(s) && isDigit(s[j+1])) {
				j++
			}
			if h := stem(s[i:j]); h != 0 {
				out = append(out, h)
			}
			i = j
		default:
			i++
		}
	}
	slices.Sort(out)
	return slices.Clip(slices.Compact(out))
}

// stem is the hash of a word in lower case without the endings of English
// forms; 0 for one that says nothing by itself.
func stem(w []rune) uint64 {
	if len(w) < 2 && !isDigit(w[0]) {
		return 0
	}
	b := make([]byte, 0, len(w))
	for _, r := range w {
		if r >= 'A' && r <= 'Z' {
			r |= 0x20
		}
		b = append(b, byte(r), byte(r>>8))
	}
	if enFunction[string(asciiOf(w))] {
		return 0
	}
	for _, end := range []string{"ing", "ed", "es", "s", "e"} {
		if n := 2 * len(end); len(b) > n+6 && isEnding(b[len(b)-n:], end) {
			b = b[:len(b)-n]
			break
		}
	}
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h | 1<<63
}

func asciiOf(w []rune) []byte {
	b := make([]byte, 0, len(w))
	for _, r := range w {
		if r > 0x7f {
			return nil
		}
		if r >= 'A' && r <= 'Z' {
			r |= 0x20
		}
		b = append(b, byte(r))
	}
	return b
}

func isEnding(b []byte, end string) bool {
	for i := range len(end) {
		if b[2*i] != end[i] || b[2*i+1] != 0 {
			return false
		}
	}
	return true
}

// rarity weighs a term by how few of a document's candidates have it: a word
// that is in all of them tells nothing.
type rarity struct {
	count map[uint64]int
	all   int
}

func (r rarity) of(t uint64) float64 {
	return math.Log(1 + float64(r.all+1)/float64(1+r.count[t]))
}

func (r rarity) weigh(t terms) float64 {
	sum := 0.0
	for _, x := range t {
		sum += r.of(x)
	}
	return sum
}

// shared weighs the terms both have.
func (r rarity) shared(a, b terms) float64 {
	sum, i, j := 0.0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			sum += r.of(a[i])
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return sum
}

// common counts the terms both have.
func (t terms) common(o terms) int {
	n, i, j := 0, 0, 0
	for i < len(t) && j < len(o) {
		switch {
		case t[i] == o[j]:
			n++
			i++
			j++
		case t[i] < o[j]:
			i++
		default:
			j++
		}
	}
	return n
}

// similarity says how much of the shorter text's terms the longer one has, 0
// to 1.
func similarity(a, b string) float64 {
	x, y := termsOf([]rune(a)), termsOf([]rune(b))
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	return float64(x.common(y)) / float64(min(len(x), len(y)))
}
