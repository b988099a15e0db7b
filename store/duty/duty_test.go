package duty

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/bolt"
)

// openVault opens a vault that is closed when the test ends.
func openVault(t *testing.T) store.Vault {
	t.Helper()
	b, err := bolt.Open(filepath.Join(t.TempDir(), "almanac.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b.Vault()
}

// start runs a roster until the function returned is called.
func start(t *testing.T, vault store.Vault, duties ...Duty) (*Roster, func()) {
	t.Helper()
	r, err := New(Config{Vault: vault, Now: time.Now, Duties: duties})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { r.Run(ctx) })
	return r, func() {
		stop()
		running.Wait()
	}
}

// runs notes when a duty is done.
type runs struct {
	mu    sync.Mutex
	start time.Time
	at    []time.Duration
}

func newRuns() *runs { return &runs{start: time.Now()} }

func (r *runs) note() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = append(r.at, time.Since(r.start).Truncate(time.Millisecond))
	return len(r.at)
}

func (r *runs) list() []time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.at)
}

func row(t *testing.T, r *Roster, name string) Row {
	t.Helper()
	rows, err := r.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if row.Name == name {
			return row
		}
	}
	t.Fatalf("no duty %q in %+v", name, rows)
	return Row{}
}

func TestDoneEveryTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done := newRuns()
		vault := openVault(t)
		d := Duty{Name: "a", Every: time.Minute, Do: func(context.Context) (string, error) {
			return fmt.Sprintf("run %d", done.note()), nil
		}}
		r, stop := start(t, vault, d)
		time.Sleep(150 * time.Second)
		stop()
		if diff := cmp.Diff([]time.Duration{0, time.Minute, 2 * time.Minute}, done.list()); diff != "" {
			t.Errorf("done at (-want +got):\n%s", diff)
		}
		got := row(t, r, "a")
		want := events.DutyState{
			Next: done.start.UTC().Add(3 * time.Minute),
			Last: &events.DutyResult{At: done.start.UTC().Add(2 * time.Minute), Done: "run 3"},
		}
		if diff := cmp.Diff(want, got.State); diff != "" || got.Claimed {
			t.Errorf("the state (-want +got, claimed %v):\n%s", got.Claimed, diff)
		}

		// The next instant outlives the process.
		_, stop = start(t, vault, d)
		time.Sleep(time.Minute)
		stop()
		if diff := cmp.Diff([]time.Duration{0, time.Minute, 2 * time.Minute, 3 * time.Minute}, done.list()); diff != "" {
			t.Errorf("after a restart, done at (-want +got):\n%s", diff)
		}
	})
}

// tray is something that fills up.
type tray struct {
	mu      sync.Mutex
	full    bool
	changed chan struct{}
}

func (y *tray) set(full bool) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.full = full
	close(y.changed)
	y.changed = make(chan struct{})
}

func (y *tray) news() <-chan struct{} {
	y.mu.Lock()
	defer y.mu.Unlock()
	return y.changed
}

func (y *tray) pending(context.Context) (bool, error) {
	y.mu.Lock()
	defer y.mu.Unlock()
	return y.full, nil
}

func TestDoneWhenPending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done, in := newRuns(), &tray{changed: make(chan struct{})}
		_, stop := start(t, openVault(t), Duty{
			Name: "a", Every: 10 * time.Second, Pending: in.pending, Changed: in.news,
			Do: func(context.Context) (string, error) { done.note(); in.set(false); return "", nil },
		})
		for _, after := range []time.Duration{time.Minute, 4 * time.Second, time.Minute} {
			time.Sleep(after)
			in.set(true)
		}
		time.Sleep(time.Minute)
		stop()
		// The second time it was not yet due again.
		if diff := cmp.Diff([]time.Duration{60 * time.Second, 70 * time.Second, 124 * time.Second}, done.list()); diff != "" {
			t.Errorf("done at (-want +got):\n%s", diff)
		}
	})
}

