package page_test

import (
	"context"
	"iter"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/store"
	"almanac.example/store/bolt"
	"almanac.example/web"
)

// instance is a site over a real store in a temporary directory.
type instance struct {
	site  http.Handler
	live  *store.Live
	clock atomic.Int64 // nanoseconds of Unix time; it only moves when told to
}

func site() feeds.Site {
	return feeds.Site{
		BaseURL: "https://almanac.example.org", Languages: []string{"zh", "en"}, Zone: time.UTC,
		Name: events.Localised{"zh": "大事记", "en": "Chronicle"}, Description: events.Localised{"en": "What happened."},
	}
}

func newInstance(t testing.TB, list ...events.Event) *instance {
	t.Helper()
	i := &instance{}
	i.clock.Store(time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC).UnixNano())
	clock := func() time.Time { return time.Unix(0, i.clock.Load()).UTC() }
	backend, err := bolt.Open(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { backend.Close() })
	if i.live, err = store.Open(context.Background(), backend, store.Config{Now: clock}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(i.live.Close)
	if _, err := i.live.Begin(context.Background(), &events.Site{Authority: "example.org"}); err != nil {
		t.Fatal(err)
	}
	for part := range slices.Chunk(list, 30) { // a commit has room for no more
		var changes []events.Change
		for _, e := range part {
			changes = append(changes, events.Put(e, 0))
		}
		i.commit(t, changes...)
	}
	s, err := web.New(web.Config{Record: i.live, Now: clock, Site: site()})
	if err != nil {
		t.Fatal(err)
	}
	i.site = s.Handler()
	i.clock.Add(int64(time.Minute))
	return i
}

func (i *instance) commit(t testing.TB, changes ...events.Change) {
	t.Helper()
	if _, err := i.live.Commit(context.Background(), changes...); err != nil {
		t.Fatal(err)
	}
}

// edit changes a stored event a minute later.
func (i *instance) edit(t testing.TB, id events.ID, set func(*events.Event)) {
	t.Helper()
	i.clock.Add(int64(time.Minute))
	old, ok := i.live.Timeline().Event(id)
	if !ok {
		t.Fatalf("no event %s", id)
	}
	next := *old
	next.Text = maps.Clone(old.Text)
	set(&next)
	i.commit(t, events.Put(next, old.Rev))
}

// answerOf is what a client got.
type answerOf struct {
	status int
	header http.Header
	body   string
}

func (i *instance) get(t testing.TB, path string, header ...string) answerOf {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for n := 0; n < len(header); n += 2 {
		r.Header.Set(header[n], header[n+1])
	}
	w := httptest.NewRecorder()
	i.site.ServeHTTP(w, r)
	return answerOf{w.Code, w.Header(), w.Body.String()}
}

// made is a record without a store.
type made struct{ timeline *timeline.Timeline }

func (m made) Timeline() *timeline.Timeline { return m.timeline }

func (m made) Commit(context.Context, ...events.Change) (events.Rev, error) {
	return 0, events.ErrUnavailable
}

func (m made) History(context.Context, events.HistoryQuery) iter.Seq2[events.State, error] {
	return func(func(events.State, error) bool) {}
}

func (m made) Healthy(context.Context) error { return nil }

// generated is a site over a made-up record, and the record.
func generated(t testing.TB, o generate.Options) (http.Handler, *timeline.Timeline) {
	t.Helper()
	record, err := generate.Record(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range record.Events {
		e.Rev = 1
	}
	tl := timeline.New().With(events.Batch{
		Rev: 1, Reset: true, Events: record.Events, Documents: (&events.Site{Authority: "example.org", Tags: generate.Vocabulary()}).Documents(),
	})
	s, err := web.New(web.Config{Record: made{tl}, Now: func() time.Time { return time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC) }, Site: site()})
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler(), tl
}

func serve(t testing.TB, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}
