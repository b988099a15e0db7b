package desk_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/web/access"
	"almanac.example/web/access/oidc"
	"almanac.example/web/access/oidc/oidctest"
	"almanac.example/web/desk"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/desk/entry"
	"almanac.example/web/editing"
)

// browser asks a desk and keeps its cookies.
type browser struct {
	t       *testing.T
	desk    http.Handler
	cookies map[string]*http.Cookie
}

func (b *browser) get(address string) *httptest.ResponseRecorder {
	b.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		b.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, u.RequestURI(), nil)
	r.Header.Set("Accept-Language", "en")
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.desk.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if b.cookies[c.Name] = c; c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	return w
}

// TestSignInByAnIdentityProvider from the login page to the page that was
// wanted, and what is said when it does not lead there.
func TestSignInByAnIdentityProvider(t *testing.T) {
	h := newHouse(t)
	now := h.Now
	issuer := oidctest.New(t, now())
	provider, err := oidc.New(oidc.Config{
		Issuer: issuer.URL, ClientID: oidctest.Client, ClientSecret: oidctest.ClientSecret, BaseURL: desktest.Base,
		Roles: map[string]access.Role{"editors": access.Editor}, Now: now,
	})
	h.Must(err)
	d, err := desk.New(desk.Config{
		Timeline: h.Live.Timeline, History: h.Live.History, Editor: editing.New(h.Live, now), Directory: h.Directory, Now: now,
		Site: func(t *timeline.Timeline) *feeds.Site {
			return &feeds.Site{BaseURL: desktest.Base, Languages: []string{"zh", "en"}, Zone: time.UTC, Record: t.Site()}
		},
		Preview:  func(context.Context, entry.Shown) ([]byte, string, error) { return nil, "", events.ErrNotFound },
		Provider: provider, ProviderName: "Example Login",
	})
	h.Must(err)
	t.Cleanup(d.Close)
	h.As("administrator")

	editors := oidctest.Said{Claims: map[string]any{"groups": []string{"editors"}}}
	for _, c := range []struct {
		name   string
		said   oidctest.Said
		change string // of the state that comes back
		status int
		says   string
	}{
		{"an editor", editors, "", http.StatusSeeOther, ""},
		{"without a group", oidctest.Said{}, "", http.StatusForbidden, "none of your groups"},
		{"a mail address that is not verified", oidctest.Said{Claims: map[string]any{"email_verified": false}}, "", http.StatusForbidden, "mail address"},
		{"not begun here", editors, "x", http.StatusBadRequest, "begin again"},
		{"signed by somebody else", oidctest.Said{Signer: oidctest.NewKey(t)}, "", http.StatusForbidden, "did not sign you in"},
		{"out of reach", oidctest.Said{Down: true}, "", http.StatusServiceUnavailable, "out of reach"},
	} {
		b := &browser{t, d, map[string]*http.Cookie{}}
		login := b.get("/admin/en/login?to=%2Fadmin%2Fen%2Flist%3Fq%3Dx")
		const link = "/admin/en/external?to=%2Fadmin%2Fen%2Flist%3Fq%3Dx"
		if body := login.Body.String(); !strings.Contains(body, `href="`+link+`"`) || !strings.Contains(body, "Example Login") {
			t.Fatalf("the login page does not lead to the provider:\n%s", body)
		}
		issuer.Say(oidctest.Said{})
		begun := b.get(link)
		if begun.Code != http.StatusSeeOther {
			t.Fatalf("%s: beginning: %d", c.name, begun.Code)
		}
		back := issuer.Authorize(begun.Header().Get("Location"))
		issuer.Say(c.said)
		done := b.get(strings.Replace(back, "state=", "state="+c.change, 1))
		if done.Code != c.status || !strings.Contains(strings.ToLower(done.Body.String()), c.says) {
			t.Errorf("%s: %d\n%s", c.name, done.Code, done.Body)
		}
		if strings.Contains(done.Body.String(), "code=") {
			t.Errorf("%s: the page repeats the code", c.name)
		}
		if _, left := b.cookies["__Host-almanac_oidc"]; left {
			t.Errorf("%s: the cookie of the flow stays", c.name)
		}
		session := b.cookies["__Host-almanac"]
		if (session != nil) != (c.status == http.StatusSeeOther) {
			t.Errorf("%s: the session is %v", c.name, session)
		}
		if session == nil {
			continue
		}
		if to := done.Header().Get("Location"); to != "/admin/en/list?q=x" {
			t.Errorf("%s: it goes on to %s", c.name, to)
		}
		if list := b.get("/admin/en/list?q=x"); list.Code != http.StatusOK {
			t.Errorf("%s: the list answers %d", c.name, list.Code)
		}
	}
}

// TestWithoutAProvider there is no way to one.
func TestWithoutAProvider(t *testing.T) {
	h := newHouse(t)
	h.As("administrator")
	for _, path := range []string{"/admin/en/external", "/admin/oidc?state=&code=x"} {
		if a := h.Get("", path); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
}
