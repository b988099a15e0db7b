package timeline

import (
	"math/bits"
	"slices"
)

// gramBuckets is how many kinds of character n-grams, by their hashes, the
// bitmap index of a block tells apart. More would take more memory (16 bytes an
// event for each hundred) and rule out hardly more events.
const gramBuckets = 1024

// eastAsian is from where on characters are those of East Asian scripts, of
// which two say as much as three letters.
const eastAsian = 0x2e80

// appendGrams appends the buckets of a text's grams: of two neighbouring East
// Asian characters, and of three others. What contains a word has all of its grams.
func appendGrams(buckets []uint16, text string) []uint16 {
	var a, b rune // the two characters before; 0 for none
	for _, r := range text {
		switch {
		case r <= ' ':
			r = 0
		case r >= eastAsian && b >= eastAsian:
			buckets = append(buckets, gramBucket(0, b, r))
		case r < eastAsian && a > 0 && a < eastAsian && b > 0 && b < eastAsian:
			buckets = append(buckets, gramBucket(a, b, r))
		}
		a, b = b, r
	}
	return buckets
}

func gramBucket(a, b, c rune) uint16 {
	h := (uint32(a)*0x9e37+uint32(b))*0x85eb + uint32(c) //nolint:gosec // any number will do
	return uint16(h * 0x9e3779b1 >> 22)                  //nolint:gosec // ten bits
}

// grams are the buckets in which every text with the term is. A term that may
// be found in pieces promises no more than its first and its last two
// characters.
func (t term) grams() []uint16 {
	if t.runes == nil {
		return appendGrams(nil, t.text)
	}
	last := len(t.runes) - 1
	return appendGrams(appendGrams(nil, t.text[:t.runes[2]]), t.text[t.runes[last-2]:])
}

// gramsOf are the buckets in which every text with all the words is; none if
// the words are too short to tell.
func gramsOf(words []term) []uint16 {
	var all []uint16
	for _, w := range words {
		all = append(all, w.grams()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// gramIndex tells for each bucket which of a block's entries are in it: a bit
// for each.
type gramIndex struct {
	words int // of 64 bits, for each bucket
	bits  []uint64
}

func newGramIndex(texts []foldedText) gramIndex {
	x := gramIndex{words: (len(texts) + 63) / 64}
	x.bits = make([]uint64, gramBuckets*x.words)
	var space []uint16
	for i := range texts {
		space = appendGrams(space[:0], texts[i].text)
		for _, bucket := range space {
			x.bits[int(bucket)*x.words+i/64] |= 1 << (i % 64)
		}
	}
	return x
}

// having calls see with the indexes of the entries that are in all buckets, in
// order, until it returns false. Texts that have the words are among them.
func (x *gramIndex) having(buckets []uint16, see func(i int) bool) bool {
	for w := range x.words {
		set := ^uint64(0)
		for _, bucket := range buckets {
			set &= x.bits[int(bucket)*x.words+w]
		}
		for ; set != 0; set &= set - 1 {
			if !see(64*w + bits.TrailingZeros64(set)) {
				return false
			}
		}
	}
	return true
}
