package web

import (
	"bytes"
	"context"
	"net/http"

	"almanac.example/events"
	"almanac.example/feeds/syndication"
	"almanac.example/web/address"
	"almanac.example/web/moment"
	"almanac.example/web/reply"
)

// getOPML lists every feed worth subscribing to, so that a reader takes them
// all in one go.
func (s *Server) getOPML(w http.ResponseWriter, r *http.Request) error {
	m := moment.New(s.record.Timeline())
	rep, err := s.cache.Get(r, reply.Revision(m.Rev()), reply.Answer{
		Key: "/feeds.opml", Lane: s.lanes.feeds, Holds: holds(m.Timeline()),
		Make: func(context.Context, *reply.Turn, *reply.Representation) (*reply.Representation, error) {
			var b bytes.Buffer
			if err := s.outline(m).Write(&b); err != nil {
				return nil, err
			}
			rep := reply.New(b.Bytes(), reply.Facts{
				MediaType: syndication.OPMLMediaType, CacheControl: feedCache, Public: true,
				Modified: m.LastChanged(events.Selection{}), Now: s.now,
			})
			rep.Basis = &basis{moment: m.Forget()}
			return rep, nil
		},
	})
	if err != nil {
		return err
	}
	return rep.Send(w, r)
}

// outline groups the feeds by language.
func (s *Server) outline(t *moment.Moment) syndication.OPML {
	title, _ := s.site.Name.In(s.site.Languages[0])
	list := syndication.OPML{Title: title, Updated: t.LastChanged(events.Selection{})}
	for _, lang := range s.site.Languages {
		name, _ := s.site.Name.In(lang)
		group := syndication.Outline{Text: name, Lang: lang}
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
func (s *Server) listedPaths(t *moment.Moment) []string {
	paths := []string{"/all"}
	for _, n := range address.AllDerived() {
		paths = append(paths, "/"+string(n))
	}
	for _, v := range t.Site().Views {
		paths = append(paths, "/v/"+v.Slug)
	}
	count := t.Count()
	for i := len(count.Years) - 1; i >= 0; i-- {
		paths = append(paths, "/"+address.PadYear(count.Years[i].Year))
	}
	for _, tag := range count.Tags {
		paths = append(paths, "/tag/"+tag.Slug)
	}
	return paths
}

func (s *Server) outlineOf(t *moment.Moment, path string) (syndication.Outline, bool) {
	tg, err := s.grammar().Target(t.Timeline(), path)
	if err != nil {
		return syndication.Outline{}, false
	}
	f := s.feed(feedTask{timeline: t, target: tg, format: formats()[0]})
	return syndication.Outline{Text: f.Title, Description: f.Description, XMLURL: f.Self, HTMLURL: f.Page, Lang: tg.Lang}, true
}
