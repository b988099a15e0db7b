package people_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"almanac.example/web/access"
	"almanac.example/web/desk/desktest"
)

// Only administrators look after people, and only by a form of the desk itself.
func TestWhoMayLookAfterPeople(t *testing.T) {
	h := desktest.New(t)
	person := "/admin/en/people/" + h.AccountID("author")
	_, _, err := h.Directory.Invite(t.Context(), access.Local("root"), "bo", access.Viewer)
	h.Must(err)
	invitation := h.Directory.Invitations()[0].ID
	for path, forms := range map[string][]url.Values{
		"/admin/en/people": {{"do": {"invite"}, "user": {"al"}, "role": {"editor"}}, {"do": {"withdraw"}, "invitation": {invitation}}},
		person: {
			{"do": {"save"}, "user": {"author"}, "shown": {"The author"}, "role": {"administrator"}}, {"do": {"reset"}}, {"do": {"end"}},
		},
	} {
		for _, form := range forms {
			h.CheckForm(access.Administrator, path, form)
		}
		if a := h.Get("editor", path); a.Status != http.StatusForbidden || strings.Contains(a.Body, "The author-a") {
			t.Errorf("%s as an editor: %d", path, a.Status)
		}
	}
	h.CheckForm(access.Viewer, "/admin/en/tokens", url.Values{"do": {"create"}, "scope": {"read:drafts"}})
	if a := h.Get("editor", "/admin/en/audit"); a.Status != http.StatusForbidden {
		t.Errorf("the audit as an editor: %d", a.Status)
	}
}

// Of two administrators either may go, and then the other one has to stay.
func TestAnAdministratorGoes(t *testing.T) {
	for name, pairs := range map[string][]string{"to another role": {"role", "editor"}, "altogether": {"off", "1"}} {
		t.Run(name, func(t *testing.T) {
			h := desktest.New(t)
			h.As("administrator-b")
			own := "/admin/en/people/" + h.AccountID("administrator")
			a := h.Post("administrator", own, desktest.With(h.Get("administrator", own).FormTo(own), append(pairs, "do", "save")...))
			next := h.Follow("administrator", a)
			if next.Status == http.StatusForbidden {
				t.Errorf("who has gone is led to a page that is not theirs any more: %s", a.To)
			}
			if a, _ := h.Directory.AccountNamed("administrator"); a.Role == access.Administrator && !a.Disabled {
				t.Fatalf("%+v", a)
			}
			other := "/admin/en/people/" + h.AccountID("administrator-b")
			last := h.Post("administrator-b", other, desktest.With(h.Get("administrator-b", other).FormTo(other), append(pairs, "do", "save")...))
			if last.Status != http.StatusUnprocessableEntity || !last.Has(".errs a[href='#role']") || !strings.Contains(last.Text(".errs"), "last administrator") {
				t.Errorf("the last one: %d %s", last.Status, last.Text(".errs"))
			}
			if a, _ := h.Directory.AccountNamed("administrator-b"); a.Role != access.Administrator || a.Disabled {
				t.Errorf("%+v", a)
			}
		})
	}
}

// Who is signed in when their role is changed has the new one at once, in a session
// that goes on; with a form of before, too.
func TestARoleThatChangesMeanwhile(t *testing.T) {
	h := desktest.New(t)
	h.SignIn("editor")
	before := h.Cookies["editor"]
	form := desktest.With(h.Get("editor", "/admin/en/tags").FormTo("/admin/en/tags"), "name-en", "Law", "do", "save")
	at := "/admin/en/people/" + h.AccountID("editor")
	h.Follow("administrator", h.Post("administrator", at, desktest.With(h.Get("administrator", at).FormTo(at), "role", "viewer", "do", "save")))
	if a := h.Post("editor", "/admin/en/tags", form); a.Status != http.StatusForbidden || len(h.Live.Timeline().Site().Tags) != 0 {
		t.Errorf("with a form of before: %d, %+v", a.Status, h.Live.Timeline().Site().Tags)
	}
	if a := h.Get("editor", "/admin/en/list"); a.Status != http.StatusOK {
		t.Errorf("the session does not go on: %d", a.Status)
	}
	if h.Cookies["editor"].Value == before.Value {
		t.Error("its secret stays")
	}
	h.Cookies["editor"] = before
	h.Pass(time.Hour)
	if a := h.Get("editor", "/admin/en/list"); a.Status != http.StatusSeeOther {
		t.Errorf("its former secret holds: %d", a.Status)
	}
}

