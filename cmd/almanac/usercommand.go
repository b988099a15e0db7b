package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/serve"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

type userCommand struct {
	Add      userAddCommand      `cmd:"" help:"Make an account."`
	List     userListCommand     `cmd:"" help:"List the accounts."`
	Role     userRoleCommand     `cmd:"" help:"Give an account another role."`
	Password userPasswordCommand `cmd:"" help:"Give an account another password and end its sessions."`
	Disable  userDisableCommand  `cmd:"" help:"Let an account do nothing any more; it stays in the history."`
	Enable   userEnableCommand   `cmd:"" help:"Let a disabled account in again."`
	Invite   userInviteCommand   `cmd:"" help:"Print a link with which somebody chooses their own password."`
}

type userAddCommand struct {
	connect.NewFlags
	terminal.PasswordFlag
	Name     string      `arg:"" help:"With which the person signs in."`
	Role     access.Role `required:"" enum:"viewer,author,editor,administrator" placeholder:"ROLE" help:"viewer reads drafts, author writes them, editor publishes, administrator manages accounts, too."`
	Shown    string      `placeholder:"TEXT" help:"Name that histories show. Default: NAME."`
	Language string      `placeholder:"LANG" help:"Language of the desk for this person. Default: the site's first."`
}

// Run makes the account.
func (c *userAddCommand) Run(ctx context.Context, con storage.Console) error {
	password, err := c.Password(con.Console)
	if err != nil {
		return err
	}
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	var a api.User
	n := api.NewUser{Name: c.Name, Shown: c.Shown, Role: c.Role, Language: c.Language, Password: password}
	if _, err := at.Do(ctx, client.Request{Method: http.MethodPost, Path: "/users", Body: n}, &a); err != nil {
		return err
	}
	fmt.Fprintf(con.Err, "almanac: made the account %s (%s)\n", a.Name, a.Role)
	return nil
}

type userListCommand struct {
	connect.Flags
	JSON bool `name:"json" help:"One JSON object a line."`
}

// listedUser is one line of user list --json.
type listedUser struct {
	ID       string      `json:"id"`
	Name     string      `json:"name"`
	Shown    string      `json:"shown,omitempty"`
	Role     access.Role `json:"role"`
	Language string      `json:"language,omitempty"`
	Disabled bool        `json:"disabled,omitempty"`
	Created  time.Time   `json:"created"`
}

// Run lists the accounts.
func (c *userListCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	users, err := at.Users(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return terminal.WriteLines(con.Out, users, func(a api.User) any {
			return listedUser{a.ID, a.Name, a.Shown, a.Role, a.Language, a.Disabled, a.Created}
		})
	}
	return terminal.WriteTable(con.Out, users, func(a api.User) []string {
		state := "since " + a.Created.Format(time.DateOnly)
		if a.Disabled {
			state = "disabled"
		}
		return []string{a.Name, string(a.Role), state, terminal.Printable(a.Shown)}
	})
}

// oneUser is shared by the commands that change an account.
type oneUser struct {
	connect.Flags
	Name string `arg:"" help:"The account."`
}

// change changes the account.
func (u oneUser) change(ctx context.Context, con storage.Console, c api.UserChange) (a api.User, err error) {
	at, err := u.Connect(ctx, con, "")
	if err != nil {
		return a, err
	}
	defer at.Close()
	_, err = at.Do(ctx, client.Request{Method: http.MethodPatch, Path: "/users" + client.Path(u.Name), Body: c, Patch: true}, &a)
	if errors.Is(err, events.ErrNotFound) {
		err = at.NoUser(ctx, u.Name)
	}
	return a, err
}

type userRoleCommand struct {
	oneUser
	Role access.Role `arg:"" enum:"viewer,author,editor,administrator" help:"Its role from now on: viewer, author, editor or administrator."`
}

// Run changes the role.
func (c *userRoleCommand) Run(ctx context.Context, con storage.Console) error {
	a, err := c.change(ctx, con, api.UserChange{Role: &c.Role})
	if err == nil {
		fmt.Fprintf(con.Err, "almanac: %s is %s\n", a.Name, a.Role)
	}
	return err
}

type userDisableCommand struct{ oneUser }

// Run disables the account.
func (c *userDisableCommand) Run(ctx context.Context, con storage.Console) error {
	disabled := true
	a, err := c.change(ctx, con, api.UserChange{Disabled: &disabled})
	if err == nil {
		fmt.Fprintf(con.Err, "almanac: disabled %s\n", a.Name)
	}
	return err
}

type userEnableCommand struct{ oneUser }

// Run enables the account.
func (c *userEnableCommand) Run(ctx context.Context, con storage.Console) error {
	disabled := false
	a, err := c.change(ctx, con, api.UserChange{Disabled: &disabled})
	if err == nil {
		fmt.Fprintf(con.Err, "almanac: enabled %s\n", a.Name)
	}
	return err
}

type userPasswordCommand struct {
	oneUser
	terminal.PasswordFlag
}

// Run sets the password.
func (c *userPasswordCommand) Run(ctx context.Context, con storage.Console) error {
	password, err := c.Password(con.Console)
	if err != nil {
		return err
	}
	a, err := c.change(ctx, con, api.UserChange{Password: &password})
	if err != nil {
		return err
	}
	fmt.Fprintf(con.Err, "almanac: %s has another password and is signed out everywhere\n", a.Name)
	return nil
}

type userInviteCommand struct {
	connect.Flags
	BaseURL string      `name:"base-url" placeholder:"URL" help:"The address readers use, as serve has it."`
	Name    string      `arg:"" optional:"" help:"Name of the account. For one that is there the link sets another password."`
	Role    access.Role `enum:"viewer,author,editor,administrator," default:"" placeholder:"ROLE" help:"Role of a new account: viewer, author, editor, administrator."`
}

// Help is shown below the flags.
func (*userInviteCommand) Help() string {
	return `The link works once, for seven days. Who has it becomes that person: send it to them alone. It needs no mail server. The desk lists what is open and takes it back.`
}

// Run prints the link.
func (c *userInviteCommand) Run(ctx context.Context, con storage.Console) error {
	if _, err := serve.ParseBase(c.BaseURL); err != nil {
		return fmt.Errorf("the link needs --base-url: %w", err)
	}
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	var i api.InvitationSecret
	n := api.NewInvitation{Name: c.Name, Role: c.Role}
	if _, err := at.Do(ctx, client.Request{Method: http.MethodPost, Path: "/invitations", Body: n}, &i); err != nil {
		return err
	}
	fmt.Fprintln(con.Out, access.InvitationAddress(c.BaseURL, i.Secret))
	fmt.Fprintf(con.Err, "almanac: for %s (%s), once, until %s\n", cmp.Or(i.Name, "somebody new"), i.Role, i.Expires.Format("2006-01-02 15:04Z"))
	return nil
}
