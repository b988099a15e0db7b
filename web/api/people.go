package api

import (
	"fmt"
	"net/http"
	"time"

	"almanac.example/events"
	"almanac.example/web/access"
)

// User is a person who may do something.
type User struct {
	ID       string      `json:"id" readOnly:"true"`
	Name     string      `json:"name" doc:"With which the person signs in."`
	Shown    string      `json:"shown,omitempty" doc:"As the history shows it; otherwise the name."`
	Role     access.Role `json:"role" enum:"viewer,author,editor,administrator"`
	Language string      `json:"language,omitempty" doc:"BCP 47, of the desk."`
	Disabled bool        `json:"disabled,omitempty" doc:"Nothing is allowed, and no way leads in."`
	Created  time.Time   `json:"created" readOnly:"true"`
}

// Users are all accounts.
type Users struct {
	Users []User `json:"users"`
}

// NewUser is what an account begins with.
type NewUser struct {
	Name     string      `json:"name" minLength:"1" maxLength:"64"`
	Shown    string      `json:"shown,omitempty" maxLength:"120"`
	Role     access.Role `json:"role" enum:"viewer,author,editor,administrator"`
	Language string      `json:"language,omitempty"`
	Password string      `json:"password,omitempty" minLength:"12" doc:"Without one nobody can sign in as the account."`
}

// UserChange says what is to be different. A password stands alone, and ends the
// person's sessions.
type UserChange struct {
	Name     *string      `json:"name,omitempty"`
	Shown    *string      `json:"shown,omitempty"`
	Role     *access.Role `json:"role,omitempty" enum:"viewer,author,editor,administrator"`
	Language *string      `json:"language,omitempty"`
	Disabled *bool        `json:"disabled,omitempty"`
	Password *string      `json:"password,omitempty"`
}

func userForm(a access.Account) User {
	return User{a.ID, a.Name, a.Shown, a.Role, a.Language, a.Disabled, a.Created}
}

// Caller is who asks, and what may be done.
type Caller struct {
	By      string          `json:"by,omitempty" doc:"As the history names it; missing for the public."`
	Author  string          `json:"author,omitempty"`
	Role    access.Role     `json:"role,omitempty"`
	User    *User           `json:"user,omitempty"`
	Token   *Token          `json:"token,omitempty"`
	Actions []access.Action `json:"actions" doc:"All that may be done beside reading what is public."`
}

// getCaller tells who asks.
func (s *Server) getCaller(c *call) (*answer, error) {
	out := Caller{By: c.who.By(), Author: c.who.Author(), Role: c.who.Role(), Actions: []access.Action{}}
	if a, is := c.who.Account(); is {
		u := userForm(a)
		out.User = &u
	}
	if t, is := c.who.Token(); is {
		form := tokenForm(t)
		out.Token = &form
	}
	for _, action := range access.Actions() {
		if c.who.May(action) == nil {
			out.Actions = append(out.Actions, action)
		}
	}
	return ok(out), nil
}

// listUsers tells all accounts.
func (s *Server) listUsers(*call) (*answer, error) {
	out := Users{Users: []User{}}
	for _, a := range s.People.Accounts() {
		out.Users = append(out.Users, userForm(a))
	}
	return ok(out), nil
}

// postUser makes an account.
func (s *Server) postUser(c *call) (*answer, error) {
	in, err := decode[NewUser](c)
	if err != nil {
		return nil, err
	}
	a, err := s.People.CreateAccount(c.ctx(), c.who, access.NewAccount(in))
	if err != nil {
		return nil, err
	}
	return created(addressOf("users", a.ID), userForm(a)), nil
}

// account is the account that the path names by its ID or its name.
func (c *call) account() (access.Account, error) {
	name := c.path("id")
	a, err := c.server.People.Account(name)
	if err == nil {
		return a, nil
	}
	if a, err = c.server.People.AccountNamed(name); err != nil {
		return a, fmt.Errorf("user %q: %w", name, events.ErrNotFound)
	}
	return a, nil
}

// getUser tells one account.
func (s *Server) getUser(c *call) (*answer, error) {
	a, err := c.account()
	if err != nil {
		return nil, err
	}
	return ok(userForm(a)), nil
}

// patchUser changes an account. A null is no value here: nothing of an account
// can be removed.
func (s *Server) patchUser(c *call) (*answer, error) {
	in, err := decode[UserChange](c)
	if err != nil {
		return nil, err
	}
	a, err := c.account()
	if err != nil {
		return nil, err
	}
	change := access.AccountChange{Name: in.Name, Shown: in.Shown, Role: in.Role, Language: in.Language, Disabled: in.Disabled}
	changes := change != (access.AccountChange{})
	switch {
	case in.Password != nil && changes:
		return nil, unprocessable("password", "stands alone: send it by itself, so that both are done or neither")
	case in.Password != nil:
		err = s.People.SetPassword(c.ctx(), c.who, a.ID, *in.Password)
	case changes:
		a, err = s.People.ChangeAccount(c.ctx(), c.who, a.ID, change)
	}
	if err != nil {
		return nil, err
	}
	return ok(userForm(a)), nil
}

// deleteSessions signs an account out everywhere.
func (s *Server) deleteSessions(c *call) (*answer, error) {
	a, err := c.account()
	if err != nil {
		return nil, err
	}
	if err := s.People.EndSessions(c.ctx(), c.who, a.ID); err != nil {
		return nil, err
	}
	return done(), nil
}

// NewInvitation says whom a link is for.
type NewInvitation struct {
	Name string      `json:"name,omitempty" maxLength:"64" doc:"Of the account. For one that is there the link sets another password."`
	Role access.Role `json:"role,omitempty" enum:"viewer,author,editor,administrator" doc:"Of a new account; left out for one that is there."`
}

