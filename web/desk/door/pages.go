package door

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
)

// Pages are the pages around accounts.
type Pages struct {
	directory *access.Directory
	external  External
}

// External is the way to an identity provider. The zero value is none.
type External struct {
	Name string // of the provider
	Path string // below the language
}

// New prepares the pages.
func New(d *access.Directory, x External) *Pages { return &Pages{d, x} }

// ErrSpent is the error of an address that worked once: it was used or withdrawn,
// has run out, or never was. Nobody is told which.
var ErrSpent = fmt.Errorf("the address works no longer: %w", events.ErrNotFound)

// joinPage is the page on which an account begins.
type joinPage struct {
	frame.Head
	Kicker, Headline, Soft string
	Action                 string
	Secret                 string
	Fields                 []frame.Field
	Button                 string
}

// Setup is the page of the first administrator. Address: /setup.
func (p *Pages) Setup(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	secret := v.Query.Get("secret")
	if v.Sent {
		secret = v.Form.Secret("secret")
	}
	if !p.directory.MaySetUp(secret) {
		return frame.Answer{}, ErrSpent
	}
	page := &joinPage{
		Kicker: v.Text("setup.kicker"), Headline: v.Text("setup.title"), Soft: v.Text("setup.soft"), Action: v.Link("/setup"), Secret: secret, Button: v.Text("setup.button"),
		Fields: p.newFields(v, ""),
	}
	if !v.Sent {
		return p.showJoin(v, page, nil), nil
	}
	account, cookie, err := p.directory.SetUp(ctx, secret, newAccount(v), v.Browser)
	return p.joined(v, page, joined{account, cookie, err})
}

// Invited is the page of an invitation. Address: /invite.
func (p *Pages) Invited(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	secret := v.Query.Get("secret")
	if v.Sent {
		secret = v.Form.Secret("secret")
	}
	i, err := p.directory.Invitation(secret)
	if errors.Is(err, events.ErrNotFound) {
		return frame.Answer{}, ErrSpent
	}
	if err != nil {
		return frame.Answer{}, err
	}
	page := &joinPage{
		Kicker: v.Text("invite.kicker"), Headline: v.Text("invite.title"), Soft: v.Text("invite.soft", v.Text("role."+string(i.Role))), Action: v.Link("/invite"), Secret: secret, Button: v.Text("invite.button"),
	}
	if i.Account == "" {
		page.Fields = p.newFields(v, i.Name)
	} else {
		page.Headline, page.Soft = v.Text("invite.passwordTitle"), v.Text("invite.passwordSoft", i.Name)
		page.Fields = []frame.Field{passwordField(v, "pw", "password", v.Text("door.newPassword"))}
	}
	if !v.Sent {
		return p.showJoin(v, page, nil), nil
	}
	account, cookie, err := p.directory.AcceptInvitation(ctx, secret, newAccount(v), v.Browser)
	return p.joined(v, page, joined{account, cookie, err})
}

// newAccount is what the form says of an account.
func newAccount(v *frame.Visit) access.NewAccount {
	return access.NewAccount{Name: v.Form.Line("user"), Shown: v.Form.Line("shown"), Language: v.Lang, Password: v.Form.Secret("password")}
}

// newFields are the fields of a new account.
func (p *Pages) newFields(v *frame.Visit, name string) []frame.Field {
	if v.Sent {
		name = v.Form.Line("user")
	}
	return []frame.Field{
		{ID: "shown", Name: "shown", Label: v.Text("account.shown"), Hint: v.Text("account.shownHint"), Value: v.Form.Line("shown"), Autocomplete: "name", Max: 120},
		{ID: "user", Name: "user", Label: v.Text("door.user"), Hint: v.Text("door.userHint"), Class: "s14", Value: name, Autocomplete: "username", Plain: true, Max: 64},
		passwordField(v, "pw", "password", v.Text("door.password")),
	}
}

func passwordField(v *frame.Visit, id, name, label string) frame.Field {
	return frame.Field{ID: id, Name: name, Type: "password", Label: label, Hint: v.Text("door.passwordHint"), Autocomplete: "new-password"}
}

// joined is what became of an account that was to begin.
type joined struct {
	account access.Account
	cookie  *http.Cookie
	err     error
}

// joined signs in, or says what is wrong.
func (p *Pages) joined(v *frame.Visit, page *joinPage, j joined) (frame.Answer, error) {
	var invalid *events.Invalid
	switch {
	case errors.As(j.err, &invalid):
		return p.showJoin(v, page, v.AccountFaults(invalid)), nil
	case j.err != nil:
		return frame.Answer{}, j.err
	}
	a := frame.See(v.Link("/", frame.OutcomeKey, "begun"))
	a.Cookie = j.cookie
	return a, nil
}

func (p *Pages) showJoin(v *frame.Visit, page *joinPage, faults frame.Faults) frame.Answer {
	for i := range page.Fields {
		page.Fields[i].Fault = faults.Of(page.Fields[i].ID)
	}
	page.Head = v.Frame(frame.Heading{Title: page.Headline, Faults: faults, Alone: v.Sent})
	return frame.Refuse("door/join", page)
}
