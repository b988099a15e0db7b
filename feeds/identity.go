package feeds

import (
	"net/url"
	"strings"
	"time"
)

// TagURI is the record's identifier for something (RFC 4151): made of the
// authority and founding day that the record keeps for ever, so that neither
// another host nor another title makes an item new to anybody.
func (s *Site) TagURI(specific string) string {
	return "tag:" + s.Record.Authority + "," + s.Record.Founded.UTC().Format(time.DateOnly) + ":" + specific
}

// ID identifies the feed by the page it belongs to, the same in all
// formats and on all its archived pages (RFC 5005 §4).
func (f *Feed) ID() string {
	path, ok := strings.CutPrefix(f.Page, f.Site.BaseURL)
	if !ok {
		if u, err := url.Parse(f.Page); err == nil {
			path = u.RequestURI()
		}
	}
	return f.Site.TagURI("feed" + path)
}

// EventPage is the absolute address of an event's page.
func (s *Site) EventPage(lang, slug string) string {
	return s.BaseURL + "/" + lang + "/e/" + url.PathEscape(slug)
}
