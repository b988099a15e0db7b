package feeds

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"almanac.example/events"
)

// tagURI is the record's identifier for something (RFC 4151): made of the
// authority and founding day that the record keeps for ever, so that neither
// another host nor another title makes an item new to anybody.
func (s *Site) tagURI(specific string) string {
	return "tag:" + s.Record.Authority + "," + s.Record.Founded.UTC().Format(time.DateOnly) + ":" + specific
}

// feedID identifies the feed by the page it belongs to, the same in all
// formats and on all its archived pages (RFC 5005 §4).
func (f *Feed) feedID() string {
	path, ok := strings.CutPrefix(f.Page, f.Site.BaseURL)
	if !ok {
		if u, err := url.Parse(f.Page); err == nil {
			path = u.RequestURI()
		}
	}
	return f.Site.tagURI("feed" + path)
}

// eventPage is the absolute address of an event's page.
func (s *Site) eventPage(lang, slug string) string {
	return s.BaseURL + "/" + lang + "/e/" + url.PathEscape(slug)
}

// eventID is the part of an item's identity that names an event.
func eventID(id events.ID) string { return "event/" + string(id) }

// about is where people read what "_almanac" means.
func (s *Site) about(lang string) string { return s.BaseURL + "/" + lang + "/feeds#almanac" }

func (s *Site) home(lang string) string { return s.BaseURL + "/" + lang + "/" }

// name is the record's name in a language, or where it is served.
func (s *Site) name(lang string) string {
	if name, _ := s.Name.In(lang); name != "" {
		return clean(name)
	}
	return strings.TrimPrefix(strings.TrimPrefix(s.BaseURL, "https://"), "http://")
}

// webAddress spells an address that an editor gave in the characters of a URI
// (RFC 3986 §2): behind the host everything that is not ASCII is escaped.
func webAddress(raw string) string {
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok {
		return clean(raw)
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	var b strings.Builder
	b.WriteString(clean(scheme + "://" + rest[:end]))
	for _, c := range []byte(rest[end:]) {
		if c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// instant spells a moment as RFC 3339 in UTC, to the second.
func instant(t time.Time) string { return stamped(t).Format(time.RFC3339) }

// firstStamp and lastStamp bound the instants of revisions: RFC 3339 §1 writes
// years with four digits.
var (
	firstStamp = time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)
	lastStamp  = time.Date(9999, time.December, 31, 23, 59, 59, 0, time.UTC)
)

// stamped is the instant of a revision as feeds write it: in whole seconds of
// UTC. What a clock far ahead or behind has left is written as the last or first
// instant that there is.
func stamped(t time.Time) time.Time {
	t = t.UTC().Truncate(time.Second)
	switch {
	case t.After(lastStamp):
		return lastStamp
	case t.Before(firstStamp):
		return firstStamp
	}
	return t
}
