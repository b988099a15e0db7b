package bolt

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/store"
)

// dumped is what a dump tells, a line each.
func dumped(t *testing.T, s *Salvaged) (lines []string, states []events.State) {
	t.Helper()
	for state, err := range s.Dump(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		line, err := json.Marshal(state)
		if err != nil {
			t.Fatal(err)
		}
		lines, states = append(lines, string(line)), append(states, state)
	}
	return lines, states
}

func salvaged(t *testing.T, data []byte) *Salvaged {
	t.Helper()
	path := filepath.Join(t.TempDir(), "damaged.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Salvage(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, data) {
		t.Errorf("the file was changed, %v", err)
	}
	return s
}

// TestSalvageGetsTheRest takes what is left out of damaged stores: nothing that
// was never written, all that the damage did not hit, and the name or at least the
// number of what is gone. Every tenth is made a store again.
func TestSalvageGetsTheRest(t *testing.T) {
	data, earlier := damageable(t)
	sound := salvaged(t, data)
	want, _ := dumped(t, sound)
	if len(sound.Lost) > 0 || !sound.Vault || len(want) != 90 {
		t.Fatalf("a sound store: %d states, lost %v", len(want), sound.Lost)
	}
	whole, all, hit := 0, spoil(data, earlier), statesHit(t, data)
	for i, sp := range all {
		s := salvaged(t, sp.data)
		got, states := dumped(t, s)
		true := 0
		for _, line := range got {
			if slices.Contains(want, line) {
				true++
			} else if !strings.Contains(line, `"by":"local:salvage"`) {
				t.Fatalf("%s: salvaged what was never written: %s", sp.name, line)
			}
		}
		missing := len(want) - true
		if missing > 0 && len(s.Lost) == 0 {
			t.Errorf("%s: %d states are missing, and nothing is said", sp.name, missing)
		}
		if !strings.Contains(sp.name, "cut off") && missing > hit(sp.data) {
			t.Errorf("%s: %d states are missing, more than the damage hit: %v", sp.name, missing, s.Lost)
		}
		if missing == 0 && len(got) == len(want) {
			whole++
		}
		if s.States != len(got) {
			t.Errorf("%s: it says %d states and tells %d", sp.name, s.States, len(got))
		}
		if i%10 == 0 && len(states) > 0 {
			loadsSound(t, sp.name, states)
		}
	}
	t.Logf("of %d damaged stores %d gave everything", len(all), whole)
}

// statesHit counts the states of a sound file that stand on pages which differ
// in a damaged one.
func statesHit(t *testing.T, sound []byte) func(damaged []byte) int {
	t.Helper()
	all := salvaged(t, sound).found.history
	return func(damaged []byte) (hit int) {
		for _, f := range all {
			from := int(f.at) / pageSize * pageSize
			if to := from + pageSize; to > len(damaged) || !bytes.Equal(damaged[from:to], sound[from:to]) {
				hit++
			}
		}
		return hit
	}
}

func loadsSound(t *testing.T, name string, states []events.State) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "again.db")
	b := mustOpen(t, path)
	err := b.Load(t.Context(), func(yield func(events.State, error) bool) {
		for _, s := range states {
			if !yield(s, nil) {
				return
			}
		}
	})
	if err = errors.Join(err, b.Close()); err != nil {
		t.Errorf("%s: loading what was salvaged: %v", name, err)
	}
	checkSound(t, path)
}

// TestSalvageNamesWhatIsLost damages one place each.
func TestSalvageNamesWhatIsLost(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(s *buckets) error
		want  string // each fault
	}{
		{"the newest state", func(s *buckets) error { return s.history.Put(stateKey(3, "a"), []byte("x")) },
			`history, revision 3 of event "a": it is lost; the newest that is there is of revision 1`},
		{"an old state", func(s *buckets) error { return s.history.Put(stateKey(1, "a"), []byte("x")) },
			`history, revision 1 of event "a": it is lost; newer ones are there`},
		{"all of an event", func(s *buckets) error { return s.history.Delete(stateKey(2, "b")) },
			`history, revision 2 of event "b": it is lost, and all else of it`},
		{"all that names a state", func(s *buckets) error {
			return errors.Join(s.history.Delete(stateKey(2, "b")), s.past.Delete(pastKey("b", 2)), s.current.Delete([]byte("b")))
		}, `bucket history: 1 more states are lost; nothing is left that names them`},
		{"only the way to a state", func(s *buckets) error { return s.past.Delete(pastKey("a", 3)) }, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "almanac.db")
			b := mustOpen(t, path)
			for i, id := range []events.ID{"a", "b", "a"} {
				if _, err := b.Commit(t.Context(), titled(id, fmt.Sprint(i), events.Rev(i/2))); err != nil {
					t.Fatal(err)
				}
			}
			if err := errors.Join(b.within(b.update, test.spoil), b.Close()); err != nil {
				t.Fatal(err)
			}
			s, err := Salvage(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if got := faultLines(s.Lost); got != test.want {
				t.Errorf("lost %q, want %q", got, test.want)
			}
		})
	}
}

