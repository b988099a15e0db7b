package timeline

import (
	"math"
	"slices"
)

// sequence is a list of entries in order that never changes once built. It is
// cut into blocks, each of which knows the days that it reaches, so that a
// period is found without looking at every entry.
type sequence struct {
	entries []*entry
	blocks  []block
}

// block is a run of neighbouring entries.
type block struct {
	n    int
	days window // from the first day of any of them to the last of any
	text *blockText
}

// The size of a block: when it is built, and when it is cut.
const (
	usualBlock = 128
	mostBlock  = 2 * usualBlock
)

// newSequence cuts a sorted list into blocks.
func newSequence(sorted []*entry) sequence {
	s := sequence{entries: make([]*entry, 0, len(sorted)), blocks: make([]block, 0, len(sorted)/usualBlock+1)}
	s.add(sorted)
	return s
}

// add appends entries as new blocks.
func (s *sequence) add(sorted []*entry) {
	for len(sorted) > 0 {
		n := len(sorted)
		if n > mostBlock {
			n = usualBlock
		}
		b := block{n: n, days: window{math.MaxInt64, math.MinInt64}, text: &blockText{}}
		for _, e := range sorted[:n] {
			b.days.first, b.days.last = min(b.days.first, e.days.first), max(b.days.last, e.days.last)
		}
		s.entries, s.blocks, sorted = append(s.entries, sorted[:n]...), append(s.blocks, b), sorted[n:]
	}
}

// edit is something to do at an index of a sequence: an entry goes, or one
// comes in front of what is there.
type edit struct {
	at   int
	come *entry // nil: the entry at the index goes
}

// with is the sequence without some of its entries and with others. What lies
// between is copied in whole blocks.
func (s *sequence) with(gone, come []*entry) sequence {
	if few := len(s.entries)/8 + usualBlock; len(gone)+len(come) > few {
		return s.anew(gone, come)
	}
	edits := s.edits(gone, come)
	next := sequence{
		entries: make([]*entry, 0, len(s.entries)+len(come)),
		blocks:  make([]block, 0, len(s.blocks)+2),
	}
	start := 0
	for i, b := range s.blocks {
		end, here := start+b.n, 0
		for here < len(edits) && (edits[here].at < end || i == len(s.blocks)-1) {
			here++
		}
		if here == 0 {
			next.entries, next.blocks = append(next.entries, s.entries[start:end]...), append(next.blocks, b)
		} else {
			next.add(edited(s.entries[start:end], start, edits[:here]))
		}
		start, edits = end, edits[here:]
	}
	for _, e := range edits { // there was no block
		next.add([]*entry{e.come})
	}
	return next
}

// anew builds the sequence from the start, for changes that touch most of it.
func (s *sequence) anew(gone, come []*entry) sequence {
	drop := make(map[*entry]bool, len(gone))
	for _, e := range gone {
		drop[e] = true
	}
	list := make([]*entry, 0, len(s.entries)+len(come))
	for _, e := range s.entries {
		if !drop[e] {
			list = append(list, e)
		}
	}
	list = append(list, come...)
	if !slices.IsSortedFunc(list, compareEntries) {
		slices.SortFunc(list, compareEntries)
	}
	return newSequence(list)
}

// edits finds the places of the changes, in order.
func (s *sequence) edits(gone, come []*entry) []edit {
	list := make([]edit, 0, len(gone)+len(come))
	come = slices.Clone(come)
	slices.SortFunc(come, compareEntries)
	for _, e := range come {
		at, _ := slices.BinarySearchFunc(s.entries, e, compareEntries)
		list = append(list, edit{at, e})
	}
	for _, e := range gone {
		if at, ok := slices.BinarySearchFunc(s.entries, e, compareEntries); ok {
			list = append(list, edit{at, nil})
		}
	}
	// What comes stays in its order, in front of what goes.
	slices.SortStableFunc(list, func(a, b edit) int { return a.at - b.at })
	return list
}

// edited is a part of a sequence, which starts at an index of it, after edits.
func edited(part []*entry, start int, edits []edit) []*entry {
	list := make([]*entry, 0, len(part)+len(edits))
	for i := 0; i <= len(part); i++ {
		stays := i < len(part)
		for len(edits) > 0 && edits[0].at == start+i {
			if edits[0].come != nil {
				list = append(list, edits[0].come)
			} else {
				stays = false
			}
			edits = edits[1:]
		}
		if stays {
			list = append(list, part[i])
		}
	}
	return list
}

// reaching yields the parts of the sequence of which the matcher may mean some
// entries, as far as the days tell, each with its text.
func (s *sequence) reaching(m *matcher, yield func([]*entry, *blockText) bool) {
	start := 0
	for i := range s.blocks {
		b := &s.blocks[i]
		end := start + b.n
		if m.reaches(b.days) && !yield(s.entries[start:end], b.text) {
			return
		}
		start = end
	}
}
