package etcd

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/etcd/etcdtest"
)

// victimEnv makes this test binary a process that imports and is killed: the
// variable is the Config, as JSON.
const victimEnv = "ALMANAC_TEST_ETCD_VICTIM"

const victimEvents = 2000

// victim imports events, and says how far it has come.
func victim(config string) int {
	var c Config
	if err := json.Unmarshal([]byte(config), &c); err != nil {
		fmt.Println(err)
		return 1
	}
	b, err := Open(context.Background(), c)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer b.Close()
	var changes []events.Change
	for i := range victimEvents {
		ch := events.Put(draft(events.ID(fmt.Sprintf("i%04d", i)), "imported"), 0)
		ch.At = time.Date(2026, 5, 24, 9, 0, 0, 0, time.UTC)
		changes = append(changes, ch)
	}
	chunks, err := store.Chunks(changes)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	rev, err := b.Import(context.Background(), chunks, func(n int) { fmt.Println("written", n) })
	fmt.Println("done", rev, err)
	return 0
}

// TestImportKilled kills a process in the middle of an import, at another moment
// each time. The next one finds all of it or nothing, and writes.
func TestImportKilled(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	whole := 0
	for round := range 8 * rounds() {
		config := configOf(c, fmt.Sprint(t.Name(), round))
		text, err := json.Marshal(config)
		must(t, err)
		b := opened(t, config)
		b.dead = time.Second
		rev, err := b.Commit(t.Context(), events.Put(draft("before", "before"), 0))
		must(t, err)
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), victimEnv+"="+string(text))
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		kill(out, cmd, round)
		_ = cmd.Wait() // it was killed
		next := opened(t, config)
		next.dead = time.Second
		after, err := next.Commit(t.Context(), events.Put(draft("after", "after"), 0))
		must(t, err)
		all, _, err := next.everything(t.Context())
		must(t, err)
		imported := len(all.Events) - 2
		if imported != 0 && imported != victimEvents {
			t.Errorf("round %d: %d events of %d are there", round, imported, victimEvents)
		}
		if imported > 0 {
			whole++
		} else if after != rev+1 {
			t.Errorf("round %d: after nothing the revision is %d, not %d", round, after, rev+1)
		}
		if report, err := Check(t.Context(), config); err != nil || len(report.Faults) > 0 || report.States != imported+2 {
			t.Errorf("round %d: %d states, %v, %v", round, report.States, report.Faults, err)
		}
		must(t, b.Close())
		must(t, next.Close())
	}
	t.Logf("%d imports came to count", whole)
}

// kill waits for a word of the victim, or a little longer, and kills it. In
// later rounds it waits until all is written, so that the end is hit as well.
func kill(out io.Reader, cmd *exec.Cmd, round int) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		last := strings.HasSuffix(lines.Text(), fmt.Sprint("written ", (victimEvents+store.MaxChanges-1)/store.MaxChanges))
		if round%2 == 0 || last {
			break
		}
	}
	time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond)
	_ = cmd.Process.Kill()
	_, _ = io.Copy(io.Discard, out)
}

// stalled leaves an import where a process that died at the stage would leave it.
func stalled(t *testing.T, b *Backend, stage string, changes ...events.Change) {
	t.Helper()
	chunks, err := store.Chunks(changes)
	must(t, err)
	im := &run{Backend: b}
	must(t, im.begin(t.Context()))
	must(t, im.prepare(t.Context(), chunks))
	must(t, im.stageAll(t.Context(), chunks, func(int) {}))
	next := im.fence
	switch next.Stage = stage; stage {
	case importing:
		return
	case closing:
		next.To, next.ToAt = im.plan.fence.Rev, im.plan.fence.At
	}
	_, err = b.move(t.Context(), im.fence, next)
	must(t, err)
}

// TestDeadImports takes over what dead processes have left, by each of the ways
// on which one may come upon it.
func TestDeadImports(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	ways := map[string]func(*testing.T, *Backend){
		"a commit": func(t *testing.T, b *Backend) {
			_, err := b.Commit(t.Context(), events.Put(draft("after", "after"), 0))
			must(t, err)
		},
		"an import": func(t *testing.T, b *Backend) {
			chunks, err := store.Chunks([]events.Change{events.Put(draft("after", "after"), 0)})
			must(t, err)
			_, err = b.Import(t.Context(), chunks, func(int) {})
			must(t, err)
		},
	}
	for stage, survives := range map[string]bool{importing: false, aborting: false, closing: true} {
		for way, write := range ways {
			t.Run(stage+", "+way, func(t *testing.T) {
				b := opened(t, configOf(c, t.Name()))
				defer b.Close()
				b.dead = 100 * time.Millisecond
				rev, err := b.Commit(t.Context(), events.Put(draft("a", "one"), 0), events.Put(draft("b", "one"), 0))
				must(t, err)
				moved := draft("a", "two")
				moved.Slug = "b"
				given := draft("b", "two")
				given.Slug = "c"
				stalled(t, b, stage, events.Put(given, rev), events.Put(moved, rev), events.Put(draft("d", "one"), 0))
				if stage == closing { // a watcher that comes now waits for what is decided
					all, _, err := b.everything(t.Context())
					must(t, err)
					if len(all.Events) != 3 {
						t.Errorf("a start sees %d events", len(all.Events))
					}
				}
				write(t, b)
				all, _, err := b.everything(t.Context())
				must(t, err)
				want := 3
				if survives {
					want = 4
				}
				if len(all.Events) != want {
					t.Errorf("%d events are there; want %d", len(all.Events), want)
				}
				_, err = b.Commit(t.Context(), events.Put(draft("c", "one"), 0))
				if got := errors.Is(err, events.ErrConflict); got != survives {
					t.Errorf("the slug that the import took: %v", err)
				}
				if report, err := Check(t.Context(), configOf(c, t.Name())); err != nil || len(report.Faults) > 0 {
					t.Errorf("%v, %v", report.Faults, err)
				}
			})
		}
	}
}

// TestImportGivenUp lets an import go on that others took for dead: it must not
// write any more, and says that nothing was stored.
func TestImportGivenUp(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	config := configOf(c, t.Name())
	b, other := opened(t, config), opened(t, config)
	defer b.Close()
	defer other.Close()
	var changes []events.Change
	for i := range 1000 {
		changes = append(changes, events.Put(draft(events.ID(fmt.Sprint("i", i)), "imported"), 0))
	}
	chunks, err := store.Chunks(changes)
	must(t, err)
	interfered := false
	_, err = b.Import(t.Context(), chunks, func(int) {
		if interfered {
			return
		}
		interfered = true
		f, _, err := other.readFence(t.Context())
		must(t, err)
		must(t, other.abort(t.Context(), f))
		_, err = other.Commit(t.Context(), events.Put(draft("a", "meanwhile"), 0))
		must(t, err)
	})
	if !errors.Is(err, errGivenUp) {
		t.Errorf("the import: %v", err)
	}
	if report, err := Check(t.Context(), config); err != nil || len(report.Faults) > 0 || report.States != 1 {
		t.Errorf("%d states, %v, %v", report.States, report.Faults, err)
	}
}
