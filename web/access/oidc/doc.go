// Package oidc asks an identity provider who somebody is: OpenID Connect Core
// 1.0, the authorization code flow (§3.1) with PKCE (RFC 7636) and a nonce.
//
// It promises that an access.External comes from the configured issuer for this
// client, was asked for by the same browser a moment ago, is used once, and has
// a mail address that the provider has verified. The key of a person is issuer
// and subject, never the mail address, which can go to somebody else.
//
// It does not know accounts: access.Directory.LoginExternal makes a session of
// what is vouched for. Groups become roles by a table; no group makes anybody an
// administrator.
//
//	Begin ── address of the provider, cookie ──▶ browser ──▶ provider
//	Finish ◀─ code, state, cookie ── browser ◀──────────────┘
package oidc
