package access

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

// netIP is one of many networks.
func netIP(n int) netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(n >> 8), byte(n), 0}), 24)
}

func TestSessionLasts(t *testing.T) {
	h := newHouse(t)
	h.account("lin", Editor)
	_, cookie, err := h.login("lin", goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	in := func() bool { return h.who(request(cookie, "")).Authenticated() }
	begun := h.clock.Now()
	for in() {
		h.clock.pass(sessionIdle - time.Minute)
	}
	if lasted := h.clock.Now().Sub(begun); lasted < sessionMost || lasted > sessionMost+sessionIdle {
		t.Errorf("a session in use lasts %s", lasted)
	}
}

// TestUseIsWrittenOnceAnHour and a check writes nothing besides.
func TestUseIsWrittenOnceAnHour(t *testing.T) {
	h := newHouse(t)
	a := h.account("lin", Editor)
	_, cookie, err := h.login("lin", goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	version := func() events.Version {
		for _, e := range h.sessions.all() {
			return e.version
		}
		return 0
	}
	first := version()
	for range 59 {
		h.clock.pass(time.Minute)
		h.who(request(cookie, ""))
	}
	if version() != first {
		t.Error("the use is written within an hour")
	}
	h.clock.pass(time.Minute)
	h.who(request(cookie, ""))
	if version() == first {
		t.Error("the use is not written after an hour")
	}
	list := h.Sessions(a.ID)
	if len(list) != 1 || !list[0].Seen.Equal(h.clock.Now()) || !list[0].Created.Equal(h.clock.Now().Add(-time.Hour)) {
		t.Errorf("%+v", list)
	}
}

// TestAnotherRoleMovesTheSession to another secret; the one before is worthless.
func TestAnotherRoleMovesTheSession(t *testing.T) {
	h := newHouse(t)
	a := h.account("lin", Author)
	_, before, err := h.Login(t.Context(), Attempt{Name: "lin", Password: goodPassword, Browser: Browser{Agent: "Firefox\xff" + strings.Repeat("x", 500)}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.ChangeAccount(t.Context(), root, a.ID, AccountChange{Role: ptr(Editor)}); err != nil {
		t.Fatal(err)
	}
	p, after, err := h.Identify(t.Context(), request(before, ""))
	if err != nil || after == nil || after.Value == before.Value || p.May(Publish) != nil {
		t.Fatalf("%s, %v, %v", p.By(), after, err)
	}
	if h.who(request(before, "")).Authenticated() {
		t.Error("the secret from before still opens the session")
	}
	p, again, err := h.Identify(t.Context(), request(after, ""))
	if err != nil || again != nil || p.By() != "account:"+a.ID {
		t.Errorf("with the new one: %q, %v, %v", p.By(), again, err)
	}
	list := h.Sessions(a.ID)
	if len(list) != 1 || list[0].ID != p.Session() || !strings.HasPrefix(list[0].Agent, "Firefoxx") || len(list[0].Agent) > maxAgent {
		t.Errorf("sessions: %+v", list)
	}
}

func TestSessionsAreEnded(t *testing.T) {
	h := newHouse(t)
	lin, bo := h.account("lin", Editor), h.account("bo", Administrator)
	one, two, admin := h.signedIn("lin"), h.signedIn("lin"), h.signedIn("bo")
	denied := (*Denied)(nil)
	if err := h.EndSession(t.Context(), one, admin.Session()); !errors.As(err, &denied) {
		t.Errorf("of somebody else: %v", err)
	}
	if err := h.EndSession(t.Context(), Principal{}, one.Session()); !errors.As(err, &denied) || denied.Cause != NotSignedIn {
		t.Errorf("by the public: %v", err)
	}
	if err := h.EndSession(t.Context(), one, two.Session()); err != nil {
		t.Errorf("one's own: %v", err)
	}
	if err := h.EndSession(t.Context(), one, "none"); err != nil {
		t.Errorf("one that is over: %v", err)
	}
	if list := h.Sessions(lin.ID); len(list) != 1 || list[0].ID != one.Session() {
		t.Errorf("left are %+v", list)
	}
	h.signedIn("lin")
	if err := h.EndSessions(t.Context(), admin, lin.ID); err != nil || len(h.Sessions(lin.ID)) > 0 {
		t.Errorf("all of somebody's: %v", err)
	}
	three := h.signedIn("lin")
	if err := h.EndSessions(t.Context(), three, lin.ID); err != nil || len(h.Sessions(lin.ID)) > 0 {
		t.Errorf("all of one's own: %v", err)
	}
	if err := h.SignOut(t.Context(), admin); err != nil || len(h.Sessions(bo.ID)) > 0 {
		t.Errorf("signing out: %v", err)
	}
	if err := h.SignOut(t.Context(), root); err != nil {
		t.Errorf("signing out without a session: %v", err)
	}
}

func TestTokenLasts(t *testing.T) {
	h := newHouse(t)
	a := h.account("lin", Editor)
	token, secret, err := h.CreateToken(t.Context(), root, NewToken{Account: a.ID, Name: " nightly ", Scopes: []Scope{ScopePublish, ScopeReadDrafts, ScopePublish}})
	want := Token{
		ID: token.ID, Account: a.ID, Name: "nightly", Scopes: []Scope{ScopeReadDrafts, ScopePublish},
		Created: h.clock.Now(), Expires: h.clock.Now().Add(365 * 24 * time.Hour),
	}
	if diff := cmp.Diff(want, token); diff != "" || err != nil || token.ID == "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for _, day := range []string{"2026-11-29", "2026-11-29", "2026-11-30"} {
		h.who(request(nil, secret))
		if got := h.Tokens(a.ID); len(got) != 1 || got[0].Used != day {
			t.Errorf("used %+v, want %s", got, day)
		}
		h.clock.pass(11 * time.Hour)
	}
	h.clock.pass(token.Expires.Sub(h.clock.Now()) - time.Second)
	if p := h.who(request(nil, secret)); p.By() != "token:"+token.ID {
		t.Error("it ends early")
	}
	h.clock.pass(time.Second)
	if _, _, err := h.Identify(t.Context(), request(nil, secret)); !errors.Is(err, ErrTokenExpired) {
		t.Errorf("expired: %v", err)
	}
	if len(h.Tokens("")) != 1 {
		t.Error("one that has expired is not listed")
	}
	h.clock.pass(tokenRemains)
	if _, _, err := h.Identify(t.Context(), request(nil, secret)); !errors.Is(err, ErrToken) || len(h.Tokens("")) != 0 {
		t.Errorf("a month later: %v", err)
	}
}

func TestTokenFieldsAreChecked(t *testing.T) {
	h := newHouse(t)
	a := h.account("lin", Author)
	good := NewToken{Account: a.ID, Scopes: []Scope{ScopeWriteDrafts}}
	for _, c := range []struct {
		change        func(*NewToken)
		field, reason string
	}{
		{func(n *NewToken) { n.Scopes = nil }, "scopes", "name at least one of read:drafts"},
		{func(n *NewToken) { n.Scopes = []Scope{"write"} }, "scopes", `"write" is none of`},
		{func(n *NewToken) { n.Scopes = []Scope{ScopePublish} }, "scopes", "publish is only for editor or administrator; lin is author"},
		{func(n *NewToken) { n.Scopes = []Scope{ScopeSite} }, "scopes", "site is only for editor or administrator; lin is author"},
		{func(n *NewToken) { n.Scopes = []Scope{ScopeAdmin} }, "scopes", "admin is only for administrator; lin is author"},
		{func(n *NewToken) { n.Name = "a\nb" }, "name", "must be one line"},
		{func(n *NewToken) { n.Name = strings.Repeat("x", 121) }, "name", "has 121 characters"},
		{func(n *NewToken) { n.Life = time.Second }, "expires", "must be from a minute to 1825 days"},
		{func(n *NewToken) { n.Life = -time.Hour }, "expires", "must be from a minute to 1825 days"},
		{func(n *NewToken) { n.Life = tokenMost + 1 }, "expires", "must be from a minute to 1825 days"},
	} {
		n := good
		c.change(&n)
		if _, _, err := h.CreateToken(t.Context(), root, n); !strings.Contains(problem(err, c.field), c.reason) {
			t.Errorf("%+v: %v", n, err)
		}
	}
	good.Life = tokenMost
	if _, _, err := h.CreateToken(t.Context(), root, good); err != nil {
		t.Error(err)
	}
	if _, _, err := h.CreateToken(t.Context(), root, NewToken{Scopes: good.Scopes}); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("for nobody: %v", err)
	}
}

func TestTokensOfOthersAreNotShown(t *testing.T) {
	h := newHouse(t)
	h.account("lin", Editor)
	bo := h.account("bo", Editor)
	mine := h.signedIn("lin")
	theirs, _, err := h.CreateToken(t.Context(), root, NewToken{Account: bo.ID, Scopes: []Scope{ScopePublish}})
	if err != nil {
		t.Fatal(err)
	}
	own, secret, err := h.CreateToken(t.Context(), mine, NewToken{Scopes: []Scope{ScopePublish}})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{theirs.ID, "none"} {
		if err := h.RevokeToken(t.Context(), mine, id); !errors.Is(err, events.ErrNotFound) {
			t.Errorf("%s: %v", id, err)
		}
	}
	denied := (*Denied)(nil)
	if err := h.RevokeToken(t.Context(), Principal{}, theirs.ID); !errors.As(err, &denied) {
		t.Errorf("by the public: %v", err)
	}
	program := h.who(request(nil, secret))
	if _, _, err := h.CreateToken(t.Context(), program, NewToken{Scopes: []Scope{ScopePublish}}); !errors.As(err, &denied) {
		t.Errorf("a token makes a token: %v", err)
	}
	if err := h.RevokeToken(t.Context(), mine, own.ID); err != nil {
		t.Error(err)
	}
	if list := h.Tokens(""); len(list) != 1 || list[0].ID != theirs.ID {
		t.Errorf("left are %+v", list)
	}
}

// TestReplicasAgree: what one process ends is over in another one.
func TestReplicasAgree(t *testing.T) {
	h := newHouse(t)
	a := h.account("lin", Editor)
	_, cookie, err := h.login("lin", goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	other := h.open("https://almanac.example.org")
	if p, _, err := other.Identify(t.Context(), request(cookie, "")); err != nil || !p.Authenticated() {
		t.Fatalf("another replica does not know the session: %v", err)
	}
	if err := h.EndSessions(t.Context(), root, a.ID); err != nil {
		t.Fatal(err)
	}
	for {
		rung := other.bell.wait()
		if p, _, err := other.Identify(t.Context(), request(cookie, "")); err == nil && !p.Authenticated() {
			return
		}
		select {
		case <-rung:
		case <-t.Context().Done():
			t.Fatal("it goes on in another replica")
		}
	}
}

// deafVault loses its watches when it is told to.
type deafVault struct {
	Vault
	deaf atomic.Bool
}

var errDeaf = errors.New("the wire is cut")

func (v *deafVault) Watch(ctx context.Context, prefix string) iter.Seq2[events.ValueBatch, error] {
	return func(yield func(events.ValueBatch, error) bool) {
		for b, err := range v.Vault.Watch(ctx, prefix) {
			if v.deaf.Load() {
				yield(events.ValueBatch{}, errDeaf)
				return
			}
			if !yield(b, err) {
				return
			}
		}
	}
}

// TestWithoutNewsNobodyIsLetIn after a while, since what was revoked is not
// known, and everybody again when there is news.
func TestWithoutNewsNobodyIsLetIn(t *testing.T) {
	h := newHouse(t)
	v := &deafVault{Vault: store.Unexpired(h.vault, h.clock.Now)}
	d, err := Open(t.Context(), Config{Vault: v, Now: h.clock.Now, BaseURL: "https://almanac.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	a := h.account("lin", Editor)
	_, secret, err := h.CreateToken(t.Context(), root, NewToken{Account: a.ID, Scopes: []Scope{ScopePublish}})
	if err != nil {
		t.Fatal(err)
	}
	_, cookie, err := h.login("lin", goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	requests := []*http.Request{request(cookie, ""), request(nil, secret)}
	until := func(what string, is func() bool) {
		t.Helper()
		for !is() {
			select {
			case <-time.After(time.Millisecond):
			case <-t.Context().Done():
				t.Fatalf("never: %s", what)
			}
		}
	}
	known := func() bool {
		for _, r := range requests {
			if p, _, err := d.Identify(t.Context(), r); err != nil || !p.Authenticated() {
				return false
			}
		}
		return true
	}
	until("the other replica knows the session and the token", known)
	v.deaf.Store(true)
	h.account("bo", Viewer) // what is written is what the deaf one does not hear
	until("it notices", func() bool { return errors.Is(d.Healthy(), events.ErrUnavailable) })
	if !known() {
		t.Error("nobody is let in at once")
	}
	h.clock.pass(patience + time.Millisecond)
	for _, r := range requests {
		if p, _, err := d.Identify(t.Context(), r); !errors.Is(err, events.ErrUnavailable) || p.Authenticated() {
			t.Errorf("%q is let in, %v", p.By(), err)
		}
	}
	if _, _, err := d.Login(t.Context(), Attempt{Name: "lin", Password: goodPassword}); !errors.Is(err, events.ErrUnavailable) {
		t.Errorf("signing in: %v", err)
	}
	v.deaf.Store(false)
	until("it hears again", func() bool { return d.Healthy() == nil && known() })
}
