package access

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/secure/precis"

	"almanac.example/events"
)

// Account is a person who may do something.
type Account struct {
	ID       string    `json:"id"`                 // minted once, never given twice
	Name     string    `json:"name"`               // with which the person signs in; unique
	Shown    string    `json:"shown,omitempty"`    // as the history shows it; "": Name
	Role     Role      `json:"role"`               // what the person may do
	Language string    `json:"language,omitempty"` // BCP 47, of the desk; "": the site's default
	Disabled bool      `json:"disabled,omitempty"` // nothing is allowed, and no way leads in
	Created  time.Time `json:"created"`            // UTC
}

// ShownName is how the person is called in histories.
func (a Account) ShownName() string { return cmp.Or(a.Shown, a.Name) }

// storedAccount is the vault's value account/ID.
type storedAccount struct {
	Account
	Password string       `json:"password,omitempty"` // PHC string; "": none is set, and none fits
	Changed  time.Time    `json:"changed,omitzero"`   // when the password was set; UTC
	Filters  []KeptFilter `json:"filters,omitempty"`  // of the list of entries, by name
}

// storedLogin is the vault's value login/NAME: whose the name is. That of a
// person whom an identity provider knows is oidc: and a hash.
type storedLogin struct {
	Account string `json:"account"`
}

// The bounds of names, in characters.
const (
	maxName  = 64
	maxShown = 120
)

// NewAccount is what an account begins with.
type NewAccount struct {
	Name     string // 1 to 64 characters, letters and digits of any script and . _ - @
	Shown    string // at most 120 characters on one line
	Role     Role
	Language string // BCP 47, or ""
	Password string // "": the account has none, and its person comes by an invitation or an identity provider
}

// Check says what is wrong with the fields, as CreateAccount would, but not
// whether the name is taken; names are those of the site.
func (n NewAccount) Check(names ...string) error {
	bad := wrong("account")
	a := Account{Name: n.Name, Shown: n.Shown, Role: n.Role, Language: n.Language}
	bad.take(a.check())
	if n.Password != "" {
		bad.take(checkPassword(n.Password, append(names, n.Name, n.Shown)...))
	}
	return bad.err()
}

// foldName is the form in which login names are kept and compared (RFC 8265
// §3.3.1); the error is an *events.Invalid.
func foldName(name string) (string, error) {
	folded, err := precis.UsernameCaseMapped.String(strings.TrimSpace(name))
	switch {
	case strings.TrimSpace(name) == "":
		return "", invalidf("account", "name", "is empty")
	case err != nil || strings.ContainsFunc(folded, func(r rune) bool { return strings.ContainsRune(`/\:;,"'<>()[]{}|#?%&=*!$^`+"`~+", r) }):
		return "", invalidf("account", "name", "must be letters and digits, with . _ - @ between them")
	case utf8.RuneCountInString(folded) > maxName:
		return "", invalidf("account", "name", "has %d characters; at most %d are allowed", utf8.RuneCountInString(folded), maxName)
	}
	return folded, nil
}

// check brings the fields that people type into their form.
func (a *Account) check() error {
	bad := wrong("account")
	name, err := foldName(a.Name)
	bad.take(err)
	a.Name, a.Shown = name, strings.TrimSpace(a.Shown)
	if !utf8.ValidString(a.Shown) || strings.ContainsFunc(a.Shown, events.IsControl) {
		bad.addf("shown", "must be one line of text without control characters")
	}
	if n := utf8.RuneCountInString(a.Shown); n > maxShown {
		bad.addf("shown", "has %d characters; at most %d are allowed", n, maxShown)
	}
	if !slices.Contains(Roles(), a.Role) {
		bad.addf("role", "%.40q is none of %s", a.Role, spelled(Roles()))
	}
	if _, err := language.Parse(a.Language); a.Language != "" && err != nil {
		bad.addf("language", "%.40q is no language tag, as zh or en", a.Language)
	}
	return bad.err()
}

