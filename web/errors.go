package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/web/address"
	"almanac.example/web/page"
	"almanac.example/web/reply"
)

// problem is what a visitor is told about an error.
type problem struct {
	status   int
	problems []events.Problem // what is wrong with the address, field by field
	request  string           // id to quote when asking for help; only for 5xx
	busy     bool             // nothing is wrong: there is too much to do
}

// classify is the one place where kinds of errors become statuses.
func classify(err error) problem {
	var invalid *events.Invalid
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &invalid):
		return problem{status: http.StatusBadRequest, problems: invalid.Problems}
	case errors.Is(err, reply.ErrBusy):
		return problem{status: http.StatusServiceUnavailable, busy: true}
	case errors.As(err, &large), errors.Is(err, events.ErrTooLarge):
		return problem{status: http.StatusRequestEntityTooLarge}
	case errors.Is(err, address.ErrGone):
		return problem{status: http.StatusGone}
	case errors.Is(err, events.ErrNotFound):
		return problem{status: http.StatusNotFound}
	case errors.Is(err, events.ErrConflict):
		return problem{status: http.StatusConflict}
	case errors.Is(err, events.ErrUnavailable):
		return problem{status: http.StatusServiceUnavailable}
	default:
		return problem{status: http.StatusInternalServerError}
	}
}

// writeError answers with what the error means. What someone must look at is
// logged here, once, under an id that the visitor is shown instead of the
// cause.
func (s *Server) writeError(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		panic(http.ErrAbortHandler) // there is no client any more to tell
	}
	p := classify(err)
	if p.status >= 500 && !p.busy {
		p.request = w.Header().Get(reply.RequestID)
		s.log.Error("request", "request", p.request, "method", r.Method, "path", r.URL.Path, "error", err)
	}
	s.writeProblem(w, r, p)
}

// writeProblem answers with a page for people, or a short text for programs.
func (s *Server) writeProblem(w http.ResponseWriter, r *http.Request, p problem) {
	h := w.Header()
	if p.status == http.StatusServiceUnavailable {
		h.Set("Retry-After", strconv.Itoa(p.retryAfter()))
	}
	h.Set("Cache-Control", "no-store")
	if feed := feedExtension(r.URL.Path) != ""; feed {
		h["Access-Control-Allow-Origin"] = reply.AnyOrigin
	} else if s.writeErrorPage(w, r, p) {
		return
	}
	h.Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(p.status)
	if r.Method != http.MethodHead {
		w.Write([]byte(p.text()))
	}
}

// retryAfter is how many seconds a client should wait.
func (p problem) retryAfter() int {
	if p.busy {
		return 5
	}
	return 30
}

// text words the problem in a few plain lines.
func (p problem) text() string {
	var b strings.Builder
	b.WriteString(strings.ToLower(http.StatusText(p.status)))
	for _, f := range p.problems {
		b.WriteString("\n" + f.Field + ": " + f.Reason)
	}
	if p.request != "" {
		b.WriteString("\nrequest " + p.request)
	}
	return b.String() + "\n"
}

// writeErrorPage answers with a page in the visitor's language; false if it
// cannot, and a line of text must do.
func (s *Server) writeErrorPage(w http.ResponseWriter, r *http.Request, p problem) bool {
	if !strings.Contains(r.Header.Get("Accept"), "text/html") && r.Header.Get("Accept") != "" && r.Header.Get("Accept") != "*/*" {
		return false
	}
	lang, ok := address.LanguageIn(strings.TrimPrefix(r.URL.Path, "/embed"))
	if !ok || !slices.Contains(s.present().Languages, lang) {
		lang = s.preferred(r)
	}
	v := s.atHome(lang, themeOf(r))
	// Looking for what resembles an address takes a look at every event: that
	// is work like making a page, and left undone if there is much to do.
	search := false
	if p.status == http.StatusNotFound || p.status == http.StatusGone {
		if leave, ok := s.lanes.pages.TryEnter(reply.Network(r)); ok {
			defer leave()
			search = true
		}
	}
	body, err := s.pages.ErrorPage(v, page.Fault{Status: p.status, Problems: p.problems, Request: p.request, Address: r.URL, Search: search})
	if err != nil {
		s.log.Error("error page", "error", err)
		return false
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", lang)
	h.Set("Content-Security-Policy", page.StrictPolicy)
	w.WriteHeader(p.status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
	return true
}
