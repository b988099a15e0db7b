package access

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"almanac.example/events"
)

// ErrLogin says that a name and a password do not lead in. It says no more, so
// that nobody learns which names there are: a 422 on the login page.
var ErrLogin = errors.New("the name or the password is not right")

// Attempt is what somebody signs in with.
type Attempt struct {
	Name     string
	Password string
	Browser  Browser
}

// Browser is where a sign-in comes from.
type Browser struct {
	Before  Principal    // whom the request identified as; that session ends
	Network netip.Prefix // that the request counts to (reply.Network); the zero Prefix is none
	Agent   string       // User-Agent, for the list of sessions
}

// Login signs somebody in: it returns the account and the cookie of a new
// session, whatever cookie the browser had. ErrLogin if name and password do
// not lead in, *Throttled if it is too early for another try, ErrBusy if too
// many sign in at once.
func (d *Directory) Login(ctx context.Context, a Attempt) (Account, *http.Cookie, error) {
	e, err := d.confirm(ctx, a)
	if err != nil {
		d.refused.Add(1)
		return Account{}, nil, err
	}
	d.signedIn.Add(1)
	c, err := d.start(ctx, e.value.Account, a.Browser, "with a password")
	return e.value.Account, c, err
}

// SignIns tells how many tries to sign in with a password succeeded in this process
// up to now, and how many were refused.
func (d *Directory) SignIns() (done, refused uint64) { return d.signedIn.Load(), d.refused.Load() }

// confirm checks name and password at the pace that sign-ins have.
func (d *Directory) confirm(ctx context.Context, a Attempt) (entry[storedAccount], error) {
	t := d.tryOf(a)
	if err := d.throttle.admit(t); err != nil {
		return entry[storedAccount]{}, err
	}
	e, err := d.authenticate(ctx, a)
	switch {
	case errors.Is(err, ErrLogin):
		d.failed(ctx, e.value.Account, a.Browser.Network)
	case err != nil:
		d.throttle.withdrawn(t)
	default:
		d.throttle.succeeded(t)
	}
	return e, err
}

// tryOf is the attempt as it is throttled.
func (d *Directory) tryOf(a Attempt) try {
	t := try{name: a.Name, network: a.Browser.Network}
	if folded, err := foldName(a.Name); err == nil {
		t.name = folded
	}
	t.name = hashOf(t.name) // of bounded length
	_, err := d.named(a.Name)
	t.known = err == nil
	return t
}

// authenticate checks name and password. It takes as long for a name that does
// not exist. With ErrLogin comes the account that was tried, if there is one.
func (d *Directory) authenticate(ctx context.Context, a Attempt) (entry[storedAccount], error) {
	if err := d.fresh(); err != nil {
		return entry[storedAccount]{}, err
	}
	e, _ := d.named(a.Name)
	stored := e.value.Password
	if e.value.Disabled {
		stored = ""
	}
	password, err := prepared(a.Password)
	if err != nil {
		password, stored = "", ""
	}
	fits, outdated, err := d.hashing.check(ctx, password, stored)
	switch {
	case err != nil:
		return e, fmt.Errorf("checking a password: %w", err)
	case !fits:
		return e, ErrLogin
	case outdated:
		d.rehash(ctx, e, password)
	}
	return e, nil
}

// rehash keeps the password at today's cost. That it could not be done keeps
// nobody out.
func (d *Directory) rehash(ctx context.Context, e entry[storedAccount], password string) {
	hash, err := d.hashing.hash(ctx, password)
	if err == nil {
		e.value.Password = hash
		err = d.write(ctx, d.accounts.put(e.value.ID, e))
	}
	if err != nil {
		d.log.Warn("a password is not hashed anew", "account", e.value.ID, "err", err)
	}
}

// start begins a session of an account and returns its cookie. The session that
// the browser had ends with it.
func (d *Directory) start(ctx context.Context, a Account, b Browser, how string) (*http.Cookie, error) {
	secret, now := newSecret(), d.instant()
	s := storedSession{Account: a.ID, Role: a.Role, Created: now, Seen: now, Agent: shortAgent(b.Agent)}
	entry := about(a, AuditLogin, "%s", how)
	entry.Network = networkName(b.Network)
	by := Principal{kind: person, account: a}
	if err := d.write(ctx, d.sessions.put(hashOf(secret), s.entry(0)), d.note(by, entry)); err != nil {
		return nil, fmt.Errorf("beginning a session: %w", err)
	}
	if b.Before.session != "" {
		if err := d.remove(ctx, d.sessions.removal(b.Before.session)); err != nil {
			return nil, fmt.Errorf("ending the session before: %w", err)
		}
	}
	return d.cookie(secret), nil
}

// failed enters a sign-in that failed into the audit. A name that leads nowhere
// is left out: it may be a password that was typed into the wrong field. Too
// many failures are counted instead of written, so that they cannot fill the
// store.
func (d *Directory) failed(ctx context.Context, a Account, network netip.Prefix) {
	suppressed, ok := d.failures.admit(d.now())
	if !ok {
		return
	}
	e := about(a, AuditLoginFailed, "")
	e.Network, e.Suppressed = networkName(network), suppressed
	if a.Disabled {
		e.Detail = "the account is disabled"
	}
	if err := d.write(ctx, d.note(Principal{}, e)); err != nil && !errors.Is(err, events.ErrConflict) {
		d.log.Warn("a failed sign-in is not in the audit", "err", err)
	}
}

// failures bounds the entries about failed sign-ins: so many at once, then one a
// minute.
type failures struct {
	mu         sync.Mutex
	since      time.Time // when the present ones began to count
	entries    int       // written since then
	suppressed int
}

// failuresAtOnce is how many entries may be written one after another.
const failuresAtOnce = 100

// admit reports whether an entry may be written, and how many were not before it.
func (f *failures) admit(now time.Time) (suppressed int, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if minutes := int(now.Sub(f.since) / time.Minute); minutes > 0 {
		f.entries = max(0, f.entries-minutes)
		f.since = now
	}
	if f.entries >= failuresAtOnce {
		f.suppressed++
		return 0, false
	}
	f.entries++
	suppressed, f.suppressed = f.suppressed, 0
	return suppressed, true
}
