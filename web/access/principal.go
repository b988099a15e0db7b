package access

import (
	"cmp"
	"slices"
)

// Principal is who asks for something, as far as it has been proved. The zero
// value is the public.
type Principal struct {
	kind    kind
	account Account
	token   Token
	session string // key of the session in the vault
	name    string // of a local user or a duty
	shown   string // of a local user, if it is another
}

// kind is how a principal was authenticated.
type kind int

const (
	public kind = iota
	person
	program
	local
	duty
)

// Local is the user of the operating system who may open the admin socket or
// the store itself: an administrator.
func Local(user string) Principal { return Principal{kind: local, name: user} }

// Signing is a local user who makes changes under a name; "" is their own.
// Whoever is known by an account keeps its name.
func (p Principal) Signing(author string) Principal {
	if p.kind == local {
		p.shown = author
	}
	return p
}

// Duty is something that the server does by itself, with an editor's rights:
// publishing what is due, following calendars.
func Duty(name string) Principal { return Principal{kind: duty, name: name} }

// Authenticated reports whether it is anybody but the public.
func (p Principal) Authenticated() bool { return p.kind != public }

// By is how the history names the principal (events.Change.By):
// account:ID, token:ID, local:USER or duty:NAME; "" for the public.
func (p Principal) By() string {
	switch p.kind {
	case person:
		return "account:" + p.account.ID
	case program:
		return "token:" + p.token.ID
	case local:
		return "local:" + p.name
	case duty:
		return "duty:" + p.name
	}
	return ""
}

// Author is the name that the history shows (events.Change.Author): that of the
// person, also for a token of theirs.
func (p Principal) Author() string {
	switch p.kind {
	case person, program:
		return p.account.ShownName()
	case local:
		return cmp.Or(p.shown, p.name)
	}
	return p.name
}

// Account is the account of the person, or of the token's owner; false for
// others.
func (p Principal) Account() (Account, bool) {
	return p.account, p.kind == person || p.kind == program
}

// Token is the token that was sent; false if it was none.
func (p Principal) Token() (Token, bool) { return p.token, p.kind == program }

// Session is the ID of the session (see Session.ID); "" without one.
func (p Principal) Session() string { return sessionID(p.session) }

// Role is the role that counts now; "" for the public.
func (p Principal) Role() Role {
	switch p.kind {
	case person, program:
		return p.account.Role
	case local:
		return Administrator
	case duty:
		return Editor
	}
	return ""
}

// May is nil if the principal may do the action, and otherwise a *Denied that
// says why not and who may. It is the one place where that is decided, and it
// reads no store.
func (p Principal) May(a Action) error {
	r, known := rules[a]
	deny := func(c Cause) error { return &Denied{Action: a, Cause: c, Role: p.Role()} }
	switch {
	case !p.Authenticated():
		return deny(NotSignedIn)
	case !known || !p.Role().Includes(r.role):
		return deny(NoRole)
	case p.kind == program && len(r.scopes) == 0:
		return deny(NotByToken)
	case p.kind == program && !slices.ContainsFunc(r.scopes, func(s Scope) bool { return slices.Contains(p.token.Scopes, s) }):
		return deny(NoScope)
	case a == OwnAccount && p.kind != person:
		return deny(NotAPerson)
	}
	return nil
}
