package web

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/feeds"
)

// Record is the record as this room sees it; store.Live is one.
type Record interface {
	// Timeline is the newest picture of the record; one atomic load.
	Timeline() *events.Timeline
	// Commit stores changes and returns when Timeline shows them.
	Commit(ctx context.Context, changes ...events.Change) (events.Rev, error)
	// History tells past states, newest first.
	History(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]
	// Healthy is nil while the timeline is kept fresh and the store can be read.
	Healthy(ctx context.Context) error
}

// Config is what a Server needs. All fields but Log and CacheBytes are required.
type Config struct {
	Record Record
	Site   feeds.Site // Record and Markup are filled in
	Now    func() time.Time
	Log    *slog.Logger

	CacheBytes int64 // most that ready answers may take; 0: DefaultCacheBytes, negative: none are kept
}

// Server answers requests about one record.
type Server struct {
	record Record
	site   feeds.Site
	now    func() time.Time
	log    *slog.Logger
	assets *assets
	pages  *pages
	cache  *cache
}

// New prepares a server; it is an error if the settings cannot work.
func New(c Config) (*Server, error) {
	switch {
	case len(c.Site.Languages) == 0:
		return nil, errors.New("no language configured")
	case !strings.HasPrefix(c.Site.BaseURL, "http://") && !strings.HasPrefix(c.Site.BaseURL, "https://"):
		return nil, fmt.Errorf("base URL %q: must start with http:// or https://", c.Site.BaseURL)
	}
	for _, l := range c.Site.Languages {
		if !slices.Contains(interfaceLanguages(), l) {
			return nil, fmt.Errorf("language %q: the interface speaks %s", l, strings.Join(interfaceLanguages(), " and "))
		}
	}
	c.Site.BaseURL = strings.TrimRight(c.Site.BaseURL, "/")
	c.Site.Markup = feeds.NewMarkup(c.Site.BaseURL)
	s := &Server{record: c.Record, site: c.Site, now: c.Now, log: c.Log}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if s.cache, err = newCache(c.CacheBytes); err != nil {
		return nil, err
	}
	if s.assets, err = newAssets(); err != nil {
		return nil, err
	}
	if s.pages, err = newPages(s.assets); err != nil {
		return nil, err
	}
	return s, nil
}

// interfaceLanguages are the languages that pages can speak.
func interfaceLanguages() []string { return []string{"zh", "en"} }

// Handler is the whole service as one handler.
func (s *Server) Handler() http.Handler { return s.routes() }

// today is the present day in the site's zone.
func (s *Server) today() time.Time { return s.now().In(s.site.Zone) }

// settings are the site's settings as one timeline sees them.
func (s *Server) settings(t *events.Timeline) *feeds.Site {
	site := s.site
	site.Record = t.Site()
	return &site
}
