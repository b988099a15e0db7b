package reply

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// flight does what several requests want at the same time once for all of
// them. What is under way is given up when the last of them has gone.
type flight struct {
	mu    sync.Mutex
	calls map[string]*call
}

// call is something under way.
type call struct {
	done    chan struct{} // closed when rep, err and panicked are set
	cancel  context.CancelFunc
	waiting int // requests; guarded by flight.mu
	rep     *Representation
	err     error
	crash   *crash
}

// crash is a panic of what was called, to be continued where it was wanted.
type crash struct {
	value any
	stack []byte
}

func (c *crash) String() string { return fmt.Sprintf("%v\n%s", c.value, c.stack) }

// do calls make, or waits for a call under the same key. joined tells that the
// outcome is that of a call which another request began. The context of the
// call has the values of the one that began it, and ends when no request waits
// any more.
func (f *flight) do(ctx context.Context, key string, make func(context.Context) (*Representation, error)) (rep *Representation, joined bool, err error) {
	f.mu.Lock()
	c, joined := f.calls[key]
	if !joined {
		c = &call{done: newDone()}
		var inner context.Context
		inner, c.cancel = context.WithCancel(context.WithoutCancel(ctx))
		f.calls[key] = c
		go f.run(inner, key, c, make)
	}
	c.waiting++
	f.mu.Unlock()
	select {
	case <-c.done:
	case <-ctx.Done():
		f.leave(key, c)
		return nil, joined, context.Cause(ctx)
	}
	if c.crash != nil {
		panic(c.crash)
	}
	return c.rep, joined, c.err
}

func newDone() chan struct{} { return make(chan struct{}) }

// run makes one call. It has a goroutine of its own, since the request that
// began it may go before the others.
func (f *flight) run(ctx context.Context, key string, c *call, make func(context.Context) (*Representation, error)) {
	defer func() {
		if p := recover(); p != nil {
			c.crash = &crash{p, debug.Stack()}
		}
		f.mu.Lock()
		if f.calls[key] == c {
			delete(f.calls, key)
		}
		f.mu.Unlock()
		c.cancel()
		close(c.done)
	}()
	c.rep, c.err = make(ctx)
}

// leave takes a request out of those that wait. The last one ends the call,
// and who comes later begins another.
func (f *flight) leave(key string, c *call) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c.waiting--; c.waiting > 0 {
		return
	}
	c.cancel()
	if f.calls[key] == c {
		delete(f.calls, key)
	}
}
