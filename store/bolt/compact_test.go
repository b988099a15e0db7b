package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

// TestCompactAmongReadsAndWrites writes the file anew while others use it: what
// was acknowledged before and after is there, and what was deleted is not in the
// file any more.
func TestCompactAmongReadsAndWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	b := mustOpen(t, path)
	secret := events.Value{Key: "account/x", Schema: 1, Data: []byte(`"` + strings.Repeat("confidential", 2000) + `"`)}
	version, err := b.Vault().Write(t.Context(), events.PutValue(secret, 0))
	if err == nil {
		_, err = b.Vault().Write(t.Context(), events.DeleteValue(secret.Key, version))
	}
	if err != nil {
		t.Fatal(err)
	}
	if data := copied(t, b); !bytes.Contains(data, []byte("confidential")) {
		t.Fatal("the deleted value is not on a free page; this test shows nothing")
	}
	ctx, stop := context.WithCancel(t.Context())
	var others sync.WaitGroup
	written := 0
	begun := make(chan struct{})
	others.Go(func() {
		for ; ctx.Err() == nil; written++ {
			if _, err := b.Commit(context.Background(), titled(events.ID(fmt.Sprint("e", written)), "text", 0)); err != nil {
				t.Error(err)
				return
			}
			if written == 5 {
				close(begun)
			}
		}
	})
	others.Go(func() {
		for ctx.Err() == nil {
			for _, err := range b.Dump(context.Background(), 0) {
				if err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	<-begun
	for range 3 {
		if _, _, err := b.Compact(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	others.Wait()
	if _, err := b.Vault().Get(t.Context(), secret.Key); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("the deleted value: %v", err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || bytes.Contains(data, []byte("confidential")) {
		t.Errorf("the deleted value is still in the file, %v", err)
	}
	checkSound(t, path)
	if report, err := Check(t.Context(), path); err != nil || report.States != written {
		t.Errorf("%d states of %d, %v", report.States, written, err)
	}
}

// TestCompactFile makes a file smaller, keeps its permissions and what it says,
// and leaves nothing beside it.
func TestCompactFile(t *testing.T) {
	data, _ := damageable(t)
	path := filepath.Join(t.TempDir(), "almanac.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+".compacting", []byte("left by a crash"), 0o600); err != nil {
		t.Fatal(err)
	}
	want, _ := ask(t, path)
	before, after, err := compactFile(t.Context(), path)
	if err != nil || before < int64(len(data)) || after >= before {
		t.Errorf("from %d bytes to %d, %v", before, after, err)
	}
	got, faults := ask(t, path)
	if diff := cmp.Diff(want, got); diff != "" || len(faults) > 0 {
		t.Errorf("after it (-before +after):\n%s%v", diff, faults)
	}
	checkSound(t, path)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the permissions are %v, %v", info.Mode(), err)
	}
	if names, err := os.ReadDir(filepath.Dir(path)); err != nil || len(names) != 1 {
		t.Errorf("beside it: %v, %v", names, err)
	}
}

// TestCompactRefusesDamage leaves a damaged file as it is.
func TestCompactRefusesDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	b := mustOpen(t, path)
	for i, id := range []events.ID{"a", "b"} {
		if _, err := b.Commit(t.Context(), titled(id, fmt.Sprint(i), 0)); err != nil {
			t.Fatal(err)
		}
	}
	spoil := func(s *buckets) error { return s.past.Delete(pastKey("a", 1)) }
	if err := errors.Join(b.within(b.update, spoil), b.Close()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := compactFile(t.Context(), path); !isDamage(err) || !strings.Contains(err.Error(), "past") {
		t.Errorf("compacting a damaged file: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, data) {
		t.Errorf("the damaged file was changed, %v", err)
	}
	if _, err := os.Stat(path + ".compacting"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what was begun: %v", err)
	}
	if _, _, err := compactFile(t.Context(), path+".none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// compactFile compacts a file that is not in use.
func compactFile(ctx context.Context, path string) (before, after int64, err error) {
	if _, err := os.Stat(path); err != nil {
		return 0, 0, err
	}
	b, err := Open(path)
	if err != nil {
		return 0, 0, err
	}
	before, after, err = b.Compact(ctx)
	return before, after, errors.Join(err, b.Close())
}
