package etcd

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"go.etcd.io/etcd/api/v3/mvccpb"
	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"almanac.example/events"
)

// How long things may take. A member that does not answer is left for another
// one by the next try.
const (
	tryTime     = 2 * time.Second  // one request
	patience    = 10 * time.Second // all tries of a read, or of a commit
	openTime    = 10 * time.Second // until the first answer
	streamTime  = 10 * time.Second // between two pieces of a long answer
	keepalive   = 10 * time.Second // the least that gRPC allows
	firstWait   = 5 * time.Millisecond
	longestWait = 500 * time.Millisecond
)

// cluster is where the record is, and how it is asked.
type cluster struct {
	client  *clientv3.Client
	members *members
	logins  *logins // nil: without a password
	prefix  string
	closed  chan struct{} // closed with the store
}

// connect makes the client. It waits for a member only to log in.
func connect(c Config) (*cluster, error) {
	secure, err := c.tls()
	if err != nil {
		return nil, err
	}
	password, err := c.password()
	if err != nil {
		return nil, err
	}
	to := &cluster{prefix: c.Prefix, closed: make(chan struct{}), members: newMembers(c.addresses())}
	settings := clientv3.Config{
		Endpoints: c.addresses(), TLS: secure,
		DialTimeout: openTime, DialKeepAliveTime: keepalive, DialKeepAliveTimeout: tryTime,
		DialOptions: to.members.options(),
		Logger:      zap.NewNop(), // what happens comes as errors
	}
	if password != "" {
		if to.logins, err = newLogins(to.members, settings); err != nil {
			return nil, fmt.Errorf("connecting to %s: %w", c, to.translate(err))
		}
		settings.Username, settings.Password = c.User, password
		settings.DialOptions = append(to.members.options(), to.logins.option())
	}
	if to.client, err = to.members.connect(settings); err != nil {
		return nil, errors.Join(fmt.Errorf("connecting to %s: %w", c, to.translate(err)), to.logins.close())
	}
	return to, nil
}

// disconnect ends all connections.
func (c *cluster) disconnect() error { return errors.Join(c.client.Close(), c.logins.close()) }

var errClosed = fmt.Errorf("the store is closed: %w", events.ErrUnavailable)

func (c *cluster) isClosed() bool {
	select {
	case <-c.closed:
		return true
	default:
		return false
	}
}

