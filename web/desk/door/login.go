package door

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
)

// loginPage is the page on which one signs in.
type loginPage struct {
	frame.Head
	Headline string
	Soft     string
	Action   string
	Name     frame.Field
	Password frame.Field
	To       string
	Carried  string // a form that was sent after its session had ended
	Brought  []brought
	Notice2  string
	Button   string
	Help     string
	External *frame.Link // to an identity provider; nil: there is none
}

// brought is a field that is carried along, as its person knows it.
type brought struct{ Name, Value string }

// Fields of the form to sign in.
const (
	fieldTo      = "to"
	fieldCarried = "carried"
)

// Login is the page to sign in. Address: /login.
func (p *Pages) Login(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	if !v.Sent {
		if v.Who.Authenticated() {
			return frame.See(v.Local(v.Query.Get(fieldTo))), nil
		}
		return p.show(v, p.loginPage(v, v.Query.Get(fieldTo), ""), nil), nil
	}
	page := p.loginPage(v, v.Form.Secret(fieldTo), v.Form.Secret(fieldCarried))
	account, cookie, err := p.directory.Login(ctx, access.Attempt{Name: v.Form.Line("user"), Password: v.Form.Secret("password"), Browser: v.Browser})
	var throttled *access.Throttled
	switch {
	case errors.Is(err, access.ErrLogin):
		return p.show(v, page, frame.Faults{{Field: "user", Label: v.Text("door.signIn"), Text: v.Text("door.wrong")}}), nil
	case errors.As(err, &throttled):
		a := p.show(v, page, frame.Faults{{Field: "user", Label: v.Text("door.signIn"), Text: v.Text("door.tooEarly", seconds(throttled.After))}})
		a.Status, a.RetryAfter = 429, seconds(throttled.After)
		return a, nil
	case errors.Is(err, access.ErrBusy):
		a := p.show(v, page, frame.Faults{{Field: "user", Label: v.Text("door.signIn"), Text: v.Text("door.busy")}})
		a.Status, a.RetryAfter = 503, 5
		return a, nil
	case err != nil:
		return frame.Answer{}, err
	}
	a := frame.See(inLanguage(v, account, v.Local(page.To)))
	a.Cookie = cookie
	if form, err := url.ParseQuery(page.Carried); err == nil && len(form) > 0 {
		a.Again = &frame.Again{Path: v.Local(page.To), Form: goingOn(form, account.ID)}
	}
	return a, nil
}

// seconds is a wait in whole seconds, at least one.
func seconds(d time.Duration) int { return max(1, int((d+time.Second-1)/time.Second)) }

// inLanguage is the address in the language that the account wants its desk in.
func inLanguage(v *frame.Visit, a access.Account, address string) string {
	if a.Language == "" || a.Language == v.Lang {
		return address
	}
	return strings.Replace(address, v.LinkIn(v.Lang, "/"), v.LinkIn(a.Language, "/"), 1)
}

// goingOn is a form that goes on under an account. If it was another one's, or
// if that is not known, it is shown again and nothing is done.
func goingOn(form url.Values, account string) url.Values {
	if form.Get("account") != account {
		form.Set("do", frame.DoCheck)
		form.Del("use")
	}
	form.Set("account", account)
	return form
}

// Expired answers a form that was sent without a session: with the page to sign
// in, which carries the form along.
func (p *Pages) Expired(v *frame.Visit) frame.Answer {
	v.Form.Values.Del(fieldCarried)
	page := p.loginPage(v, v.LinkIn(v.Lang, v.Path), v.Form.Values.Encode())
	a := p.show(v, page, nil)
	a.Status = 401
	return a
}

func (p *Pages) loginPage(v *frame.Visit, to, carried string) *loginPage {
	page := &loginPage{
		Headline: v.Text("door.title"), Soft: v.Text("door.readers"), Action: v.Link("/login"), To: to, Carried: carried, Button: v.Text("door.signIn"),
		Name:     frame.Field{ID: "user", Name: "user", Label: v.Text("door.user"), Value: v.Form.Line("user"), Autocomplete: "username", Plain: true},
		Password: frame.Field{ID: "pw", Name: "password", Type: "password", Label: v.Text("door.password"), Autocomplete: "current-password"},
		Help:     v.Text("door.forgotten"),
	}
	form, err := url.ParseQuery(carried)
	if err != nil || len(form) == 0 {
		page.External = p.externalLink(v, to)
		return page
	}
	page.Headline, page.Soft, page.Button = v.Text("door.expiredTitle"), "", v.Text("door.expiredButton")
	page.Notice2, page.Help = v.Text("door.expired"), v.Text("door.expiredOther")
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if text := strings.TrimSpace(form.Get(name)); text != "" && tellable(name) {
			page.Brought = append(page.Brought, brought{broughtAs(v, name), text})
		}
	}
	return page
}

// externalLink leads to the identity provider. Not from a form that is carried
// along: that would not come back from there.
func (p *Pages) externalLink(v *frame.Visit, to string) *frame.Link {
	if p.external.Path == "" {
		return nil
	}
	return &frame.Link{Text: v.Text("door.external", p.external.Name), Href: v.Link(p.external.Path, fieldTo, to)}
}

// broughtAs is what a field is called among what is carried along.
func broughtAs(v *frame.Visit, name string) string {
	kind, lang, _ := strings.Cut(name, "-")
	if lang != "" {
		return v.Text("edit."+kind+"In", v.LanguageName(lang))
	}
	return v.Text("carried." + kind)
}

// tellable reports whether a field is shown among what is carried along.
func tellable(name string) bool { return kindOf(name) != "" }

// kindOf is the kind of a field that people have typed in; "" for others.
func kindOf(name string) string {
	kind, _, _ := strings.Cut(name, "-")
	if slices.Contains([]string{"date", "title", "summary", "body", "note", "place"}, kind) && kind != "dated" {
		return kind
	}
	return ""
}

func (p *Pages) show(v *frame.Visit, page *loginPage, faults frame.Faults) frame.Answer {
	page.Name.Fault = faults.Of("user")
	page.Head = v.Frame(frame.Heading{Title: page.Headline, Faults: faults, Mend: v.Text("door.notIn"), Alone: page.Carried != "" || v.Sent})
	return frame.Refuse("door/login", page)
}

// Logout ends the session. Address: /logout.
func (p *Pages) Logout(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	if !v.Sent {
		return frame.See(v.Link("/")), nil
	}
	if err := p.directory.SignOut(ctx, v.Who); err != nil {
		return frame.Answer{}, err
	}
	a := frame.See(v.Link("/login"))
	a.Cookie = p.directory.NoCookie()
	return a, nil
}
