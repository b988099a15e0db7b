package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"almanac.example/web/address"
	"almanac.example/web/moment"
	"almanac.example/web/reply"
)

// strictPolicy lets a page use this server's own files and nothing else; no
// inline script or style runs, whatever slips into a text.
const strictPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"

// pageCache lets browsers keep a page but has them ask each time: the answer
// is mostly a 304, and what people see is never old.
const pageCache = "no-cache"

// pageAnswer is a page ready to be rendered.
type pageAnswer struct {
	template string   // name of the template
	page     any      // its struct
	lang     string   // Content-Language
	policy   string   // Content-Security-Policy; "": strictPolicy
	link     []string // Link header fields
}

// page is a kind of page: what of its address it understands, and how it is
// made.
type page struct {
	address.Kind

	// elsewhere is where the reader is sent instead, "" if the page is made;
	// nil: always that.
	elsewhere func(v *visit) (to string, status int, err error)
	build     func(ctx context.Context, v *visit) (pageAnswer, error)
}

// answer reads the address of a request, and answers with the page as it is
// kept or is made.
func (s *Server) page(p page) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		t := s.record.Timeline()
		tg, c, err := s.grammar().Page(t, r.URL, p.Kind)
		if err != nil {
			return err
		}
		c.Theme = themeOf(r)
		v := s.visit(moment.New(t), tg, c)
		if p.elsewhere != nil {
			to, status, err := p.elsewhere(v)
			if err != nil {
				return err
			}
			if to != "" {
				http.Redirect(w, r, to, status)
				return nil
			}
		}
		to := destination{reply.Revision(t.Rev()), v.today, v.key(strings.TrimRight(r.URL.Path, "/"))}
		rep, err := s.cache.Get(r, to.rev, reply.Answer{
			Key: to.key, Lane: s.lanes.pages, Holds: holds(t),
			Make: func(ctx context.Context, _ *reply.Turn, _ *reply.Representation) (*reply.Representation, error) {
				a, err := p.build(ctx, v)
				if err != nil {
					return nil, err
				}
				rep, err := s.render(a)
				if err != nil {
					return nil, err
				}
				rep.Basis = &basis{moment: v.timeline.Forget()}
				return rep, nil
			},
		})
		if err != nil {
			return err
		}
		s.leads(r, to)
		return rep.Send(w, r)
	}
}

// key is everything that the page at a path depends on but the record.
func (v *visit) key(path string) string {
	q := v.target.Query.Encode()
	return fmt.Sprintf("page\x00%s?%s\x00%+v\x00%s", path, q, v.choices, v.today)
}

// render renders a page to memory, so that an error is still an error. The
// theme cookie is part of what is rendered, hence the Vary.
func (s *Server) render(a pageAnswer) (*reply.Representation, error) {
	var b bytes.Buffer
	if err := s.pages.render(&b, a.template, a.page); err != nil {
		return nil, err
	}
	if a.policy == "" {
		a.policy = strictPolicy
	}
	if page, ok := a.page.(interface{ alternates() []string }); ok {
		a.link = append(a.link, page.alternates()...)
	}
	// A page also changes with the day and with the program, so only the
	// entity tag decides; an early Last-Modified would hide that.
	return reply.New(b.Bytes(), reply.Facts{
		MediaType: "text/html; charset=utf-8", Language: a.lang, CacheControl: pageCache,
		Policy: a.policy, Link: a.link, Vary: "Cookie",
	}), nil
}
