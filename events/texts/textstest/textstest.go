// Package textstest holds files of texts complete: the same keys in the same order
// in every language, the same arguments, the plural forms that each language needs,
// and nothing left in English.
package textstest

import (
	"encoding/json"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"almanac.example/events/texts"
)

// Rules say what files may do.
type Rules struct {
	Languages []string // each has a file and no other has
	AtLeast   int      // texts there are

	// Same are the keys, or beginnings of keys that end with a full stop, of texts
	// that may be as in English, by language; "" stands for all languages.
	Same     map[string][]string
	Optional []string              // keys of texts that may leave out their arguments
	Blank    []string              // keys of texts that may be nothing but space
	Counting func(key string) bool // keys whose plural forms stand for every whole number; nil: all
}

// Complete holds the files to the rules.
func Complete(t *testing.T, files fs.FS, r Rules) {
	t.Helper()
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, lang := range r.Languages {
		want = append(want, lang+".json")
	}
	if slices.Sort(want); !slices.Equal(names, want) {
		t.Fatalf("files %v, languages %v", names, r.Languages)
	}
	all, err := texts.ReadAll(files, r.Languages)
	if err != nil {
		t.Fatal(err)
	}
	sameKeys(t, files, r)
	for _, lang := range r.Languages {
		filledIn(t, lang, all[lang], r)
		sameArguments(t, lang, all, r)
		pluralForms(t, lang, all, r)
	}
	translated(t, all, r)
}

// sameKeys holds that no key is missing, none stands twice, and the files have one
// order, so that they can be laid side by side.
func sameKeys(t *testing.T, files fs.FS, r Rules) {
	t.Helper()
	first := keys(t, files, r.Languages[0])
	if len(first) < r.AtLeast {
		t.Errorf("only %d texts", len(first))
	}
	for _, lang := range r.Languages {
		got := keys(t, files, lang)
		if !slices.Equal(got, first) {
			t.Errorf("%s: not the same keys in the same order as %s", lang, r.Languages[0])
		}
		if n := len(slices.Compact(slices.Sorted(slices.Values(got)))); n != len(got) {
			t.Errorf("%s: %d keys stand more than once", lang, len(got)-n)
		}
	}
}

// keys reads the keys of a language's file as they stand, repeated ones too.
func keys(t *testing.T, files fs.FS, lang string) []string {
	t.Helper()
	b, err := fs.ReadFile(files, lang+".json")
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(strings.NewReader(string(b)))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	var list []string
	for d.More() {
		key, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		var text json.RawMessage
		if err := d.Decode(&text); err != nil {
			t.Fatal(err)
		}
		list = append(list, key.(string))
	}
	return list
}

func filledIn(t *testing.T, lang string, table texts.Table, r Rules) {
	t.Helper()
	for key, text := range table {
		if s := text["other"]; s == "" || strings.TrimSpace(s) == "" && !slices.Contains(r.Blank, key) {
			t.Errorf("%s: %s is empty", lang, key)
		}
	}
}

// sameArguments holds that a text takes the same arguments as the English one. A
// plural form may leave some out: "two years ago".
func sameArguments(t *testing.T, lang string, all map[string]texts.Table, r Rules) {
	t.Helper()
	en, table := all["en"], all[lang]
	for key, text := range table {
		want := placeholders(en[key]["other"])
		for form, s := range text {
			got := placeholders(s)
			missing := slices.ContainsFunc(got, func(p string) bool { return !slices.Contains(want, p) })
			short := form == "other" && len(got) != len(want) && !(slices.Contains(r.Optional, key) && len(got) == 0)
			if missing || short {
				t.Errorf("%s: %s takes %v in en, %v in %s (%s)", key, key, want, got, lang, form)
			}
		}
	}
}

// pluralForms holds that what counts has just the forms that the language needs.
func pluralForms(t *testing.T, lang string, all map[string]texts.Table, r Rules) {
	t.Helper()
	en, table := all["en"], all[lang]
	needed := map[string]bool{}
	for n := range 1000 {
		needed[texts.Category(lang, n)] = true
	}
	for key, text := range table {
		if len(en[key]) == 1 {
			if len(text) != 1 {
				t.Errorf("%s: %s has plural forms, en has none", key, lang)
			}
			continue
		}
		for form := range text {
			if !needed[form] {
				t.Errorf("%s: %s has no plural category %q", key, lang, form)
			}
		}
		for form := range needed {
			if text[form] == "" && (r.Counting == nil || r.Counting(key)) {
				t.Errorf("%s: %s needs a form for %q", key, lang, form)
			}
		}
	}
}

// placeholders are the arguments that a text asks for, by number and verb.
func placeholders(text string) []string {
	var list []string
	for i, m := range placeholder.FindAllStringSubmatch(text, -1) {
		number := m[1]
		if number == "" {
			number = strconv.Itoa(i + 1)
		}
		list = append(list, number+m[2])
	}
	slices.Sort(list)
	return list
}

var placeholder = regexp.MustCompile(`%(?:\[([0-9])\])?([a-z])`)

// translated finds texts that were copied from English, and such as are listed and
// are not.
func translated(t *testing.T, all map[string]texts.Table, r Rules) {
	t.Helper()
	listed := func(lang, key string) bool {
		return slices.ContainsFunc(slices.Concat(r.Same[""], r.Same[lang]), func(s string) bool {
			return s == key || strings.HasSuffix(s, ".") && strings.HasPrefix(key, s)
		})
	}
	copied := map[string]bool{} // "lang key", and " key" for any language
	for lang, table := range all {
		for key, text := range table {
			if lang == "en" || text["other"] != all["en"][key]["other"] {
				continue
			}
			copied[lang+" "+key], copied[" "+key] = true, true
			if !listed(lang, key) {
				t.Errorf("%s: %s is %q, as in English", lang, key, text["other"])
			}
		}
	}
	for lang, list := range r.Same {
		for _, s := range list {
			if !slices.ContainsFunc(slices.Collect(maps.Keys(copied)), func(c string) bool {
				return c == lang+" "+s || strings.HasSuffix(s, ".") && strings.HasPrefix(c, lang+" "+s)
			}) {
				t.Errorf("%q %s is listed and is translated", lang, s)
			}
		}
	}
}
