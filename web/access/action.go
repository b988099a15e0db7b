package access

import (
	"fmt"
	"slices"
)

// Action is something that not everybody may do.
type Action string

// All that is asked about. What the public may do is no action.
const (
	ReadDrafts     Action = "read-drafts"     // read what is not public: drafts, withdrawn events, full history
	WriteDrafts    Action = "write-drafts"    // create, change and delete drafts and amendments; import as drafts
	Publish        Action = "publish"         // change what is public: publish, schedule, correct, cancel, withdraw, delete, import as published
	Review         Action = "review"          // accept, merge or drop drafts that wait for a decision
	EditMany       Action = "edit-many"       // change many events at once, undo a batch
	EditVocabulary Action = "edit-vocabulary" // tags, places and views
	EditSite       Action = "edit-site"       // what the site says about itself
	ManageAccounts Action = "manage-accounts" // people, their roles, invitations, their sessions
	ManageTokens   Action = "manage-tokens"   // tokens of other people
	ManageWebhooks Action = "manage-webhooks"
	ManageDuties   Action = "manage-duties" // what the server does by itself, followed calendars included
	BackUp         Action = "back-up"       // backups, redaction
	ReadAudit      Action = "read-audit"
	OwnAccount     Action = "own-account" // one's own password, sessions, tokens, language; never by token
)

// rule says who may do an action: an account of the role, or a token of such an
// account that has one of the scopes.
type rule struct {
	role   Role
	scopes []Scope // first the one that is for it, then those that include it; none: no token may
	about  string  // completes "may not"
}

var rules = map[Action]rule{
	ReadDrafts:     {Viewer, []Scope{ScopeReadDrafts, ScopeWriteDrafts, ScopePublish}, "read what is not public"},
	WriteDrafts:    {Author, []Scope{ScopeWriteDrafts}, "write drafts"},
	Publish:        {Editor, []Scope{ScopePublish}, "change what is public"},
	Review:         {Editor, []Scope{ScopePublish}, "decide about drafts"},
	EditMany:       {Editor, []Scope{ScopePublish}, "change many events at once"},
	EditVocabulary: {Editor, []Scope{ScopeSite}, "change tags, places and views"},
	EditSite:       {Administrator, []Scope{ScopeSite}, "change what the site says about itself"},
	ManageAccounts: {Administrator, []Scope{ScopeAdmin}, "manage accounts"},
	ManageTokens:   {Administrator, []Scope{ScopeAdmin}, "manage the tokens of others"},
	ManageWebhooks: {Administrator, []Scope{ScopeAdmin}, "manage webhooks"},
	ManageDuties:   {Administrator, []Scope{ScopeAdmin}, "manage what the server does by itself"},
	BackUp:         {Administrator, []Scope{ScopeAdmin}, "make backups and redact"},
	ReadAudit:      {Administrator, []Scope{ScopeAdmin}, "read the audit"},
	OwnAccount:     {Viewer, nil, "change passwords, sessions and tokens"},
}

// Actions lists all actions, for tables of who may do what.
func Actions() []Action {
	return []Action{
		ReadDrafts, WriteDrafts, Publish, Review, EditMany, EditVocabulary, EditSite,
		ManageAccounts, ManageTokens, ManageWebhooks, ManageDuties, BackUp, ReadAudit, OwnAccount,
	}
}

// Needs is the least role that may do the action.
func (a Action) Needs() Role { return rules[a].role }

// Scopes are those of which a token needs one to do the action; none: no token
// may do it.
func (a Action) Scopes() []Scope { return slices.Clone(rules[a].scopes) }

// Cause is the kind of reason for which something is denied.
type Cause string

// The causes, in the order in which they are looked for.
const (
	NotSignedIn Cause = "not-signed-in" // 401; all others are 403
	NoRole      Cause = "role"          // the account's role does not include it
	NoScope     Cause = "scope"         // the role includes it, the token does not
	NotByToken  Cause = "not-by-token"  // it takes a person who signed in
	NotAPerson  Cause = "not-a-person"  // there is no account that it could be about
)

// Denied says what may not be done, why, and who may. It is one of the kinds of
// error that become a status: see Cause.
type Denied struct {
	Action Action
	Cause  Cause
	Role   Role // of the account that asked; "": there is none
}

// Needs is the least role that may do it.
func (d *Denied) Needs() Role { return d.Action.Needs() }

// Error says it in a sentence for programs and terminals.
func (d *Denied) Error() string {
	r, known := rules[d.Action]
	if !known {
		return fmt.Sprintf("the role %s may not do this", d.Role)
	}
	switch d.Cause {
	case NotSignedIn:
		return fmt.Sprintf("only who is signed in may %s: sign in, or send a token", r.about)
	case NoScope:
		return fmt.Sprintf("this token may not %s: it needs the scope %s", r.about, orList(r.scopes))
	case NotByToken:
		return fmt.Sprintf("a token may not %s: sign in on the desk", r.about)
	case NotAPerson:
		return fmt.Sprintf("only an account may %s of its own", r.about)
	}
	return fmt.Sprintf("the role %s may not %s: %s may", d.Role, r.about, whoMay(r.role))
}

// whoMay names the roles that include one.
func whoMay(least Role) string {
	roles := Roles()
	return orList(roles[slices.Index(roles, least):])
}

func orList[S ~string](list []S) string {
	if len(list) < 2 {
		return spelled(list)
	}
	return spelled(list[:len(list)-1]) + " or " + string(list[len(list)-1])
}