// TestDoneWhenDue has a duty that becomes pending by the clock alone.
func TestDoneWhenDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done, start0 := newRuns(), time.Now()
		plan := []time.Duration{time.Minute, 61 * time.Second, time.Hour}
		next := func() time.Time {
			if n := len(done.list()); n < len(plan) {
				return start0.Add(plan[n])
			}
			return time.Time{}
		}
		_, stop := start(t, openVault(t), Duty{
			Name: "a", Every: 5 * time.Second, Due: next,
			Pending: func(context.Context) (bool, error) { at := next(); return !at.IsZero() && !time.Now().Before(at), nil },
			Do:      func(context.Context) (string, error) { done.note(); return "", nil },
		})
		time.Sleep(2 * time.Hour)
		stop()
		want := []time.Duration{time.Minute, 65 * time.Second, time.Hour} // the second was due before Every had passed
		if diff := cmp.Diff(want, done.list()); diff != "" {
			t.Errorf("done at (-want +got):\n%s", diff)
		}
	})
}

// TestOneOfMany has three processes at one store: each round is done by one of
// them, and a long round is left to its holder.
func TestOneOfMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vault, done := openVault(t), newRuns()
		var mu sync.Mutex
		busy, most := 0, 0
		long := Duty{Name: "long", Every: time.Minute, Do: func(ctx context.Context) (string, error) {
			mu.Lock()
			busy++
			most = max(most, busy)
			mu.Unlock()
			done.note()
			sleep(ctx, 5*time.Minute, nil, nil) // ten times as long as a claim lasts
			mu.Lock()
			busy--
			mu.Unlock()
			return "", ctx.Err()
		}}
		var stops []func()
		var r *Roster
		for range 3 {
			var stop func()
			r, stop = start(t, vault, long)
			stops = append(stops, stop)
		}
		for range 40 { // at any moment of a round the claim holds
			time.Sleep(7 * time.Second)
			if got := row(t, r, "long"); !got.Claimed {
				t.Fatalf("%v after the start the claim is %+v", time.Since(done.start), got.State.Claim)
			}
		}
		time.Sleep(20 * time.Minute)
		list := done.list()
		for _, stop := range stops { // the others take over from the first
			stop()
		}
		if most != 1 || len(list) != 5 {
			t.Errorf("%d rounds in 24 minutes, %d at a time; want 5, one at a time", len(list), most)
		}
		for i := 1; i < len(list); i++ {
			if gap := list[i] - list[i-1]; gap < 6*time.Minute || gap > 6*time.Minute+2*time.Second {
				t.Errorf("round %d began %v after the one before; want 6m", i, gap)
			}
		}
	})
}

// put writes the state of a duty, as another process would.
func put(t *testing.T, vault store.Vault, name string, s events.DutyState) {
	t.Helper()
	r := &Roster{vault: vault}
	if err := r.change(t.Context(), name, func(old *events.DutyState) bool { *old = s; return true }); err != nil {
		t.Fatal(err)
	}
}

// TestTakesOverFromTheDead waits until a claim has not changed for as long as
// claims hold, whatever instant it names.
func TestTakesOverFromTheDead(t *testing.T) {
	for name, until := range map[string]time.Duration{"its clock was right": 20 * time.Second, "it was ahead": time.Hour, "it was behind": -time.Hour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				vault, done := openVault(t), newRuns()
				put(t, vault, "a", events.DutyState{Claim: &events.DutyClaim{Holder: "dead", Until: done.start.Add(until)}})
				_, stop := start(t, vault, Duty{Name: "a", Every: time.Hour, Do: func(context.Context) (string, error) { done.note(); return "", nil }})
				time.Sleep(time.Minute)
				stop()
				if list := done.list(); len(list) != 1 || list[0] < 30*time.Second || list[0] > 32*time.Second {
					t.Errorf("done at %v; want once, after 30s without a change", list)
				}
			})
		})
	}
}

