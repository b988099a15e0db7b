package record

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

var update = flag.Bool("update", false, "rewrite the data files in their canonical form")

// wantDates are the entries of the record: an ID never changes, and a date
// only if the report turns out to have been misread.
var wantDates = map[events.ID]string{
	"m01": "2019-04-26", "m02": "2019-04-10", "m03": "2019-05-21", "m04": "2019-05", "m05": "2019-05",
	"m06": "2019-10-25", "m07": "2019-10-29/2019-10-31", "m08": "2019-12-05", "m09": "2019-06-13", "m10": "2019-12",
	"m11": "2019-05-26", "m12": "2019-09-09", "m13": "2019-05-24/2019-05-26", "m14": "2019-11-29", "m15": "2019-05-23",
	"m16": "2019-07-22", "m17": "2019-07-31", "m18": "2019-08-22", "m19": "2019-09-20", "m20": "2019-10-23",
	"m21": "2019-05", "m22": "2019-09-13", "m23": "2019-06-20/2019-06-21", "m24": "2019-09-19/2019-09-21", "m25": "2019-08-12",
	"m26": "2019-09-02", "m27": "2019-10", "o04": "2019", "o07": "2019", "o08": "2019",
}

var wantKey = []events.ID{"m01", "m02", "m03", "m04", "m05", "m06", "m07", "m08", "m09", "m10"}

// The longest title that a timeline shows without wrapping to a third line,
// in characters.
var longestTitle = map[string]int{"zh": 30, "en": 90}

