package access

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

// told is the audit in short lines, the newest first.
func (h *house) told() (list []string) {
	h.t.Helper()
	entries, more, err := h.Audit(h.t.Context(), root, "", MaxAudit)
	if err != nil || more {
		h.t.Fatalf("%v, more %v", err, more)
	}
	for _, e := range entries {
		who := e.Author
		if e.By == "" {
			who = "-"
		}
		list = append(list, strings.TrimRight(fmt.Sprintf("%s: %s %s %s %s", who, e.Kind, e.Name, e.Network, e.Detail), " "))
	}
	return list
}

func TestWhatIsDoneIsInTheAudit(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	ada := h.account("ada", Administrator)
	from := Browser{Network: netA}
	_, cookie, err := h.Login(ctx, Attempt{Name: "ada", Password: goodPassword, Browser: from})
	if err != nil {
		t.Fatal(err)
	}
	p := h.who(request(cookie, ""))
	_ = h.loginFrom(netB, "ada", "a wrong password")
	_ = h.loginFrom(netB, "my secret typed as a name", "a wrong password")
	_, invited, _ := h.Invite(ctx, p, "lin", Author)
	lin, _, _ := h.AcceptInvitation(ctx, invited, NewAccount{Name: "lin", Password: goodPassword}, Browser{Network: netB})
	withdrawn, _, _ := h.Invite(ctx, p, "", Viewer)
	token, _, _ := h.CreateToken(ctx, p, NewToken{Scopes: []Scope{ScopeAdmin, ScopeReadDrafts}})
	for _, err := range []error{
		h.WithdrawInvitation(ctx, p, withdrawn.ID),
		second(h.ChangeAccount(ctx, p, lin.ID, AccountChange{Role: ptr(Editor), Shown: ptr("Lin Wei")})),
		second(h.ChangeAccount(ctx, p, lin.ID, AccountChange{Role: ptr(Editor)})), // is already
		h.SetPassword(ctx, p, lin.ID, "eleven green hats float"),
		h.EndSessions(ctx, p, lin.ID),
		h.RevokeToken(ctx, p, token.ID),
		h.Record(ctx, p, AuditEntry{Kind: AuditSettings, Detail: "webhook w1 added"}),
		second(h.ChangeAccount(ctx, p, lin.ID, AccountChange{Disabled: ptr(true)})),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	_ = h.loginFrom(netB, "lin", goodPassword)
	if diff := cmp.Diff([]string{
		"-: login-failed lin 198.51.100.0/24 the account is disabled",
		"ada: account lin  disabled no → yes",
		"ada: settings   webhook w1 added",
		"ada: token ada  revoked token " + token.ID,
		"ada: sessions-ended lin",
		"ada: password lin",
		"ada: account lin  shown name none → Lin Wei; role author → editor",
		"ada: invitation   withdrawn",
		"ada: token ada  created token " + token.ID + " for read:drafts, admin until 2027-11-29",
		"ada: invitation   made, for viewer",
		"lin: login lin 198.51.100.0/24 by an invitation",
		"lin: invitation lin  used; account created as author",
		"ada: invitation lin  made, for author",
		"-: login-failed  198.51.100.0/24",
		"-: login-failed ada 198.51.100.0/24",
		"ada: login ada 192.0.2.0/24 with a password",
		"root: account ada  created as administrator",
	}, h.told()); diff != "" {
		t.Error(diff)
	}
	entries, _, _ := h.Audit(ctx, root, "", 2)
	if e := entries[1]; e.By != "account:"+ada.ID || e.Account != lin.ID || !e.At.Equal(h.clock.Now()) {
		t.Errorf("%+v", e)
	}
}

func TestAuditIsReadInParts(t *testing.T) {
	h := newHouse(t)
	for n := range 25 {
		if err := h.Record(t.Context(), root, AuditEntry{Kind: AuditSettings, Detail: fmt.Sprint(n)}); err != nil {
			t.Fatal(err)
		}
		h.clock.pass(time.Duration(n%3) * 777 * time.Second) // some at the same instant
	}
	for _, size := range []int{1, 2, 7, 24, 25, 26, MaxAudit} {
		var got []string
		after := ""
		for more := true; more; {
			var list []AuditEntry
			var err error
			if list, more, err = h.Audit(t.Context(), root, after, size); err != nil || len(list) == 0 || len(list) > size {
				t.Fatalf("parts of %d: %d entries, %v", size, len(list), err)
			}
			for _, e := range list {
				got, after = append(got, e.Detail), e.ID
			}
		}
		if len(got) != 25 || got[0] != "24" || got[24] != "0" {
			t.Errorf("in parts of %d: %v", size, got)
		}
	}
	for _, after := range []string{"x", "123", "-", "9999999999999999999-000000-aaaaaa"} {
		if _, _, err := h.Audit(t.Context(), root, after, 1); err != nil {
			t.Errorf("after %q: %v", after, err)
		}
	}
	denied := (*Denied)(nil)
	if _, _, err := h.Audit(t.Context(), Duty("x"), "", 1); !errors.As(err, &denied) || denied.Action != ReadAudit {
		t.Errorf("for an editor: %v", err)
	}
}

// TestFailuresDoNotFillTheStore: too many are counted, and the next one that is
// written says how many.
func TestFailuresDoNotFillTheStore(t *testing.T) {
	h := newHouse(t)
	for n := range failuresAtOnce + 30 {
		if err := h.loginFrom(netIP(n), fmt.Sprint("name", n), "a wrong password"); !errors.Is(err, ErrLogin) {
			t.Fatal(err)
		}
	}
	if n := len(h.told()); n != failuresAtOnce {
		t.Errorf("%d entries, want %d", n, failuresAtOnce)
	}
	h.clock.pass(time.Minute)
	for n := range 2 {
		_ = h.loginFrom(netIP(n), fmt.Sprint("other", n), "a wrong password")
	}
	list, _, err := h.Audit(t.Context(), root, "", MaxAudit)
	if err != nil || len(list) != failuresAtOnce+1 || list[0].Suppressed != 30 {
		t.Errorf("%d entries, the newest %+v, %v", len(list), list[0], err)
	}
	h.clock.pass(auditLife)
	if list := h.told(); len(list) != 0 {
		t.Errorf("after a year there are %d", len(list))
	}
}

// TestUnknownValuesAreLeftOut: what a later program wrote, or what is damaged,
// gives nobody a right, and keeps nobody else out.
func TestUnknownValuesAreLeftOut(t *testing.T) {
	h := newHouse(t)
	a, b := h.account("lin", Editor), h.account("bo", Editor)
	for id, data := range map[string]string{a.ID: `{"id":"x","name":"lin","role":"administrator"}`, "new": `[1]`} {
		kept, err := h.vault.Get(t.Context(), "account/"+id)
		if err != nil && !errors.Is(err, events.ErrNotFound) {
			t.Fatal(err)
		}
		v := events.Value{Key: "account/" + id, Schema: 2 - len(id)/len("new")%2, Data: []byte(data)}
		if id == a.ID {
			v.Schema = schema + 1
		}
		if _, err := h.vault.Write(t.Context(), events.PutValue(v, kept.Version)); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Record(t.Context(), root, AuditEntry{Kind: AuditSettings}); err != nil {
		t.Fatal(err)
	}
	d := h.open("https://almanac.example.org")
	if list := d.Accounts(); len(list) != 1 || list[0].ID != b.ID {
		t.Errorf("there are %+v", list)
	}
	if _, _, err := d.Login(t.Context(), Attempt{Name: "lin", Password: goodPassword}); !errors.Is(err, ErrLogin) {
		t.Errorf("an account of another schema: %v", err)
	}
}
