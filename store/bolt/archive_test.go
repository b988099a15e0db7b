package bolt

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/store"
)

// TestHalfLoaded is a store into which a load was begun and not completed: it
// answers nothing else, also after a restart, until a load has succeeded.
func TestHalfLoaded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	b := mustOpen(t, path)
	broken := errors.New("broken")
	states := func(until int) func(func(events.State, error) bool) {
		return func(yield func(events.State, error) bool) {
			for i := range 2 * maxGroup * store.MaxChanges {
				c := titled(events.ID(fmt.Sprintf("e%06d", i)), "one", 0)
				if i == until {
					yield(events.State{}, broken)
					return
				}
				if !yield(events.State{Rev: events.Rev(i + 1), At: c.At, Event: c.Event}, nil) {
					return
				}
			}
		}
	}
	if err := b.Load(t.Context(), states(maxGroup*store.MaxChanges+7)); !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
	for range 2 {
		_, committed := b.Commit(t.Context(), titled("a", "one", 0))
		entries, err := store.Entries([]events.Change{titled("a", "one", 0)})
		if err != nil {
			t.Fatal(err)
		}
		_, imported := b.Import(t.Context(), [][]store.Entry{entries}, func(int) {})
		said := map[string]error{"Commit": committed, "Import": imported, "Healthy": b.Healthy(t.Context())}
		for _, err := range b.Watch(t.Context()) {
			said["Watch"] = err
		}
		for _, err := range b.History(t.Context(), events.HistoryQuery{}) {
			said["History"] = err
		}
		for _, err := range b.Dump(t.Context(), 0) {
			said["Dump"] = err
		}
		for what, err := range said {
			if err == nil || !strings.Contains(err.Error(), "half restored") {
				t.Errorf("%s: %v", what, err)
			}
		}
		if len(said) != 6 {
			t.Errorf("only %d questions were answered", len(said))
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		report, err := Check(t.Context(), path)
		if err != nil || len(report.Faults) == 0 || !strings.Contains(report.Faults[0].What, "half restored") {
			t.Errorf("the check says %+v, %v", report.Faults, err)
		}
		b = mustOpen(t, path)
	}
	if err := b.Load(t.Context(), states(-1)); err != nil {
		t.Fatalf("again: %v", err)
	}
	if n := len(everythingIn(t, b).Events); n != 2*maxGroup*store.MaxChanges {
		t.Errorf("%d events are there", n)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	checkSound(t, path)
}
