package access

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

// problem is the reason an *events.Invalid has for the field.
func problem(err error, field string) string {
	wrong := (*events.Invalid)(nil)
	if !errors.As(err, &wrong) {
		return ""
	}
	return wrong.Field(field)
}

func TestAccountFieldsAreChecked(t *testing.T) {
	h := newHouse(t)
	h.account("lin", Editor)
	good := NewAccount{Name: "bo", Role: Viewer, Password: goodPassword}
	for _, c := range []struct {
		change        func(*NewAccount)
		field, reason string
	}{
		{func(n *NewAccount) { n.Name = "" }, "name", "is empty"},
		{func(n *NewAccount) { n.Name = "  " }, "name", "is empty"},
		{func(n *NewAccount) { n.Name = "a b" }, "name", "must be letters and digits"},
		{func(n *NewAccount) { n.Name = "a/b" }, "name", "must be letters and digits"},
		{func(n *NewAccount) { n.Name = "a:b" }, "name", "must be letters and digits"},
		{func(n *NewAccount) { n.Name = "a\u202eb" }, "name", "must be letters and digits"},
		{func(n *NewAccount) { n.Name = strings.Repeat("a", 65) }, "name", "has 65 characters; at most 64"},
		{func(n *NewAccount) { n.Name = "Lin" }, "name", `"lin" is taken`},
		{func(n *NewAccount) { n.Name = "ＬＩＮ" }, "name", `"lin" is taken`},
		{func(n *NewAccount) { n.Shown = "a\nb" }, "shown", "must be one line"},
		{func(n *NewAccount) { n.Shown = strings.Repeat("林", 121) }, "shown", "has 121 characters; at most 120"},
		{func(n *NewAccount) { n.Role = "king" }, "role", `"king" is none of`},
		{func(n *NewAccount) { n.Role = "" }, "role", "is none of"},
		{func(n *NewAccount) { n.Language = "klingonish1" }, "language", "is no language tag"},
		{func(n *NewAccount) { n.Password = "short" }, "password", "has 5 characters"},
		{func(n *NewAccount) { n.Password = "with\x07bell and more" }, "password", "has characters that not every keyboard types"},
	} {
		n := good
		c.change(&n)
		if _, err := h.CreateAccount(t.Context(), root, n); !strings.Contains(problem(err, c.field), c.reason) || c.reason == "" {
			t.Errorf("%+v: %v", n, err)
		}
	}
	for _, name := range []string{"bo", "Lin.Wei", "lin_wei-2", "lin@example.org", "林伟", strings.Repeat("林", 64)} {
		n := good
		n.Name = " " + name + " "
		if a, err := h.CreateAccount(t.Context(), root, n); err != nil || a.Name != strings.ToLower(name) || a.ID == "" {
			t.Errorf("%q: %+v, %v", name, a, err)
		}
	}
}

func TestAccountsAreChanged(t *testing.T) {
	h := newHouse(t)
	a := h.account("lin", Viewer)
	h.account("bo", Viewer)
	name, shown, lang, role := "lin.wei", "Lin Wei", "zh", Author
	got, err := h.ChangeAccount(t.Context(), root, a.ID, AccountChange{Name: &name, Shown: &shown, Language: &lang, Role: &role})
	want := Account{ID: a.ID, Name: "lin.wei", Shown: "Lin Wei", Role: Author, Language: "zh", Created: a.Created}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, (-want +got):\n%s", err, diff)
	}
	if got, err := h.Account(a.ID); got != want || err != nil {
		t.Errorf("it is kept as %+v, %v", got, err)
	}
	if _, err := h.AccountNamed("lin"); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("the old name: %v", err)
	}
	if got, err := h.AccountNamed("Lin.Wei"); got.ID != a.ID || err != nil {
		t.Errorf("the new name: %+v, %v", got, err)
	}
	if a := h.account("lin", Viewer); a.Name != "lin" {
		t.Error("a name that was given up is not free")
	}
	if _, err := h.ChangeAccount(t.Context(), root, a.ID, AccountChange{Name: ptr("bo")}); problem(err, "name") == "" {
		t.Errorf("another's name: %v", err)
	}
	if _, err := h.ChangeAccount(t.Context(), root, "none", AccountChange{Name: ptr("x")}); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("no such account: %v", err)
	}
	var names []string
	for _, a := range h.Accounts() {
		names = append(names, a.Name)
	}
	if diff := cmp.Diff([]string{"bo", "lin", "lin.wei"}, names); diff != "" {
		t.Error(diff)
	}
}

