package web

import (
	"bytes"
	"context"
	"net/http"
	"slices"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/feeds/syndication"
	"almanac.example/web/address"
	"almanac.example/web/moment"
	"almanac.example/web/reply"
	"almanac.example/web/words"
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

// outline groups the feeds by language, and those of a language by what they are
// for, so that a reader is not given every event three times.
func (s *Server) outline(t *moment.Moment) syndication.OPML {
	site := s.of(t.Site())
	title, _ := site.Name.In(site.Languages[0])
	list := syndication.OPML{Title: title, Updated: t.LastChanged(events.Selection{})}
	for _, lang := range site.Languages {
		name, _ := site.Name.In(lang)
		w := words.For(lang, site.Languages)
		group := syndication.Outline{Text: name, Lang: lang}
		for _, part := range []syndication.Outline{
			{Text: w.Text("opml.main"), Lang: lang, Outlines: s.outlinesOf(t, lang, mainPaths(t))},
			{Text: w.Text("feeds.years"), Lang: lang, Outlines: s.outlinesOf(t, lang, yearPaths(t))},
			{Text: w.Text("nav.tags"), Lang: lang, Outlines: s.outlinesOf(t, lang, tagPaths(t))},
		} {
			if len(part.Outlines) > 0 {
				group.Outlines = append(group.Outlines, part)
			}
		}
		list.Outlines = append(list.Outlines, group)
	}
	return list
}

// outlinesOf lists the feeds of pages in a language.
func (s *Server) outlinesOf(t *moment.Moment, lang string, paths []string) []syndication.Outline {
	var list []syndication.Outline
	for _, path := range paths {
		if feed, ok := s.outlineOf(t, "/"+lang+path); ok {
			list = append(list, feed)
		}
	}
	return list
}

// mainPaths are the pages with the feeds that people subscribe to first: the
// record, what is made of it, saved views.
func mainPaths(t *moment.Moment) []string {
	paths := []string{"/all"}
	for _, n := range address.AllDerived() {
		paths = append(paths, "/"+string(n))
	}
	for _, v := range t.Site().OfferedViews() {
		paths = append(paths, "/v/"+v.Slug)
	}
	return paths
}

// yearPaths are the pages of the years in which something begins, the last first.
func yearPaths(t *moment.Moment) []string {
	var paths []string
	for _, y := range slices.Backward(t.Count().Years) {
		paths = append(paths, "/"+address.PadYear(y.Year))
	}
	return paths
}

// tagPaths are the pages of the tags that events have.
func tagPaths(t *moment.Moment) []string {
	var paths []string
	for _, tag := range t.Count().Tags {
		paths = append(paths, "/tag/"+tag.Slug)
	}
	return paths
}

func (s *Server) outlineOf(t *moment.Moment, path string) (syndication.Outline, bool) {
	tg, err := s.grammar().Target(t.Timeline(), path)
	if err != nil {
		return syndication.Outline{}, false
	}
	f := s.selection(feedTask{timeline: t, target: tg, format: formats()[0]})
	return syndication.Outline{Text: f.Title, Description: opmlDescription(t, tg, f), XMLURL: f.Self, HTMLURL: f.Page, Lang: tg.Lang}, true
}

// opmlDescription says what is in a feed, so that people can tell one from the
// other before they subscribe.
func opmlDescription(t *moment.Moment, tg address.Target, f *feeds.Feed) string {
	w := words.For(tg.Lang, t.Site().Languages)
	entries := w.Entries(len(f.Events))
	switch {
	case tg.Derived != "":
		return w.Text("opml." + string(tg.Derived))
	case tg.Selection.IsZero():
		return w.Text("opml.all", entries)
	}
	return w.Text("opml.part", tg.Label(t), entries)
}
