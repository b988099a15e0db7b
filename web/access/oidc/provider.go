package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"almanac.example/events"
	"almanac.example/web/access"
)

// Path is where the provider sends the browser back to, below the base URL.
const Path = "/admin/oidc"

// Config is what a Provider needs. Issuer, ClientID, BaseURL and Now are
// required.
type Config struct {
	Issuer       string                 // https, or http on this machine
	ClientID     string                 // that the provider gave this site
	ClientSecret string                 // "": a public client
	BaseURL      string                 // address that readers use
	Scopes       []string               // asked for besides openid, profile and email
	Groups       string                 // claim that holds the groups; "": "groups"
	Roles        map[string]access.Role // of groups: viewer, author or editor
	Role         access.Role            // of everybody whom the provider knows; "": only groups give one
	Now          func() time.Time
	Client       *http.Client // to the provider; nil: one with a time limit
}

// Provider is the identity provider of a site. It is asked for its addresses
// and keys when it is first needed, so that a server starts without it.
type Provider struct {
	config Config
	secure bool

	mu    sync.Mutex
	found *oidc.Provider
}

// timeout bounds one request to the provider.
const timeout = 10 * time.Second

// New checks the settings; it asks the provider nothing.
func New(c Config) (*Provider, error) {
	u, err := url.Parse(c.Issuer)
	switch {
	case err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("identity provider %q: write it as https://login.example.org", c.Issuer)
	case u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname())):
		return nil, fmt.Errorf("identity provider %q: must be https", c.Issuer)
	case c.ClientID == "":
		return nil, fmt.Errorf("identity provider %q: the client ID is missing", c.Issuer)
	}
	for group, role := range c.Roles {
		if err := checkRole(role); err != nil {
			return nil, fmt.Errorf("group %q: %w", group, err)
		}
	}
	if c.Role != "" {
		if err := checkRole(c.Role); err != nil {
			return nil, err
		}
	}
	if c.Groups == "" {
		c.Groups = "groups"
	}
	if c.Client == nil {
		c.Client = &http.Client{Timeout: timeout}
	}
	return &Provider{config: c, secure: strings.HasPrefix(c.BaseURL, "https:")}, nil
}

// checkRole refuses a role that does not come from outside.
func checkRole(r access.Role) error {
	if _, err := access.ParseRole(string(r)); err != nil {
		return err
	}
	if r == access.Administrator {
		return errors.New("no identity provider makes anybody an administrator: give the role to an account")
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// discover returns what the provider says of itself. Until it has answered it is
// asked each time.
func (p *Provider) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	found, err := oidc.NewProvider(ctx, p.config.Issuer)
	if err != nil {
		return nil, fmt.Errorf("asking the identity provider: %w: %w", events.ErrUnavailable, err)
	}
	p.found = found
	return found, nil
}

func (p *Provider) flow(found *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.config.ClientID, ClientSecret: p.config.ClientSecret, Endpoint: found.Endpoint(),
		RedirectURL: strings.TrimRight(p.config.BaseURL, "/") + Path,
		Scopes:      append([]string{oidc.ScopeOpenID, "profile", "email"}, p.config.Scopes...),
	}
}

// flowLife is how long somebody may take at the provider.
const flowLife = 10 * time.Minute

// cookie binds a flow to the browser that began it.
func (p *Provider) cookie(value string, life time.Duration) *http.Cookie {
	c := &http.Cookie{Name: "almanac_oidc", Value: value, Path: "/", MaxAge: int(life / time.Second), HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if p.secure {
		c.Name, c.Secure = "__Host-almanac_oidc", true
	}
	if life <= 0 {
		c.MaxAge = -1
	}
	return c
}

// NoCookie removes what Begin set; to be set whatever Finish says.
func (p *Provider) NoCookie() *http.Cookie { return p.cookie("", 0) }

// Begin returns the provider's address to send a browser to, and the cookie to
// set with it. Next is where to go afterwards, a path of this site; Finish
// returns it. events.ErrUnavailable if the provider does not answer.
func (p *Provider) Begin(ctx context.Context, next string) (address string, c *http.Cookie, err error) {
	ctx = oidc.ClientContext(ctx, p.config.Client)
	found, err := p.discover(ctx)
	if err != nil {
		return "", nil, err
	}
	state, nonce, verifier := rand.Text(), rand.Text(), oauth2.GenerateVerifier()
	address = p.flow(found).AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier))
	value := strings.Join([]string{state, nonce, verifier, url.QueryEscape(localPath(next))}, ".")
	return address, p.cookie(value, flowLife), nil
}

// localPath is next if it is a path of this site, and "" otherwise.
func localPath(next string) string {
	if len(next) > 1000 || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n") {
		return ""
	}
	return next
}

// The reasons for which nobody is signed in; all of them are a 403 but ErrFlow,
// which is a 400.
var (
	ErrFlow       = errors.New("this sign-in was not begun in this browser, or too long ago: begin again")
	ErrRefused    = errors.New("the identity provider did not sign you in")
	ErrUnverified = errors.New("the identity provider has not verified your mail address")
)

