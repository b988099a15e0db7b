package web

import (
	"context"
	"net/http"

	"almanac.example/events/edtf"
)

// remembered answers a page from the cache while nothing it is made of has
// changed: the record's revision, the address, the day, the reader's colours.
// A page that is asked for again costs no rendering, and its 304 costs next to
// nothing.
func (s *Server) remembered(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		key := "page\x00" + r.URL.Path + "?" + r.URL.RawQuery + "\x00" + edtf.DayOf(s.today()).String() + "\x00" + themeOf(r)
		rev := s.record.Timeline().Rev()
		if e, ok := s.cache.entries.GetIfPresent(key); ok && e.rev == rev {
			e.rep.send(w, r)
			return nil
		}
		page := &rendered{}
		if err := h(w, r.WithContext(context.WithValue(r.Context(), renderedKey{}, page))); err != nil {
			return err
		}
		// The page was made from one timeline between these two looks; if they
		// agree, it was that one.
		if page.rep != nil && s.record.Timeline().Rev() == rev {
			s.cache.entries.Set(key, cached{rev: rev, rep: page.rep})
		}
		return nil
	}
}

// rendered is where writePage leaves the page that it sent.
type rendered struct{ rep *representation }

type renderedKey struct{}

// keep hands the page to remembered, if it asked.
func (rep *representation) keep(r *http.Request) {
	if p, ok := r.Context().Value(renderedKey{}).(*rendered); ok {
		p.rep = rep
	}
}
