package words

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"almanac.example/events"
)

// Tag is a language as HTML's lang attribute wants it (BCP 47). Chinese
// text of the record is simplified unless it says otherwise.
func Tag(lang string) string {
	if lang == "zh" {
		return "zh-CN"
	}
	return lang
}

// Locale is the interface's language as OpenGraph spells it.
func (w Language) Locale() string { return w.Text("rule.locale") }

// NativeName is a language's own name (Unicode CLDR); its tag where it has none.
func NativeName(lang string) string {
	if tag, err := language.Parse(lang); err == nil {
		if name := display.Self.Name(tag); name != "" {
			return name
		}
	}
	return lang
}

// LanguageName is what a language is called in the interface's language (Unicode
// CLDR), or its own name where that is not known.
func (w Language) LanguageName(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return lang
	}
	if names := display.Languages(language.Make(w.Spoken)); names != nil {
		if name := names.Name(tag); name != "" {
			return name
		}
	}
	return NativeName(lang)
}

// Direction is the interface's direction of writing, as HTML's dir attribute wants
// it.
func (w Language) Direction() string { return events.Direction(w.Spoken) }
