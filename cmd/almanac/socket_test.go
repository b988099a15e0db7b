package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"almanac.example/web/api/client"
)

func TestSocketPath(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", "/run/user/7")
	dir := t.TempDir()
	deep := filepath.Join(dir, strings.Repeat("d", 90))
	if err := os.Mkdir(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(deep, link); err != nil {
		t.Fatal(err)
	}
	full := filepath.Join(dir, strings.Repeat("a", maxSocketPath-len(dir)-len("/.sock")))
	for _, test := range []struct {
		flag, file, want string
		short            bool
	}{
		{"", filepath.Join(dir, "a.db"), filepath.Join(dir, "a.db.sock"), false},
		{filepath.Join(dir, "x.sock"), "a.db", filepath.Join(dir, "x.sock"), false},
		{"", "", "", false}, // in a cluster
		{filepath.Join(dir, "x.sock"), "", filepath.Join(dir, "x.sock"), false},
		{"", full, full + ".sock", false},
		{"", full + "a", "/run/user/7/almanac-", true},
		{"", filepath.Join(deep, "almanac-of-the-museum.db"), "/run/user/7/almanac-", true},
	} {
		got, short, err := socketPath(test.flag, place{file: test.file})
		exact := got == test.want || test.short && strings.HasPrefix(got, test.want)
		if err != nil || !exact || short != test.short || len(got) > maxSocketPath {
			t.Errorf("%q, %q: %q, %v, %v", test.flag, test.file, got, short, err)
		}
	}
	one, _, _ := socketPath("", place{file: filepath.Join(deep, "one-long-name-of-a-store.db")})
	same, _, _ := socketPath("", place{file: filepath.Join(link, "one-long-name-of-a-store.db")})
	other, _, _ := socketPath("", place{file: filepath.Join(deep, "two-long-name-of-a-store.db")})
	t.Chdir(deep)
	near, _, _ := socketPath("", place{file: "one-long-name-of-a-store.db"})
	if one != same || one != near || one == other {
		t.Errorf("the same store has %q, %q and %q, another one %q", one, same, near, other)
	}
}

func TestRuntimeDir(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", "")
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	dir, err := runtimeDir()
	if err != nil || filepath.Dir(dir) != temp {
		t.Fatal(dir, err)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if again, err := runtimeDir(); again != dir || err != nil {
		t.Errorf("%s, %v", again, err)
	}
	if err := os.Chmod(dir, 0o770); err != nil {
		t.Fatal(err)
	}
	if _, err := runtimeDir(); err == nil || !strings.Contains(err.Error(), "others can write") {
		t.Errorf("a directory of everybody: %v", err)
	}
}

// TestSocketIsPrivate, replaces one that was left behind, and nothing else.
func TestSocketIsPrivate(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	dir := t.TempDir()
	path := filepath.Join(dir, "s")
	l, err := listenSocket(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != fs.ModeSocket|0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if _, err := listenSocket(t.Context(), path); err == nil || !strings.Contains(err.Error(), "another server answers there") {
		t.Errorf("a second one: %v", err)
	}
	l.Close()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := listenSocket(t.Context(), file); err == nil || !strings.Contains(err.Error(), "something else of that name") {
		t.Errorf("a file: %v", err)
	}
	if kept, err := os.ReadFile(file); string(kept) != "precious" || err != nil {
		t.Errorf("the file is %q, %v", kept, err)
	}
}

func TestVersionsAreCompared(t *testing.T) {
	var talk bytes.Buffer
	told := console{err: &talk}.compareVersions()
	told(programVersion())
	if talk.Len() > 0 {
		t.Errorf("the same: %s", &talk)
	}
	told("v9.9.9")
	told("v9.9.9")
	if strings.Count(talk.String(), "the server is v9.9.9") != 1 {
		t.Errorf("another: %s", &talk)
	}
}

func TestLinesOfFields(t *testing.T) {
	const file = `{
  "revision": 3,
  "event": {
    "id": "a",
    "text": {
      "en": {"title": "T"}
    },
    "links": [
      {"url": "x"},
      {"url": "y"}
    ]
  }
}`
	for path, want := range map[string]int{
		"revision": 2, "event.id": 4, "event.text.en.title": 6, "event.text.zh.title": 5, "event.links[1].url": 10,
		"event.links[7]": 8, "event.span": 3, "other": 0, "event.i": 3,
	} {
		if got := lineOf([]byte(file), path); got != want {
			t.Errorf("%s is on line %d; want %d", path, got, want)
		}
	}
	if got := lineOf([]byte(`{"a": [1, `), "a[1]"); got != 1 {
		t.Errorf("in what is cut off: line %d", got)
	}
	var refused client.Error
	refused.Errors = nil
	if err := withLines([]byte(file), "", &refused); err == nil || strings.Contains(err.Error(), "line") {
		t.Errorf("without fields: %v", err)
	}
}

func TestEventFiles(t *testing.T) {
	for text, said := range map[string]string{
		``: "line 1: is no JSON", "{\n\"id\": }": "line 2: is no JSON", `[1]`: "is no JSON object", `null`: "is no JSON object",
		`{"event": 1, "revision": 2}`: "event: must be an object", `{"event": {}, "revision": "x"}`: "revision: must be a number",
		"{\"event\": {},\n\"revision\": 1,\n\"note\": 1}": "line 3: note: unknown field; there are event and revision",
		`{"event": {}}`: "revision: must be a number",
	} {
		if _, err := readEventFile([]byte(text)); err == nil || !strings.Contains(err.Error(), said) {
			t.Errorf("%q: %v; want %s", text, err, said)
		}
	}
	in, err := readEventFile([]byte(`{"revision": 7, "event": {"id": "a", "slug": "b", "created": "2020-01-01T00:00:00Z", "proposal": {}, "key": true}}`))
	if err != nil || in.id != "a" || !in.hasSlug || *in.expect != 7 || len(in.members) != 3 {
		t.Errorf("%+v, %v", in, err)
	}
	if in, err := readEventFile([]byte(`{"id": 5}`)); err != nil || in.id != "" || in.expect != nil {
		t.Errorf("an ID that is none is for the server to refuse: %+v, %v", in, err)
	}
}
