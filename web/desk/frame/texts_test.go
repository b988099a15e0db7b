package frame

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"almanac.example/web/words"
)

// keysOf reads the keys of a language's file as they stand.
func keysOf(t *testing.T, lang string) []string {
	t.Helper()
	b, err := textFiles.ReadFile(lang + ".json")
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
		var text json.RawMessage // plain, or its plural forms
		if err := d.Decode(&text); err != nil {
			t.Fatal(err)
		}
		list = append(list, key.(string))
	}
	return list
}

// TestEveryLanguageHasEveryText holds that no text is missing or stands twice,
// that the files have one order, and that each text takes the same arguments.
func TestEveryLanguageHasEveryText(t *testing.T) {
	languages, err := words.With(textFiles, Languages())
	if err != nil {
		t.Fatal(err)
	}
	want := keysOf(t, Languages()[0])
	if len(want) < 300 {
		t.Fatalf("only %d texts", len(want))
	}
	if n := len(slices.Compact(slices.Sorted(slices.Values(want)))); n != len(want) {
		t.Errorf("%d keys stand more than once", len(want)-n)
	}
	verb := regexp.MustCompile(`%[a-z]`)
	first := languages[Languages()[0]]
	for lang, w := range languages {
		if !slices.Equal(keysOf(t, lang), want) {
			t.Errorf("%s: not the same keys in the same order", lang)
		}
		for _, key := range want {
			if strings.TrimSpace(strings.ReplaceAll(w.Text(key), "·", "x")) == "" {
				t.Errorf("%s: %s is empty", lang, key)
			}
			a, b := verb.FindAllString(first.Text(key), -1), verb.FindAllString(w.Text(key), -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) {
				t.Errorf("%s: %v in %s, %v in %s", key, a, first.Lang, b, lang)
			}
		}
	}
}

var (
	inCode     = regexp.MustCompile(`\bText\("([a-zA-Z0-9._-]+)"`)
	inTemplate = regexp.MustCompile(`\bt "([a-zA-Z0-9._-]+)"`)
)

// TestEveryTextIsWritten holds that each key that code and templates name has a
// text; a key that ends in a full stop begins several.
func TestEveryTextIsWritten(t *testing.T) {
	languages, err := words.With(textFiles, Languages())
	if err != nil {
		t.Fatal(err)
	}
	w := languages["en"]
	all := keysOf(t, "en")
	named := 0
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "desktest" { // it is no page
			return fs.SkipDir
		}
		ext := filepath.Ext(path)
		if err != nil || d.IsDir() || ext != ".go" && ext != ".html" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		pattern := inCode
		if ext == ".html" {
			pattern = inTemplate
		}
		for _, m := range pattern.FindAllStringSubmatch(string(b), -1) {
			named++
			family := strings.HasSuffix(m[1], ".") && slices.ContainsFunc(all, func(key string) bool { return strings.HasPrefix(key, m[1]) })
			if !family && // names of fields of a form are no texts
				w.Text(m[1]) == m[1] && !strings.HasSuffix(m[1], "-") && m[1] != "not" && m[1] != "language." {
				t.Errorf("%s: no text %q", path, m[1])
			}
		}
		return nil
	})
	if err != nil || named < 300 {
		t.Errorf("%d keys are named: %v", named, err)
	}
}

func TestEveryTemplateIsRead(t *testing.T) {
	templates, err := NewTemplates()
	if err != nil {
		t.Fatal(err)
	}
	for lang, parsed := range templates.pages {
		pages, err := parsed()
		if err != nil {
			t.Fatalf("%s: %v", lang, err)
		}
		for _, name := range []string{"door/login", "door/join", "door/account", "overview/home", "overview/list", "overview/history", "entry/edit", "entry/conflict", "entry/preview", "entry/publish", "entry/status", "entry/history", "entry/redact", "bulk/plan", "bulk/batch", "proposals/list", "proposals/document", "proposals/proposal", "proposals/merge", "vocabulary/list", "vocabulary/edit", "vocabulary/merge", "people/people", "people/person", "people/tokens", "people/audit", "operation/webhooks", "operation/webhook", "operation/backup", "site/site", "site/text", "fault/fault"} {
			if pages[name] == nil {
				t.Errorf("%s: no page %s", lang, name)
			}
		}
	}
}
