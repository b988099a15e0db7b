package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
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
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".go") && !strings.HasSuffix(f.Name(), "_test.go") {
			for _, k := range keysIn(t, f.Name()) {
				keys[k] = f.Name()
			}
		}
	}
	if len(keys) < 150 {
		t.Fatalf("only %d keys found", len(keys))
	}
	for k, where := range keys {
		if _, ok := textFor(k); !ok {
			t.Errorf("%s: no text for %q", where, k)
		}
	}
}

// keysIn lists the literal keys of calls x.text("key").
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
		if sel, ok := call.Fun.(*ast.SelectorExpr); !ok || sel.Sel.Name != "text" {
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

var verb = regexp.MustCompile(`%[sd]`)

// TestTextsAgree holds that both languages take the same arguments, and that
// neither is empty where the other is not.
func TestTextsAgree(t *testing.T) {
	for _, table := range []map[string]message{frameTexts, listTexts, pageTexts} {
		for k, m := range table {
			zh, en := verb.FindAllString(m.zh, -1), verb.FindAllString(m.en, -1)
			if strings.Join(zh, "") != strings.Join(en, "") {
				t.Errorf("%s: %v in Chinese, %v in English", k, zh, en)
			}
			if m.zh == "" || m.en == "" && k != "monthUnit" {
				t.Errorf("%s: %q, %q", k, m.zh, m.en)
			}
		}
	}
}

func TestNumbersAndCounts(t *testing.T) {
	for n, want := range map[int][3]string{
		0: {"0", "0 条", "0 entries"}, 1: {"1", "1 条", "1 entry"}, 999: {"999", "999 条", "999 entries"}, 1000: {"1,000", "1,000 条", "1,000 entries"},
		1234567: {"1,234,567", "1,234,567 条", "1,234,567 entries"}, -1234: {"-1,234", "-1,234 条", "-1,234 entries"}, -123: {"-123", "-123 条", "-123 entries"},
	} {
		got := [3]string{(words{"en"}).number(n), (words{"zh"}).entries(n), (words{"en"}).entries(n)}
		if got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 112: "112th"} {
		if got := ordinal(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{
		{"short", 10, "short"}, {"a longer line of words", 12, "a longer…"}, {"上海科技大事记", 9, "上海科技…"}, {"上海科技大事记", 14, "上海科技大事记"}, {"Donaudampfschiff", 8, "Donauda…"},
	} {
		if got := cut(c.text, c.limit); got != c.want || width(got) > c.limit {
			t.Errorf("%q to %d: %q", c.text, c.limit, got)
		}
	}
}
