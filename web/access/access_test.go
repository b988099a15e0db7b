package access

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/bolt"
)

// clock is set by the tests.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// house is a directory over a vault of its own.
type house struct {
	*Directory
	clock *clock
	vault store.Vault // shows what has expired, too
	t     testing.TB
}

func newHouse(t testing.TB) *house {
	t.Helper()
	b, err := bolt.Open(filepath.Join(t.TempDir(), "almanac.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	h := &house{clock: &clock{now: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)}, vault: b.Vault(), t: t}
	h.Directory = h.open("https://almanac.example.org")
	return h
}

// open is another directory over the same vault: another replica.
func (h *house) open(base string) *Directory {
	h.t.Helper()
	d, err := Open(h.t.Context(), Config{Vault: store.Unexpired(h.vault, h.clock.Now), Now: h.clock.Now, BaseURL: base})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(d.Close)
	d.hashing.usual.memory, d.hashing.usual.time = 64, 1 // so that tests are quick; see TestHashesCost
	return d
}

// root may do everything.
var root = Local("root")

const goodPassword = "seven purple otters dance"

func (h *house) account(name string, r Role) Account {
	h.t.Helper()
	a, err := h.CreateAccount(h.t.Context(), root, NewAccount{Name: name, Role: r, Password: goodPassword})
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// request is one with a cookie or a token.
func request(cookie *http.Cookie, token string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/admin/", nil)
	if cookie != nil {
		r.AddCookie(cookie)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return r
}

func (h *house) login(name, password string) (Account, *http.Cookie, error) {
	return h.Login(h.t.Context(), Attempt{Name: name, Password: password})
}

func (h *house) who(r *http.Request) Principal {
	h.t.Helper()
	p, _, err := h.Identify(h.t.Context(), r)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

func TestSignInAndOut(t *testing.T) {
	h := newHouse(t)
	a := h.account("Lin", Editor)
	if _, _, err := h.login("lin", "wrong "+goodPassword); !errors.Is(err, ErrLogin) {
		t.Errorf("a wrong password: %v", err)
	}
	got, cookie, err := h.login("LIN", goodPassword)
	if err != nil || got.ID != a.ID {
		t.Fatalf("signing in: %+v, %v", got, err)
	}
	p := h.who(request(cookie, ""))
	if p.By() != "account:"+a.ID || p.Author() != "lin" || p.May(Publish) != nil || p.May(EditSite) == nil {
		t.Errorf("signed in as %s, %s", p.By(), p.Author())
	}
	if err := h.EndSession(t.Context(), p, p.Session()); err != nil {
		t.Error(err)
	}
	if p := h.who(request(cookie, "")); p.Authenticated() {
		t.Errorf("signed out, still %s", p.By())
	}
}

func TestSessionEndsUnused(t *testing.T) {
	h := newHouse(t)
	h.account("lin", Editor)
	_, cookie, err := h.login("lin", goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	h.clock.pass(sessionIdle - time.Second)
	if !h.who(request(cookie, "")).Authenticated() {
		t.Error("a session in use is over")
	}
	h.clock.pass(sessionIdle)
	if h.who(request(cookie, "")).Authenticated() {
		t.Error("a session that was not used goes on")
	}
}

func TestToken(t *testing.T) {
	h := newHouse(t)
	a := h.account("lin", Editor)
	token, secret, err := h.CreateToken(t.Context(), root, NewToken{Account: a.ID, Scopes: []Scope{ScopeWriteDrafts}})
	if err != nil {
		t.Fatal(err)
	}
	p := h.who(request(nil, secret))
	if p.By() != "token:"+token.ID || p.May(WriteDrafts) != nil || p.May(Publish) == nil {
		t.Errorf("a token's principal is %s", p.By())
	}
	if err := h.RevokeToken(t.Context(), root, token.ID); err != nil {
		t.Error(err)
	}
	if _, _, err := h.Identify(t.Context(), request(nil, secret)); !errors.Is(err, ErrToken) {
		t.Errorf("a revoked token: %v", err)
	}
}

func TestNamesAreTaken(t *testing.T) {
	h := newHouse(t)
	h.account("lin", Editor)
	_, err := h.CreateAccount(t.Context(), root, NewAccount{Name: "LIN", Role: Viewer})
	if wrong := (*events.Invalid)(nil); !errors.As(err, &wrong) || wrong.Field("name") == "" {
		t.Errorf("a name that is taken: %v", err)
	}
}