// TestClocksThatDiffer has three processes whose clocks are minutes apart. A
// long round is left to the one that does it, whichever that is, and another
// takes over when it dies.
func TestClocksThatDiffer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vault, done := openVault(t), newRuns()
		var mu sync.Mutex
		busy, most := 0, 0
		var holder []int
		var stops []func()
		for i, ahead := range []time.Duration{-4 * time.Minute, 0, 4 * time.Minute} {
			r, err := New(Config{Vault: vault, Now: func() time.Time { return time.Now().Add(ahead) }, Duties: []Duty{{
				Name: "long", Every: time.Minute, Do: func(ctx context.Context) (string, error) {
					mu.Lock()
					busy++
					most, holder = max(most, busy), append(holder, i)
					mu.Unlock()
					done.note()
					sleep(ctx, 5*time.Minute, nil, nil)
					mu.Lock()
					busy--
					mu.Unlock()
					return "", ctx.Err()
				},
			}}})
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			var running sync.WaitGroup
			running.Go(func() { r.Run(ctx) })
			stops = append(stops, func() { stop(); running.Wait() })
		}
		time.Sleep(14 * time.Minute)
		mu.Lock()
		last := holder[len(holder)-1]
		mu.Unlock()
		stops[last]()
		time.Sleep(10 * time.Minute)
		for _, stop := range stops {
			stop()
		}
		if most != 1 || len(holder) < 3 {
			t.Errorf("%d rounds in 24 minutes by %v, %d at a time; want at least 3, one at a time", len(holder), holder, most)
		}
	})
}

// busy is an error that asks for a pause.
type busy struct{ wish time.Duration }

func (b busy) Error() string             { return "busy" }
func (b busy) RetryAfter() time.Duration { return b.wish }

func TestPausesGrowAfterFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vault, tried := openVault(t), newRuns()
		fail := errors.New("the disk is full")
		d := Duty{Name: "a", Every: time.Second, Do: func(context.Context) (string, error) { tried.note(); return "", fail }}
		r, stop := start(t, vault, d)
		time.Sleep(10*time.Minute + 45*time.Second)
		stop()
		want := []time.Duration{0}
		for _, gap := range []time.Duration{10, 20, 40, 80, 160, 320} {
			want = append(want, want[len(want)-1]+gap*time.Second)
		}
		if diff := cmp.Diff(want, tried.list()); diff != "" {
			t.Errorf("tried at (-want +got):\n%s", diff)
		}
		if got := row(t, r, "a").State; got.Failures != 7 || got.Last.Error != fail.Error() || got.Last.Done != "" {
			t.Errorf("the state is %+v", got)
		}
		// A new process does not begin from the start, and no pause is longer than an hour.
		_, stop = start(t, vault, d)
		time.Sleep(8 * time.Hour)
		stop()
		list := tried.list()
		if first, last := list[7]-list[6], list[len(list)-1]-list[len(list)-2]; first != 640*time.Second || last != time.Hour {
			t.Errorf("the next pause was %v, the last %v; want 640s and 1h", first, last)
		}
		if got := retryWait(1000, fail); got != time.Hour {
			t.Errorf("after 1000 failures the pause is %v", got)
		}
	})
}

func TestWishIsHeard(t *testing.T) {
	for _, test := range []struct {
		wish, want time.Duration
	}{{2 * time.Minute, 2 * time.Minute}, {0, 10 * time.Second}, {24 * time.Hour, time.Hour}} {
		if got := retryWait(1, fmt.Errorf("asking: %w", busy{test.wish})); got != test.want {
			t.Errorf("a wish of %v gives a pause of %v; want %v", test.wish, got, test.want)
		}
	}
	if got := retryWait(3, errors.New("other")); got != 40*time.Second {
		t.Errorf("the third failure gives %v", got)
	}
}

func TestGoodRunEndsFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vault, tried := openVault(t), newRuns()
		r, stop := start(t, vault, Duty{Name: "a", Every: time.Minute, Do: func(context.Context) (string, error) {
			if tried.note() < 3 {
				return "half", errors.New("not yet")
			}
			return "whole", nil
		}})
		time.Sleep(5 * time.Minute)
		stop()
		// Every is longer than the pauses after the failures.
		if diff := cmp.Diff([]time.Duration{0, time.Minute, 2 * time.Minute}, tried.list()[:3]); diff != "" {
			t.Errorf("tried at (-want +got):\n%s", diff)
		}
		if got := row(t, r, "a").State; got.Failures != 0 || got.Last.Error != "" || got.Last.Done != "whole" {
			t.Errorf("the state is %+v", got)
		}
	})
}

func TestPauseAndResume(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vault, begun := openVault(t), newRuns()
		ended := make(chan error, 10)
		r, stop := start(t, vault, Duty{Name: "a", Every: time.Minute, Do: func(ctx context.Context) (string, error) {
			begun.note()
			<-ctx.Done()
			ended <- context.Cause(ctx)
			return "", ctx.Err()
		}})
		time.Sleep(time.Hour)
		if err := r.Pause(t.Context(), "a", "too loud"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if len(ended) != 1 {
			t.Fatalf("a second after the pause %d runs have ended; want one", len(ended))
		}
		if cause := <-ended; !errors.Is(cause, errLost) {
			t.Errorf("the run ended with %v; want a lost claim", cause)
		}
		got := row(t, r, "a")
		want := &events.DutyPause{Since: begun.start.UTC().Add(time.Hour), Reason: "too loud"}
		if diff := cmp.Diff(want, got.Paused); diff != "" || got.Claimed || got.State.Last != nil || got.State.Failures != 0 {
			t.Errorf("paused: %+v (-want +got):\n%s", got, diff)
		}
		time.Sleep(time.Hour)
		if resumed, err := r.Resume(t.Context(), "a"); err != nil || !slices.Equal(resumed, []string{"a"}) {
			t.Errorf("resuming gives %v, %v", resumed, err)
		}
		time.Sleep(time.Second)
		if diff := cmp.Diff([]time.Duration{0, 2*time.Hour + time.Second}, begun.list()); diff != "" {
			t.Errorf("begun at (-want +got):\n%s", diff)
		}
		if resumed, err := r.Resume(t.Context()); err != nil || len(resumed) != 0 {
			t.Errorf("resuming what is not paused gives %v, %v", resumed, err)
		}
		stop()
	})
}

// TestResumeTriesAtOnce what failed before.
func TestResumeTriesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vault := openVault(t)
		r, _ := New(Config{Vault: vault, Now: time.Now, Duties: []Duty{{Name: "a"}}})
		put(t, vault, "a", events.DutyState{Failures: 9, Next: time.Now().Add(time.Hour), Paused: &events.DutyPause{Since: time.Now().Add(time.Hour)}})
		if _, err := r.Resume(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
		if got := row(t, r, "a"); got.Paused != nil || got.State.Failures != 0 || !got.State.Next.IsZero() {
			t.Errorf("resumed: %+v", got)
		}
	})
}

