package access

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"almanac.example/events"
)

// Vault is what this room needs of the vault beside the record; store.Unexpired
// of one has it.
type Vault interface {
	// List tells the values under a prefix in the order of their keys.
	List(ctx context.Context, prefix string) iter.Seq2[events.Value, error]
	// Write makes all the changes or none; events.ErrConflict if one of them
	// replaces another version than it names.
	Write(ctx context.Context, changes ...events.ValueChange) (events.Version, error)
	// Watch tells everything under a prefix first, then what changes there.
	Watch(ctx context.Context, prefix string) iter.Seq2[events.ValueBatch, error]
}

// Config is what a Directory needs. Vault, Now and BaseURL are required.
type Config struct {
	Vault   Vault
	Now     func() time.Time
	Log     *slog.Logger    // nil: nothing is logged
	BaseURL string          // address that readers use; decides which cookie is set
	Names   func() []string // names of the site, which no password may be; nil: none
}

// Directory is who may do what, followed from the vault into memory, so that
// checking a session or a token reads nothing. All methods may be called by any
// number of goroutines.
type Directory struct {
	vault  Vault
	now    func() time.Time
	log    *slog.Logger
	secure bool // the base URL is https
	names  func() []string

	accounts    *mirror[storedAccount]
	logins      *mirror[storedLogin]
	tokens      *mirror[storedToken]
	sessions    *mirror[storedSession]
	invitations *mirror[storedInvitation]
	beginnings  *mirror[storedBeginning]

	bell     *bell // rung when one of them shows news
	hashing  *hashing
	throttle *throttle

	signedIn, refused atomic.Uint64 // tries with a password
	audit             auditLog
	failures          failures
	setup             offer

	stop    context.CancelFunc
	stopped sync.WaitGroup
}

// patience is how long a directory goes on letting people in without news of
// the vault: what was revoked elsewhere is not known meanwhile.
const patience = 30 * time.Second

// follower is a mirror, whatever it holds.
type follower interface {
	run(ctx context.Context, v Vault)
	reach(ctx context.Context, version events.Version) error
	touches(changes []events.ValueChange) bool
	lostSince() time.Time
}

// followers are all the mirrors.
func (d *Directory) followers() []follower {
	return []follower{d.accounts, d.logins, d.tokens, d.sessions, d.invitations, d.beginnings}
}

// Open starts to follow the vault and returns when all of it has been read.
func Open(ctx context.Context, c Config) (*Directory, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Names == nil {
		c.Names = func() []string { return nil }
	}
	ring := newBell()
	d := &Directory{
		bell:  ring,
		vault: c.Vault, now: c.Now, log: c.Log, names: c.Names, secure: isHTTPS(c.BaseURL),
		accounts: newMirror[storedAccount]("account/", c, ring), logins: newMirror[storedLogin]("login/", c, ring),
		tokens: newMirror[storedToken]("token/", c, ring), sessions: newMirror[storedSession]("session/", c, ring),
		invitations: newMirror[storedInvitation]("invite/", c, ring), beginnings: newMirror[storedBeginning]("setup", c, ring),
		hashing: newHashing(), throttle: newThrottle(c.Now),
	}
	following, stop := context.WithCancel(context.Background())
	d.stop = stop
	for _, f := range d.followers() {
		d.stopped.Go(func() { f.run(following, d.vault) })
	}
	for _, f := range d.followers() {
		if err := f.reach(ctx, 0); err != nil {
			d.Close()
			return nil, fmt.Errorf("reading the accounts: %w", err)
		}
	}
	return d, nil
}

// Close stops following the vault. The vault stays the caller's to close,
// afterwards.
func (d *Directory) Close() {
	d.stop()
	d.stopped.Wait()
}

// Healthy is nil while there is news of the vault. Otherwise the error is an
// events.ErrUnavailable; nobody is let in any more half a minute later.
func (d *Directory) Healthy() error {
	for _, f := range d.followers() {
		if since := f.lostSince(); !since.IsZero() {
			return fmt.Errorf("no news of accounts since %s: %w", since.UTC().Format(time.RFC3339), events.ErrUnavailable)
		}
	}
	return nil
}

// fresh is nil while what is in memory may be gone by.
func (d *Directory) fresh() error {
	for _, f := range d.followers() {
		if since := f.lostSince(); !since.IsZero() && d.now().Sub(since) > patience {
			return d.Healthy()
		}
	}
	return nil
}

// write makes the changes and returns when the memory shows them.
func (d *Directory) write(ctx context.Context, changes ...events.ValueChange) error {
	version, err := d.vault.Write(ctx, changes...)
	if err != nil {
		return err
	}
	for _, f := range d.followers() {
		if !f.touches(changes) {
			continue
		}
		if err := f.reach(ctx, version); err != nil {
			return fmt.Errorf("written, but not seen yet: %w", err)
		}
	}
	return nil
}

// maxTries is how often a change is made anew because another one came first.
// What wakes a try may be news of something else, so that one change of others
// can cost several.
const maxTries = 100

// again repeats a change that lost a race, once something is seen that came
// first.
func (d *Directory) again(ctx context.Context, change func() error) error {
	for try := 1; ; try++ {
		rung := d.bell.wait()
		err := change()
		if !errors.Is(err, events.ErrConflict) || try == maxTries {
			return err
		}
		select {
		case <-rung:
		case <-ctx.Done():
			return err
		}
	}
}

// remove makes a removal, and other changes with it in the same write, whatever
// changes it meanwhile. What is not there is no error.
func (d *Directory) remove(ctx context.Context, r removal, with ...events.ValueChange) error {
	return d.again(ctx, func() error {
		drop, there := r()
		if !there {
			return nil
		}
		return d.write(ctx, append(with, drop)...)
	})
}

// faults collects what is wrong with one value.
type faults struct{ invalid events.Invalid }

func (f *faults) addf(field, format string, args ...any) {
	f.invalid.Problems = append(f.invalid.Problems, events.Problem{Field: field, Reason: fmt.Sprintf(format, args...)})
}

// take adds the problems of an *events.Invalid.
func (f *faults) take(err error) {
	if wrong := (*events.Invalid)(nil); errors.As(err, &wrong) {
		f.invalid.Problems = append(f.invalid.Problems, wrong.Problems...)
	}
}

// err is nil if nothing is wrong.
func (f *faults) err() error {
	if len(f.invalid.Problems) == 0 {
		return nil
	}
	return &f.invalid
}

// wrong collects faults of a subject.
func wrong(subject string) *faults { return &faults{events.Invalid{Subject: subject}} }

// invalidf is the error of one wrong field.
func invalidf(subject, field, format string, args ...any) error {
	f := wrong(subject)
	f.addf(field, format, args...)
	return f.err()
}
