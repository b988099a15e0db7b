package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/feeds/intake"
	"github.com/google/go-cmp/cmp"
)

// oldStore makes a store with its side files as the version before the vault
// left them, and returns its name for --store.
func oldStore(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "almanac.db")
	write(t, file, unzipped(t, "testdata/before-vault/almanac.db.gz"))
	for _, ending := range []string{".imports.json", ".hub"} {
		data, err := os.ReadFile("testdata/before-vault/almanac.db" + ending)
		if err != nil {
			t.Fatal(err)
		}
		write(t, file+ending, data)
	}
	return "bolt:" + file
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func unzipped(t *testing.T, name string) []byte {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// talk runs a command that must succeed and returns what it says on standard
// error.
func talk(t *testing.T, args ...string) string {
	t.Helper()
	var out, said bytes.Buffer
	if code := run(t.Context(), args, storage.Console{Console: terminal.Console{In: strings.NewReader(""), Out: &out, Err: &said}}); code != exitOK {
		t.Fatalf("almanac %s: exit code %d\n%s", strings.Join(args, " "), code, said.String())
	}
	return said.String()
}

// remembered is what the vault knows of a source and of the hub.
func remembered(t *testing.T, name, source string) (intake.Memory, int64) {
	t.Helper()
	e, err := storage.Console{Console: terminal.Console{Err: io.Discard}}.OpenEngine(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	m, err := intake.Recall(t.Context(), e.Vault, source)
	if err != nil {
		t.Fatal(err)
	}
	told, err := storage.HubMark{Vault: e.Vault}.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return m, told
}

func TestOldFilesMoveIntoTheVault(t *testing.T) {
	name := oldStore(t)
	file := strings.TrimPrefix(name, "bolt:")
	var old map[string]struct {
		Validators struct{ ETag, LastModified string }
		IDs        []events.ID
	}
	data, err := os.ReadFile(file + ".imports.json")
	if err == nil {
		err = json.Unmarshal(data, &old)
	}
	if err != nil || len(old) != 2 {
		t.Fatalf("the old file has %d sources, %v; want 2", len(old), err)
	}

	said := talk(t, "list", "--store", name)
	if strings.Count(said, ".imports.json is not needed any more") != 1 || strings.Count(said, ".hub is not needed any more") != 1 {
		t.Errorf("the first command says:\n%s", said)
	}
	if said := talk(t, "list", "--store", name); strings.Contains(said, "not needed") {
		t.Errorf("the second command says:\n%s", said)
	}
	for _, ending := range []string{".imports.json", ".hub"} {
		if _, err := os.Stat(file + ending); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there: %v", ending, err)
		}
	}
	if kept, err := os.ReadFile(file + ".imports.json" + storage.TakenOver); !bytes.Equal(kept, data) || err != nil {
		t.Errorf("the old file was not kept as it was: %v", err)
	}
	for source, want := range old {
		got, told := remembered(t, name, source)
		slices.Sort(want.IDs)
		if diff := cmp.Diff(want.IDs, got.IDs()); diff != "" {
			t.Errorf("%s brought (-file +vault):\n%s", source, diff)
		}
		about := events.FeedMemory{Source: source, ETag: want.Validators.ETag, LastModified: want.Validators.LastModified}
		if diff := cmp.Diff(about, got.FeedMemory); diff != "" {
			t.Errorf("%s (-file +vault):\n%s", source, diff)
		}
		if told != 3 {
			t.Errorf("the hub was told up to revision %d; the file says 3", told)
		}
	}
	if got := almanac(t, "export", "--store", name); got != string(unzipped(t, "testdata/before-vault/export.json.gz")) {
		t.Error("the record is another one")
	}
}

// TestOldMemoryCounts imports a file again of which the old version remembers
// what it brought.
func TestOldMemoryCounts(t *testing.T) {
	name := oldStore(t)
	calendar, err := os.ReadFile("testdata/before-vault/one.ics")
	if err != nil {
		t.Fatal(err)
	}
	second := bytes.LastIndex(calendar, []byte("BEGIN:VEVENT"))
	t.Chdir(t.TempDir())
	write(t, "one.ics", append(calendar[:second:second], "END:VCALENDAR\r\n"...))
	if said := talk(t, "import", "--store", name, "one.ics"); !strings.Contains(said, "0 added, 0 changed, 1 unchanged, 1 gone from the file") {
		t.Errorf("the import says:\n%s", said)
	}
	if m, _ := remembered(t, name, "one.ics"); len(m.IDs()) != 2 {
		t.Errorf("after an import that removes nothing %d events are remembered; want 2", len(m.IDs()))
	}
	if said := talk(t, "import", "--remove=all", "--store", name, "one.ics"); !strings.Contains(said, "1 gone from the file") {
		t.Errorf("the import says:\n%s", said)
	}
	if m, _ := remembered(t, name, "one.ics"); len(m.IDs()) != 1 {
		t.Errorf("after an import that removes %d events are remembered; want 1", len(m.IDs()))
	}
}

// TestDamagedOldFiles are named and left where they are, with nothing changed.
func TestDamagedOldFiles(t *testing.T) {
	for ending, content := range map[string]string{".imports.json": `{"one.ics": {"ids": [`, ".hub": "half"} {
		name := oldStore(t)
		file := strings.TrimPrefix(name, "bolt:") + ending
		write(t, file, []byte(content))
		var out, said bytes.Buffer
		if code := run(t.Context(), []string{"list", "--store", name}, storage.Console{Console: terminal.Console{Out: &out, Err: &said}}); code != exitFailed || !strings.Contains(said.String(), file) {
			t.Errorf("%s damaged: exit code %d\n%s", ending, code, said.String())
		}
		if kept, err := os.ReadFile(file); string(kept) != content || err != nil {
			t.Errorf("%s was changed: %q, %v", ending, kept, err)
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		talk(t, "list", "--store", name)
	}
}

// TestHalfTakenOver takes a file over again that was taken over before it could
// be renamed.
func TestHalfTakenOver(t *testing.T) {
	name := oldStore(t)
	file := strings.TrimPrefix(name, "bolt:")
	talk(t, "list", "--store", name)
	before, _ := remembered(t, name, "one.ics")
	if err := os.Rename(file+".imports.json"+storage.TakenOver, file+".imports.json"); err != nil {
		t.Fatal(err)
	}
	talk(t, "list", "--store", name)
	after, _ := remembered(t, name, "one.ics")
	if diff := cmp.Diff(before.IDs(), after.IDs()); diff != "" || len(after.IDs()) != 2 {
		t.Errorf("(-before +after):\n%s", diff)
	}
}