// whileOpen is ctx until the store is closed. The function returned has to be
// called.
func (c *cluster) whileOpen(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		select {
		case <-c.closed:
			cancel(errClosed)
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}

// refusal is an error that does not go away by trying again: the cluster knows
// neither the user nor the permission.
type refusal struct {
	prefix string
	cause  error
}

func (r *refusal) Error() string {
	return fmt.Sprintf("etcd refuses access to the keys under %s; give the user a role with readwrite permission for that prefix: %v", r.prefix, r.cause)
}

// Unwrap: what reads the record finds it unavailable.
func (r *refusal) Unwrap() error { return events.ErrUnavailable }

func isRefusal(err error) bool {
	var r *refusal
	return errors.As(err, &r)
}

// isFinal reports whether trying again would give the same.
func isFinal(err error) bool {
	return !errors.Is(err, events.ErrUnavailable) || isRefusal(err) || errors.Is(err, errClosed) || errors.Is(err, errFull)
}

var (
	errFull      = fmt.Errorf("etcd has no room left (alarm NOSPACE); reading goes on, writing does not until there is room and the alarm is disarmed: %w", events.ErrUnavailable)
	errCompacted = errors.New("etcd no longer holds that revision")
)

// translate puts the cluster's errors into the words of the record.
func (c *cluster) translate(err error) error {
	known := clientv3.ContextError(context.Background(), err)
	code := status.Code(err)
	if e := (rpctypes.EtcdError{}); errors.As(known, &e) {
		code = e.Code()
	}
	switch {
	case err == nil:
		return nil
	case code == codes.PermissionDenied, errors.Is(known, rpctypes.ErrAuthFailed), errors.Is(known, rpctypes.ErrUserEmpty):
		// A token that is not known is no refusal: members that start anew know none.
		return &refusal{c.prefix, known}
	case errors.Is(known, rpctypes.ErrNoSpace):
		return errFull
	case errors.Is(known, rpctypes.ErrCompacted):
		return errCompacted
	case code == codes.InvalidArgument && !errors.Is(known, rpctypes.ErrAuthOldRevision):
		return fmt.Errorf("etcd does not take the request: %w", known)
	}
	return fmt.Errorf("etcd: %w: %w", events.ErrUnavailable, known)
}

// ask makes one try.
func (c *cluster) ask(ctx context.Context, t transaction) (*clientv3.TxnResponse, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	if c.isClosed() {
		return nil, errClosed
	}
	try, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	answer, err := c.client.Txn(try).If(t.when...).Then(t.do...).Else(t.otherwise...).Commit()
	if err == nil {
		return answer, nil
	}
	if cause := context.Cause(ctx); cause != nil {
		return nil, cause
	}
	return nil, c.translate(err)
}

// transaction is what the cluster does at once.
type transaction struct {
	when          []clientv3.Cmp
	do, otherwise []clientv3.Op
}

// insist asks again while the cluster is unavailable, for patience at most. It
// is for what may be done twice.
func (c *cluster) insist(ctx context.Context, t transaction) (*clientv3.TxnResponse, error) {
	var answer *clientv3.TxnResponse
	err := persist(ctx, func() (err error) {
		answer, err = c.ask(ctx, t)
		return err
	})
	return answer, err
}

// persist repeats something until it succeeds, fails for good or has failed for
// patience.
func persist(ctx context.Context, do func() error) error {
	for until, wait := time.Now().Add(patience), firstWait; ; wait = min(2*wait, longestWait) {
		err := do()
		if err == nil || isFinal(err) || ctx.Err() != nil || time.Now().After(until) {
			return err
		}
		sleep(ctx, wait)
	}
}

// sleep waits for between half of d and all of it, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d - time.Duration(rand.Int64N(int64(d)/2+1))) //nolint:gosec // no secret
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// get reads one key.
func (c *cluster) get(key string) clientv3.Op { return clientv3.OpGet(c.prefix + key) }

// put writes one key.
func (c *cluster) put(key, value string) clientv3.Op { return clientv3.OpPut(c.prefix+key, value) }

// at compares the revision of the key that all transactions compare.
func (c *cluster) at(f fence) []clientv3.Cmp {
	return []clientv3.Cmp{clientv3.Compare(clientv3.ModRevision(c.prefix+fenceKey), "=", f.mod)}
}

// key is that of an entry without the prefix.
func (c *cluster) key(kv *mvccpb.KeyValue) string {
	return strings.TrimPrefix(string(kv.Key), c.prefix)
}

// readFence reads how things stand, and the etcd revision at which they do.
func (c *cluster) readFence(ctx context.Context) (f fence, at int64, err error) {
	answer, err := c.insist(ctx, transaction{do: []clientv3.Op{c.get(fenceKey)}})
	if err != nil {
		return f, 0, err
	}
	f, err = c.fenceIn(answer.Responses[0].GetResponseRange().Kvs)
	return f, answer.Header.Revision, err
}

// fenceIn is the fence of an answer; where there is none nothing is stored.
func (c *cluster) fenceIn(kvs []*mvccpb.KeyValue) (fence, error) {
	if len(kvs) == 0 {
		return fence{}, nil
	}
	return readFence(kvs[0].Value, kvs[0].ModRevision)
}

// gets reads keys in one transaction; nil stands for one that is not there.
func (c *cluster) gets(ctx context.Context, keys []string) ([]*mvccpb.KeyValue, error) {
	ops := make([]clientv3.Op, len(keys))
	for i, key := range keys {
		ops[i] = c.get(key)
	}
	answer, err := c.insist(ctx, transaction{do: ops})
	if err != nil {
		return nil, err
	}
	list := make([]*mvccpb.KeyValue, len(keys))
	for i, r := range answer.Responses {
		if kvs := r.GetResponseRange().Kvs; len(kvs) > 0 {
			list[i] = kvs[0]
		}
	}
	return list, nil
}
