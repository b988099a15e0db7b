package oidc

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/access/oidc/oidctest"
)

var today = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func newProvider(t *testing.T, i *oidctest.Issuer, change func(*Config)) *Provider {
	t.Helper()
	c := Config{
		Issuer: i.URL, ClientID: oidctest.Client, ClientSecret: oidctest.ClientSecret, BaseURL: "https://almanac.example.org/",
		Roles: map[string]access.Role{"readers": access.Viewer, "editors": access.Editor},
		Role:  access.Viewer, Now: func() time.Time { return today },
	}
	if change != nil {
		change(&c)
	}
	p, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// claim is what a provider says with another claim.
func claim(name string, value any) oidctest.Said {
	return oidctest.Said{Claims: map[string]any{name: value}}
}

// visit is one sign-in, the browser sent back to the address that change makes
// of the one the provider gave it.
func visit(t *testing.T, p *Provider, i *oidctest.Issuer, change func(back string, c *http.Cookie) string) (access.External, string, error) {
	t.Helper()
	address, c, err := p.Begin(t.Context(), "/admin/zh/list?q=x&page=2")
	if err != nil {
		t.Fatal(err)
	}
	back := i.Authorize(address)
	if change != nil {
		back = change(back, c)
	}
	r := httptest.NewRequest(http.MethodGet, back, nil)
	r.AddCookie(c)
	return p.Finish(t.Context(), r)
}

func TestSignIn(t *testing.T) {
	i := oidctest.New(t, today)
	p := newProvider(t, i, nil)
	for _, c := range []struct {
		name string
		said oidctest.Said
		want access.External
	}{
		{"as a provider usually says it", oidctest.Said{},
			access.External{Name: "lin", Mail: "lin@example.org", Shown: "Lin Wei", Role: access.Viewer}},
		{"with groups", claim("groups", []string{"others", "editors", "readers"}),
			access.External{Name: "lin", Mail: "lin@example.org", Shown: "Lin Wei", Role: access.Editor}},
		{"with one group as a text", claim("groups", "editors"),
			access.External{Name: "lin", Mail: "lin@example.org", Shown: "Lin Wei", Role: access.Editor}},
		{"verified written as a text", claim("email_verified", "true"),
			access.External{Name: "lin", Mail: "lin@example.org", Shown: "Lin Wei", Role: access.Viewer}},
		{"that it is verified only at the userinfo endpoint", oidctest.Said{
			Claims: map[string]any{"email_verified": nil},
			Info:   map[string]any{"sub": "u-17", "email": "wei@example.org", "email_verified": true},
		}, access.External{Name: "lin", Mail: "wei@example.org", Shown: "Lin Wei", Role: access.Viewer}},
		{"the mail address only at the userinfo endpoint", oidctest.Said{
			Claims: map[string]any{"email": nil, "email_verified": nil},
			Info:   map[string]any{"sub": "u-17", "email": "wei@example.org", "email_verified": true, "name": "another", "groups": []string{"editors"}},
		}, access.External{Name: "lin", Mail: "wei@example.org", Shown: "Lin Wei", Role: access.Editor}},
	} {
		i.Say(c.said)
		x, next, err := visit(t, p, i, nil)
		c.want.Issuer, c.want.Subject = i.URL, "u-17"
		if diff := cmp.Diff(c.want, x); diff != "" || err != nil || next != "/admin/zh/list?q=x&page=2" {
			t.Errorf("%s: %v, next %q (-want +got):\n%s", c.name, err, next, diff)
		}
	}
}

func TestSignInIsRefused(t *testing.T) {
	i := oidctest.New(t, today)
	p := newProvider(t, i, nil)
	for _, c := range []struct {
		name string
		said oidctest.Said
		want error
	}{
		{"no mail address", oidctest.Said{Claims: map[string]any{"email": nil}, Info: map[string]any{"sub": "u-17"}}, ErrUnverified},
		{"a mail address that is not verified", claim("email_verified", false), ErrUnverified},
		{"a mail address of which nothing is said", oidctest.Said{
			Claims: map[string]any{"email_verified": nil}, Info: map[string]any{"sub": "u-17"},
		}, ErrUnverified},
		{"another mail address that is verified", oidctest.Said{
			Claims: map[string]any{"email_verified": nil}, Info: map[string]any{"sub": "u-17", "email_verified": true},
		}, ErrUnverified},
		{"userinfo of somebody else", oidctest.Said{
			Claims: map[string]any{"email": nil}, Info: map[string]any{"sub": "u-18", "email": "x@example.org", "email_verified": true},
		}, ErrRefused},
		{"another nonce", claim("nonce", "x"), ErrRefused},
		{"no nonce", claim("nonce", nil), ErrRefused},
		{"another audience", claim("aud", "somebody"), ErrRefused},
		{"another issuer", claim("iss", "https://evil.example"), ErrRefused},
		{"expired", claim("exp", today.Unix()-1), ErrRefused},
		{"signed by somebody else", oidctest.Said{Signer: oidctest.NewKey(t)}, ErrRefused},
	} {
		i.Say(c.said)
		if x, _, err := visit(t, p, i, nil); !errors.Is(err, c.want) || x != (access.External{}) {
			t.Errorf("%s: %+v, %v", c.name, x, err)
		}
	}
}

func TestFlowBelongsToOneBrowser(t *testing.T) {
	i := oidctest.New(t, today)
	p := newProvider(t, i, nil)
	with := func(name, value string) func(string, *http.Cookie) string {
		return func(back string, _ *http.Cookie) string {
			u, _ := url.Parse(back)
			q := u.Query()
			q.Set(name, value)
			u.RawQuery = q.Encode()
			return u.String()
		}
	}
	cookie := func(change func(parts []string)) func(string, *http.Cookie) string {
		return func(back string, c *http.Cookie) string {
			parts := strings.Split(c.Value, ".")
			change(parts)
			c.Value = strings.Join(parts, ".")
			return back
		}
	}
	for _, c := range []struct {
		name   string
		change func(string, *http.Cookie) string
		want   error
	}{
		{"another state", with("state", "x"), ErrFlow},
		{"no state", with("state", ""), ErrFlow},
		{"no code", with("code", ""), ErrRefused},
		{"another code", with("code", "x"), ErrRefused},
		{"the provider says no", with("error", "access_denied"), ErrRefused},
		{"another cookie", func(back string, c *http.Cookie) string { c.Value = "x.y.z.%2F"; return back }, ErrFlow},
		{"a broken cookie", func(back string, c *http.Cookie) string { c.Value = "x"; return back }, ErrFlow},
		{"an empty cookie", func(back string, c *http.Cookie) string { c.Value = "..."; return with("state", "")(back, c) }, ErrFlow},
		{"another nonce", cookie(func(parts []string) { parts[1] = "x" }), ErrRefused},
		{"another verifier", cookie(func(parts []string) { parts[2] = strings.Repeat("x", 43) }), ErrRefused},
		{"a broken next", cookie(func(parts []string) { parts[3] = "%" }), ErrFlow},
	} {
		if x, _, err := visit(t, p, i, c.change); !errors.Is(err, c.want) || x != (access.External{}) {
			t.Errorf("%s: %+v, %v", c.name, x, err)
		}
	}
	if _, _, err := p.Finish(t.Context(), httptest.NewRequest(http.MethodGet, Path+"?state=&code=x", nil)); !errors.Is(err, ErrFlow) {
		t.Errorf("without a cookie: %v", err)
	}
	// A code is used once.
	var again string
	var kept http.Cookie
	if _, _, err := visit(t, p, i, func(back string, c *http.Cookie) string { again, kept = back, *c; return back }); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, again, nil)
	r.AddCookie(&kept)
	if _, _, err := p.Finish(t.Context(), r); !errors.Is(err, ErrRefused) {
		t.Errorf("a second time: %v", err)
	}
}

