package timeline

import (
	"sort"
	"strings"
	"sync"
	"sync/atomic"
)

// blockText is the folded text of a block of entries and an index of it. The
// text is in one piece, so that a word too short for the index is looked for in
// one pass over contiguous memory. It is made when a search first comes by, and
// lives as long as its block.
type blockText struct {
	once  sync.Once
	made  atomic.Bool
	text  string
	texts []foldedText // of each entry, parts of text
	ends  []int        // where each entry's text ends
	grams gramIndex
}

// fold fills the text.
func (t *blockText) fold(entries []*entry) {
	t.once.Do(func() {
		folded, size := make([]foldedText, len(entries)), 0
		for i, e := range entries {
			folded[i] = foldEvent(e.Event)
			size += len(folded[i].text) + 1
		}
		var b strings.Builder
		b.Grow(size)
		t.ends = make([]int, len(entries))
		for i := range folded {
			b.WriteString(folded[i].text)
			b.WriteByte(0) // no word reaches into the next event
			t.ends[i] = b.Len()
		}
		t.text, t.texts = b.String(), folded
		start := 0
		for i := range folded {
			folded[i].text = t.text[start : t.ends[i]-1]
			start = t.ends[i]
		}
		t.grams = newGramIndex(folded)
		t.made.Store(true)
	})
}

// having calls see with the indexes of the entries whose text contains the
// key, in order.
func (t *blockText) having(key string, see func(i int) bool) bool {
	for at, n := 0, 0; n < len(t.ends); n++ {
		i := strings.Index(t.text[at:], key)
		if i < 0 {
			break
		}
		found := at + i
		n += sort.Search(len(t.ends)-n, func(k int) bool { return t.ends[n+k] > found })
		if !see(n) {
			return false
		}
		at = t.ends[n]
	}
	return true
}

// key is what every text with the term contains.
func (t term) key() string {
	if t.runes != nil {
		return t.text[:t.runes[2]]
	}
	return t.text
}

// rarest is the key of the word that the fewest events may have, which the
// longest is taken for; "" if there is no word.
func (m *matcher) rarest() string {
	key := ""
	for _, w := range m.words {
		if k := w.key(); len(k) > len(key) {
			key = k
		}
	}
	return key
}
