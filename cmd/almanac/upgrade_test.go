package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestStoresOfOlderVersions opens and serves stores that programs of each schema
// made: three entries, of which one was edited and one deleted. The first were
// built of the sources of 26 November 2026, before and after values became CBOR,
// the last of those that brought schema 3. What an export says is what it said
// then, to the byte; how a newer store is refused is in store/bolt and store/etcd.
func TestStoresOfOlderVersions(t *testing.T) {
	for schema := 1; schema <= 3; schema++ {
		t.Run(fmt.Sprint(schema), func(t *testing.T) {
			made := fmt.Sprintf("testdata/upgrade/schema%d", schema)
			want, err := os.ReadFile(made + ".json")
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			file, old := filepath.Join(dir, "a.db"), unzipped(t, made+".db.gz")
			write(t, file, old)
			s := startServer(t, dir, "--store", "bolt:a.db")
			for path, said := range map[string]string{"/en/2019": "Museum opens at last", "/zh/all.ics": "博物馆开馆", "/en/e/museum-opens": "It opens.", "/en/tag/culture": "Museum opens"} {
				resp, err := http.Get(s.base + path)
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(resp.Body)
				resp.Body.Close()
				if text := string(body); err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(text, said) || strings.Contains(text, "Draft") || strings.Contains(text, "Gone") {
					t.Errorf("%s: status %d, %v:\n%s", path, resp.StatusCode, err, text)
				}
			}
			s.signal(t, os.Interrupt)
			s.wait()
			if schema < 3 {
				if kept, err := os.ReadFile(fmt.Sprintf("%s.schema%d", file, schema)); string(kept) != string(old) || err != nil {
					t.Errorf("the copy beside it is another one: %v", err)
				}
			}
			talk(t, "verify", "--store", "bolt:"+file)
			// Serving has founded the site, which the export says besides.
			again := filepath.Join(dir, "again.db")
			write(t, again, old)
			if diff := cmp.Diff(string(want), almanac(t, "export", "--store", "bolt:"+again)); diff != "" {
				t.Errorf("the export (-then +now):\n%s", diff)
			}
			if n := strings.Count(almanac(t, "history", "--json", "--store", "bolt:"+again), "\n"); n != 5 {
				t.Errorf("the history has %d states of 5", n)
			}
		})
	}
}
