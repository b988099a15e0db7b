package access

import (
	"fmt"
	"net/netip"
	"sync"
	"time"
)

// Throttled says that the next try is too early: a 429 with Retry-After (RFC
// 6585 §4).
type Throttled struct{ After time.Duration }

// Error says how long to wait.
func (t *Throttled) Error() string {
	return fmt.Sprintf("too many tries: the next one counts in %s", t.After.Round(time.Second))
}

// pace spaces out the tries of each key: the first are free, then each waits
// twice as long as the one before, up to a most. It never locks a key: who waits
// gets a try. It is bounded, and forgets what was tried last the longest ago.
type pace struct {
	free int           // tries without a wait
	most time.Duration // longest wait
	keys int           // most that are remembered

	tries map[string]tries
}

// tries are those of one key that did not succeed.
type tries struct {
	count int
	last  time.Time
	next  time.Time // not before this instant
}

// forgetAfter is how long after its last try a key is as if it were new.
const forgetAfter = time.Hour

// wait is how long the key has to wait; 0: it may try.
func (p *pace) wait(key string, now time.Time) time.Duration {
	return max(0, p.tries[key].next.Sub(now))
}

// note counts a try before it is known how it ends, so that many at once are
// many tries.
func (p *pace) note(key string, now time.Time) {
	t := p.tries[key]
	if now.Sub(t.last) > forgetAfter {
		t = tries{}
	}
	t.count++
	t.last = now
	if over := t.count - p.free; over >= 0 {
		t.next = now.Add(min(p.most, time.Second<<min(over, 20)))
	}
	if p.tries == nil {
		p.tries = map[string]tries{}
	}
	p.tries[key] = t
	if len(p.tries) > p.keys {
		p.forget()
	}
}

// undo takes back a try that was none.
func (p *pace) undo(key string) {
	t := p.tries[key]
	if t.count--; t.count <= 0 {
		delete(p.tries, key)
		return
	}
	t.next = time.Time{}
	p.tries[key] = t
}

// clear forgets the tries of a key.
func (p *pace) clear(key string) { delete(p.tries, key) }

// forget removes the key that was tried the longest ago.
func (p *pace) forget() {
	var oldest string
	var at time.Time
	for k, t := range p.tries {
		if at.IsZero() || t.last.Before(at) {
			oldest, at = k, t.last
		}
	}
	delete(p.tries, oldest)
}

// throttle spaces out sign-ins with each name and from each network.
//
// Who tries a name from many networks slows down everybody who signs in with
// it, except from a network from which that account was signed in to before:
// that has a pace of its own, so that the owner is not kept out.
type throttle struct {
	now func() time.Time

	mu       sync.Mutex
	accounts pace // by name, of those that lead to an account
	others   pace // by name, of those that lead nowhere, treated the same
	homes    pace // by name and network
	networks pace
	familiar map[string]time.Time // when a name was signed in with from a network, the key of homes
}

// The bounds of throttling.
const (
	freeByName    = 5
	freeByNetwork = 20
	longestName   = time.Minute
	longestNet    = 5 * time.Minute
	manyKeys      = 10_000
	familiarFor   = 30 * 24 * time.Hour
)

func newThrottle(now func() time.Time) *throttle {
	names := pace{free: freeByName, most: longestName, keys: manyKeys}
	networks := pace{free: freeByNetwork, most: longestNet, keys: manyKeys}
	return &throttle{now: now, accounts: names, others: names, homes: names, networks: networks, familiar: map[string]time.Time{}}
}

// try is one sign-in.
type try struct {
	name    string
	known   bool         // the name leads to an account
	network netip.Prefix // the zero Prefix: none that is counted
}

// home is the key of the name on the network.
func (a try) home() string { return a.name + " " + a.network.String() }

// byName is the pace that the name has for this try, and the key there; t.mu is
// locked.
func (t *throttle) byName(a try, now time.Time) (*pace, string) {
	since, familiar := t.familiar[a.home()]
	switch {
	case familiar && a.network.IsValid() && now.Sub(since) < familiarFor:
		return &t.homes, a.home()
	case a.known:
		return &t.accounts, a.name
	}
	return &t.others, a.name
}

// admit counts a try; the error is a *Throttled if it is too early, and then it
// does not count.
func (t *throttle) admit(a try) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	p, key := t.byName(a, now)
	wait := p.wait(key, now)
	if a.network.IsValid() {
		wait = max(wait, t.networks.wait(a.network.String(), now))
	}
	if wait > 0 {
		return &Throttled{wait}
	}
	p.note(key, now)
	if a.network.IsValid() {
		t.networks.note(a.network.String(), now)
	}
	return nil
}

// succeeded forgets the tries of the name. Those of the network stay: with an
// account of one's own one could clear them again and again.
func (t *throttle) succeeded(a try) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	p, key := t.byName(a, now)
	p.clear(key)
	t.networks.undo(a.network.String())
	if !a.network.IsValid() {
		return
	}
	t.familiar[a.home()] = now
	if len(t.familiar) > manyKeys {
		t.forgetFamiliar()
	}
}

// withdrawn takes back a try of which it was not found out how it ends.
func (t *throttle) withdrawn(a try) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p, key := t.byName(a, t.now())
	p.undo(key)
	t.networks.undo(a.network.String())
}

// forgetFamiliar removes the sign-in that is the longest ago.
func (t *throttle) forgetFamiliar() {
	oldest := ""
	for key, at := range t.familiar {
		if oldest == "" || at.Before(t.familiar[oldest]) {
			oldest = key
		}
	}
	delete(t.familiar, oldest)
}
