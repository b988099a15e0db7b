package etcd

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	clientv3 "go.etcd.io/etcd/client/v3"
	"golang.org/x/sync/errgroup"

	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/etcd/etcdtest"
)

// imported is an import that has come through so many stages.
func imported(t *testing.T, b *Backend, stages int) (*run, [][]store.Entry) {
	t.Helper()
	chunks, err := store.Chunks([]events.Change{events.Put(draft("i", "imported"), 0)})
	must(t, err)
	im := &run{Backend: b}
	for _, stage := range []func() error{
		func() error { return im.begin(t.Context()) },
		func() error { return im.prepare(t.Context(), chunks) },
		func() error { return im.stageAll(t.Context(), chunks, func(int) {}) },
	}[:stages] {
		must(t, stage())
	}
	return im, chunks
}

// outages are the kinds of work that are begun while the cluster does not
// answer. Each makes ready what comes before.
var outages = map[string]func(t *testing.T, b *Backend) (work func() error){
	"a commit": func(t *testing.T, b *Backend) func() error {
		return func() error {
			_, err := b.Commit(t.Context(), events.Put(draft("a", "one"), 0))
			return err
		}
	},
	"a write to the vault": func(t *testing.T, b *Backend) func() error {
		return func() error {
			_, err := b.Vault().Write(t.Context(), events.PutValue(events.Value{Key: "a", Schema: 1, Data: []byte("1")}, 0))
			return err
		}
	},
	"the vault is read": func(t *testing.T, b *Backend) func() error {
		return func() error {
			for _, err := range b.Vault().List(t.Context(), "") {
				return err
			}
			return nil
		}
	},
	"the history is read": func(t *testing.T, b *Backend) func() error {
		return func() error {
			return b.history(t.Context(), events.HistoryQuery{}, func(*events.State) bool { return true })
		}
	},
	"everything is read": func(t *testing.T, b *Backend) func() error {
		return func() error {
			_, _, err := b.everything(t.Context())
			return err
		}
	},
	"an import begins": func(t *testing.T, b *Backend) func() error {
		im, _ := imported(t, b, 0)
		return func() error { return im.begin(t.Context()) }
	},
	"an import reads how things stand": func(t *testing.T, b *Backend) func() error {
		im, chunks := imported(t, b, 1)
		return func() error { return im.prepare(t.Context(), chunks) }
	},
	"an import writes": func(t *testing.T, b *Backend) func() error {
		im, chunks := imported(t, b, 2)
		return func() error { return im.stageAll(t.Context(), chunks, func(int) {}) }
	},
	"an import is decided": func(t *testing.T, b *Backend) func() error {
		im, _ := imported(t, b, 3)
		return func() error {
			rev, err := im.close(t.Context())
			if err == nil && rev != 1 {
				err = fmt.Errorf("the import has revision %d", rev)
			}
			return err
		}
	},
	"an import learns what others made of it": func(t *testing.T, b *Backend) func() error {
		im, _ := imported(t, b, 3)
		next := im.fence
		next.To = im.plan.fence.Rev
		_, err := im.close(t.Context())
		must(t, err)
		return func() error {
			rev, err := im.outcome(t.Context(), next)
			if err == nil && rev != next.To {
				err = fmt.Errorf("the import has revision %d", rev)
			}
			return err
		}
	},
}

