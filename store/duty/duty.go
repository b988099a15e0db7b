package duty

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/store"
)

// Duty is one piece of work.
type Duty struct {
	Name     string // its key in the vault and in lists: lower-case letters, digits and -
	About    string // what it does, in a few words, for lists
	Outgoing bool   // tells others something, so that it pauses in a restored store

	// Do does what is due and says in a few words what was done. It honours ctx,
	// which ends when the claim on the duty is lost. Nil: this process lists the
	// duty and leaves it to others.
	Do func(ctx context.Context) (done string, err error)
	// Every is the least time between two runs, greater than 0.
	Every time.Duration
	// Pending tells whether there is something to do once Every has passed; nil:
	// there always is.
	Pending func(ctx context.Context) (bool, error)
	// Due tells when Pending will have another answer by the clock alone; zero:
	// never. Nil: never, too.
	Due func() time.Time
	// Changed returns a channel that is closed when Pending may have another
	// answer; nil: it has to be asked again only after Every.
	Changed func() <-chan struct{}
}

// Roster is the duties of a store and the way to them. Make it with New.
type Roster struct {
	vault  store.Vault
	now    func() time.Time
	log    *slog.Logger
	duties []Duty
	holder string
}

// Config is what a Roster needs.
type Config struct {
	Vault  store.Vault
	Now    func() time.Time
	Log    *slog.Logger // told of failures; nil: nothing is logged
	Duties []Duty
}

