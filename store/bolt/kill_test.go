package bolt

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"almanac.example/events"
)

// The process that is killed: this test binary with the path of the database in
// the environment. Its writers commit without pause, each all of its events
// under one number, and tell every revision once it is acknowledged.
const (
	victimEnv     = "ALMANAC_TEST_VICTIM"
	victimWriters = 4
	victimEvents  = 3
)

// ack is an acknowledged commit: the writer's n-th, at the revision.
type ack struct {
	writer, n int
	rev       events.Rev
}

func victimID(writer, event int) events.ID {
	return events.ID(fmt.Sprintf("w%d-%d", writer, event))
}

// victim never returns unless something is wrong.
func victim(path string) int {
	b, err := Open(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	all, err := b.everything()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	last := lastAcks(all)
	var wg sync.WaitGroup
	for w := range victimWriters {
		wg.Go(func() { victimWrites(b, last[w]) })
	}
	wg.Wait()
	return 1
}

func victimWrites(b *Backend, last ack) {
	for {
		last.n++
		var changes []events.Change
		for i := range victimEvents {
			changes = append(changes, titled(victimID(last.writer, i), strconv.Itoa(last.n), last.rev))
		}
		rev, err := b.Commit(context.Background(), changes...)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return
		}
		last.rev = rev
		fmt.Fprintf(os.Stdout, "%d %d %d\n", last.writer, last.n, last.rev)
	}
}

// lastAcks is where each writer stands according to the record.
func lastAcks(all events.Batch) [victimWriters]ack {
	var last [victimWriters]ack
	for w := range last {
		last[w].writer = w
	}
	for _, e := range all.Events {
		var w, i int
		if _, err := fmt.Sscanf(string(e.ID), "w%d-%d", &w, &i); err == nil {
			n, _ := strconv.Atoi(e.Text["en"].Title)
			last[w] = ack{w, n, e.Rev}
		}
	}
	return last
}

// TestKilled kills a writing process at random moments, again and again:
// nothing that was acknowledged may be lost, and no commit may be there by
// half. ALMANAC_KILLS sets the number of rounds.
func TestKilled(t *testing.T) {
	rounds := 10
	if s := os.Getenv("ALMANAC_KILLS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("ALMANAC_KILLS: %v", err)
		}
		rounds = n
	}
	const perFile = 25 // then a new one, so that files and checks stay small
	acknowledged, unheard := 0, 0
	var path string
	for round := range rounds {
		if round%perFile == 0 {
			path = filepath.Join(t.TempDir(), "almanac.db")
		}
		acks := killOnce(t, victimEnv+"="+path, round)
		acknowledged += len(acks)
		unheard += checkSurvivor(t, path, acks)
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	t.Logf("%d kills, %d acknowledged commits, %d written but not yet acknowledged", rounds, acknowledged, unheard)
}

// killOnce runs the victim that the environment names and kills it, in every
// fourth round at any moment since its start, otherwise while it is writing.
func killOnce(t *testing.T, victim string, round int) []ack {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victim)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	delay := time.Duration(rand.Int64N(int64(60 * time.Millisecond)))
	kill := func() { time.AfterFunc(delay, func() { _ = cmd.Process.Kill() }) }
	if round%4 == 0 {
		kill()
	}
	var acks []ack
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // a line without its end was not told
		}
		var a ack
		if _, err := fmt.Sscanf(line, "%d %d %d\n", &a.writer, &a.n, &a.rev); err != nil {
			t.Fatalf("the victim said %q", line)
		}
		if len(acks) == 0 && round%4 != 0 {
			kill()
		}
		acks = append(acks, a)
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.Exited() || complaint.Len() > 0 {
		t.Fatalf("the victim was not killed: %v %s", err, complaint.String())
	}
	return acks
}

// checkSurvivor holds the file against what was acknowledged and returns how
// many commits it has beyond that.
func checkSurvivor(t *testing.T, path string, acks []ack) (unheard int) {
	t.Helper()
	b, err := Open(path)
	if err != nil {
		t.Fatalf("opening what a kill left: %v", err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	checkSound(t, path)
	if b, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	all := everythingIn(t, b)
	for _, e := range all.Events {
		var w, i int
		if _, err := fmt.Sscanf(string(e.ID), "w%d-%d", &w, &i); err != nil {
			t.Fatalf("a stranger: %q", e.ID)
		}
	}
	last := lastAcks(all)
	titles := histories(t, b)
	for _, a := range acks {
		for i := range victimEvents {
			if got := titles[victimID(a.writer, i)][a.rev]; got != strconv.Itoa(a.n) {
				t.Errorf("writer %d was told that commit %d is revision %d; there, event %d says %q", a.writer, a.n, a.rev, i, got)
			}
		}
	}
	for w, l := range last {
		checkWriter(t, titles, all, l)
		heard := 0
		for _, a := range acks {
			if a.writer == w {
				heard = a.n
			}
		}
		if heard > 0 {
			unheard += l.n - heard
		}
	}
	return unheard
}

// checkWriter finds half a commit: all events of a writer must be at the same
// point, and have been there together at every revision before.
func checkWriter(t *testing.T, titles map[events.ID]map[events.Rev]string, all events.Batch, last ack) {
	t.Helper()
	found := 0
	for _, e := range all.Events {
		if !strings.HasPrefix(string(e.ID), fmt.Sprintf("w%d-", last.writer)) {
			continue
		}
		found++
		past := titles[e.ID]
		if e.Rev != last.rev || e.Text["en"].Title != strconv.Itoa(last.n) || past[e.Rev] != strconv.Itoa(last.n) {
			t.Errorf("event %q says %q at revision %d; its commit was %d at %d", e.ID, e.Text["en"].Title, e.Rev, last.n, last.rev)
		}
		if len(past) != last.n {
			t.Errorf("event %q has %d past states after %d commits", e.ID, len(past), last.n)
		}
		for rev, title := range titles[victimID(last.writer, 0)] {
			if past[rev] != title {
				t.Errorf("event %q says %q at revision %d; others of the commit say %q", e.ID, past[rev], rev, title)
			}
		}
	}
	if found != 0 && found != victimEvents || found == 0 && last.n != 0 {
		t.Errorf("of writer %d's %d events %d are there", last.writer, victimEvents, found)
	}
}

// histories tells what every event said at every revision.
func histories(t *testing.T, b *Backend) map[events.ID]map[events.Rev]string {
	t.Helper()
	titles := map[events.ID]map[events.Rev]string{}
	for s, err := range b.History(t.Context(), events.HistoryQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		if titles[s.Event.ID] == nil {
			titles[s.Event.ID] = map[events.Rev]string{}
		}
		titles[s.Event.ID][s.Rev] = s.Event.Text["en"].Title
	}
	return titles
}

// checkSound holds everything in a file against everything else.
func checkSound(t *testing.T, path string) {
	t.Helper()
	report, err := Check(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Faults {
		t.Errorf("%s: %s", f.Where, f.What)
	}
}
