package etcd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/store"
	"almanac.example/store/etcd/etcdtest"
)

// rounds is by how much more a trial does in a long run.
func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("ALMANAC_ROUNDS")); err == nil && n > 0 {
		return n
	}
	return 1
}

// trial is several replicas of one record with writers, while something is done
// to the cluster.
type trial struct {
	t        *testing.T
	config   Config
	replicas []*replica
	mu       sync.Mutex
	acked    map[string]events.Rev // by the note of the edit
	refused  map[string]bool       // nothing was written, it was said
	unknown  map[string]bool
	slowest  time.Duration
	edits    atomic.Int64
}

// replica is a process's part: a backend, a Live, and a watch that counts how
// often it is told everything.
type replica struct {
	backend *Backend
	live    *store.Live
	resets  atomic.Int32
}

// newTrial opens a replica for each list of endpoints.
func newTrial(t *testing.T, base Config, endpoints ...[]string) *trial {
	t.Helper()
	tr := &trial{t: t, config: base, acked: map[string]events.Rev{}, refused: map[string]bool{}, unknown: map[string]bool{}}
	for _, list := range endpoints {
		c := base
		c.Endpoints = list
		tr.replicas = append(tr.replicas, openReplica(t, c))
	}
	return tr
}

func openReplica(t *testing.T, c Config) *replica {
	t.Helper()
	r := &replica{backend: opened(t, c)}
	var err error
	if r.live, err = store.Open(t.Context(), r.backend, store.Config{}); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var watching sync.WaitGroup
	watching.Go(func() {
		for batch, err := range r.backend.Watch(ctx) {
			if err == nil && batch.Reset {
				r.resets.Add(1)
			}
		}
	})
	t.Cleanup(func() {
		stop()
		watching.Wait()
		r.live.Close()
		if err := r.backend.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// writers is how many write at a time, each its own events.
const writers = 4

// during lets writers write while something is done, and until each has written
// so many edits.
func (tr *trial) during(each int, do func()) {
	tr.t.Helper()
	ctx, stop := context.WithCancel(tr.t.Context())
	defer stop()
	var writing sync.WaitGroup
	for w := range writers {
		writing.Go(func() { tr.write(ctx, w, each*rounds()) })
	}
	do()
	stop()
	writing.Wait()
}

// write changes five events in turn until it has made so many edits and ctx has
// ended.
func (tr *trial) write(ctx context.Context, w, least int) {
	live := tr.replicas[w%len(tr.replicas)].live
	for n, made := 0, 0; !tr.t.Failed() && (made < least || ctx.Err() == nil); n++ {
		id := events.ID(fmt.Sprintf("w%d-%d", w, n%5))
		note := fmt.Sprintf("writer %d, edit %d", w, tr.edits.Add(1))
		e := draft(id, note)
		expect := events.Rev(0)
		if old, ok := live.Timeline().Event(id); ok {
			expect = old.Rev
		}
		c := events.Put(e, expect)
		c.Note = note
		begun := time.Now()
		// The limit is for an edit that hangs; none may.
		bounded, cancel := context.WithTimeout(tr.t.Context(), time.Minute)
		rev, err := live.Commit(bounded, c)
		cancel()
		tr.note(note, rev, err, time.Since(begun))
		if err == nil {
			made++
		} else {
			time.Sleep(20 * time.Millisecond)
		}
	}
}

func (tr *trial) note(note string, rev events.Rev, err error, took time.Duration) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.slowest = max(tr.slowest, took)
	switch {
	case err == nil || rev > 0:
		tr.acked[note] = rev
	case errors.Is(err, events.ErrUnknown):
		tr.unknown[note] = true
	case errors.Is(err, events.ErrUnavailable), errors.Is(err, events.ErrConflict):
		tr.refused[note] = true
	default:
		tr.t.Errorf("%s: %v", note, err)
	}
}

func draft(id events.ID, title string) events.Event {
	return events.Event{
		ID: id, Slug: strings.ToLower(string(id)), Span: events.On(edtf.MustParse("2019-05-24")), Status: events.Published,
		Text: map[string]events.Text{"en": {Title: title, Body: strings.Repeat("what happened ", 20)}},
	}
}

// judge holds all replicas and the history against what was said to the writers.
func (tr *trial) judge() {
	tr.t.Helper()
	fresh := openReplica(tr.t, tr.config)
	found := map[string][]events.Rev{}
	for s, err := range fresh.backend.Dump(tr.t.Context(), 0) {
		if err != nil {
			tr.t.Fatal(err)
		}
		if s.Note != "" {
			found[s.Note] = append(found[s.Note], s.Rev)
		}
	}
	for note, rev := range tr.acked {
		if !slices.Equal(found[note], []events.Rev{rev}) {
			tr.t.Errorf("%s was acknowledged at revision %d; the history has it at %v", note, rev, found[note])
		}
	}
	settled := 0
	for note := range tr.unknown {
		if settled += len(found[note]); len(found[note]) > 1 {
			tr.t.Errorf("%s is in the history at %v", note, found[note])
		}
	}
	for note := range tr.refused {
		if len(found[note]) > 0 {
			tr.t.Errorf("%s was refused, and is in the history at %v", note, found[note])
		}
	}
	want := spelt(tr.t, fresh.live.Timeline())
	for i, r := range tr.replicas {
		tr.seen(r, fresh.live.Timeline().Rev())
		if diff := cmp.Diff(want, spelt(tr.t, r.live.Timeline())); diff != "" {
			tr.t.Errorf("replica %d has another timeline (-fresh +replica):\n%s", i, diff)
		}
	}
	if report, err := Check(tr.t.Context(), tr.config); err != nil || len(report.Faults) > 0 {
		tr.t.Errorf("checking everything: %v, %v", report.Faults, err)
	}
	tr.t.Logf("%d edits acknowledged, %d refused, %d unknown of which %d are there; the slowest answer took %s",
		len(tr.acked), len(tr.refused), len(tr.unknown), settled, tr.slowest.Round(time.Millisecond))
}

// seen waits until a replica shows the revision.
func (tr *trial) seen(r *replica, rev events.Rev) {
	tr.t.Helper()
	eventually(tr.t, "the replica shows everything", func() bool { return r.live.Timeline().Rev() >= rev })
}

// told is how often each replica was told everything.
func (tr *trial) told(want ...int32) {
	tr.t.Helper()
	for i, r := range tr.replicas {
		if got := r.resets.Load(); got != want[i] {
			tr.t.Errorf("replica %d was told everything %d times; want %d", i, got, want[i])
		}
	}
}

func spelt(t *testing.T, tl *timeline.Timeline) (list []string) {
	t.Helper()
	for _, e := range tl.All() {
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, fmt.Sprint(e.Rev, " ", string(text)))
	}
	return list
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for until := time.Now().Add(time.Minute); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("it never came that %s", what)
		}
	}
}

// must is for what is done to a cluster.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// leader is the cluster's, which has one.
func leader(t *testing.T, c *etcdtest.Cluster) (m *etcdtest.Member) {
	t.Helper()
	eventually(t, "there is a leader", func() bool { m = c.Leader(t); return m != nil })
	return m
}
