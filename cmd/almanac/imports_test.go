package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "almanac.example"

// allowed says which rooms a room may import. A room is a folder with all
// below it, or without if a full stop ends its name; one that has rules of its
// own is named before the one around it.
var allowed = []struct {
	room    string
	imports []string
}{
	{"events/edtf", nil},
	{"events/recurrence", nil},
	{"events/texts", []string{"events/texts"}},
	{"events/timeline", []string{"events.", "events/edtf", "events/recurrence"}},
	{"events", []string{"events/edtf", "events/recurrence"}},
	{"feeds/report", []string{"feeds/report", "events"}},
	{"feeds/websub", nil},
	{"feeds/fetch", nil},
	{"feeds/follow", []string{"feeds.", "feeds/fetch", "feeds/ical", "feeds/table", "feeds/foreign", "feeds/intake", "events"}}, // it puts them together
	{"feeds/syndication", []string{"feeds.", "events"}},
	{"feeds/foreign", []string{"feeds.", "events"}},
	{"feeds/table", []string{"feeds.", "feeds/foreign", "events"}},
	{"feeds/ical/read", []string{"feeds.", "feeds/foreign", "feeds/ical.", "events"}},
	{"feeds/ical", []string{"feeds.", "events"}},
	{"feeds/intake", []string{"feeds", "events"}},
	{"feeds/feedstest", []string{"feeds.", "events"}},
	{"feeds.", []string{"events"}}, // what the formats share lies below them
	{"store/bolt", []string{"store", "events"}},
	{"store/etcd", []string{"store", "events"}},
	{"store/storetest", []string{"store", "events"}},
	{"store/duty", []string{"store", "events"}},
	{"store/blob", []string{"store/blob", "events"}},
	{"store/backup", []string{"store", "events"}},
	{"store", []string{"events"}},
	{"web/reply", nil}, // it knows HTTP and not the record
	{"web/direct", []string{"web/reply"}},
	{"web/words", []string{"events"}},
	{"web/moment", []string{"events"}},
	{"web/editing", []string{"events", "feeds/intake", "feeds/report", "web/access"}},
	{"web/access", []string{"web/access", "events"}},       // it sees three methods of the vault
	{"web/api/client", []string{"events", "web/api."}},     // the types of the API are its room's
	{"web/api/webhook", []string{"events", "feeds/fetch"}}, // it sees three methods of the record and four of the vault
	{"web/api", []string{"events", "feeds.", "feeds/follow", "feeds/intake", "feeds/ical", "feeds/table", "feeds/report", "web/access", "web/editing", "web/reply", "web/picture", "web/api"}},
	{"web/dav", []string{"events", "feeds"}},         // it knows no addresses and no pages
	{"web/webtest", []string{"events", "web/words"}}, // for tests only
	{"web/address", []string{"events", "feeds", "web/moment", "web/words"}},
	{"web/picture", []string{"events", "feeds.", "web/reply"}}, // it sees two methods of the blobs
	{"web/page", []string{"events", "feeds", "web/reply", "web/words", "web/figure", "web/moment", "web/address"}},
	{"web/snapshot", nil},                                              // it asks a site from outside
	{"web/figure", []string{"web/words"}},                              // plain values in, drawings out
	{"web/desk/desktest", []string{"events", "feeds", "store", "web"}}, // for tests only
	{"web/desk", []string{"events", "feeds", "web/reply", "web/words", "web/figure", "web/access", "web/api/webhook", "web/editing", "web/picture", "web/desk"}},
	{"web", []string{"events", "feeds", "web/reply", "web/words", "web/figure", "web/moment", "web/address", "web/page", "web/dav", "web/access", "web/api/webhook", "web/editing", "web/picture", "web/snapshot", "web/desk"}}, // not web/direct, which can be removed

	{"server/metrics", []string{"web/reply"}},
	{"server", []string{"server", "web/reply"}}, // it serves whatever handler, and knows no record

	{"deploy", nil}, // it looks at binaries
	{"bench", nil},  // it measures the binary from outside
	{"cmd/almanac/record", []string{"events"}},
	{"cmd/almanac/generate", []string{"events"}},
	{"cmd/almanac/terminal", []string{"events."}},
	{"cmd/almanac/durable", nil},
	{"cmd/almanac/storage", []string{"cmd/almanac/terminal", "cmd/almanac/durable", "events", "feeds/fetch", "feeds/intake", "store", "web/access"}},
	{"cmd/almanac/connect", []string{"cmd/almanac/terminal", "cmd/almanac/storage", "events", "store", "web/access", "web/api", "web/editing", "web/picture"}},
	{"cmd/almanac/reviewing", []string{"cmd/almanac/terminal", "cmd/almanac/connect", "events", "feeds/report/review", "web/api"}},
	{"cmd/almanac/serve", []string{"cmd/almanac/terminal", "cmd/almanac/storage", "cmd/almanac/connect", "cmd/almanac/record", "events", "feeds", "server", "store", "web"}}, // it puts them together, and no command
	{"cmd/almanac/manual", nil}, // it knows the model of a command line, and no command
	{"cmd/almanac", []string{""}},
}

// confined names the only rooms that may know a bought part.
var confined = map[string]string{
	"github.com/arran4/golang-ical":  "feeds/ical",
	"github.com/go-chi/chi":          "web",
	"github.com/danielgtaylor/huma":  "web/api",
	"go.etcd.io/bbolt":               "store/bolt",
	"go.etcd.io/etcd":                "store/etcd",
	"github.com/teambition/rrule-go": "events/recurrence",
	"github.com/coreos/go-oidc":      "web/access/oidc",
	"golang.org/x/oauth2":            "web/access/oidc",
	"golang.org/x/crypto/argon2":     "web/access",
	"github.com/alecthomas/kong":     "cmd/almanac",
	"github.com/yuin/goldmark":       "feeds",
	"github.com/maypok86/otter":      "web",
	"rsc.io/qr":                      "web/figure",
	"github.com/prometheus":          "server/metrics",
	"golang.org/x/crypto/acme":       "server/certificate",
	"github.com/minio/minio-go":      "store/blob/s3",
}

