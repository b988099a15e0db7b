package people

import (
	"context"
	"slices"
	"strings"
	"time"

	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
)

// auditPage is a page of the audit.
type auditPage struct {
	frame.Head
	Action  string
	Who     frame.Field
	What    frame.Field
	Rows    []auditRow
	Reached string
	Further string // address of what comes after; "": nothing does
	History string
}

type auditRow struct {
	When string
	At   string // the instant, for machines
	Who  string
	What string
	From string
}

const (
	auditRows  = 50   // on a page
	auditReach = 2000 // entries that are looked at for a page at most
)

// auditKinds are the words of the filter, each with what it lets through.
var auditKinds = []struct {
	word  string
	kinds []access.AuditKind
}{
	{"sign-ins", []access.AuditKind{access.AuditLogin, access.AuditSessionsEnded}},
	{"failures", []access.AuditKind{access.AuditLoginFailed}},
	{"accounts", []access.AuditKind{access.AuditAccount, access.AuditInvitation, access.AuditPassword, access.AuditSetup}},
	{"tokens", []access.AuditKind{access.AuditToken}},
	{"settings", []access.AuditKind{access.AuditSettings}},
}

// Audit is the page of who signed in and who changed rights and settings, the
// newest first. Address: /audit.
func (p *Pages) Audit(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	who, what := v.Query.Get("who"), v.Query.Get("what")
	page := &auditPage{Action: v.Link("/audit"), History: v.Link("/history")}
	page.Who, page.What = p.whoField(v, who), whatField(v, what)
	after, more := v.Query.Get("after"), true
	var last time.Time
	for looked := 0; more && len(page.Rows) < auditRows && looked < auditReach; {
		var list []access.AuditEntry
		var err error
		if list, more, err = p.directory.Audit(ctx, v.Who, after, access.MaxAudit); err != nil {
			return frame.Answer{}, err
		}
		for i, e := range list {
			looked++
			after, last = e.ID, e.At
			if passes(&e, who, what) {
				page.Rows = append(page.Rows, p.auditRow(v, &e))
			}
			if len(page.Rows) == auditRows {
				more = more || i+1 < len(list)
				break
			}
		}
	}
	switch {
	case more && !last.IsZero():
		page.Reached = v.Text("audit.reached", v.Instant(last))
		page.Further = v.Link("/audit", "who", who, "what", what, "after", after)
	case len(page.Rows) == 0:
		page.Reached = v.Text("audit.none")
	default:
		page.Reached = v.Text("audit.all")
	}
	page.Head = v.Frame(frame.Heading{Title: v.Text("audit.title"), Nav: "site", Tab: "/audit"})
	return frame.Show("people/audit", page), nil
}

// passes reports whether the filter lets an entry through: one that the person
// did, or that is about them.
func passes(e *access.AuditEntry, who, what string) bool {
	if who != "" && e.By != "account:"+who && e.Account != who {
		return false
	}
	for _, k := range auditKinds {
		if k.word == what {
			return slices.Contains(k.kinds, e.Kind)
		}
	}
	return true
}

func (p *Pages) whoField(v *frame.Visit, chosen string) frame.Field {
	f := frame.Field{ID: "who", Name: "who", Type: "select", Label: v.Text("audit.who"), Options: []frame.Option{{Label: v.Text("audit.anyone"), Chosen: chosen == ""}}}
	for _, a := range p.directory.Accounts() {
		f.Options = append(f.Options, frame.Option{Value: a.ID, Label: a.ShownName(), Chosen: a.ID == chosen})
	}
	return f
}

func whatField(v *frame.Visit, chosen string) frame.Field {
	f := frame.Field{ID: "what", Name: "what", Type: "select", Label: v.Text("audit.what"), Options: []frame.Option{{Label: v.Text("audit.everything"), Chosen: chosen == ""}}}
	for _, k := range auditKinds {
		f.Options = append(f.Options, frame.Option{Value: k.word, Label: v.Text("audit.kind." + k.word), Chosen: k.word == chosen})
	}
	return f
}

func (p *Pages) auditRow(v *frame.Visit, e *access.AuditEntry) auditRow {
	row := auditRow{When: v.Instant(e.At), At: e.At.UTC().Format(time.RFC3339), Who: e.Author, From: e.Network}
	if row.Who == "" {
		row.Who = v.Text("audit.unknown")
	}
	row.What = v.Text("audit.did." + string(e.Kind))
	if detail := detail(v, e.Detail); detail != "" {
		row.What += v.Text("colon") + detail
	}
	if e.Name != "" && e.By != "account:"+e.Account {
		row.What = v.Text("audit.about", e.Name, row.What)
	}
	if e.Suppressed > 0 {
		row.What += v.Text("audit.suppressed", e.Suppressed)
	}
	return row
}

// detail words what an entry says in particular. The audit keeps it in English;
// other languages have words for what it is made of.
func detail(v *frame.Visit, kept string) string {
	if v.Lang == "en" || kept == "" {
		return kept
	}
	parts := strings.Split(kept, "; ")
	for i, part := range parts {
		parts[i] = clause(v, part)
	}
	return strings.Join(parts, v.Text("audit.join"))
}

// clauses are what details are made of; what stands in the place of * is kept, or
// worded if it is a role, a scope or yes and no.
var clauses = []string{
	"with a password", "by an invitation", "as the first administrator", "first administrator", "the account is disabled", "withdrawn", "used", "password set",
	"all but the present one", "account created as *", "created as *, by the groups of *", "created as *", "made, for *", "created token * for * until *", "revoked token *",
	"shown name * → *", "name * → *", "role * → *", "language * → *", "disabled * → *",
	"webhook * created", "webhook * changed", "webhook * deleted", "webhook * enabled", "webhook * disabled", "webhook * has another secret", "site taken back", "site *", "texts in *", "backup downloaded with accounts", "backup downloaded", "by *",
}

func clause(v *frame.Visit, kept string) string {
	for _, c := range clauses {
		values, ok := frame.Match(c, kept)
		if !ok {
			continue
		}
		args := make([]any, len(values))
		for i, value := range values {
			args[i] = worded(v, value)
		}
		return v.Text("audit.clause."+c, args...)
	}
	return kept
}

// worded is a value as the page says it.
func worded(v *frame.Visit, value string) string {
	words := strings.Split(value, ", ")
	for i, w := range words {
		for _, prefix := range []string{"role.", "tokens.scope.", "audit.word.", "site.field."} {
			if own := v.Text(prefix + w); own != prefix+w {
				words[i] = own
				break
			}
		}
	}
	return v.Join(words)
}
