package access

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
)

// ErrLogin says that a name and a password do not lead in. It says no more, so
// that nobody learns which names there are: a 422 on the login page.
var ErrLogin = errors.New("the name or the password is not right")

// Attempt is what somebody signs in with.
type Attempt struct {
	Name     string
	Password string
	Network  netip.Prefix // that the request counts to; the zero Prefix is none
	Agent    string       // User-Agent, for the list of sessions
}

// Login signs somebody in: it returns the account and the cookie of a new
// session. An older session of the same browser is to be ended by the caller.
func (d *Directory) Login(ctx context.Context, a Attempt) (Account, *http.Cookie, error) {
	e, err := d.authenticate(ctx, a)
	if err != nil {
		return Account{}, nil, err
	}
	c, err := d.start(ctx, e.value.Account, a.Agent)
	return e.value.Account, c, err
}

// authenticate checks name and password. It takes as long for a name that does
// not exist.
func (d *Directory) authenticate(ctx context.Context, a Attempt) (entry[storedAccount], error) {
	e, _ := d.named(a.Name)
	stored := e.value.Password
	if e.value.Disabled {
		stored = ""
	}
	password, err := prepared(a.Password)
	if err != nil {
		password, stored = a.Password, ""
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
