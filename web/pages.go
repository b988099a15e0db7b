package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"almanac.example/events"
	"almanac.example/web/address"
	"almanac.example/web/moment"
	"almanac.example/web/page"
	"almanac.example/web/reply"
)

// getPage is the handler of one kind of page.
func (s *Server) getPage(k page.Kind) handler {
	return func(w http.ResponseWriter, r *http.Request) error { return s.sendPage(w, r, k) }
}

// sendPage reads the address of a request, and answers with the page as it is
// kept or is made.
func (s *Server) sendPage(w http.ResponseWriter, r *http.Request, k page.Kind) error {
	t, g := s.record.Timeline(), s.grammar()
	tg, choices, err := g.Page(t, r.URL, k.Kind)
	if err != nil {
		return err
	}
	choices.Theme = themeOf(r)
	m, a := moment.New(t), page.Request{Target: tg, Choices: choices, Today: g.Today}
	v := s.pages.Visit(m, a)
	elsewhere, status, err := k.Moved(v)
	if err != nil {
		return err
	}
	if elsewhere != "" {
		http.Redirect(w, r, elsewhere, status)
		return nil
	}
	to := destination{reply.Revision(t.Rev()), g.Today, pageKey(strings.TrimRight(r.URL.Path, "/"), a)}
	rep, err := s.cache.Get(r, to.rev, reply.Answer{
		Key: to.key, Lane: s.lanes.pages, Holds: holds(t),
		Make: func(ctx context.Context, _ *reply.Turn, _ *reply.Representation) (*reply.Representation, error) {
			rep, err := k.Make(ctx, v)
			if err != nil {
				return nil, err
			}
			rep.Basis = &basis{moment: m.Forget()}
			return rep, nil
		},
	})
	if err != nil {
		return err
	}
	s.remember(r, to)
	return rep.Send(w, r)
}

// pageKey is everything that the page at a path depends on but the record.
func pageKey(path string, a page.Request) string {
	return fmt.Sprintf("page\x00%s?%s\x00%+v\x00%s", path, a.Target.Query.Encode(), a.Choices, a.Today)
}

// atHome is a visit to the first page of a language.
func (s *Server) atHome(lang, theme string) *page.Visit {
	return s.pages.Visit(moment.New(s.record.Timeline()), page.Request{Target: address.Home(lang), Choices: address.Choices{Page: 1, Theme: theme}, Today: s.grammar().Today})
}

// getComponent serves the web component under an address that does not
// change, as other sites' pages name it.
func (s *Server) getComponent(w http.ResponseWriter, r *http.Request) error {
	body, err := page.Component()
	if err != nil {
		return err
	}
	return reply.New(body, reply.Facts{MediaType: "text/javascript; charset=utf-8", CacheControl: "public, max-age=3600", Public: true}).Send(w, r)
}

func (s *Server) getAsset(w http.ResponseWriter, r *http.Request) error {
	rep, ok := s.pages.Asset(chi.URLParam(r, "name"), s.present().Record.Accent)
	if !ok {
		return events.ErrNotFound
	}
	return rep.Send(w, r)
}

func (s *Server) notFound(http.ResponseWriter, *http.Request) error { return events.ErrNotFound }

// getCard draws the picture of a year, an event or the whole record.
func (s *Server) getCard(w http.ResponseWriter, r *http.Request) error {
	m := moment.New(s.record.Timeline())
	name, ok := strings.CutSuffix(chi.URLParam(r, "*"), ".png")
	if !ok {
		return events.ErrNotFound
	}
	draw, err := page.Card(m, name)
	if err != nil {
		return err
	}
	rep, err := s.cache.Get(r, reply.Revision(m.Rev()), reply.Answer{
		Key: "card\x00" + name, Lane: s.lanes.pages, Holds: holds(m.Timeline()),
		Make: func(context.Context, *reply.Turn, *reply.Representation) (*reply.Representation, error) {
			body, err := draw()
			if err != nil {
				return nil, err
			}
			rep := reply.New(body, reply.Facts{MediaType: "image/png", CacheControl: "public, max-age=3600", Public: true})
			rep.Basis = &basis{moment: m.Forget()}
			return rep, nil
		},
	})
	if err != nil {
		return err
	}
	return rep.Send(w, r)
}