// TestRestoredStore begins with what tells others paused.
func TestRestoredStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vault, inside, hub, hook := openVault(t), newRuns(), newRuns(), newRuns()
		note := func(r *runs) func(context.Context) (string, error) {
			return func(context.Context) (string, error) { r.note(); return "", nil }
		}
		pause := events.DutyPause{Since: time.Now().UTC().Truncate(time.Millisecond), Reason: "restored"}
		if err := PauseOutgoing(t.Context(), vault, pause); err != nil {
			t.Fatal(err)
		}
		r, stop := start(
			t, vault,
			Duty{Name: "hub", Outgoing: true, Every: time.Hour, Do: note(hub)},
			Duty{Name: "hook", Outgoing: true, Every: time.Hour, Do: note(hook)},
			Duty{Name: "sweep", Every: time.Hour, Do: note(inside)},
		)
		time.Sleep(time.Minute)
		if len(inside.list()) != 1 || len(hub.list())+len(hook.list()) != 0 {
			t.Errorf("done: sweep %v, hub %v, hook %v; want the first only", inside.list(), hub.list(), hook.list())
		}
		if diff := cmp.Diff(&pause, row(t, r, "hub").Paused); diff != "" {
			t.Errorf("the pause of the hub (-want +got):\n%s", diff)
		}
		if got := row(t, r, "sweep").Paused; got != nil {
			t.Errorf("sweep is paused: %+v", got)
		}
		for _, name := range []string{events.OutgoingDuties, "none"} {
			if _, err := r.Resume(t.Context(), name); !errors.Is(err, events.ErrNotFound) || !strings.Contains(err.Error(), "hook, hub, sweep") {
				t.Errorf("resuming %q: %v", name, err)
			}
		}
		if resumed, err := r.Resume(t.Context(), "hub"); err != nil || !slices.Equal(resumed, []string{"hub"}) {
			t.Errorf("resuming the hub gives %v, %v", resumed, err)
		}
		time.Sleep(time.Minute)
		if len(hub.list()) != 1 || len(hook.list()) != 0 {
			t.Errorf("done: hub %v, hook %v; want the first only", hub.list(), hook.list())
		}
		if resumed, err := r.Resume(t.Context()); err != nil || !slices.Equal(resumed, []string{"hook"}) {
			t.Errorf("resuming all gives %v, %v", resumed, err)
		}
		time.Sleep(time.Minute)
		stop()
		if len(hook.list()) != 1 {
			t.Errorf("done: hook %v", hook.list())
		}
		// What comes later is not paused either, but a second restore pauses all again.
		later, _ := New(Config{Vault: vault, Now: time.Now, Duties: []Duty{{Name: "new", Outgoing: true}, {Name: "hub", Outgoing: true}}})
		if got := row(t, later, "new").Paused; got != nil {
			t.Errorf("a later duty is paused: %+v", got)
		}
		pause.Since = time.Now()
		if err := PauseOutgoing(t.Context(), vault, pause); err != nil {
			t.Fatal(err)
		}
		if got := row(t, later, "hub").Paused; got == nil {
			t.Error("after a second restore the hub is not paused")
		}
	})
}

func TestStoppingFreesTheDuty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vault := openVault(t)
		r, stop := start(
			t, vault,
			Duty{Name: "halted", Every: time.Minute, Do: func(ctx context.Context) (string, error) { <-ctx.Done(); return "", ctx.Err() }},
			Duty{Name: "finished", Every: time.Minute, Do: func(ctx context.Context) (string, error) { <-ctx.Done(); return "all", nil }},
		)
		time.Sleep(time.Second)
		if !row(t, r, "halted").Claimed || !row(t, r, "finished").Claimed {
			t.Error("they are not claimed while they run")
		}
		stop()
		if got := row(t, r, "halted"); got.State.Claim != nil || got.State.Last != nil || got.State.Failures != 0 {
			t.Errorf("after the stop: %+v", got.State)
		}
		if got := row(t, r, "finished"); got.State.Claim != nil || got.State.Last == nil || got.State.Last.Done != "all" {
			t.Errorf("after the stop: %+v", got.State)
		}
	})
}

// TestLostClaim stops the work and leaves the state to the new holder.
func TestLostClaim(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vault := openVault(t)
		var cause error
		_, stop := start(t, vault, Duty{Name: "a", Every: time.Minute, Do: func(ctx context.Context) (string, error) {
			<-ctx.Done()
			cause = context.Cause(ctx)
			return "done", nil
		}})
		time.Sleep(time.Second)
		theirs := events.DutyState{Claim: &events.DutyClaim{Holder: "other", Since: time.Now().UTC(), Until: time.Now().UTC().Add(time.Hour)}}
		put(t, vault, "a", theirs)
		time.Sleep(20 * time.Second) // shorter than the claim of the dead holds
		stop()
		r := &Roster{vault: vault}
		got, _, err := r.load(t.Context(), "a")
		if diff := cmp.Diff(theirs, got); diff != "" || err != nil || !errors.Is(cause, errLost) {
			t.Errorf("the work ended by %v; the state (-theirs +got): %v\n%s", cause, err, diff)
		}
	})
}

