package generate

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

var slotPattern = regexp.MustCompile(`\{([a-z]*)\}`)

func slotsOf(text string) []string {
	var names []string
	for _, m := range slotPattern.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return names
}

// Both languages must tell the same: the same slots, none unknown.
func TestStoriesTellTheSameInBothLanguages(t *testing.T) {
	for _, s := range slices.Concat(earlyStories, modernStories) {
		if len(s.lines) < 3 {
			t.Errorf("%s: only %d lines", s.title.zh, len(s.lines))
		}
		if wants := strings.Contains(s.title.zh, "{thing}"); wants != (len(s.things) > 0) {
			t.Errorf("%s: things go with a slot for them", s.title.zh)
		}
		if s.about != "" && !slices.ContainsFunc(fields, func(f field) bool { return f.name.en == s.about && f.since <= s.since }) {
			t.Errorf("%s: there is no field %s from %d on", s.title.zh, s.about, s.since)
		}
		for _, p := range append([]pair{s.title}, s.lines...) {
			checkPair(t, p)
		}
	}
	for _, p := range slices.Concat(earlyClosings, modernClosings, cancellations) {
		checkPair(t, p)
	}
}

func checkPair(t *testing.T, p pair) {
	t.Helper()
	zh, en := slotsOf(p.zh), slotsOf(p.en)
	if d := cmp.Diff(zh, en); d != "" {
		t.Errorf("%s: slots (-zh +en):\n%s", p.zh, d)
	}
	f := &figures{rand: rand.New(rand.NewPCG(1, 1))}
	empty := &scene{place: &place{}, other: &place{}, field: &fields[0], also: &fields[1]}
	for _, name := range zh {
		if strings.Contains(empty.slot(name, "zh", f), "{") {
			t.Errorf("%s: there is no slot {%s}", p.zh, name)
		}
	}
}

// Early stories know nothing of institutions and fields of our time.
func TestEarlyStoriesStayInTheirTime(t *testing.T) {
	check := func(p pair) {
		for _, name := range slotsOf(p.zh) {
			if slices.Contains([]string{"org", "partner", "field", "also"}, name) {
				t.Errorf("%s: {%s} is of our time", p.zh, name)
			}
		}
	}
	for _, s := range earlyStories {
		if s.until >= modern {
			t.Errorf("%s: is told until %d", s.title.zh, s.until)
		}
		for _, p := range append([]pair{s.title}, s.lines...) {
			check(p)
		}
	}
	for _, p := range earlyClosings {
		check(p)
	}
}

// Whatever the year, there must be something to choose from: another asks for
// at least two places and fields.
func TestEveryYearHasSomethingToTell(t *testing.T) {
	g, err := newGenerator(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for year := minYear; year <= maxYear; year++ {
		r := g.repertory(year)
		if len(r.stories) < 4 || len(r.places) < 2 || len(r.fields) < 2 || len(r.made) < 1 || len(r.closings) == 0 {
			t.Fatalf("%d: %d stories, %d places, %d fields, %d of them made", year, len(r.stories), len(r.places), len(r.fields), len(r.made))
		}
	}
}

func TestWordListsHaveNoDoubles(t *testing.T) {
	lists := map[string][]pair{"families": families, "givens": givens, "houses": houses, "earlyVolumes": earlyVolumes, "modernVolumes": modernVolumes, "earlyLands": earlyLands, "modernLands": modernLands}
	for _, p := range places {
		lists["places"] = append(lists["places"], p.name)
	}
	for _, f := range fields {
		lists["fields"] = append(lists["fields"], f.name)
	}
	for name, list := range lists {
		seen := map[string]bool{}
		for _, p := range list {
			if seen[p.zh] || !strings.ContainsFunc(p.zh, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || p.en == "" {
				t.Errorf("%s: %q, %q is double or incomplete", name, p.zh, p.en)
			}
			seen[p.zh] = true
		}
	}
}

func TestSharesAddUpToAHundred(t *testing.T) {
	for _, year := range []int{-500, 1000, 1399, 1400, 1899, 1900, 1989, 1990, 2025} {
		sum := 0
		for _, n := range shares(year) {
			sum += n
		}
		if sum != 100 {
			t.Errorf("%d: %d of a hundred", year, sum)
		}
	}
}

func TestFiguresAreWrittenAsTheLanguageDoes(t *testing.T) {
	for _, c := range []struct {
		n                     int
		zh, en, ordinalInText string
	}{
		{1, "1", "1", "1st"}, {2, "2", "2", "2nd"}, {3, "3", "3", "3rd"}, {4, "4", "4", "4th"}, {11, "11", "11", "11th"},
		{12, "12", "12", "12th"}, {13, "13", "13", "13th"}, {21, "21", "21", "21st"}, {112, "112", "112", "112th"}, {1000, "1000", "1,000", "1000th"},
	} {
		if got := [3]string{grouped(c.n, "zh"), grouped(c.n, "en"), ordinal(c.n, "en")}; got != [3]string{c.zh, c.en, c.ordinalInText} {
			t.Errorf("%d: %v", c.n, got)
		}
	}
}

func TestSlugsAreWholeWordsAndNeverTheSame(t *testing.T) {
	g, err := newGenerator(Options{})
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("observation ", 12)
	for _, c := range []struct{ title, want string }{
		{"A comet seen at Xi’an", "a-comet-seen-at-xi-an"},
		{"A comet seen at Xi’an", "a-comet-seen-at-xi-an-2"},
		{"A comet seen at Xi’an 2", "a-comet-seen-at-xi-an-2-2"},
		{"A comet seen at Xi’an", "a-comet-seen-at-xi-an-3"},
		{"‘Terms of Engineering’ published", "terms-of-engineering-published"},
		{long, "observation-observation-observation-observation-observation-observation"[:71]},
	} {
		if got := g.slug(c.title); got != c.want {
			t.Errorf("%s: %s, want %s", c.title, got, c.want)
		}
	}
}
