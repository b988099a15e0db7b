package etcd

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
	"google.golang.org/grpc"

	"almanac.example/events"
	"almanac.example/store/etcd/etcdtest"
)

// mute is a stream of a watch of which nothing is heard after its beginning,
// while the connection is sound.
type mute struct {
	grpc.ClientStream
	heard int
}

func (m *mute) RecvMsg(message any) error {
	if m.heard++; m.heard > 1 {
		<-m.Context().Done()
		return m.Context().Err()
	}
	return m.ClientStream.RecvMsg(message)
}

// muting reaches a cluster by a client whose first so many watches are mute, and
// counts them.
func muting(t *testing.T, c *etcdtest.Cluster, config Config, watches int32) (*cluster, *atomic.Int32) {
	t.Helper()
	streams := new(atomic.Int32)
	intercept := func(ctx context.Context, desc *grpc.StreamDesc, conn *grpc.ClientConn, method string, open grpc.Streamer, options ...grpc.CallOption) (grpc.ClientStream, error) {
		stream, err := open(ctx, desc, conn, method, options...)
		if err == nil && strings.HasSuffix(method, "/Watch") && streams.Add(1) <= watches {
			stream = &mute{ClientStream: stream}
		}
		return stream, err
	}
	client, err := clientv3.New(clientv3.Config{
		Endpoints: c.Endpoints(), Logger: zap.NewNop(), DialOptions: []grpc.DialOption{grpc.WithChainStreamInterceptor(intercept)},
	})
	must(t, err)
	return &cluster{client: client, members: newMembers(config.addresses()), prefix: config.Prefix, closed: make(chan struct{})}, streams
}

// TestSilentWatch has a watch of the record die without a word. It is begun anew
// and misses nothing, and meanwhile the replica says that it is behind.
func TestSilentWatch(t *testing.T) {
	t.Parallel()
	c := etcdtest.Start(t, etcdtest.Options{})
	config := configOf(c, t.Name())
	other := opened(t, config)
	defer other.Close()
	to, streams := muting(t, c, config, 1)
	b := serving(to, Schema)
	defer b.Close()
	ctx, stop := context.WithCancel(t.Context())
	var resets, news atomic.Int32
	var watching sync.WaitGroup
	watching.Go(func() {
		for batch, err := range b.Watch(ctx) {
			must(t, err)
			if batch.Reset {
				resets.Add(1)
				continue
			}
			news.Add(int32(len(batch.Events))) //nolint:gosec // few
		}
	})
	eventually(t, "the watch has begun", func() bool { return streams.Load() > 0 && resets.Load() > 0 })
	for _, id := range []events.ID{"a", "b"} {
		_, err := other.Commit(t.Context(), events.Put(draft(id, "one"), 0))
		must(t, err)
	}
	eventually(t, "the replica says that it is behind", func() bool { return errors.Is(b.Healthy(t.Context()), errBehind) })
	eventually(t, "the news comes", func() bool { return news.Load() == 2 })
	eventually(t, "the replica is well", func() bool { return b.Healthy(t.Context()) == nil })
	stop()
	watching.Wait()
	if n := streams.Load(); n != 2 || resets.Load() != 1 {
		t.Errorf("%d watches were begun, and everything told %d times", n, resets.Load())
	}
}

// TestSilentVaultWatch has a watch of the vault die without a word. It is begun
// anew and misses nothing; one that is well, and has nothing to tell for longer
// than that, is not.
func TestSilentVaultWatch(t *testing.T) {
	t.Parallel()
	for _, server := range []string{etcdtest.Distribution, etcdtest.Newest} {
		for name, muted := range map[string]int32{"silent": 1, "well": 0} {
			t.Run(server+" "+name, func(t *testing.T) {
				t.Parallel()
				c := etcdtest.Start(t, etcdtest.Options{Server: server})
				config := configOf(c, t.Name())
				to, streams := muting(t, c, config, muted)
				defer to.client.Close()
				v := &Vault{to}
				ctx, stop := context.WithCancel(t.Context())
				var resets, news atomic.Int32
				var watching sync.WaitGroup
				watching.Go(func() {
					for batch, err := range v.Watch(ctx, "") {
						must(t, err)
						if batch.Reset {
							resets.Add(1)
							continue
						}
						news.Add(int32(len(batch.Values))) //nolint:gosec // few
					}
				})
				eventually(t, "the watch has begun", func() bool { return streams.Load() > 0 && resets.Load() > 0 })
				if muted == 0 {
					time.Sleep(silence + askTime) // that is what is tested
				}
				for _, key := range []string{"a", "b"} {
					_, err := v.Write(t.Context(), events.PutValue(events.Value{Key: key, Schema: 1, Data: []byte("1")}, 0))
					must(t, err)
				}
				eventually(t, "the news comes", func() bool { return news.Load() == 2 })
				stop()
				watching.Wait()
				if n := streams.Load(); n != muted+1 || resets.Load() != 1 {
					t.Errorf("%d watches were begun, and everything told %d times", n, resets.Load())
				}
			})
		}
	}
}
