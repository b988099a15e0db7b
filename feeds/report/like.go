package report

import (
	"hash/fnv"
	"math"
	"slices"
	"strings"
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
	t := strings.ToLower(string(w))
	if len(w) < 2 && !isDigit(w[0]) || enFunction[t] {
		return 0
	}
	for _, end := range []string{"ing", "ed", "es", "s", "e"} {
		if len(w) > len(end)+3 && strings.HasSuffix(t, end) {
			t = strings.TrimSuffix(t, end)
			break
		}
	}
	h := fnv.New64a()
	h.Write([]byte(t))
	return h.Sum64() | 1<<63
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
func (r rarity) shared(a, b terms) float64 { return r.weigh(a.both(b)) }

// both are the terms both have.
func (t terms) both(o terms) terms {
	var out terms
	for i, j := 0, 0; i < len(t) && j < len(o); {
		switch {
		case t[i] == o[j]:
			out = append(out, t[i])
			i++
			j++
		case t[i] < o[j]:
			i++
		default:
			j++
		}
	}
	return out
}

// common counts the terms both have.
func (t terms) common(o terms) int { return len(t.both(o)) }

// similarity says how much of the shorter text's terms the longer one has, 0
// to 1.
func similarity(a, b string) float64 {
	x, y := termsOf([]rune(a)), termsOf([]rune(b))
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	return float64(x.common(y)) / float64(min(len(x), len(y)))
}