// cut is a vault that cannot be reached for a while.
type cut struct {
	store.Vault
	mu  sync.Mutex
	off bool
}

func (c *cut) set(off bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.off = off
}

func (c *cut) err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.off {
		return events.ErrUnavailable
	}
	return nil
}

func (c *cut) Get(ctx context.Context, key string) (events.Value, error) {
	if err := c.err(); err != nil {
		return events.Value{}, err
	}
	return c.Vault.Get(ctx, key)
}

func (c *cut) Write(ctx context.Context, changes ...events.ValueChange) (events.Version, error) {
	if err := c.err(); err != nil {
		return 0, err
	}
	return c.Vault.Write(ctx, changes...)
}

// TestVaultOutOfReach ends the work before its claim ends, and begins anew when
// the vault is back.
func TestVaultOutOfReach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vault, begun, over := &cut{Vault: openVault(t)}, newRuns(), newRuns()
		_, stop := start(t, vault, Duty{Name: "a", Every: time.Minute, Do: func(ctx context.Context) (string, error) {
			begun.note()
			<-ctx.Done()
			over.note()
			return "", ctx.Err()
		}})
		time.Sleep(time.Second)
		vault.set(true)
		time.Sleep(time.Minute)
		if ended := over.list(); len(ended) != 1 || ended[0] < claimTime/3 || ended[0] >= claimTime {
			t.Fatalf("the work ended after %v; want once, before the claim's end at 30s", ended)
		}
		vault.set(false)
		time.Sleep(time.Minute)
		if got := begun.list(); len(got) != 2 {
			t.Errorf("begun at %v; want again when the vault is back", got)
		}
		stop()
	})
}

func TestPendingFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked, done := newRuns(), newRuns()
		_, stop := start(t, openVault(t), Duty{
			Name: "a", Every: time.Hour, Do: func(context.Context) (string, error) { done.note(); return "", nil },
			Pending: func(context.Context) (bool, error) {
				if asked.note() < 3 {
					return true, errors.New("cannot tell")
				}
				return true, nil
			},
		})
		time.Sleep(time.Minute)
		stop()
		if len(done.list()) != 1 || len(asked.list()) != 3 {
			t.Errorf("asked at %v, done at %v; want the third answer to count", asked.list(), done.list())
		}
	})
}

func TestNames(t *testing.T) {
	do := func(context.Context) (string, error) { return "", nil }
	for name, list := range map[string][]Duty{
		"empty": {{Name: ""}}, "upper case": {{Name: "A"}}, "a path": {{Name: "a/b"}}, "twice": {{Name: "a"}, {Name: "a"}},
		"the mark": {{Name: events.OutgoingDuties}}, "without pause": {{Name: "a", Do: do}},
	} {
		var invalid *events.Invalid
		if _, err := New(Config{Duties: list}); !errors.As(err, &invalid) {
			t.Errorf("%s: %v; want Invalid", name, err)
		}
	}
	if _, err := New(Config{Duties: []Duty{{Name: "a-1", Do: do, Every: 1}, {Name: "b"}}}); err != nil {
		t.Error(err)
	}
}

