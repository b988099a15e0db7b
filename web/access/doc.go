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
//	every request   CrossSite around everything that a cookie opens: 403
//	                Directory.Identify → Principal, a cookie to set; 401 with
//	                WWW-Authenticate: Bearer for ErrToken, ErrTokenExpired,
//	                ErrTokenInQuery, ErrScheme; 503 for events.ErrUnavailable
//	                Principal.May(action) → nil or *Denied: 401 for NotSignedIn, else 403
//	                Principal.By, Principal.Author → events.Change.By, .Author
//	sign in         Login → account, cookie; ErrLogin 422, *Throttled 429 with
//	                Retry-After, ErrBusy 503 with Retry-After
//	                oidc.Provider.Begin, Finish → LoginExternal; ErrNoRole 403
//	sign out        SignOut and NoCookie; EndSession one, EndOtherSessions, EndSessions all
//	first start     MaySetUp (else 404), SetUp at setupPath
//	invitation      Invitation (else 404), AcceptInvitation at invitePath
//	my account      ChangePassword, ChangeAccount (shown name, language), Sessions,
//	                CreateToken (the secret is shown once), Tokens, RevokeToken
//	people          Accounts, CreateAccount, ChangeAccount, SetPassword,
//	                Invite, Invitations, WithdrawInvitation
//	audit           Audit; Record for what another room did (settings, webhooks)
//
// Wrong fields are an *events.Invalid, and what is not there events.ErrNotFound.
//
// # A picture of the data
//
//	account/ID    name, shown name, role, language, disabled, hash of the password
//	login/NAME    whose the name is; NAME is folded (RFC 8265), or oidc: and a hash
//	token/HASH    owner, scopes, expiry, day of the last use
//	session/HASH  account, role then, begun, last used; expires by itself
//	invite/HASH   for whom, with which role; expires by itself
//	audit/TIME    what was done; the newest first, expires by itself
//	setup         that there is a first administrator
package access
