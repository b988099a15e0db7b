package access

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"almanac.example/events"
)

// storedBeginning is the vault's value setup: that there is an administrator,
// so that of two who become the first one only one does.
type storedBeginning struct {
	At time.Time `json:"at"`
}

// claim is the part of a write that makes the first administrator; nil if there
// is one. It is to be asked for before anything that takes time.
func (d *Directory) claim(ctx context.Context) ([]events.ValueChange, error) {
	last, _ := d.beginnings.get("")
	// Who claimed before made an account in the same write.
	if err := d.accounts.reach(ctx, last.version); err != nil {
		return nil, err
	}
	if d.HasAdministrator() {
		return nil, nil
	}
	e := entry[storedBeginning]{value: storedBeginning{d.instant()}, version: last.version}
	return []events.ValueChange{d.beginnings.put("", e)}, nil
}

// offer is the secret with which somebody may become the first administrator.
type offer struct {
	mu   sync.Mutex
	hash string // "": nothing is offered
}

// setupPath is where the page of the first administrator is, below the base
// URL; its query has the secret as "secret".
const setupPath = "/admin/setup"

// SetupAddress is the address of that page for who knows the secret.
func SetupAddress(baseURL, secret string) string { return secretAddress(baseURL, setupPath, secret) }

// OfferSetup lets whoever knows the secret become the first administrator, as
// long as there is none. The secret is given out by who runs the server: see
// NewSetupSecret.
func (d *Directory) OfferSetup(secret string) {
	d.setup.mu.Lock()
	defer d.setup.mu.Unlock()
	d.setup.hash = hashOf(secret)
}

// NewSetupSecret is a new secret for OfferSetup.
func NewSetupSecret() string { return newSecret() }

// MaySetUp reports whether the secret is the one that is offered and there is no
// administrator yet. Otherwise the page of setupPath does not exist.
func (d *Directory) MaySetUp(secret string) bool {
	d.setup.mu.Lock()
	offered := d.setup.hash
	d.setup.mu.Unlock()
	right := subtle.ConstantTimeCompare([]byte(offered), []byte(hashOf(secret))) == 1
	return right && offered != "" && !d.HasAdministrator()
}

// SetUp makes the first administrator and signs it in. The Role of n does not
// count. Where MaySetUp is false, also because another one was first, the error
// is an events.ErrNotFound.
func (d *Directory) SetUp(ctx context.Context, secret string, n NewAccount, b Browser) (Account, *http.Cookie, error) {
	if !d.MaySetUp(secret) {
		return Account{}, nil, fmt.Errorf("setup: %w", events.ErrNotFound)
	}
	if n.Role = Administrator; n.Password == "" {
		return Account{}, nil, invalidf("account", "password", "is empty; the first administrator needs one")
	}
	claim, err := d.claim(ctx)
	if err != nil {
		return Account{}, nil, fmt.Errorf("setup: %w", err)
	}
	a, changes, err := d.newAccount(ctx, n)
	if err == nil && claim != nil {
		made := about(a, AuditSetup, "first administrator")
		made.Network = networkName(b.Network)
		err = d.write(ctx, append(append(changes, claim...), d.note(Principal{kind: person, account: a}, made))...)
	}
	if claim == nil || errors.Is(err, events.ErrConflict) || err != nil && d.HasAdministrator() {
		return Account{}, nil, fmt.Errorf("setup: another one was first: %w", events.ErrNotFound)
	}
	if err != nil {
		return Account{}, nil, fmt.Errorf("setup: %w", err)
	}
	c, err := d.start(ctx, a, b, "as the first administrator")
	return a, c, err
}