func TestList(t *testing.T) {
	vault := openVault(t)
	put(t, vault, "unknown", events.DutyState{Failures: 1})
	put(t, vault, "b", events.DutyState{Failures: 2})
	now := time.Now().UTC().Truncate(time.Millisecond)
	put(t, vault, "a", events.DutyState{Claim: &events.DutyClaim{Holder: "x", Until: now}})
	r, err := New(Config{Vault: vault, Now: func() time.Time { return now }, Duties: []Duty{{Name: "b", About: "about b", Outgoing: true}, {Name: "a"}}})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := r.List(t.Context())
	want := []Row{
		{Name: "a", State: events.DutyState{Claim: &events.DutyClaim{Holder: "x", Until: now}}}, // ended this instant
		{Name: "b", About: "about b", Outgoing: true, State: events.DutyState{Failures: 2}},
		{Name: "unknown", State: events.DutyState{Failures: 1}},
	}
	if diff := cmp.Diff(want, rows); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if err := r.Pause(t.Context(), "none", ""); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("pausing none: %v", err)
	}
	if _, err := vault.Write(t.Context(), events.PutValue(events.Value{Key: "duty/newer", Schema: 2, Data: []byte("{}")}, 0)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.List(t.Context()); err == nil || !strings.Contains(err.Error(), "duty/newer") {
		t.Errorf("a state of a newer schema: %v", err)
	}
}

func TestSweep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vault := openVault(t)
		now := time.Now().UTC()
		value := func(key string, expires time.Time) events.Value {
			return events.Value{Key: key, Schema: 1, Data: json.RawMessage("1"), Expires: expires}
		}
		for chunk := range 3 { // more than one write takes
			var changes []events.ValueChange
			for i := range store.MaxValues {
				changes = append(changes, events.PutValue(value(fmt.Sprintf("old/%d-%03d", chunk, i), now), 0))
			}
			if _, err := vault.Write(t.Context(), changes...); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := vault.Write(t.Context(), events.PutValue(value("a", now.Add(30*time.Minute)), 0),
			events.PutValue(value("b", now.Add(time.Hour+time.Millisecond)), 0), events.PutValue(value("c", time.Time{}), 0)); err != nil {
			t.Fatal(err)
		}
		keys := func() (list []string) {
			for v, err := range vault.List(t.Context(), "") {
				if err != nil {
					t.Fatal(err)
				}
				if !strings.HasPrefix(v.Key, events.DutyPrefix) {
					list = append(list, v.Key)
				}
			}
			return list
		}
		r, stop := start(t, vault, Sweeping(vault, time.Now))
		time.Sleep(time.Minute)
		if diff := cmp.Diff([]string{"a", "b", "c"}, keys()); diff != "" {
			t.Errorf("after the first sweep (-want +got):\n%s", diff)
		}
		if got := row(t, r, "sweep").State.Last; got == nil || got.Done != "expired values removed: 300" {
			t.Errorf("its result is %+v", got)
		}
		time.Sleep(time.Hour)
		if diff := cmp.Diff([]string{"b", "c"}, keys()); diff != "" {
			t.Errorf("after the second sweep (-want +got):\n%s", diff)
		}
		stop()
	})
}

// TestSweepLeavesWhatWasRenewed between looking and removing.
func TestSweepLeavesWhatWasRenewed(t *testing.T) {
	vault := openVault(t)
	now := time.Now().UTC()
	old := events.Value{Key: "a", Schema: 1, Data: []byte("1"), Expires: now}
	other := old
	other.Key = "b"
	version, err := vault.Write(t.Context(), events.PutValue(old, 0), events.PutValue(other, 0))
	if err != nil {
		t.Fatal(err)
	}
	old.Expires = time.Time{}
	if _, err := vault.Write(t.Context(), events.PutValue(old, version)); err != nil {
		t.Fatal(err)
	}
	n, err := remove(t.Context(), vault, []events.ValueChange{events.DeleteValue("a", version), events.DeleteValue("b", version)})
	if n != 1 || err != nil {
		t.Errorf("removed %d, %v; want 1", n, err)
	}
	if _, err := vault.Get(t.Context(), "a"); err != nil {
		t.Error("what was renewed is gone")
	}
	if _, err := vault.Get(t.Context(), "b"); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("what had expired is still there: %v", err)
	}
}
