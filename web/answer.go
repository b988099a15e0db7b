package web

import (
	"bytes"
	"net/http"
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

// writePage renders to memory first, so that an error is still an error, and
// answers conditionally. The theme cookie is part of what is rendered, hence
// the Vary.
func (s *Server) writePage(w http.ResponseWriter, r *http.Request, a pageAnswer) error {
	var b bytes.Buffer
	if err := s.pages.render(&b, a.template, a.page); err != nil {
		return err
	}
	if a.policy == "" {
		a.policy = strictPolicy
	}
	if page, ok := a.page.(interface{ alternates() []string }); ok {
		a.link = append(a.link, page.alternates()...)
	}
	// A page also changes with the day and with the program, so only the
	// entity tag decides; an early Last-Modified would hide that.
	rep := newRepresentation(b.Bytes(), facts{
		mediaType: "text/html; charset=utf-8", language: a.lang, cacheControl: pageCache,
		policy: a.policy, link: a.link, vary: "Cookie",
	})
	if !rep.keep(r) {
		rep.send(w, r)
	}
	return nil
}