// within reports whether the folder is the room or lies in it.
func within(folder, room string) bool {
	if alone, ok := strings.CutSuffix(room, "."); ok {
		return folder == alone
	}
	return room == "" || folder == room || strings.HasPrefix(folder, room+"/")
}

// badImports lists what a file in the folder imports against the rules.
func badImports(folder, source string) ([]string, error) {
	f, err := parser.ParseFile(token.NewFileSet(), folder, source, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var bad []string
	for _, spec := range f.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		if !mayImport(folder, name) {
			bad = append(bad, fmt.Sprintf("%s must not import %s", folder, name))
		}
	}
	return bad, nil
}

func mayImport(folder, name string) bool {
	for part, room := range confined {
		if within(name, part) || strings.HasPrefix(name, part+"/") {
			return within(folder, room)
		}
	}
	ours, ok := strings.CutPrefix(name, module+"/")
	if !ok {
		pure := within(folder, "events") && strings.Contains(strings.Split(name, "/")[0], ".")
		return !pure || strings.HasPrefix(name, "golang.org/x/text/") || name == "golang.org/x/sync/errgroup"
	}
	for _, rule := range allowed {
		if within(folder, rule.room) {
			return slices.ContainsFunc(rule.imports, func(room string) bool { return within(ours, room) })
		}
	}
	return false
}

// sources reads the Go files of the project that are not tests.
func sources(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && name != "." || d.Name() == "testdata" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		b, err := fs.ReadFile(root, name)
		files[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("found only %d source files", len(files))
	}
	return files
}

func TestImportsGoOneWay(t *testing.T) {
	for name, source := range sources(t) {
		bad, err := badImports(path.Dir(name), source)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, b := range bad {
			t.Errorf("%s: %s", name, b)
		}
	}
}

func TestImportRulesCatchWhatIsForbidden(t *testing.T) {
	for folder, imports := range map[string][]string{
		"events":          {module + "/events/timeline", module + "/feeds", module + "/store", "github.com/go-chi/chi/v5", "github.com/google/uuid"},
		"events/edtf":     {module + "/events"},
		"feeds":           {module + "/store", module + "/web", "go.etcd.io/bbolt", module + "/feeds/ical", module + "/feeds/syndication", "github.com/arran4/golang-ical"},
		"web":             {module + "/store", module + "/store/bolt", "github.com/arran4/golang-ical"},
		"web/reply":       {module + "/events", module + "/web"},
		"feeds/ical":      {module + "/feeds/syndication", module + "/feeds/fetch", module + "/web"},
		"feeds/intake":    {module + "/store", module + "/web"},
		"feeds/new":       {module + "/events"},
		"web/figure":      {module + "/events", module + "/web", module + "/web/reply"},
		"web/address":     {module + "/store", module + "/web", module + "/web/reply"},
		"web/moment":      {module + "/feeds", module + "/web"},
		"web/desk":        {module + "/store", module + "/web", module + "/web/page", module + "/web/moment"},
		"web/api":         {module + "/store", module + "/web", module + "/web/page", module + "/web/address"},
		"web/editing":     {module + "/store", module + "/web", module + "/web/reply", module + "/feeds/ical"},
		"web/access":      {module + "/store", module + "/feeds", module + "/web", module + "/web/reply"},
		"web/api/webhook": {module + "/store", module + "/web", module + "/web/editing", module + "/feeds"},
		"web/page":        {module + "/store", module + "/web", module + "/web/direct"},
		"web/dav":         {module + "/store", module + "/web", module + "/web/reply", module + "/web/address", "github.com/arran4/golang-ical"},
		"web/words":       {module + "/feeds", module + "/web", module + "/web/reply"},
		"web/picture":     {module + "/store/blob", module + "/web", module + "/web/desk", module + "/feeds/ical"},
		"store/blob":      {module + "/store", module + "/web", "github.com/minio/minio-go/v7"},
		"store":           {module + "/feeds", module + "/store/bolt", "go.etcd.io/bbolt"},
		"store/bolt":      {module + "/web", "go.etcd.io/etcd/client/v3"},
		"store/duty":      {module + "/feeds", module + "/web", "go.etcd.io/bbolt"},
		"store/backup":    {module + "/feeds", module + "/web", "go.etcd.io/bbolt"},
		"another":         {module + "/events"},

		"cmd/almanac/terminal":  {module + "/store", module + "/cmd/almanac/storage", module + "/web/api"},
		"cmd/almanac/storage":   {module + "/cmd/almanac/connect", module + "/web", module + "/web/api"},
		"cmd/almanac/connect":   {module + "/cmd/almanac/serve", module + "/web", module + "/web/desk"},
		"cmd/almanac/reviewing": {module + "/store", module + "/cmd/almanac/storage", module + "/cmd/almanac/serve", module + "/web"},
		"cmd/almanac/serve":     {module + "/cmd/almanac", module + "/cmd/almanac/reviewing", module + "/cmd/almanac/generate"},
	} {
		for _, name := range imports {
			source := fmt.Sprintf("package p\nimport _ %q\n", name)
			if bad, err := badImports(folder, source); err != nil || len(bad) == 0 {
				t.Errorf("%s may import %s (%v)", folder, name, err)
			}
		}
	}
}