func TestNextStaysOnTheSite(t *testing.T) {
	i := oidctest.New(t, today)
	p := newProvider(t, i, nil)
	for next, want := range map[string]string{
		"/admin/": "/admin/", "": "", "https://evil.example/": "", "//evil.example/": "", `/\evil.example`: "", "/a\r\nb": "",
		"/" + strings.Repeat("x", 1000): "", "/a.b.c?d=%20": "/a.b.c?d=%20",
	} {
		address, c, err := p.Begin(t.Context(), next)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodGet, i.Authorize(address), nil)
		r.AddCookie(c)
		if _, got, err := p.Finish(t.Context(), r); got != want || err != nil {
			t.Errorf("%.30q: next is %q, %v", next, got, err)
		}
	}
}

func TestCookieOfAFlow(t *testing.T) {
	i := oidctest.New(t, today)
	for base, want := range map[string]string{
		"https://almanac.example.org": "__Host-almanac_oidc=; Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Lax",
		"http://127.0.0.1:8080":       "almanac_oidc=; Path=/; Max-Age=600; HttpOnly; SameSite=Lax",
	} {
		p := newProvider(t, i, func(c *Config) { c.BaseURL = base })
		address, c, err := p.Begin(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Replace(c.String(), c.Value, "", 1); got != want {
			t.Errorf("%s: %s", base, got)
		}
		u, _ := url.Parse(address)
		if got := u.Query().Get("redirect_uri"); got != base+"/admin/oidc" {
			t.Errorf("it sends back to %s", got)
		}
		if got := u.Query().Get("scope"); got != "openid profile email" {
			t.Errorf("it asks for %s", got)
		}
		if strings.Contains(address, strings.Split(c.Value, ".")[2]) {
			t.Error("the verifier stands in the address")
		}
		if p.NoCookie().MaxAge >= 0 || p.NoCookie().Name != c.Name {
			t.Error("the cookie is not removed")
		}
	}
}

// TestProviderOutOfReach keeps nobody from starting a server, and is asked again.
func TestProviderOutOfReach(t *testing.T) {
	i := oidctest.New(t, today)
	p := newProvider(t, i, nil)
	i.Say(oidctest.Said{Down: true})
	if _, _, err := p.Begin(t.Context(), ""); !errors.Is(err, events.ErrUnavailable) {
		t.Errorf("beginning: %v", err)
	}
	i.Say(oidctest.Said{})
	if _, _, err := visit(t, p, i, func(back string, _ *http.Cookie) string { i.Say(oidctest.Said{Down: true}); return back }); !errors.Is(err, events.ErrUnavailable) {
		t.Errorf("finishing: %v", err)
	}
	i.Say(oidctest.Said{})
	if _, _, err := visit(t, p, i, nil); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestSettingsAreChecked(t *testing.T) {
	good := Config{Issuer: "https://login.example.org", ClientID: "x", BaseURL: "https://almanac.example.org"}
	for _, c := range []struct {
		change func(*Config)
		says   string
	}{
		{func(*Config) {}, ""},
		{func(c *Config) { c.Issuer = "http://localhost:9000/realm" }, ""},
		{func(c *Config) { c.Issuer = "http://[::1]:9000" }, ""},
		{func(c *Config) { c.Issuer = "" }, "write it as https://login.example.org"},
		{func(c *Config) { c.Issuer = "https://login.example.org/?x=1" }, "write it as"},
		{func(c *Config) { c.Issuer = "http://login.example.org" }, "must be https"},
		{func(c *Config) { c.Issuer = "ftp://localhost" }, "must be https"},
		{func(c *Config) { c.ClientID = "" }, "the client ID is missing"},
		{func(c *Config) { c.Roles = map[string]access.Role{"staff": access.Administrator} }, `group "staff": no identity provider makes anybody an administrator`},
		{func(c *Config) { c.Roles = map[string]access.Role{"staff": "king"} }, `group "staff": account: role: "king" is none of`},
		{func(c *Config) { c.Role = access.Administrator }, "no identity provider makes anybody an administrator"},
	} {
		config := good
		c.change(&config)
		_, err := New(config)
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%+v: %v", config, err)
		}
	}
}
