package duty

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"almanac.example/events"
)

// How long claims hold and how long things wait. A claim holds as long as it is
// seen to change, by the clock of the process that looks: clocks of two processes are not
// compared. It is renewed three times before it ends.
const (
	claimTime  = 30 * time.Second
	renewTime  = claimTime / 3
	firstRetry = 10 * time.Second // after a failure; doubled with each further one
	lastRetry  = time.Hour
	vaultRetry = 5 * time.Second // when the vault could not be read or written
)

// forever is longer than any process waits without news.
const forever = time.Duration(1<<63 - 1)

// jittered is up to a tenth shorter than d, so that processes that began
// together do not stay together.
func jittered(d time.Duration) time.Duration {
	return d - time.Duration(rand.Int64N(int64(d)/10+1)) //nolint:gosec // no secret
}

// Run does the duties until ctx ends, and returns when the last run has ended.
func (r *Roster) Run(ctx context.Context) {
	var all sync.WaitGroup
	changes := &signal{}
	changes.ring()
	all.Go(func() { r.listen(ctx, changes) })
	for _, d := range r.duties {
		if d.Do != nil {
			all.Go(func() { r.attend(ctx, d, changes) })
		}
	}
	all.Wait()
}

// signal is a channel that is closed when the state of a duty has changed.
type signal struct {
	changed atomic.Pointer[chan struct{}]
}

func (n *signal) ring() {
	next := make(chan struct{})
	if old := n.changed.Swap(&next); old != nil {
		close(*old)
	}
}

// listen rings whenever the vault tells of a duty, and when it has begun to
// listen: what was written before may have been missed.
func (r *Roster) listen(ctx context.Context, n *signal) {
	for ctx.Err() == nil {
		for _, err := range r.vault.Watch(ctx, events.DutyPrefix) {
			if err != nil {
				r.log.Warn("no news of duties from the vault", "err", err)
				break
			}
			n.ring()
		}
		sleep(ctx, jittered(vaultRetry), nil, nil)
	}
}

// attend does one duty whenever it is its turn.
func (r *Roster) attend(ctx context.Context, d Duty, n *signal) {
	var seen sighting
	for ctx.Err() == nil {
		states := *n.changed.Load()
		var own <-chan struct{}
		if d.Changed != nil {
			own = d.Changed()
		}
		wait, err := r.turn(ctx, d, n, &seen)
		if err != nil && ctx.Err() == nil {
			r.log.Warn("a duty cannot be looked at", "duty", d.Name, "err", err)
			wait = jittered(vaultRetry)
		}
		sleep(ctx, wait, states, own)
	}
}

// sleep waits so long, or until ctx or one of the channels ends; nil is no
// channel.
func sleep(ctx context.Context, d time.Duration, one, other <-chan struct{}) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	case <-one:
	case <-other:
	}
}

// turn does the duty if it is due and free, and returns how long there is
// nothing to look at unless there is news.
func (r *Roster) turn(ctx context.Context, d Duty, n *signal, seen *sighting) (wait time.Duration, err error) {
	state, version, err := r.load(ctx, d.Name)
	if err != nil {
		return 0, err
	}
	if left := seen.left(state, version, r.now()); left > 0 {
		return left + jittered(time.Second), nil
	}
	if wait, err = r.due(ctx, d, state); wait > 0 || err != nil {
		return wait, err
	}
	since := r.instant()
	state.Claim = &events.DutyClaim{Holder: r.holder, Since: since, Until: since.Add(claimTime)}
	err = r.save(ctx, d.Name, state, version)
	if errors.Is(err, events.ErrConflict) {
		return 0, nil // another was faster: look again
	}
	if err != nil {
		return 0, err
	}
	return 0, r.work(ctx, d, n)
}

// sighting is since when a process has seen the same state of a duty.
type sighting struct {
	version events.Version
	since   time.Time
}

// left is for how long the claim of a state still has to be respected: 0 if
// there is none, or if it has not changed for as long as claims hold.
func (s *sighting) left(state events.DutyState, version events.Version, now time.Time) time.Duration {
	if version != s.version || s.since.IsZero() {
		*s = sighting{version, now}
	}
	if state.Claim == nil {
		return 0
	}
	return max(0, claimTime-now.Sub(s.since))
}

// pause is what keeps a duty with this state from being done; nil: nothing.
func (r *Roster) pause(ctx context.Context, d Duty, s events.DutyState) (*events.DutyPause, error) {
	if !d.Outgoing {
		return s.PausedBy(nil), nil
	}
	outgoing, _, err := r.load(ctx, events.OutgoingDuties)
	return s.PausedBy(&outgoing), err
}

