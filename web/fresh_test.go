package web

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
	"almanac.example/store"
	"almanac.example/store/bolt"
	"almanac.example/web/reply"
)

// fillingDay is the clock of filled records and of servers of them.
func fillingDay() time.Time { return time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC) }

// filled is a record in a store with made-up events.
func filled(t testing.TB, n int) *store.Live {
	t.Helper()
	backend, err := bolt.Open(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { backend.Close() })
	live, err := store.Open(context.Background(), backend, store.Config{Now: fillingDay})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(live.Close)
	if _, err := live.Begin(context.Background(), &events.Site{Authority: "example.org"}); err != nil {
		t.Fatal(err)
	}
	record, err := generate.Record(generate.Options{Events: n, From: 1990, To: 2026, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	var changes []events.Change
	for _, e := range record.Events {
		changes = append(changes, events.Put(*e, 0))
	}
	if _, err := live.Import(context.Background(), slices.Values(changes), nil); err != nil {
		t.Fatal(err)
	}
	return live
}

// serving is a server over a record at one instant, with a cache of so many
// bytes.
func serving(t testing.TB, r Record, cacheBytes int64) *Server {
	t.Helper()
	s, err := New(Config{Record: r, CacheBytes: cacheBytes, Now: fillingDay, Site: feeds.Site{
		BaseURL: "https://almanac.example.org", Languages: []string{"zh", "en"}, Zone: time.UTC,
		Name: events.Localised{"zh": "大事记", "en": "Chronicle"}, Description: events.Localised{"en": "What happened."},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ask sends a request to a handler, with header fields in pairs.
func ask(h http.Handler, path string, fields ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(fields); i += 2 {
		r.Header.Set(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// plain undoes the content coding of an answer.
func plain(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	body := io.Reader(w.Body)
	switch w.Header().Get("Content-Encoding") {
	case "gzip":
		r, err := gzip.NewReader(body)
		if err != nil {
			t.Error(err)
			return ""
		}
		body = r
	case "br":
		body = brotli.NewReader(body)
	}
	b, err := io.ReadAll(body)
	if err != nil {
		t.Error(err)
	}
	return string(b)
}

// asked are addresses of every kind; some never lead anywhere.
func asked() []string {
	list := []string{"/zh/", "/en/all", "/zh/search?q=%E4%B8%8A%E6%B5%B7", "/zh/e/none", "/zh/2019?colour=green", "/feeds.opml", "/sitemap.xml"}
	for _, path := range []string{"/zh/all", "/en/2019", "/zh/2001", "/zh/tag/science", "/en/on/05-24", "/zh/upcoming", "/en/changes", "/zh/d/1990s", "/zh/place/shanghai"} {
		list = append(list, path, path+".atom", path+".ics", path+".json", path+".rss?key=1", path+".ics?imprecise=omit", path+".jcal")
	}
	list = append(list, "/en/2019/05", "/zh/2019/05/grid", "/en/2019/05/24", "/zh/c/20", "/en/list", "/zh/list?page=2", "/en/list?tag=science&-tag=nobody", "/zh/tags", "/en/places", "/zh/today",
		"/en/feeds", "/zh/about", "/en/subscribe?tag=science", "/zh/embed", "/embed/en/2019", "/zh/privacy", "/zh/site.webmanifest", "/og/2019.png", "/og/all.png", "/en/2019?strange=1", "/zh/2050", "/zh/1000/05")
	return append(list, "/zh/all.ics?tag=science&from=2000", "/zh/all.ics?place=shanghai", "/en/all.ics?window=upcoming", "/en/all.atom?notices=0", "/zh/2019/05.ics?utm_source=x")
}

// A server that remembers says the same as one that makes every answer anew,
// byte for byte, also while the record is being edited.
func TestRememberedAnswersAreTheSame(t *testing.T) {
	live := filled(t, 150)
	fast, slow := serving(t, live, 0).Handler(), serving(t, live, -1).Handler()
	const readers, edits = 3, 60
	var compared atomic.Int64
	done, turn := make(chan struct{}), make(chan struct{}, readers)
	var wg sync.WaitGroup
	for n := range readers {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(uint64(n), 1))
			list := asked()
			for {
				select {
				case <-done:
					return
				case turn <- struct{}{}:
				default: // the editor has its hands full
				}
				path := list[random.IntN(len(list))]
				if compare(t, live, path, [2]http.Handler{fast, slow}) {
					compared.Add(1)
				}
			}
		})
	}
	random := rand.New(rand.NewPCG(9, 9))
	for i := range edits {
		<-turn // so that there are answers between edits
		editAny(t, live, random, i)
	}
	during := compared.Load()
	for compared.Load() < during+100 { // and of what is left in the end
		<-turn
	}
	close(done)
	wg.Wait()
	if during == 0 {
		t.Error("nothing was compared between the edits")
	}
}

// compare asks both servers; false if the record changed meanwhile.
func compare(t *testing.T, live *store.Live, path string, servers [2]http.Handler) bool {
	coding := []string{"identity", "gzip", "br"}[len(path)%3]
	before := live.Timeline()
	fast, slow := ask(servers[0], path, "Accept-Encoding", coding), ask(servers[1], path, "Accept-Encoding", coding)
	if live.Timeline() != before {
		return false
	}
	if fast.Code != slow.Code {
		t.Errorf("%s: %d, without a cache %d", path, fast.Code, slow.Code)
	}
	slow.Header().Del(reply.RequestID)
	fast.Header().Del(reply.RequestID)
	if diff := cmp.Diff(slow.Header(), fast.Header()); diff != "" {
		t.Errorf("%s: header without a cache (-) and with (+):\n%s", path, diff)
	}
	if a, b := plain(t, fast), plain(t, slow); a != b {
		t.Errorf("%s: the bodies differ, %d bytes and %d", path, len(a), len(b))
	}
	return true
}

// editAny changes some event in some way.
func editAny(t *testing.T, live *store.Live, random *rand.Rand, n int) {
	t.Helper()
	all := live.Timeline().All()
	old := all[random.IntN(len(all))]
	next := *old
	switch n % 4 {
	case 0:
		next.Text = maps.Clone(old.Text)
		next.Text["zh"] = events.Text{Title: fmt.Sprintf("改过的标题 %d", n)}
	case 1:
		next.Span = events.On(edtf.MustParse("2019-05-24"))
	case 2:
		next.Tags = []string{"science"}
	default:
		next.Status = events.Withdrawn
	}
	if _, err := live.Commit(context.Background(), events.Put(next, old.Rev)); err != nil {
		t.Error(err)
	}
}
