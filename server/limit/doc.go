// Package limit bounds what clients may take: connections in total and of one
// address, and requests a second of one address.
//
// It promises that a new client is served while others only hold connections: when
// there is no room or no descriptor left, the connection that has been idle for
// longest makes way. It does not know what is asked for.
package limit

import (
	"net/netip"

	"almanac.example/server/peer"
)

// Address is what a peer, as net/http names it, is counted as: an address of IPv4,
// a network of 64 bits of IPv6. A loopback, private or link-local peer may be a
// proxy, behind which anybody is, and so may one without an address: the zero
// Prefix, which is not bounded.
func Address(remote string) netip.Prefix {
	a := peer.Address(remote)
	if !a.IsValid() || a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsUnspecified() {
		return netip.Prefix{}
	}
	bits := 64
	if a.Is4() {
		bits = 32
	}
	return netip.PrefixFrom(a, bits).Masked()
}
