package bolt

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

// oldLayout is a layout that never was: version 0 had its events in a bucket
// called "entries", version 1 calls it "events", version 2 adds a bucket.
func oldLayout() schema {
	return schema{oldest: 0, steps: []step{
		func(tx *bbolt.Tx) error { return rename(tx, "entries", eventsBucket) },
		func(tx *bbolt.Tx) error {
			_, err := tx.CreateBucket([]byte("extra"))
			return err
		},
	}}
}

func rename(tx *bbolt.Tx, from, to string) error {
	if err := tx.DeleteBucket([]byte(to)); err != nil {
		return err
	}
	into, err := tx.CreateBucket([]byte(to))
	if err != nil {
		return err
	}
	if err := tx.Bucket([]byte(from)).ForEach(into.Put); err != nil {
		return err
	}
	return tx.DeleteBucket([]byte(from))
}

// versionZero makes a file of the layout that never was, with one event.
func versionZero(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "almanac.db")
	b, err := open(path, schema{oldest: 0})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(t.Context(), titled("a", "one", 0)); err != nil {
		t.Fatal(err)
	}
	err = b.update(func(tx *bbolt.Tx) error {
		entries, err := tx.CreateBucket([]byte("entries"))
		if err != nil {
			return err
		}
		was := tx.Bucket([]byte(eventsBucket))
		if err := was.ForEach(entries.Put); err != nil {
			return err
		}
		return was.Delete([]byte("a"))
	})
	if err := errors.Join(err, b.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMigration(t *testing.T) {
	path := versionZero(t)
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := open(path, oldLayout())
	if err != nil {
		t.Fatal(err)
	}
	if v, err := b.version(); v != 2 || err != nil {
		t.Errorf("its version is %d, %v; want 2", v, err)
	}
	if all := everythingIn(t, b); len(all.Events) != 1 || all.Events[0].Text["en"].Title != "one" {
		t.Errorf("after the migration: %v", all.Events)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}

	// The copy beside it is the file as it was, and can be opened as such.
	b, err = open(path+".schema0", schema{oldest: 0})
	if err != nil {
		t.Fatal(err)
	}
	if v, err := b.version(); v != 0 || err != nil {
		t.Errorf("the copy's version is %d, %v; want 0", v, err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}

	// Nothing is left to do the next time.
	b, err = open(path, oldLayout())
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".schema0.2"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a second copy was made: %v", err)
	}

	// Going through it again, after a restore, keeps the first copy.
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	b, err = open(path, oldLayout())
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".schema0.2"); err != nil {
		t.Errorf("no second copy: %v", err)
	}
}

// TestMigrationFails must leave the file at its old version.
func TestMigrationFails(t *testing.T) {
	path := versionZero(t)
	broken := oldLayout()
	reason := errors.New("a reason")
	broken.steps[1] = func(*bbolt.Tx) error { return reason }
	if _, err := open(path, broken); !errors.Is(err, reason) || !strings.Contains(err.Error(), "from schema 1 to 2") {
		t.Fatalf("got %v", err)
	}
	b, err := open(path, oldLayout())
	if err != nil {
		t.Fatal(err)
	}
	if all := everythingIn(t, b); len(all.Events) != 1 {
		t.Errorf("%d events are left", len(all.Events))
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOtherVersions(t *testing.T) {
	path := versionZero(t)
	b, err := open(path, oldLayout())
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := open(path, schema{oldest: 1}); err == nil || !strings.Contains(err.Error(), "written by a newer almanac (schema 2; this one knows up to 1)") {
		t.Errorf("a newer file: %v", err)
	}
	if _, err := open(path, schema{oldest: 3}); err == nil || !strings.Contains(err.Error(), "too old") {
		t.Errorf("a file that is too old: %v", err)
	}
}
