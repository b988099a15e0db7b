package page

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"almanac.example/web/words"
)

var templateKey = regexp.MustCompile(`\bt "([^"]+)"`)

// TestEveryTextIsWritten finds the interface texts that templates and handlers
// ask for by name and that nobody wrote.
func TestEveryTextIsWritten(t *testing.T) {
	keys := map[string]string{}
	err := fs.WalkDir(templateFiles, "templates", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := templateFiles.ReadFile(name)
		for _, m := range templateKey.FindAllStringSubmatch(string(text), -1) {
			keys[m[1]] = name
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "desk" {
			return filepath.SkipDir // it has texts and a test of its own
		}
		if err == nil && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			for _, k := range keysIn(t, name) {
				keys[k] = name
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(keys) < 150 {
		t.Fatalf("only %d keys found", len(keys))
	}
	for k, where := range keys {
		if words.In("zh").Text(k) == k {
			t.Errorf("%s: no text for %q", where, k)
		}
	}
}

// keysIn lists the literal keys of calls x.Text("key").
func keysIn(t *testing.T, file string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		if sel, ok := call.Fun.(*ast.SelectorExpr); !ok || sel.Sel.Name != "Text" {
			return true
		}
		if lit, ok := call.Args[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if k, err := strconv.Unquote(lit.Value); err == nil {
				keys = append(keys, k)
			}
		}
		return true
	})
	return keys
}

// TestEveryTemplateIsRead holds what New leaves to the first page of a language:
// that its templates can be parsed.
func TestEveryTemplateIsRead(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, name := range []string{"home", "year", "event", "list", "embed", "error"} {
			if _, err := pageTemplate(lang, name); err != nil {
				t.Errorf("%s: %v", lang, err)
			}
		}
		if _, err := pageTemplate(lang, "layout"); err == nil {
			t.Errorf("%s: a shared template is taken for a page", lang)
		}
	}
	if _, err := pageTemplate("tlh", "home"); err == nil {
		t.Error("a page in a language that the interface does not have")
	}
}
