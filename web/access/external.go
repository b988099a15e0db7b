package access

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"almanac.example/events"
)

// External is a person as an identity provider knows them; room oidc makes one.
type External struct {
	Issuer  string
	Subject string // within the issuer; never given twice (OpenID Connect Core §2)
	Name    string // proposed for the account
	Mail    string // verified by the provider
	Shown   string
	Role    Role // that the provider's groups give: viewer, author or editor
}

// ErrNoRole says that the identity provider knows the person, and that nothing
// gives them a role here: a 403.
var ErrNoRole = errors.New("no group of yours has a role here: ask an administrator")

// externalKey is the login name under which a subject is kept. No name that
// people choose has a colon.
func (x External) externalKey() string {
	return "oidc:" + hashOf(x.Issuer+"\n"+x.Subject)
}

// LoginExternal signs in a person whom an identity provider vouches for. At the
// first time it makes an account; it is never one that is there already, however
// it is called. Later the role follows the provider's groups, but for
// administrators: nobody becomes or stops being one from outside. ErrLogin if
// the account is disabled, ErrNoRole without a role.
func (d *Directory) LoginExternal(ctx context.Context, x External, b Browser) (Account, *http.Cookie, error) {
	if err := d.fresh(); err != nil {
		return Account{}, nil, err
	}
	if x.Role == Administrator || x.Issuer == "" || x.Subject == "" {
		return Account{}, nil, fmt.Errorf("signing in from outside as %q: %w", x.Role, ErrNoRole)
	}
	var a Account
	err := d.again(ctx, func() (err error) {
		if login, ok := d.logins.get(x.externalKey()); ok {
			// The account was written together with the login, but may be seen after it.
			if _, seen := d.accounts.get(login.value.Account); !seen {
				if err := d.accounts.reach(ctx, login.version); err != nil {
					return err
				}
			}
			a, err = d.follow(ctx, login.value.Account, x)
			return err
		}
		a, err = d.adopt(ctx, x)
		return err
	})
	if err != nil {
		return Account{}, nil, err
	}
	c, err := d.start(ctx, a, b, "by "+x.Issuer)
	return a, c, err
}

// follow returns the account of a person who was here before, with the role that
// the provider's groups give it now.
func (d *Directory) follow(ctx context.Context, id string, x External) (Account, error) {
	e, err := d.account(id)
	switch {
	case err != nil || e.value.Disabled:
		return Account{}, ErrLogin
	case e.value.Role == Administrator || e.value.Role == x.Role:
		return e.value.Account, nil
	case x.Role == "":
		return Account{}, ErrNoRole
	}
	old := e.value.Account
	e.value.Role = x.Role
	a := e.value.Account
	told := about(a, AuditAccount, "%s, by the groups of %s", difference(old, a), x.Issuer)
	return a, d.write(ctx, d.accounts.put(id, e), d.note(Principal{kind: person, account: old}, told))
}

// adopt makes the account of a person who is here for the first time.
func (d *Directory) adopt(ctx context.Context, x External) (Account, error) {
	if x.Role == "" {
		return Account{}, ErrNoRole
	}
	n := NewAccount{Name: d.freeName(x), Shown: strings.TrimSpace(x.Shown), Role: x.Role}
	if strings.ContainsFunc(n.Shown, events.IsControl) || len(n.Shown) > maxShown {
		n.Shown = ""
	}
	a, changes, err := d.newAccount(ctx, n)
	if invalid := (*events.Invalid)(nil); errors.As(err, &invalid) {
		// The name was free a moment ago: somebody else took it.
		return Account{}, fmt.Errorf("adopting %s: %w", n.Name, events.ErrConflict)
	}
	if err != nil {
		return Account{}, err
	}
	link := d.logins.put(x.externalKey(), entry[storedLogin]{value: storedLogin{a.ID}})
	told := about(a, AuditAccount, "created as %s, by the groups of %s", a.Role, x.Issuer)
	return a, d.write(ctx, append(changes, link, d.note(Principal{kind: person, account: a}, told))...)
}

// freeName is a login name that is not taken: the one proposed, the mail
// address, or one of them with a number.
func (d *Directory) freeName(x External) string {
	local, _, _ := strings.Cut(x.Mail, "@")
	candidates := []string{x.Name, x.Mail, local}
	for n := 2; n < 100; n++ {
		candidates = append(candidates, fmt.Sprintf("%s-%d", local, n))
	}
	for _, c := range candidates {
		folded, err := foldName(c)
		if _, taken := d.logins.get(folded); err == nil && !taken {
			return folded
		}
	}
	return mint()
}
