// Package certificate gives TLS servers their certificate: from files, read again
// when they change, or from an authority that speaks ACME (RFC 8555).
//
// It promises that a pair of files that does not fit is never taken: the one before
// stays. It does not know what is served.
package certificate
