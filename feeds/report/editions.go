package report

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"almanac.example/events/edtf"
)

// fingerprint names a draft by its date and the letters and figures of its
// title, so that another layout of the same text gives the same name.
func fingerprint(d Draft) string {
	var b strings.Builder
	b.WriteString(d.Date)
	b.WriteByte('|')
	for _, r := range d.Title {
		r = fold(r)
		if r >= 'A' && r <= 'Z' {
			r |= 0x20
		}
		if isHan(r) || isLetter(r) || isDigit(r) {
			b.WriteRune(r)
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:12])
}

// Comparison is what changed from one edition of a report to the next.
type Comparison struct {
	// Added are drafts only the new edition has, Gone those only the old one
	// has, Same those that both have alike.
	Added, Gone, Same []Draft
	// Changed are drafts of one event whose date or title differs.
	Changed []Change
}

// Change is one event in two editions.
type Change struct{ Old, New Draft }

// Compare sets the drafts of a newer edition against those of an older one.
func Compare(old, current []Draft) Comparison {
	var c Comparison
	byPrint := map[string]int{}
	for i, d := range old {
		byPrint[d.Fingerprint] = i
	}
	used := make([]bool, len(old))
	var open []Draft
	for _, d := range current {
		if i, ok := byPrint[d.Fingerprint]; ok && !used[i] {
			used[i] = true
			c.Same = append(c.Same, d)
			continue
		}
		open = append(open, d)
	}
	x := newTitleIndex(len(old))
	for i, d := range old {
		if !used[i] {
			x.add(i, d.Title)
		}
	}
	for _, d := range open {
		i, score := x.best(d.Title, func(i int) float64 {
			if used[i] {
				return 0
			}
			return sameDraft(old[i], d)
		})
		if score == 0 {
			c.Added = append(c.Added, d)
			continue
		}
		used[i] = true
		c.Changed = append(c.Changed, Change{Old: old[i], New: d})
	}
	for i, d := range old {
		if !used[i] {
			c.Gone = append(c.Gone, d)
		}
	}
	return c
}

// sameDraft says how surely two drafts of two editions are one event.
func sameDraft(a, b Draft) float64 {
	x, y := termsOf([]rune(a.Title)), termsOf([]rune(b.Title))
	n := x.common(y)
	both := float64(n) / float64(max(1, len(x)+len(y)-n))
	switch {
	case both >= 0.6:
		return both
	case a.Date == b.Date && both >= 0.35:
		return both
	}
	return 0
}

// Fresh returns the drafts whose fingerprints are not known yet, so that a
// second run over the same document proposes nothing twice. Known are the
// fingerprints of all earlier drafts, whatever became of them.
func Fresh(drafts []Draft, known func(fingerprint string) bool) []Draft {
	var out []Draft
	seen := map[string]bool{}
	for _, d := range drafts {
		if known(d.Fingerprint) || seen[d.Fingerprint] {
			continue
		}
		seen[d.Fingerprint] = true
		out = append(out, d)
	}
	return out
}

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
