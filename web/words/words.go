package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"almanac.example/events"
)

//go:embed *.json
var files embed.FS

// tables are the texts by language and key, read once.
var tables = sync.OnceValues(readTables)

// texts are those of one language, by key.
type texts map[string]text

// text is one text. What counts something has a form for each plural category of
// the language (Unicode CLDR), "other" among them; all else has "other" only.
type text map[string]string

// UnmarshalJSON reads a text, or an object of its plural forms.
func (t *text) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*t = text{"other": one}
		return nil
	}
	return json.Unmarshal(b, (*map[string]string)(t))
}

func readTables() (map[string]texts, error) {
	all := map[string]texts{}
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
func readTable(from fs.FS, lang string) (texts, error) {
	b, err := fs.ReadFile(from, lang+".json")
	if err != nil {
		return nil, fmt.Errorf("reading the interface texts: %w", err)
	}
	table := texts{}
	if err := json.Unmarshal(b, &table); err != nil {
		return nil, fmt.Errorf("interface texts in %s: %w", lang, err)
	}
	return table, nil
}

// Languages are the languages that the interface speaks, as addresses name
// them.
func Languages() []string { return events.SpokenLanguages() }

// Language is the interface in one language: its texts, and what follows a rule of
// the language (numbers, months, years, counts). The zero value has no texts.
type Language struct {
	Lang   string // BCP 47, of the record's texts that are wanted
	Spoken string // one of Languages, of the interface
	texts  texts
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
	t, ok := w.texts[key]
	if !ok {
		return key
	}
	form, first := t["other"], true
	args = slices.Clone(args) // they are the caller's
	for i, arg := range args {
		n, whole := arg.(int)
		if !whole {
			continue
		}
		if f, ok := t[category(w.Spoken, n)]; ok && first {
			form = f
		}
		first = false
		args[i] = numeral{n, w}
	}
	return filled(form, args)
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

// filled fills args in; a text may leave out what it does not need.
func filled(s string, args []any) string {
	if len(args) == 0 || !strings.Contains(s, "%") {
		return s
	}
	return fmt.Sprintf(s, args...)
}

// Count is the interface text of that key for a number of things: in the form that
// the language has for that number, with the number filled in.
func (w Language) Count(key string, n int) string { return w.counted(key, n, w.Number(n)) }

// counted is Count with the number as it is to be written.
func (w Language) counted(key string, n int, number string) string {
	t, ok := w.texts[key]
	if !ok {
		return key
	}
	form, ok := t[category(w.Spoken, n)]
	if !ok {
		form = t["other"]
	}
	return filled(form, []any{number})
}

// category is the plural category of a whole number in a language (Unicode CLDR).
func category(lang string, n int) string {
	return [...]string{
		plural.Other: "other", plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many",
	}[plural.Cardinal.MatchPlural(language.Make(lang), max(n, -n), 0, 0, 0, 0)] // of the absolute value (UTS 35)
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

// Keys are the keys of all texts, in no order.
func Keys() []string {
	return slices.Collect(maps.Keys(In("en").texts))
}
