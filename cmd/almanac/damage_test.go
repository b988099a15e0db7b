package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
)

// TestDamagedStoreIsNeverBackedUpAsSound changes a store at many places: a
// backup of it is either refused, with the place named and no file left, or the
// damage was where nothing is, and the backup is the same as before.
func TestDamagedStoreIsNeverBackedUpAsSound(t *testing.T) {
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.db")
	talk(t, "import", "--store", "bolt:"+whole, "record/shanghai-2019.json")
	talk(t, "import", "--store", "bolt:"+whole, "testdata/before-vault/one.ics")
	talk(t, "delete", "--store", "bolt:"+whole, "m01")
	talk(t, "backup", "--store", "bolt:"+whole, filepath.Join(dir, "whole.tar"))
	store, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join(dir, "whole.tar"))
	if err != nil {
		t.Fatal(err)
	}
	store = bytes.TrimRight(store, "\x00") // what was never written
	store = append(store, make([]byte, (4096-len(store)%4096)%4096)...)
	const seed = 20261129
	random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // no secret
	page := func(b []byte) []byte { n := 4096 * random.IntN(len(b)/4096); return b[n : n+4096] }
	kinds := []struct {
		name   string
		damage func(b []byte) []byte
	}{
		{"a flipped bit", func(b []byte) []byte { b[random.IntN(len(b))] ^= 1 << random.IntN(8); return b }},
		{"a zeroed page", func(b []byte) []byte { clear(page(b)); return b }},
		{"noise in a page", func(b []byte) []byte {
			for p, i := page(b), 100; i < 200; i++ {
				p[i] = byte(random.Uint32())
			}
			return b
		}},
		{"two pages exchanged", func(b []byte) []byte {
			one, other := page(b), page(b)
			kept := bytes.Clone(one)
			copy(one, other)
			copy(other, kept)
			return b
		}},
		{"cut off", func(b []byte) []byte { return b[:random.IntN(len(b))] }},
	}
	refused, harmless := 0, 0
	for round := range 100 {
		kind := kinds[round%len(kinds)]
		file, backup := filepath.Join(dir, fmt.Sprintf("damaged%d.db", round)), filepath.Join(dir, "damaged.tar")
		write(t, file, kind.damage(bytes.Clone(store)))
		var out, said bytes.Buffer
		code := run(t.Context(), []string{"backup", "--store", "bolt:" + file, backup}, storage.Console{Console: terminal.Console{In: strings.NewReader(""), Out: &out, Err: &said}})
		made, err := os.ReadFile(backup)
		switch {
		case code == exitOK && !bytes.Equal(made, want):
			t.Errorf("round %d: %s: backed up as sound, but other than it was", round, kind.name)
		case code == exitOK:
			harmless++
		case !errors.Is(err, fs.ErrNotExist):
			t.Errorf("round %d: %s: refused, but the file is there: %v", round, kind.name, err)
		case !strings.Contains(said.String(), file) || strings.Contains(said.String(), "in use"):
			t.Errorf("round %d: %s: the place is not named: %s", round, kind.name, said.String())
		default:
			refused++
		}
		_, _ = os.Remove(backup), os.Remove(file)
	}
	t.Logf("of 100 damaged stores %d were refused, %d were damaged where nothing is", refused, harmless)
	if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
