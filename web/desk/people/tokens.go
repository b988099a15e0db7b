package people

import (
	"context"
	"errors"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
)

// tokensPage lists tokens of programs, beside a form for another one.
type tokensPage struct {
	frame.Head
	Action string
	Once   *frame.Once
	Of     string // ID of the account whose tokens these are, if it is another's
	Sub    string
	Rows   []tokenRow
	Others string // address of everybody's tokens; "": they are not this account's to see
	New    *newToken
}

type tokenRow struct {
	ID      string
	Name    string
	Owner   string // "": one's own
	May     string
	Until   string
	Expired bool
	Used    string
	End     string
}

// newToken is the form of a token.
type newToken struct {
	Name   frame.Field
	Scopes []frame.Option
	Fault  string
	Life   frame.Field
}

// lives are the times that a token can be asked for, in days.
var lives = []string{"30", "90", "365", "1825"}

// everybody is the key of the page of all tokens.
const everybody = "all"

// Tokens is the page of one's own tokens; with ?of=ID those of another account,
// with ?of=all those of all. Address: /tokens.
func (p *Pages) Tokens(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	of := v.Query.Get("of")
	if v.Sent {
		of = v.Form.Line("of")
	}
	if of != "" && of != v.Account().ID {
		if err := v.Who.May(access.ManageTokens); err != nil {
			return frame.Answer{}, err
		}
	}
	var once *frame.Once
	var faults frame.Faults
	switch v.Do() {
	case "create":
		n := asked(v)
		if n.Name == "" {
			faults.Add("name", v.Text("tokens.name"), v.Text("tokens.noName"))
			break
		}
		if of != everybody {
			n.Account = of
		}
		t, secret, err := p.directory.CreateToken(ctx, v.Who, n)
		var invalid *events.Invalid
		switch {
		case errors.As(err, &invalid):
			faults = tokenFaults(v, invalid)
		case err != nil:
			return frame.Answer{}, err
		default:
			once = &frame.Once{Bold: v.Text("tokens.made", t.Name), Text: v.Text("tokens.once"), Secret: secret}
		}
	case "revoke":
		if err := p.directory.RevokeToken(ctx, v.Who, v.Form.Line("token")); err != nil && !errors.Is(err, events.ErrNotFound) {
			return frame.Answer{}, err
		}
		return frame.See(v.Link("/tokens", "of", of, frame.OutcomeKey, "revoked")), nil
	}
	return p.showTokens(v, of, once, faults), nil
}

// asked is the token that the form asks for.
func asked(v *frame.Visit) access.NewToken {
	n := access.NewToken{Name: v.Form.Line("name"), Life: time.Duration(v.Form.Number("life")) * 24 * time.Hour}
	for _, s := range v.Form.All("scope") {
		n.Scopes = append(n.Scopes, access.Scope(s))
	}
	return n
}

func tokenFaults(v *frame.Visit, invalid *events.Invalid) frame.Faults {
	var faults frame.Faults
	for _, p := range invalid.Problems {
		switch p.Field {
		case "scopes":
			faults.Add("scope-0", v.Text("tokens.may"), v.Text("tokens.noScope"))
		case "name":
			faults.Add("name", v.Text("tokens.name"), v.Text("tokens.badName"))
		default:
			faults.Add("life", v.Text("tokens.until"), v.Text("tokens.badLife"))
		}
	}
	return faults
}

func (p *Pages) showTokens(v *frame.Visit, of string, once *frame.Once, faults frame.Faults) frame.Answer {
	own := v.Account().ID
	page := &tokensPage{Action: v.Link("/tokens"), Once: once, Of: of, Sub: v.Text("tokens.sub")}
	whose := of
	switch of {
	case "":
		whose, page.New = own, newTokenForm(v, v.Account().Role, once == nil, faults)
	case everybody:
		whose, page.Sub = "", v.Text("tokens.subAll")
	default:
		a, err := p.directory.Account(of)
		if err == nil {
			page.Sub = v.Text("tokens.subOf", a.ShownName())
			page.New = newTokenForm(v, a.Role, once == nil, faults)
		}
	}
	for _, t := range p.directory.Tokens(whose) {
		page.Rows = append(page.Rows, p.tokenRow(v, t, of != ""))
	}
	if of == "" && v.May(access.ManageTokens) {
		page.Others = v.Link("/tokens", "of", everybody)
	}
	h := frame.Heading{Title: v.Text("tokens.title"), Nav: "account", Tab: "/tokens", Faults: faults, Alone: v.Sent}
	if v.Query.Get(frame.OutcomeKey) == "revoked" {
		h.Notice = &frame.Notice{Text: v.Text("tokens.revoked")}
	}
	page.Head = v.Frame(h)
	return frame.Refuse("people/tokens", page)
}

func (p *Pages) tokenRow(v *frame.Visit, t access.Token, others bool) tokenRow {
	row := tokenRow{ID: t.ID, Name: t.Name, Used: v.Text("tokens.unused"), Expired: !v.Now.Before(t.Expires), Until: v.Date(edtf.DayOf(t.Expires.In(v.Zone())))}
	if row.Name == "" {
		row.Name = t.ID
	}
	row.End = v.Text("tokens.revokeOf", row.Name)
	if others {
		row.Owner = p.nameOf("account:" + t.Account)
	}
	var may []string
	for _, s := range t.Scopes {
		may = append(may, v.Text("tokens.scope."+string(s)))
	}
	row.May = v.Join(may)
	if day, err := time.Parse(time.DateOnly, t.Used); err == nil {
		row.Used = v.Date(edtf.DayOf(day))
	}
	return row
}

// newTokenForm is the form of a token, with the scopes that the role of its owner
// can give.
func newTokenForm(v *frame.Visit, owner access.Role, again bool, faults frame.Faults) *newToken {
	again = again && v.Sent
	name, life := "", "365"
	chosen := []string{string(access.ScopeReadDrafts)}
	if again {
		name, life, chosen = v.Form.Line("name"), v.Form.Line("life"), v.Form.All("scope")
	}
	f := &newToken{
		Name:  frame.Field{ID: "name", Name: "name", Label: v.Text("tokens.name"), Hint: v.Text("tokens.nameHint"), Value: name, Class: "s24", Max: 120, Fault: faults.Of("name"), Autocomplete: "off"},
		Life:  frame.Field{ID: "life", Name: "life", Type: "select", Label: v.Text("tokens.until"), Fault: faults.Of("life")},
		Fault: faults.Of("scope-0"),
	}
	for _, d := range lives {
		f.Life.Options = append(f.Life.Options, frame.Option{Value: d, Label: v.Text("tokens.life." + d), Chosen: d == life})
	}
	for _, s := range access.Scopes() {
		if owner.Includes(s.Needs()) {
			f.Scopes = append(f.Scopes, frame.Option{Value: string(s), Label: v.Text("tokens.scope." + string(s)), Hint: v.Text("tokens.scopeHint." + string(s)), Chosen: slices.Contains(chosen, string(s))})
		}
	}
	return f
}