// TestOutage begins each kind of work while the cluster is frozen. It is done
// when the cluster answers again within the ten seconds that are promised.
func TestOutage(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	work := map[string]func() error{}
	for name, ready := range outages {
		b := opened(t, configOf(c, t.Name()+name))
		t.Cleanup(func() { must(t, b.Close()) })
		work[name] = ready(t, b)
	}
	watch := opened(t, configOf(c, t.Name()))
	defer watch.Close()
	eventually(t, "a probe has succeeded", func() bool {
		watch.health.mu.Lock()
		defer watch.health.mu.Unlock()
		return !watch.health.well.IsZero()
	})
	must(t, c.Members[0].Freeze())
	var all errgroup.Group
	for name, do := range work {
		all.Go(func() error {
			if err := do(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			return nil
		})
	}
	eventually(t, "the cluster is lost", func() bool { return watch.Healthy(t.Context()) != nil })
	must(t, c.Members[0].Thaw())
	must(t, all.Wait())
}

// TestBrokenReading breaks the connections in the middle of reading everything.
// It is read anew, and is whole.
func TestBrokenReading(t *testing.T) {
	t.Parallel()
	for _, server := range []string{etcdtest.Distribution, etcdtest.Newest} {
		t.Run(server, func(t *testing.T) {
			t.Parallel()
			c := etcdtest.Start(t, etcdtest.Options{Server: server})
			proxy := etcdtest.NewProxy(t, c)
			config := configOf(c, t.Name())
			config.Endpoints = proxy.Endpoints
			b := opened(t, config)
			defer b.Close()
			const count = 2000
			var changes []events.Change
			var values []events.ValueChange
			for i := range count {
				changes = append(changes, events.Put(draft(events.ID(fmt.Sprint("e", i)), "one"), 0))
				values = append(values, events.PutValue(events.Value{Key: fmt.Sprint("k", i), Schema: 1, Data: fmt.Appendf(nil, "%q", strings.Repeat("v", 400))}, 0))
			}
			chunks, err := store.Chunks(changes)
			must(t, err)
			_, err = b.Import(t.Context(), chunks, func(int) {})
			must(t, err)
			for len(values) > 0 {
				_, err := b.Vault().Write(t.Context(), values[:20]...)
				must(t, err)
				values = values[20:]
			}
			for name, read := range map[string]func() (int, error){
				"the record": func() (int, error) {
					all, _, err := b.everything(t.Context())
					return len(all.Events), err
				},
				"the vault": func() (int, error) {
					all, err := b.Vault().everything(t.Context(), "")
					return len(all.Values), err
				},
			} {
				proxy.BreakAfter(300 << 10)
				if n, err := read(); err != nil || n != count {
					t.Errorf("%s: %d of %d, %v", name, n, count, err)
				}
				if !proxy.IsBroken() {
					t.Errorf("%s: the connection was not broken", name)
				}
			}
		})
	}
}

// TestConnectionsBroken breaks all connections of one of two replicas again and
// again while writers write.
func TestConnectionsBroken(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{Members: 3})
	proxy := etcdtest.NewProxy(t, c)
	tr := newTrial(t, configOf(c, t.Name()), proxy.Endpoints, c.Endpoints())
	tr.during(200, func() {
		for range 20 * rounds() {
			tr.acks(20)
			proxy.Break()
		}
		tr.acks(20)
	})
	tr.judge()
	tr.told(1, 1)
}

// TestUserOfRestartedMembers starts all members anew, which then know no token
// of before, while a user with a password writes.
func TestUserOfRestartedMembers(t *testing.T) {
	t.Parallel()
	for _, server := range []string{etcdtest.Distribution, etcdtest.Newest} {
		t.Run(server, func(t *testing.T) {
			t.Parallel()
			c := etcdtest.Start(t, etcdtest.Options{Server: server, Members: 3})
			config := configOf(c, t.Name())
			c.WithUsers(t, config.Prefix)
			tr := newTrial(t, withPassword(t, config, etcdtest.User, etcdtest.Password), c.Endpoints(), c.Endpoints())
			tr.during(100, func() {
				for range 2 * rounds() {
					tr.acks(20)
					for _, m := range c.Members {
						m.Kill()
					}
					eventually(t, "both replicas notice", func() bool { return tr.ailing(0) && tr.ailing(1) })
					for _, m := range c.Members {
						must(t, m.Start())
					}
					eventually(t, "both replicas are well", func() bool { return !tr.ailing(0) && !tr.ailing(1) })
				}
				tr.acks(20)
			})
			tr.judge()
			tr.told(1, 1)
		})
	}
}

// TestSharedLogins has several requests ask for a token at a time: they share
// one login, which goes on without those who do not wait, and one that failed is
// not kept.
func TestSharedLogins(t *testing.T) {
	t.Parallel()
	var l logins
	begun, answers := make(chan int, 10), make(chan error)
	asked := 0
	ask := func(context.Context) (*clientv3.AuthenticateResponse, error) {
		asked++
		begun <- asked
		err := <-answers
		return &clientv3.AuthenticateResponse{Token: fmt.Sprint("token ", asked)}, err
	}
	gone, leave := context.WithCancel(t.Context())
	var all errgroup.Group
	for range 3 {
		all.Go(func() error {
			if _, err := l.share(gone, ask); !errors.Is(err, context.Canceled) {
				t.Errorf("one that does not wait: %v", err)
			}
			return nil
		})
	}
	<-begun
	leave()
	must(t, all.Wait())
	answers <- nil
	token := func(want string, failed bool) {
		t.Helper()
		got, err := l.share(t.Context(), ask)
		if got.Token != want || (err != nil) != failed {
			t.Errorf("%q, %v; want %q", got.Token, err, want)
		}
	}
	token("token 1", false)
	all.Go(func() error { answers <- errFull; return nil })
	token("token 2", true)
	all.Go(func() error { answers <- nil; return nil })
	token("token 3", false)
	must(t, all.Wait())
}
