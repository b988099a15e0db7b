package bolt

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"almanac.example/events"
	"almanac.example/store"
)

// versionOne makes a file of layout 1 as it was written then: with states in
// format 1. It returns what a watcher of it was told.
func versionOne(t *testing.T, path string) []string {
	t.Helper()
	b, err := open(path, schema{oldest: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []events.ID{"a", "b"} {
		if _, err := b.Commit(t.Context(), titled(id, "one", 0)); err != nil {
			t.Fatal(err)
		}
	}
	err = b.update(func(tx *bbolt.Tx) error {
		history := newShelves(tx).history
		return history.ForEach(func(k, v []byte) error {
			state, err := store.Decode[events.State](v)
			if err != nil {
				return err
			}
			text, err := json.Marshal(state)
			if err != nil {
				return err
			}
			return history.Put(k, append([]byte{1}, text...))
		})
	})
	told := inJSON(t, b)
	if err := errors.Join(err, b.Close()); err != nil {
		t.Fatal(err)
	}
	return told
}

// inJSON is the whole record, event by event.
func inJSON(t *testing.T, b *Backend) (list []string) {
	t.Helper()
	for _, e := range everythingIn(t, b).Events {
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(text))
	}
	return list
}

// formats are the tags of the states in the history, oldest first.
func formats(t *testing.T, b *Backend) (tags []byte) {
	t.Helper()
	err := b.view(func(tx *bbolt.Tx) error {
		return newShelves(tx).history.ForEach(func(_, v []byte) error {
			tags = append(tags, v[0])
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return tags
}

// TestOldFormat opens a file of layout 1: its states are read as they are, and
// what is written from then on is in the new format.
func TestOldFormat(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	want := versionOne(t, path)
	b := mustOpen(t, path)
	if diff := cmp.Diff(want, inJSON(t, b)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
	if _, err := b.Commit(t.Context(), titled("a", "two", 1)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]byte{1, 1, 2}, formats(t, b)); diff != "" {
		t.Errorf("formats (-want +got):\n%s", diff)
	}
	var titles []string
	for s, err := range b.History(t.Context(), events.HistoryQuery{ID: "a"}) {
		if err != nil {
			t.Fatal(err)
		}
		titles = append(titles, s.Event.Text["en"].Title)
	}
	if diff := cmp.Diff([]string{"two", "one"}, titles); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	older := mustOpenAs(t, path+".schema1", schema{oldest: 1})
	if diff := cmp.Diff(want, inJSON(t, older)); diff != "" {
		t.Errorf("the copy (-before +copy):\n%s", diff)
	}
}

// TestNewFormatInOldProgram lets a program that knows only layout 1 open a file
// with states it could not read.
func TestNewFormatInOldProgram(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	if err := mustOpenAs(t, path, current()).Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := open(path, schema{oldest: 1}); err == nil || !strings.Contains(err.Error(), "written by a newer almanac (schema 2; this one knows up to 1)") {
		t.Errorf("got %v", err)
	}
}

func mustOpenAs(t *testing.T, path string, s schema) *Backend {
	t.Helper()
	b, err := open(path, s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// TestDamagedState names the event whose state cannot be read.
func TestDamagedState(t *testing.T) {
	b := mustOpen(t, filepath.Join(t.TempDir(), "almanac.db"))
	rev, err := b.Commit(t.Context(), titled("a", "one", 0))
	if err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string]func(v []byte) []byte{
		"cut off":            func(v []byte) []byte { return v[:len(v)/2] },
		"another format":     func(v []byte) []byte { return append([]byte{3}, v[1:]...) },
		"nothing":            func([]byte) []byte { return nil },
		"longer than memory": func([]byte) []byte { return []byte("\x02\xa1\x05\xa1\x08\x9b\x7f\xff\xff\xff\xff\xff\xff\xff") },
	} {
		var good []byte
		change := func(make func(v []byte) []byte) {
			err := b.update(func(tx *bbolt.Tx) error {
				history, key := newShelves(tx).history, stateKey(rev, "a")
				good = append([]byte{}, history.Get(key)...)
				return history.Put(key, make(good))
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		change(damage)
		for _, err := range b.Watch(t.Context()) {
			if err == nil || !strings.Contains(err.Error(), `event "a" is damaged`) {
				t.Errorf("%s: %v", name, err)
			}
			break
		}
		whole := good
		change(func([]byte) []byte { return whole })
	}
}
