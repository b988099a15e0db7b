package events

import (
	"iter"
	"sort"
	"strings"
	"sync"
)

// arena is the folded text of a whole timeline in one piece, in its order, so
// that a word is looked for in one pass over contiguous memory and not event
// by event.
type arena struct {
	once sync.Once
	text string
	ends []uint32 // where each event's text ends
}

// arenaMost bounds the arena to what its offsets can count; a larger record is
// searched event by event.
const arenaMost = 1<<32 - 1

// pack fills the arena at the first search of a timeline.
func (t *Timeline) pack() *arena {
	a := &t.arena
	a.once.Do(func() {
		size := 0
		for _, e := range t.ordered {
			size += len(e.folded.text) + 1
		}
		if size > arenaMost {
			return
		}
		var b strings.Builder
		b.Grow(size)
		a.ends = make([]uint32, len(t.ordered))
		for i, e := range t.ordered {
			b.WriteString(e.folded.text)
			b.WriteByte(0) // no word reaches into the next event
			a.ends[i] = uint32(b.Len())
		}
		a.text = b.String()
	})
	return a
}

// matching are the entries that the matcher means, in order.
func (t *Timeline) matching(m *matcher) iter.Seq[*entry] {
	return func(yield func(*entry) bool) {
		for _, e := range t.candidates(m) {
			if m.match(e) && !yield(e) {
				return
			}
		}
	}
}

// candidates are the entries that may match: those with the rarest word, which
// the longest is taken for, or all if there is no word.
func (t *Timeline) candidates(m *matcher) []*entry {
	if len(m.words) == 0 || len(t.ordered) == 0 {
		return t.ordered
	}
	a := t.pack()
	if a.ends == nil {
		return t.ordered
	}
	key := ""
	for _, w := range m.words {
		if k := w.key(); len(k) > len(key) {
			key = k
		}
	}
	return a.having(key, t.ordered)
}

// having lists the entries whose text contains the key.
func (a *arena) having(key string, ordered []*entry) []*entry {
	var list []*entry
	for at, n := 0, 0; n < len(ordered); n++ {
		i := strings.Index(a.text[at:], key)
		if i < 0 {
			break
		}
		found := uint32(at + i)
		n += sort.Search(len(a.ends)-n, func(k int) bool { return a.ends[n+k] > found })
		list = append(list, ordered[n])
		at = int(a.ends[n])
	}
	return list
}

// key is what every text with the term contains.
func (t term) key() string {
	if t.runes != nil {
		return t.text[:t.runes[2]]
	}
	return t.text
}
