package etcd

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
)

// shunTime is for how long a member is not asked that has let a request wait
// until it was given up. gRPC itself would notice a frozen one after twelve
// seconds, and ask it every other time until then.
const shunTime = 5 * time.Second

// members are those that are asked, in turn.
type members struct {
	all []string // as the client wants them

	mu      sync.Mutex
	clients []*clientv3.Client // that ask them
	names   map[string]string  // of the addresses that connections lead to
	shunned map[string]time.Time
}

func newMembers(all []string) *members {
	return &members{all: all, names: map[string]string{}, shunned: map[string]time.Time{}}
}

// options let the members be watched: which one a request was sent to, and what
// became of it.
func (m *members) options() []grpc.DialOption {
	intercept := func(ctx context.Context, method string, request, answer any, conn *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption) error {
		var asked peer.Peer
		err := invoke(ctx, method, request, answer, conn, append(options, grpc.Peer(&asked))...)
		late := status.Code(err) == codes.DeadlineExceeded && errors.Is(ctx.Err(), context.DeadlineExceeded)
		if late && asked.Addr != nil {
			m.shun(asked.Addr.String(), time.Now())
		}
		return err
	}
	return []grpc.DialOption{grpc.WithContextDialer(m.dial), grpc.WithChainUnaryInterceptor(intercept)}
}

func (m *members) dial(ctx context.Context, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err == nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.names[conn.RemoteAddr().String()] = address
	}
	return conn, err
}

// connect makes a client of the members.
func (m *members) connect(c clientv3.Config) (*clientv3.Client, error) {
	client, err := clientv3.New(c)
	if err == nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.clients = append(m.clients, client)
	}
	return client, err
}

// shun asks others for a while than the member at the address. If no other is
// left, all are asked again: what they have in common is not one member.
func (m *members) shun(address string, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	name, known := m.names[address]
	if !known || len(m.all) == 1 {
		return
	}
	m.shunned[name] = now
	if len(m.shunned) == len(m.all) {
		clear(m.shunned)
	}
	m.apply()
}

// forgive asks members again that have been shunned for long enough.
func (m *members) forgive(now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for name, since := range m.shunned {
		if now.Sub(since) > shunTime {
			delete(m.shunned, name)
			m.apply()
		}
	}
}

// apply tells the clients whom to ask.
func (m *members) apply() {
	asked := slices.DeleteFunc(slices.Clone(m.all), func(address string) bool {
		_, shunned := m.shunned[strings.TrimPrefix(strings.TrimPrefix(address, "http://"), "https://")]
		return shunned
	})
	for _, c := range m.clients {
		c.SetEndpoints(asked...)
	}
}
