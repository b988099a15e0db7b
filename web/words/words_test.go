package words

import (
	"encoding/json"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// verb is a placeholder of a text.
var verb = regexp.MustCompile(`%[a-z]`)

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
		if _, err := d.Token(); err != nil {
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
			if text := In(lang).Text(key); strings.TrimSpace(text) == "" && key != "monthUnit" {
				t.Errorf("%s: %s is empty", lang, key)
			}
		}
	}
}

// TestTextsAgree holds that a text takes the same arguments in every language.
func TestTextsAgree(t *testing.T) {
	first := In(Languages()[0])
	for _, lang := range Languages()[1:] {
		w := In(lang)
		for _, key := range slices.Sorted(maps.Keys(first.texts)) {
			if a, b := verb.FindAllString(first.texts[key], -1), verb.FindAllString(w.texts[key], -1); !slices.Equal(a, b) {
				t.Errorf("%s: %v in %s, %v in %s", key, a, first.Lang, b, lang)
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
		{In("fr").Text("skip"), "skip"},
		{Tag("zh"), "zh-CN"}, {Tag("en"), "en"},
		{Locale("zh"), "zh_CN"}, {Locale("en"), "en_GB"},
		{NativeName("zh"), "中文"}, {NativeName("en"), "English"}, {NativeName("fr"), "fr"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
