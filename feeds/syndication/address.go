package syndication

import (
	"fmt"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/feeds"
)

// eventID is the part of an item's identity that names an event.
func eventID(id events.ID) string { return "event/" + string(id) }

// aboutPage is where people read what "_almanac" means.
func aboutPage(site *feeds.Site, lang string) string {
	return site.BaseURL + "/" + lang + "/feeds#almanac"
}

func homePage(site *feeds.Site, lang string) string { return site.BaseURL + "/" + lang + "/" }

// siteName is the record's name in a language, or where it is served.
func siteName(site *feeds.Site, lang string) string {
	if name, _ := site.Name.In(lang); name != "" {
		return feeds.Clean(name)
	}
	return strings.TrimPrefix(strings.TrimPrefix(site.BaseURL, "https://"), "http://")
}

// webAddress spells an address that an editor gave in the characters of a URI
// (RFC 3986 §2): behind the host everything that is not ASCII is escaped.
func webAddress(raw string) string {
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok {
		return feeds.Clean(raw)
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	var b strings.Builder
	b.WriteString(feeds.Clean(scheme + "://" + rest[:end]))
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
func instant(t time.Time) string { return feeds.Stamped(t).Format(time.RFC3339) }
