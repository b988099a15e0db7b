package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"almanac.example/events"
)

//go:embed *.json
var files embed.FS

// tables are the texts by language and key, read once.
var tables = sync.OnceValues(readTables)

func readTables() (map[string]map[string]string, error) {
	all := map[string]map[string]string{}
	for _, lang := range Languages() {
		table, err := readTable(files, lang)
		if err != nil {
			return nil, err
		}
		all[lang] = table
	}
	return all, nil
}

// readTable reads the texts of one language.
func readTable(from fs.FS, lang string) (map[string]string, error) {
	b, err := fs.ReadFile(from, lang+".json")
	if err != nil {
		return nil, fmt.Errorf("reading the interface texts: %w", err)
	}
	table := map[string]string{}
	if err := json.Unmarshal(b, &table); err != nil {
		return nil, fmt.Errorf("interface texts in %s: %w", lang, err)
	}
	return table, nil
}

// Languages are the languages that the interface speaks, as addresses name
// them.
func Languages() []string { return []string{"zh", "en"} }

// Language is the interface in one language: its texts, and what follows a rule of
// the language (numbers, months, years, counts). The zero value has no texts.
type Language struct {
	Lang   string // BCP 47, of the record's texts that are wanted
	Spoken string // one of Languages, of the interface
	texts  map[string]string
}

// In is the interface in a language; one that it does not speak has no texts.
func In(lang string) Language {
	all, err := tables()
	if err != nil { // the files are part of the program, and a test reads them
		return Language{Lang: lang, Spoken: lang}
	}
	return Language{lang, lang, all[lang]}
}

// For is the interface for readers of a language, on a site of some languages: as
// events.Spoken says.
func For(lang string, site []string) Language {
	spoken := events.Spoken(lang, site)
	if !slices.Contains(Languages(), spoken) {
		spoken = "en"
	}
	w := In(spoken)
	w.Lang = lang
	return w
}

// Text is the interface text of that key, with args filled in as fmt does. A
// key that is not in the language's file comes back as itself.
func (w Language) Text(key string, args ...any) string {
	s, ok := w.texts[key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}

// With is the interface in each of its languages with further texts: those of
// another room, which keeps them in files of the same names and form as the ones
// of this room. It is an error if a file is missing or not well formed, or if a
// key stands in both.
func With(more fs.FS) (map[string]Language, error) {
	own, err := tables()
	if err != nil {
		return nil, err
	}
	all := map[string]Language{}
	for _, lang := range Languages() {
		texts, err := readTable(more, lang)
		if err != nil {
			return nil, err
		}
		for key, text := range own[lang] {
			if _, twice := texts[key]; twice {
				return nil, fmt.Errorf("interface texts in %s: %s stands in two rooms", lang, key)
			}
			texts[key] = text
		}
		all[lang] = Language{lang, lang, texts}
	}
	return all, nil
}

// Chinese reports whether the language is Chinese, whose rules of wording are
// the ones that differ from all others here.
func (w Language) Chinese() bool { return w.Spoken == "zh" }

// Tag is a language as HTML's lang attribute wants it (BCP 47). Chinese
// text of the record is simplified unless it says otherwise.
func Tag(lang string) string {
	if lang == "zh" {
		return "zh-CN"
	}
	return lang
}

// Locale is a language as OpenGraph spells it.
func Locale(lang string) string {
	if lang == "zh" {
		return "zh_CN"
	}
	return "en_GB"
}

// NativeName is a language's own name.
func NativeName(lang string) string {
	switch lang {
	case "zh":
		return "中文"
	case "en":
		return "English"
	}
	return lang
}