func faultLines(faults []store.Fault) string {
	var lines []string
	for _, f := range faults {
		lines = append(lines, f.Where+": "+f.What)
	}
	return strings.Join(lines, "\n")
}

// TestSalvageMends makes a record of what is left: one slug for one event, and
// no import without its end.
func TestSalvageMends(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	b := mustOpen(t, path)
	commit := func(c events.Change) events.Rev {
		t.Helper()
		rev, err := b.Commit(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		return rev
	}
	a := titled("a", "first", 0)
	a.Event.Slug = "opening"
	gave := titled("a", "second", commit(a))
	gave.Event.Slug = "other"
	lost := commit(gave)
	took := titled("b", "third", 0)
	took.Event.Slug = "opening"
	commit(took)
	batch := &events.BatchPart{ID: "imported", Kind: events.BatchImport}
	for i, id := range []events.ID{"c", "d"} {
		c := titled(id, "imported", 0)
		part := *batch
		part.Last = i == 1
		c.Batch = &part
		commit(c)
	}
	err := b.within(b.update, func(s *buckets) error {
		return errors.Join(s.history.Delete(stateKey(lost, "a")), s.history.Delete(stateKey(5, "d")))
	})
	if err := errors.Join(err, b.Close()); err != nil {
		t.Fatal(err)
	}
	s, err := Salvage(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, states := dumped(t, s)
	slugs, closed := map[events.ID]string{}, false
	for _, st := range states {
		slugs[st.Event.ID] = st.Event.Slug
		closed = closed || st.Batch != nil && st.Batch.Last
	}
	if slugs["b"] != "opening" || slugs["a"] != "opening-2" || !closed {
		t.Errorf("the slugs are %v; the import is closed: %t", slugs, closed)
	}
	if lines := faultLines(s.Lost); !strings.Contains(lines, `it has "opening-2" instead`) {
		t.Errorf("lost %s", lines)
	}
	loadsSound(t, "mended", states)
}

// TestSalvageKeepsNoGhosts finds nothing of an import that was never completed,
// whether the list of free pages can be read or not.
func TestSalvageKeepsNoGhosts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	b := mustOpen(t, path)
	if _, err := b.Commit(t.Context(), titled("a", "one", 0)); err != nil {
		t.Fatal(err)
	}
	err := b.within(b.update, func(s *buckets) error { // staged where they will stand
		for rev := events.Rev(2); rev < 40; rev++ {
			k := stateKey(rev, "ghost")
			state, err := store.EntryOf(&events.State{Rev: rev, Event: titled("ghost", "never", 0).Event})
			if err == nil {
				err = s.history.Put(k, sealed(historyBucket, k, historyValue(state.State, uint64(rev))))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = b.within(b.update, func(s *buckets) error {
		for rev := events.Rev(2); rev < 40; rev++ {
			if err := s.history.Delete(stateKey(rev, "ghost")); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if _, err := b.Commit(t.Context(), titled(events.ID(fmt.Sprint("b", i)), "true", 0)); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, spoil := range []func([]byte){func([]byte) {}, func(d []byte) { clear(d[:2*pageSize]) }} {
		d := bytes.Clone(data)
		spoil(d)
		s := salvaged(t, d)
		lines, _ := dumped(t, s)
		if text := strings.Join(lines, "\n"); strings.Contains(text, "ghost") || len(lines) != 21 {
			t.Errorf("%d states, with ghosts: %t; lost %v", len(lines), strings.Contains(text, "ghost"), s.Lost)
		}
	}
}

func TestSalvageErrors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	if _, err := Salvage(t.Context(), path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	mustOpen(t, path)
	if _, err := Salvage(t.Context(), path); !errors.Is(err, events.ErrUnavailable) {
		t.Errorf("a file in use: %v", err)
	}
}
