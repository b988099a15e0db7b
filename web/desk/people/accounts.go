package people

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
)

// Pages are the pages on who may do what.
type Pages struct {
	directory *access.Directory
	address   string // of the desk's site, without a slash at the end
}

// New prepares the pages of a desk that is found at the address.
func New(d *access.Directory, address string) *Pages { return &Pages{d, address} }

// peoplePage lists accounts and invitations.
type peoplePage struct {
	frame.Head
	Sub         string
	Action      string
	Once        *frame.Once
	Rows        []person
	Invitations []invitation
	Name        frame.Field
	Role        frame.Choice
}

type person struct {
	Shown, Name string
	Role        string
	Seen        string
	Off         bool
	You         bool
	Href        string
	Edit        string
}

type invitation struct {
	ID      string
	For     string
	By      string
	Until   string
	Account bool // it is for a new password of an account
	End     string
}

// People is the page of all accounts. Address: /people.
func (p *Pages) People(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	var once *frame.Once
	var faults frame.Faults
	if v.Sent {
		switch v.Do() {
		case "invite":
			if a, err := p.directory.AccountNamed(v.Form.Line("user")); err == nil {
				faults.Add("user", v.Text("door.user"), v.Text("people.taken", a.ShownName()))
				break
			}
			i, secret, err := p.directory.Invite(ctx, v.Who, v.Form.Line("user"), access.Role(v.Form.Line("role")))
			var invalid *events.Invalid
			switch {
			case errors.As(err, &invalid):
				faults = v.AccountFaults(invalid)
			case err != nil:
				return frame.Answer{}, err
			default:
				once = p.handOver(v, i, secret)
			}
		case "withdraw":
			if err := p.directory.WithdrawInvitation(ctx, v.Who, v.Form.Line("invitation")); err != nil {
				return frame.Answer{}, err
			}
			return frame.See(v.Link("/people", frame.OutcomeKey, "withdrawn")), nil
		}
	}
	return p.show(v, once, faults), nil
}

// handOver shows the address of an invitation, this once.
func (p *Pages) handOver(v *frame.Visit, i access.Invitation, secret string) *frame.Once {
	o := &frame.Once{Bold: v.Text("people.invited", v.Text("role."+string(i.Role))), Text: v.Text("people.handOver", v.Instant(i.Expires)), Secret: access.InvitationAddress(p.address, secret)}
	if i.Account != "" {
		o.Bold = v.Text("people.reset", i.Name)
	}
	return o
}

func (p *Pages) show(v *frame.Visit, once *frame.Once, faults frame.Faults) frame.Answer {
	page := &peoplePage{Action: v.Link("/people"), Once: once}
	role, name := access.Author, ""
	if v.Sent && once == nil {
		role, name = access.Role(v.Form.Line("role")), v.Form.Line("user")
	}
	page.Name = frame.Field{ID: "user", Name: "user", Label: v.Text("door.user"), Optional: v.Text("desk.optional"), Hint: v.Text("people.nameHint"), Value: name, Plain: true, Max: 64, Fault: faults.Of("user"), Autocomplete: "off"}
	page.Role = v.RoleField(role)
	page.Role.Fault = faults.Of("role")
	accounts := p.directory.Accounts()
	page.Sub = v.Text("people.count", len(accounts))
	for _, a := range accounts {
		page.Rows = append(page.Rows, p.rowOf(v, a))
	}
	for _, i := range p.directory.Invitations() {
		row := invitation{ID: i.ID, For: v.Text("people.newOne", v.Text("role."+string(i.Role))), By: p.nameOf(i.By), Until: v.Instant(i.Expires), Account: i.Account != ""}
		if i.Name != "" {
			row.For = v.Text("people.newNamed", i.Name, v.Text("role."+string(i.Role)))
		}
		if row.Account {
			row.For = v.Text("people.newPassword", i.Name)
		}
		row.End = v.Text("people.withdrawOf", row.For)
		page.Invitations = append(page.Invitations, row)
	}
	h := frame.Heading{Title: v.Text("people.title"), Nav: "site", Tab: "/people", Faults: faults, Alone: v.Sent}
	switch done := v.Query.Get(frame.OutcomeKey); done {
	case "withdrawn", "changed":
		h.Notice = &frame.Notice{Text: v.Text("people.done." + done)}
	}
	page.Head = v.Frame(h)
	return frame.Refuse("people/people", page)
}

func (p *Pages) rowOf(v *frame.Visit, a access.Account) person {
	return person{
		Shown: a.ShownName(), Name: a.Name, Role: v.Text("role." + string(a.Role)), Seen: p.lastSeen(v, a.ID), Off: a.Disabled,
		You: a.ID == v.Account().ID, Href: v.Link("/people/" + a.ID), Edit: v.Text("people.changeOf", a.ShownName()),
	}
}

// lastSeen words when somebody was here last, as far as sessions remember.
func (p *Pages) lastSeen(v *frame.Visit, account string) string {
	var last time.Time
	for _, s := range p.directory.Sessions(account) {
		if s.Seen.After(last) {
			last = s.Seen
		}
	}
	if last.IsZero() {
		return v.Text("people.notSignedIn")
	}
	return v.When(last)
}

// nameOf is who did something, by the name that the audit keeps.
func (p *Pages) nameOf(by string) string {
	for _, a := range p.directory.Accounts() {
		if by == "account:"+a.ID {
			return a.ShownName()
		}
	}
	return by
}

// personPage is the page of one account.
type personPage struct {
	frame.Head
	Headline string
	Sub      string
	Action   string
	Once     *frame.Once
	Seen     []frame.Hidden // what the form is filled with
	Shown    frame.Field
	Name     frame.Field
	Role     frame.Choice
	Off      bool
	Sessions int
	Tokens   string // address of the account's tokens; "": it has none
	Reset    bool   // another password can be chosen
}

