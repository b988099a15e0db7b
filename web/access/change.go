package access

import (
	"context"
	"errors"
	"fmt"

	"almanac.example/events"
)

// maxTries is how often a change is applied anew because another one came first.
const maxTries = 5

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
		changed, err = d.changeAccount(ctx, old, c)
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

// again repeats a change of an account that lost a race, once it is seen what
// came first.
func (d *Directory) again(ctx context.Context, change func() error) error {
	var err error
	for range maxTries {
		accounts, logins := d.accounts.news(), d.logins.news()
		if err = change(); !errors.Is(err, events.ErrConflict) {
			return err
		}
		select {
		case <-accounts:
		case <-logins:
		case <-ctx.Done():
			return err
		}
	}
	return err
}

func (d *Directory) changeAccount(ctx context.Context, old entry[storedAccount], c AccountChange) (Account, error) {
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
	changes := []events.ValueChange{d.accounts.put(a.ID, e)}
	rename, err := d.rename(old.value.Account, a.Account)
	if err != nil {
		return Account{}, err
	}
	keep, err := d.keepAdministrator(old.value.Account, a.Account)
	if err != nil {
		return Account{}, err
	}
	if err := d.write(ctx, append(append(changes, rename...), keep...)...); err != nil {
		return Account{}, fmt.Errorf("changing account %s: %w", old.value.Name, err)
	}
	return a.Account, nil
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
func (d *Directory) keepAdministrator(old, a Account) ([]events.ValueChange, error) {
	was := old.Role == Administrator && !old.Disabled
	if is := a.Role == Administrator && !a.Disabled; !was || is {
		return nil, nil
	}
	other, ok := d.otherAdministrator(a.ID)
	if !ok {
		return nil, invalidf("account", "role", "%s is the last administrator: make somebody else one first", old.Name)
	}
	return []events.ValueChange{d.accounts.put(other.value.ID, other)}, nil
}
