package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/web/access"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

type tokenCommand struct {
	Create tokenCreateCommand `cmd:"" help:"Make a token and print it; it is shown once."`
	List   tokenListCommand   `cmd:"" help:"List the tokens, without what opens them."`
	Revoke tokenRevokeCommand `cmd:"" help:"End a token at once."`
}

type tokenCreateCommand struct {
	connect.Flags
	User    string         `required:"" placeholder:"NAME" help:"Account for which the token acts."`
	Scope   []access.Scope `required:"" placeholder:"SCOPE,…" help:"What it may be used for: read:drafts, write:drafts, publish, site, admin; never more than the account may do."`
	Expires string         `default:"365d" placeholder:"TIME" help:"When it ends: in 90d, in 12h, or on 2027-01-31."`
	Name    string         `placeholder:"TEXT" help:"What it is for."`
}

// Run prints the token.
func (c *tokenCreateCommand) Run(ctx context.Context, con storage.Console) error {
	life, err := parseLife(c.Expires, terminal.Now())
	if err != nil {
		return err
	}
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	var t api.TokenSecret
	n := api.NewToken{User: c.User, Name: c.Name, Scopes: c.Scope, Expires: terminal.Now().Add(life)}
	if _, err := at.Do(ctx, client.Request{Method: http.MethodPost, Path: "/tokens", Body: n}, &t); err != nil {
		return err
	}
	fmt.Fprintln(con.Out, t.Secret)
	fmt.Fprintf(con.Err, "almanac: token %s of %s until %s; this is the only time that it is shown\n", t.ID, c.User, t.Expires.Format("2006-01-02 15:04Z"))
	return nil
}

// parseLife reads how long something lasts: days (90d), a Go duration, or the
// day in UTC on which it ends.
func parseLife(s string, now time.Time) (time.Duration, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.ParseUint(days, 10, 16); err == nil {
			return time.Duration(n) * 24 * time.Hour, nil
		}
	}
	if life, err := time.ParseDuration(s); err == nil {
		return life, nil
	}
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return day.Sub(now), nil
	}
	return 0, fmt.Errorf("--expires=%s: write it as 90d, 12h or 2027-01-31", s)
}

type tokenListCommand struct {
	connect.Flags
	User string `placeholder:"NAME" help:"Only those of this account."`
	JSON bool   `name:"json" help:"One JSON object a line."`
}

// listedToken is one line of token list --json.
type listedToken struct {
	ID      string         `json:"id"`
	User    string         `json:"user"`
	Name    string         `json:"name,omitempty"`
	Scopes  []access.Scope `json:"scopes"`
	Created time.Time      `json:"created"`
	Expires time.Time      `json:"expires"`
	Used    string         `json:"used,omitempty"` // day, UTC
}

// Run lists the tokens.
func (c *tokenListCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	query := url.Values{}
	if c.User != "" {
		query.Set("user", c.User)
	}
	var all api.Tokens
	if _, err := at.Get(ctx, "/tokens", query, &all); err != nil {
		return err
	}
	lines := []listedToken{}
	for _, t := range all.Tokens {
		lines = append(lines, listedToken{t.ID, t.User, t.Name, t.Scopes, t.Created, t.Expires, t.Used})
	}
	// Whoever may not see the accounts sees only their own tokens.
	users, err := at.Users(ctx)
	if err != nil && c.Server == "" {
		return err
	}
	for i := range lines {
		if at := slices.IndexFunc(users, func(u api.User) bool { return u.ID == lines[i].User }); at >= 0 {
			lines[i].User = users[at].Name
		}
	}
	if c.JSON {
		return terminal.WriteLines(con.Out, lines, func(l listedToken) any { return l })
	}
	return terminal.WriteTable(con.Out, lines, func(l listedToken) []string {
		return []string{l.ID, l.User, l.state(terminal.Now()), l.use(), l.scopes(), terminal.Printable(l.Name)}
	})
}

func (l listedToken) state(now time.Time) string {
	if !now.Before(l.Expires) {
		return "expired " + l.Expires.Format(time.DateOnly)
	}
	return "until " + l.Expires.Format(time.DateOnly)
}

func (l listedToken) use() string {
	if l.Used == "" {
		return "never used"
	}
	return "used " + l.Used
}

func (l listedToken) scopes() string {
	words := make([]string, len(l.Scopes))
	for i, s := range l.Scopes {
		words[i] = string(s)
	}
	return strings.Join(words, ",")
}

type tokenRevokeCommand struct {
	connect.Flags
	ID string `arg:"" help:"The token, as list names it; not the token itself."`
}

// Run revokes the token.
func (c *tokenRevokeCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	if _, err := at.Do(ctx, client.Request{Method: http.MethodDelete, Path: "/tokens" + client.Path(c.ID)}, nil); err != nil {
		return connect.NotFound("token", c.ID, err)
	}
	fmt.Fprintf(con.Err, "almanac: revoked token %s\n", c.ID)
	return nil
}