// Finish makes of the request with which the provider sends the browser back who
// that is, and where it wanted to go. events.ErrUnavailable if the provider does
// not answer.
func (p *Provider) Finish(ctx context.Context, r *http.Request) (x access.External, next string, err error) {
	c, err := r.Cookie(p.cookie("", 0).Name)
	if err != nil {
		return x, "", ErrFlow
	}
	parts := strings.SplitN(c.Value, ".", 4)
	query := r.URL.Query()
	if len(parts) != 4 || parts[0] == "" || subtle.ConstantTimeCompare([]byte(parts[0]), []byte(query.Get("state"))) != 1 {
		return x, "", ErrFlow
	}
	if query.Get("error") != "" || query.Get("code") == "" {
		return x, "", fmt.Errorf("%w: %.80q", ErrRefused, query.Get("error"))
	}
	if next, err = url.QueryUnescape(parts[3]); err != nil {
		return x, "", ErrFlow
	}
	ctx = oidc.ClientContext(ctx, p.config.Client)
	found, err := p.discover(ctx)
	if err != nil {
		return x, "", err
	}
	said, err := p.exchange(ctx, found, query.Get("code"), parts)
	if err != nil {
		return x, "", err
	}
	x, err = p.external(said)
	return x, localPath(next), err
}

// exchange trades the code for what the provider says of the person, and checks
// that it says so to us, now, and to this flow.
func (p *Provider) exchange(ctx context.Context, found *oidc.Provider, code string, flow []string) (claims, error) {
	token, err := p.flow(found).Exchange(ctx, code, oauth2.VerifierOption(flow[2]))
	if err != nil {
		return claims{}, refusedOr(err)
	}
	raw, _ := token.Extra("id_token").(string)
	verifier := found.Verifier(&oidc.Config{ClientID: p.config.ClientID, Now: p.config.Now})
	id, err := verifier.Verify(ctx, raw)
	if err != nil {
		return claims{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(flow[1])) != 1 {
		return claims{}, fmt.Errorf("%w: its answer is to another question", ErrRefused)
	}
	said := claims{issuer: p.config.Issuer, subject: id.Subject, all: map[string]any{}}
	if err := id.Claims(&said.all); err != nil {
		return claims{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return said, p.complete(ctx, found, token, said)
}

// complete asks the provider for what it does not say in the token itself (OpenID
// Connect Core §5.3). A mail address and that it is verified come from the same
// place.
func (p *Provider) complete(ctx context.Context, found *oidc.Provider, token *oauth2.Token, said claims) error {
	if _, told := said.all["email_verified"]; told && said.text("email") != "" || found.UserInfoEndpoint() == "" {
		return nil
	}
	info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return refusedOr(err)
	}
	more := map[string]any{}
	if err := info.Claims(&more); err != nil || info.Subject != said.subject {
		return fmt.Errorf("%w: it speaks of somebody else", ErrRefused)
	}
	delete(said.all, "email")
	delete(said.all, "email_verified")
	for name, value := range more {
		if _, there := said.all[name]; !there {
			said.all[name] = value
		}
	}
	return nil
}

// refusedOr tells a provider that refuses from one that cannot be reached.
func refusedOr(err error) error {
	var answered *oauth2.RetrieveError
	if errors.As(err, &answered) && answered.Response.StatusCode < 500 {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return fmt.Errorf("asking the identity provider: %w: %w", events.ErrUnavailable, err)
}

// claims are what the provider says of a person.
type claims struct {
	issuer, subject string
	all             map[string]any
}

// text is a claim that is a text.
func (c claims) text(name string) string {
	s, _ := c.all[name].(string)
	return s
}

// texts are a claim that is a text or a list of them.
func (c claims) texts(name string) (list []string) {
	if s := c.text(name); s != "" {
		return []string{s}
	}
	values, _ := c.all[name].([]any)
	for _, v := range values {
		if s, ok := v.(string); ok {
			list = append(list, s)
		}
	}
	return list
}

// external makes of the claims who that is here.
func (p *Provider) external(c claims) (access.External, error) {
	verified := c.all["email_verified"] == true || c.text("email_verified") == "true" // some write it as a text
	if c.text("email") == "" || !verified {
		return access.External{}, ErrUnverified
	}
	return access.External{
		Issuer: c.issuer, Subject: c.subject, Name: c.text("preferred_username"), Mail: c.text("email"),
		Shown: c.text("name"), Role: p.role(c.texts(p.config.Groups)),
	}, nil
}

// role is the greatest that the groups give.
func (p *Provider) role(groups []string) access.Role {
	role := p.config.Role
	for _, r := range access.Roles() {
		given := slices.ContainsFunc(groups, func(g string) bool { return p.config.Roles[g] == r })
		if given && !role.Includes(r) {
			role = r
		}
	}
	return role
}
