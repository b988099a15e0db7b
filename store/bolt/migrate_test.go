package bolt

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"almanac.example/events"
	"almanac.example/store"
)

// unpacked is a file of testdata. schema2.db was made by the last version that
// wrote layout 2, and the others by its commands export and history --json.
func unpacked(t testing.TB, name string) []byte {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name+".gz"))
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

// schemaTwo is a store of layout 2.
func schemaTwo(t testing.TB) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "almanac.db")
	if err := os.WriteFile(path, unpacked(t, "schema2.db"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// checkMigrated holds a store against what schema2.db holds.
func checkMigrated(t *testing.T, path string) {
	t.Helper()
	b, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	live, err := store.Open(t.Context(), b, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	var exported, past bytes.Buffer
	if err := live.Timeline().Record().Write(&exported); err != nil {
		t.Error(err)
	}
	lines := json.NewEncoder(&past)
	lines.SetEscapeHTML(false)
	for s, err := range live.History(t.Context(), events.HistoryQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		if err := lines.Encode(s); err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff(string(unpacked(t, "schema2.export.json")), exported.String()); diff != "" {
		t.Errorf("the export (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(string(unpacked(t, "schema2.history.jsonl")), past.String()); diff != "" {
		t.Errorf("the history (-before +after):\n%s", diff)
	}
	live.Close()
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	checkSound(t, path)
}

func TestMigration(t *testing.T) {
	path := schemaTwo(t)
	checkMigrated(t, path)
	checkMigrated(t, path) // nothing is left to do the second time
	old, err := os.ReadFile(path + ".schema2")
	if err != nil || !bytes.Equal(old, unpacked(t, "schema2.db")) {
		t.Errorf("the copy is not the file as it was: %v", err)
	}
	if names := beside(t, path); len(names) != 2 {
		t.Errorf("there are %v", names)
	}

	// Going through it again, after a restore, keeps the first copy.
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	checkMigrated(t, path)
	if names := beside(t, path); len(names) != 3 {
		t.Errorf("after a second migration there are %v", names)
	}
}

// beside lists the files in the folder of a store.
func beside(t testing.TB, path string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestMigrationSplitsTheSite into its documents, state by state, at the
// revisions that the site had.
func TestMigrationSplitsTheSite(t *testing.T) {
	b := mustOpen(t, schemaTwo(t))
	old := map[events.DocumentName][]string{}
	for _, name := range []events.DocumentName{events.DocumentSite, events.DocumentTags, events.DocumentViews, events.DocumentPlaces} {
		for s, err := range b.History(t.Context(), events.HistoryQuery{Document: name}) {
			if err != nil {
				t.Fatal(err)
			}
			old[name] = append(old[name], fmt.Sprintf("%d %s", s.Rev, s.Note))
		}
	}
	want := map[events.DocumentName][]string{
		events.DocumentSite:  {"2 first start"},
		events.DocumentTags:  {"11 vocabulary", "2 first start"},
		events.DocumentViews: {"2 first start"},
	}
	if diff := cmp.Diff(want, old); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// layoutTwo writes a store of layout 2 by hand: bucket, key and value.
func layoutTwo(t *testing.T, entries [][3]string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "almanac.db")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range []string{metaBucket, oldEventsBucket, slugsBucket, historyBucket, pastBucket} {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		for _, e := range entries {
			if err := tx.Bucket([]byte(e[0])).Put([]byte(e[1]), []byte(e[2])); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestMigrationOfEveryFormat is about states in JSON, which layout 1 had, and
// about a site that loses its tags.
func TestMigrationOfEveryFormat(t *testing.T) {
	rev := func(n int) string { return string(key(n)) }
	event := `{"at":"2026-05-24T09:00:00Z","author":"ed","event":{"id":"a","slug":"a","span":{"date":"2019-05"},"text":{"en":{"title":"A"}},"status":"published"}}`
	site := func(tags string) string {
		return "\x01" + `{"at":"2026-05-24T09:00:00Z","site":{"authority":"a.example","founded":"2026-05-24T00:00:00Z"` + tags + `}}`
	}
	path := layoutTwo(t, [][3]string{
		{metaBucket, "schema", rev(1)}, {metaBucket, "rev", rev(3)}, {metaBucket, "site", rev(3)},
		{oldEventsBucket, "a", rev(1) + "a"}, {slugsBucket, "a", "a"},
		{historyBucket, rev(1) + "a", "\x01" + event},
		{historyBucket, rev(2), site(`,"tags":[{"slug":"t","name":{"en":"T"}}]`)},
		{historyBucket, rev(3), site("")},
	})
	b := mustOpen(t, path)
	var got []string
	for s, err := range b.Dump(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		what := s.Document
		if what == nil {
			what = &events.Document{Name: events.DocumentName(s.Event.ID)}
		}
		got = append(got, fmt.Sprintf("%d %s, %d tags", s.Rev, what.Name, len(what.Tags)))
	}
	want := []string{"1 a, 0 tags", "2 site, 0 tags", "2 tags, 1 tags", "3 tags, 0 tags"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := os.Stat(path + ".schema1"); err != nil {
		t.Errorf("what it was is not kept: %v", err)
	}
}

// TestMigrationRefusesDamage leaves a file at its layout in which something is
// not as it was written, and says where.
func TestMigrationRefusesDamage(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*bbolt.Tx) error
		want   string
	}{
		"a state that cannot be read": {func(tx *bbolt.Tx) error {
			k, v := tx.Bucket([]byte(historyBucket)).Cursor().First()
			return tx.Bucket([]byte(historyBucket)).Put(bytes.Clone(k), bytes.Clone(v[:len(v)/2]))
		}, "history, revision 1 of event"},
		"a state that is missing": {func(tx *bbolt.Tx) error {
			k, _ := tx.Bucket([]byte(historyBucket)).Cursor().Last()
			return tx.Bucket([]byte(historyBucket)).Delete(bytes.Clone(k))
		}, "it ends at revision 10 instead of 11"},
		"an event that is missing": {func(tx *bbolt.Tx) error {
			k, _ := tx.Bucket([]byte(oldEventsBucket)).Cursor().First()
			return tx.Bucket([]byte(oldEventsBucket)).Delete(bytes.Clone(k))
		}, "it has "},
		"an event of an earlier revision": {func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte(oldEventsBucket)).Put([]byte("a"), append(key(1), "a"...))
		}, `event "a"`},
		"a last revision that is missing": {func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte(metaBucket)).Put([]byte(oldRevKey), key(100))
		}, "instead of 100"},
		"a bucket that is missing": {func(tx *bbolt.Tx) error {
			return tx.DeleteBucket([]byte(historyBucket))
		}, "bucket history"},
		"a site of another revision": {func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte(metaBucket)).Put([]byte(oldSiteKey), key(7))
		}, "the site"},
	} {
		path := schemaTwo(t)
		db, err := bbolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(db.Update(test.change), db.Close()); err != nil {
			t.Fatal(err)
		}
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Open(path)
		if err == nil {
			t.Errorf("%s: opened", name)
			b.Close()
			continue
		}
		if !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %q; want the file and %q in it", name, err, test.want)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
			t.Errorf("%s: the file was changed, or %v", name, err)
		}
		if names := beside(t, path); len(names) != 1 {
			t.Errorf("%s: left behind are %v", name, names)
		}
	}
}

// TestOtherVersions refuses what it does not know, also in the words of the
// version before.
func TestOtherVersions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	if err := mustOpen(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	set := func(version int, seal bool) {
		db, err := bbolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = db.Update(func(tx *bbolt.Tx) error {
			meta := tx.Bucket([]byte(metaBucket))
			// What programs of layout 2 look at.
			if stored := meta.Get([]byte("schema")); len(stored) != 8 || number(stored) < layout {
				t.Errorf("an older program finds the schema %x", stored)
			}
			err := meta.Put([]byte(schemaKey), key(version))
			if seal {
				err = errors.Join(err, meta.Put([]byte(sealKey), sealed(metaBucket, []byte(sealKey), key(version))))
			}
			return err
		})
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
	}
	set(layout+1, true)
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "written by a newer almanac (schema 4; this one knows up to 3)") {
		t.Errorf("a newer file: %v", err)
	}
	set(2, false)
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "it says 2, and elsewhere 4") {
		t.Errorf("a version that is damaged: %v", err)
	}
	if _, err := Open(layoutTwo(t, [][3]string{{metaBucket, "schema", string(key(0))}})); err == nil || !strings.Contains(err.Error(), "too old") {
		t.Errorf("a file that is too old: %v", err)
	}
}

