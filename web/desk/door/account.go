package door

import (
	"context"
	"errors"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
	"almanac.example/web/words"
)

// accountPage is one's own account.
type accountPage struct {
	frame.Head
	Action   string
	Role     string
	User     string
	Shown    frame.Field
	Language frame.Field
	Present  frame.Field
	New      frame.Field
	Sessions []session
	Others   bool // there are sessions beside this one
}

// session is a browser in which one is signed in.
type session struct {
	ID    string
	Agent string
	Began string
	Seen  string
	Here  bool
}

// Account is the page of one's own account. Address: /account.
func (p *Pages) Account(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	if !v.Sent {
		return p.showAccount(v, nil), nil
	}
	switch v.Do() {
	case "profile":
		return p.changeProfile(ctx, v)
	case "password":
		return p.changePassword(ctx, v)
	case "end":
		if err := p.directory.EndSession(ctx, v.Who, v.Form.Line("session")); err != nil {
			return frame.Answer{}, err
		}
		return frame.See(v.Link("/account", frame.OutcomeKey, "ended")), nil
	case "others":
		if err := p.directory.EndOtherSessions(ctx, v.Who); err != nil {
			return frame.Answer{}, err
		}
		return frame.See(v.Link("/account", frame.OutcomeKey, "others")), nil
	case "everywhere":
		if err := p.directory.EndSessions(ctx, v.Who, v.Account().ID); err != nil {
			return frame.Answer{}, err
		}
		a := frame.See(v.Link("/login"))
		a.Cookie = p.directory.NoCookie()
		return a, nil
	}
	return p.showAccount(v, nil), nil
}

func (p *Pages) changeProfile(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	shown, lang := v.Form.Line("shown"), v.Form.Line("language")
	_, err := p.directory.ChangeAccount(ctx, v.Who, v.Account().ID, access.AccountChange{Shown: &shown, Language: &lang})
	var invalid *events.Invalid
	switch {
	case errors.As(err, &invalid):
		return p.showAccount(v, v.AccountFaults(invalid)), nil
	case err != nil:
		return frame.Answer{}, err
	}
	if lang == "" {
		lang = v.Lang
	}
	return frame.See(v.LinkIn(lang, "/account", frame.OutcomeKey, "profile")), nil
}

func (p *Pages) changePassword(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	err := p.directory.ChangePassword(ctx, v.Who, access.PasswordChange{Present: v.Form.Secret("present"), New: v.Form.Secret("password"), Browser: v.Browser})
	var invalid *events.Invalid
	var throttled *access.Throttled
	switch {
	case errors.Is(err, access.ErrLogin):
		return p.showAccount(v, frame.Faults{{Field: "present", Label: v.Text("account.present"), Text: v.Text("account.presentWrong")}}), nil
	case errors.As(err, &throttled):
		return p.showAccount(v, frame.Faults{{Field: "present", Label: v.Text("account.present"), Text: v.Text("door.tooEarly", seconds(throttled.After))}}), nil
	case errors.Is(err, access.ErrBusy):
		return p.showAccount(v, frame.Faults{{Field: "present", Label: v.Text("account.present"), Text: v.Text("door.busy")}}), nil
	case errors.As(err, &invalid):
		return p.showAccount(v, v.AccountFaults(invalid)), nil
	case err != nil:
		return frame.Answer{}, err
	}
	return frame.See(v.Link("/account", frame.OutcomeKey, "password")), nil
}

func (p *Pages) showAccount(v *frame.Visit, faults frame.Faults) frame.Answer {
	account := v.Account()
	shown, lang := account.Shown, account.Language
	if v.Form.Has("shown") {
		shown, lang = v.Form.Line("shown"), v.Form.Line("language")
	}
	page := &accountPage{
		Action: v.Link("/account"), Role: v.Text("role." + string(account.Role)), User: account.Name,
		Shown:    frame.Field{ID: "shown", Name: "shown", Label: v.Text("account.shown"), Hint: v.Text("account.shownHint"), Value: shown, Autocomplete: "name", Class: "s24", Max: 120, Fault: faults.Of("shown")},
		Language: frame.Field{ID: "language", Name: "language", Type: "select", Label: v.Text("account.language"), Fault: faults.Of("language")},
		Present:  frame.Field{ID: "present", Name: "present", Type: "password", Label: v.Text("account.present"), Autocomplete: "current-password", Class: "s24", Fault: faults.Of("present")},
		New:      passwordField(v, "pw", "password", v.Text("door.newPassword")),
	}
	page.New.Class, page.New.Fault = "s24", faults.Of("pw")
	page.Language.Options = []frame.Option{{Value: "", Label: v.Text("account.anyLanguage"), Chosen: lang == ""}}
	for _, l := range frame.Languages() {
		page.Language.Options = append(page.Language.Options, frame.Option{Value: l, Label: words.NativeName(l), Chosen: l == lang, Lang: words.Tag(l)})
	}
	for _, s := range p.directory.Sessions(account.ID) {
		here := s.ID == v.Who.Session()
		page.Sessions = append(page.Sessions, session{ID: s.ID, Agent: s.Agent, Began: v.When(s.Created), Seen: v.When(s.Seen), Here: here})
		page.Others = page.Others || !here
	}
	h := frame.Heading{Title: v.Text("account.title"), Nav: "account", Tab: "/account", Faults: faults, Alone: v.Sent}
	switch done := v.Query.Get(frame.OutcomeKey); done {
	case "profile", "password", "ended", "others":
		h.Notice = &frame.Notice{Text: v.Text("account.done." + done)}
	}
	page.Head = v.Frame(h)
	return frame.Refuse("door/account", page)
}
