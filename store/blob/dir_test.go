package blob_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"almanac.example/events"
	"almanac.example/store/blob"
	"almanac.example/store/blob/blobtest"
)

func TestDir(t *testing.T) {
	blobtest.Run(t,
		func(t *testing.T) blob.Store { return blob.Dir(filepath.Join(t.TempDir(), "almanac.db.media")) },
		func(t *testing.T, s blob.Store, name string) {
			dir, ok := s.(blob.Dir)
			if !ok {
				t.Fatal("the store is no Dir")
			}
			file := filepath.Join(string(dir), name[:2], name)
			if err := os.WriteFile(file, []byte("A picture"), 0o600); err != nil {
				t.Fatal(err)
			}
		})
}

// TestDirKeepsToItself: files of others and what was half written are no blobs,
// and nobody but the owner reads what is kept.
func TestDirKeepsToItself(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "media")
	s := blob.Dir(dir)
	name, err := s.Put(t.Context(), []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{"readme", name, filepath.Join(name[:2], ".new-1"), filepath.Join("zz", name)} {
		path := filepath.Join(dir, other)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var names []string
	for n, err := range s.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, n)
	}
	if len(names) != 1 || names[0] != name {
		t.Errorf("listed are %q", names)
	}
	info, err := os.Stat(filepath.Join(dir, name[:2], name))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v, %v", info.Mode(), err)
	}
	left, err := filepath.Glob(filepath.Join(dir, name[:2], ".new-*"))
	if err != nil || len(left) != 1 {
		t.Errorf("temporary files are left: %q, %v", left, err)
	}
}

func TestDirOutOfReach(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := blob.Dir(filepath.Join(file, "media"))
	if _, err := s.Put(t.Context(), []byte("x")); !errors.Is(err, events.ErrUnavailable) {
		t.Errorf("putting gives %v; want ErrUnavailable", err)
	}
}