func ptr[T any](v T) *T { return &v }

// signedIn is the principal of a new session.
func (h *house) signedIn(name string) Principal {
	h.t.Helper()
	_, cookie, err := h.login(name, goodPassword)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.who(request(cookie, ""))
}

func TestPeopleChangeWhatIsTheirs(t *testing.T) {
	h := newHouse(t)
	lin, bo := h.account("lin", Editor), h.account("bo", Editor)
	p := h.signedIn("lin")
	if _, err := h.ChangeAccount(t.Context(), p, lin.ID, AccountChange{Shown: ptr("Lin"), Language: ptr("en")}); err != nil {
		t.Errorf("one's own shown name: %v", err)
	}
	denied := (*Denied)(nil)
	for _, c := range []struct {
		id string
		c  AccountChange
	}{
		{bo.ID, AccountChange{Shown: ptr("Bo")}},
		{lin.ID, AccountChange{Role: ptr(Administrator)}},
		{lin.ID, AccountChange{Name: ptr("root")}},
		{lin.ID, AccountChange{Disabled: ptr(true)}},
	} {
		if _, err := h.ChangeAccount(t.Context(), p, c.id, c.c); !errors.As(err, &denied) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	for what, err := range map[string]error{
		"create":   second(h.CreateAccount(t.Context(), p, NewAccount{Name: "x", Role: Viewer})),
		"password": h.SetPassword(t.Context(), p, bo.ID, goodPassword),
		"end":      h.EndSessions(t.Context(), p, bo.ID),
		"withdraw": h.WithdrawInvitation(t.Context(), p, "x"),
		"invite":   third(h.Invite(t.Context(), p, "x", Viewer)),
		"token":    third(h.CreateToken(t.Context(), p, NewToken{Account: bo.ID, Scopes: Scopes()[:1]})),
		"audit":    third(h.Audit(t.Context(), p, "", 1)),
		"own pass": h.ChangePassword(t.Context(), root, PasswordChange{New: goodPassword}),
	} {
		if !errors.As(err, &denied) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func second[A any](_ A, err error) error        { return err }
func third[A, B any](_ A, _ B, err error) error { return err }

func TestTheLastAdministratorStays(t *testing.T) {
	h := newHouse(t)
	if h.HasAdministrator() {
		t.Fatal("an empty vault has an administrator")
	}
	a := h.account("ada", Administrator)
	for _, c := range []AccountChange{{Role: ptr(Editor)}, {Disabled: ptr(true)}} {
		if _, err := h.ChangeAccount(t.Context(), root, a.ID, c); problem(err, "role") != "ada is the last administrator: make somebody else one first" {
			t.Errorf("%+v: %v", c, err)
		}
	}
	b := h.account("bo", Administrator)
	if _, err := h.ChangeAccount(t.Context(), root, a.ID, AccountChange{Disabled: ptr(true)}); err != nil {
		t.Errorf("one of two: %v", err)
	}
	if _, err := h.ChangeAccount(t.Context(), root, b.ID, AccountChange{Role: ptr(Viewer)}); err == nil {
		t.Error("a disabled administrator counts")
	}
	if _, err := h.ChangeAccount(t.Context(), root, a.ID, AccountChange{Role: ptr(Viewer)}); err != nil {
		t.Errorf("a disabled one: %v", err)
	}
}

// TestTwoAdministratorsTakeTheRoleFromEachOther on two replicas at the same
// time: one of them stays.
func TestTwoAdministratorsTakeTheRoleFromEachOther(t *testing.T) {
	for range 10 {
		h := newHouse(t)
		ids := []string{h.account("ada", Administrator).ID, h.account("bo", Administrator).ID}
		other := h.open("https://almanac.example.org")
		var both sync.WaitGroup
		for i, d := range []*Directory{h.Directory, other} {
			both.Go(func() { _, _ = d.ChangeAccount(t.Context(), root, ids[i], AccountChange{Role: ptr(Viewer)}) })
		}
		both.Wait()
		third := h.open("https://almanac.example.org")
		if !third.HasAdministrator() {
			t.Fatal("there is no administrator left")
		}
	}
}

// TestManyChangesOfOneAccount lets two replicas change different fields at the
// same time: none is lost.
func TestManyChangesOfOneAccount(t *testing.T) {
	h := newHouse(t)
	a := h.account("lin", Viewer)
	other := h.open("https://almanac.example.org")
	var both sync.WaitGroup
	for i, d := range []*Directory{h.Directory, other} {
		both.Go(func() {
			for n := range 10 {
				c := AccountChange{Shown: ptr(fmt.Sprintf("Lin %d", n))}
				if i == 1 {
					c = AccountChange{Language: ptr([]string{"zh", "en"}[n%2])}
				}
				if _, err := d.ChangeAccount(t.Context(), root, a.ID, c); err != nil {
					t.Error(err)
				}
			}
		})
	}
	both.Wait()
	third := h.open("https://almanac.example.org")
	if got, err := third.Account(a.ID); err != nil || got.Shown != "Lin 9" || got.Language != "en" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDisablingEndsEverything(t *testing.T) {
	h := newHouse(t)
	a := h.account("lin", Editor)
	_, cookie, err := h.login("lin", goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	_, secret, err := h.CreateToken(t.Context(), root, NewToken{Account: a.ID, Scopes: []Scope{ScopePublish}})
	if err != nil {
		t.Fatal(err)
	}
	_, invited, err := h.Invite(t.Context(), root, "lin", Viewer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.ChangeAccount(t.Context(), root, a.ID, AccountChange{Disabled: ptr(true)}); err != nil {
		t.Fatal(err)
	}
	if p := h.who(request(cookie, "")); p.Authenticated() {
		t.Error("the session goes on")
	}
	if _, _, err := h.Identify(t.Context(), request(nil, secret)); !errors.Is(err, ErrToken) {
		t.Errorf("the token: %v", err)
	}
	if _, _, err := h.login("lin", goodPassword); !errors.Is(err, ErrLogin) {
		t.Errorf("signing in: %v", err)
	}
	if _, _, err := h.AcceptInvitation(t.Context(), invited, NewAccount{Password: goodPassword}, Browser{}); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("the invitation: %v", err)
	}
	if _, err := h.ChangeAccount(t.Context(), root, a.ID, AccountChange{Disabled: ptr(false)}); err != nil {
		t.Fatal(err)
	}
	if p := h.who(request(cookie, "")); p.Authenticated() {
		t.Error("the session came back")
	}
	if _, _, err := h.Identify(t.Context(), request(nil, secret)); err != nil {
		t.Errorf("the token does not come back: %v", err)
	}
}

func TestAnotherPasswordEndsSessions(t *testing.T) {
	h := newHouse(t)
	a := h.account("lin", Editor)
	here, there := h.signedIn("lin"), h.signedIn("lin")
	const another = "eleven green hats float"
	change := func(present, password string) error {
		return h.ChangePassword(t.Context(), here, PasswordChange{Present: present, New: password})
	}
	if err := change("wrong", another); !errors.Is(err, ErrLogin) {
		t.Errorf("without the present one: %v", err)
	}
	if err := change(goodPassword, "lin.lin.lin.lin"); problem(err, "password") == "" {
		t.Errorf("to a weak one: %v", err)
	}
	if err := change(goodPassword, another); err != nil {
		t.Fatal(err)
	}
	list := h.Sessions(a.ID)
	if len(list) != 1 || list[0].ID != here.Session() || list[0].ID == there.Session() {
		t.Errorf("sessions that go on: %+v", list)
	}
	if _, _, err := h.login("lin", another); err != nil {
		t.Errorf("signing in with it: %v", err)
	}
	if err := h.SetPassword(t.Context(), root, a.ID, goodPassword); err != nil {
		t.Fatal(err)
	}
	if list := h.Sessions(a.ID); len(list) > 0 {
		t.Errorf("after an administrator set it: %+v", list)
	}
	if err := h.SetPassword(context.Background(), root, "none", goodPassword); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("no such account: %v", err)
	}
}
