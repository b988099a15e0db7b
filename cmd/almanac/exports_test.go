package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// unheld are rooms whose exported names need no other room: the types of the API
// give its schemas their names.
var unheld = []string{"web/api."}

// exports finds names at the top of files that are exported and that no other
// package says. What a used name's type is made of, and what its methods take
// and give, counts as used with it; methods themselves are not held.
type exports struct {
	files    *token.FileSet
	declared map[string]export          // by folder and name: "events.Change"
	methods  map[string][]string        // by type: exported names in what its exported methods take and give
	said     map[string]map[string]bool // by name: the folders that say it
}

type export struct {
	at    token.Pos
	names []string // exported names of the folder in its declaration
}

func newExports() *exports {
	return &exports{token.NewFileSet(), map[string]export{}, map[string][]string{}, map[string]map[string]bool{}}
}

func (x *exports) add(name string, f *ast.File) {
	folder, by := path.Dir(name), path.Dir(name)
	if strings.HasSuffix(f.Name.Name, "_test") {
		by += "_test" // a package of its own
	}
	imports := map[string]string{}
	for _, spec := range f.Imports {
		full, _ := strconv.Unquote(spec.Path.Value)
		local := path.Base(full)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		imports[local] = strings.TrimPrefix(full, module+"/")
	}
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok || !s.Sel.IsExported() {
			return true
		}
		if id, ok := s.X.(*ast.Ident); ok && imports[id.Name] != "" {
			x.say(imports[id.Name]+"."+s.Sel.Name, by)
		}
		return true
	})
	if strings.HasSuffix(name, "_test.go") || f.Name.Name == "main" || ast.IsGenerated(f) || slices.ContainsFunc(unheld, func(room string) bool { return within(folder, room) }) {
		return
	}
	for _, d := range f.Decls {
		x.declare(folder, d)
	}
}

func (x *exports) say(name, folder string) {
	if x.said[name] == nil {
		x.said[name] = map[string]bool{}
	}
	x.said[name][folder] = true
}

func (x *exports) declare(folder string, d ast.Decl) {
	note := func(id *ast.Ident, of ...ast.Node) {
		if !id.IsExported() {
			return
		}
		e := export{at: id.Pos()}
		for _, n := range of {
			e.names = append(e.names, exportedIn(n)...)
		}
		x.declared[folder+"."+id.Name] = e
	}
	if f, ok := d.(*ast.FuncDecl); ok {
		if f.Recv == nil {
			note(f.Name, f.Type)
			return
		}
		for _, of := range exportedIn(f.Recv.List[0].Type) {
			if f.Name.IsExported() {
				x.methods[folder+"."+of] = append(x.methods[folder+"."+of], exportedIn(f.Type)...)
			}
		}
		return
	}
	var enum ast.Expr // the type of the constants above
	for _, spec := range d.(*ast.GenDecl).Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			note(s.Name, s.Type)
			if strings.HasSuffix(s.Name.Name, "Error") || strings.HasSuffix(s.Name.Name, "Errors") { // they may be asked for
				x.say(folder+"."+s.Name.Name, "errors")
			}
		case *ast.ValueSpec:
			if s.Type != nil || len(s.Values) > 0 {
				enum = s.Type
			}
			for _, id := range s.Names {
				// One of several values of a type that is used goes with it, and so
				// does an error that may be asked for.
				if enum == nil && !strings.HasPrefix(id.Name, "Err") {
					note(id)
				}
			}
		}
	}
}

// exportedIn lists the exported names in a part of a declaration.
func exportedIn(n ast.Node) (names []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.IsExported() {
			names = append(names, id.Name)
		}
		return true
	})
	return names
}

// unused lists what is declared and used nowhere else.
func (x *exports) unused() []string {
	used := map[string]bool{}
	var use func(name string)
	use = func(name string) {
		e, ok := x.declared[name]
		if !ok || used[name] {
			return
		}
		used[name] = true
		folder := name[:strings.LastIndexByte(name, '.')]
		for _, n := range append(e.names, x.methods[name]...) {
			use(folder + "." + n)
		}
	}
	for name := range x.declared {
		folder := name[:strings.LastIndexByte(name, '.')]
		for by := range x.said[name] {
			if by != folder {
				use(name)
			}
		}
	}
	var list []string
	for _, name := range slices.Sorted(maps.Keys(x.declared)) {
		if !used[name] {
			list = append(list, fmt.Sprintf("%s: %s is exported, and no other package uses it", x.files.Position(x.declared[name].at), name))
		}
	}
	return list
}

func TestExportsAreUsed(t *testing.T) {
	x := newExports()
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && name != "."):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(x.files, name, text, parser.SkipObjectResolution)
		if err == nil {
			x.add(name, f)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range x.unused() {
		t.Error(u)
	}
}

func TestUnusedExportsAreFound(t *testing.T) {
	room := `package room

type Used struct{ Part *Part }
type Part int
type Given int
type Alone int
type BadError struct{ Reason Reason }
type Reason int

func (Used) Give() Given { return 0 }
func Idle() {}
func Mine() { Idle() }

const One, Two Part = 1, 2
const Bound = 3
var ErrThis error
`
	x := newExports()
	for name, text := range map[string]string{
		"room/room.go":      room,
		"room/room_test.go": "package room\nvar _ = Alone(0)\n",
		"web/web.go":        "package web\nimport \"almanac.example/room\"\nvar _ room.Used\nvar _ = room.Mine\n",
	} {
		f, err := parser.ParseFile(x.files, name, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		x.add(name, f)
	}
	var got []string
	for _, u := range x.unused() {
		got = append(got, strings.Fields(u)[1])
	}
	if want := []string{"room.Alone", "room.Bound", "room.Idle"}; !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}
