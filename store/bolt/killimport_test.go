package bolt

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/store"
)

// importerEnv makes of the test binary a process that imports into the store
// there, and says so as it goes on.
const importerEnv = "ALMANAC_TEST_IMPORTER"

// importedEvents is how many events one import has: several writes' worth.
const importedEvents = 3 * maxGroup * store.MaxChanges

func importer(path string) int {
	err := func() error {
		b, err := Open(path)
		if err != nil {
			return err
		}
		live, err := store.Open(context.Background(), b, store.Config{})
		if err != nil {
			return err
		}
		var changes []events.Change
		for i := range importedEvents {
			changes = append(changes, titled(events.ID(fmt.Sprintf("i%06d", i)), "imported", 0))
			changes[i].At = time.Time{}
		}
		_, err = live.Import(context.Background(), slices.Values(changes), func(done int) { fmt.Println(done) })
		if err != nil {
			return err
		}
		fmt.Println("imported")
		live.Close()
		return b.Close()
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// TestKilledImport kills an importing process, each time at another point:
// afterwards all that it was to bring is there, or nothing, and the record goes
// on.
func TestKilledImport(t *testing.T) {
	none, all := 0, 0
	for round := range 10 {
		path := filepath.Join(t.TempDir(), "almanac.db")
		b := mustOpen(t, path)
		if _, err := b.Commit(t.Context(), titled("before", "one", 0)); err != nil {
			t.Fatal(err)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		told := killImport(t, path, round)
		checkSound(t, path)
		b = mustOpen(t, path)
		record := everythingIn(t, b)
		switch count := len(record.Events) - 1; {
		case count == 0 && !told:
			none++
		case count == importedEvents:
			all++
		default:
			t.Errorf("round %d: %d of %d events are there; told that all are: %t", round, count, importedEvents, told)
		}
		states := 0
		for _, err := range b.Dump(t.Context(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			states++
		}
		if states != len(record.Events) {
			t.Errorf("round %d: %d states of %d events", round, states, len(record.Events))
		}
		if rev, err := b.Commit(t.Context(), titled("after", "one", 0)); err != nil || rev != record.Rev+1 {
			t.Errorf("round %d: going on: revision %d after %d, %v", round, rev, record.Rev, err)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		checkSound(t, path)
	}
	t.Logf("of 10 killed imports %d left nothing and %d everything", none, all)
	if none == 0 {
		t.Error("no import was killed in time")
	}
}

// killImport runs the importer and kills it when it has told so often that it
// has come further, and a little later each time. It reports whether it was told
// that everything is there.
func killImport(t *testing.T, path string, round int) (complete bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), importerEnv+"="+path)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		complete = complete || lines.Text() == "imported"
		if n == round/2 {
			time.AfterFunc(time.Duration(round%2)*20*time.Millisecond, func() { _ = cmd.Process.Kill() })
		}
	}
	if err := cmd.Wait(); err != nil && !errors.As(err, new(*exec.ExitError)) || complaint.Len() > 0 {
		t.Fatalf("the importer: %v %s", err, complaint.String())
	}
	return complete
}

// TestImportFailsInTheMiddle removes what had been staged.
func TestImportFailsInTheMiddle(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	b := mustOpen(t, path)
	var changes []events.Change
	for i := range 3 * maxGroup * store.MaxChanges {
		changes = append(changes, titled(events.ID(fmt.Sprintf("i%06d", i)), "imported", 0))
	}
	chunks, err := store.Chunks(changes)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := b.Import(ctx, chunks, func(int) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if rev, err := b.Commit(t.Context(), titled("after", "one", 0)); err != nil || rev != 1 {
		t.Errorf("going on: revision %d, %v", rev, err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	checkSound(t, path)
}
