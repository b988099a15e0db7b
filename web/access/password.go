package access

import (
	"context"
	"fmt"

	"golang.org/x/text/secure/precis"
)

// prepared is the password in the form that is hashed: the same whatever
// keyboard typed it (RFC 8265 §4.2).
func prepared(password string) (string, error) {
	p, err := precis.OpaqueString.String(password)
	if err != nil {
		return "", invalidf("account", "password", "has characters that not every keyboard types, as control characters")
	}
	return p, nil
}

// setPassword puts the hash of a new password into the account.
func (d *Directory) setPassword(ctx context.Context, a *storedAccount, password string) error {
	if err := checkPassword(password, append(d.names(), a.Name, a.Shown)...); err != nil {
		return err
	}
	p, err := prepared(password)
	if err != nil {
		return err
	}
	if a.Password, err = d.hashing.hash(ctx, p); err != nil {
		return fmt.Errorf("hashing a password: %w", err)
	}
	a.Changed = d.instant()
	return nil
}

// SetPassword gives an account another password and ends its sessions, all but
// that of by. For one's own password see ChangePassword.
func (d *Directory) SetPassword(ctx context.Context, by Principal, id, password string) error {
	if err := by.May(ManageAccounts); err != nil {
		return err
	}
	return d.replacePassword(ctx, by, id, password)
}

// PasswordChange is what somebody gives to change their own password.
type PasswordChange struct {
	Present string // "" if none is set
	New     string
	Browser Browser
}

// ChangePassword gives the principal's account another password and ends its
// other sessions. It takes the present password, so that a browser that was
// left open is not enough; a wrong one is ErrLogin and counts as a try to sign
// in.
func (d *Directory) ChangePassword(ctx context.Context, by Principal, c PasswordChange) error {
	if err := by.May(OwnAccount); err != nil {
		return err
	}
	a, err := d.account(by.account.ID)
	if err != nil {
		return err
	}
	if a.value.Password != "" {
		attempt := Attempt{Name: a.value.Name, Password: c.Present, Browser: c.Browser}
		if _, err := d.confirm(ctx, attempt); err != nil {
			return err
		}
	}
	return d.replacePassword(ctx, by, by.account.ID, c.New)
}

func (d *Directory) replacePassword(ctx context.Context, by Principal, id, password string) error {
	err := d.again(ctx, func() error {
		e, err := d.account(id)
		if err != nil {
			return err
		}
		if err := d.setPassword(ctx, &e.value, password); err != nil {
			return err
		}
		return d.write(ctx, d.accounts.put(id, e), d.note(by, about(e.value.Account, AuditPassword, "")))
	})
	if err != nil {
		return fmt.Errorf("setting a password: %w", err)
	}
	return d.endSessions(ctx, id, by.session)
}
