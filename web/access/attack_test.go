package access

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"almanac.example/events"
)

var (
	netA = netip.MustParsePrefix("192.0.2.0/24")
	netB = netip.MustParsePrefix("198.51.100.0/24")
)

func (h *house) loginFrom(n netip.Prefix, name, password string) error {
	_, _, err := h.Login(h.t.Context(), Attempt{Name: name, Password: password, Browser: Browser{Network: n}})
	return err
}

// TestGuessingSlowsDown a name that is guessed at, whether it leads to an
// account or not, and tells when the next try counts.
func TestGuessingSlowsDown(t *testing.T) {
	h := newHouse(t)
	h.account("lin", Editor)
	for _, name := range []string{"lin", "nobody"} {
		for n := range freeByName {
			if err := h.loginFrom(netip.Prefix{}, name, "a wrong password"); !errors.Is(err, ErrLogin) {
				t.Fatalf("%s, try %d: %v", name, n, err)
			}
		}
		wait := time.Second
		for range 8 {
			late := (*Throttled)(nil)
			if err := h.loginFrom(netip.Prefix{}, name, "a wrong password"); !errors.As(err, &late) || late.After != wait {
				t.Fatalf("%s: %v, want a wait of %s", name, err, wait)
			}
			h.clock.pass(wait - time.Millisecond)
			if err := h.loginFrom(netip.Prefix{}, name, goodPassword); !errors.As(err, &late) {
				t.Fatalf("%s: a millisecond too early: %v", name, err)
			}
			h.clock.pass(time.Millisecond)
			if err := h.loginFrom(netip.Prefix{}, name, "a wrong password"); !errors.Is(err, ErrLogin) {
				t.Fatalf("%s, after the wait: %v", name, err)
			}
			wait = min(2*wait, longestName)
		}
	}
	h.clock.pass(longestName)
	if err := h.loginFrom(netip.Prefix{}, "lin", goodPassword); err != nil {
		t.Errorf("the account is locked: %v", err)
	}
	if err := h.loginFrom(netip.Prefix{}, "lin", "a wrong password"); !errors.Is(err, ErrLogin) {
		t.Errorf("signing in does not forget the tries: %v", err)
	}
}

// TestGuessingManyNames from one network slows that network down, and no other.
func TestGuessingManyNames(t *testing.T) {
	h := newHouse(t)
	h.account("lin", Editor)
	for n := range freeByNetwork {
		if err := h.loginFrom(netA, "name"+strings.Repeat("x", n), "a wrong password"); !errors.Is(err, ErrLogin) {
			t.Fatalf("try %d: %v", n, err)
		}
	}
	late := (*Throttled)(nil)
	if err := h.loginFrom(netA, "lin", goodPassword); !errors.As(err, &late) {
		t.Errorf("the network: %v", err)
	}
	if err := h.loginFrom(netB, "lin", goodPassword); err != nil {
		t.Errorf("another network: %v", err)
	}
	h.clock.pass(late.After)
	if err := h.loginFrom(netA, "lin", goodPassword); err != nil {
		t.Errorf("after the wait: %v", err)
	}
	if err := h.loginFrom(netA, "other", "a wrong password"); !errors.Is(err, ErrLogin) {
		t.Errorf("one more: %v", err)
	}
	if err := h.loginFrom(netA, "other", "a wrong password"); !errors.As(err, &late) {
		t.Errorf("signing in clears what the network tried: %v", err)
	}
}

// TestTheOwnerIsNotKeptOut by somebody who guesses at their name all the time
// from elsewhere.
func TestTheOwnerIsNotKeptOut(t *testing.T) {
	h := newHouse(t)
	h.account("lin", Editor)
	if err := h.loginFrom(netA, "lin", goodPassword); err != nil {
		t.Fatal(err)
	}
	late := (*Throttled)(nil)
	for range 100 {
		if err := h.loginFrom(netB, "lin", "a wrong password"); errors.As(err, &late) {
			break
		}
	}
	if late == nil {
		t.Fatal("guessing is never slowed down")
	}
	if err := h.loginFrom(netA, "lin", goodPassword); err != nil {
		t.Errorf("from where the owner signed in before: %v", err)
	}
	for range freeByName {
		_ = h.loginFrom(netA, "lin", "a wrong password")
	}
	if err := h.loginFrom(netA, "lin", goodPassword); !errors.As(err, &late) {
		t.Errorf("guessing from there is not slowed down: %v", err)
	}
}

