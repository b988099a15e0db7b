package web

import (
	"fmt"
	"net/http"
	"strings"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/web/address"
	"almanac.example/web/dav"
	"almanac.example/web/moment"
	"almanac.example/web/reply"
)

// davFirst sends what is below /dav to the CalDAV server, which has methods and
// errors of its own, and leads programs that know only the host to it (RFC 6764
// §5).
func (s *Server) davFirst(next http.Handler) http.Handler {
	served := s.guard(dav.New(dav.Config{
		Site: func(t *timeline.Timeline) *feeds.Site { return s.settings(t) }, Timeline: s.record.Timeline,
		Calendar: s.davCalendar, Offered: s.davOffered, Admit: s.davAdmit, Reserve: s.transit.Reserve, Fail: s.writeError,
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch path := r.URL.Path; {
		case path == "/.well-known/caldav":
			http.Redirect(w, r, s.rootPath()+"/dav/"+s.present().Languages[0]+"/", http.StatusMovedPermanently)
		case path == "/dav" || strings.HasPrefix(path, "/dav/"):
			served.ServeHTTP(w, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// davAdmit waits for a place among the feeds. What an answer takes is counted while
// it grows.
func (s *Server) davAdmit(r *http.Request) (leave func(), err error) {
	leave, err = s.lanes.feeds.Enter(r.Context(), reply.Network(r))
	if err != nil {
		return nil, fmt.Errorf("waiting: %w", err)
	}
	return leave, nil
}

// isDavPath reports whether a path below a language may be that of a calendar: the
// record, a year, a tag, a place or a saved view.
func isDavPath(path string) bool {
	kind, _, _ := strings.Cut(path, "/")
	return path == "all" || address.IsYear(path) || kind == "tag" || kind == "place" || kind == "v"
}

// davCalendar is the calendar at a path below a language.
func (s *Server) davCalendar(t *timeline.Timeline, lang, path string) (dav.Calendar, error) {
	if !isDavPath(path) {
		return dav.Calendar{}, events.ErrNotFound
	}
	tg, err := s.grammar().Target(t, "/"+lang+"/"+path)
	if err != nil {
		return dav.Calendar{}, err
	}
	calendar, _ := feedFormat(".ics")
	f := s.selection(feedTask{timeline: moment.New(t), target: tg, format: calendar})
	return dav.Calendar{Path: path, Name: f.Title, Description: f.Description, Color: f.Color, Selection: tg.Selection, Page: f.Page}, nil
}

// davMost is how many calendars of a kind a home lists; the others are found at
// their addresses.
const davMost = 24

// davOffered are the calendars that a home lists.
func (s *Server) davOffered(t *timeline.Timeline, _ string) []string {
	m := moment.New(t)
	paths := []string{"all"}
	for _, v := range t.Site().OfferedViews() {
		paths = append(paths, "v/"+v.Slug)
	}
	for _, kind := range [][]string{yearPaths(m), tagPaths(m)} {
		for _, path := range kind[:min(len(kind), davMost)] {
			paths = append(paths, strings.TrimPrefix(path, "/"))
		}
	}
	return paths
}
