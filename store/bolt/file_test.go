package bolt

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"almanac.example/events"
)

// filled makes a database of some size and returns its bytes.
func filled(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "almanac.db")
	b, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		var changes []events.Change
		for j := range 10 {
			changes = append(changes, titled(events.ID(fmt.Sprintf("e%d", 10*i+j)), "one", 0))
		}
		if _, err := b.Commit(t.Context(), changes...); err != nil {
			t.Fatal(err)
		}
	}
	data := copied(t, b)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	return data
}

// copied is the database as a file without room to spare at its end.
func copied(t *testing.T, b *Backend) []byte {
	t.Helper()
	var data bytes.Buffer
	err := b.view(func(tx *bbolt.Tx) error {
		_, err := tx.WriteTo(&data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

func TestOpenRefusesWhatIsNoDatabase(t *testing.T) {
	data := filled(t)
	noise := make([]byte, 1<<20)
	_, _ = rand.Read(noise)
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"text", []byte("# not a database\n"), "too short"},
		{"a long text", bytes.Repeat([]byte("not a database\n"), 10_000), "is not an almanac database"},
		{"zeros", make([]byte, 1<<20), "is not an almanac database"},
		{"noise", noise, "is not an almanac database"},
		{"a single byte", data[:1], "too short"},
		{"half of the first page", data[:2048], "too short"},
		{"the first pages only", data[:4*4096], "cut off"},
		{"half of it", data[:len(data)/2], "cut off"},
		{"all but one page", data[:len(data)-4096], "cut off"},
		{"all but one byte", data[:len(data)-1], "cut off"},
		{"sqlite", append([]byte("SQLite format 3\x00"), make([]byte, 1<<16)...), "is not an almanac database"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "almanac.db")
			if err := os.WriteFile(path, test.data, 0o600); err != nil {
				t.Fatal(err)
			}
			b, err := Open(path)
			if err == nil {
				t.Fatal(errors.Join(errors.New("opened"), b.Close()))
			}
			if !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("got %q; want one that says %q and names the file", err, test.want)
			}
			after, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(after, test.data) {
				t.Errorf("the file was changed, or: %v", err)
			}
		})
	}
}

// TestDamage overwrites every page in turn. Whatever is noticed must be an
// error, now or later, and never a panic; what was not read stays unnoticed.
func TestDamage(t *testing.T) {
	data := filled(t)
	noticed := 0
	for page := range len(data) / 4096 {
		for _, fill := range []byte{0, 0xff} {
			damaged := bytes.Clone(data)
			for i := range 4096 {
				damaged[page*4096+i] = fill
			}
			if err := useDamaged(t, damaged); err != nil {
				noticed++
			}
		}
	}
	t.Logf("of %d damaged pages %d were noticed", 2*(len(data)/4096), noticed)
	if noticed == 0 {
		t.Error("no damage was noticed")
	}
}

// useDamaged does everything that can be done with a store.
func useDamaged(t *testing.T, data []byte) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "almanac.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := Open(path)
	if err != nil {
		return err
	}
	var errs []error
	for _, err := range b.Watch(t.Context()) {
		errs = append(errs, err)
		break
	}
	for _, q := range []events.HistoryQuery{{}, {ID: "e1"}, {Document: events.DocumentTags}} {
		for _, err := range b.History(t.Context(), q) {
			errs = append(errs, err)
		}
	}
	_, err = b.Commit(t.Context(), titled("new", "one", 0))
	return errors.Join(append(errs, err, b.Close())...)
}

func TestOpenInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	b := mustOpen(t, path)
	start := time.Now()
	_, err := Open(path)
	if !errors.Is(err, events.ErrUnavailable) || !strings.Contains(err.Error(), path+" is in use by another almanac process") {
		t.Errorf("opening it twice: %v", err)
	}
	if took := time.Since(start); took > 10*lockTimeout {
		t.Errorf("it took %v to find out", took)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, path)
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(filepath.Join(dir, "missing", "almanac.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in a directory that does not exist: %v", err)
	}
	if _, err := Open(dir); err == nil {
		t.Error("a directory was opened")
	}
	path := filepath.Join(dir, "empty.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, path)

	other := filepath.Join(dir, "other.db")
	db, err := bbolt.Open(other, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("somebody else's"))
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(other); err == nil || !strings.Contains(err.Error(), "something else") {
		t.Errorf("another program's database: %v", err)
	}
}

func TestNewFileIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	mustOpen(t, path)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v; want 0600", info.Mode().Perm())
	}
}

// TestRefusedFilesAreLetGo opens damaged files twice in one process: the second
// time the error is the same, and not that the file is in use.
func TestRefusedFilesAreLetGo(t *testing.T) {
	data, _ := damageable(t)
	for name, spoil := range map[string]func([]byte) []byte{
		"cut off": func(d []byte) []byte { return d[:5*pageSize+100] },
		"no list": func(d []byte) []byte {
			w := &pageWalk{file: bytes.NewReader(d), size: pageSize}
			meta, err := w.newestMeta()
			if err != nil {
				t.Fatal(err)
			}
			clear(d[order.Uint64(meta[32:])*pageSize:][:pageSize])
			return d
		},
	} {
		for what, open := range map[string]func(string) error{
			"opening": func(path string) error {
				b, err := Open(path)
				if err == nil {
					err = b.Close()
				}
				return err
			},
			"its schema": func(path string) error { _, _, err := SchemaOf(path); return err },
			"checking":   func(path string) error { _, err := Check(t.Context(), path); return err },
		} {
			path := filepath.Join(t.TempDir(), "almanac.db")
			if err := os.WriteFile(path, spoil(bytes.Clone(data)), 0o600); err != nil {
				t.Fatal(err)
			}
			first, second := open(path), open(path)
			if fmt.Sprint(first) != fmt.Sprint(second) || errors.Is(first, events.ErrUnavailable) {
				t.Errorf("%s, %s: first %v, then %v", name, what, first, second)
			}
			if what == "opening" && !isDamage(first) {
				t.Errorf("%s: %v", name, first)
			}
		}
	}
}
