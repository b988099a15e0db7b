package websub

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Mark keeps the revision up to which the hub has been told.
type Mark interface {
	// Load returns what Save kept last, or 0.
	Load(ctx context.Context) (int64, error)
	// Save keeps a revision so that it survives a restart.
	Save(ctx context.Context, revision int64) error
}

// Config is what a Publisher needs. Zero durations mean the defaults.
type Config struct {
	Hub    string       // http or https address
	Client *http.Client // nil: one that waits at most 30 seconds and follows no redirects
	Mark   Mark
	// Topics lists the absolute addresses of the feeds that changed after a
	// revision, and the revision up to which that is true.
	Topics func(after int64) (topics []string, upTo int64)
	Log    *slog.Logger

	Gap       time.Duration // least time between two rounds, so that many commits become one; default 5 s
	FirstWait time.Duration // pause after the first failure, doubled with each further one; default 10 s
	LastWait  time.Duration // the longest pause; default 1 h
}

// Publisher tells one hub. Make it with New and let Run run.
type Publisher struct {
	Config
	wake    chan struct{}
	pending map[string]bool // topics still to be told
	seen    int64           // revision up to which pending is complete
	saved   int64           // what Mark holds
	wait    time.Duration   // pause before the next round after a failure
}

// New checks the configuration. The error names what is wrong with the hub's
// address.
func New(c Config) (*Publisher, error) {
	u, err := url.Parse(c.Hub)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("hub %q: must be an http or https address", c.Hub)
	}
	if c.Client == nil {
		c.Client = &http.Client{
			Timeout:       30 * time.Second,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	c.Gap = orDefault(c.Gap, 5*time.Second)
	c.FirstWait = orDefault(c.FirstWait, 10*time.Second)
	c.LastWait = orDefault(c.LastWait, time.Hour)
	return &Publisher{Config: c, wake: make(chan struct{}, 1), pending: map[string]bool{}}, nil
}

func orDefault(d, otherwise time.Duration) time.Duration {
	if d <= 0 {
		return otherwise
	}
	return d
}

// Wake says that something has changed. It never blocks.
func (p *Publisher) Wake() {
	select {
	case p.wake <- struct{}{}:
	default: // a round that has not begun yet will see it
	}
}

// Run tells the hub what it has missed, then what changes, until ctx ends. It
// returns an error only if the mark cannot be read.
func (p *Publisher) Run(ctx context.Context) error {
	told, err := p.Mark.Load(ctx)
	if err != nil {
		return fmt.Errorf("reading how far the hub %s was told: %w", p.Hub, err)
	}
	p.seen, p.saved = told, told
	for ctx.Err() == nil {
		p.round(ctx)
		if p.idle() && !sleepUntil(ctx, p.wake) {
			return nil
		}
		if !sleep(ctx, max(p.Gap, p.wait)) {
			return nil
		}
	}
	return nil
}

// idle reports whether nothing is left to do before the next change.
func (p *Publisher) idle() bool { return len(p.pending) == 0 && p.saved == p.seen }

// round tells the hub everything that is pending, and notes it when done.
func (p *Publisher) round(ctx context.Context) {
	topics, upTo := p.Topics(p.seen)
	for _, t := range topics {
		p.pending[t] = true
	}
	p.seen = max(p.seen, upTo)
	for _, topic := range slices.Sorted(maps.Keys(p.pending)) {
		err := p.tell(ctx, topic)
		if ctx.Err() != nil {
			return
		}
		var refused *refusal
		if err != nil && !errors.As(err, &refused) {
			p.retry(err)
			return // the hub is in trouble; the others would only wait, too
		}
		if refused != nil {
			p.Log.Warn("hub refuses a feed", "hub", p.Hub, "topic", topic, "err", err)
		}
		delete(p.pending, topic)
		p.wait = 0
	}
	if p.saved == p.seen {
		return
	}
	if err := p.Mark.Save(ctx, p.seen); err != nil {
		p.retry(fmt.Errorf("noting how far the hub was told: %w", err))
		return
	}
	p.saved = p.seen
}

// retry doubles the pause, or takes the hub's own word for it.
func (p *Publisher) retry(err error) {
	p.wait = min(max(2*p.wait, p.FirstWait), p.LastWait)
	var busy *busy
	if errors.As(err, &busy) && busy.after > 0 {
		p.wait = min(busy.after, p.LastWait)
	}
	p.Log.Warn("hub not told, will try again", "hub", p.Hub, "pending", len(p.pending), "wait", p.wait, "err", err)
}

// refusal is an answer that would be the same next time.
type refusal struct{ status string }

func (e *refusal) Error() string { return "the hub answers " + e.status }

// busy is an answer that may be another one later.
type busy struct {
	status string
	after  time.Duration // the hub's wish, 0: none
}

func (e *busy) Error() string { return "the hub answers " + e.status }

// tell makes one call.
func (p *Publisher) tell(ctx context.Context, topic string) error {
	// Older hubs read hub.url, newer ones hub.topic.
	form := url.Values{"hub.mode": {"publish"}, "hub.url": {topic}, "hub.topic": {topic}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.Hub, strings.NewReader(form.Encode()))
	if err != nil {
		return fmt.Errorf("asking the hub: %w", err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", "Almanac")
	resp, err := p.Client.Do(req)
	if err != nil {
		return fmt.Errorf("asking the hub: %w", err)
	}
	defer resp.Body.Close()
	// Read to the end of a short answer, so that the connection can be used
	// again; what the hub says does not matter.
	_, _ = io.CopyN(io.Discard, resp.Body, 16<<10)
	switch {
	case resp.StatusCode/100 == 2:
		return nil
	case resp.StatusCode/100 == 5, resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode == http.StatusRequestTimeout:
		return &busy{resp.Status, retryAfter(resp.Header.Get("Retry-After"))}
	}
	return &refusal{resp.Status}
}

// retryAfter reads the delay form of Retry-After (RFC 9110 §10.2.3); the date
// form counts as no wish.
func retryAfter(value string) time.Duration {
	seconds, err := strconv.Atoi(value)
	if err != nil || seconds < 0 || seconds > 1e6 {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

func sleepUntil(ctx context.Context, wake <-chan struct{}) bool {
	select {
	case <-ctx.Done():
		return false
	case <-wake:
		return true
	}
}
