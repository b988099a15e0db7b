// Package access knows who may do what: accounts, roles, sessions, tokens.
//
// # What it promises
//
// A Principal is who asks for something, as far as it has been proved: a person
// by a session, a program by a token, the user of the admin socket, a duty, or
// the public. Principal.May is asked once for each Action and is the only place
// where it is decided; what it denies it explains (Denied). A role includes all
// before it; a token may do what its scopes say and never more than its owner
// may at that moment.
//
// A Directory follows the vault into memory. Checking a session or a token
// reads nothing and is as fresh as the watch; a change returns when the memory
// shows it. Without news of the vault for half a minute nobody is let in.
//
// Of passwords only an argon2id hash is kept, of sessions, tokens and links only
// a SHA-256. At most two passwords are hashed at a time, one for an unknown name
// takes as long, and who has to wait too long is told ErrBusy, so that sign-ins
// cannot take the machine from readers.
//
// # What it does not know
//
// Pages, forms, statuses: web/desk and web/api have those. It does not hand
// principals over in a context; a handler receives (moment, principal, target).
// It does not know the store, only three methods of the vault.
//
// # What a page or the API calls
//
//	every request   Directory.Identify → Principal, a cookie to set; 401 for ErrToken…
//	                Principal.May(action) → nil or *Denied (401 for NotSignedIn, else 403)
//	                Principal.By, Principal.Author → events.Change.By, .Author
//	sign in         Directory.Login → account, cookie; ErrLogin 422, ErrBusy 503
//	sign out        Directory.EndSession, NoCookie; EndSessions everywhere
//	people          Accounts, Account, CreateAccount, ChangeAccount, SetPassword
//	tokens          CreateToken (the secret is shown once), Tokens, RevokeToken
//
// # A picture of the data
//
//	account/ID    name, shown name, role, language, disabled, hash of the password
//	login/NAME    whose the name is; NAME is folded (RFC 8265)
//	token/HASH    owner, scopes, expiry, day of the last use
//	session/HASH  account, begun, last used; expires by itself
//	setup         that there is a first administrator
package access
