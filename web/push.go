package web

import (
	"maps"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/web/address"
)

// pushed reports whether changes of the feed are told to the hub. Any filter
// makes a feed; only those that the outline lists are watched, and only those
// advertise the hub.
func (s *Server) pushed(task feedTask) bool {
	if s.site.Hub == "" || len(task.target.Query) > 0 || !task.Before.IsZero() || task.Options != (feeds.Options{}) || isCalendarFormat(task.format) {
		return false
	}
	_, path, _ := strings.Cut(strings.TrimPrefix(task.target.Path, "/"), "/")
	kind, _, _ := strings.Cut(path, "/")
	return path == "all" || path == string(address.Corrections) || kind == "tag" || address.IsYear(path)
}

// Topics lists the addresses of the pushed feeds that changed after a
// revision, and the revision up to which that is true.
func (s *Server) Topics(after int64) (topics []string, upTo int64) {
	t := s.record.Timeline()
	paths := map[string]bool{}
	for _, e := range append(t.All(), t.Tombstones()...) {
		if e.Rev > events.Rev(after) && !e.Published.IsZero() && (!e.Quiet || e.Updated.After(e.Published)) {
			touched(e, paths)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		topics = append(topics, s.feedAddresses(path)...)
	}
	return topics, int64(t.Rev())
}

// feedAddresses are those of one path's feeds in every language and feed format.
func (s *Server) feedAddresses(path string) []string {
	var list []string
	for _, lang := range s.site.Languages {
		for _, ext := range []string{".atom", ".rss", ".json"} {
			list = append(list, s.site.BaseURL+address.EscapePath("/"+lang+path+ext))
		}
	}
	return list
}

// touched adds the paths of the feeds that the event is or was in.
func touched(e *events.Event, paths map[string]bool) {
	add := func(status events.Status, tags []string, span events.Span) {
		if !status.Public() {
			return // it was in none
		}
		paths["/all"], paths["/"+string(address.Corrections)] = true, true
		for _, tag := range tags {
			paths["/tag/"+tag] = true
		}
		for _, year := range yearsOf(span) {
			paths["/"+address.PadYear(year)] = true
		}
	}
	add(e.Status, e.Tags, e.Span)
	for _, f := range e.Formerly {
		add(f.Status, f.Tags, f.Span)
	}
}

// mostYears bounds how many years of one long event are told to the hub.
const mostYears = 10

// yearsOf lists the years that the span touches, the first ones of many.
func yearsOf(s events.Span) []int64 {
	if s.IsZero() {
		return nil
	}
	first, ok1 := s.First()
	last, ok2 := s.Last()
	if !ok1 {
		first = last
	}
	if !ok2 {
		last = first
	}
	from, ok1 := address.YearOf(first)
	to, ok2 := address.YearOf(last)
	if !ok1 {
		return nil
	}
	if !ok2 {
		to = events.MaxYear
	}
	var years []int64
	for y := from; y <= to && len(years) < mostYears; y++ {
		years = append(years, y)
	}
	return years
}
