package access

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
)

// How long a session lasts.
const (
	sessionIdle = 12 * time.Hour      // without a request; told to the hour
	sessionMost = 30 * 24 * time.Hour // in any case
	seenEvery   = time.Hour           // how often the last use is written
)

// The names of the cookie that holds a session's secret. The first can only be
// set by the host itself and over TLS (RFC 6265bis §4.1.3.2). What is answered
// from memory refuses both.
const (
	secureCookie = "__Host-almanac"
	plainCookie  = "almanac_session"
)

// Session is one browser in which somebody is signed in.
type Session struct {
	ID      string // names it in lists and forms; opens nothing
	Account string
	Created time.Time
	Seen    time.Time // last use, to the hour
	Agent   string    // what the browser says of itself
}

// storedSession is the vault's value session/HASH.
type storedSession struct {
	Account string    `json:"account"`
	Role    Role      `json:"role"` // of the account when the secret was made
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`
	Agent   string    `json:"agent,omitempty"`
}

// sessionID is the part of a session's key that is shown.
func sessionID(key string) string { return key[:min(len(key), 16)] }

// maxAgent bounds what is kept of a browser's name, in bytes.
const maxAgent = 200

// expiry is when the session ends if it is not used again.
func (s storedSession) expiry() time.Time {
	idle, most := s.Seen.Add(sessionIdle), s.Created.Add(sessionMost)
	if most.Before(idle) {
		return most
	}
	return idle
}

func (s storedSession) entry(version events.Version) entry[storedSession] {
	return entry[storedSession]{value: s, version: version, expires: s.expiry()}
}

// shortAgent is what is kept of a browser's name.
func shortAgent(agent string) string {
	return strings.ToValidUTF8(agent[:min(len(agent), maxAgent)], "")
}

// cookie holds a session's secret.
func (d *Directory) cookie(secret string) *http.Cookie {
	c := &http.Cookie{Name: plainCookie, Value: secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if d.secure {
		c.Name, c.Secure = secureCookie, true
	}
	return c
}

// NoCookie is the cookie that removes a session's from the browser.
func (d *Directory) NoCookie() *http.Cookie {
	c := d.cookie("")
	c.MaxAge = -1
	return c
}

// bySession is the principal of a request's cookie. The cookie returned, if
// there is one, is to be set instead. Without a session it is the public.
func (d *Directory) bySession(ctx context.Context, r *http.Request) (Principal, *http.Cookie, error) {
	c, err := r.Cookie(d.cookie("").Name)
	if err != nil {
		return Principal{}, nil, nil
	}
	key := hashOf(c.Value)
	e, ok := d.sessions.get(key)
	if !ok {
		return Principal{}, nil, nil
	}
	if err := d.fresh(); err != nil {
		return Principal{}, nil, err
	}
	a, err := d.account(e.value.Account)
	if err != nil || a.value.Disabled {
		return Principal{}, nil, nil
	}
	p := Principal{kind: person, account: a.value.Account, session: key}
	if e.value.Role != a.value.Role {
		renewed, err := d.renew(ctx, &p, e)
		return p, renewed, err
	}
	d.used(ctx, key, e)
	return p, nil, nil
}

// renew moves a session to a new secret. If another request does so at the same
// time, that one's cookie counts.
func (d *Directory) renew(ctx context.Context, p *Principal, old entry[storedSession]) (*http.Cookie, error) {
	secret, s := newSecret(), old.value
	s.Role, s.Seen = p.account.Role, d.instant()
	err := d.write(ctx, d.sessions.drop(p.session, old.version), d.sessions.put(hashOf(secret), s.entry(0)))
	if errors.Is(err, events.ErrConflict) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("renewing a session: %w", err)
	}
	p.session = hashOf(secret)
	return d.cookie(secret), nil
}

// used notes that a session is in use. That it could not be noted keeps nobody
// from working.
func (d *Directory) used(ctx context.Context, key string, e entry[storedSession]) {
	if d.now().Sub(e.value.Seen) < seenEvery {
		return
	}
	s := e.value
	s.Seen = d.instant()
	if err := d.write(ctx, d.sessions.put(key, s.entry(e.version))); err != nil && !errors.Is(err, events.ErrConflict) {
		d.log.Warn("the use of a session is not noted", "err", err)
	}
}

// Sessions lists the sessions of an account, the last used first.
func (d *Directory) Sessions(account string) []Session {
	var list []Session
	for key, e := range d.sessions.all() {
		if s := e.value; s.Account == account {
			list = append(list, Session{sessionID(key), s.Account, s.Created, s.Seen, s.Agent})
		}
	}
	slices.SortFunc(list, func(a, b Session) int { return cmp.Or(b.Seen.Compare(a.Seen), cmp.Compare(a.ID, b.ID)) })
	return list
}

// EndSession ends one session of one's own, or of anybody for who may manage
// accounts. One that is over already is no error.
func (d *Directory) EndSession(ctx context.Context, by Principal, id string) error {
	for key, e := range d.sessions.all() {
		if sessionID(key) != id {
			continue
		}
		if err := mayEnd(by, e.value.Account); err != nil {
			return err
		}
		return d.remove(ctx, d.sessions.removal(key))
	}
	return nil
}

// SignOut ends the session of the principal, if there is one; the page sets
// NoCookie.
func (d *Directory) SignOut(ctx context.Context, p Principal) error {
	if p.session == "" {
		return nil
	}
	return d.remove(ctx, d.sessions.removal(p.session))
}

// EndSessions signs an account out everywhere, here included.
func (d *Directory) EndSessions(ctx context.Context, by Principal, account string) error {
	if err := mayEnd(by, account); err != nil {
		return err
	}
	a, err := d.Account(account)
	if err != nil {
		return err
	}
	if err := d.endSessions(ctx, account, ""); err != nil {
		return err
	}
	return d.Record(ctx, by, about(a, AuditSessionsEnded, ""))
}

// EndOtherSessions signs a person out everywhere but where they ask for it.
func (d *Directory) EndOtherSessions(ctx context.Context, by Principal) error {
	if err := by.May(OwnAccount); err != nil {
		return err
	}
	if err := d.endSessions(ctx, by.account.ID, by.session); err != nil {
		return err
	}
	return d.Record(ctx, by, about(by.account, AuditSessionsEnded, "all but the present one"))
}

// mayEnd is nil if the principal may end sessions of the account.
func mayEnd(by Principal, account string) error {
	if own, ok := by.Account(); ok && own.ID == account {
		return by.May(OwnAccount)
	}
	return by.May(ManageAccounts)
}

// endSessions ends the sessions of an account, all but the one of a key. It
// looks again afterwards: one may have moved to a new secret meanwhile.
func (d *Directory) endSessions(ctx context.Context, account, but string) error {
	for left := true; left; {
		left = false
		for key, e := range d.sessions.all() {
			if e.value.Account != account || key == but {
				continue
			}
			left = true
			if err := d.remove(ctx, d.sessions.removal(key)); err != nil {
				return fmt.Errorf("ending sessions: %w", err)
			}
		}
	}
	return nil
}
