// Package fetch gets a document from somebody else's server.
//
// # What it promises
//
// Only http and https, only public addresses: the address is checked where the
// connection is made, after name resolution and again for every redirect, so
// that neither a name that resolves to this machine's network nor a redirect
// into it is followed. Size, time and the number of redirects are bounded. A
// document that has not changed since the last time is not sent again
// (RFC 9110 §13).
//
// # What it does not know
//
// What the document is.
package fetch
