package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/web/reply"
)

// securityPath is where RFC 9116 has people look for whom to tell of a fault.
const securityPath = "/.well-known/security.txt"

// contactDays is for how many days the contact may be relied upon; RFC 9116
// §2.5.5 wants less than a year.
const contactDays = 180

// getSecurity says whom to tell of a fault in the site's safety. It is the same on
// every replica all day.
func (s *Server) getSecurity(w http.ResponseWriter, r *http.Request) error {
	if s.contact == "" {
		return events.ErrNotFound
	}
	until := s.now().UTC().Truncate(24*time.Hour).AddDate(0, 0, contactDays)
	body := fmt.Sprintf("Contact: %s\nExpires: %s\nPreferred-Languages: %s\nCanonical: %s%s\n",
		s.contact, until.Format(time.RFC3339), strings.Join(s.site.Languages, ", "), s.site.BaseURL, securityPath)
	return reply.New([]byte(body), reply.Facts{MediaType: "text/plain; charset=utf-8", CacheControl: "public, max-age=3600"}).Send(w, r)
}
