// Package texts reads what the program says to people from data files: one JSON
// file a language, named after it (zh.json), each text under a key.
//
// # What it promises
//
// A text that counts has a form for each plural category of its language (Unicode
// CLDR); all others have one. A key that a file lacks comes back as itself, so
// that a page is never empty for want of a text; the tests of textstest hold that
// no file lacks one.
//
// # What it does not know
//
// It knows neither pages nor feeds nor which languages there are: the rooms that
// have texts say so.
//
//	{"skip": "Skip to content",
//	 "entries": {"one": "%s entry", "other": "%s entries"}}
package texts

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Table holds the texts of one language, by key.
type Table map[string]Text

// Text is one text. What counts something has a form for each plural category of
// the language (Unicode CLDR), "other" among them; all else has "other" only.
type Text map[string]string

// UnmarshalJSON reads a text, or an object of its plural forms.
func (t *Text) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*t = Text{"other": one}
		return nil
	}
	return json.Unmarshal(b, (*map[string]string)(t))
}

// Read reads the texts of one language, the file LANG.json. It is an error if the
// file is missing or not well formed.
func Read(from fs.FS, lang string) (Table, error) {
	b, err := fs.ReadFile(from, lang+".json")
	if err != nil {
		return nil, fmt.Errorf("reading texts: %w", err)
	}
	table := Table{}
	if err := json.Unmarshal(b, &table); err != nil {
		return nil, fmt.Errorf("texts in %s: %w", lang, err)
	}
	return table, nil
}

// ReadAll reads the texts of several languages, by language.
func ReadAll(from fs.FS, languages []string) (map[string]Table, error) {
	all := map[string]Table{}
	for _, lang := range languages {
		table, err := Read(from, lang)
		if err != nil {
			return nil, err
		}
		all[lang] = table
	}
	return all, nil
}

// Text is the text of that key, with args filled in as fmt does; it may leave out
// what it does not need.
func (t Table) Text(key string, args ...any) string {
	text, ok := t[key]
	if !ok {
		return key
	}
	return filled(text["other"], args)
}

// Count is the text of that key in the form that the language (BCP 47) has for a
// number of things, with args filled in: as a rule the number as it is to be
// written first.
func (t Table) Count(lang, key string, n int, args ...any) string {
	text, ok := t[key]
	if !ok {
		return key
	}
	form := text["other"]
	if len(text) > 1 {
		if counted, ok := text[Category(lang, n)]; ok {
			form = counted
		}
	}
	return filled(form, args)
}

func filled(s string, args []any) string {
	if len(args) == 0 || !strings.Contains(s, "%") {
		return s
	}
	return fmt.Sprintf(s, args...)
}

// Category is the plural category of a whole number in a language (Unicode CLDR):
// zero, one, two, few, many or other.
func Category(lang string, n int) string {
	return [...]string{
		plural.Other: "other", plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many",
	}[plural.Cardinal.MatchPlural(language.Make(lang), max(n, -n), 0, 0, 0, 0)] // of the absolute value (UTS 35)
}
