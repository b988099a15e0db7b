package fetch

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"
)

// ErrPrivate means that an address is not on the public internet.
var ErrPrivate = errors.New("is a private, loopback or otherwise special address")

// Options bound one fetch. The zero value has sensible limits.
type Options struct {
	AllowPrivate bool          // also from this machine and its network
	MaxBytes     int64         // of the body, after decompression; 0: 32 MiB
	Timeout      time.Duration // for everything; 0: one minute
	Validators   Validators    // what the last fetch returned
	UserAgent    string
	NoPages      bool // a web page is an error: calendars and records are asked for
}

// Validators let a server say that nothing has changed.
type Validators struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"lastModified,omitempty"`
}

// Document is what was fetched.
type Document struct {
	Body        []byte
	ContentType string
	URL         string // after redirects
	Validators  Validators
	NotModified bool // the server has nothing newer; Body is empty
}

const (
	defaultBytes   = 32 << 20
	defaultTimeout = time.Minute
	maxRedirects   = 5
	dialTimeout    = 30 * time.Second
	idleTimeout    = 30 * time.Second
	maxHeaderBytes = 64 << 10
)

// IsAddress reports whether a text is an address that Get fetches: http, https,
// webcal or webcals, in any case (RFC 3986 §3.1).
func IsAddress(text string) bool {
	scheme, _, ok := strings.Cut(text, "://")
	return ok && slices.Contains([]string{"http", "https", "webcal", "webcals"}, strings.ToLower(scheme))
}

// Get fetches the document. Its errors say which limit was met. webcal and
// webcals are read as https; of webcal http is tried where that is not spoken.
func Get(ctx context.Context, address string, o Options) (Document, error) {
	if o.MaxBytes == 0 {
		o.MaxBytes = defaultBytes
	}
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	scheme, rest, _ := strings.Cut(address, "://")
	switch strings.ToLower(scheme) {
	case "webcals":
		return get(ctx, "https://"+rest, o)
	case "webcal":
		d, err := get(ctx, "https://"+rest, o)
		var plain tls.RecordHeaderError
		if errors.As(err, &plain) || errors.Is(err, http.ErrSchemeMismatch) {
			return get(ctx, "http://"+rest, o)
		}
		return d, err
	}
	return get(ctx, address, o)
}

func get(ctx context.Context, address string, o Options) (Document, error) {
	u, err := checkURL(address)
	if err != nil {
		return Document{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Document{}, fmt.Errorf("%s: %w", address, err)
	}
	r.Header.Set("Accept", "text/calendar, */*;q=0.5")
	r.Header.Set("User-Agent", o.UserAgent)
	setIf(r.Header, "If-None-Match", o.Validators.ETag)
	setIf(r.Header, "If-Modified-Since", o.Validators.LastModified)
	resp, err := client(o).Do(r)
	if err != nil {
		return Document{}, fmt.Errorf("fetching: %w", err)
	}
	defer resp.Body.Close()
	return read(resp, o)
}

func checkURL(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err == nil && u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%q: only http, https, webcal and webcals are fetched", address)
	}
	if err != nil || u.Hostname() == "" {
		return nil, fmt.Errorf("%q is no address", address)
	}
	return u, nil
}

func setIf(h http.Header, key, value string) {
	if value != "" {
		h.Set(key, value)
	}
}

// client follows redirects, each address checked again.
func client(o Options) *http.Client {
	transport := Transport(o.AllowPrivate)
	transport.DisableKeepAlives, transport.ResponseHeaderTimeout = true, o.Timeout
	return &http.Client{
		Transport: transport,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects {
				return fmt.Errorf("more than %d redirects", maxRedirects)
			}
			_, err := checkURL(r.URL.String())
			return err
		},
	}
}

// Transport connects only where it may: to public addresses, or anywhere. The
// error of a refused connection is ErrPrivate. Proxies of the environment are
// not used: they would connect on our behalf, out of reach of the check.
func Transport(allowPrivate bool) *http.Transport {
	dialer := &net.Dialer{Timeout: dialTimeout}
	if !allowPrivate {
		dialer.Control = func(_, address string, _ syscall.RawConn) error { return checkAddress(address) }
	}
	return &http.Transport{
		DialContext: dialer.DialContext, ForceAttemptHTTP2: true, IdleConnTimeout: idleTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes, TLSHandshakeTimeout: dialTimeout,
	}
}

// checkAddress decides about the address that a connection is about to be made
// to, when it is known as a number.
func checkAddress(address string) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%s: %w", address, ErrPrivate)
	}
	if !Public(ap.Addr()) {
		return fmt.Errorf("%s %w", ap.Addr(), ErrPrivate)
	}
	return nil
}

// Public reports whether the address is one of the public internet.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, p := range special() {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// special are the ranges of the IANA special-purpose registries (RFC 6890)
// that package netip counts as global unicast.
func special() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"),
		netip.MustParsePrefix("100.64.0.0/10"), // shared by carriers
		netip.MustParsePrefix("192.0.0.0/24"),
		netip.MustParsePrefix("192.0.2.0/24"),
		netip.MustParsePrefix("192.88.99.0/24"), // led to IPv6
		netip.MustParsePrefix("198.18.0.0/15"),
		netip.MustParsePrefix("198.51.100.0/24"),
		netip.MustParsePrefix("203.0.113.0/24"),
		netip.MustParsePrefix("240.0.0.0/4"),
		netip.MustParsePrefix("::/96"),           // was IPv4
		netip.MustParsePrefix("::ffff:0:0:0/96"), // leads to IPv4
		netip.MustParsePrefix("64:ff9b::/96"),    // leads to IPv4
		netip.MustParsePrefix("64:ff9b:1::/48"),
		netip.MustParsePrefix("100::/64"),
		netip.MustParsePrefix("2001::/23"),
		netip.MustParsePrefix("2001:db8::/32"),
		netip.MustParsePrefix("2002::/16"), // leads to IPv4
		netip.MustParsePrefix("3fff::/20"),
		netip.MustParsePrefix("5f00::/16"),
		netip.MustParsePrefix("fec0::/10"), // of a site, once
	}
}

func read(resp *http.Response, o Options) (Document, error) {
	d := Document{
		ContentType: resp.Header.Get("Content-Type"), URL: resp.Request.URL.String(),
		Validators: Validators{ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified")},
	}
	switch {
	case resp.StatusCode == http.StatusNotModified:
		d.NotModified, d.Validators = true, o.Validators
		return d, nil
	case resp.StatusCode != http.StatusOK:
		return Document{}, fmt.Errorf("the server answered %s", resp.Status)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, o.MaxBytes+1))
	if err != nil {
		return Document{}, fmt.Errorf("reading the answer: %w", err)
	}
	if int64(len(body)) > o.MaxBytes {
		return Document{}, fmt.Errorf("the document is larger than %d bytes", o.MaxBytes)
	}
	if n := resp.ContentLength; n >= 0 && int64(len(body)) != n && !resp.Uncompressed {
		return Document{}, errors.New("the document was cut off")
	}
	if o.NoPages && isPage(body) {
		return Document{}, fmt.Errorf("the address answers a web page (%s), not a calendar", cmp.Or(d.ContentType, "HTML"))
	}
	d.Body = body
	return d, nil
}

// isPage reports whether a body is HTML, whatever its server calls it: some say
// text/html of calendars, too.
func isPage(body []byte) bool {
	start := strings.ToLower(string(bytes.TrimLeft(body[:min(len(body), 1000)], "\xef\xbb\xbf \t\r\n")))
	return strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html") || strings.HasPrefix(start, "<!--") || strings.HasPrefix(start, "<head")
}