func load(t *testing.T) events.Record {
	t.Helper()
	r, err := Shanghai2019()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func loadTags(t *testing.T) []events.Tag {
	t.Helper()
	tags, err := Vocabulary()
	if err != nil {
		t.Fatal(err)
	}
	return tags
}

func TestRecordHasItsThirtyEntriesWithTheirDates(t *testing.T) {
	r := load(t)
	dates, key := map[events.ID]string{}, []events.ID(nil)
	for _, e := range r.Events {
		dates[e.ID] = e.Span.EDTF().String()
		if e.Key {
			key = append(key, e.ID)
		}
		if e.Status != events.Published {
			t.Errorf("%s: status is %s, want published", e.ID, e.Status)
		}
	}
	if d := cmp.Diff(wantDates, dates); d != "" {
		t.Errorf("dates (-want +got):\n%s", d)
	}
	if len(r.Events) != len(wantDates) {
		t.Errorf("%d entries, want %d", len(r.Events), len(wantDates))
	}
	if d := cmp.Diff(wantKey, key); d != "" {
		t.Errorf("key entries (-want +got):\n%s", d)
	}
}

func TestEntriesAreCompleteInBothLanguages(t *testing.T) {
	for _, e := range load(t).Events {
		if d := cmp.Diff([]string{"zh", "en"}, e.Languages()); d != "" {
			t.Errorf("%s: languages (-want +got):\n%s", e.ID, d)
		}
		for lang, text := range e.Text {
			if text.Title == "" || text.Summary == "" {
				t.Errorf("%s: title or summary missing in %s", e.ID, lang)
			}
			if n := utf8.RuneCountInString(text.Title); n > longestTitle[lang] {
				t.Errorf("%s: the title in %s has %d characters, more than %d: %s", e.ID, lang, n, longestTitle[lang], text.Title)
			}
			checkPunctuation(t, e.ID, lang, text)
		}
		if hasHan(e.Text["en"].Title) || hasHan(e.Text["en"].Summary) {
			t.Errorf("%s: Chinese characters in the English text", e.ID)
		}
	}
}

// checkPunctuation holds the house's typography: curly quotes everywhere,
// full-width marks in Chinese, and a stop at the end of a summary but not of a
// title.
func checkPunctuation(t *testing.T, id events.ID, lang string, text events.Text) {
	t.Helper()
	stop, banned := ".", `"'，。：；（）《》“”`
	if lang == "zh" {
		stop, banned = "。", `"',:;()‘’`
	}
	if strings.HasSuffix(text.Title, stop) || !strings.HasSuffix(text.Summary, stop) {
		t.Errorf("%s: in %s a summary ends with %s and a title does not", id, lang, stop)
	}
	if i := strings.IndexAny(text.Title+text.Summary, banned); i >= 0 {
		r, _ := utf8.DecodeRuneInString((text.Title + text.Summary)[i:])
		t.Errorf("%s: %q does not belong into %s text", id, r, lang)
	}
}

func TestEntriesGiveTheirSource(t *testing.T) {
	for _, e := range load(t).Events {
		if len(e.Sources) != 1 {
			t.Errorf("%s: %d sources, want 1", e.ID, len(e.Sources))
			continue
		}
		s := e.Sources[0]
		if s.Title["zh"] == "" || s.Title["en"] == "" || s.Quote != "" {
			t.Errorf("%s: the source needs a title in both languages and no quote", e.ID)
		}
		if !strings.HasPrefix(s.Locator["zh"], "第4部分") || !strings.HasPrefix(s.Locator["en"], "Chapter 4") {
			t.Errorf("%s: the locator does not name chapter 4: %v", e.ID, s.Locator)
		}
		if inOpening := strings.Contains(s.Locator["en"], "opening"); inOpening != e.Key {
			t.Errorf("%s: key entries, and only they, stand in the chapter's opening list", e.ID)
		}
	}
}

func TestTagsAreTheVocabulary(t *testing.T) {
	tags, used := loadTags(t), map[string]int{}
	for _, e := range load(t).Events {
		if n := len(e.Tags); n < 1 || n > 3 {
			t.Errorf("%s: %d tags, want 1 to 3", e.ID, n)
		}
		for _, tag := range e.Tags {
			used[tag]++
		}
	}
	var slugs []string
	for _, tag := range tags {
		slugs = append(slugs, tag.Slug)
	}
	if d := cmp.Diff(slugs, slices.Sorted(maps.Keys(used))); d != "" {
		t.Errorf("tags (-vocabulary +used):\n%s", d)
	}
}

func TestVocabularyIsValidAndReadable(t *testing.T) {
	tags := loadTags(t)
	site := events.Site{Authority: "almanac.example", Founded: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Tags: tags}
	if err := site.Validate(); err != nil {
		t.Error(err)
	}
	// The named CSS colours that the vocabulary may choose from.
	rgb := map[string][3]float64{
		"saddlebrown": {139, 69, 19}, "firebrick": {178, 34, 34}, "darkgreen": {0, 100, 0}, "indigo": {75, 0, 130},
		"darkslategray": {47, 79, 79}, "mediumvioletred": {199, 21, 133}, "mediumblue": {0, 0, 205}, "teal": {0, 128, 128},
	}
	seen := map[string]string{}
	for _, tag := range tags {
		if tag.Name["zh"] == "" || tag.Name["en"] == "" {
			t.Errorf("%s: a name is missing", tag.Slug)
		}
		c, ok := rgb[tag.Color]
		if ratio := contrastOnWhite(c); !ok || ratio < 4.5 {
			t.Errorf("%s: %q is not known to be dark enough on white (%.1f to 1)", tag.Slug, tag.Color, ratio)
		}
		if other, ok := seen[tag.Color]; ok {
			t.Errorf("%s: has the colour of %s", tag.Slug, other)
		}
		seen[tag.Color] = tag.Slug
	}
}

// contrastOnWhite is the contrast ratio of WCAG 2.2 §1.4.3.
func contrastOnWhite(rgb [3]float64) float64 {
	var luminance float64
	for i, weight := range [3]float64{0.2126, 0.7152, 0.0722} {
		c := rgb[i] / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		luminance += weight * c
	}
	return 1.05 / (luminance + 0.05)
}

func TestOnePlaceIsAlwaysWrittenTheSame(t *testing.T) {
	places := map[string]*events.Place{}
	for _, e := range load(t).Events {
		if e.Place == nil {
			continue
		}
		if e.Place.Name["zh"] == "" || e.Place.Name["en"] == "" {
			t.Errorf("%s: the place lacks a name", e.ID)
		}
		first, ok := places[e.Place.Slug]
		if !ok {
			places[e.Place.Slug] = e.Place
			continue
		}
		if d := cmp.Diff(first, e.Place); d != "" {
			t.Errorf("%s: place %s (-before +here):\n%s", e.ID, e.Place.Slug, d)
		}
	}
	if len(places) < 2 {
		t.Errorf("only %d places", len(places))
	}
}

func TestFilesAreCanonical(t *testing.T) {
	var rec bytes.Buffer
	if err := load(t).Write(&rec); err != nil {
		t.Fatal(err)
	}
	var voc bytes.Buffer
	enc := json.NewEncoder(&voc)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(loadTags(t)); err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct{ name, embedded, want string }{
		{"shanghai-2019.json", shanghai2019, rec.String()},
		{"vocabulary.json", vocabulary, voc.String()},
	} {
		if *update {
			if err := os.WriteFile(f.name, []byte(f.want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if d := cmp.Diff(f.want, f.embedded); d != "" {
			t.Errorf("%s is not canonical; run the test with -update (-want +got):\n%s", f.name, d)
		}
	}
}

func TestCallersCannotSpoilTheRecord(t *testing.T) {
	load(t).Events[0].Tags[0] = "spoilt"
	loadTags(t)[0].Name["zh"] = "spoilt"
	if load(t).Events[0].Tags[0] == "spoilt" || loadTags(t)[0].Name["zh"] == "spoilt" {
		t.Error("a change made by one caller is seen by the next")
	}
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
