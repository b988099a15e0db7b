package web

import (
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/web/address"
)

// pushed reports whether changes of the feed are told to the hub. Any filter
// makes a feed; only those of pushedPaths are watched, and only those advertise
// the hub.
func (s *Server) pushed(task feedTask) bool {
	if s.site.Hub == "" || len(task.target.Query) > 0 || !task.Before.IsZero() || task.Options != (feeds.Options{}) || task.format.Whole {
		return false
	}
	_, path, _ := strings.Cut(strings.TrimPrefix(task.target.Path, "/"), "/")
	if year, _, ok := address.NamedYear(path); ok {
		return task.timeline.Timeline().BeganIn(year)
	}
	kind, _, _ := strings.Cut(path, "/")
	return path == "all" || path == string(address.Corrections) || kind == "tag" || kind == "v"
}

// pushedPaths are the pages whose feeds advertise the hub, with their selections:
// the record and its corrections, saved views, every tag that there ever was, and
// every year in which something begins or once began.
func (s *Server) pushedPaths(t *timeline.Timeline) (paths []string, selections []events.Selection) {
	add := func(path string, sel events.Selection) {
		paths, selections = append(paths, path), append(selections, sel)
	}
	add("/all", events.Selection{})
	add("/"+string(address.Corrections), events.Selection{})
	for _, v := range t.Site().Views {
		if sel, err := events.ParseSelection(v.Selection); err == nil { // else it has no page
			add("/v/"+v.Slug, sel)
		}
	}
	for _, tag := range t.EverTagged() {
		add("/tag/"+tag, events.Selection{Tags: []string{tag}})
	}
	for _, year := range t.BeganYears() {
		if _, sel, ok := address.NamedYear(address.PadYear(year)); ok {
			add("/"+address.PadYear(year), sel)
		}
	}
	return paths, selections
}

// Topics lists the addresses of the pushed feeds that changed after a
// revision, and the revision up to which that is true.
func (s *Server) Topics(after int64) (topics []string, upTo int64) {
	t := s.record.Timeline()
	if int64(t.Rev()) <= after {
		return nil, int64(t.Rev())
	}
	paths, selections := s.pushedPaths(t)
	for i, told := range t.Announced(events.Rev(after), selections) {
		if told {
			topics = append(topics, s.feedAddresses(paths[i])...)
		}
	}
	slices.Sort(topics)
	return topics, int64(t.Rev())
}

// feedAddresses are those of one path's feeds in every language and feed format.
func (s *Server) feedAddresses(path string) []string {
	var list []string
	for _, lang := range s.present().Languages {
		for _, ext := range []string{".atom", ".rss", ".json"} {
			list = append(list, s.site.BaseURL+address.EscapePath("/"+lang+path+ext))
		}
	}
	return list
}
