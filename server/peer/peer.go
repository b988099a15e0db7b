package peer

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
)

// Network is a range of addresses, as a setting names it: 10.0.0.0/8, 2001:db8::/32,
// or a single address. The name "unix" stands for the other ends of sockets that
// are files.
type Network struct {
	netip.Prefix
	unix bool
}

// UnmarshalText reads one.
func (n *Network) UnmarshalText(text []byte) error {
	if string(text) == "unix" {
		n.unix = true
		return nil
	}
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

// Address is the IP address of a peer as net/http names it; the zero Addr if it
// has none, as at a socket that is a file.
func Address(remote string) netip.Addr {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return netip.Addr{}
	}
	return parse(host)
}

func parse(host string) netip.Addr {
	a, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap().WithZone("")
}

// Networks is a list that may be replaced while it is used. The zero Networks
// contains nothing.
type Networks struct{ list atomic.Pointer[[]Network] }

// Set replaces the list.
func (n *Networks) Set(list []Network) { n.list.Store(&list) }

// Empty reports whether there are none.
func (n *Networks) Empty() bool { list := n.list.Load(); return list == nil || len(*list) == 0 }

// Contain reports whether a peer, as net/http names it, is in one of them.
func (n *Networks) Contain(remote string) bool {
	if n.Empty() {
		return false
	}
	list := n.list.Load()
	a := Address(remote)
	return slices.ContainsFunc(*list, func(network Network) bool {
		return network.unix && !a.IsValid() || a.IsValid() && network.Contains(a)
	})
}

// Client is who asks: the peer, or, if that is one of these networks, the one that
// X-Forwarded-For names last and that is in none of them. A name that is no
// address ends the search: who wrote it is taken.
func (n *Networks) Client(remote string, forwarded []string) string {
	if len(forwarded) == 0 || !n.Contain(remote) {
		return remote
	}
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for _, hop := range slices.Backward(hops) {
		a := parse(strings.Trim(strings.TrimSpace(hop), "[]"))
		if !a.IsValid() {
			a = Address(strings.TrimSpace(hop))
		}
		if !a.IsValid() {
			return remote
		}
		if remote = net.JoinHostPort(a.String(), "0"); !n.Contain(remote) {
			return remote
		}
	}
	return remote
}

// Handler has next see the client as the other end of the connection.
func (n *Networks) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.RemoteAddr = n.Client(r.RemoteAddr, r.Header["X-Forwarded-For"])
		next.ServeHTTP(w, r)
	})
}
