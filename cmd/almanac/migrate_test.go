package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOldStoreMovesWhole takes a store of schema 2, as the version before left
// it, through a migration, a backup and a restore: the record, its history and
// its revisions stay as they are.
func TestOldStoreMovesWhole(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "old.db")
	old, restored := "bolt:"+file, "bolt:"+filepath.Join(dir, "restored.db")
	data := unzipped(t, "../../store/bolt/testdata/schema2.db.gz")
	write(t, file, data)
	if said := talk(t, "migrate", "--store", old); !strings.Contains(said, "now has schema 3; the copy of schema 2 is beside it") {
		t.Errorf("migrating says %s", said)
	}
	if said := talk(t, "migrate", "--store", old); !strings.Contains(said, "nothing is to be done") {
		t.Errorf("migrating again says %s", said)
	}
	if kept, err := os.ReadFile(file + ".schema2"); string(kept) != string(data) || err != nil {
		t.Errorf("the copy beside it is another one: %v", err)
	}
	want := string(unzipped(t, "../../store/bolt/testdata/schema2.export.json.gz"))
	if diff := cmp.Diff(want, almanac(t, "export", "--store", old)); diff != "" {
		t.Errorf("the export (-before +migrated):\n%s", diff)
	}
	talk(t, "verify", "--store", old)
	talk(t, "backup", "--store", old, filepath.Join(dir, "old.tar"))
	talk(t, "restore", "--store", restored, filepath.Join(dir, "old.tar"))
	talk(t, "verify", "--store", restored)
	if diff := cmp.Diff(want, almanac(t, "export", "--store", restored)); diff != "" {
		t.Errorf("the export (-before +restored):\n%s", diff)
	}
	for _, command := range []string{"history", "list"} {
		if diff := cmp.Diff(almanac(t, command, "--json", "--store", old), almanac(t, command, "--json", "--store", restored)); diff != "" {
			t.Errorf("%s (-migrated +restored):\n%s", command, diff)
		}
	}
	history := almanac(t, "history", "--json", "--store", old)
	if before := string(unzipped(t, "../../store/bolt/testdata/schema2.history.jsonl.gz")); history != before {
		t.Errorf("the history of events (-before +migrated):\n%s", cmp.Diff(before, history))
	}
}
