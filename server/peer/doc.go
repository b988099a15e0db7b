// Package peer tells who asks: the other end of a connection, or the client that
// a trusted proxy names.
//
// It promises that nobody but a trusted proxy decides whose address counts. It
// does not know what an address is used for.
package peer
