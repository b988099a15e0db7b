package access

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"almanac.example/events"
)

// AccountChange says what is to be different; nil fields stay as they are.
type AccountChange struct {
	Name     *string
	Shown    *string
	Role     *Role
	Language *string
	Disabled *bool
}

// ChangeAccount changes an account. People may change how they are shown and
// their language themselves. The last administrator can be neither disabled nor
// given a lesser role: that is an *events.Invalid. Disabling ends all sessions;
// after another role each session goes on under a new secret.
func (d *Directory) ChangeAccount(ctx context.Context, by Principal, id string, c AccountChange) (Account, error) {
	if err := d.mayChange(by, id, c); err != nil {
		return Account{}, err
	}
	var changed Account
	err := d.again(ctx, func() error {
		old, err := d.account(id)
		if err != nil {
			return err
		}
		changed, err = d.changeAccount(ctx, by, old, c)
		return err
	})
	if err == nil && changed.Disabled {
		err = d.endSessions(ctx, id, "")
	}
	return changed, err
}

// mayChange lets people change what concerns nobody else.
func (d *Directory) mayChange(by Principal, id string, c AccountChange) error {
	if own, ok := by.Account(); ok && own.ID == id && c.Name == nil && c.Role == nil && c.Disabled == nil {
		if by.May(OwnAccount) == nil {
			return nil
		}
	}
	return by.May(ManageAccounts)
}

func (d *Directory) changeAccount(ctx context.Context, by Principal, old entry[storedAccount], c AccountChange) (Account, error) {
	e := old
	a := &e.value
	for _, f := range []struct{ from, to *string }{{c.Name, &a.Name}, {c.Shown, &a.Shown}, {c.Language, &a.Language}} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	if c.Role != nil {
		a.Role = *c.Role
	}
	if c.Disabled != nil {
		a.Disabled = *c.Disabled
	}
	if err := a.check(); err != nil {
		return Account{}, err
	}
	detail := difference(old.value.Account, a.Account)
	if detail == "" {
		return a.Account, nil
	}
	changes := []events.ValueChange{d.accounts.put(a.ID, e), d.note(by, about(a.Account, AuditAccount, "%s", detail))}
	rename, err := d.rename(old.value.Account, a.Account)
	if err != nil {
		return Account{}, err
	}
	keep, err := d.keepAdministrator(ctx, old.value.Account, a.Account)
	if err != nil {
		return Account{}, err
	}
	if err := d.write(ctx, append(append(changes, rename...), keep...)...); err != nil {
		return Account{}, fmt.Errorf("changing account %s: %w", old.value.Name, err)
	}
	return a.Account, nil
}

// difference says for the audit what of an account is changed.
func difference(old, a Account) string {
	var list []string
	for _, f := range []struct{ name, from, to string }{
		{"name", old.Name, a.Name}, {"shown name", old.Shown, a.Shown}, {"role", string(old.Role), string(a.Role)},
		{"language", old.Language, a.Language}, {"disabled", yesNo(old.Disabled), yesNo(a.Disabled)},
	} {
		if f.from != f.to {
			list = append(list, fmt.Sprintf("%s %s → %s", f.name, cmp.Or(f.from, "none"), cmp.Or(f.to, "none")))
		}
	}
	return strings.Join(list, "; ")
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// rename moves the login name, if it is another one.
func (d *Directory) rename(old, a Account) ([]events.ValueChange, error) {
	if old.Name == a.Name {
		return nil, nil
	}
	if _, taken := d.logins.get(a.Name); taken {
		return nil, nameTaken(a.Name)
	}
	changes := []events.ValueChange{d.logins.put(a.Name, entry[storedLogin]{value: storedLogin{a.ID}})}
	if login, ok := d.logins.get(old.Name); ok {
		changes = append(changes, d.logins.drop(old.Name, login.version))
	}
	return changes, nil
}

// keepAdministrator sees to it that somebody can still manage accounts. Another
// administrator is written again as it is, so that of two who take the role
// from each other at the same time one loses the race.
func (d *Directory) keepAdministrator(ctx context.Context, old, a Account) ([]events.ValueChange, error) {
	was, is := old.Role == Administrator && !old.Disabled, a.Role == Administrator && !a.Disabled
	switch {
	case is && !was:
		return d.claim(ctx)
	case is || !was:
		return nil, nil
	}
	other, ok := d.otherAdministrator(a.ID)
	if !ok {
		return nil, invalidf("account", "role", "%s is the last administrator: make somebody else one first", old.Name)
	}
	return []events.ValueChange{d.accounts.put(other.value.ID, other)}, nil
}
