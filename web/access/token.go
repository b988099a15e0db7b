package access

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"hash/crc32"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"almanac.example/events"
)

// Token lets a program do something for its owner: within its scopes, and never
// more than the owner may do now.
type Token struct {
	ID      string    `json:"id"` // names it in histories, lists and forms; opens nothing
	Account string    `json:"account"`
	Name    string    `json:"name,omitempty"` // what it is for, as its owner says
	Scopes  []Scope   `json:"scopes"`
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires"`
	Used    string    `json:"used,omitempty"` // day of the last use in UTC, YYYY-MM-DD; "": never
}

// storedToken is the vault's value token/HASH. It stays for a while after it
// has expired, so that its owner sees why a program stopped working.
type storedToken struct{ Token }

// How long a token is valid.
const (
	tokenLife    = 365 * 24 * time.Hour     // unless another time is asked for
	tokenMost    = 5 * 365 * 24 * time.Hour // that can be asked for
	tokenRemains = 30 * 24 * time.Hour      // after its expiry
)

// maxTokenName bounds a token's name, in characters.
const maxTokenName = 120

func (t storedToken) entry(version events.Version) entry[storedToken] {
	return entry[storedToken]{value: t, version: version, expires: t.Expires.Add(tokenRemains)}
}

// A token is spelled alm_, 30 random characters and 6 that check them, so that
// a program which looks for leaked secrets knows one for sure.
const (
	tokenPrefix = "alm_"
	tokenRandom = 30
	tokenCheck  = 6
	base62      = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// newTokenSecret is a new token; 30 characters of 62 are 178 random bits.
func newTokenSecret() string {
	var b strings.Builder
	b.WriteString(tokenPrefix)
	for b.Len() < len(tokenPrefix)+tokenRandom {
		var one [1]byte
		_, _ = rand.Read(one[:]) // never fails (crypto/rand)
		if one[0] < 4*62 {       // each character as likely as any other
			b.WriteByte(base62[one[0]%62])
		}
	}
	return b.String() + tokenSum(b.String())
}

// tokenSum is the check of what comes before it: its CRC-32 in base 62.
func tokenSum(s string) string {
	sum, digits := crc32.ChecksumIEEE([]byte(s)), [tokenCheck]byte{}
	for i := tokenCheck - 1; i >= 0; i-- {
		digits[i] = base62[sum%62]
		sum /= 62
	}
	return string(digits[:])
}

// IsToken reports whether a text is spelled as a token and its check is right.
func IsToken(s string) bool {
	random, ok := strings.CutPrefix(s, tokenPrefix)
	if !ok || len(random) != tokenRandom+tokenCheck {
		return false
	}
	if strings.ContainsFunc(random, func(r rune) bool { return !strings.ContainsRune(base62, r) }) {
		return false
	}
	head := s[:len(tokenPrefix)+tokenRandom]
	return s == head+tokenSum(head)
}

// NewToken is what a token begins with.
type NewToken struct {
	Account string        // ID of the owner; "": the one who asks
	Name    string        // what it is for; at most 120 characters
	Scopes  []Scope       // at least one
	Life    time.Duration // 0: tokenLife
}

// CreateToken makes a token and returns its secret, which is shown once and
// kept nowhere. One's own take OwnAccount, those of others ManageTokens. Scopes
// that the owner's role will never use are an *events.Invalid.
func (d *Directory) CreateToken(ctx context.Context, by Principal, n NewToken) (Token, string, error) {
	if own, ok := by.Account(); n.Account == "" && ok {
		n.Account = own.ID
	}
	if err := mayHaveToken(by, n.Account); err != nil {
		return Token{}, "", err
	}
	owner, err := d.account(n.Account)
	if err != nil {
		return Token{}, "", err
	}
	if n.Life == 0 {
		n.Life = tokenLife
	}
	if err := n.check(owner.value.Account); err != nil {
		return Token{}, "", err
	}
	now, secret := d.instant(), newTokenSecret()
	t := storedToken{Token{
		ID: mint(), Account: n.Account, Name: strings.TrimSpace(n.Name), Scopes: orderedScopes(n.Scopes),
		Created: now, Expires: now.Add(n.Life),
	}}
	made := about(owner.value.Account, AuditToken, "created token %s for %s until %s", t.ID, spelled(t.Scopes), t.Expires.Format(time.DateOnly))
	if err := d.write(ctx, d.tokens.put(hashOf(secret), t.entry(0)), d.note(by, made)); err != nil {
		return Token{}, "", fmt.Errorf("creating a token: %w", err)
	}
	return t.Token, secret, nil
}

// mayHaveToken is nil if the principal may make and revoke tokens of the
// account.
func mayHaveToken(by Principal, account string) error {
	if own, ok := by.Account(); ok && own.ID == account && by.May(OwnAccount) == nil {
		return nil
	}
	return by.May(ManageTokens)
}

// orderedScopes sorts scopes as Scopes does, each once.
func orderedScopes(list []Scope) []Scope {
	return slices.DeleteFunc(Scopes(), func(s Scope) bool { return !slices.Contains(list, s) })
}

func (n NewToken) check(owner Account) error {
	bad := wrong("token")
	switch {
	case !utf8.ValidString(n.Name) || strings.ContainsFunc(n.Name, events.IsControl):
		bad.addf("name", "must be one line of text without control characters")
	case utf8.RuneCountInString(n.Name) > maxTokenName:
		bad.addf("name", "has %d characters; at most %d are allowed", utf8.RuneCountInString(n.Name), maxTokenName)
	}
	if len(n.Scopes) == 0 {
		bad.addf("scopes", "name at least one of %s", spelled(Scopes()))
	}
	for _, s := range n.Scopes {
		_, err := parseScope(string(s))
		bad.take(err)
		if needs := s.Needs(); err == nil && !owner.Role.Includes(needs) {
			bad.addf("scopes", "%s is only for %s; %s is %s", s, whoMay(needs), owner.Name, owner.Role)
		}
	}
	if n.Life < time.Minute || n.Life > tokenMost {
		bad.addf("expires", "must be from a minute to %d days", tokenMost/(24*time.Hour))
	}
	return bad.err()
}

// Needs is the least role for which the scope allows what it is for.
func (s Scope) Needs() Role {
	least := Administrator
	for _, a := range Actions() {
		if r := rules[a]; slices.Index(r.scopes, s) == 0 && least.Includes(r.role) {
			least = r.role
		}
	}
	return least
}

// Tokens lists the tokens of an account, those of all for "", the newest first.
// Those that expired within the last 30 days are among them.
func (d *Directory) Tokens(account string) []Token {
	var list []Token
	for _, e := range d.tokens.all() {
		if account == "" || e.value.Account == account {
			list = append(list, e.value.Token)
		}
	}
	slices.SortFunc(list, func(a, b Token) int { return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(a.ID, b.ID)) })
	return list
}

