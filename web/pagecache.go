package web

import (
	"context"
	"net/http"

	"almanac.example/events/edtf"
)

// remembered answers a page from the cache while nothing it is made of has
// changed: the record's revision, the address, the day, the reader's colours.
// A page that is asked for again costs no rendering, and its 304 costs next to
// nothing; one that many ask for at the same time is rendered once.
func (s *Server) remembered(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		to := destination{s.record.Timeline().Rev(), edtf.DayOf(s.today()), ""}
		to.key = "page\x00" + r.URL.Path + "?" + r.URL.RawQuery + "\x00" + to.day.String() + "\x00" + themeOf(r)
		if rep, ok := s.cache.at(to.key, to.rev); ok {
			s.leads(r, to)
			rep.send(w, r)
			return nil
		}
		made, err := s.cache.once(to.key+"\x00"+r.Method, to.rev, func() (any, error) { return s.renderOnce(h, r, to) })
		if err != nil {
			return err
		}
		made.(*rendered).answer(w, r)
		return nil
	}
}

// renderOnce calls the page's handler for all who wait for it; one of them
// losing patience must not be the others' loss.
func (s *Server) renderOnce(h handler, r *http.Request, to destination) (*rendered, error) {
	page := &rendered{header: http.Header{}}
	ctx := context.WithValue(context.WithoutCancel(r.Context()), renderedKey{}, page)
	if err := h(page, r.WithContext(ctx)); err != nil {
		return nil, err
	}
	if page.rep != nil {
		page.rep.gate = s.cache.gate
	}
	// The page was made from one timeline between these two looks; if they
	// agree, it was that one.
	if page.rep != nil && s.record.Timeline().Rev() == to.rev {
		s.cache.put(to.key, cached{rev: to.rev, rep: page.rep})
	}
	return page, nil
}

// rendered is what a handler made: a page, or a short answer such as a
// redirection, which it writes as to any ResponseWriter.
type rendered struct {
	rep    *representation
	header http.Header
	status int
	body   []byte
}

type renderedKey struct{}

// Header, WriteHeader and Write take a short answer; see http.ResponseWriter.
func (p *rendered) Header() http.Header { return p.header }

// WriteHeader keeps the status.
func (p *rendered) WriteHeader(status int) { p.status = status }

// Write keeps the body.
func (p *rendered) Write(b []byte) (int, error) {
	p.body = append(p.body, b...)
	return len(b), nil
}

// answer gives a request what was made.
func (p *rendered) answer(w http.ResponseWriter, r *http.Request) {
	if p.rep != nil {
		p.rep.send(w, r)
		return
	}
	for key, values := range p.header {
		w.Header()[key] = values
	}
	if p.status != 0 {
		w.WriteHeader(p.status)
	}
	_, _ = w.Write(p.body) // nobody is left to be told
}

// keep leaves the page to remembered, if that is who asked.
func (rep *representation) keep(r *http.Request) bool {
	p, ok := r.Context().Value(renderedKey{}).(*rendered)
	if ok {
		p.rep = rep
	}
	return ok
}
