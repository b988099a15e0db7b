package report

import (
	"math/bits"
	"slices"
)

// grams are the pairs of neighbouring characters of a text, without blanks,
// marks and case: sorted, each once, with a signature for comparing fast.
type grams struct {
	pairs []uint64
	sign  [4]uint64
}

func gramsOf(s string) grams {
	var g grams
	var last rune
	for _, r := range s {
		r = fold(r)
		if r >= 'A' && r <= 'Z' {
			r |= 0x20
		}
		if !isHan(r) && !isLetter(r) && !isDigit(r) {
			continue
		}
		if last != 0 {
			g.pairs = append(g.pairs, uint64(last)<<32|uint64(r))
		}
		last = r
	}
	slices.Sort(g.pairs)
	g.pairs = slices.Clip(slices.Compact(g.pairs))
	for _, p := range g.pairs {
		h := p * 0x9e3779b97f4a7c15 >> 56
		g.sign[h>>6] |= 1 << (h & 63)
	}
	return g
}

func (g grams) len() int { return len(g.pairs) }

// missing is a lower bound of the pairs of g that o has not.
func (g grams) missing(o grams) int {
	n := 0
	for i := range g.sign {
		n += bits.OnesCount64(g.sign[i] &^ o.sign[i])
	}
	return n
}

// shared counts the pairs both have.
func (g grams) shared(o grams) int {
	n, i, j := 0, 0, 0
	for i < len(g.pairs) && j < len(o.pairs) {
		switch a, b := g.pairs[i], o.pairs[j]; {
		case a == b:
			n++
			i++
			j++
		case a < b:
			i++
		default:
			j++
		}
	}
	return n
}

// contained says how much of the smaller set the larger one holds, 0 to 1.
func contained(a, b grams) float64 {
	if a.len() > b.len() {
		a, b = b, a
	}
	if a.len() == 0 {
		return 0
	}
	return float64(a.shared(b)) / float64(a.len())
}

// alike is the share of pairs two sets have in common, 0 to 1.
func alike(a, b grams) float64 {
	n := a.shared(b)
	all := a.len() + b.len() - n
	if all == 0 {
		return 0
	}
	return float64(n) / float64(all)
}

// apart says quickly that less than half of the smaller set can be in the
// larger one.
func apart(a, b grams) bool {
	if a.len() > b.len() {
		a, b = b, a
	}
	return a.missing(b)*2 > a.len()
}

// similarity says how much of the shorter text's pairs the longer one holds,
// 0 to 1.
func similarity(a, b string) float64 {
	if a == "" || b == "" {
		return 0
	}
	return contained(gramsOf(a), gramsOf(b))
}
