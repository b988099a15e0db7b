package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"github.com/google/go-cmp/cmp"
)

// TestRestoreRemembers what was known of imports and the hub; where the record
// is cut, it does not remember more than there is.
func TestRestoreRemembers(t *testing.T) {
	name, dir := oldStore(t), t.TempDir()
	file := filepath.Join(dir, "a.tar")
	const address = "http://127.0.0.1:18764/zh/all.ics"
	talk(t, "backup", "--store", name, file)
	before, told := remembered(t, name, address)
	for _, test := range []struct {
		flags []string
		told  int64
		etag  string
	}{
		{nil, told, before.ETag},
		{[]string{"--to-revision", "100"}, told, before.ETag},
		{[]string{"--to-revision", "2"}, 2, ""},
	} {
		to := "bolt:" + filepath.Join(dir, strings.Join(append(test.flags, "restored.db"), ""))
		talk(t, append([]string{"restore", "--store", to, file}, test.flags...)...)
		got, told := remembered(t, to, address)
		if told != test.told || got.ETag != test.etag || (got.LastModified == "") != (test.etag == "") {
			t.Errorf("restored with %v: the hub was told up to %d, the validators are %q and %q", test.flags, told, got.ETag, got.LastModified)
		}
		if diff := cmp.Diff(before.IDs(), got.IDs()); diff != "" {
			t.Errorf("restored with %v (-before +after):\n%s", test.flags, diff)
		}
	}
}

// TestLastWanted cuts whole commits and whole imports, and nothing comes after
// the first that is too late, whatever its instant says.
func TestLastWanted(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	state := func(rev events.Rev, minute int, batch *events.BatchPart) events.State {
		return events.State{Rev: rev, At: noon.Add(time.Duration(minute) * time.Minute), Batch: batch}
	}
	part := func(kind events.BatchKind, last bool) *events.BatchPart {
		return &events.BatchPart{ID: string(kind), Kind: kind, Last: last}
	}
	all := []events.State{
		state(1, 0, nil), state(2, 1, part(events.BatchBulk, false)), state(2, 3, part(events.BatchBulk, false)), state(5, 2, nil),
		state(6, 4, part(events.BatchImport, false)), state(7, 4, part(events.BatchImport, true)), state(7, 4, part(events.BatchImport, false)),
		state(8, 5, part(events.BatchBulk, true)),
	}
	revision := func(n int64) restoreCommand { return restoreCommand{ToRevision: &n} }
	at := func(t time.Time) restoreCommand { return restoreCommand{ToTime: t} }
	for _, test := range []struct {
		name    string
		command restoreCommand
		want    events.Rev
	}{
		{"everything", restoreCommand{}, 8},
		{"the last revision", revision(8), 8},
		{"later than all", revision(100), 8},
		{"the end of an import", revision(7), 7},
		{"the middle of an import", revision(6), 5},
		{"a revision that is not there", revision(4), 2},
		{"the middle of a bulk edit", revision(2), 2},
		{"before all", revision(0), 0},
		{"an instant within a commit", at(noon.Add(2 * time.Minute)), 1},
		{"the instant of a commit", at(noon.Add(3 * time.Minute)), 5},
		{"an instant elsewhere", at(noon.Add(4 * time.Minute).In(time.FixedZone("", 3600))), 7},
		{"an instant before all", at(noon.Add(-1)), 0},
	} {
		got, err := test.command.lastWanted(sequence(all, nil))
		if got != test.want || err != nil {
			t.Errorf("%s: %d, %v; want %d", test.name, got, err, test.want)
		}
		var done cut
		var revs []events.Rev
		for s, err := range upTo(test.want, sequence(all, nil), &done) {
			if err != nil {
				t.Fatal(err)
			}
			revs = append(revs, s.Rev)
		}
		if n := len(revs); done.states != n || done.whole != (n == len(all)) || n > 0 && (done.last != test.want || revs[n-1] != test.want) {
			t.Errorf("%s: %v were restored, %+v", test.name, revs, done)
		}
	}
	broken := errors.New("damaged")
	never := restoreCommand{}
	if _, err := never.lastWanted(sequence(all, broken)); !errors.Is(err, broken) {
		t.Errorf("what is damaged gives %v", err)
	}
	var done cut
	var last error
	for _, last = range upTo(2, sequence(all, broken), &done) {
	}
	if !errors.Is(last, broken) {
		t.Errorf("what is damaged after the cut gives %v", last)
	}
}

func sequence(states []events.State, last error) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		for _, s := range states {
			if !yield(s, nil) {
				return
			}
		}
		if last != nil {
			yield(events.State{}, last)
		}
	}
}

// TestVerifyTellsJSON of what is not sound.
func TestVerifyTellsJSON(t *testing.T) {
	name, dir := oldStore(t), t.TempDir()
	file := filepath.Join(dir, "a.tar")
	talk(t, "backup", "--store", name, file)
	var out, said bytes.Buffer
	code := run(t.Context(), []string{"verify", "--json", damagedCopy(t, file)}, storage.Console{Console: terminal.Console{Out: &out, Err: &said}})
	var got struct {
		Sound  *bool
		States *int
		Faults []struct{ Where, What string }
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || code != exitFailed {
		t.Fatalf("exit code %d, %v: %s", code, err, out.String())
	}
	if got.Sound == nil || *got.Sound || got.States == nil || len(got.Faults) != 1 || got.Faults[0].Where != "states.jsonl" || got.Faults[0].What == "" {
		t.Errorf("it says %s", out.String())
	}
	if !strings.Contains(said.String(), "is not sound; faults: 1, the first: states.jsonl") {
		t.Errorf("it says %s", said.String())
	}
}