// due returns 0 if the duty is to be done now, and else for how long it is not.
func (r *Roster) due(ctx context.Context, d Duty, s events.DutyState) (time.Duration, error) {
	pause, err := r.pause(ctx, d, s)
	if err != nil {
		return 0, err
	}
	now := r.now()
	switch {
	case pause != nil:
		return forever, nil
	case now.Before(s.Next):
		return s.Next.Sub(now), nil
	case d.Pending == nil:
		return 0, nil
	}
	if pending, err := d.Pending(ctx); err != nil || pending {
		return 0, err
	}
	return d.untilDue(now), nil
}

// untilDue is for how long a duty that is not pending stays so if there is no
// news; more than 0.
func (d *Duty) untilDue(now time.Time) time.Duration {
	if d.Due == nil {
		return forever
	}
	due := d.Due()
	if due.IsZero() {
		return forever
	}
	return max(time.Millisecond, due.Sub(now))
}

// errLost is why the context of a run ends when its claim does.
var errLost = errors.New("the claim on the duty is lost, or the duty was paused")

// work does the duty under a claim that is renewed meanwhile, and notes how it
// went.
func (r *Roster) work(ctx context.Context, d Duty, n *signal) error {
	running, stop := context.WithCancelCause(ctx)
	renewed := make(chan struct{})
	go func() {
		defer close(renewed)
		if !r.renew(running, d, n) {
			stop(errLost)
		}
	}()
	done, err := d.Do(running)
	lost := errors.Is(context.Cause(running), errLost)
	stop(nil)
	<-renewed
	if lost {
		r.log.Warn("a duty was left unfinished", "duty", d.Name, "err", errLost)
	} else if err != nil && ctx.Err() == nil {
		r.log.Warn("a duty was not done, will try again", "duty", d.Name, "err", err)
	}
	// The note is made also when the process stops, so that the duty is free for
	// others at once.
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), vaultRetry)
	defer cancel()
	return r.change(noting, d.Name, func(s *events.DutyState) bool {
		if !r.holds(*s) {
			return false // it is another's by now
		}
		s.Claim = nil
		if stopped := lost || ctx.Err() != nil && err != nil; !stopped {
			r.note(d, s, done, err)
		}
		return true
	})
}

// note puts the result of a run into the state.
func (r *Roster) note(d Duty, s *events.DutyState, done string, err error) {
	now := r.instant()
	if err == nil {
		s.Last, s.Failures, s.Next = &events.DutyResult{At: now, Done: done}, 0, now.Add(d.Every)
		return
	}
	s.Last = &events.DutyResult{At: now, Error: err.Error()}
	s.Failures++
	s.Next = now.Add(max(d.Every, retryWait(s.Failures, err)))
}

// retryWait is the pause after so many failures in a row, or what the error
// asks for.
func retryWait(failures int, err error) time.Duration {
	var wish interface{ RetryAfter() time.Duration }
	if errors.As(err, &wish) && wish.RetryAfter() > 0 {
		return min(wish.RetryAfter(), lastRetry)
	}
	wait := firstRetry
	for ; failures > 1 && wait < lastRetry; failures-- {
		wait *= 2
	}
	return min(wait, lastRetry)
}

// renew holds on to a claim until ctx ends; false means that it is lost or the
// duty has been paused.
func (r *Roster) renew(ctx context.Context, d Duty, n *signal) bool {
	held := r.now().Add(claimTime) // others have seen the claim later than this
	next := r.now().Add(jittered(renewTime))
	for ctx.Err() == nil {
		states := *n.changed.Load()
		lost, err := r.lost(ctx, d)
		switch {
		case lost:
			return false
		case err == nil && !r.now().Before(next):
			begun := r.now()
			if err = r.prolong(ctx, d.Name); err == nil {
				held, next = begun.Add(claimTime), r.now().Add(jittered(renewTime))
			}
		}
		if errors.Is(err, events.ErrConflict) {
			continue // another process changed the state: look whether the claim still stands
		}
		wait := next.Sub(r.now())
		if err != nil {
			wait = time.Second
		}
		if !r.now().Before(held.Add(-renewTime)) {
			return ctx.Err() != nil // stop before another may begin
		}
		sleep(ctx, wait, states, nil)
	}
	return true
}

// lost reports whether the claim is not this process's any more, or not to be
// made use of.
func (r *Roster) lost(ctx context.Context, d Duty) (bool, error) {
	s, _, err := r.load(ctx, d.Name)
	if err != nil {
		return false, err
	}
	pause, err := r.pause(ctx, d, s)
	return !r.holds(s) || pause != nil, err
}

func (r *Roster) holds(s events.DutyState) bool { return s.Claim != nil && s.Claim.Holder == r.holder }

// prolong moves the end of the claim.
func (r *Roster) prolong(ctx context.Context, name string) error {
	s, version, err := r.load(ctx, name)
	if err != nil {
		return err
	}
	if !r.holds(s) {
		return fmt.Errorf("the claim on duty %q: %w", name, events.ErrConflict)
	}
	s.Claim.Until = r.instant().Add(claimTime)
	return r.save(ctx, name, s, version)
}
