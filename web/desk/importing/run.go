package importing

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
	"almanac.example/web/access"
)

// runState is an import that goes on or has ended.
type runState struct {
	Batch   string    `json:"batch"` // under which the history knows it
	Drafts  bool      `json:"drafts"`
	Began   time.Time `json:"began"`
	Beat    time.Time `json:"beat"` // when it was heard of last
	Done    int       `json:"done"`
	Total   int       `json:"total"` // 0: not known yet
	Ended   bool      `json:"ended"`
	Failure failure   `json:"failure,omitempty"`
	Reason  string    `json:"reason,omitempty"` // of a failure, in the words of who reads the file
	Counts  tally     `json:"counts"`
	Written bool      `json:"written"` // the record was changed
}

// failure is why a run ended without a change of the record.
type failure string

// The failures.
const (
	failedConflict failure = "conflict" // the record was changed while it was written
	failedStopped  failure = "stopped"  // the server was stopped
	failedFile     failure = "file"     // the file cannot be taken in: Run.Reason
	failedDenied   failure = "denied"   // the account may not
	failedOther    failure = "other"    // it is in the log
	failedUnknown  failure = "unknown"  // it may have been written
	failedLost     failure = "lost"     // its process is gone, and the history does not know it
)

const (
	beatEvery = 2 * time.Second
	// lostAfter is how long a run may not be heard of before it counts as lost.
	lostAfter = 30 * time.Second
)

// begin has a file taken in, in the background, as the account wants it.
func (p *Pages) begin(ctx context.Context, a asked) error {
	a.who.Batch = intake.Batch(a.w.source())
	a.w.Run = &runState{Batch: a.who.Batch.ID, Drafts: a.drafts, Began: p.now().UTC(), Beat: p.now().UTC()}
	a.w.Differs = nil
	if err := p.shelf.save(ctx, a.w); err != nil {
		return err
	}
	done := make(chan struct{})
	p.going.Go(func() {
		defer close(done)
		p.carryOut(p.ctx(), a)
	})
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case <-done:
	case <-ctx.Done():
	}
	return nil
}

// patience is how long a request waits for an end, so that a small import is
// answered with what it did.
const patience = 1500 * time.Millisecond

// carryOut takes a file in, and notes what became of it.
func (p *Pages) carryOut(ctx context.Context, a asked) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var done, total atomic.Int64
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		if !p.beat(ctx, a.w, &done, &total) {
			stop() // somebody else has taken the file over
		}
	}()
	run := *a.w.Run
	var differs *difference
	err := guarded(func() (err error) {
		differs, err = p.apply(ctx, a, &run, func(d, t int) { done.Store(int64(d)); total.Store(int64(t)) })
		return err
	})
	stop()
	<-beating
	run.Ended, run.Failure, run.Reason = true, "", ""
	if err != nil {
		run.Failure, run.Reason = p.failureOf(ctx, err)
	}
	end := context.WithoutCancel(ctx)
	a.w.Run = &run
	switch {
	case differs != nil:
		a.w.Run, a.w.Differs = nil, differs
	case err == nil && run.Counts.Refused == 0:
		p.shelf.dropParts(end, a.w)
		a.w.Stored, a.w.Parts = 0, 0
	}
	if err := p.shelf.save(end, a.w); err != nil {
		p.log.Error("noting what became of an import", "batch", run.Batch, "error", err)
	}
}

// guarded makes an error of a panic: a file that breaks its reader must not cost
// the process.
func guarded(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return do()
}

// beat notes how far a run is until it ends; false if the file is no longer its
// own.
func (p *Pages) beat(ctx context.Context, w *waiting, done, total *atomic.Int64) bool {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return true
		case <-tick.C:
		}
		w.Run.Beat, w.Run.Done, w.Run.Total = p.now().UTC(), int(done.Load()), int(total.Load())
		// A save that is broken off may have been made all the same.
		if err := p.shelf.save(context.WithoutCancel(ctx), w); errors.Is(err, events.ErrConflict) {
			return false
		}
	}
}

// apply plans once more, and writes if that is what was shown.
func (p *Pages) apply(ctx context.Context, a asked, run *runState, progress func(done, total int)) (*difference, error) {
	w, err := p.plan(ctx, a)
	if err != nil {
		return nil, err
	}
	if w.planned != nil && w.planned.Wrong != nil {
		return nil, &badFile{w.planned.Wrong}
	}
	if a.w.Shown != nil {
		if d := a.w.Shown.differs(w.lines, w.counts); d != nil {
			return d, nil
		}
	}
	run.Counts, run.Written = w.counts, w.counts.New+w.counts.Changed > 0
	if w.report != nil {
		return nil, p.editor.Propose(ctx, a.who, w.report.Proposals, p.record)
	}
	to := intake.Target{Record: p.record, Vault: p.vault, Progress: progress}
	if _, err := p.editor.Import(ctx, a.who, w.planned.Plan, to); err != nil {
		return nil, err
	}
	return nil, w.planned.Remember(ctx, p.vault)
}

// failureOf is what a person is told of an error.
func (p *Pages) failureOf(ctx context.Context, err error) (failure, string) {
	var bad *badFile
	var invalid *events.Invalid
	var denied *access.Denied
	switch {
	case errors.As(err, &bad), errors.As(err, &invalid), errors.Is(err, events.ErrTooLarge):
		return failedFile, err.Error()
	case errors.As(err, &denied):
		return failedDenied, ""
	case errors.Is(err, events.ErrConflict):
		return failedConflict, ""
	case p.ctx().Err() != nil && ctx.Err() != nil:
		return failedStopped, ""
	case errors.Is(err, events.ErrUnknown):
		return failedUnknown, ""
	}
	p.log.Error("importing from the desk", "error", err)
	return failedOther, ""
}

// settle finds out what became of a run that is not heard of any more: its server
// was stopped. The history knows whether it was written.
func (p *Pages) settle(ctx context.Context, w *waiting) error {
	r := w.Run
	if r == nil || r.Ended || p.now().Sub(r.Beat) < lostAfter {
		return nil
	}
	r.Ended, r.Failure = true, failedLost
	found, err := p.written(ctx, r)
	if err != nil {
		return err
	}
	if found > 0 {
		r.Failure, r.Written, r.Counts = "", true, tally{New: found}
		if w.Shown != nil {
			r.Counts = w.Shown.Counts
		}
	}
	if err := p.shelf.save(ctx, w); !errors.Is(err, events.ErrConflict) {
		return err
	}
	return nil
}

// written counts what the history has of a run.
func (p *Pages) written(ctx context.Context, r *runState) (int, error) {
	n := 0
	for s, err := range p.history(ctx, events.HistoryQuery{}) {
		if err != nil {
			return n, err
		}
		switch {
		case s.Batch != nil && s.Batch.ID == r.Batch:
			n++
		case n > 0 || s.At.Before(r.Began.Add(-time.Hour)):
			return n, nil
		}
	}
	return n, nil
}

// follows reports whether an address may be followed: calendars and tables are.
func (w *waiting) follows() bool {
	return w.Address != "" && (w.Kind == follow.CalendarKind || w.Kind == follow.TableKind)
}
