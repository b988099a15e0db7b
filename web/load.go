package web

import (
	"net/http"
	"strings"
)

// The kinds of addresses, as Classes names them.
const (
	classPage = iota
	classFeed
	classCalendar
	classFile
	classAPI
	classDAV
	classDesk
	classOperations
)

// Classes names the kinds of addresses: page (and whatever has no address), feed,
// calendar, file (pictures, styles, scripts), api, dav, desk, operations.
func Classes() []string {
	return []string{"page", "feed", "calendar", "file", "api", "dav", "desk", "operations"}
}

// Class is the kind of the address of a request, as an index into Classes.
func (s *Server) Class(r *http.Request) int {
	path := r.URL.Path
	switch first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/"); first {
	case "static", "og", "media", "embed.js", "favicon.ico":
		return classFile
	case "api":
		return classAPI
	case "dav":
		return classDAV
	case "admin":
		return classDesk
	case "healthz", "readyz":
		return classOperations
	}
	switch ext := feedExtension(path); {
	case ext == "" || !s.isFeed(path):
		return classPage
	case ext == ".ics" || ext == ".jcal":
		return classCalendar
	}
	return classFeed
}

// LaneLoad is what is done and waits in a lane, and how many were refused in it
// up to now.
type LaneLoad struct {
	Name             string
	Working, Waiting int
	Refused          uint64
}

// Lanes tells what is done and waits in each lane.
func (s *Server) Lanes() []LaneLoad {
	list := []LaneLoad{{Name: "pages"}, {Name: "feeds"}, {Name: "large"}}
	for i, lane := range s.lanes.all() {
		list[i].Working, list[i].Waiting = lane.Load()
		list[i].Refused = lane.Refused()
	}
	return list
}

// Memory is how many bytes the answers come to that are kept ready, and those that
// are made or sent at present.
func (s *Server) Memory() (kept uint64, transit int64) {
	return s.cache.Bytes(), s.transit.Bytes()
}

// Made is how many answers were made up to now.
func (s *Server) Made() uint64 { return s.cache.Made() }
