package access

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
)

// everyAction in the words of the table below.
var everyAction = map[string]Action{
	"read": ReadDrafts, "write": WriteDrafts, "publish": Publish, "review": Review, "many": EditMany,
	"vocabulary": EditVocabulary, "site": EditSite, "accounts": ManageAccounts, "tokens": ManageTokens,
	"webhooks": ManageWebhooks, "duties": ManageDuties, "backup": BackUp, "audit": ReadAudit, "own": OwnAccount,
}

func TestWhoMayDoWhat(t *testing.T) {
	if len(everyAction) != len(Actions()) || len(rules) != len(Actions()) {
		t.Fatalf("%d actions, %d with rules, %d tested", len(Actions()), len(rules), len(everyAction))
	}
	account := func(r Role) Principal {
		return Principal{kind: person, account: Account{ID: "a1", Name: "lin", Role: r}}
	}
	token := func(r Role, s ...Scope) Principal {
		return Principal{kind: program, account: Account{ID: "a1", Name: "lin", Role: r}, token: Token{ID: "t1", Scopes: s}}
	}
	const author, editor = "read write", "read write publish review many vocabulary"
	const admin = editor + " site accounts tokens webhooks duties backup audit"
	for _, c := range []struct {
		who string
		p   Principal
		may string
	}{
		{"public", Principal{}, ""},
		{"viewer", account(Viewer), "read own"},
		{"author", account(Author), author + " own"},
		{"editor", account(Editor), editor + " own"},
		{"administrator", account(Administrator), admin + " own"},
		{"unknown role", account("king"), ""},
		{"local", Local("root"), admin},
		{"duty", Duty("publish"), editor},
		{"no scope", token(Administrator), ""},
		{"read:drafts", token(Administrator, ScopeReadDrafts), "read"},
		{"write:drafts", token(Administrator, ScopeWriteDrafts), "read write"},
		{"publish", token(Administrator, ScopePublish), "read publish review many"},
		{"site", token(Administrator, ScopeSite), "vocabulary site"},
		{"admin", token(Administrator, ScopeAdmin), "accounts tokens webhooks duties backup audit"},
		{"all scopes", token(Administrator, Scopes()...), admin},
		{"all scopes of an editor", token(Editor, Scopes()...), editor},
		{"all scopes of an author", token(Author, Scopes()...), author},
		{"all scopes of a viewer", token(Viewer, Scopes()...), "read"},
	} {
		for word, action := range everyAction {
			err := c.p.May(action)
			if want := slices.Contains(strings.Fields(c.may), word); want != (err == nil) {
				t.Errorf("%s, %s: %v", c.who, action, err)
			}
			denied := (*Denied)(nil)
			if err != nil && (!errors.As(err, &denied) || denied.Action != action || denied.Needs() != action.Needs()) {
				t.Errorf("%s, %s: is denied by %#v", c.who, action, err)
			}
		}
	}
}

func TestWhatIsDeniedIsExplained(t *testing.T) {
	lin := Account{ID: "a1", Name: "lin", Role: Author}
	for _, c := range []struct {
		p      Principal
		action Action
		cause  Cause
		says   string
	}{
		{Principal{}, ReadDrafts, NotSignedIn, "only who is signed in may read what is not public: sign in, or send a token"},
		{Principal{kind: person, account: lin}, Publish, NoRole, "the role author may not change what is public: editor or administrator may"},
		{Principal{kind: person, account: lin}, BackUp, NoRole, "the role author may not make backups and redact: administrator may"},
		{Principal{kind: program, account: lin, token: Token{Scopes: []Scope{ScopeSite}}}, ReadDrafts, NoScope, "this token may not read what is not public: it needs the scope read:drafts, write:drafts or publish"},
		{Principal{kind: program, account: lin, token: Token{Scopes: []Scope{ScopePublish}}}, Publish, NoRole, "the role author may not change what is public: editor or administrator may"},
		{Principal{kind: program, account: lin, token: Token{Scopes: Scopes()}}, OwnAccount, NotByToken, "a token may not change passwords, sessions and tokens: sign in on the desk"},
		{Local("root"), OwnAccount, NotAPerson, "only an account may change passwords, sessions and tokens of its own"},
		{Local("root"), "fly", NoRole, "the role administrator may not do this"},
	} {
		denied := (*Denied)(nil)
		if err := c.p.May(c.action); !errors.As(err, &denied) || denied.Cause != c.cause || err.Error() != c.says {
			t.Errorf("%s: %v", c.action, err)
		}
	}
}

func TestPrincipalsAreNamed(t *testing.T) {
	lin := Account{ID: "a1", Name: "lin", Shown: "Lin Wei", Role: Author}
	for _, c := range []struct {
		p                Principal
		by, author, role string
	}{
		{Principal{}, "", "", ""},
		{Principal{kind: person, account: lin}, "account:a1", "Lin Wei", "author"},
		{Principal{kind: program, account: lin, token: Token{ID: "t1"}}, "token:t1", "Lin Wei", "author"},
		{Principal{kind: person, account: Account{ID: "a2", Name: "bo", Role: Viewer}}, "account:a2", "bo", "viewer"},
		{Local("root"), "local:root", "root", "administrator"},
		{Duty("publish"), "duty:publish", "publish", "editor"},
	} {
		if c.p.By() != c.by || c.p.Author() != c.author || string(c.p.Role()) != c.role {
			t.Errorf("by %q, author %q, role %q; want %+v", c.p.By(), c.p.Author(), c.p.Role(), c)
		}
		_, isPerson := c.p.Account()
		_, isToken := c.p.Token()
		if isPerson != (strings.Contains(c.by, "account:") || isToken) || isToken != strings.Contains(c.by, "token:") {
			t.Errorf("%s: account %v, token %v", c.by, isPerson, isToken)
		}
	}
}

func TestRolesAndScopesAreRead(t *testing.T) {
	for _, r := range Roles() {
		if got, err := ParseRole(string(r)); got != r || err != nil {
			t.Errorf("role %s: %q, %v", r, got, err)
		}
	}
	for _, s := range Scopes() {
		if got, err := parseScope(string(s)); got != s || err != nil {
			t.Errorf("scope %s: %q, %v", s, got, err)
		}
	}
	wrong := (*events.Invalid)(nil)
	if _, err := ParseRole("Editor"); !errors.As(err, &wrong) || wrong.Field("role") != `"Editor" is none of viewer, author, editor, administrator` {
		t.Errorf("a role that is none: %v", err)
	}
	if _, err := parseScope("write"); !errors.As(err, &wrong) || wrong.Field("scopes") != `"write" is none of read:drafts, write:drafts, publish, site, admin` {
		t.Errorf("a scope that is none: %v", err)
	}
}
