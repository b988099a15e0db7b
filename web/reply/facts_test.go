package reply

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Facts become header fields, each only where it says something.
func TestFactsBecomeFields(t *testing.T) {
	at := time.Date(2026, 3, 1, 11, 0, 0, 0, time.FixedZone("", 3600))
	for _, c := range []struct {
		facts Facts
		want  http.Header
	}{
		{Facts{MediaType: "a/b", CacheControl: "no-cache"}, http.Header{
			"Content-Type": {"a/b"}, "Cache-Control": {"no-cache"}, "Vary": {"Accept-Encoding"},
		}},
		{Facts{MediaType: "a/b", CacheControl: Immutable, Language: "zh", Modified: at, Public: true, Link: []string{"<x>", "<y>"}, Policy: "p", Vary: "Cookie"}, http.Header{
			"Content-Type": {"a/b"}, "Cache-Control": {Immutable}, "Vary": {"Accept-Encoding, Cookie"}, "Content-Language": {"zh"},
			"Last-Modified": {"Sun, 01 Mar 2026 10:00:00 GMT"}, "Access-Control-Allow-Origin": {"*"}, "Access-Control-Expose-Headers": {"ETag, Last-Modified, Link"},
			"Link": {"<x>", "<y>"}, "Content-Security-Policy": {"p"}, "Cross-Origin-Resource-Policy": {"cross-origin"},
		}},
		{Facts{MediaType: "a/b", CacheControl: "no-cache", Framed: true}, http.Header{
			"Content-Type": {"a/b"}, "Cache-Control": {"no-cache"}, "Vary": {"Accept-Encoding"}, "Cross-Origin-Resource-Policy": {"cross-origin"},
		}},
	} {
		w := httptest.NewRecorder()
		if err := New([]byte("body"), c.facts).Send(w, httptest.NewRequest(http.MethodGet, "/", nil)); err != nil {
			t.Fatal(err)
		}
		got := w.Header().Clone()
		if got.Get("Etag") == "" || got.Get("Content-Length") != "4" {
			t.Errorf("no validator or length: %v", got)
		}
		got.Del("Etag")
		got.Del("Content-Length")
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("fields (-want +got):\n%s", diff)
		}
	}
}

// A header that will say something else is not kept.
func TestAHeaderIsKeptOnceItIsSettled(t *testing.T) {
	now := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	for _, c := range []struct {
		modified time.Time
		kept     bool
	}{{time.Time{}, true}, {now.Add(-time.Hour), true}, {now, true}, {now.Add(time.Second), false}} {
		rep := New([]byte("body"), Facts{Modified: c.modified, Now: clock})
		if _, ok := rep.Prompt(httptest.NewRequest(http.MethodGet, "/", nil), func(http.Header) {}, nil); !ok {
			t.Fatal("not ready")
		}
		if got := rep.variants[identity].heads[0].Load() != nil; got != c.kept {
			t.Errorf("modified %v: kept %v", c.modified, got)
		}
	}
}

// What is at a key is that of a revision, or not there.
func TestAtIsOfARevision(t *testing.T) {
	k := newKitchen(t, 10)
	if _, ok := k.cache.At("a", 0); ok {
		t.Error("something is there before anything was made")
	}
	if _, err := k.cache.Get(get(loopback), 3, k.answer("a")); err != nil {
		t.Fatal(err)
	}
	for rev, want := range map[Revision]bool{2: false, 3: true, 4: false} {
		if _, ok := k.cache.At("a", rev); ok != want {
			t.Errorf("at revision %d: %v", rev, ok)
		}
	}
}
