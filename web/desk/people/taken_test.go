package people_test

import (
	"net/http"
	"strings"
	"testing"

	"almanac.example/web/desk/desktest"
)

// TestAnInvitationNeverOpensAnAccountThatIsThere: who mistakes a name does not hand
// over the way into the account of somebody else.
func TestAnInvitationNeverOpensAnAccountThatIsThere(t *testing.T) {
	h := desktest.New(t)
	form := h.Get("administrator", "/admin/en/people").FormWith("invite")
	for _, name := range []string{"editor", " Editor "} {
		a := h.Post("administrator", "/admin/en/people", desktest.With(form, "user", name, "role", "viewer", "do", "invite"))
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text(".errs a[href='#user']"), "has this name already") || a.Has(".key1") || len(h.Directory.Invitations()) != 0 {
			t.Errorf("%q: %d %s", name, a.Status, a.Text("main"))
		}
	}
}

// TestATokenIsNamed, as a list of keys nobody knows is of no use.
func TestATokenIsNamed(t *testing.T) {
	h := desktest.New(t)
	form := h.Get("author", "/admin/en/tokens").FormWith("create")
	a := h.Post("author", "/admin/en/tokens", desktest.With(form, "name", " ", "do", "create"))
	if a.Status != http.StatusUnprocessableEntity || !a.Has(".errs a[href='#name']") || a.Has(".key1") {
		t.Errorf("%d %s", a.Status, a.Text("main"))
	}
}
