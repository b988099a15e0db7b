package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

// The size budget. Half of reading a program is not getting lost in it.
const (
	maxFunction   = 80 // lines, all functions
	usualFunction = 50 // lines, 95 of 100 functions
	maxNesting    = 3
	maxParameters = 4
	maxFile       = 400 // lines
	maxMethods    = 5   // of an interface
)

// budget collects what is over the budget.
type budget struct {
	files     *token.FileSet
	functions []int // lines of each
	breadths  map[string]breadth
	over      []string
}

// breadth is how many methods an interface has by itself, and the interfaces of
// the same folder that it embeds.
type breadth struct {
	at      token.Pos
	methods int
	embeds  []string
}

func (b *budget) fault(n ast.Node, format string, args ...any) {
	b.over = append(b.over, fmt.Sprintf("%s: ", b.files.Position(n.Pos()))+fmt.Sprintf(format, args...))
}

// add measures one file.
func (b *budget) add(name, source string) error {
	f, err := parser.ParseFile(b.files, name, source, parser.ParseComments)
	if err != nil {
		return err
	}
	if ast.IsGenerated(f) {
		return nil
	}
	if lines := strings.Count(source, "\n"); lines > maxFile {
		b.fault(f, "file of %d lines, at most %d", lines, maxFile)
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			b.function(d)
		case *ast.GenDecl:
			b.declaration(d)
			b.interfaces(path.Dir(name), d)
		}
	}
	return nil
}

// interfaces notes the interfaces that are declared. One of another package that
// is embedded counts as one method: its size is decided there.
func (b *budget) interfaces(folder string, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		s, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		i, ok := s.Type.(*ast.InterfaceType)
		if !ok {
			continue
		}
		w := breadth{at: s.Pos()}
		for _, m := range i.Methods.List {
			if id, ok := m.Type.(*ast.Ident); ok && len(m.Names) == 0 {
				w.embeds = append(w.embeds, path.Join(folder, id.Name))
				continue
			}
			w.methods += max(1, len(m.Names))
		}
		if b.breadths == nil {
			b.breadths = map[string]breadth{}
		}
		b.breadths[path.Join(folder, s.Name.Name)] = w
	}
}

// measureInterfaces finds interfaces that are too wide with what they embed,
// once all files are added.
func (b *budget) measureInterfaces() {
	for _, name := range slices.Sorted(maps.Keys(b.breadths)) {
		if n := b.methods(name, map[string]bool{}); n > maxMethods {
			b.over = append(b.over, fmt.Sprintf("%s: %s has %d methods with those it embeds, at most %d", b.files.Position(b.breadths[name].at), name, n, maxMethods))
		}
	}
}

// methods counts an interface's methods with those of what it embeds, each
// interface once; a type that is none, or is not known, counts as one.
func (b *budget) methods(name string, seen map[string]bool) int {
	w, ok := b.breadths[name]
	switch {
	case seen[name]:
		return 0
	case !ok:
		return 1
	}
	seen[name] = true
	n := w.methods
	for _, e := range w.embeds {
		n += b.methods(e, seen)
	}
	return n
}

func (b *budget) function(d *ast.FuncDecl) {
	if d.Name.IsExported() && exportedReceiver(d) && d.Doc == nil {
		b.fault(d, "%s is exported and says nothing of itself", d.Name.Name)
	}
	if n := d.Type.Params.NumFields(); n > maxParameters {
		b.fault(d, "%s takes %d parameters, at most %d", d.Name.Name, n, maxParameters)
	}
	if d.Body == nil {
		return
	}
	lines := b.files.Position(d.End()).Line - b.files.Position(d.Pos()).Line + 1
	b.functions = append(b.functions, lines)
	if lines > maxFunction {
		b.fault(d, "%s has %d lines, at most %d", d.Name.Name, lines, maxFunction)
	}
	if n := nesting(d.Body); n > maxNesting {
		b.fault(d, "%s nests %d deep, at most %d", d.Name.Name, n, maxNesting)
	}
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	exported := false
	ast.Inspect(d.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !exported {
			exported = id.IsExported()
		}
		return true
	})
	return exported
}

