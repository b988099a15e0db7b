package report

import (
	"slices"

	"almanac.example/events/edtf"
)

// Existing is an event of the record that a draft may repeat.
type Existing struct {
	ID    string
	Date  edtf.Value
	Title string // in the draft's language, or several joined by a blank
}

// duplicateTitle is the likeness of titles from which two events whose dates
// meet may be one.
const duplicateTitle = 0.5

// MarkDuplicates sets Duplicates and FlagDuplicate on the drafts that may
// repeat an event of the record: their dates meet and their titles are alike.
// The confidence of such a draft is lowered to 0.6 at most. The drafts given
// are changed in place.
func MarkDuplicates(drafts []Draft, record []Existing) {
	x := newTitleIndex(len(record))
	for i, e := range record {
		x.add(i, e.Title)
	}
	for n := range drafts {
		d := &drafts[n]
		for _, i := range x.like(d.Title, duplicateTitle) {
			if d.Value.Overlaps(record[i].Date) && !slices.Contains(d.Duplicates, record[i].ID) {
				d.Duplicates = append(d.Duplicates, record[i].ID)
			}
		}
		if len(d.Duplicates) == 0 || slices.Contains(d.Flags, FlagDuplicate) {
			continue
		}
		d.Flags = append(d.Flags, FlagDuplicate)
		d.Confidence = min(d.Confidence, 0.6)
	}
}

// titleIndex finds titles that share terms without comparing
// all with all.
type titleIndex struct {
	byTerm map[uint64][]int
	size   []int
}

func newTitleIndex(n int) *titleIndex {
	return &titleIndex{byTerm: map[uint64][]int{}, size: make([]int, n)}
}

func (x *titleIndex) add(i int, title string) {
	t := termsOf([]rune(title))
	x.size[i] = len(t)
	for _, p := range t {
		x.byTerm[p] = append(x.byTerm[p], i)
	}
}

// like returns the titles of which the shorter shares at least the given part
// of its terms, in order.
func (x *titleIndex) like(title string, least float64) []int {
	t := termsOf([]rune(title))
	shared := map[int]int{}
	for _, p := range t {
		for _, i := range x.byTerm[p] {
			shared[i]++
		}
	}
	var out []int
	for i, n := range shared {
		small := min(len(t), x.size[i])
		if small >= 2 && float64(n) >= least*float64(small) {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
}

// best returns the title with the highest score among those that are alike;
// the score is 0 where there is none.
func (x *titleIndex) best(title string, score func(i int) float64) (int, float64) {
	at, top := -1, 0.0
	for _, i := range x.like(title, 0.35) {
		if s := score(i); s > top {
			at, top = i, s
		}
	}
	return at, top
}
