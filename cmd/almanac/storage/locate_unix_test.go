//go:build unix

package storage

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Where a store could be is told from where none can be, before anything is
// opened.
func TestLocate(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for name, content := range map[string]string{"full.db": "something", "empty.db": ""} {
		if err := os.WriteFile(in(name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"link.db": "full.db", "dangling.db": "elsewhere.db"} {
		if err := os.Symlink(to, in(link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(in("pipe.db"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]struct {
		has   Presence
		file  string
		fault string
	}{
		"bolt:" + in("new.db"):      {has: Nothing, file: in("new.db")},
		"bolt:" + in("empty.db"):    {has: EmptyFile, file: in("empty.db")},
		"bolt:" + in("full.db"):     {has: Something, file: in("full.db")},
		"bolt:" + in("link.db"):     {has: Something, file: in("full.db")},
		"bolt:" + in("dangling.db"): {fault: "is a link to elsewhere.db, which is not there"},
		"bolt:" + in("pipe.db"):     {fault: "is no file that could hold a record"},
		"bolt:" + dir:               {fault: "is a directory"},
		"bolt:" + in("no/a.db"):     {fault: "there is no directory"},
		"bolt:":                     {fault: "bolt:FILE"},
		"nothing.db":                {fault: "bolt:FILE"},
		"etcd:host":                 {fault: "name the record behind the hosts"},
		"consul:host/almanac":       {fault: "known are bolt and etcd"},
	} {
		p, err := Console{}.Locate(t.Context(), name)
		if want.fault != "" {
			if err == nil || !strings.Contains(err.Error(), want.fault) {
				t.Errorf("%s: %v, want a fault with %q", name, err, want.fault)
			}
			continue
		}
		if err != nil || p.File != want.file || p.Has != want.has {
			t.Errorf("%s: %s (%v), %v; want %s (%v)", name, p.File, p.Has, err, want.file, want.has)
		}
	}
}
