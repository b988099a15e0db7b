package serve

import (
	"fmt"
	"net/netip"
	"syscall"

	"almanac.example/server/limit"
	"almanac.example/server/metrics"
)

// usualConnections is how many connections there may be by default: each takes some
// 20 kB of memory.
const usualConnections = 8192

// spareDescriptors is how many are kept for the store, files and listeners.
const spareDescriptors = 64

// descriptors is how many this process may have.
func descriptors() int {
	var has syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &has); err != nil {
		return usualConnections + spareDescriptors
	}
	return int(min(has.Cur, 1<<30)) //nolint:gosec // bounded
}

// mostConnections is how many there may be at a time.
func (f doorFlags) mostConnections() int {
	if f.MaxConnections > 0 {
		return f.MaxConnections
	}
	return max(16, min(usualConnections, descriptors()-spareDescriptors))
}

// check says which of the limits cannot be kept.
func (f doorFlags) check() error {
	if most := descriptors() - spareDescriptors; f.MaxConnections > most {
		return fmt.Errorf("--max-connections=%d: this process may have %d descriptors, of which %d are spared; raise the limit (LimitNOFILE, ulimit -n) or give less", f.MaxConnections, most+spareDescriptors, spareDescriptors)
	}
	if f.MaxConnections < 0 || f.MaxConnectionsPerAddress < 0 || f.RequestRate < 0 {
		return fmt.Errorf("--max-connections=%d, --max-connections-per-address=%d, --request-rate=%g: none may be negative", f.MaxConnections, f.MaxConnectionsPerAddress, f.RequestRate)
	}
	return nil
}

// counted is the address that a connection is counted to: none for a proxy that is
// trusted, which brings everybody.
func (s *service) counted(remote string) netip.Prefix {
	if s.proxies.Contain(remote) {
		return netip.Prefix{}
	}
	return limit.Address(remote)
}

// ofLimits are the values of connections and what was refused.
func (s *service) ofLimits() []metrics.Value {
	count := func(of func(limit.Counts) uint64) func() float64 {
		return func() float64 { return float64(of(s.bound.Counts())) }
	}
	const refused = "Connections that were refused: all were busy (crowded), or one address had too many (greedy)."
	return []metrics.Value{
		{Name: "connections", Help: "Connections that are open.", Read: func() float64 { return float64(s.bound.Counts().Open) }},
		{Name: "connections_most", Help: "Connections that may be open.", Read: func() float64 { return float64(s.bound.Most) }},
		{Name: "connections_refused_total", Help: refused, Counter: true, Label: "reason", Is: "crowded", Read: count(func(c limit.Counts) uint64 { return c.Crowded })},
		{Name: "connections_refused_total", Help: refused, Counter: true, Label: "reason", Is: "greedy", Read: count(func(c limit.Counts) uint64 { return c.Greedy })},
		{Name: "connections_displaced_total", Help: "Idle connections that made way for others.", Counter: true, Read: count(func(c limit.Counts) uint64 { return c.Displaced })},
		{Name: "descriptors_exhausted_total", Help: "How often no descriptor was left for a connection.", Counter: true, Read: count(func(c limit.Counts) uint64 { return c.Descriptors })},
		{Name: "requests_refused_total", Help: "Requests beyond the rate of one address.", Counter: true, Read: func() float64 {
			if s.rate == nil {
				return 0
			}
			return float64(s.rate.Refused())
		}},
	}
}
