// Package people is the desk's pages on who may do what: accounts and
// invitations, tokens of programs, and the audit.
//
// # What it promises
//
// What opens something (an invitation, a token) is shown once, in the answer to
// the form that made it, and stands in no address. The last administrator can
// neither be disabled nor given a lesser role. A page of the audit that stopped at
// its bound says how far it looked, and leads on from there.
//
// # What it does not know
//
// How accounts are kept and what a role may do: that is web/access. One's own
// password and sessions: that is web/desk/door.
package people