// Person is the page of one account. Address: /people/ID.
func (p *Pages) Person(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	a, err := p.directory.Account(v.Key)
	if err != nil {
		return frame.Answer{}, err
	}
	var once *frame.Once
	var faults frame.Faults
	if v.Sent {
		switch v.Do() {
		case "save":
			if faults, err = p.change(ctx, v, a); err != nil {
				return frame.Answer{}, err
			}
			if len(faults) == 0 {
				return p.changed(v, a), nil
			}
		case "reset":
			i, secret, err := p.directory.Invite(ctx, v.Who, a.Name, a.Role)
			if err != nil {
				return frame.Answer{}, fmt.Errorf("inviting %s: %w", a.Name, err)
			}
			once = p.handOver(v, i, secret)
		case "end":
			if err := p.directory.EndSessions(ctx, v.Who, a.ID); err != nil {
				return frame.Answer{}, err
			}
			return frame.See(v.Link("/people/"+url.PathEscape(a.ID), frame.OutcomeKey, "ended")), nil
		}
	}
	return p.showPerson(v, a, once, faults), nil
}

// typed is an account as the form has it: what its person left as it was filled is
// as it is stored. What somebody else changed meanwhile to something else is a fault.
func typed(v *frame.Visit, a access.Account) (access.Account, frame.Faults) {
	var faults frame.Faults
	for _, f := range []struct {
		name, label string
		to          *string
		word        func(string) string
	}{
		{"shown", v.Text("account.shown"), &a.Shown, nil}, {"user", v.Text("door.user"), &a.Name, nil},
		{"role", v.Text("people.role"), (*string)(&a.Role), func(role string) string { return v.Text("role." + role) }},
	} {
		stored := *f.to
		value, clash := v.Form.Merged(f.name, v.Form.Line(f.name), stored)
		if *f.to = value; !clash {
			continue
		}
		if f.word != nil {
			stored = f.word(stored)
		}
		faults.Add(f.name, f.label, v.Text("fault.meanwhile", stored))
	}
	off, _ := v.Form.Merged("off", v.Form.Line("off"), frame.Ticked(a.Disabled)) // of two values nobody sets a third
	a.Disabled = off != ""
	return a, faults
}

// change stores what was changed in the form of an account; faults say what could
// not be.
func (p *Pages) change(ctx context.Context, v *frame.Visit, a access.Account) (frame.Faults, error) {
	next, faults := typed(v, a)
	if len(faults) > 0 {
		return faults, nil
	}
	var c access.AccountChange
	if next.Name != a.Name {
		c.Name = &next.Name
	}
	if next.Shown != a.Shown {
		c.Shown = &next.Shown
	}
	if next.Role != a.Role {
		c.Role = &next.Role
	}
	if next.Disabled != a.Disabled {
		c.Disabled = &next.Disabled
	}
	_, err := p.directory.ChangeAccount(ctx, v.Who, a.ID, c)
	var invalid *events.Invalid
	if errors.As(err, &invalid) {
		return v.AccountFaults(invalid), nil
	}
	return nil, err
}

// changed leads to the list; who has given up the role that may have it, to the
// desk's first page.
func (p *Pages) changed(v *frame.Visit, was access.Account) frame.Answer {
	now, err := p.directory.Account(was.ID)
	if err == nil && was.ID == v.Account().ID && !now.Role.Includes(access.ManageAccounts.Needs()) {
		return frame.See(v.Link("/"))
	}
	return frame.See(v.Link("/people", frame.OutcomeKey, "changed"))
}

func (p *Pages) showPerson(v *frame.Visit, a access.Account, once *frame.Once, faults frame.Faults) frame.Answer {
	f := a
	if v.Sent && v.Form.Has("user") {
		f, _ = typed(v, a)
	}
	page := &personPage{
		Headline: a.ShownName(), Sub: v.Text("account.sub", a.Name, v.Text("role."+string(a.Role))), Action: v.Link("/people/" + a.ID), Once: once, Off: f.Disabled, Reset: !a.Disabled,
		Seen:     frame.Seen("shown", a.Shown, "user", a.Name, "role", string(a.Role), "off", frame.Ticked(a.Disabled)),
		Shown:    frame.Field{ID: "shown", Name: "shown", Label: v.Text("account.shown"), Hint: v.Text("account.shownHint"), Value: f.Shown, Max: 120, Class: "s24", Fault: faults.Of("shown"), Autocomplete: "off"},
		Name:     frame.Field{ID: "user", Name: "user", Label: v.Text("door.user"), Value: f.Name, Max: 64, Plain: true, Class: "s24", Fault: faults.Of("user"), Autocomplete: "off"},
		Role:     v.RoleField(f.Role),
		Sessions: len(p.directory.Sessions(a.ID)),
	}
	page.Role.Fault = faults.Of("role")
	if v.May(access.ManageTokens) {
		page.Tokens = v.Link("/tokens", "of", a.ID)
	}
	h := frame.Heading{Title: page.Headline, Nav: "site", Tab: "/people", Faults: faults, Alone: v.Sent, Crumbs: []frame.Link{
		{Text: v.Text("people.title"), Href: v.Link("/people")}, {Text: page.Headline, Current: true},
	}}
	if v.Query.Get(frame.OutcomeKey) == "ended" {
		h.Notice = &frame.Notice{Text: v.Text("people.done.ended")}
	}
	page.Head = v.Frame(h)
	return frame.Refuse("people/person", page)
}
