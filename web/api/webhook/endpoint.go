package webhook

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"almanac.example/events"
	"almanac.example/feeds/fetch"
)

// The bounds of what an endpoint may be.
const (
	maxEndpoints = 100
	maxURL       = 2048 // bytes
	maxAbout     = 200  // bytes
)

// Type says what a message tells.
type Type string

// The types of messages.
const (
	Published   Type = "event.published" // an event appeared in public, be it again
	Changed     Type = "event.changed"   // a public event says something else
	Cancelled   Type = "event.cancelled" // it will not or did not take place
	Withdrawn   Type = "event.withdrawn" // what was public is taken back; a stub or nothing stays
	Deleted     Type = "event.deleted"   // what was public, or withdrawn, is removed
	Proposed    Type = "draft.proposed"  // a new draft; it is not public
	SiteChanged Type = "site.changed"    // settings, texts, tags, places or views
	Ping        Type = "test.ping"       // somebody tries the endpoint
)

// Types are those that an endpoint can choose. Pings it always gets.
func Types() []Type {
	return []Type{Published, Changed, Cancelled, Withdrawn, Deleted, Proposed, SiteChanged}
}

// Settings are what an administrator decides about an endpoint.
type Settings struct {
	URL   string `json:"url"`             // http or https, without user and fragment; at most 2,048 bytes
	About string `json:"about,omitempty"` // whose it is and what for; one line, at most 200 bytes
	Types []Type `json:"types,omitempty"` // none: all
	Full  bool   `json:"full,omitempty"`  // messages carry the whole event or document
}

// Endpoint is an address that is told of changes.
type Endpoint struct {
	ID       string    `json:"-"`
	Created  time.Time `json:"created"` // UTC
	Settings           // its fields stand beside Created in the stored form
	Disabled *Disabled `json:"disabled,omitempty"` // nil: it is told
}

// Disabled says since when and why an endpoint is not told any more.
type Disabled struct {
	Since  time.Time `json:"since"`
	Reason string    `json:"reason"`
}

// Standing is an endpoint and how it is getting on.
type Standing struct {
	Endpoint
	Told     events.Rev // it was told of everything up to this revision
	Failures int        // attempts in a row that failed
	Next     time.Time  // when the next attempt is made; zero: as soon as there is something to tell
}

// wants reports whether the endpoint chose the type.
func (e *Endpoint) wants(kind Type) bool {
	return len(e.Types) == 0 || slices.Contains(e.Types, kind)
}

// check refuses settings that could not work. Names are judged when a
// connection is made, when they lead somewhere.
func (s *Settings) check(allowPrivate bool) error {
	bad := &events.Invalid{Subject: "webhook"}
	reject := func(field, reason string) {
		bad.Problems = append(bad.Problems, events.Problem{Field: field, Reason: reason})
	}
	u, err := url.Parse(s.URL)
	switch {
	case s.URL == "":
		reject("url", "missing; write it as https://example.org/hook")
	case len(s.URL) > maxURL:
		reject("url", fmt.Sprintf("has %d bytes; at most %d are allowed", len(s.URL), maxURL))
	case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https":
		reject("url", "is no http or https address; write it as https://example.org/hook")
	case u.User != nil || u.Fragment != "":
		reject("url", "must have no user and no fragment")
	case !allowPrivate && isPrivate(u.Hostname()):
		reject("url", u.Hostname()+" "+fetch.ErrPrivate.Error())
	}
	if len(s.About) > maxAbout || strings.ContainsFunc(s.About, unicode.IsControl) {
		reject("about", fmt.Sprintf("must be one line of at most %d bytes", maxAbout))
	}
	for i, kind := range s.Types {
		field := fmt.Sprintf("types[%d]", i)
		switch {
		case !slices.Contains(Types(), kind):
			reject(field, fmt.Sprintf("%.40q is no type; there are %s", kind, typeNames()))
		case slices.Contains(s.Types[:i], kind):
			reject(field, fmt.Sprintf("%q stands there twice", kind))
		}
	}
	if len(bad.Problems) > 0 {
		return bad
	}
	return nil
}

func typeNames() string {
	var names []string
	for _, kind := range Types() {
		names = append(names, string(kind))
	}
	return strings.Join(names, ", ")
}

// isPrivate reports whether the host is a number, or the one name, of which it
// is known beforehand that it will be refused.
func isPrivate(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && !fetch.Public(a) || strings.EqualFold(strings.TrimSuffix(host, "."), "localhost")
}
