package web

import (
	"compress/gzip"
	"context"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
	"almanac.example/store"
	"almanac.example/store/bolt"
	"almanac.example/web/direct"
	"almanac.example/web/webtest"
)

// instance is a server over a real store in a temporary directory.
type instance struct {
	*Server
	live  *store.Live
	url   string
	clock atomic.Int64 // nanoseconds of Unix time
}

// tick is the tests' clock: it only moves when told to.
func (i *instance) tick() { i.pass(time.Minute) }

func (i *instance) pass(d time.Duration) { i.clock.Add(int64(d)) }

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
	i.live, err = store.Open(context.Background(), backend, store.Config{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(i.live.Close)
	if _, err := i.live.Begin(context.Background(), &events.Site{Authority: "example.org"}); err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		i.commit(t, events.Put(e, 0))
	}
	i.Server, err = New(Config{Record: i.live, Now: clock, Site: feeds.Site{
		BaseURL: "https://almanac.example.org", Languages: []string{"zh", "en"}, Zone: time.UTC,
		Name: events.Localised{"zh": "大事记", "en": "Chronicle"}, Description: events.Localised{"en": "What happened."},
	}})
	if err != nil {
		t.Fatal(err)
	}
	i.url = onNetwork(t, i.Server).URL
	i.tick()
	return i
}