// New checks the duties: a name that could be no key, a double, or no time
// between two runs is an *events.Invalid.
func New(c Config) (*Roster, error) {
	seen := map[string]bool{events.OutgoingDuties: true}
	for _, d := range c.Duties {
		if d.Name == "" || strings.Trim(d.Name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || seen[d.Name] {
			return nil, &events.Invalid{Subject: "duties", Problems: []events.Problem{{
				Field:  d.Name,
				Reason: "is no name of a duty, or another's; use lower-case letters, digits and -",
			}}}
		}
		if d.Do != nil && d.Every <= 0 {
			return nil, &events.Invalid{Subject: "duties", Problems: []events.Problem{{Field: d.Name, Reason: "has no time between two runs"}}}
		}
		seen[d.Name] = true
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Roster{vault: c.Vault, now: c.Now, log: c.Log, duties: c.Duties, holder: rand.Text()[:16]}, nil
}

// Row is a duty with its state, as a list shows it.
type Row struct {
	Name     string
	About    string
	Outgoing bool
	Paused   *events.DutyPause // the pause that counts; nil: it is done
	Claimed  bool              // a process is at it
	State    events.DutyState
}

// List tells the duties of the roster and those of which the vault knows
// besides, by name.
func (r *Roster) List(ctx context.Context) ([]Row, error) {
	states := map[string]events.DutyState{}
	for v, err := range r.vault.List(ctx, events.DutyPrefix) {
		if err != nil {
			return nil, err
		}
		state, err := readState(v)
		if err != nil {
			return nil, err
		}
		states[strings.TrimPrefix(v.Key, events.DutyPrefix)] = state
	}
	outgoing := states[events.OutgoingDuties]
	delete(states, events.OutgoingDuties)
	var rows []Row
	for _, d := range r.duties {
		rows = append(rows, r.row(d, states[d.Name], &outgoing))
		delete(states, d.Name)
	}
	for name, state := range states { // of another version, or no longer there
		rows = append(rows, r.row(Duty{Name: name}, state, nil))
	}
	slices.SortFunc(rows, func(a, b Row) int { return cmp.Compare(a.Name, b.Name) })
	return rows, nil
}

func (r *Roster) row(d Duty, s events.DutyState, outgoing *events.DutyState) Row {
	if !d.Outgoing {
		outgoing = nil
	}
	return Row{
		Name: d.Name, About: d.About, Outgoing: d.Outgoing, State: s, Paused: s.PausedBy(outgoing),
		Claimed: s.Claim != nil && r.now().Before(s.Claim.Until),
	}
}

// Pause keeps a duty from being done until it is resumed; a run under way is
// told to stop.
func (r *Roster) Pause(ctx context.Context, name, reason string) error {
	if err := r.known(ctx, name); err != nil {
		return err
	}
	return r.change(ctx, name, func(s *events.DutyState) bool {
		s.Paused = &events.DutyPause{Since: r.instant(), Reason: reason}
		return true
	})
}

// PauseOutgoing pauses every duty of the vault that tells others something.
func PauseOutgoing(ctx context.Context, vault store.Vault, p events.DutyPause) error {
	r := &Roster{vault: vault}
	return r.change(ctx, events.OutgoingDuties, func(s *events.DutyState) bool {
		s.Paused = &p
		return true
	})
}

// Resume ends the pauses of the duties named, or without any name all pauses.
// It returns the names of those that were paused and are not any more. What
// failed before is tried again at once.
func (r *Roster) Resume(ctx context.Context, names ...string) (resumed []string, err error) {
	for _, name := range names {
		if err := r.known(ctx, name); err != nil {
			return nil, err
		}
	}
	rows, err := r.List(ctx)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		wanted := len(names) == 0 || slices.Contains(names, row.Name)
		if row.Paused == nil || !wanted {
			continue
		}
		if err := r.change(ctx, row.Name, func(s *events.DutyState) bool {
			s.Paused, s.Failures, s.Next = nil, 0, time.Time{}
			// A pause from the future, by a clock that ran ahead, ends, too.
			s.Resumed = latest(r.instant(), row.Paused.Since)
			return true
		}); err != nil {
			return resumed, err
		}
		resumed = append(resumed, row.Name)
	}
	if len(names) > 0 {
		return resumed, nil
	}
	return resumed, r.change(ctx, events.OutgoingDuties, func(s *events.DutyState) bool {
		paused := s.Paused != nil
		s.Paused = nil
		return paused
	})
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// known is an events.ErrNotFound that lists the duties there are, unless the
// name is one.
func (r *Roster) known(ctx context.Context, name string) error {
	rows, err := r.List(ctx)
	if err != nil {
		return err
	}
	var names []string
	for _, row := range rows {
		if row.Name == name {
			return nil
		}
		names = append(names, row.Name)
	}
	return fmt.Errorf("duty %q: %w; there are: %s", name, events.ErrNotFound, strings.Join(names, ", "))
}

// instant is now as states hold it.
func (r *Roster) instant() time.Time { return r.now().UTC().Truncate(time.Millisecond) }

// load reads the state of a duty; the version is 0 if there is none yet.
func (r *Roster) load(ctx context.Context, name string) (events.DutyState, events.Version, error) {
	v, err := r.vault.Get(ctx, events.DutyPrefix+name)
	if errors.Is(err, events.ErrNotFound) {
		return events.DutyState{}, 0, nil
	}
	if err != nil {
		return events.DutyState{}, 0, err
	}
	s, err := readState(v)
	return s, v.Version, err
}

func readState(v events.Value) (s events.DutyState, err error) {
	return s, v.Decode(events.DutySchema, &s)
}

// save writes a state where the version is stored.
func (r *Roster) save(ctx context.Context, name string, s events.DutyState, expect events.Version) error {
	v, err := events.JSONValue(events.DutyPrefix+name, events.DutySchema, s)
	if err != nil {
		return err
	}
	_, err = r.vault.Write(ctx, events.PutValue(v, expect))
	return err
}

// change makes a new state of the stored one, again if another was faster. The
// function tells whether there is anything to write.
func (r *Roster) change(ctx context.Context, name string, next func(*events.DutyState) bool) error {
	for {
		s, version, err := r.load(ctx, name)
		if err != nil {
			return err
		}
		if !next(&s) {
			return nil
		}
		if err = r.save(ctx, name, s, version); !errors.Is(err, events.ErrConflict) {
			return err
		}
	}
}