// Two administrators who change different things of an account do not undo each
// other's; who changes what the other one has just changed is told.
func TestTwoAdministratorsOfOneAccount(t *testing.T) {
	h := desktest.New(t)
	h.As("administrator-b")
	at := "/admin/en/people/" + h.AccountID("author")
	mine, theirs := h.Get("administrator", at).FormTo(at), h.Get("administrator-b", at).FormTo(at)
	h.Follow("administrator-b", h.Post("administrator-b", at, desktest.With(theirs, "off", "1", "role", "viewer", "do", "save")))
	h.Follow("administrator", h.Post("administrator", at, desktest.With(mine, "shown", "Au", "do", "save")))
	if a, _ := h.Directory.AccountNamed("author"); a.Shown != "Au" || a.Role != access.Viewer || !a.Disabled {
		t.Errorf("%+v", a)
	}
	late := h.Post("administrator", at, desktest.With(mine, "role", "editor", "shown", "Aut", "user", "aut", "do", "save"))
	if late.Status != http.StatusUnprocessableEntity || !late.Has(".errs a[href='#role']") || !late.Has(".errs a[href='#shown']") || late.Has(".errs a[href='#user']") {
		t.Errorf("%d %s", late.Status, late.Text(".errs"))
	}
	if got := late.FormTo(at); got.Get("role") != "editor" || got.Get("shown") != "Aut" || got.Get("user") != "aut" {
		t.Errorf("what was typed is lost: %v", got)
	}
	if a, _ := h.Directory.AccountNamed("author"); a.Shown != "Au" || a.Role != access.Viewer {
		t.Errorf("%+v", a)
	}
	// Seen and sent again it is a decision.
	h.Follow("administrator", h.Post("administrator", at, desktest.With(late.FormTo(at), "do", "save")))
	if a, _ := h.Directory.AccountNamed("aut"); a.Shown != "Aut" || a.Role != access.Editor || !a.Disabled {
		t.Errorf("%+v", a)
	}
}

// The list tells of each account what one wants to know of it.
func TestThePeopleThereAre(t *testing.T) {
	h := desktest.New(t)
	page := h.Get("administrator", "/admin/en/people")
	rows := map[string]string{}
	for _, s := range page.Doc.Find(".tb tbody tr").EachIter() {
		text := strings.Join(strings.Fields(s.Text()), " ")
		rows[strings.Fields(text)[1]] = text
	}
	if len(rows) != 6 || !strings.Contains(page.Text(".sub"), "6") {
		t.Errorf("%d rows, %s", len(rows), page.Text(".sub"))
	}
	for name, row := range rows {
		if strings.Contains(row, "(you)") != (name == "administrator") {
			t.Errorf("%s", row)
		}
	}
	h.As("viewer-b")
	h.Must(h.Directory.EndSessions(t.Context(), access.Local("root"), h.AccountID("viewer-b")))
	if got := h.Get("administrator", "/admin/en/people").Text("tr:contains('viewer-b')"); !strings.Contains(got, "not signed in") {
		t.Errorf("%s", got)
	}
	if got := h.Get("administrator", "/admin/en/people").Text("tr:contains('The editor')"); strings.Contains(got, "not signed in") || !strings.Contains(got, "today") {
		t.Errorf("%s", got)
	}
}
