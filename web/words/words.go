package words

import (
	"embed"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"almanac.example/events"
	"almanac.example/events/texts"
)

//go:embed *.json
var files embed.FS

// tables are the texts by language and key, read once.
var tables = sync.OnceValues(func() (map[string]texts.Table, error) { return texts.ReadAll(files, Languages()) })

// Languages are the languages that the interface speaks, as addresses name
// them.
func Languages() []string { return events.SpokenLanguages() }

// Language is the interface in one language: its texts, and what follows a rule of
// the language (numbers, months, years, counts). The zero value has no texts.
type Language struct {
	Lang   string // BCP 47, of the record's texts that are wanted
	Spoken string // one of Languages, of the interface
	texts  texts.Table
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
	w := In(events.Spoken(lang, site))
	w.Lang = lang
	return w
}

// Text is the interface text of that key, with args filled in as fmt does; %s
// writes a whole number as the language groups it. A text with plural forms takes
// that of the first whole number among args. A key that is not in the language's
// file comes back as itself.
func (w Language) Text(key string, args ...any) string {
	n, counts := 0, false
	args = slices.Clone(args) // they are the caller's
	for i, arg := range args {
		if whole, ok := arg.(int); ok {
			if !counts {
				n, counts = whole, true
			}
			args[i] = numeral{whole, w}
		}
	}
	if counts {
		return w.texts.Count(w.Spoken, key, n, args...)
	}
	return w.texts.Text(key, args...)
}

// numeral is a whole number in a text.
type numeral struct {
	n  int
	in Language
}

// Format writes the number grouped for %s, and as fmt does for all else.
func (n numeral) Format(to fmt.State, verb rune) {
	if verb == 's' {
		_, _ = io.WriteString(to, n.in.Number(n.n)) // a fmt.State refuses nothing
		return
	}
	_, _ = fmt.Fprintf(to, fmt.FormatString(to, verb), n.n)
}

// Count is the interface text of that key for a number of things: in the form that
// the language has for that number, with the number filled in.
func (w Language) Count(key string, n int) string { return w.counted(key, n, w.Number(n)) }

// counted is Count with the number as it is to be written.
func (w Language) counted(key string, n int, number string) string {
	return w.texts.Count(w.Spoken, key, n, number)
}

// With is the interface in some of its languages with further texts: those of
// another room, which keeps them in files of the same names and form as the ones
// of this room. It is an error if a file is missing or not well formed, or if a
// key stands in both.
func With(more fs.FS, languages []string) (map[string]Language, error) {
	own, err := tables()
	if err != nil {
		return nil, err
	}
	all := map[string]Language{}
	for _, lang := range languages {
		if !slices.Contains(Languages(), lang) {
			return nil, fmt.Errorf("interface texts in %s: no such language", lang)
		}
		table, err := texts.Read(more, lang)
		if err != nil {
			return nil, err
		}
		for key, text := range own[lang] {
			if _, twice := table[key]; twice {
				return nil, fmt.Errorf("interface texts in %s: %s stands in two rooms", lang, key)
			}
			table[key] = text
		}
		all[lang] = Language{lang, lang, table}
	}
	return all, nil
}

// Keys are the keys of all texts, in no order.
func Keys() []string {
	return slices.Collect(maps.Keys(In("en").texts))
}