// migratorEnv makes of the test binary a process that opens the store there.
const migratorEnv = "ALMANAC_TEST_MIGRATOR"

func migrator(path string) int {
	b, err := Open(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := b.Close(); err != nil {
		return 1
	}
	return 0
}

// TestKilledMigration kills a migrating process, a little later each time: the
// file is of the one layout or of the other, whole, at any moment.
func TestKilledMigration(t *testing.T) {
	before := unpacked(t, "schema2.db")
	path := schemaTwo(t)
	killed, unchanged := 0, 0
	const rounds = 20
	for round := range rounds {
		if err := os.WriteFile(path, before, 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), migratorEnv+"="+path)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Duration(round)*3*time.Millisecond, func() { _ = cmd.Process.Kill() })
		if err := cmd.Wait(); err != nil {
			killed++
		}
		now, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if bytes.Equal(now, before) {
			unchanged++
		}
		checkMigrated(t, path)
		if _, err := os.Stat(path + ".migrating"); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("round %d: %v is left behind, %v", round, beside(t, path), err)
		}
		for _, name := range beside(t, path) {
			if name != filepath.Base(path) {
				if err := os.Remove(filepath.Join(filepath.Dir(path), name)); err != nil {
					t.Fatal(err)
				}
			}
		}
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	t.Logf("%d of %d were killed, %d of them before the new file had its name", killed, rounds, unchanged)
}

// A store is migrated where it is, also when a link leads there, and still
// belongs to who could open it.
func TestMigrationKeepsThePlaceAndTheMode(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "volume.db"), filepath.Join(dir, "links", "a.db")
	if err := os.WriteFile(file, unpacked(t, "schema2.db"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, 0o640); err != nil { // whatever the umask
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Dir(link), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../volume.db", link); err != nil {
		if os.Getenv("ALMANAC_REQUIRE_TOOLS") == "1" {
			t.Fatal(err)
		}
		t.Skip("this system makes no links: ", err)
	}
	b, err := Open(link)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info.Mode(), err)
	}
	if has, newest, err := SchemaOf(file); err != nil || has != newest {
		t.Errorf("the file itself has schema %d of %d, %v", has, newest, err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
	kept, err := os.Lstat(file + ".schema2")
	if err != nil || !kept.Mode().IsRegular() {
		t.Errorf("what it was is not beside it: %v, %v", kept, err)
	}
}
