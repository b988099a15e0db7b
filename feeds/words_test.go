package feeds

import (
	"io/fs"
	"testing"

	"almanac.example/events"
	"almanac.example/events/texts/textstest"
)

// TestEveryLanguageHasEverySaying holds the words of feeds and calendars complete in
// every spoken language.
func TestEveryLanguageHasEverySaying(t *testing.T) {
	files, err := fs.Sub(wordFiles, "words")
	if err != nil {
		t.Fatal(err)
	}
	textstest.Complete(t, files, textstest.Rules{
		Languages: events.SpokenLanguages(), AtLeast: 60,
		Same: map[string][]string{
			"":   {"colon", "comma", "dot", "list", "semicolon", "calendar.marker", "calendar.within"},
			"fr": {"item.sources", "field.sources", "field.span", "field.key"}, "es": {"no"},
		},
	})
}

// Counts take the plural form of their language.
func TestSayingsCount(t *testing.T) {
	for _, c := range []struct {
		lang string
		n    int
		want string
	}{
		{"zh", 1, "（1年前）"}, {"en", 1, " (1 year ago)"}, {"en", 2, " (2 years ago)"}, {"de", 1, " (vor 1 Jahr)"}, {"de-AT", 7, " (vor 7 Jahren)"},
		{"fr", 1, " (il y a 1 an)"}, {"fr", 12, " (il y a 12 ans)"}, {"es", 1, " (hace 1 año)"}, {"ja", 3, "（3年前）"}, {"zh-TW", 3, "（3年前）"},
		{"ar", 1, " (قبل سنة)"}, {"ar", 2, " (قبل سنتين)"}, {"ar", 3, " (قبل 3 سنوات)"}, {"ar", 11, " (قبل 11 سنة)"}, {"ar", 100, " (قبل 100 سنة)"},
		{"pt", 2, "（2年前）"}, // the site's first language
	} {
		if got := WordsIn(c.lang, []string{"zh"}).Count("item.yearsAgo", c.n); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.lang, c.n, got, c.want)
		}
	}
	if got := WordsIn("pt", nil).Text("yes"); got != "yes" {
		t.Errorf("without a site that says otherwise: %q", got)
	}
}

// A text in the other direction is held together beside the sayings.
func TestTextsStandBesideSayings(t *testing.T) {
	for _, c := range []struct{ words, lang, text, want string }{
		{"ar", "en", "Opening!", "Opening!\u200e"}, {"en", "ar", "«افتتاح»", "\u200f«افتتاح»\u200f"},
		{"ar", "en", "Opening of 2019", "Opening of 2019"}, {"ar", "zh", "2019年开馆", "\u200e2019年开馆"},
		{"ar", "ar", "افتتاح!", "افتتاح!"}, {"ar", "fa", "گشایش!", "گشایش!"}, {"zh", "en", "Opening!", "Opening!"}, {"ar", "en", "", ""},
	} {
		if got := WordsIn(c.words, nil).Beside(c.text, c.lang); got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.lang, c.words, got, c.want)
		}
	}
}
