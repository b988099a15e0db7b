package api

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"almanac.example/web/reply"
)

// class is a kind of work that has a limit of its own.
type class struct {
	name string
	most int // requests a minute
}

// The classes, a minute, for each token, account or network.
var (
	reading   = class{"read", 3000}
	writing   = class{"write", 1200}
	importing = class{"import", 60}
	streaming = class{"stream", 60}
	managing  = class{"manage", 120}
)

// limitWindow is how long requests are counted together.
const limitWindow = time.Minute

// maxCounted bounds how many are counted one by one; the rest counts as one.
const maxCounted = 50_000

// limits counts requests. Windows begin for all at once, so that what was
// counted is forgotten as a whole.
type limits struct {
	now func() time.Time

	mu      sync.Mutex
	began   time.Time
	counted map[counter]int
}

// counter is who is counted for what.
type counter struct{ who, class string }

// standing is where a client stands with a limit.
type standing struct {
	class class
	left  int
	reset int // seconds
}

func newLimits(now func() time.Time) *limits {
	return &limits{now: now, counted: map[counter]int{}}
}

// take counts a request; false if it is one too many. Whoever may open the admin
// socket is not limited.
func (l *limits) take(c *call) (standing, bool) {
	who := counted(c)
	if who == "" || c.route.limit.name == "" {
		return standing{}, true
	}
	key := counter{who, c.route.limit.name}
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if since := now.Sub(l.began); since >= limitWindow || since < 0 {
		l.began = now
		clear(l.counted)
	}
	if _, known := l.counted[key]; !known && len(l.counted) >= maxCounted {
		key.who = "others"
	}
	l.counted[key]++
	n := l.counted[key]
	s := standing{class: c.route.limit, left: max(0, c.route.limit.most-n)}
	s.reset = int((l.began.Add(limitWindow).Sub(now) + time.Second - 1) / time.Second)
	return s, n <= c.route.limit.most
}

// counted is under which name a request is counted; "": it is not.
func counted(c *call) string {
	if token, ok := c.who.Token(); ok {
		return "token:" + token.ID
	}
	if account, ok := c.who.Account(); ok {
		return "account:" + account.ID
	}
	if c.who.Authenticated() {
		return ""
	}
	if network := reply.Network(c.r); network.IsValid() {
		return network.String()
	}
	return "" // behind a proxy anybody may be
}

// describe tells the client where it stands (draft-ietf-httpapi-ratelimit-headers).
func (s standing) describe(h http.Header) {
	if s.class.name == "" {
		return
	}
	h.Set("RateLimit-Policy", fmt.Sprintf("%q;q=%d;w=%d", s.class.name, s.class.most, int(limitWindow/time.Second)))
	h.Set("RateLimit", fmt.Sprintf("%q;r=%d;t=%d", s.class.name, s.left, s.reset))
}
