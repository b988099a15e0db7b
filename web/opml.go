package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"

	"almanac.example/events"
	"almanac.example/feeds"
)

// getOPML lists every feed worth subscribing to, so that a reader takes them
// all in one go.
func (s *Server) getOPML(w http.ResponseWriter, r *http.Request) error {
	t := s.record.Timeline()
	rep, err := s.cache.get(t.Rev(), answer{
		key: "/feeds.opml",
		make: func(*representation) (*representation, error) {
			var b bytes.Buffer
			if err := s.outline(t).Write(&b); err != nil {
				return nil, err
			}
			return newRepresentation(b.Bytes(), facts{
				mediaType: feeds.OPMLMediaType, cacheControl: feedCache, public: true,
				modified: lastModified(t, t.LastChanged(events.Selection{})), now: s.now,
			}), nil
		},
	})
	if err != nil {
		return err
	}
	rep.send(w, r)
	return nil
}

// outline groups the feeds by language.
func (s *Server) outline(t *events.Timeline) feeds.OPML {
	title, _ := s.site.Name.In(s.site.Languages[0])
	list := feeds.OPML{Title: title, Updated: lastModified(t, t.LastChanged(events.Selection{}))}
	for _, lang := range s.site.Languages {
		name, _ := s.site.Name.In(lang)
		group := feeds.Outline{Text: name, Lang: lang}
		for _, path := range s.listedPaths(t) {
			if o, ok := s.outlineOf(t, "/"+lang+path); ok {
				group.Outlines = append(group.Outlines, o)
			}
		}
		list.Outlines = append(list.Outlines, group)
	}
	return list
}

// listedPaths are the pages whose feeds are listed and pushed: the record, what
// is made of it, saved views, years and tags.
func (s *Server) listedPaths(t *events.Timeline) []string {
	paths := []string{"/all"}
	for _, n := range allNews() {
		paths = append(paths, "/"+string(n))
	}
	for _, v := range t.Site().Views {
		paths = append(paths, "/v/"+v.Slug)
	}
	count := t.Count()
	for i := len(count.Years) - 1; i >= 0; i-- {
		paths = append(paths, "/"+yearPathOf(count.Years[i].Year))
	}
	for _, tag := range count.Tags {
		paths = append(paths, "/tag/"+tag.Slug)
	}
	return paths
}

// yearPathOf spells a year as addresses do.
func yearPathOf(year int64) string {
	sign := ""
	if year < 0 {
		sign, year = "-", -year
	}
	digits := strconv.FormatInt(year, 10)
	for len(digits) < 4 {
		digits = "0" + digits
	}
	return sign + digits
}

func (s *Server) outlineOf(t *events.Timeline, path string) (feeds.Outline, bool) {
	tg, err := s.parseTarget(t, path)
	if err != nil {
		return feeds.Outline{}, false
	}
	f := s.feed(feedTask{timeline: t, target: tg, query: url.Values{}, feedRequest: feedRequest{format: feeds.Formats()[0]}})
	return feeds.Outline{Text: f.Title, Description: f.Description, XMLURL: f.Self, HTMLURL: f.Page, Lang: tg.lang}, true
}
