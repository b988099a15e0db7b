package words

import (
	"encoding/json"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// keys reads the keys of a language's file as they stand, repeated ones too.
func keys(t *testing.T, lang string) []string {
	t.Helper()
	b, err := files.ReadFile(lang + ".json")
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

func TestEveryFileIsALanguage(t *testing.T) {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, lang := range Languages() {
		want = append(want, lang+".json")
	}
	slices.Sort(want)
	if !slices.Equal(names, want) {
		t.Errorf("files %v, languages %v", names, Languages())
	}
}

// TestEveryLanguageHasEveryText holds that no text is missing, none stands
// twice, and the files have one order, so that they can be laid side by side.
func TestEveryLanguageHasEveryText(t *testing.T) {
	want := keys(t, Languages()[0])
	if len(want) < 300 {
		t.Fatalf("only %d texts", len(want))
	}
	for _, lang := range Languages() {
		got := keys(t, lang)
		if !slices.Equal(got, want) {
			t.Errorf("%s: not the same keys in the same order as %s", lang, Languages()[0])
		}
		if n := len(slices.Compact(slices.Sorted(slices.Values(got)))); n != len(got) {
			t.Errorf("%s: %d keys stand more than once", lang, len(got)-n)
		}
		for _, key := range got {
			if text := In(lang).Text(key); text == "" || strings.TrimSpace(text) == "" && key != "rule.group" {
				t.Errorf("%s: %s is empty", lang, key)
			}
		}
	}
}

// optional are the texts that may leave out what they are given.
var optional = []string{"label.thisMonth", "label.thisYear"}

// counting are the texts that stand for whole numbers from zero on, and so need a
// form for each plural category that those have.
func counting(key string) bool { return !strings.HasPrefix(key, "rule.") }

// TestTextsAgree holds that a text takes the same arguments in every language, and
// that what counts has just the forms that the language needs.
func TestTextsAgree(t *testing.T) {
	first := In("en")
	for _, lang := range Languages() {
		needed := map[string]bool{}
		for n := range 1000 {
			needed[category(lang, n)] = true
		}
		w := In(lang)
		for _, key := range slices.Sorted(maps.Keys(first.texts)) {
			want := placeholders(first.texts[key]["other"])
			if got := placeholders(w.texts[key]["other"]); !slices.Equal(got, want) && !(slices.Contains(optional, key) && len(got) == 0) {
				t.Errorf("%s: %v in en, %v in %s", key, want, got, lang)
			}
			if len(first.texts[key]) == 1 {
				if len(w.texts[key]) != 1 {
					t.Errorf("%s: %s has plural forms, en has none", key, lang)
				}
				continue
			}
			for form, text := range w.texts[key] {
				if got := placeholders(text); len(got) > 0 && !slices.Equal(got, want) {
					t.Errorf("%s: %v in %s, %q", key, got, lang, form)
				}
				if !needed[form] {
					t.Errorf("%s: %s has no plural category %q", key, lang, form)
				}
			}
			for form := range needed {
				if w.texts[key][form] == "" && counting(key) {
					t.Errorf("%s: %s needs a form for %q", key, lang, form)
				}
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

// same are the texts that may be as they are in English, by language; "" stands for
// all: names, codes, signs, and words that two languages share.
var same = map[string][]string{
	"":   {"colon", "comma", "dash", "weekdays", "describe.list", "event.when", "extent.none", "extent.one", "only.words", "titleStatus", "derived.", "client.google"},
	"de": {"embed.code", "event.text", "filter.status", "foot.feeds", "privacy.cookies", "theme.system", "index.description"},
	"fr": {"embed.code", "event.sources", "foot.contact", "licence", "foot.changes", "event.history", "pager.label", "privacy.cookies", "event.known", "filter.dates", "about.dates"},
	"es": {"bar.", "privacy.cookies"},
}

// TestEveryTextIsTranslated finds texts that were copied from English. One that is
// rightly the same is listed above.
func TestEveryTextIsTranslated(t *testing.T) {
	en := In("en")
	for _, lang := range Languages() {
		if lang == "en" {
			continue
		}
		for key, text := range In(lang).texts {
			listed := slices.Contains(same[""], key) || slices.Contains(same[lang], key) || strings.HasPrefix(key, "rule.") || strings.HasPrefix(key, "label.")
			if text["other"] == en.texts[key]["other"] && !listed {
				t.Errorf("%s: %s is %q, as in English", lang, key, text["other"])
			}
		}
	}
	for lang, keys := range same {
		for _, key := range keys {
			copied := false
			for _, l := range Languages() {
				copied = copied || l != "en" && (lang == "" || l == lang) && In(l).texts[key]["other"] == en.texts[key]["other"]
			}
			if !copied {
				t.Errorf("%q %s is listed and is translated", lang, key)
			}
		}
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{In("zh").Text("skip"), "跳到正文"},
		{In("en").Text("skip"), "Skip to content"},
		{In("en").Text("pager.page", 2, 3), "Page 2 of 3"},
		{In("en").Text("credit", "X"), "Made with X"},
		{In("en").Text("no such text"), "no such text"},
		{In("fr").Text("skip"), "Aller au contenu"}, {In("pt").Text("skip"), "skip"},
		{Tag("zh"), "zh-CN"}, {Tag("en"), "en"},
		{In("zh").Locale(), "zh_CN"}, {In("en").Locale(), "en_GB"},
		{NativeName("zh"), "中文"}, {NativeName("en"), "English"}, {NativeName("fr"), "français"}, {NativeName("pt-BR"), "português"}, {NativeName("zh-Hant"), "繁體中文"}, {NativeName("x"), "x"},
		{In("de").LanguageName("ja"), "Japanisch"}, {In("zh").LanguageName("pt"), "葡萄牙语"}, {In("ar").LanguageName("de"), "الألمانية"}, {In("en").LanguageName("zh-Hant"), "Traditional Chinese"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// TestTextCounts holds that a text with plural forms takes that of the first whole
// number, and that whole numbers are written as the verb says.
func TestTextCounts(t *testing.T) {
	more := fstest.MapFS{"en.json": {Data: []byte(`{
		"plain": "%s of %d",
		"copies": {"one": "%d copy by %s, %s in all", "other": "%d copies by %s, %s in all"},
		"last": {"one": "the last", "other": "%s more"}
	}`)}}
	all, err := With(more, []string{"en"})
	if err != nil {
		t.Fatal(err)
	}
	w := all["en"]
	args := []any{1, "Li", 12345}
	for _, c := range []struct{ got, want string }{
		{w.Text("plain", 12345, 12345), "12,345 of 12345"},
		{w.Text("copies", args...), "1 copy by Li, 12,345 in all"},
		{w.Text("copies", 2, "Li", 1), "2 copies by Li, 1 in all"},
		{w.Text("copies", 0, "Li", 1), "0 copies by Li, 1 in all"},
		{w.Text("last", 1), "the last"},
		{w.Text("last", 2000), "2,000 more"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if args[0] != 1 || args[2] != 12345 {
		t.Errorf("the caller's arguments were changed: %v", args)
	}
}
