package access

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"almanac.example/events"
)

// invitationLife is how long an invitation holds.
const invitationLife = 7 * 24 * time.Hour

// invitePath is where the page of an invitation is, below the base URL; its
// query has the secret as "secret".
const invitePath = "/admin/invite"

// InvitationAddress is the address of that page for who knows the secret.
func InvitationAddress(baseURL, secret string) string {
	return secretAddress(baseURL, invitePath, secret)
}

// Invitation is a link with which somebody chooses their own password: for an
// account that it makes, or for one that is there.
type Invitation struct {
	ID      string // names it in lists and forms; opens nothing
	Account string // ID of an account that is there; "": it makes one
	Name    string // of the account; may be chosen otherwise if the account is made
	Role    Role   // of the account that is made
	By      string // who invites; see Principal.By
	Created time.Time
	Expires time.Time
}

// storedInvitation is the vault's value invite/HASH.
type storedInvitation struct {
	Account string    `json:"account,omitempty"`
	Name    string    `json:"name,omitempty"`
	Role    Role      `json:"role,omitempty"`
	By      string    `json:"by"`
	Created time.Time `json:"created"`
}

func (s storedInvitation) invitation(key string, expires time.Time) Invitation {
	return Invitation{sessionID(key), s.Account, s.Name, s.Role, s.By, s.Created, expires}
}

// Invite makes an invitation and returns its secret, which is shown once. With a
// Name that is an account's it is for that account to choose another password;
// otherwise it makes an account of the Role.
func (d *Directory) Invite(ctx context.Context, by Principal, name string, role Role) (Invitation, string, error) {
	if err := by.May(ManageAccounts); err != nil {
		return Invitation{}, "", err
	}
	s := storedInvitation{Name: name, Role: role, By: by.By(), Created: d.instant()}
	if known, err := d.AccountNamed(name); err == nil {
		s.Account, s.Name, s.Role = known.ID, known.Name, known.Role
	} else if err := s.check(); err != nil {
		return Invitation{}, "", err
	}
	secret, expires := newSecret(), s.Created.Add(invitationLife)
	made := about(Account{ID: s.Account, Name: s.Name}, AuditInvitation, "made, for %s", s.Role)
	e := entry[storedInvitation]{value: s, expires: expires}
	if err := d.write(ctx, d.invitations.put(hashOf(secret), e), d.note(by, made)); err != nil {
		return Invitation{}, "", fmt.Errorf("inviting: %w", err)
	}
	return s.invitation(hashOf(secret), expires), secret, nil
}

// check brings the name of an account that is to be made into its form.
func (s *storedInvitation) check() (err error) {
	if s.Name != "" {
		if s.Name, err = foldName(s.Name); err != nil {
			return err
		}
	}
	_, err = ParseRole(string(s.Role))
	return err
}

// Invitations lists those that hold, the newest first.
func (d *Directory) Invitations() []Invitation {
	var list []Invitation
	for key, e := range d.invitations.all() {
		list = append(list, e.value.invitation(key, e.expires))
	}
	slices.SortFunc(list, func(a, b Invitation) int { return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(a.ID, b.ID)) })
	return list
}

// Invitation returns the one that the secret opens; events.ErrNotFound if it
// was used or withdrawn, has expired or never existed.
func (d *Directory) Invitation(secret string) (Invitation, error) {
	key := hashOf(secret)
	e, ok := d.invitations.get(key)
	if !ok {
		return Invitation{}, errNoInvitation()
	}
	return e.value.invitation(key, e.expires), nil
}

func errNoInvitation() error { return fmt.Errorf("invitation: %w", events.ErrNotFound) }

// AcceptInvitation makes the account, or gives the one that is there its
// password, and signs it in. Of n the Role does not count, and for an account
// that is there only the Password. An invitation is used once: in the same
// write it goes.
func (d *Directory) AcceptInvitation(ctx context.Context, secret string, n NewAccount, b Browser) (Account, *http.Cookie, error) {
	if err := d.fresh(); err != nil {
		return Account{}, nil, err
	}
	if n.Password == "" {
		return Account{}, nil, invalidf("account", "password", "is empty; choose one")
	}
	var a Account
	err := d.again(ctx, func() error {
		e, ok := d.invitations.get(hashOf(secret))
		if !ok {
			return errNoInvitation()
		}
		accepted, changes, err := d.accept(ctx, e.value, n)
		if err != nil {
			return err
		}
		a = accepted
		return d.write(ctx, append(changes, d.invitations.drop(hashOf(secret), e.version))...)
	})
	if err != nil {
		return Account{}, nil, fmt.Errorf("accepting an invitation: %w", err)
	}
	if err := d.endSessions(ctx, a.ID, ""); err != nil {
		return Account{}, nil, err
	}
	c, err := d.start(ctx, a, b, "by an invitation")
	return a, c, err
}

// accept prepares the write that makes an account, or gives the one that is
// there another password.
func (d *Directory) accept(ctx context.Context, i storedInvitation, n NewAccount) (Account, []events.ValueChange, error) {
	if i.Account == "" {
		n.Role = i.Role
		claim, err := d.claimFor(ctx, n.Role)
		if err != nil {
			return Account{}, nil, err
		}
		a, changes, err := d.newAccount(ctx, n)
		made := about(a, AuditInvitation, "used; account created as %s", a.Role)
		return a, append(append(changes, claim...), d.note(Principal{kind: person, account: a}, made)), err
	}
	e, err := d.account(i.Account)
	if err != nil || e.value.Disabled {
		return Account{}, nil, errNoInvitation()
	}
	if err := d.setPassword(ctx, &e.value, n.Password); err != nil {
		return Account{}, nil, err
	}
	a := e.value.Account
	made := about(a, AuditInvitation, "used; password set")
	return a, []events.ValueChange{d.accounts.put(a.ID, e), d.note(Principal{kind: person, account: a}, made)}, nil
}

// WithdrawInvitation makes a link worthless. One that does not hold any more is
// no error.
func (d *Directory) WithdrawInvitation(ctx context.Context, by Principal, id string) error {
	if err := by.May(ManageAccounts); err != nil {
		return err
	}
	for key, e := range d.invitations.all() {
		if sessionID(key) != id {
			continue
		}
		gone := d.note(by, about(Account{ID: e.value.Account, Name: e.value.Name}, AuditInvitation, "withdrawn"))
		if err := d.remove(ctx, d.invitations.removal(key), gone); err != nil {
			return fmt.Errorf("withdrawing an invitation: %w", err)
		}
		return nil
	}
	return nil
}