// RevokeToken ends a token at once. events.ErrNotFound if there is none of the
// ID, or none that the principal may know of.
func (d *Directory) RevokeToken(ctx context.Context, by Principal, id string) error {
	for key, e := range d.tokens.all() {
		if e.value.ID != id || mayHaveToken(by, e.value.Account) != nil {
			continue
		}
		owner, _ := d.account(e.value.Account)
		gone := d.note(by, about(owner.value.Account, AuditToken, "revoked token %s", id))
		if err := d.remove(ctx, d.tokens.removal(key), gone); err != nil {
			return fmt.Errorf("revoking a token: %w", err)
		}
		return nil
	}
	if !by.Authenticated() {
		return by.May(ManageTokens)
	}
	return fmt.Errorf("token %.40q: %w", id, events.ErrNotFound)
}

// The reasons for which a token is not accepted: all of them are a 401 with
// WWW-Authenticate (RFC 6750 §3).
var (
	ErrToken        = errors.New("the token is not valid: it is misspelled, was revoked or never existed")
	ErrTokenExpired = errors.New("the token has expired: create another one")
	ErrTokenInQuery = errors.New("a token must not stand in an address, where logs keep it: send it as Authorization: Bearer, and revoke this one")
	ErrScheme       = errors.New("only Authorization: Bearer with a token is understood")
)

// byToken is the principal of a request's Authorization field.
func (d *Directory) byToken(ctx context.Context, field string) (Principal, error) {
	scheme, secret, _ := strings.Cut(field, " ")
	secret = strings.TrimSpace(secret)
	switch {
	case !strings.EqualFold(scheme, "Bearer"):
		return Principal{}, ErrScheme
	case !IsToken(secret):
		return Principal{}, ErrToken
	}
	key := hashOf(secret)
	e, ok := d.tokens.get(key)
	if !ok {
		return Principal{}, ErrToken
	}
	if err := d.fresh(); err != nil {
		return Principal{}, err
	}
	owner, err := d.account(e.value.Account)
	switch {
	case err != nil || owner.value.Disabled:
		return Principal{}, ErrToken
	case !d.now().Before(e.value.Expires):
		return Principal{}, ErrTokenExpired
	}
	d.usedToken(ctx, key, e)
	return Principal{kind: program, account: owner.value.Account, token: e.value.Token}, nil
}

// usedToken notes the day of a token's use.
func (d *Directory) usedToken(ctx context.Context, key string, e entry[storedToken]) {
	t, day := e.value, d.now().UTC().Format(time.DateOnly)
	if t.Used == day {
		return
	}
	t.Used = day
	if err := d.write(ctx, d.tokens.put(key, t.entry(e.version))); err != nil && !errors.Is(err, events.ErrConflict) {
		d.log.Warn("the use of a token is not noted", "token", t.ID, "err", err)
	}
}

// Identify says who asks. An Authorization field counts alone; without one it is
// the session's cookie, and without that the public. The cookie returned, if
// there is one, is to be set with the answer. A token that is not accepted is an
// error, as is one in the query.
func (d *Directory) Identify(ctx context.Context, r *http.Request) (Principal, *http.Cookie, error) {
	if r.URL.RawQuery != "" && hasToken(r.URL.Query()) {
		return Principal{}, nil, ErrTokenInQuery
	}
	if fields := r.Header.Values("Authorization"); len(fields) > 1 {
		return Principal{}, nil, ErrScheme
	} else if len(fields) == 1 {
		p, err := d.byToken(ctx, fields[0])
		return p, nil, err
	}
	return d.bySession(ctx, r)
}

// hasToken reports whether a parameter is a token.
func hasToken(query map[string][]string) bool {
	for _, values := range query {
		if slices.ContainsFunc(values, IsToken) {
			return true
		}
	}
	return false
}
