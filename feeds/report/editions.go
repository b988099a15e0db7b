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
	x := newTitleIndex(len(old))
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
	for i, d := range old {
		if !used[i] {
			x.add(i, d.Title)
		}
	}
	for _, d := range open {
		at, top := -1, 0.0
		for _, l := range x.like(d.Title, 0.35) {
			if same := l.both >= 0.6 || l.both >= 0.35 && old[l.at].Date == d.Date; same && !used[l.at] && l.both > top {
				at, top = l.at, l.both
			}
		}
		if at < 0 {
			c.Added = append(c.Added, d)
			continue
		}
		used[at] = true
		c.Changed = append(c.Changed, Change{Old: old[at], New: d})
	}
	for i, d := range old {
		if !used[i] {
			c.Gone = append(c.Gone, d)
		}
	}
	return c
}

// Fresh returns the drafts whose fingerprints are not known yet, so that a
// second run over the same document proposes nothing twice. Known are the
// fingerprints of all earlier drafts, whatever became of them.
func Fresh(drafts []Draft, known func(fingerprint string) bool) []Draft {
	var out []Draft
	seen := map[string]bool{}
	for _, d := range drafts {
		if !known(d.Fingerprint) && !seen[d.Fingerprint] {
			out = append(out, d)
		}
		seen[d.Fingerprint] = true
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
		for _, l := range x.like(d.Title, duplicateTitle) {
			if e := record[l.at]; d.Value.Overlaps(e.Date) && !slices.Contains(d.Duplicates, e.ID) {
				d.Duplicates = append(d.Duplicates, e.ID)
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

// alike is a title and the part of the terms of both that they share.
type alike struct {
	at   int
	both float64
}

// like returns the titles of which the shorter shares at least the given part
// of its terms, in order.
func (x *titleIndex) like(title string, least float64) []alike {
	t := termsOf([]rune(title))
	shared := map[int]int{}
	for _, p := range t {
		for _, i := range x.byTerm[p] {
			shared[i]++
		}
	}
	var out []alike
	for i, n := range shared {
		if small := min(len(t), x.size[i]); small >= 2 && float64(n) >= least*float64(small) {
			out = append(out, alike{i, float64(n) / float64(len(t)+x.size[i]-n)})
		}
	}
	slices.SortFunc(out, func(a, b alike) int { return a.at - b.at })
	return out
}
