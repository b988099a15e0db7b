package webhook

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// claimTime is how long a claim on an endpoint holds: longer than an attempt
// takes.
const claimTime = time.Minute

// Record is what is told.
type Record interface {
	// Timeline is the newest one that this process has seen.
	Timeline() *timeline.Timeline
	// Changed is closed when there is a newer one.
	Changed() <-chan struct{}
	// History tells past states, newest first.
	History(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]
}

// Vault is where endpoints are kept. It shows nothing that has expired.
type Vault interface {
	Get(ctx context.Context, key string) (events.Value, error)
	List(ctx context.Context, prefix string) iter.Seq2[events.Value, error]
	Write(ctx context.Context, changes ...events.ValueChange) (events.Version, error)
	Watch(ctx context.Context, prefix string) iter.Seq2[events.ValueBatch, error]
}

// Config is what a Sender needs.
type Config struct {
	Record       Record
	Vault        Vault
	Address      func(*events.Event) string // of an event's page
	Now          func() time.Time
	Log          *slog.Logger // told of endpoints that are given up; nil: nothing is logged
	UserAgent    string
	AllowPrivate bool // endpoints may be on this machine and its network
}

// Sender sets endpoints up and tells them of changes. Make it with New. All
// methods may be called by any number of goroutines.
type Sender struct {
	record       Record
	vault        Vault
	address      func(*events.Event) string
	now          func() time.Time // whole milliseconds, UTC
	log          *slog.Logger
	userAgent    string
	allowPrivate bool
	client       *http.Client
	holder       string // this sender, in claims
	bell         atomic.Pointer[chan struct{}]
	attempts     tally // since the sender was made
}

// New makes a sender that sends nothing yet.
func New(c Config) *Sender {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s := &Sender{
		record: c.Record, vault: c.Vault, address: c.Address, log: c.Log,
		now:       func() time.Time { return c.Now().UTC().Truncate(time.Millisecond) },
		userAgent: c.UserAgent, allowPrivate: c.AllowPrivate, client: newClient(c.AllowPrivate), holder: rand.Text()[:16],
	}
	s.ring()
	return s
}

// Changed returns a channel that is closed when Pending may have another
// answer; while Follow runs it misses nothing.
func (s *Sender) Changed() <-chan struct{} { return *s.bell.Load() }

func (s *Sender) ring() {
	next := make(chan struct{})
	if old := s.bell.Swap(&next); old != nil {
		close(*old)
	}
}

// Pending reports whether an endpoint is to be told something now.
func (s *Sender) Pending(ctx context.Context) (bool, error) {
	list, _, err := s.due(ctx)
	return len(list) > 0, err
}

// due lists the endpoints that are to be told something now, and how long it is
// until one of the others is (forever if none).
func (s *Sender) due(ctx context.Context) (ids []string, wait time.Duration, err error) {
	wait = forever
	rev, now := s.record.Timeline().Rev(), s.now()
	list, err := s.standings(ctx)
	if err != nil {
		return nil, 0, err
	}
	for _, e := range list {
		next := e.Next
		if e.claimed.After(next) {
			next = e.claimed
		}
		switch {
		case e.Disabled != nil || e.Told >= rev:
		case now.Before(next):
			wait = min(wait, next.Sub(now))
		default:
			ids = append(ids, e.ID)
		}
	}
	return ids, wait, nil
}

// forever is longer than any process waits without news.
const forever = time.Duration(1<<63 - 1)

// Follow keeps Changed up to date until ctx ends: it rings when the record or
// an endpoint changes, and when the time of another attempt has come.
func (s *Sender) Follow(ctx context.Context) {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return s.followVault(ctx) })
	g.Go(func() error {
		for ctx.Err() == nil {
			bell, record := s.Changed(), s.record.Changed()
			_, wait, err := s.due(ctx)
			if err != nil {
				wait = vaultRetry
			}
			select {
			case <-ctx.Done():
			case <-bell:
			case <-record:
				s.ring()
			case <-time.After(wait):
				s.ring()
			}
		}
		return nil
	})
	_ = g.Wait() // none of them gives up
}

// vaultRetry is the pause when the vault could not be read.
const vaultRetry = 5 * time.Second

func (s *Sender) followVault(ctx context.Context) error {
	for ctx.Err() == nil {
		for _, err := range s.vault.Watch(ctx, endpointPrefix) {
			if err != nil {
				s.log.Warn("no news of webhooks from the vault", "err", err)
				break
			}
			s.ring()
		}
		select {
		case <-ctx.Done():
		case <-time.After(vaultRetry):
		}
	}
	return nil
}

// tally counts what was done.
type tally struct{ delivered, failed atomic.Int64 }

func (t *tally) count(o outcome) {
	if o.failure == "" {
		t.delivered.Add(1)
	} else {
		t.failed.Add(1)
	}
}

// Counts tells how many attempts were taken since the sender was made, and how many
// were not, pings and redeliveries included.
func (s *Sender) Counts() (taken, refused int64) {
	return s.attempts.delivered.Load(), s.attempts.failed.Load()
}

// Behind tells how many endpoints have not been told everything yet, and how many
// are disabled.
func (s *Sender) Behind(ctx context.Context) (waiting, disabled int, err error) {
	rev := s.record.Timeline().Rev()
	list, err := s.standings(ctx)
	for _, e := range list {
		switch {
		case e.Disabled != nil:
			disabled++
		case e.Told < rev:
			waiting++
		}
	}
	return waiting, disabled, err
}

// Send tells every endpoint what it is to be told now, side by side, and
// returns when there is nothing left. An endpoint that takes nothing is no
// error: it is tried again later.
func (s *Sender) Send(ctx context.Context) (done string, err error) {
	var count tally
	g, ctx := errgroup.WithContext(ctx)
	busy, ended := map[string]bool{}, make(chan string, maxEndpoints)
	err = func() error {
		for {
			bell := s.Changed()
			ids, _, err := s.due(ctx)
			if err != nil {
				return err
			}
			for _, id := range ids {
				if !busy[id] {
					busy[id] = true
					g.Go(func() error { defer func() { ended <- id }(); return s.tell(ctx, id, &count) })
				}
			}
			if len(busy) == 0 {
				return nil
			}
			select {
			case <-ctx.Done():
				return context.Cause(ctx)
			case id := <-ended:
				delete(busy, id)
			case <-bell:
			}
		}
	}()
	err = errors.Join(g.Wait(), err)
	return fmt.Sprintf("delivered: %d, not taken: %d", count.delivered.Load(), count.failed.Load()), err
}
