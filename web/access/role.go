package access

import (
	"slices"
	"strings"
)

// Role says how much a person may do. Each role may do all that the ones before
// it may.
type Role string

// The four roles, the least first.
const (
	Viewer        Role = "viewer"        // reads drafts
	Author        Role = "author"        // writes drafts and amendments, imports as drafts
	Editor        Role = "editor"        // publishes, edits many at once, keeps the vocabulary, decides about drafts
	Administrator Role = "administrator" // people, tokens of others, webhooks, the site, backups
)

// Roles lists the roles, the least first.
func Roles() []Role { return []Role{Viewer, Author, Editor, Administrator} }

// ParseRole reads a role as it is written in flags and forms. The error names
// the roles there are.
func ParseRole(s string) (Role, error) {
	if r := Role(s); slices.Contains(Roles(), r) {
		return r, nil
	}
	return "", invalidf("account", "role", "%.40q is none of %s", s, spelled(Roles()))
}

// Includes reports whether the role may do all that the other may. What is no
// role includes nothing and is included by nothing.
func (r Role) Includes(other Role) bool {
	mine, theirs := slices.Index(Roles(), r), slices.Index(Roles(), other)
	return theirs >= 0 && mine >= theirs
}

// Scope says what a token may be used for, within what its owner may do.
type Scope string

// The scopes of tokens.
const (
	ScopeReadDrafts  Scope = "read:drafts"
	ScopeWriteDrafts Scope = "write:drafts" // reading them included
	ScopePublish     Scope = "publish"      // reading drafts included
	ScopeSite        Scope = "site"
	ScopeAdmin       Scope = "admin"
)

// Scopes lists the scopes there are.
func Scopes() []Scope {
	return []Scope{ScopeReadDrafts, ScopeWriteDrafts, ScopePublish, ScopeSite, ScopeAdmin}
}

// parseScope reads a scope as it is written in flags and forms. The error names
// the scopes there are.
func parseScope(s string) (Scope, error) {
	if c := Scope(s); slices.Contains(Scopes(), c) {
		return c, nil
	}
	return "", invalidf("token", "scopes", "%.40q is none of %s", s, spelled(Scopes()))
}

// spelled lists words for a sentence.
func spelled[S ~string](list []S) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}
