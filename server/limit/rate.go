package limit

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate bounds how many requests a second are taken of one address. All methods may
// be called by any number of goroutines.
type Rate struct {
	perSecond rate.Limit
	burst     int
	address   func(remote string) netip.Prefix
	now       func() time.Time

	mu      sync.Mutex
	clients map[netip.Prefix]*rate.Limiter
	swept   time.Time
	refused uint64
}

// burstSeconds is for how many seconds a client that came seldom may ask at once.
const burstSeconds = 10

// mostClients bounds how many are counted one by one; others are counted together.
const mostClients = 50_000

// NewRate makes a bound of so many requests a second. address is what a peer is
// counted as; the zero Prefix is not bounded.
func NewRate(perSecond float64, address func(remote string) netip.Prefix, now func() time.Time) *Rate {
	return &Rate{
		perSecond: rate.Limit(perSecond), burst: max(1, int(perSecond*burstSeconds)), address: address, now: now,
		clients: map[netip.Prefix]*rate.Limiter{}, swept: now(),
	}
}

// Admit counts a request of a peer, as net/http names it. If it is one too many,
// the client has to wait.
func (r *Rate) Admit(remote string) (wait time.Duration, ok bool) {
	from := r.address(remote)
	if !from.IsValid() {
		return 0, true
	}
	now := r.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sweep(now)
	l := r.clients[from]
	if l == nil {
		if len(r.clients) >= mostClients {
			from = netip.Prefix{}
			l = r.clients[from]
		}
		if l == nil {
			l = rate.NewLimiter(r.perSecond, r.burst)
			r.clients[from] = l
		}
	}
	if l.AllowN(now, 1) {
		return 0, true
	}
	r.refused++
	return time.Duration(float64(time.Second) / float64(r.perSecond)), false
}

// sweep forgets who has waited for so long that it is as if they were new; r.mu is
// locked.
func (r *Rate) sweep(now time.Time) {
	if now.Sub(r.swept) < burstSeconds*time.Second {
		return
	}
	r.swept = now
	for from, l := range r.clients {
		if l.TokensAt(now) >= float64(r.burst) {
			delete(r.clients, from)
		}
	}
}

// Refused tells how many requests were refused up to now.
func (r *Rate) Refused() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.refused
}
