package etcd

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/etcd/etcdtest"
	"golang.org/x/sync/errgroup"
)

// acks waits until so many more edits are acknowledged.
func (tr *trial) acks(more int) {
	tr.t.Helper()
	count := func() int {
		tr.mu.Lock()
		defer tr.mu.Unlock()
		return len(tr.acked)
	}
	from := count()
	eventually(tr.t, fmt.Sprint(more, " more edits are acknowledged"), func() bool { return count() >= from+more })
}

// TestLeaderFaults does things to the leader of three members while writers
// write through two replicas. Nothing that was acknowledged is lost, nothing is
// there twice, and neither replica has to read everything again.
func TestLeaderFaults(t *testing.T) {
	for name, do := range map[string]func(*testing.T, *trial, *etcdtest.Cluster){
		"killed": func(t *testing.T, tr *trial, c *etcdtest.Cluster) {
			m := leader(t, c)
			m.Kill()
			tr.acks(200)
			must(t, m.Start())
		},
		"frozen": func(t *testing.T, tr *trial, c *etcdtest.Cluster) {
			m := leader(t, c)
			must(t, m.Freeze())
			tr.acks(200)
			must(t, m.Thaw())
		},
		"all killed": func(t *testing.T, tr *trial, c *etcdtest.Cluster) {
			for _, m := range c.Members {
				m.Kill()
			}
			eventually(t, "both replicas notice", func() bool { return tr.ailing(0) && tr.ailing(1) })
			for _, m := range c.Members {
				must(t, m.Start())
			}
			eventually(t, "both replicas are well", func() bool { return !tr.ailing(0) && !tr.ailing(1) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := etcdtest.Start(t, etcdtest.Options{Members: 3})
			tr := newTrial(t, configOf(c, t.Name()), c.Endpoints(), c.Endpoints())
			tr.during(200, func() {
				for range rounds() {
					tr.acks(100)
					do(t, tr, c)
					tr.acks(100)
				}
			})
			tr.judge()
			tr.told(1, 1)
		})
	}
}

// ailing reports whether a replica says that it is not well.
func (tr *trial) ailing(i int) bool {
	return tr.replicas[i].live.Healthy(tr.t.Context()) != nil
}

// TestReplicaCutOff holds back all that goes between one replica and the
// cluster. It says so and serves on; the other does not notice.
func TestReplicaCutOff(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	proxy := etcdtest.NewProxy(t, c)
	tr := newTrial(t, configOf(c, t.Name()), proxy.Endpoints, c.Endpoints())
	tr.during(200, func() {
		tr.acks(100)
		proxy.Cut()
		begun := time.Now()
		eventually(t, "the replica says so", func() bool { return tr.ailing(0) })
		t.Logf("it was noticed after %s", time.Since(begun).Round(time.Millisecond))
		if tr.ailing(1) {
			t.Error("the other replica is ailing")
		}
		tr.acks(200)
		proxy.Heal()
		begun = time.Now()
		eventually(t, "the replica is well", func() bool { return !tr.ailing(0) })
		t.Logf("it was well %s after the end", time.Since(begun).Round(time.Millisecond))
	})
	tr.judge()
	tr.told(1, 1)
}

// TestClusterFrozen stops the only member: connections stay open, answers do
// not come.
func TestClusterFrozen(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	tr := newTrial(t, configOf(c, t.Name()), c.Endpoints())
	tr.during(50, func() {
		tr.acks(50)
		before := tr.replicas[0].live.Timeline()
		must(t, c.Members[0].Freeze())
		begun := time.Now()
		eventually(t, "the replica says so", func() bool { return tr.ailing(0) })
		t.Logf("it was noticed after %s", time.Since(begun).Round(time.Millisecond))
		if now := tr.replicas[0].live.Timeline(); now.Rev() < before.Rev() || now.Len() < before.Len() {
			t.Error("readers see less than before")
		}
		must(t, c.Members[0].Thaw())
		begun = time.Now()
		eventually(t, "the replica is well", func() bool { return !tr.ailing(0) })
		t.Logf("it was well %s after the end", time.Since(begun).Round(time.Millisecond))
	})
	tr.judge()
	tr.told(1)
}

// TestForgottenMeanwhile compacts what a replica that is cut off has not seen:
// it has to read everything again.
func TestForgottenMeanwhile(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	proxy := etcdtest.NewProxy(t, c)
	tr := newTrial(t, configOf(c, t.Name()), proxy.Endpoints, c.Endpoints())
	client := c.Client(t)
	tr.during(100, func() {
		tr.acks(50)
		proxy.Cut()
		tr.acks(100)
		for range 20 {
			answer, err := client.Get(t.Context(), "x")
			must(t, err)
			_, err = client.Compact(t.Context(), answer.Header.Revision)
			must(t, err)
			tr.acks(5)
		}
		proxy.Heal()
	})
	tr.judge()
}

// TestCompactedBetween has the cluster forget the revision at which everything
// was read before the watch from there begins.
func TestCompactedBetween(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	config, client := configOf(c, t.Name()), c.Client(t)
	tr := newTrial(t, config, c.Endpoints())
	b := tr.replicas[0].backend
	_, at, err := b.everything(t.Context())
	must(t, err)
	tr.during(10, func() { tr.acks(10) })
	answer, err := client.Get(t.Context(), "x")
	must(t, err)
	_, err = client.Compact(t.Context(), answer.Header.Revision)
	must(t, err)
	w := &watcher{bell: make(chan struct{}, 1), decoder: store.NewDecoder()}
	b.follow(t.Context(), w, at+1)
	if _, lost, err := w.take(t.Context()); !lost || err != nil {
		t.Errorf("a watch from a revision that is forgotten: lost %v, %v", lost, err)
	}
	if _, err := b.readRows(t.Context(), fence{mod: 1}, at); !errors.Is(err, errCompacted) {
		t.Errorf("reading at a revision that is forgotten: %v", err)
	}
}

// TestNoRoom fills the quota. Writing fails at once and says why, reading goes
// on, and when there is room again, writing does.
func TestNoRoom(t *testing.T) {
	t.Parallel()
	quota := (3 + rounds()) << 20 // every edit stays in the history: a long run needs more room
	c := etcdtest.Start(t, etcdtest.Options{Flags: []string{fmt.Sprint("--quota-backend-bytes=", quota)}})
	config := configOf(c, t.Name())
	tr := newTrial(t, config, c.Endpoints(), c.Endpoints())
	live := tr.replicas[0].live
	var err error
	for n := 0; err == nil; n++ {
		id := events.ID(fmt.Sprint("e", n%10))
		e := draft(id, fmt.Sprint("edit ", n))
		e.Text["en"] = events.Text{Title: fmt.Sprint("edit ", n), Body: strings.Repeat("long ", 4000)}
		expect := events.Rev(0)
		if old, ok := live.Timeline().Event(id); ok {
			expect = old.Rev
		}
		c := events.Put(e, expect)
		c.Note = fmt.Sprint("edit ", n)
		var rev events.Rev
		rev, err = live.Commit(t.Context(), c)
		tr.note(c.Note, rev, err, 0)
	}
	if !errors.Is(err, events.ErrUnavailable) || errors.Is(err, events.ErrUnknown) || !strings.Contains(err.Error(), "no room left") {
		t.Errorf("a commit without room: %v", err)
	}
	if _, err := tr.replicas[1].backend.Vault().Write(t.Context(), events.PutValue(events.Value{Key: "a", Schema: 1, Data: []byte("1")}, 0)); !errors.Is(err, errFull) {
		t.Errorf("a write to the vault without room: %v", err)
	}
	tr.judge()
	c.Relieve(t)
	tr.during(50, func() {
		tr.acks(20)
		c.Fill(t, quota)
		eventually(t, "writers are refused", func() bool { return tr.refusals() >= writers })
		c.Relieve(t)
		tr.acks(20)
	})
	tr.judge()
	tr.told(1, 1)
}

// TestTheWriteThatFills has many write until there is no room. What went over the
// quota is made although the cluster answers that it has no room; nothing that is
// refused is there.
func TestTheWriteThatFills(t *testing.T) {
	t.Parallel()
	const quota = 3 << 20
	c := etcdtest.Start(t, etcdtest.Options{Flags: []string{fmt.Sprint("--quota-backend-bytes=", quota)}})
	b := opened(t, configOf(c, t.Name()))
	t.Cleanup(func() { b.Close() })
	vault := b.Vault()
	var mu sync.Mutex
	made := map[string]events.Version{} // 0: refused
	var all errgroup.Group
	for w := range 24 {
		all.Go(func() error {
			for n := 0; ; n++ {
				key := fmt.Sprintf("w%d-%d", w, n)
				version, err := vault.Write(t.Context(), events.PutValue(events.Value{Key: key, Schema: 1, Data: fmt.Appendf(nil, "%q", strings.Repeat("x", 20<<10))}, 0))
				mu.Lock()
				made[key] = version
				mu.Unlock()
				switch {
				case errors.Is(err, errFull) && !errors.Is(err, events.ErrUnknown):
					return nil
				case err != nil:
					return err
				}
			}
		})
	}
	must(t, all.Wait())
	there := map[string]events.Version{}
	for v, err := range vault.List(t.Context(), "") {
		must(t, err)
		there[v.Key] = v.Version
	}
	for key, version := range made {
		if there[key] != version {
			t.Errorf("%s has version %d, its writer was told %d", key, there[key], version)
		}
	}
}

// refusals is how many edits were refused so far.
func (tr *trial) refusals() int {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	return len(tr.refused)
}

// TestClockBehind lets a replica write whose clock is four minutes behind, while
// another one writes: it refuses instead of writing instants that go back.
func TestClockBehind(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	config := configOf(c, t.Name())
	tr := newTrial(t, config, c.Endpoints(), c.Endpoints())
	b := opened(t, config)
	defer b.Close()
	live, err := store.Open(t.Context(), b, store.Config{Now: func() time.Time { return time.Now().Add(-4 * time.Minute) }})
	must(t, err)
	defer live.Close()
	tr.during(20, func() {
		tr.acks(20)
		eventually(t, "the other replica has seen an edit", func() bool { return live.Timeline().Len() > 0 })
		for n := range 20 {
			_, err := live.Commit(t.Context(), events.Put(draft(events.ID(fmt.Sprint("late", n)), "late"), 0))
			if !errors.Is(err, events.ErrUnavailable) || !strings.Contains(err.Error(), "clock") {
				t.Errorf("a commit four minutes behind: %v", err)
			}
		}
		tr.acks(20)
	})
	tr.judge()
	eventually(t, "the one that is behind shows everything", func() bool {
		return live.Timeline().Rev() == tr.replicas[0].live.Timeline().Rev()
	})
	newest := time.Time{}
	for s, err := range b.Dump(t.Context(), 0) {
		must(t, err)
		if s.At.Before(newest) {
			t.Errorf("revision %d goes back in time", s.Rev)
		}
		newest = s.At
	}
}