// Accounts lists all accounts by name.
func (d *Directory) Accounts() []Account {
	var list []Account
	for _, e := range d.accounts.all() {
		list = append(list, e.value.Account)
	}
	slices.SortFunc(list, func(a, b Account) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// Account returns the account of the ID; events.ErrNotFound if there is none.
func (d *Directory) Account(id string) (Account, error) {
	e, err := d.account(id)
	return e.value.Account, err
}

func (d *Directory) account(id string) (entry[storedAccount], error) {
	e, ok := d.accounts.get(id)
	if !ok {
		return e, fmt.Errorf("account %.40q: %w", id, events.ErrNotFound)
	}
	return e, nil
}

// AccountNamed returns the account that signs in with the name;
// events.ErrNotFound if there is none.
func (d *Directory) AccountNamed(name string) (Account, error) {
	e, err := d.named(name)
	return e.value.Account, err
}

func (d *Directory) named(name string) (entry[storedAccount], error) {
	folded, err := foldName(name)
	if err != nil {
		return entry[storedAccount]{}, fmt.Errorf("account %.80q: %w", name, events.ErrNotFound)
	}
	login, ok := d.logins.get(folded)
	if !ok {
		return entry[storedAccount]{}, fmt.Errorf("account %.80q: %w", folded, events.ErrNotFound)
	}
	return d.account(login.value.Account)
}

// mint is a new ID.
func mint() string { return strings.ToLower(rand.Text()[:16]) }

// HasAdministrator reports whether there is an administrator who is not
// disabled.
func (d *Directory) HasAdministrator() bool {
	_, ok := d.otherAdministrator("")
	return ok
}

// otherAdministrator finds an enabled administrator besides the one of the ID.
func (d *Directory) otherAdministrator(id string) (entry[storedAccount], bool) {
	for other, e := range d.accounts.all() {
		if a := e.value; other != id && a.Role == Administrator && !a.Disabled {
			return e, true
		}
	}
	return entry[storedAccount]{}, false
}

// CreateAccount makes an account. A name that is taken and a password that is
// refused are an *events.Invalid.
func (d *Directory) CreateAccount(ctx context.Context, by Principal, n NewAccount) (Account, error) {
	if err := by.May(ManageAccounts); err != nil {
		return Account{}, err
	}
	var made Account
	err := d.again(ctx, func() error {
		claim, err := d.claimFor(ctx, n.Role)
		if err != nil {
			return err
		}
		a, changes, err := d.newAccount(ctx, n)
		if err != nil {
			return err
		}
		made, changes = a, append(changes, claim...)
		return d.write(ctx, append(changes, d.note(by, about(a, AuditAccount, "created as %s", a.Role)))...)
	})
	if err != nil {
		return Account{}, fmt.Errorf("creating account %.80q: %w", n.Name, err)
	}
	return made, nil
}

// claimFor is claim if the role is that of an administrator.
func (d *Directory) claimFor(ctx context.Context, r Role) ([]events.ValueChange, error) {
	if r != Administrator {
		return nil, nil
	}
	return d.claim(ctx)
}

// newAccount prepares the write that makes an account.
func (d *Directory) newAccount(ctx context.Context, n NewAccount) (Account, []events.ValueChange, error) {
	if err := n.Check(d.names()...); err != nil {
		return Account{}, nil, err
	}
	stored := storedAccount{Account: Account{
		ID: mint(), Name: n.Name, Shown: n.Shown, Role: n.Role, Language: n.Language, Created: d.instant(),
	}}
	if err := stored.check(); err != nil { // brings them into their form
		return Account{}, nil, err
	}
	if login, taken := d.logins.get(stored.Name); taken {
		err := d.accounts.reach(ctx, login.version) // whose it is shows, too
		return Account{}, nil, errors.Join(err, nameTaken(stored.Name))
	}
	if n.Password != "" {
		if err := d.setPassword(ctx, &stored, n.Password); err != nil {
			return Account{}, nil, err
		}
	}
	return stored.Account, []events.ValueChange{
		d.accounts.put(stored.ID, entry[storedAccount]{value: stored}),
		d.logins.put(stored.Name, entry[storedLogin]{value: storedLogin{stored.ID}}),
	}, nil
}

func nameTaken(name string) error {
	return invalidf("account", "name", "%q is taken", name)
}

// instant is the present one as it is kept.
func (d *Directory) instant() time.Time { return d.now().UTC().Truncate(time.Second) }
