package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"almanac.example/feeds"
	"almanac.example/web/address"
	"almanac.example/web/desk/frame"
)

// routes is everything that answers.
func (s *Server) routes(mayEdit func(*http.Request) bool) http.Handler {
	inner := s.apiFirst(mayEdit, s.davFirst(s.deskFirst(mayEdit, s.feedsFirst(s.presentTable()))))
	return secured(s.ready(s.observed(headed(s.admitted(inner)))))
}

// languageTable is the table of routes of a site in some languages.
type languageTable struct {
	languages []string
	table     http.Handler
}

// presentTable answers by the table of the languages that the site has now. It is
// made anew when they change.
func (s *Server) presentTable() http.Handler {
	var made atomic.Pointer[languageTable]
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		languages := s.present().Languages
		t := made.Load()
		if t == nil || !slices.Equal(t.languages, languages) {
			t = &languageTable{languages, s.table()}
			made.Store(t)
		}
		t.table.ServeHTTP(w, r)
	})
}

// table has a route for everything but feeds, the desk, the API and CalDAV.
func (s *Server) table() chi.Router {
	r := chi.NewRouter()
	r.Use(s.guard, middleware.GetHead)
	r.NotFound(s.handle(s.notFound))
	r.MethodNotAllowed(s.otherMethod(r))
	r.Get("/healthz", s.getHealthz)
	r.Get("/readyz", s.getReadyz)
	r.Get("/static/{name}", s.handle(s.getAsset))
	r.Get("/feeds.opml", s.handle(s.getOPML))
	r.Get(feeds.MediaPath+"*", s.handle(s.pictures.Send))
	s.pageRoutes(r)
	return r
}

// apiFirst sends what is below /api to the API, which has rules of its own for
// errors, bodies and caches.
func (s *Server) apiFirst(mayEdit func(*http.Request) bool, next http.Handler) http.Handler {
	if s.api == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api" || strings.HasPrefix(r.URL.Path, "/api/") {
			if mayEdit(r) {
				s.api.ServeHTTP(w, r)
			} else {
				s.reader.ServeHTTP(w, r)
			}
			return
		}
		next.ServeHTTP(w, r)
	})
}

// deskFirst sends what is below /admin to the desk, which has rules of its own for
// errors, bodies and caches.
func (s *Server) deskFirst(mayEdit func(*http.Request) bool, next http.Handler) http.Handler {
	if s.desk == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isDesk(r.URL.Path) && mayEdit(r) {
			s.desk.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isDesk reports whether a path is one of the desk.
func isDesk(path string) bool {
	return path == frame.Root || strings.HasPrefix(path, frame.Root+"/")
}

// isFeed reports whether a path is a feed's: a language's or that of a page below
// one, with a feed's extension.
func (s *Server) isFeed(path string) bool {
	ext := feedExtension(path)
	lang, _ := address.LanguageIn(strings.TrimSuffix(path, ext))
	return ext != "" && slices.Contains(s.present().Languages, lang)
}

// feedsFirst sends every feed's address to the feed handler: any page's address
// may have an extension, whatever its route.
func (s *Server) feedsFirst(next http.Handler) http.Handler {
	feed := chi.NewRouter()
	feed.Use(s.guard)
	feed.Get("/*", s.handle(s.getFeed))
	feed.Head("/*", s.handle(s.getFeed))
	feed.Options("/*", s.handle(s.optionsFeed))
	feed.MethodNotAllowed(s.otherMethod(feed))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.isFeed(r.URL.Path) {
			feed.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// otherMethod answers a method that an address does not have with those that it
// has (RFC 9110 §15.5.6), and OPTIONS, which every address has, with the same.
func (s *Server) otherMethod(routes chi.Routes) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		allowed := make([]string, 0, len(offeredMethods)+1)
		for _, method := range offeredMethods {
			of := method
			if of == http.MethodHead { // what can be got can be asked about
				of = http.MethodGet
			}
			if routes.Match(chi.NewRouteContext(), of, r.URL.Path) {
				allowed = append(allowed, method)
			}
		}
		if len(allowed) == 0 { // the table does not know the method, and there is no such address
			s.handle(s.notFound)(w, r)
			return
		}
		h := w.Header()
		h.Set("Allow", strings.Join(append(allowed, http.MethodOptions), ", "))
		if r.Method == http.MethodOptions {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		h.Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusMethodNotAllowed)
		fmt.Fprintln(w, "method not allowed")
	}
}

// offeredMethods are those that public addresses may have besides OPTIONS.
var offeredMethods = []string{http.MethodGet, http.MethodHead, http.MethodPost}

// getHealthz says that the process is alive.
func (s *Server) getHealthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprintln(w, "ok")
}

// healthTimeout is how long the store may take to answer before the service
// counts as degraded.
const healthTimeout = 2 * time.Second

// getReadyz says whether answers are fresh. A degraded server still answers
// from the last timeline that it saw.
func (s *Server) getReadyz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	ctx, cancel := context.WithTimeout(r.Context(), healthTimeout)
	defer cancel()
	if err := s.record.Healthy(ctx); err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, "degraded: the store is out of reach; serving the last state seen")
		return
	}
	fmt.Fprintf(w, "ready at revision %d\n", s.record.Timeline().Rev())
}
