package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/report/review"
	"almanac.example/web/access"
	"almanac.example/web/access/oidc"
	"almanac.example/web/api/webhook"
	"almanac.example/web/desk"
	"almanac.example/web/page"
	"almanac.example/web/picture"
	"almanac.example/web/reply"
	"almanac.example/web/words"
)

// Record is the record as this room sees it; store.Live is one.
type Record interface {
	// Timeline is the newest picture of the record; one atomic load.
	Timeline() *timeline.Timeline
	// Commit stores changes and returns when Timeline shows them.
	Commit(ctx context.Context, changes ...events.Change) (events.Rev, error)
	// History tells past states, newest first.
	History(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]
	// Healthy is nil while the timeline is kept fresh and the store can be read.
	Healthy(ctx context.Context) error
}

// Config is what a Server needs. Record, Site and Now are required.
type Config struct {
	Record Record
	Site   feeds.Site // Record and Markup are filled in
	Now    func() time.Time
	Log    *slog.Logger

	Directory    *access.Directory // who may edit the record; nil: there is no desk
	Provider     *oidc.Provider    // with which people sign in to the desk, too; nil: there is none
	ProviderName string            // as the page to sign in calls it
	Webhooks     *webhook.Sender   // that administrators look after on the desk; nil: there are none
	// Backup writes a portable backup for administrators, with accounts if asked;
	// nil: none is to be had on the desk.
	Backup func(ctx context.Context, w io.Writer, accounts bool) error
	// Redact empties past states of an event for administrators; nil: nothing is
	// redacted on the desk.
	Redact     func(ctx context.Context, who access.Principal, id events.ID, before events.Rev, reason string) (int, error)
	Imports    intake.Record    // takes in what is imported on the desk; nil: nothing is
	Vault      intake.Vault     // in which what is imported waits; nil: nothing is
	Readings   review.Vault     // keeps what the desk shows of documents beside their drafts; nil: nothing is kept
	DeskURL    string           // address of the desk; "": that of the site
	API        http.Handler     // answers below /api/; nil: there is nothing
	Reader     http.Handler     // the API for those who may not edit; nil: API
	Pictures   *picture.Library // of the same record; nil: there are none
	Admit      Admit            // bounds how much is asked that is not ready; nil: it is not bounded
	Observe    reply.Observer   // told of every answer of the Handler; nil: nobody is
	Contact    string           // URI for who found a fault in the site's safety; "": none is told
	CacheBytes int64            // most that ready answers may take; 0: 192 MiB, negative: none are kept
}

// Server answers requests about one record.
type Server struct {
	record Record
	site   feeds.Site                 // as the server was started
	known  atomic.Pointer[feeds.Site] // as the record said last
	now    func() time.Time
	log    *slog.Logger
	pages  *page.Pages
	cache  *reply.Cache
	api    http.Handler // for those who may edit
	reader http.Handler // for others
	lanes  lanes
	desk   *desk.Desk // nil: there is none

	pictures *picture.Library

	contact string         // URI in security.txt
	admit   Admit          // nil: all is
	transit *reply.Transit // bytes of answers under way

	observe   reply.Observer
	addresses *otter.Cache[question, destination] // where what was asked for before is ready
}

// lanes admit the making of answers by what it costs: a reader's page must not
// wait behind whole calendars.
type lanes struct {
	pages *reply.Lane
	feeds *reply.Lane
	large *reply.Lane // calendars that hold much of a large record
}

func (l lanes) all() []*reply.Lane { return []*reply.Lane{l.pages, l.feeds, l.large} }

// What may wait in each lane. A page takes milliseconds, a large calendar up
// to a second or two.
const (
	pagesQueue = 128
	feedsQueue = 128
	largeQueue = 16
)

// addressBytes bounds what is remembered of addresses asked for.
const addressBytes = 8 << 20

