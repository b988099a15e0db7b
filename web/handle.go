package web

import (
	"errors"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"almanac.example/web/reply"
)

// handler answers a request or returns why it cannot; it has written nothing
// when it returns an error.
type handler func(w http.ResponseWriter, r *http.Request) error

// handle makes an http.HandlerFunc of a handler: an error becomes a status and
// a page or a line of text in one place.
func (s *Server) handle(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.writeError(w, r, err)
		}
	}
}

// guard sets a limit on bodies, and has a panic cost one request and not the
// process.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(p) // net/http's own way to drop a connection
			}
			id := w.Header().Get(reply.RequestID)
			s.log.Error("panic", "request", id, "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
			s.writeProblem(w, r, problem{status: http.StatusInternalServerError, request: id})
		}()
		next.ServeHTTP(w, r)
	})
}

// Admit counts a request of a peer, as net/http names it, and tells whether it is
// answered or has to wait.
type Admit func(remote string) (wait time.Duration, ok bool)

// admitted answers who asks for too much that is not ready with 429 (RFC 6585 §4).
// Files are always ready.
func (s *Server) admitted(next http.Handler) http.Handler {
	if s.admit == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if class := s.Class(r); class != classFile && class != classOperations {
			if wait, ok := s.admit(r.RemoteAddr); !ok {
				h := w.Header()
				h.Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
				h.Set("Content-Type", "text/plain; charset=utf-8")
				h.Set("Cache-Control", "no-store")
				w.WriteHeader(http.StatusTooManyRequests)
				if r.Method != http.MethodHead {
					w.Write([]byte("too many requests\n"))
				}
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// observed tells the observer of every answer, if there is one.
func (s *Server) observed(next http.Handler) http.Handler {
	if s.observe == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.watch(w, r, reply.Observation{}, func(w http.ResponseWriter) { next.ServeHTTP(w, r) })
	})
}

// watch has an answer written, and tells the observer of it.
func (s *Server) watch(w http.ResponseWriter, r *http.Request, o reply.Observation, answer func(http.ResponseWriter)) {
	began, done := time.Now(), false
	seen := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
	defer func() {
		o.Status, o.Bytes, o.Took, o.Request = seen.Status(), int64(seen.BytesWritten()), time.Since(began), w.Header().Get(reply.RequestID)
		if o.Status == 0 && done { // which net/http says for a handler that says nothing
			o.Status = http.StatusOK
		}
		if r.Method == http.MethodHead { // net/http keeps what a handler writes to itself
			o.Bytes = 0
		}
		s.observe(r, o)
	}()
	answer(seen)
	done = true
}

// maxBody bounds what a request may send.
const maxBody = 1 << 20
