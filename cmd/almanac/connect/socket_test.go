package connect

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
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
		got, short, err := SocketPath(test.flag, storage.Place{File: test.file})
		exact := got == test.want || test.short && strings.HasPrefix(got, test.want)
		if err != nil || !exact || short != test.short || len(got) > maxSocketPath {
			t.Errorf("%q, %q: %q, %v, %v", test.flag, test.file, got, short, err)
		}
	}
	one, _, _ := SocketPath("", storage.Place{File: filepath.Join(deep, "one-long-name-of-a-store.db")})
	same, _, _ := SocketPath("", storage.Place{File: filepath.Join(link, "one-long-name-of-a-store.db")})
	other, _, _ := SocketPath("", storage.Place{File: filepath.Join(deep, "two-long-name-of-a-store.db")})
	t.Chdir(deep)
	near, _, _ := SocketPath("", storage.Place{File: "one-long-name-of-a-store.db"})
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

func TestVersionsAreCompared(t *testing.T) {
	var talk bytes.Buffer
	told := compareVersions(terminal.Console{Err: &talk})
	told(terminal.Version())
	if talk.Len() > 0 {
		t.Errorf("the same: %s", &talk)
	}
	told("v9.9.9")
	told("v9.9.9")
	if strings.Count(talk.String(), "the server is v9.9.9") != 1 {
		t.Errorf("another: %s", &talk)
	}
}