// InvitationSecret is a new invitation. What is under secret is shown this once.
type InvitationSecret struct {
	Name    string      `json:"name,omitempty"`
	Role    access.Role `json:"role"`
	Expires time.Time   `json:"expires"`
	Secret  string      `json:"secret" doc:"Stands in the link: /admin/invite?secret=…"`
}

// postInvitation makes a link with which somebody chooses a password.
func (s *Server) postInvitation(c *call) (*answer, error) {
	in, err := decode[NewInvitation](c)
	if err != nil {
		return nil, err
	}
	_, unknown := s.People.AccountNamed(in.Name)
	switch {
	case unknown != nil && in.Role == "":
		return nil, unprocessable("role", "missing: there is no account of that name, so one is going to be made")
	case unknown == nil && in.Role != "":
		return nil, unprocessable("role", fmt.Sprintf("there is an account %s already: leave the role out and the link sets its password", in.Name))
	}
	i, secret, err := s.People.Invite(c.ctx(), c.who, in.Name, in.Role)
	if err != nil {
		return nil, err
	}
	return &answer{status: http.StatusCreated, body: InvitationSecret{i.Name, i.Role, i.Expires, secret}}, nil
}

// Token lets a program do something for its owner.
type Token struct {
	ID      string         `json:"id" doc:"Names it; opens nothing."`
	User    string         `json:"user" doc:"The ID of its owner."`
	Name    string         `json:"name,omitempty" doc:"What it is for."`
	Scopes  []access.Scope `json:"scopes" enum:"read:drafts,write:drafts,publish,site,admin"`
	Created time.Time      `json:"created"`
	Expires time.Time      `json:"expires"`
	Used    string         `json:"used,omitempty" doc:"Day of the last use."`
}

// Tokens are those of one account or of all.
type Tokens struct {
	Tokens []Token `json:"tokens"`
}

// NewToken is what a token begins with.
type NewToken struct {
	User    string         `json:"user,omitempty" doc:"ID or name of its owner; otherwise the one who asks."`
	Name    string         `json:"name,omitempty" maxLength:"120"`
	Scopes  []access.Scope `json:"scopes" minItems:"1" enum:"read:drafts,write:drafts,publish,site,admin"`
	Days    int            `json:"days,omitempty" minimum:"1" maximum:"1825" doc:"How long it is valid; otherwise a year."`
	Expires time.Time      `json:"expires,omitzero" doc:"When it ends, instead of days."`
}

// TokenSecret is a new token. What is under secret is shown this once.
type TokenSecret struct {
	Token
	Secret string `json:"secret" doc:"To be sent as Authorization: Bearer; kept nowhere."`
}

func tokenForm(t access.Token) Token {
	return Token{t.ID, t.Account, t.Name, t.Scopes, t.Created, t.Expires, t.Used}
}

// owner is the ID of the account that is named by its ID or its name; "" stays
// "".
func (c *call) owner(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	if a, err := c.server.People.Account(name); err == nil {
		return a.ID, nil
	}
	a, err := c.server.People.AccountNamed(name)
	if err != nil {
		return "", unprocessable("user", fmt.Sprintf("there is no user %q", name))
	}
	return a.ID, nil
}

// listTokens tells the tokens of whoever asks; those of others and of all to who
// may manage them.
func (s *Server) listTokens(c *call) (*answer, error) {
	mine, is := c.who.Account()
	of := mine.ID
	if name := c.query.Get("user"); name != "" || !is {
		if err := c.who.May(access.ManageTokens); err != nil {
			return nil, err
		}
		var err error
		if of, err = c.owner(name); err != nil {
			return nil, badRequest("user", fmt.Sprintf("there is no user %q", name))
		}
	}
	if c.flag("all") {
		if err := c.who.May(access.ManageTokens); err != nil {
			return nil, err
		}
		of = ""
	}
	out := Tokens{Tokens: []Token{}}
	for _, t := range s.People.Tokens(of) {
		out.Tokens = append(out.Tokens, tokenForm(t))
	}
	return ok(out), nil
}

// postToken makes a token.
func (s *Server) postToken(c *call) (*answer, error) {
	in, err := decode[NewToken](c)
	if err != nil {
		return nil, err
	}
	owner := ""
	mine, is := c.who.Account()
	if in.User == "" && !is {
		return nil, unprocessable("user", "missing; name the owner")
	}
	if in.User != "" {
		// Who may not manage tokens learns nothing of who there is.
		if named := in.User == mine.ID || in.User == mine.Name; !named {
			if err := c.who.May(access.ManageTokens); err != nil {
				return nil, err
			}
		}
		if owner, err = c.owner(in.User); err != nil {
			return nil, err
		}
	}
	life := time.Duration(in.Days) * 24 * time.Hour
	if !in.Expires.IsZero() {
		if in.Days != 0 {
			return nil, unprocessable("expires", "stands instead of days")
		}
		if life = in.Expires.Sub(s.Now()); life <= 0 {
			return nil, unprocessable("expires", "must be from a minute to 1825 days from now")
		}
	}
	t, secret, err := s.People.CreateToken(c.ctx(), c.who, access.NewToken{Account: owner, Name: in.Name, Scopes: in.Scopes, Life: life})
	if err != nil {
		return nil, err
	}
	return created(addressOf("tokens", t.ID), TokenSecret{tokenForm(t), secret}), nil
}

// deleteToken revokes a token.
func (s *Server) deleteToken(c *call) (*answer, error) {
	if err := s.People.RevokeToken(c.ctx(), c.who, c.path("id")); err != nil {
		return nil, err
	}
	return done(), nil
}
