package api

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/intake"
	"almanac.example/web/access"
	"almanac.example/web/api/webhook"
	"almanac.example/web/editing"
	"almanac.example/web/picture"
)

// Prefix begins every address of the API.
const Prefix = "/api/v1"

// Record is the record as this room sees it; store.Live is one.
type Record interface {
	// Timeline is the newest picture of the record; one atomic load.
	Timeline() *timeline.Timeline
	// Changed is closed when there is a newer one.
	Changed() <-chan struct{}
	// History tells past states, newest first.
	History(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]
}

// Vault keeps the answers to requests that may be repeated, and what imports
// brought; store.Unexpired of one does.
type Vault interface {
	Get(ctx context.Context, key string) (events.Value, error)
	List(ctx context.Context, prefix string) iter.Seq2[events.Value, error]
	Write(ctx context.Context, changes ...events.ValueChange) (events.Version, error)
}

// Config is what a Server needs. Record, Imports, Editor, People, Vault and Now
// are required.
type Config struct {
	Record  Record
	Imports intake.Record // the same record, for imports
	Editor  *editing.Editor
	People  *access.Directory
	Vault   Vault
	Now     func() time.Time
	Log     *slog.Logger // nil: nothing is logged

	SiteURL  string           // address of the public pages, at which pictures are; "": BaseURL
	BaseURL  string           // address that readers use: from its pages a browser may send cookies along
	Webhooks *webhook.Sender  // nil: there are none
	Duties   Duties           // nil: there are none
	Pictures *picture.Library // nil: there are none, and none are taken

	Pulse   time.Duration // how often a stream of changes gives a sign of life; 0: 15 s
	Version string        // of the program, for the document of the API
	// Backup writes a portable backup; nil: there is none to be had here.
	Backup func(ctx context.Context, w io.Writer, what BackupParts) error
	// Held is told up to which revision a folder that is kept up to date holds
	// everything; nil: nobody wants to know.
	Held func(ctx context.Context, upTo events.Rev)
	// Redact empties the states of an event that are older than a revision, and
	// tells how many; nil: it cannot be done here.
	Redact func(ctx context.Context, who access.Principal, id events.ID, before events.Rev, reason string) (int, error)
	// Compact writes the store's file anew and tells its size in bytes before and
	// after; nil: the store is in no file.
	Compact func(ctx context.Context) (before, after int64, err error)
}

// Identify says who asks. The cookie, if there is one, is set with the answer.
type Identify func(ctx context.Context, r *http.Request) (access.Principal, *http.Cookie, error)

// Always is for listeners that only one principal can reach, and for calls in
// process.
func Always(p access.Principal) Identify {
	return func(context.Context, *http.Request) (access.Principal, *http.Cookie, error) { return p, nil, nil }
}

// Server answers. Make it with New; it may be used by any number of goroutines.
type Server struct {
	Config
	run      string // of this process
	routes   []route
	cross    *http.CrossOriginProtection
	limits   *limits
	streams  *streams
	reports  chan struct{} // holds a place while a report is read: that takes much memory
	document []byte        // OpenAPI
	page     []byte        // for people
}

// New prepares a server.
func New(c Config) (*Server, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{Config: c, cross: http.NewCrossOriginProtection(), run: rand.Text(), limits: newLimits(c.Now), streams: newStreams(), reports: make(chan struct{}, 1)}
	if c.BaseURL != "" {
		if err := s.cross.AddTrustedOrigin(origin(c.BaseURL)); err != nil {
			return nil, err
		}
	}
	var err error
	if s.Pictures == nil {
		if s.Pictures, err = picture.New(nil, c.Record.Timeline); err != nil {
			return nil, err
		}
	}
	s.routes = s.table()
	if s.document, err = s.describe(); err != nil {
		return nil, err
	}
	s.page, err = s.explain()
	return s, err
}

// origin is the scheme and host of a base URL.
func origin(base string) string {
	scheme, rest, _ := strings.Cut(base, "://")
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host
}

// Stop ends the streams of changes, so that a server which shuts down need not
// wait for them.
func (s *Server) Stop() { s.streams.stop() }

// Handler answers everything below Prefix for those whom identify tells.
func (s *Server) Handler(identify Identify) http.Handler {
	return s.handler(identify, func(*route) bool { return true })
}

// Reader is Handler without what changes anything: those methods are not there.
func (s *Server) Reader(identify Identify) http.Handler {
	return s.handler(identify, func(rt *route) bool { return rt.method == http.MethodGet })
}

// handler answers at the routes that are offered.
func (s *Server) handler(identify Identify, offered func(*route) bool) http.Handler {
	r := chi.NewRouter()
	r.Use(middleware.GetHead)
	for i := range s.routes {
		rt := &s.routes[i]
		if !offered(rt) {
			continue
		}
		r.Method(rt.method, Prefix+rt.path, s.answering(rt, identify))
	}
	r.Method(http.MethodGet, Prefix, http.RedirectHandler(Prefix+"/", http.StatusMovedPermanently))
	r.NotFound(s.answering(&route{handle: func(*call) (*answer, error) { return nil, events.ErrNotFound }}, identify))
	refuse := s.answering(&route{handle: func(c *call) (*answer, error) { return nil, &methodError{allowed(r, c.r.URL.Path)} }}, identify)
	r.MethodNotAllowed(func(w http.ResponseWriter, asked *http.Request) {
		if asked.Method == http.MethodOptions {
			w.Header().Set("Allow", allowed(r, asked.URL.Path))
			w.WriteHeader(http.StatusNoContent)
			return
		}
		refuse(w, asked)
	})
	return r
}

// allowed lists the methods of an address (RFC 9110 §10.2.1).
func allowed(r chi.Routes, path string) string {
	var list []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if !r.Match(chi.NewRouteContext(), method, path) {
			continue
		}
		if list = append(list, method); method == http.MethodGet {
			list = append(list, http.MethodHead)
		}
	}
	return strings.Join(append(list, http.MethodOptions), ", ")
}

// answering is a route as a handler.
func (s *Server) answering(rt *route, identify Identify) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := &call{server: s, route: rt, w: w, r: r}
		defer s.recover(c)
		a, err := c.do(identify)
		if err != nil {
			s.refuse(c, err)
			return
		}
		s.send(c, a)
	}
}

// recover makes of a panic an answer that costs one request.
func (s *Server) recover(c *call) {
	p := recover()
	if p == nil {
		return
	}
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(p)
	}
	s.refuse(c, &panicked{p})
}

// streams counts the streams of changes and ends them.
type streams struct {
	mu      sync.Mutex
	open    int
	stopped chan struct{}
	once    sync.Once
}

func newStreams() *streams { return &streams{stopped: make(chan struct{})} }

func (s *streams) stop() { s.once.Do(func() { close(s.stopped) }) }

// maxStreams bounds the streams of changes of one process.
const maxStreams = 500

// enter counts a stream; false if there are too many.
func (s *streams) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open >= maxStreams {
		return false
	}
	s.open++
	return true
}

func (s *streams) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
}
