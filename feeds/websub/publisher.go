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

// Config is what a Publisher needs.
type Config struct {
	Hub    string       // http or https address
	Client *http.Client // nil: one that waits at most 30 seconds and follows no redirects
	Mark   Mark
	// Topics lists the absolute addresses of the feeds that changed after a
	// revision, and the revision up to which that is true.
	Topics func(after int64) (topics []string, upTo int64)
	Log    *slog.Logger
}

// Publisher tells one hub. Make it with New. Its methods must not be called at
// the same time.
type Publisher struct {
	Config
	pending map[string]bool // topics still to be told
	seen    int64           // revision up to which pending is complete
	saved   int64           // what Mark held when pending was begun
	unsaved bool            // something was told that Mark does not hold yet
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
	return &Publisher{Config: c, pending: map[string]bool{}}, nil
}

// Pending reports whether there is something the hub has not been told. It
// fails only if the mark cannot be read.
func (p *Publisher) Pending(ctx context.Context) (bool, error) {
	if err := p.look(ctx); err != nil {
		return false, err
	}
	return len(p.pending) > 0 || p.unsaved, nil
}

// look brings pending up to date. What was told before a round broke off is not
// told again, unless another process has moved the mark meanwhile.
func (p *Publisher) look(ctx context.Context) error {
	told, err := p.Mark.Load(ctx)
	if err != nil {
		return fmt.Errorf("reading how far the hub %s was told: %w", p.Hub, err)
	}
	if told != p.saved {
		p.seen, p.saved, p.unsaved = told, told, false
		clear(p.pending)
	}
	topics, upTo := p.Topics(p.seen)
	for _, t := range topics {
		p.pending[t] = true
	}
	p.seen = max(p.seen, upTo)
	return nil
}

// Tell tells the hub everything that is pending, keeps the mark when done, and
// says in a few words what it did. A feed that the hub refuses counts as told,
// for it would refuse it the next time, too. If the hub is in trouble the error
// has a method RetryAfter, which returns the pause that the hub asks for, 0 if
// it asks for none; calling Tell again goes on where it broke off.
func (p *Publisher) Tell(ctx context.Context) (string, error) {
	if err := p.look(ctx); err != nil {
		return "", err
	}
	told, refused := 0, 0
	for _, topic := range slices.Sorted(maps.Keys(p.pending)) {
		err := p.tell(ctx, topic)
		var refusal *refusal
		switch {
		case errors.As(err, &refusal):
			p.Log.Warn("hub refuses a feed", "hub", p.Hub, "topic", topic, "err", err)
			refused++
		case err != nil: // the others would only wait, too
			return "", fmt.Errorf("feeds still to be told: %d: %w", len(p.pending), err)
		default:
			told++
		}
		delete(p.pending, topic)
		p.unsaved = true
	}
	if err := p.Mark.Save(ctx, p.seen); err != nil {
		return "", fmt.Errorf("noting how far the hub was told: %w", err)
	}
	p.saved, p.unsaved = p.seen, false
	return fmt.Sprintf("feeds told: %d, refused: %d; up to revision %d", told, refused, p.seen), nil
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

// RetryAfter is the pause that the hub asks for, 0 for none.
func (e *busy) RetryAfter() time.Duration { return e.after }

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