// Check returns what is wrong with the settings, as New would. It asks neither
// for the Record nor for a BaseURL, which may not be known yet.
func (c Config) Check() error {
	switch {
	case len(c.Site.Languages) == 0:
		return errors.New("no language configured")
	case c.Site.BaseURL != "" && !strings.HasPrefix(c.Site.BaseURL, "http://") && !strings.HasPrefix(c.Site.BaseURL, "https://"):
		return fmt.Errorf("base URL %q: must start with http:// or https://", c.Site.BaseURL)
	}
	for _, l := range c.Site.Languages {
		if !events.IsLanguage(l) {
			return fmt.Errorf("language %q: is no known language tag such as zh, en or pt-BR", l)
		}
	}
	return nil
}

// New prepares a server; it is an error if the settings cannot work.
func New(c Config) (*Server, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	if c.Site.BaseURL == "" {
		return nil, errors.New("no base URL configured")
	}
	c.Site.BaseURL = strings.TrimRight(c.Site.BaseURL, "/")
	c.Site.Markup = feeds.NewMarkup(c.Site.BaseURL)
	if len(c.Site.Name) == 0 {
		c.Site.Name = unnamed()
	}
	s := &Server{record: c.Record, site: c.Site, now: c.Now, log: c.Log, api: c.API, reader: c.Reader, contact: c.Contact, admit: c.Admit, observe: c.Observe, pictures: c.Pictures}
	if s.reader == nil {
		s.reader = s.api
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if s.pictures == nil {
		if s.pictures, err = picture.New(nil, c.Record.Timeline); err != nil {
			return nil, err
		}
	}
	s.transit = reply.NewTransit(reply.DefaultTransitBytes)
	if s.cache, err = reply.NewCache(c.CacheBytes, s.transit); err != nil {
		return nil, err
	}
	s.addresses, err = otter.New(&otter.Options[question, destination]{
		MaximumWeight: addressBytes,
		Weigher: func(q question, d destination) uint32 {
			return uint32(min(1<<31, len(q.path)+len(q.query)+len(d.key)+256))
		},
	})
	if err != nil {
		return nil, fmt.Errorf("preparing the cache: %w", err)
	}
	slots := max(1, runtime.GOMAXPROCS(0)-1) // one processor is for answers that are ready
	s.lanes = lanes{reply.NewLane(slots, pagesQueue), reply.NewLane(slots, feedsQueue), reply.NewLane(1, largeQueue)}
	if s.pages, err = page.New(page.Settings{Site: s.of, Formats: offered(), Whole: whole(), History: s.history, Corrections: s.correctionsOf}); err != nil {
		return nil, err
	}
	return s, s.openDesk(c)
}

// unnamed is what a record without a name is called, in each language.
func unnamed() events.Localised {
	names := events.Localised{}
	for _, l := range words.Languages() {
		names[l] = words.In(l).Text("unnamed")
	}
	return names
}

// Close ends what the server does beside answering. It is to be called when
// nothing asks any more.
func (s *Server) Close() {
	if s.desk != nil {
		s.desk.Close()
	}
}

// Handler is the whole service as one handler.
func (s *Server) Handler() http.Handler { return s.HandlerFor(nil) }

// HandlerFor is the service for a listener at which only some may edit: of a
// request that mayEdit refuses neither the desk nor what changes the record
// through the API is reached, as if it were not there. nil refuses none.
func (s *Server) HandlerFor(mayEdit func(*http.Request) bool) http.Handler {
	if mayEdit == nil {
		mayEdit = func(*http.Request) bool { return true }
	}
	return s.routes(mayEdit)
}

// today is the present day in the site's zone.
func (s *Server) today() time.Time { return s.now().In(s.present().Location()) }

// settings are the site's settings as one timeline sees them.
func (s *Server) settings(t *timeline.Timeline) *feeds.Site { return s.of(t.Site()) }

// present are the site's settings now.
func (s *Server) present() *feeds.Site { return s.settings(s.record.Timeline()) }

// of are the settings that a record's documents make. The last ones are kept: they
// seldom change, and every request asks for them.
func (s *Server) of(record *events.Site) *feeds.Site {
	if known := s.known.Load(); known != nil && known.Record == record {
		return known
	}
	site := s.site.For(record)
	s.known.Store(site)
	return site
}

// history tells past states of the record.
func (s *Server) history(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error] {
	return s.record.History(ctx, q)
}
