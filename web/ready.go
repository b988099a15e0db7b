package web

import (
	"net/http"

	"almanac.example/events/edtf"
	"almanac.example/web/address"
	"almanac.example/web/reply"
)

// question is a request as far as an answer depends on it. It is compared as it
// came, so that finding it costs no parsing.
type question struct{ path, query, theme string }

// destination is what an address led to: the key of an answer, on a day, at a
// revision.
type destination struct {
	rev reply.Revision
	day edtf.Day
	key string
}

func addressOf(r *http.Request) question {
	return question{r.URL.Path, r.URL.RawQuery, themeOf(r)}
}

// ready answers what was asked for before and has not changed since, before
// anything is routed or parsed: two lookups and no lock. Everything else goes
// on to next.
func (s *Server) ready(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rep, ok := s.Ready(r)
		if !ok || !rep.Ready(r) {
			next.ServeHTTP(w, r)
			return
		}
		EveryAnswer(w.Header())
		send := func(w http.ResponseWriter) {
			if err := rep.Send(w, r); err != nil {
				s.writeError(w, r, err)
			}
		}
		if s.observe == nil {
			send(w)
			return
		}
		s.watch(w, r, reply.Observation{Ready: true}, send)
	})
}

// Ready finds the answer to a request that was asked for before and has not
// changed since; it costs two lookups and no lock.
func (s *Server) Ready(r *http.Request) (*reply.Representation, bool) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || r.URL.RawPath != "" {
		return nil, false
	}
	d, ok := s.addresses.GetIfPresent(addressOf(r))
	if !ok || d.rev != reply.Revision(s.record.Timeline().Rev()) || d.day != edtf.DayOf(s.today()) {
		return nil, false
	}
	return s.cache.At(d.key, d.rev)
}

// leads remembers what the address of a request led to at a revision and on a
// day. Both were looked at before the answer was.
func (s *Server) remember(r *http.Request, to destination) {
	if r.URL.RawPath == "" && !s.cache.Off() {
		s.addresses.Set(addressOf(r), to)
	}
}

// themeOf reads the reader's choice of colours from its cookie.
func themeOf(r *http.Request) string {
	c, err := r.Cookie("theme")
	if err != nil || c.Value != "light" && c.Value != "dark" {
		return ""
	}
	return c.Value
}

// grammar is what addresses mean today.
func (s *Server) grammar() address.Grammar {
	return address.Grammar{Languages: s.present().Languages, Today: edtf.DayOf(s.today())}
}
