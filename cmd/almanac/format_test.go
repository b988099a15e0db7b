package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestBackupNeedsNoAlmanac rebuilds the export from a backup with a few lines of
// Python, byte for byte: what docs/format.md says is all there is to know.
func TestBackupNeedsNoAlmanac(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil && os.Getenv("ALMANAC_REQUIRE_TOOLS") != "1" {
		t.Skip("python3 is not installed")
	}
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	old := "bolt:" + filepath.Join(dir, "old.db")
	write(t, filepath.Join(dir, "old.db"), unzipped(t, "../../store/bolt/testdata/schema2.db.gz"))
	sample := "bolt:" + filepath.Join(dir, "sample.db")
	hostile := filepath.Join(dir, "hostile.json")
	write(t, hostile, []byte(hostileRecord))
	talk(t, "import", "--store", sample, "record/shanghai-2019.json")
	talk(t, "import", "--store", sample, hostile)
	talk(t, "delete", "--store", sample, "gone")
	for name, store := range map[string]string{"a store of schema 2": old, "the sample": sample} {
		file := filepath.Join(dir, filepath.Base(store)+".tar")
		talk(t, "backup", "--store", store, file)
		rebuilt, err := exec.Command(python, "testdata/export.py", file).Output()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := almanac(t, "export", "--store", store)
		if !bytes.Equal(rebuilt, []byte(want)) {
			at := 0
			for at < min(len(rebuilt), len(want)) && rebuilt[at] == want[at] {
				at++
			}
			t.Errorf("%s: %d bytes were rebuilt, %d exported; they differ at byte %d:\n%s\n%s",
				name, len(rebuilt), len(want), at, excerpt(rebuilt, at), excerpt([]byte(want), at))
		}
	}
	if out, err := exec.Command(python, "testdata/export.py", damagedCopy(t, filepath.Join(dir, "sample.db.tar"))).Output(); err == nil {
		t.Errorf("of a damaged backup it writes %d bytes and no error", len(out))
	}
}

func excerpt(b []byte, at int) []byte { return b[max(0, at-60):min(len(b), at+60)] }

// damagedCopy is a backup with a letter changed.
func damagedCopy(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte(`"title":"`)) + len(`"title":"`)
	data[at] ^= 1
	write(t, name+".damaged", data)
	return name + ".damaged"
}

// hostileRecord has texts and numbers that writers of JSON spell differently.
const hostileRecord = `{"almanac": 1, "events": [
 {"id": "h1", "slug": "h1", "span": {"date": "2019-05-24"}, "status": "published",
  "text": {"zh": {"title": "<b>&amp; “引号” \"\\ /", "summary": "\u00a0 é ẞ 😀 \ud83d\ude00\nand\ttab"}},
  "place": {"slug": "p", "name": {"zh": "地"}, "latitude": 0.00000012, "longitude": -1e-7}},
 {"id": "h2", "slug": "h2", "span": {"date": "-0220"}, "status": "draft", "text": {"en": {"title": "Draft"}},
  "place": {"slug": "p", "name": {"en": "P"}, "latitude": 31, "longitude": 121.4999999999999}},
 {"id": "gone", "slug": "gone", "span": {"date": "2126"}, "status": "published", "text": {"en": {"title": "Gone"}}}
]}`
