package report_test

import (
	"bufio"
	"cmp"
	"html"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The scorer: a draft finds a gold entry when the dates are equal and a quote
// or title overlaps with one of the entry's, by pairs of characters; one to
// one, as many as can be. Dates and figures are taken out of the texts first,
// so that nothing matches by its date alone.

// goldEntry is one line of a .gold file: date | title | passage. A leading ?
// makes it optional, a leading ! something that must not be proposed.
type goldEntry struct {
	date               string
	also               []string // other dates that are right, too
	texts              []string
	titles             []string // nil where any of the texts will do
	optional, unwanted bool
}

func readGold(t *testing.T, file string) []goldEntry {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var gold []goldEntry
	for s := bufio.NewScanner(f); s.Scan(); {
		line := strings.TrimSpace(s.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		e := goldEntry{optional: line[0] == '?', unwanted: line[0] == '!'}
		parts := strings.Split(strings.TrimLeft(line, "?! "), "|")
		e.date = strings.TrimSpace(parts[0])
		for _, p := range parts[1:] {
			e.texts = append(e.texts, strings.TrimSpace(p))
		}
		gold = append(gold, e)
	}
	return gold
}

// prediction is what a draft says.
type prediction struct {
	date, title string
	texts       []string
}

type scored struct {
	f1, titled float64
	statistics []string // unwanted entries that were proposed
	missed     []string
	extra      []string
}

// score compares predictions with gold.
func score(predicted []prediction, gold []goldEntry) scored {
	edges := make([][]int, len(predicted))
	ignored := make([]bool, len(predicted))
	var s scored
	required := 0
	known := pairsBy{}
	for i, p := range predicted {
		for j, g := range gold {
			if !known.meets(p, g) {
				continue
			}
			switch {
			case g.unwanted:
				s.statistics = append(s.statistics, p.date+" "+p.title)
			case g.optional:
				ignored[i] = true
			default:
				edges[i] = append(edges[i], j)
			}
		}
	}
	matched := matching(edges)
	titled, counted := 0, 0
	found := map[int]bool{}
	for i, p := range predicted {
		j, ok := matched[i]
		switch {
		case ok:
			counted++
			found[j] = true
			if known.overlap([]string{p.title}, slices.Concat(gold[j].titles, gold[j].texts)[:cmp.Or(len(gold[j].titles), len(gold[j].texts))]) >= 0.5 {
				titled++
			}
		case !ignored[i] || len(edges[i]) > 0:
			counted++
			s.extra = append(s.extra, p.date+" "+p.title)
		}
	}
	for j, g := range gold {
		if g.optional || g.unwanted {
			continue
		}
		required++
		if !found[j] {
			s.missed = append(s.missed, g.date+" "+g.texts[0])
		}
	}
	s.f1 = 2 * float64(len(matched)) / float64(counted+required)
	s.titled = 2 * float64(titled) / float64(counted+required)
	return s
}

// pairsBy keeps the pairs of the texts that were compared already.
type pairsBy map[string]map[string]bool

func (k pairsBy) of(s string) map[string]bool {
	if k[s] == nil {
		k[s] = pairsOf(s)
	}
	return k[s]
}

func (k pairsBy) meets(p prediction, g goldEntry) bool {
	return slices.ContainsFunc(append([]string{g.date}, g.also...), func(d string) bool { return canonical(p.date) == canonical(d) }) && k.overlap(append(slices.Clone(p.texts), p.title), g.texts) >= 0.5
}

var (
	qualifiers = regexp.MustCompile(`[?~%]`)
	datesOut   = regexp.MustCompile(`(?i)[〇○零一二三四五六七八九十]{4}年([一二三四五六七八九十]{1,3}月([一二三四五六七八九十]{1,3}日)?)?` +
		`|[\d\s]+年度?|[\d\s]+月份?(上旬|中旬|下旬|底|初|末)?|[\d\s]+日|上半年|下半年|第[一二三四1-4]季度` +
		`|\b(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)\b\.?|\bq[1-4]\b|\d+`)
	tagsOut = regexp.MustCompile(`<[^>]+>`)
)

func canonical(d string) string {
	d = qualifiers.ReplaceAllString(d, "")
	if a, b, ok := strings.Cut(d, "/"); ok && a == b {
		return a
	}
	return d
}

// pairsOf are the pairs of letters of a text without its dates and figures.
func pairsOf(s string) map[string]bool {
	s = strings.ToLower(norm.NFKC.String(html.UnescapeString(tagsOut.ReplaceAllString(s, ""))))
	s = datesOut.ReplaceAllString(s, " ")
	var letters []rune
	for _, r := range s {
		if unicode.IsLetter(r) && len(letters) < 600 {
			letters = append(letters, r)
		}
	}
	pairs := map[string]bool{}
	for i := 1; i < len(letters); i++ {
		pairs[string(letters[i-1:i+1])] = true
	}
	return pairs
}

// overlap is the best overlap of two texts, one of each list.
func (k pairsBy) overlap(a, b []string) float64 {
	best := 0.0
	for _, x := range a {
		for _, y := range b {
			best = max(best, overlapOf(k.of(x), k.of(y)))
		}
	}
	return best
}

func overlapOf(a, b map[string]bool) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return 0
	}
	n := 0
	for p := range a {
		if b[p] {
			n++
		}
	}
	v := float64(n) / float64(len(a)+len(b)-n)
	if len(b) <= max(200, 12*len(a)) {
		v = max(v, float64(n)/float64(len(a)))
	}
	return v
}

// matching is a largest one-to-one assignment.
func matching(edges [][]int) map[int]int {
	right := map[int]int{}
	var try func(i int, seen map[int]bool) bool
	try = func(i int, seen map[int]bool) bool {
		for _, j := range edges[i] {
			if seen[j] {
				continue
			}
			seen[j] = true
			if k, taken := right[j]; !taken || try(k, seen) {
				right[j] = i
				return true
			}
		}
		return false
	}
	for i := range edges {
		try(i, map[int]bool{})
	}
	out := map[int]int{}
	for j, i := range right {
		out[i] = j
	}
	return out
}