// TestTriesAtTheSameTimeCount each.
func TestTriesAtTheSameTimeCount(t *testing.T) {
	h := newHouse(t)
	h.account("lin", Editor)
	h.hashing.wait = time.Hour
	var all sync.WaitGroup
	var mu sync.Mutex
	checked := 0
	for range 100 {
		all.Go(func() {
			if err := h.loginFrom(netip.Prefix{}, "lin", "a wrong password"); errors.Is(err, ErrLogin) {
				mu.Lock()
				defer mu.Unlock()
				checked++
			}
		})
	}
	all.Wait()
	if checked != freeByName {
		t.Errorf("of 100 tries at once %d passwords were checked, want %d", checked, freeByName)
	}
}

// TestManySignInsHoldNobodyUp: while two passwords are hashed, a thousand more
// wait for nothing but a slot and are told; who is signed in is known without.
func TestManySignInsHoldNobodyUp(t *testing.T) {
	h := newHouse(t)
	a := h.account("lin", Editor)
	_, cookie, err := h.login("lin", goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	for range hashingsAtOnce {
		h.hashing.slots <- struct{}{}
	}
	h.hashing.wait = 10 * time.Millisecond
	var all sync.WaitGroup
	errs := make(chan error, 1000)
	for n := range 1000 {
		all.Go(func() { errs <- h.loginFrom(netip.Prefix{}, "name"+strings.Repeat("x", n%500), goodPassword) })
	}
	if p := h.who(request(cookie, "")); p.By() != "account:"+a.ID {
		t.Errorf("meanwhile it is %q who is signed in", p.By())
	}
	all.Wait()
	close(errs)
	for err := range errs {
		if !errors.Is(err, ErrBusy) {
			t.Fatalf("a sign-in without a slot: %v", err)
		}
	}
	for range hashingsAtOnce {
		<-h.hashing.slots
	}
	h.hashing.wait = hashingWait
	for n := range freeByName {
		if err := h.loginFrom(netip.Prefix{}, "name", goodPassword); !errors.Is(err, ErrLogin) {
			t.Errorf("try %d: what was not checked counts as a try: %v", n, err)
		}
	}
}

// TestUnknownNamesAreHashedFor: whether a name leads to an account must not show
// in what is done for it.
func TestUnknownNamesAreHashedFor(t *testing.T) {
	h := newHouse(t)
	h.account("lin", Editor)
	if _, err := h.CreateAccount(t.Context(), root, NewAccount{Name: "nopassword", Role: Viewer}); err != nil {
		t.Fatal(err)
	}
	off := h.account("off", Viewer)
	if _, err := h.ChangeAccount(t.Context(), root, off.ID, AccountChange{Disabled: ptr(true)}); err != nil {
		t.Fatal(err)
	}
	h.hashing.wait = time.Millisecond
	for range hashingsAtOnce {
		h.hashing.slots <- struct{}{}
	}
	for _, name := range []string{"lin", "nobody", "nopassword", "off", "", "a b", strings.Repeat("x", 1000)} {
		for _, password := range []string{goodPassword, "", "with\x07bell", strings.Repeat("y", 10_000)} {
			if err := h.loginFrom(netip.Prefix{}, name, password); !errors.Is(err, ErrBusy) {
				t.Errorf("%.20q, %.20q is answered without hashing: %v", name, password, err)
			}
		}
	}
	for range hashingsAtOnce {
		<-h.hashing.slots
	}
	h.hashing.wait = hashingWait
	for _, name := range []string{"nobody", "nopassword", "off", "", "a b"} {
		if err := h.loginFrom(netip.Prefix{}, name, ""); !errors.Is(err, ErrLogin) {
			t.Errorf("%q without a password: %v", name, err)
		}
	}
}

// TestASessionIsNotGivenFromOutside: what cookie a browser had before does not
// matter for the one it gets, and what it had ends.
func TestASessionIsNotGivenFromOutside(t *testing.T) {
	h := newHouse(t)
	h.account("lin", Editor)
	h.account("bo", Viewer)
	_, before, err := h.login("bo", goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	planted := &http.Cookie{Name: before.Name, Value: "planted"}
	if p := h.who(request(planted, "")); p.Authenticated() {
		t.Fatal("a made-up cookie lets in")
	}
	_, after, err := h.Login(t.Context(), Attempt{Name: "lin", Password: goodPassword, Browser: Browser{Before: h.who(request(before, ""))}})
	if err != nil {
		t.Fatal(err)
	}
	if after.Value == before.Value || after.Value == planted.Value || len(after.Value) != 43 {
		t.Errorf("the new cookie is %q", after.Value)
	}
	if p := h.who(request(before, "")); p.Authenticated() {
		t.Error("the session before goes on")
	}
	if p := h.who(request(planted, "")); p.Authenticated() {
		t.Error("the planted cookie became a session")
	}
}

func TestCookieCannotBeSetByOthers(t *testing.T) {
	h := newHouse(t)
	h.account("lin", Editor)
	_, c, err := h.login("lin", goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.String(); got != "__Host-almanac="+c.Value+"; Path=/; HttpOnly; Secure; SameSite=Lax" {
		t.Errorf("over TLS: %s", got)
	}
	plain := h.open("http://127.0.0.1:8080")
	_, c, err = plain.Login(t.Context(), Attempt{Name: "lin", Password: goodPassword})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.String(); got != "almanac_session="+c.Value+"; Path=/; HttpOnly; SameSite=Lax" {
		t.Errorf("without TLS: %s", got)
	}
	if got := h.NoCookie().String(); got != "__Host-almanac=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax" {
		t.Errorf("signing out: %s", got)
	}
	// What another host of the domain can set counts for nothing over TLS.
	if p := h.who(request(c, "")); p.Authenticated() {
		t.Error("a cookie without the prefix counts over TLS")
	}
}

func TestTokenInTheWrongPlace(t *testing.T) {
	h := newHouse(t)
	a := h.account("lin", Editor)
	_, secret, err := h.CreateToken(t.Context(), root, NewToken{Account: a.ID, Scopes: []Scope{ScopePublish}})
	if err != nil {
		t.Fatal(err)
	}
	_, cookie, err := h.login("lin", goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		target string
		fields []string
		want   error
	}{
		{"in the query", "/?access_token=" + secret, nil, ErrTokenInQuery},
		{"in the query under any name", "/?q=1&x=" + secret, nil, ErrTokenInQuery},
		{"escaped in the query", "/?token=%61lm_" + secret[4:], nil, ErrTokenInQuery},
		{"in the query beside the field", "/?token=" + secret, []string{"Bearer " + secret}, ErrTokenInQuery},
		{"Basic", "/", []string{"Basic YWRtaW46YWRtaW4="}, ErrScheme},
		{"without a scheme", "/", []string{secret}, ErrScheme},
		{"an empty field", "/", []string{""}, ErrScheme},
		{"two fields", "/", []string{"Bearer " + secret, "Bearer " + secret}, ErrScheme},
		{"two tokens", "/", []string{"Bearer " + secret + ", Bearer " + secret}, ErrToken},
		{"no token", "/", []string{"Bearer "}, ErrToken},
		{"a wrong check", "/", []string{"Bearer " + secret[:len(secret)-1] + "-"}, ErrToken},
		{"well spelled, unknown", "/", []string{"Bearer " + newTokenSecret()}, ErrToken},
		{"a session's secret", "/", []string{"Bearer " + cookie.Value}, ErrToken},
		{"its hash", "/", []string{"Bearer " + hashOf(secret)}, ErrToken},
	} {
		r := httptest.NewRequest(http.MethodGet, c.target, nil)
		r.AddCookie(cookie) // does not help
		for _, f := range c.fields {
			r.Header.Add("Authorization", f)
		}
		if p, _, err := h.Identify(t.Context(), r); !errors.Is(err, c.want) || p.Authenticated() {
			t.Errorf("%s: %q, %v", c.name, p.By(), err)
		}
	}
	for _, field := range []string{"Bearer " + secret, "bearer " + secret, "BEARER  " + secret + " "} {
		r := request(cookie, "")
		r.Header.Set("Authorization", field)
		if p := h.who(r); !strings.HasPrefix(p.By(), "token:") {
			t.Errorf("%q beside a session: %q", field, p.By())
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/?q=alm_timeline&x=alm_"+strings.Repeat("a", 36), nil)
	if _, _, err := h.Identify(t.Context(), r); err != nil {
		t.Errorf("a query that only looks like a token: %v", err)
	}
}

// TestTwoBecomeTheFirstAdministrator at the same time, on two replicas, with
// the same and with different names: one does.
func TestTwoBecomeTheFirstAdministrator(t *testing.T) {
	for _, names := range [][]string{{"ada", "ada"}, {"ada", "bo"}} {
		h := newHouse(t)
		other := h.open("https://almanac.example.org")
		secret := NewSetupSecret()
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			d := []*Directory{h.Directory, other}[i%2]
			d.OfferSetup(secret)
			all.Go(func() {
				_, _, errs[i] = d.SetUp(t.Context(), secret, NewAccount{Name: names[i/2%2], Password: goodPassword}, Browser{})
			})
		}
		all.Wait()
		made := 0
		for _, err := range errs {
			switch {
			case err == nil:
				made++
			case !errors.Is(err, events.ErrNotFound) && !errors.Is(err, ErrBusy):
				t.Errorf("%v: %v", names, err)
			}
		}
		if list := h.open("https://almanac.example.org").Accounts(); made != 1 || len(list) != 1 || list[0].Role != Administrator {
			t.Errorf("%v: %d were told that they are the first, there are %+v", names, made, list)
		}
	}
}

func TestSetup(t *testing.T) {
	h := newHouse(t)
	secret := NewSetupSecret()
	if h.MaySetUp("") || h.MaySetUp(secret) {
		t.Error("what is not offered is there")
	}
	h.OfferSetup(secret)
	for _, wrong := range []string{"", "x", secret[1:], hashOf(secret)} {
		if h.MaySetUp(wrong) {
			t.Errorf("%q opens the setup", wrong)
		}
		if _, _, err := h.SetUp(t.Context(), wrong, NewAccount{Name: "ada", Password: goodPassword}, Browser{}); !errors.Is(err, events.ErrNotFound) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if _, _, err := h.SetUp(t.Context(), secret, NewAccount{Name: "ada"}, Browser{}); problem(err, "password") == "" {
		t.Errorf("without a password: %v", err)
	}
	if _, _, err := h.SetUp(t.Context(), secret, NewAccount{Name: "ada", Password: "short"}, Browser{}); problem(err, "password") == "" {
		t.Errorf("with a weak password: %v", err)
	}
	if !h.MaySetUp(secret) {
		t.Fatal("a form with a mistake used the secret up")
	}
	a, cookie, err := h.SetUp(t.Context(), secret, NewAccount{Name: "ada", Role: Viewer, Password: goodPassword}, Browser{})
	if err != nil || a.Role != Administrator || h.who(request(cookie, "")).By() != "account:"+a.ID {
		t.Errorf("%+v, %v", a, err)
	}
	if h.MaySetUp(secret) {
		t.Error("the secret works twice")
	}
}

func TestInvitation(t *testing.T) {
	h := newHouse(t)
	i, secret, err := h.Invite(t.Context(), root, "Lin", Author)
	if err != nil || i.Name != "lin" || i.Role != Author || i.By != "local:root" || i.Expires.Sub(i.Created) != invitationLife {
		t.Fatalf("%+v, %v", i, err)
	}
	if got, err := h.Invitation(secret); got != i || err != nil {
		t.Errorf("it opens %+v, %v", got, err)
	}
	if list := h.Invitations(); len(list) != 1 || list[0] != i {
		t.Errorf("there are %+v", list)
	}
	if _, _, err := h.AcceptInvitation(t.Context(), secret, NewAccount{Name: "lin"}, Browser{}); problem(err, "password") == "" {
		t.Errorf("without a password: %v", err)
	}
	a, cookie, err := h.AcceptInvitation(t.Context(), secret, NewAccount{Name: "lin", Shown: "Lin Wei", Role: Administrator, Password: goodPassword}, Browser{})
	if err != nil || a.Role != Author || h.who(request(cookie, "")).Author() != "Lin Wei" {
		t.Fatalf("%+v, %v", a, err)
	}
	if _, _, err := h.AcceptInvitation(t.Context(), secret, NewAccount{Name: "bo", Password: goodPassword}, Browser{}); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("a second time: %v", err)
	}
	// For an account that is there it sets the password.
	const another = "eleven green hats float"
	again, secret, err := h.Invite(t.Context(), root, "LIN", Administrator)
	if err != nil || again.Account != a.ID || again.Role != Author {
		t.Fatalf("%+v, %v", again, err)
	}
	if got, _, err := h.AcceptInvitation(t.Context(), secret, NewAccount{Name: "x", Password: another}, Browser{}); err != nil || got != a {
		t.Fatalf("%+v, %v", got, err)
	}
	if h.who(request(cookie, "")).Authenticated() {
		t.Error("the sessions from before go on")
	}
	if _, _, err := h.login("lin", another); err != nil {
		t.Errorf("signing in: %v", err)
	}
}

func TestInvitationsEnd(t *testing.T) {
	h := newHouse(t)
	i, secret, err := h.Invite(t.Context(), root, "", Author)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.WithdrawInvitation(t.Context(), root, i.ID); err != nil {
		t.Error(err)
	}
	if _, err := h.Invitation(secret); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("withdrawn: %v", err)
	}
	_, secret, err = h.Invite(t.Context(), root, "", Author)
	if err != nil {
		t.Fatal(err)
	}
	h.clock.pass(invitationLife - time.Second)
	if _, err := h.Invitation(secret); err != nil {
		t.Errorf("a second before its end: %v", err)
	}
	h.clock.pass(time.Second)
	if _, err := h.Invitation(secret); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("expired: %v", err)
	}
	if _, _, err := h.AcceptInvitation(t.Context(), secret, NewAccount{Name: "lin", Password: goodPassword}, Browser{}); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("expired: %v", err)
	}
	if _, _, err := h.Invite(t.Context(), root, "a b", Author); problem(err, "name") == "" {
		t.Errorf("a name that is none: %v", err)
	}
	if _, _, err := h.Invite(t.Context(), root, "", "king"); problem(err, "role") == "" {
		t.Errorf("a role that is none: %v", err)
	}
}

// TestOneInvitationIsUsedTwice at the same time, for two names: one account is
// made.
func TestOneInvitationIsUsedTwice(t *testing.T) {
	h := newHouse(t)
	_, secret, err := h.Invite(t.Context(), root, "", Author)
	if err != nil {
		t.Fatal(err)
	}
	other := h.open("https://almanac.example.org")
	errs := make([]error, 4)
	var all sync.WaitGroup
	for i := range errs {
		d := []*Directory{h.Directory, other}[i%2]
		all.Go(func() {
			_, _, errs[i] = d.AcceptInvitation(t.Context(), secret, NewAccount{Name: "name" + string(rune('a'+i)), Password: goodPassword}, Browser{})
		})
	}
	all.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
		} else if !errors.Is(err, events.ErrNotFound) && !errors.Is(err, ErrBusy) {
			t.Error(err)
		}
	}
	if list := h.open("https://almanac.example.org").Accounts(); made != 1 || len(list) != 1 {
		t.Errorf("%d were told that it was theirs, there are %+v", made, list)
	}
}

