package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/web/api"
)

// VersionHeader names the program that answers.
const VersionHeader = "Almanac-Version"

// runHeader tells apart the processes that make backups.
const runHeader = "Almanac-Run"

// AuthorHeader names who makes a change, for the history, where the one who asks
// is only known as a user of the machine. It is escaped as in an address.
const AuthorHeader = "Almanac-Author"

// Config says where the API is and who asks.
type Config struct {
	BaseURL string // as readers use it, http or https; "": Dial leads there
	Dial    func(context.Context) (net.Conn, error)
	Token   string // "": none
	Author  string // see AuthorHeader; "": none
	// Version is told of every answer; nil: nothing is.
	Version func(ofServer string)
}

// Client asks one API. Make it with New. It may be used by any number of
// goroutines.
type Client struct {
	Config
	http *http.Client
	base string
}

// dialTimeout bounds the making of a connection. Answers take as long as they
// take: an import is work.
const dialTimeout = 15 * time.Second

// New prepares a client; nothing is asked yet.
func New(c Config) (*Client, error) {
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: dialTimeout}).DialContext,
		ForceAttemptHTTP2: true, TLSHandshakeTimeout: dialTimeout, IdleConnTimeout: time.Minute,
	}
	base := "http://almanac"
	if c.Dial != nil {
		transport.Proxy = nil
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) { return c.Dial(ctx) }
	} else {
		u, err := url.Parse(c.BaseURL)
		if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			return nil, fmt.Errorf("server %q: write it as https://calendar.example.org", c.BaseURL)
		}
		base = strings.TrimRight(c.BaseURL, "/")
	}
	return &Client{Config: c, base: base + api.Prefix, http: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Close lets go of idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Request is what is asked.
type Request struct {
	Method string
	Path   string // below the API's prefix; the parts are escaped by At
	Query  url.Values
	Body   any       // as JSON; nil: none
	Patch  bool      // Body is a merge patch (RFC 7396)
	Raw    io.Reader // instead of Body, of the Type
	Type   string
	Expect Expectation
}

// Expectation says which state a request changes.
type Expectation string

const (
	// Any is no condition.
	Any Expectation = ""
	// Nothing means that there must be none.
	Nothing Expectation = "*"
)

// At expects a revision; 0 expects that there is none.
func At(rev events.Rev) Expectation {
	if rev == 0 {
		return Nothing
	}
	return Expectation(`"` + strconv.FormatInt(int64(rev), 10) + `"`)
}

// Path joins the parts of an address, each escaped.
func Path(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString("/" + url.PathEscape(p))
	}
	return b.String()
}

// Answer is what came beside the body.
type Answer struct {
	Status   int
	Revision events.Rev // of the ETag; 0: it has none
	Run      string     // of the process that made a backup; another one may have another record
}

// Do asks, and decodes the answer into what into points to; nil: it is left.
func (c *Client) Do(ctx context.Context, r Request, into any) (Answer, error) {
	body, a, err := c.Open(ctx, r)
	if err != nil {
		return a, err
	}
	defer body.Close()
	if into == nil || a.Status == http.StatusNoContent {
		return a, nil
	}
	if err := json.NewDecoder(body).Decode(into); err != nil {
		return a, fmt.Errorf("reading the answer: %w", err)
	}
	return a, nil
}

// Get asks for what is at the path.
func (c *Client) Get(ctx context.Context, path string, query url.Values, into any) (Answer, error) {
	return c.Do(ctx, Request{Method: http.MethodGet, Path: path, Query: query}, into)
}

// Open asks and gives the body of the answer to be read; it must be closed.
func (c *Client) Open(ctx context.Context, r Request) (io.ReadCloser, Answer, error) {
	q, err := c.request(ctx, r)
	if err != nil {
		return nil, Answer{}, err
	}
	resp, err := c.http.Do(q)
	if err != nil {
		return nil, Answer{}, unreachable(ctx, err)
	}
	if v := resp.Header.Get(VersionHeader); v != "" && c.Version != nil {
		c.Version(v)
	}
	a := Answer{Status: resp.StatusCode, Run: resp.Header.Get(runHeader)}
	if tag, err := strconv.ParseInt(strings.Trim(resp.Header.Get("ETag"), `"`), 10, 64); err == nil {
		a.Revision = events.Rev(tag)
	}
	if resp.StatusCode < 200 || resp.StatusCode >= 300 {
		defer resp.Body.Close()
		return nil, a, problemOf(resp)
	}
	return resp.Body, a, nil
}

// Page asks for an address of the public site, beside the API: a path, escaped,
// that begins with a slash. No redirect is followed; the body must be closed.
func (c *Client) Page(ctx context.Context, path string) (*http.Response, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(c.base, api.Prefix)+path, nil)
	if err != nil {
		return nil, err
	}
	q.Header.Set("Accept-Encoding", "identity") // the bytes themselves are kept
	resp, err := c.http.Do(q)
	if err != nil {
		return nil, unreachable(ctx, err)
	}
	return resp, nil
}

func (c *Client) request(ctx context.Context, r Request) (*http.Request, error) {
	body, media := r.Raw, r.Type
	if r.Body != nil {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(r.Body); err != nil {
			return nil, fmt.Errorf("encoding the request: %w", err)
		}
		body, media = &b, "application/json"
		if r.Patch {
			media = "application/merge-patch+json"
		}
	}
	address := c.base + r.Path
	if len(r.Query) > 0 {
		address += "?" + r.Query.Encode()
	}
	q, err := http.NewRequestWithContext(ctx, r.Method, address, body)
	if err != nil {
		return nil, err
	}
	set := func(name, value string) {
		if value != "" {
			q.Header.Set(name, value)
		}
	}
	set("Content-Type", media)
	set(AuthorHeader, url.PathEscape(c.Author))
	if c.Token != "" {
		set("Authorization", "Bearer "+c.Token)
	}
	if r.Expect == Nothing {
		set("If-None-Match", "*")
	} else {
		set("If-Match", string(r.Expect))
	}
	return q, nil
}

// unreachable is the error of a request that was not answered. What it was to
// change may have been changed.
func unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	var dialled *net.OpError
	if errors.As(err, &dialled) && dialled.Op == "dial" {
		return fmt.Errorf("the server cannot be reached: %w: %w", events.ErrUnavailable, err)
	}
	return fmt.Errorf("the server did not answer: %w: %w", events.ErrUnknown, err)
}
