package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"sync/atomic"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// How long Live waits before it asks for a new watch: doubled each time.
const (
	firstRetry = 50 * time.Millisecond
	lastRetry  = 10 * time.Second
)

// Config is what a Live needs beside its backend.
type Config struct {
	Now func() time.Time // stamps commits; nil: time.Now
	Log *slog.Logger     // told when the watch is lost and regained; nil: nobody is
}

// Live is the current timeline, kept fresh by a backend's watch, and the way
// to change it. All methods may be called by any number of goroutines.
type Live struct {
	backend Backend
	now     func() time.Time
	log     *slog.Logger
	current atomic.Pointer[moment]
	lost    atomic.Pointer[outage] // nil while the watch holds
	commits commits
	shown   atomic.Int64 // nanoseconds between the last commit that was shown and its being shown
	stop    context.CancelFunc
	stopped chan struct{}
}

// moment is a timeline and the news that it is no longer the newest.
type moment struct {
	timeline *timeline.Timeline
	passed   chan struct{}
}

// outage is the time without a watch.
type outage struct {
	since time.Time
	err   error
}

// Open starts to follow the backend and returns when the first timeline is
// there. While the backend is events.ErrUnavailable it goes on trying until ctx
// ends; any other error is returned at once. The backend stays the caller's to
// close, after the Live.
func Open(ctx context.Context, b Backend, c Config) (*Live, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	following, stop := context.WithCancel(context.Background())
	l := &Live{backend: b, now: c.Now, log: c.Log, stop: stop, stopped: make(chan struct{})}
	start := &moment{timeline: timeline.New(), passed: make(chan struct{})}
	l.current.Store(start)
	fatal := make(chan error, 1)
	go l.run(following, start, fatal)
	select {
	case <-start.passed:
		return l, nil
	case err := <-fatal:
		l.Close()
		return nil, fmt.Errorf("reading the record: %w", err)
	case <-ctx.Done():
		l.Close()
		return nil, fmt.Errorf("waiting for the store: %w", errors.Join(context.Cause(ctx), l.watching()))
	}
}

// Timeline is the newest timeline this process has seen.
func (l *Live) Timeline() *timeline.Timeline { return l.current.Load().timeline }

// Changed returns a channel that is closed when there is a newer timeline than
// now. To miss nothing, ask for it before asking for the Timeline.
func (l *Live) Changed() <-chan struct{} { return l.current.Load().passed }

// Healthy is nil while the watch holds and the store can be read. Otherwise the
// error, an events.ErrUnavailable, tells since when and why the timeline may be
// old.
func (l *Live) Healthy(ctx context.Context) error {
	if err := l.watching(); err != nil {
		return err
	}
	if err := l.backend.Healthy(ctx); err != nil {
		return fmt.Errorf("the store cannot be read: %w: %w", events.ErrUnavailable, err)
	}
	return nil
}

// watching is nil while the watch holds.
func (l *Live) watching() error {
	if o := l.lost.Load(); o != nil {
		return fmt.Errorf("no news from the store since %s: %w: %w", o.since.UTC().Format(time.RFC3339), events.ErrUnavailable, o.err)
	}
	return nil
}

// History tells past states; see Backend.
func (l *Live) History(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error] {
	return l.backend.History(ctx, q)
}

// Close stops following the backend. The last timeline stays readable; commits
// that wait to be seen return an error.
func (l *Live) Close() {
	l.stop()
	<-l.stopped
}

// run follows the backend until ctx ends, again and again if need be. An error
// that will not pass, before there ever was a timeline, goes to fatal.
func (l *Live) run(ctx context.Context, start *moment, fatal chan<- error) {
	defer close(l.stopped)
	for wait := firstRetry; ; wait = min(2*wait, lastRetry) {
		seen := l.current.Load()
		err := l.follow(ctx)
		if ctx.Err() != nil {
			l.lost.CompareAndSwap(nil, &outage{l.now(), errors.New("closed")})
			return
		}
		now := l.current.Load()
		if now == start && !errors.Is(err, events.ErrUnavailable) {
			fatal <- err
			return
		}
		if now != seen {
			wait = firstRetry
		}
		if l.lost.CompareAndSwap(nil, &outage{l.now(), err}) {
			l.log.Warn("lost the watch on the store; serving the last timeline", "rev", now.timeline.Rev(), "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// follow shows every batch of one watch. It returns why the watch ended.
func (l *Live) follow(ctx context.Context) error {
	for b, err := range l.backend.Watch(ctx) {
		if err != nil {
			return err
		}
		l.show(b)
	}
	return errors.New("the watch ended")
}

// show makes the timeline after the batch the current one. Only run calls it.
func (l *Live) show(b events.Batch) {
	old := l.current.Load()
	l.current.Store(&moment{timeline: old.timeline.With(b), passed: make(chan struct{})})
	if o := l.lost.Swap(nil); o != nil {
		l.log.Info("watching the store again", "rev", b.Rev, "after", l.now().Sub(o.since).Round(time.Millisecond))
	}
	l.shown.Store(int64(max(0, time.Since(b.At))))
	close(old.passed)
}

// reach waits until the timeline shows the revision.
func (l *Live) reach(ctx context.Context, rev events.Rev) (*timeline.Timeline, error) {
	for {
		m := l.current.Load()
		if m.timeline.Rev() >= rev {
			return m.timeline, nil
		}
		select {
		case <-m.passed:
		case <-ctx.Done():
			return m.timeline, context.Cause(ctx)
		case <-l.stopped:
			return m.timeline, fmt.Errorf("closed: %w", events.ErrUnavailable)
		}
	}
}
