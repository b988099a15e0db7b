package main

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
)

// network is a range of addresses, as a setting names it: 10.0.0.0/8, 2001:db8::/32,
// or a single address.
type network struct{ netip.Prefix }

// UnmarshalText reads it; kong calls it.
func (n *network) UnmarshalText(text []byte) error {
	if a, err := netip.ParseAddr(string(text)); err == nil && a.Zone() == "" {
		a = a.Unmap()
		n.Prefix = netip.PrefixFrom(a, a.BitLen())
		return nil
	}
	p, err := netip.ParsePrefix(string(text))
	if err != nil {
		return fmt.Errorf("%q is no network: write it as 10.0.0.0/8, 2001:db8::/32 or as an address", text)
	}
	if p.Masked() != p {
		return fmt.Errorf("%q names an address within a network: write %s", text, p.Masked())
	}
	n.Prefix = p
	return nil
}

// contains reports whether a peer, as net/http names it, is in one of the networks.
func contains(networks []network, peer string) bool {
	host, _, err := net.SplitHostPort(peer)
	if err != nil {
		return false
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	a = a.Unmap().WithZone("")
	return slices.ContainsFunc(networks, func(n network) bool { return n.Contains(a) })
}
