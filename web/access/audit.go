package access

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"almanac.example/events"
)

// AuditKind is what an entry of the audit tells of.
type AuditKind string

// The kinds of entries. Changes of the record are not among them: the history
// has those.
const (
	AuditLogin         AuditKind = "login"
	AuditLoginFailed   AuditKind = "login-failed"
	AuditSessionsEnded AuditKind = "sessions-ended"
	AuditAccount       AuditKind = "account"    // created or changed; Detail says how
	AuditPassword      AuditKind = "password"   // set or changed
	AuditInvitation    AuditKind = "invitation" // made, used or withdrawn
	AuditSetup         AuditKind = "setup"      // the first administrator
	AuditToken         AuditKind = "token"      // created or revoked
	AuditSettings      AuditKind = "settings"   // of the site, of webhooks, of duties; told by other rooms
)

// AuditEntry is one thing that was done, or tried, about accounts and settings.
type AuditEntry struct {
	ID         string    `json:"-"` // where it stands; also the cursor of what comes after it
	At         time.Time `json:"at"`
	Kind       AuditKind `json:"kind"`
	By         string    `json:"by,omitempty"`         // see Principal.By; "": nobody was signed in
	Author     string    `json:"author,omitempty"`     // the name shown then
	Account    string    `json:"account,omitempty"`    // ID of the account that it is about
	Name       string    `json:"name,omitempty"`       // of that account, then
	Network    string    `json:"network,omitempty"`    // /24 or /64 from which it came
	Detail     string    `json:"detail,omitempty"`     // "role viewer → editor"
	Suppressed int       `json:"suppressed,omitempty"` // failed sign-ins before this one that have no entry: there were too many
}

// auditLife is how long an entry is kept.
const auditLife = 365 * 24 * time.Hour

// auditPrefix begins the keys of entries. The instant follows inverted, so that
// keys in their order are entries from the newest on, then a number that tells
// entries of one millisecond apart.
const auditPrefix = "audit/"

// auditLog numbers the entries of a process.
type auditLog struct{ number atomic.Uint64 }

// key is where an entry of the instant is kept; each call gives another one.
func (l *auditLog) key(at time.Time) string {
	const numbers = 1_000_000
	n := numbers - 1 - l.number.Add(1)%numbers
	return fmt.Sprintf("%s%019d-%06d-%s", auditPrefix, math.MaxInt64-at.UnixMilli(), n, mint()[:6])
}

// note is the part of a write that enters something done by a principal into
// the audit.
func (d *Directory) note(by Principal, e AuditEntry) events.ValueChange {
	e.At, e.By, e.Author = d.now().UTC().Truncate(time.Millisecond), by.By(), by.Author()
	data, err := json.Marshal(e)
	if err != nil {
		panic(fmt.Sprintf("spelling an entry of the audit: %v", err)) // plain fields have a spelling
	}
	return events.PutValue(events.Value{Key: d.audit.key(e.At), Schema: schema, Expires: e.At.Add(auditLife), Data: data}, 0)
}

// about is an entry about an account.
func about(a Account, kind AuditKind, format string, args ...any) AuditEntry {
	return AuditEntry{Kind: kind, Account: a.ID, Name: a.Name, Detail: fmt.Sprintf(format, args...)}
}

// Record enters something that another room did into the audit: a change of
// settings. Of the entry Kind, Account, Name and Detail count.
func (d *Directory) Record(ctx context.Context, by Principal, e AuditEntry) error {
	if err := d.write(ctx, d.note(by, e)); err != nil {
		return fmt.Errorf("writing the audit: %w", err)
	}
	return nil
}

// MaxAudit is how many entries one call of Audit returns at most.
const MaxAudit = 500

// Audit returns at most limit entries, the newest first; after is the ID of the
// last one seen before, "" for none. It reads little more than it returns. More
// is true if there may be others.
func (d *Directory) Audit(ctx context.Context, by Principal, after string, limit int) (list []AuditEntry, more bool, err error) {
	if err := by.May(ReadAudit); err != nil {
		return nil, false, err
	}
	limit = max(1, min(limit, MaxAudit))
	for _, prefix := range prefixesAfter(after) {
		for v, err := range d.vault.List(ctx, auditPrefix+prefix) {
			if err != nil {
				return nil, false, fmt.Errorf("reading the audit: %w", err)
			}
			if strings.TrimPrefix(v.Key, auditPrefix) <= after {
				continue
			}
			if len(list) == limit {
				return list, true, nil
			}
			e, err := readEntry[AuditEntry](v)
			if err != nil {
				return nil, false, fmt.Errorf("reading the audit at %s: %w", v.Key, err)
			}
			e.value.ID = strings.TrimPrefix(v.Key, auditPrefix)
			list = append(list, e.value)
		}
	}
	return list, false, nil
}

// prefixesAfter are prefixes, in their order, under which everything is that
// comes after a key, and little else. A vault lists from the start of a prefix
// only; keys begin with digits.
func prefixesAfter(key string) []string {
	instant, _, ok := strings.Cut(key, "-")
	if _, err := strconv.ParseUint(instant, 10, 64); !ok || err != nil {
		return []string{""}
	}
	list := []string{instant + "-"}
	for i := len(instant) - 1; i >= 0; i-- {
		for digit := instant[i] + 1; digit <= '9'; digit++ {
			list = append(list, instant[:i]+string(digit))
		}
	}
	return list
}

// networkName is a network as the audit has it; "" for none.
func networkName(n netip.Prefix) string {
	if !n.IsValid() {
		return ""
	}
	return n.String()
}
