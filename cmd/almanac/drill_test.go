package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
)

// attempt runs a command that may fail.
func attempt(t *testing.T, args ...string) (out, said string, ok bool) {
	t.Helper()
	var o, e bytes.Buffer
	code := run(t.Context(), args, storage.Console{Console: terminal.Console{In: strings.NewReader(""), Out: &o, Err: &e}})
	return o.String(), e.String(), code == exitOK
}

// drillStore makes a store with edits, deletions and a vault, without pages that
// hold nothing.
func drillStore(t *testing.T) (file string, data []byte) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "almanac.db")
	name := "bolt:" + file
	talk(t, "import", "--store", name, "record/shanghai-2019.json")
	talk(t, "user", "add", "ada", "--role", "editor", "--store", name, "--password-file", secretFile(t))
	almanac(t, "token", "create", "--user", "ada", "--scope", "publish", "--store", name)
	var list []listed
	for line := range strings.Lines(almanac(t, "list", "--all", "--json", "--store", name)) {
		var l listed
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		list = append(list, l)
	}
	for i, l := range list[:6] {
		shown := filepath.Join(t.TempDir(), "event.json")
		write(t, shown, []byte(strings.Replace(almanac(t, "show", "--json", "--store", name, string(l.ID)), `"slug": "`, fmt.Sprintf(`"slug": "moved-%d-`, i), 1)))
		talk(t, "put", "--store", name, "--note", "moved", shown)
	}
	talk(t, "delete", "--store", name, string(list[7].ID))
	talk(t, "compact", "--store", name)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return file, data
}

// secretFile holds a password.
func secretFile(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "password")
	write(t, name, []byte("five correct horses 5\n"))
	return name
}

// damages are sixty ways to damage a file.
func damages(data []byte) map[string][]byte {
	const page = 4096
	random, all := rand.New(rand.NewPCG(18, 60)), map[string][]byte{}
	pages := len(data) / page
	add := func(what string, d []byte) {
		all[fmt.Sprintf("%02d, %s", len(all)+1, what)] = d
	}
	for range 30 {
		d, at := bytes.Clone(data), random.IntN(len(data))
		d[at] ^= 1 << random.IntN(8)
		add(fmt.Sprintf("a bit of byte %d flipped", at), d)
	}
	for i := range 15 {
		d, n := bytes.Clone(data), (i*7+random.IntN(7))%pages
		clear(d[n*page : (n+1)*page])
		add(fmt.Sprintf("page %d zeroed", n), d)
	}
	for range 8 {
		n := random.IntN(len(data))
		add(fmt.Sprintf("cut off at byte %d", n), bytes.Clone(data[:n]))
	}
	for range 7 {
		d, n, m := bytes.Clone(data), random.IntN(pages), random.IntN(pages)
		copy(d[n*page:(n+1)*page], data[m*page:])
		add(fmt.Sprintf("page %d a copy of page %d", n, m), d)
	}
	return all
}

// told is what commands say of a store, and whether they succeeded.
type told struct {
	outs    map[string]string
	refused map[string]string
}

// askStore has every command that reads look at a store, and readers at its pages.
func askStore(t *testing.T, file string) told {
	t.Helper()
	name, s := "bolt:"+file, told{map[string]string{}, map[string]string{}}
	note := func(what, out, said string, ok bool) {
		if ok {
			s.outs[what] = out
		} else {
			s.refused[what] = said
		}
	}
	for what, args := range map[string][]string{"export": {"export"}, "history": {"history", "--json"}, "verify": {"verify", "--json"}} {
		out, said, ok := attempt(t, append(args, "--store", name)...)
		note(what, out, said, ok)
	}
	kept := file + ".tar"
	_, said, ok := attempt(t, "backup", "--with-accounts", "--store", name, kept)
	data, err := os.ReadFile(kept)
	note("backup", string(data), said, ok)
	if ok != (err == nil) {
		t.Errorf("the backup succeeded: %t, and left a file: %v", ok, err)
	}
	_ = os.Remove(kept)
	live, end, err := openLive(t.Context(), name)
	if err != nil {
		note("pages", "", err.Error(), false)
		return s
	}
	defer end()
	var read strings.Builder
	for _, e := range live.Timeline().All() {
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		read.Write(text)
	}
	note("pages", read.String(), "", true)
	return s
}

// TestSixtyDamagedStores holds every command against stores that are damaged:
// each answer is the right one, or the command fails and names the place; what
// made one fail is found by verify, of which no backup is made; and what is sound is
// salvaged into a store that is sound.
func TestSixtyDamagedStores(t *testing.T) {
	file, data := drillStore(t)
	want := askStore(t, file)
	if len(want.refused) > 0 || !strings.Contains(want.outs["verify"], `"sound":true`) {
		t.Fatalf("the sound store: %v", want.refused)
	}
	refused, all := 0, damages(data)
	if len(all) != 60 {
		t.Fatalf("%d ways to damage a store", len(all))
	}
	for name, damaged := range all {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "damaged.db")
			write(t, file, damaged)
			got := askStore(t, file)
			for what, out := range got.outs {
				if out != want.outs[what] {
					t.Errorf("%s: a wrong answer", what)
				}
			}
			for what, said := range got.refused {
				if what != "verify" && !slices.ContainsFunc([]string{"page ", "bucket ", "history", "current", "past", "slugs", "vault", "almanac, ", "byte ", "beginning", "too short", "the file", "(0 bytes)"}, func(p string) bool { return strings.Contains(said, p) }) {
					t.Errorf("%s names no place: %s", what, said)
				}
				if strings.Contains(said, "goroutine") {
					t.Errorf("%s: %s", what, said)
				}
			}
			if _, sound := got.outs["verify"]; sound != (len(got.refused) == 0) {
				t.Errorf("verify finds it sound: %t, but refused: %v", sound, got.refused)
			}
			if len(got.refused) > 0 {
				refused++
				salvageDrill(t, file)
			}
		})
	}
	t.Logf("of %d damaged stores %d were refused", len(all), refused)
	if refused < 40 {
		t.Error("the damage hits too little to show anything")
	}
}

// salvageDrill salvages a damaged store and restores what came.
func salvageDrill(t *testing.T, file string) {
	t.Helper()
	kept, again := file+".salvaged.tar", "bolt:"+file+".again.db"
	out, said, ok := attempt(t, "salvage", "--json", "--store", "bolt:"+file, kept)
	if !ok {
		if !strings.Contains(said, "nothing in") && !strings.Contains(said, "(0 bytes)") {
			t.Errorf("salvage: %s", said)
		}
		return
	}
	var report salvageReport
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	talk(t, "restore", "--store", again, kept)
	talk(t, "verify", "--store", again)
	whole := strings.Count(almanac(t, "history", "--json", "--store", again), "\n")
	if whole == 0 || report.States < whole {
		t.Errorf("salvaged %d states; the restored store tells of %d", report.States, whole)
	}
}
