package events

import (
	"slices"
	"sync"

	"golang.org/x/text/language"
)

// spoken are the languages that pages and feeds speak around the record's own
// texts, as addresses name them: those in which edtf words dates, with zh for
// simplified Chinese.
var spoken = []string{"zh", "zh-Hant", "en", "de", "fr", "es", "ja", "ar"}

// SpokenLanguages are the languages that pages and feeds speak around the record's
// own texts, as addresses name them (BCP 47); zh is simplified Chinese.
func SpokenLanguages() []string { return slices.Clone(spoken) }

// spokenMatcher finds the nearest of them.
var spokenMatcher = sync.OnceValue(func() language.Matcher {
	tags := make([]language.Tag, len(spoken))
	for i, l := range spoken {
		tags[i] = language.Make(l)
	}
	return language.NewMatcher(tags)
})

// nearest remembers what the matcher said, by language tag: there are only as many
// as a record has languages.
var nearest sync.Map

// spokenFor is the spoken language that readers of a language read as their own:
// de for de-CH, zh-Hant for zh-TW; "" if there is none.
func spokenFor(lang string) string {
	if known, ok := nearest.Load(lang); ok {
		return known.(string) //nolint:forcetypeassert // nothing else is put there
	}
	tag, err := language.Parse(lang)
	if err != nil {
		return ""
	}
	found := ""
	if _, i, how := spokenMatcher().Match(tag); how >= language.High {
		found = spoken[i]
	}
	nearest.Store(lang, found)
	return found
}

// Spoken is the language that is spoken around texts in a language (BCP 47): its
// own, or else that of the first of the site's languages that is spoken, or else
// English.
func Spoken(lang string, site []string) string {
	for _, l := range append([]string{lang}, site...) {
		if own := spokenFor(l); own != "" {
			return own
		}
	}
	return "en"
}

// rightToLeft are the scripts that are written from right to left (ISO 15924).
var rightToLeft = []string{"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}

// Direction is the direction in which a language (BCP 47) is written, as HTML's dir
// attribute names it: "rtl" or "ltr".
func Direction(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return "ltr"
	}
	if script, _ := tag.Script(); slices.Contains(rightToLeft, script.String()) {
		return "rtl"
	}
	return "ltr"
}
