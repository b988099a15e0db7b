package access

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
)

func (h *house) external(x External) (Account, Principal, error) {
	h.t.Helper()
	a, c, err := h.LoginExternal(h.t.Context(), x, Browser{})
	if err != nil {
		return a, Principal{}, err
	}
	return a, h.who(request(c, "")), nil
}

func TestPeopleFromOutside(t *testing.T) {
	h := newHouse(t)
	lin := External{Issuer: "https://login.example.org", Subject: "u-17", Name: "lin", Mail: "lin@example.org", Shown: "Lin Wei", Role: Author}
	a, p, err := h.external(lin)
	if err != nil || a.Name != "lin" || a.Shown != "Lin Wei" || a.Role != Author || p.By() != "account:"+a.ID {
		t.Fatalf("%+v, %v", a, err)
	}
	// The subject is the key, not what the provider calls the person.
	lin.Name, lin.Mail, lin.Shown = "wei", "wei@example.org", "Wei"
	if again, _, err := h.external(lin); err != nil || again != a {
		t.Errorf("again: %+v, %v", again, err)
	}
	for _, x := range []External{
		{Issuer: lin.Issuer, Subject: "u-18", Name: "lin", Mail: "lin@example.org", Role: Viewer},
		{Issuer: "https://other.example.org", Subject: "u-17", Name: "lin", Mail: "lin@example.org", Role: Viewer},
		{Issuer: lin.Issuer, Subject: "u-19", Name: "not a name", Mail: "lin@example.org", Role: Viewer, Shown: strings.Repeat("x", 200)},
		{Issuer: lin.Issuer, Subject: "u-20", Role: Viewer, Shown: "a\x07b"},
	} {
		other, _, err := h.external(x)
		if err != nil || other.ID == a.ID || other.Name == "lin" || other.Shown != "" {
			t.Errorf("%+v became %+v, %v", x, other, err)
		}
	}
	if _, _, err := h.login("lin", ""); !errors.Is(err, ErrLogin) {
		t.Errorf("with a name and no password: %v", err)
	}
}

func TestRoleFollowsTheGroups(t *testing.T) {
	h := newHouse(t)
	lin := External{Issuer: "https://login.example.org", Subject: "u-17", Name: "lin", Mail: "lin@example.org"}
	for _, c := range []struct {
		role Role
		err  error
	}{{"", ErrNoRole}, {Administrator, ErrNoRole}, {Viewer, nil}, {Editor, nil}, {"", ErrNoRole}, {Author, nil}} {
		lin.Role = c.role
		a, p, err := h.external(lin)
		if !errors.Is(err, c.err) || err == nil && (a.Role != c.role || p.Role() != c.role) {
			t.Errorf("role %q: %+v, %v", c.role, a, err)
		}
	}
	a, err := h.AccountNamed("lin")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(h.told(), "lin: account lin  role viewer → editor, by the groups of https://login.example.org") {
		t.Errorf("the audit: %q", h.told())
	}
	if _, err := h.ChangeAccount(t.Context(), root, a.ID, AccountChange{Role: ptr(Administrator)}); err != nil {
		t.Fatal(err)
	}
	for _, role := range []Role{Viewer, ""} {
		lin.Role = role
		if a, _, err := h.external(lin); err != nil || a.Role != Administrator {
			t.Errorf("an administrator whom the groups give %q: %+v, %v", role, a, err)
		}
	}
	h.account("ada", Administrator)
	if _, err := h.ChangeAccount(t.Context(), root, a.ID, AccountChange{Disabled: ptr(true)}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.external(lin); !errors.Is(err, ErrLogin) {
		t.Errorf("disabled: %v", err)
	}
	for _, x := range []External{{Subject: "x", Role: Viewer}, {Issuer: "x", Role: Viewer}} {
		if _, _, err := h.external(x); !errors.Is(err, ErrNoRole) {
			t.Errorf("%+v: %v", x, err)
		}
	}
}

// TestTwoBrowsersOfOnePerson at the first time, on two replicas: one account.
func TestTwoBrowsersOfOnePerson(t *testing.T) {
	h := newHouse(t)
	other := h.open("https://almanac.example.org")
	x := External{Issuer: "https://login.example.org", Subject: "u-17", Name: "lin", Mail: "lin@example.org", Role: Viewer}
	ids := make([]string, 6)
	var all sync.WaitGroup
	for i := range ids {
		d := []*Directory{h.Directory, other}[i%2]
		all.Go(func() {
			a, _, err := d.LoginExternal(t.Context(), x, Browser{})
			if err != nil {
				t.Error(err)
			}
			ids[i] = a.ID
		})
	}
	all.Wait()
	slices.Sort(ids)
	if len(slices.Compact(ids)) != 1 {
		t.Errorf("the accounts are %q", ids)
	}
}