// onNetwork serves as the program does, on loopback.
func onNetwork(t testing.TB, s *Server) *httptest.Server {
	server := httptest.NewUnstartedServer(s.Handler())
	server.Listener = direct.Listen(server.Config, server.Listener, direct.Config{Ready: s.Ready, Fields: EveryAnswer})
	server.Start()
	t.Cleanup(server.Close)
	return server
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
	i.tick()
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
	r, err := http.NewRequest(http.MethodGet, i.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "identity")
	for n := 0; n < len(header); n += 2 {
		r.Header.Set(header[n], header[n+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answerOf{resp.StatusCode, resp.Header, string(body)}
}

func plan() events.Event {
	return events.Event{ID: "plan", Slug: "plan-issued", Span: events.On(edtf.MustParse("2019-12")), Status: events.Published,
		Text: map[string]events.Text{"zh": {Title: "规划发布"}}, Tags: []string{"policy"}}
}

func TestEveryPageAddressHasItsFeeds(t *testing.T) {
	i := newInstance(t, webtest.Museum(), plan())
	for path, want := range map[string]int{
		"/zh/all": 2, "/zh/2019": 2, "/en/2019": 2, "/zh/2019/05": 1, "/zh/2019/05/24": 1, "/zh/c/21": 2, "/zh/d/2010s": 2,
		"/zh/tag/policy": 1, "/zh/place/wuhu": 1, "/zh/e/museum-opens": 1, "/zh/on/05-24": 1, "/zh/list": 2, "/zh/search?q=museum": 1,
		"/zh/2019?tag=culture": 1, "/zh/all?key=1": 1, "/zh/all?from=2019-06": 1, "/zh/2018": 0, "/zh/today": 0,
		"/zh/all?utm_source=x&fbclid=y": 2, "/zh/2019?tag=": 2, "/zh/all?precision=month": 1,
	} {
		page, query, _ := strings.Cut(path, "?")
		for _, f := range formats() {
			got := i.get(t, page+f.Extension+"?"+query)
			if got.status != 200 || got.header.Get("Content-Type") != f.MediaType {
				t.Errorf("%s as %s: %d %s\n%s", path, f.Extension, got.status, got.header.Get("Content-Type"), got.body)
				continue
			}
			if n := entries(t, f.Extension, got.body); n != want {
				t.Errorf("%s as %s has %d entries, want %d", path, f.Extension, n, want)
			}
		}
	}
}

// entries counts the entries of a feed the way a reader does.
func entries(t *testing.T, ext, body string) int {
	t.Helper()
	if ext == ".ics" {
		return strings.Count(body, "\r\nBEGIN:VEVENT\r\n")
	}
	if ext == ".jcal" {
		return strings.Count(body, `["vevent",`)
	}
	if ext == ".csv" {
		return strings.Count(body, "\r\n") - 1
	}
	if ext == ".record" {
		return strings.Count(body, `"status": "published"`)
	}
	if ext == ".timelinejs" {
		return strings.Count(body, `{"unique_id":`)
	}
	feed, err := gofeed.NewParser().ParseString(body)
	if err != nil {
		t.Errorf("%s: %v", ext, err)
		return -1
	}
	return len(feed.Items)
}

func TestFeedsAreNamedInTheReadersLanguage(t *testing.T) {
	i := newInstance(t, webtest.Museum(), plan())
	for path, want := range map[string]string{
		"/zh/all.atom":         "<title>大事记</title>",
		"/en/2019.rss":         "<title>Chronicle · 2019</title>",
		"/en/tag/culture.atom": "<title>Chronicle · culture</title>",
		"/en/place/wuhu.ics":   "X-WR-CALNAME:Chronicle · Wuhu",
		"/en/2019/05.ics":      "X-WR-CALNAME:Chronicle · May 2019",
		"/en/upcoming.atom":    "<title>Chronicle · Coming up</title>",
	} {
		if got := i.get(t, path); !strings.Contains(got.body, want) {
			t.Errorf("%s is not called %q", path, want)
		}
	}
}

func TestBadAddressesGetShortAnswers(t *testing.T) {
	draft := webtest.Museum()
	draft.ID, draft.Slug, draft.Status = "draft", "a-draft", events.Draft
	i := newInstance(t, webtest.Museum(), draft)
	for path, want := range map[string]struct {
		status int
		text   string
	}{
		"/zh/no-such-page.ics":        {404, "not found"},
		"/fr/2019.ics":                {404, "not found"},
		"/zh/tag/nothing.atom":        {404, "not found"},
		"/zh/place/nowhere.rss":       {404, "not found"},
		"/zh/v/none.json":             {404, "not found"},
		"/zh/2019/13.ics":             {404, "not found"},
		"/zh/2019/02/30.ics":          {404, "not found"},
		"/zh/e/a-draft.ics":           {404, "not found"},
		"/zh/e/none.ics":              {404, "not found"},
		"/zh/19.ics":                  {404, "not found"},
		"/zh/c/0.ics":                 {404, "not found"},
		"/zh/all.ics?colour=red":      {400, "colour"},
		"/zh/all.ics?year=19":         {400, "year"},
		"/zh/2019.ics?year=2020":      {400, "year"},
		"/zh/tag/culture.ics?tag=x":   {400, "tag"},
		"/zh/all.atom?before=%22":     {400, "before"},
		"/zh/all.ics?imprecise=often": {400, "imprecise"},
		"/zh/all.ics?notices=2":       {400, "notices"},
		"/zh/all.ics?%zz":             {400, "query"},
		"/zh/all.ics?status=draft":    {400, "status"},
	} {
		got := i.get(t, path)
		if got.status != want.status || !strings.Contains(got.body, want.text) || len(got.body) > 600 {
			t.Errorf("%s: %d %q, want %d with %q", path, got.status, got.body, want.status, want.text)
		}
		if !strings.HasPrefix(got.header.Get("Content-Type"), "text/plain") || got.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: header %v", path, got.header)
		}
	}
}

func TestAnEditChangesOnlyTheFeedsThatHoldTheEvent(t *testing.T) {
	i := newInstance(t, webtest.Museum(), plan())
	holding := []string{"/zh/all.ics", "/zh/2019.atom", "/zh/tag/culture.rss", "/en/place/wuhu.json", "/zh/e/museum-opens.ics"}
	others := []string{"/zh/tag/policy.ics", "/zh/2019/12.atom", "/zh/2018.json", "/zh/e/plan-issued.rss"}
	before := map[string]answerOf{}
	for _, path := range slices.Concat(holding, others) {
		before[path] = i.get(t, path)
	}
	i.edit(t, "museum", func(e *events.Event) { e.Text["en"] = events.Text{Title: "Museum opens its doors"} })
	for _, path := range holding {
		got := i.get(t, path)
		if got.body == before[path].body || got.header.Get("Etag") == before[path].header.Get("Etag") || got.header.Get("Last-Modified") == before[path].header.Get("Last-Modified") {
			t.Errorf("%s did not change", path)
		}
	}
	for _, path := range others {
		got := i.get(t, path)
		if diff := cmp.Diff(before[path].body, got.body); diff != "" || got.header.Get("Etag") != before[path].header.Get("Etag") || got.header.Get("Last-Modified") != before[path].header.Get("Last-Modified") {
			t.Errorf("%s changed: %s", path, diff)
		}
		if again := i.get(t, path, "If-None-Match", before[path].header.Get("Etag")); again.status != 304 {
			t.Errorf("%s with its tag: %d", path, again.status)
		}
	}
}

func TestWhatLeavesAFeedMovesIt(t *testing.T) {
	for name, leave := range map[string]func(*instance){
		"another tag": func(i *instance) { i.edit(t, "museum", func(e *events.Event) { e.Tags = nil }) },
		"deleted": func(i *instance) {
			i.tick()
			e, _ := i.live.Timeline().Event("museum")
			i.commit(t, events.Delete(e.ID, e.Rev))
		},
		"a draft again": func(i *instance) { i.edit(t, "museum", func(e *events.Event) { e.Status = events.Draft }) },
	} {
		i := newInstance(t, webtest.Museum(), plan())
		before := i.get(t, "/zh/tag/culture.ics")
		if entries(t, ".ics", before.body) != 1 {
			t.Fatal("the event is not in its feed")
		}
		leave(i)
		got := i.get(t, "/zh/all.ics?tag=culture")
		if n := entries(t, ".ics", got.body); n != 0 {
			t.Errorf("%s: still %d entries", name, n)
		}
		was, _ := http.ParseTime(before.header.Get("Last-Modified"))
		is, err := http.ParseTime(got.header.Get("Last-Modified"))
		if err != nil || !is.After(was) {
			t.Errorf("%s: Last-Modified went from %v to %v", name, was, is)
		}
	}
}

func TestCompressedAnswersHoldTheSameBytes(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	plain := i.get(t, "/zh/all.ics")
	coded := i.get(t, "/zh/all.ics", "Accept-Encoding", "gzip")
	if coded.header.Get("Content-Encoding") != "gzip" || coded.header.Get("Etag") == plain.header.Get("Etag") {
		t.Fatalf("header %v", coded.header)
	}
	r, err := gzip.NewReader(strings.NewReader(coded.body))
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(r); err != nil || string(body) != plain.body {
		t.Errorf("unpacked it differs (%v)", err)
	}
}

func TestFormerSlugsStillServe(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	i.edit(t, "museum", func(e *events.Event) { e.Slug = "museum-opens-again" })
	for _, path := range []string{"/zh/e/museum-opens.ics", "/zh/e/museum-opens-again.ics"} {
		if got := i.get(t, path); got.status != 200 || entries(t, ".ics", got.body) != 1 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	i.edit(t, "museum", func(e *events.Event) { e.Status = events.Withdrawn })
	for _, path := range []string{"/zh/e/museum-opens.ics", "/zh/e/museum-opens-again.ics"} { // programs that get no calendar keep what they have
		if got := i.get(t, path); got.status != 200 || strings.Contains(got.body, "VEVENT") || !strings.Contains(got.body, "BEGIN:VTIMEZONE") || strings.Contains(got.body, "开馆") {
			t.Errorf("%s of a withdrawn event: %d\n%s", path, got.status, got.body)
		}
	}
	if got := i.get(t, "/zh/e/museum-opens.atom"); got.status != 200 || !strings.Contains(got.body, "已撤回") || strings.Contains(got.body, "开馆") {
		t.Errorf("a withdrawn event's feed: %d\n%s", got.status, got.body)
	}
}

func TestPreflightLetsScriptsSendValidators(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	r, _ := http.NewRequest(http.MethodOptions, i.url+"/zh/all.json", nil)
	r.Header.Set("Origin", "https://reader.example")
	r.Header.Set("Access-Control-Request-Headers", "if-none-match")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusNoContent || !strings.Contains(resp.Header.Get("Access-Control-Allow-Headers"), "If-None-Match") {
		t.Errorf("%d %v", resp.StatusCode, resp.Header)
	}
	resp, err = http.Post(i.url+"/zh/all.json", "text/plain", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusMethodNotAllowed || resp.Header.Get("Allow") == "" {
		t.Errorf("POST: %d, Allow %q", resp.StatusCode, resp.Header.Get("Allow"))
	}
}

func TestTheCacheGivesWhatWouldBeMade(t *testing.T) {
	i := newInstance(t, webtest.Museum(), plan())
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() { // edits while readers read
		defer close(done)
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			old, _ := i.live.Timeline().Event("museum")
			next := *old
			next.Key = n%2 == 0
			i.commit(t, events.Put(next, old.Rev))
		}
	}()
	for range 50 {
		i.get(t, "/zh/all.atom")
		i.get(t, "/zh/tag/policy.ics")
	}
	close(stop)
	<-done
	for _, path := range []string{"/zh/all.atom", "/zh/all.ics", "/zh/tag/culture.json"} {
		cached := i.get(t, path)
		fresh, err := New(Config{Record: i.live, Now: i.Server.now, Site: i.site})
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		fresh.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Body.String() != cached.body || w.Header().Get("Etag") != cached.header.Get("Etag") {
			t.Errorf("%s differs from what is made anew", path)
		}
	}
}
