package etcd

import (
	"context"
	"sync"
	"time"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
	clientv3 "go.etcd.io/etcd/client/v3"
	"google.golang.org/grpc"
)

// loginTime is for one login. It may take longer than other requests.
const loginTime = 5 * time.Second

// logins are those of a client with a password. They go by a client of their
// own: members up to 3.4 refuse a login that comes with a token of before, which
// they do not know any more after they have started anew, so that the client
// itself would ask for ever. And they are shared: all requests that are under way
// then ask for a token, and to check a password costs a member up to a second of
// processor time. If each logged in for itself, and began again when its time was
// over, none would ever be done.
type logins struct {
	door *clientv3.Client // without a user

	mu   sync.Mutex
	last *login
}

// login is one that is under way or done.
type login struct {
	done   chan struct{} // closed when answer and err are set
	answer *clientv3.AuthenticateResponse
	err    error
	taken  bool // a request has the token, or there is none; logins.mu guards it
}

// newLogins makes the client; c is without a user.
func newLogins(m *members, c clientv3.Config) (*logins, error) {
	door, err := m.connect(c)
	return &logins{door: door}, err
}

// option has a client log in here.
func (l *logins) option() grpc.DialOption {
	return grpc.WithChainUnaryInterceptor(func(ctx context.Context, method string, request, answer any, conn *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption) error {
		user, ok := request.(*etcdserverpb.AuthenticateRequest)
		into, known := answer.(*etcdserverpb.AuthenticateResponse)
		if !ok || !known {
			return invoke(ctx, method, request, answer, conn, options...)
		}
		shared, err := l.share(ctx, func(ctx context.Context) (*clientv3.AuthenticateResponse, error) {
			return l.door.Authenticate(ctx, user.Name, user.Password)
		})
		into.Header, into.Token = (*etcdserverpb.AuthenticateResponse)(shared).GetHeader(), (*etcdserverpb.AuthenticateResponse)(shared).GetToken()
		return err
	})
}

// share is the answer to a login: to the one that is under way, or to one that was
// done after those had gone who had asked for it, or to a new one. It goes on
// without those who wait for it.
func (l *logins) share(ctx context.Context, ask func(context.Context) (*clientv3.AuthenticateResponse, error)) (*clientv3.AuthenticateResponse, error) {
	l.mu.Lock()
	one := l.last
	if one == nil || one.taken {
		one = &login{done: make(chan struct{})}
		l.last = one
		go l.ask(one, ask)
	}
	l.mu.Unlock()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-one.done:
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	one.taken = true
	return one.answer, one.err
}

func (l *logins) ask(one *login, ask func(context.Context) (*clientv3.AuthenticateResponse, error)) {
	ctx, cancel := context.WithTimeout(context.Background(), loginTime)
	defer cancel()
	one.answer, one.err = ask(ctx)
	l.mu.Lock()
	one.taken = one.taken || one.err != nil
	l.mu.Unlock()
	close(one.done)
}

// close ends the connections; nil has none.
func (l *logins) close() error {
	if l == nil {
		return nil
	}
	return l.door.Close()
}