func (b *budget) declaration(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
				b.fault(s, "%s is exported and says nothing of itself", s.Name.Name)
			}
		case *ast.ValueSpec:
			if s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
				b.fault(s, "%s is exported and says nothing of itself", s.Names[0].Name)
			}
		}
	}
}

// nesting is how deep if, for, switch and select stand in one another. An
// "else if" is as deep as its "if".
func nesting(n ast.Node) int {
	deepest := 0
	var walk func(n ast.Node, depth int)
	walk = func(n ast.Node, depth int) {
		ast.Inspect(n, func(m ast.Node) bool {
			if m == nil || m == n {
				return true
			}
			switch m := m.(type) {
			case *ast.IfStmt:
				deepest = max(deepest, depth+1)
				walk(m.Body, depth+1)
				switch e := m.Else.(type) {
				case *ast.IfStmt:
					walk(&ast.BlockStmt{List: []ast.Stmt{e}}, depth)
				case *ast.BlockStmt:
					walk(e, depth+1)
				}
				return false
			case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
				deepest = max(deepest, depth+1)
				walk(m, depth+1)
				return false
			}
			return true
		})
	}
	walk(n, 0)
	return deepest
}

// tail says what is wrong when too many functions are longer than usual.
func (b *budget) tail() string {
	slices.Sort(b.functions)
	if p95 := b.functions[len(b.functions)*95/100]; p95 > usualFunction {
		return fmt.Sprintf("of 100 functions 95 must have at most %d lines; now it is %d", usualFunction, p95)
	}
	return ""
}

func TestSizeBudget(t *testing.T) {
	b := &budget{files: token.NewFileSet()}
	files := sources(t)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := b.add(name, files[name]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	b.measureInterfaces()
	for _, o := range b.over {
		t.Error(o)
	}
	if tail := b.tail(); tail != "" {
		t.Error(tail)
	}
}

func TestSizeBudgetCatchesWhatIsOver(t *testing.T) {
	for name, source := range map[string]string{
		"long function":     "func f() {\n" + strings.Repeat("\tprintln()\n", maxFunction) + "}\n",
		"deep nesting":      "func f() {\nfor {\nif true {\nswitch {\ncase true:\nif true {\n}\n}\n}\n}\n}\n",
		"deep else":         "func f() {\nfor {\nif true {\n} else if false {\n} else {\nfor {\nfor {\n}\n}\n}\n}\n}\n",
		"parameters":        "func f(a, b, c, d, e int) {}\n",
		"long file":         strings.Repeat("// line\n", maxFile),
		"wide interface":    "type i interface { a(); b(); c(); d(); e(); f() }\n",
		"wide by embedding": "type i interface { a(); b(); c() }\ntype j interface { i; d(); e(); f() }\n",
		"wide through two":  "type i interface { a(); b(); c() }\ntype j interface { i; d() }\ntype k interface { j; e(); f() }\n",
		"wide by strangers": "type i interface { io.Reader; io.Writer; io.Closer; a(); b(); c() }\n",
		"undocumented func": "func F() {}\n",
		"undocumented type": "type T int\n",
		"undocumented var":  "var V int\n",
	} {
		b := &budget{files: token.NewFileSet()}
		if err := b.add("p.go", "package p\n\n"+source); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		b.measureInterfaces()
		if len(b.over) != 1 {
			t.Errorf("%s: found %v", name, b.over)
		}
	}
	twice := &budget{files: token.NewFileSet()}
	if err := twice.add("p.go", "package p\n\ntype i interface { a(); b(); c() }\ntype j interface { i; d() }\ntype k interface { i; j; e() }\n"); err != nil {
		t.Fatal(err)
	}
	if twice.measureInterfaces(); len(twice.over) > 0 {
		t.Errorf("methods that come in twice are counted twice: %v", twice.over)
	}
	flat := "func f() {\nfor {\nif true {\n} else if true {\nfor {\n}\n} else if true {\n}\n}\n}\n"
	b := &budget{files: token.NewFileSet()}
	if err := b.add("p.go", "package p\n\n"+flat); err != nil || len(b.over) > 0 {
		t.Errorf("a flat chain of else-if is refused: %v %v", b.over, err)
	}
}