func TestCrossSite(t *testing.T) {
	refuse := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	protect, err := CrossSite("https://almanac.example.org/calendar", refuse)
	if err != nil {
		t.Fatal(err)
	}
	handler := protect(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	for _, c := range []struct {
		name, method, host string
		fields             map[string]string
		want               int
	}{
		{"the desk's own form", "POST", "almanac.example.org", map[string]string{"Sec-Fetch-Site": "same-origin"}, 204},
		{"another site", "POST", "almanac.example.org", map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403},
		{"another host of the domain", "POST", "almanac.example.org", map[string]string{"Sec-Fetch-Site": "same-site", "Origin": "https://evil.example.org"}, 403},
		{"an old browser, another site", "POST", "almanac.example.org", map[string]string{"Origin": "https://evil.example"}, 403},
		{"a proxy that changes the host", "POST", "127.0.0.1:8080", map[string]string{"Origin": "https://almanac.example.org"}, 204},
		{"the same over plain HTTP", "POST", "127.0.0.1:8080", map[string]string{"Origin": "http://almanac.example.org"}, 403},
		{"an opaque origin", "POST", "almanac.example.org", map[string]string{"Origin": "null"}, 403},
		{"a program without a browser", "POST", "almanac.example.org", nil, 204},
		{"a link from another site", "GET", "almanac.example.org", map[string]string{"Sec-Fetch-Site": "cross-site"}, 204},
		{"DELETE from another site", "DELETE", "almanac.example.org", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"a token", "POST", "almanac.example.org", map[string]string{"Sec-Fetch-Site": "cross-site", "Authorization": "Bearer x"}, 204},
	} {
		r := httptest.NewRequest(c.method, "/admin/", nil)
		r.Host = c.host
		for k, v := range c.fields {
			r.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", c.name, w.Code, c.want)
		}
	}
	for _, base := range []string{"", "almanac.example.org", "http://[::1"} {
		if _, err := CrossSite(base, refuse); err == nil {
			t.Errorf("%q is a base URL", base)
		}
	}
}
