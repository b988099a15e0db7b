package reply

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestNegotiate(t *testing.T) {
	for header, want := range map[string]coding{
		"":                           identity,
		"gzip":                       gzipped,
		"GZIP":                       gzipped,
		"x-gzip":                     gzipped,
		"br":                         brotlied,
		"gzip, deflate, br, zstd":    brotlied,
		"br;q=0.1, gzip;q=0.9":       gzipped,
		"gzip;q=0.001":               gzipped,
		"gzip;q=0, br;q=0":           identity,
		"identity;q=1, *;q=0":        identity,
		"identity, gzip;q=0.5":       identity,
		"*":                          brotlied,
		"*;q=0.5, br;q=0":            gzipped,
		"deflate":                    identity,
		"gzip;q=nonsense":            identity,
		"gzip;q=2":                   identity,
		" gzip ; Q=0.5 ":             gzipped,
		";;;,,,":                     identity,
		"gzip;level=9;q=0.3, br;q=0": gzipped,
	} {
		wishes := weigh([]string{header})
		if got := wishes.heaviest(); got != want {
			t.Errorf("Accept-Encoding %q picks %d, want %d", header, got, want)
		}
	}
	wishes := weigh(nil)
	if got := wishes.heaviest(); got != identity {
		t.Errorf("without Accept-Encoding it picks %d", got)
	}
}

// What was stamped by a clock that ran ahead is sent as of now, until its
// instant has come; and no date tells a client that it has it already.
func TestModifiedInTheFuture(t *testing.T) {
	now := time.Date(2026, 3, 1, 10, 0, 0, 5e8, time.UTC)
	modified := now.Truncate(time.Second).Add(2 * time.Second)
	rep := New([]byte("body"), Facts{MediaType: "text/plain", Modified: modified, Now: func() time.Time { return now }})
	tag := rep.variants[identity].etag[0]
	second := func(n int) string { return modified.Add(time.Duration(n) * time.Second).Format(http.TimeFormat) }
	for _, c := range []struct {
		after  time.Duration // of the clock, since it was made
		tag    string
		since  string
		status int
		says   string
	}{
		{0, "", "", 200, second(-2)},
		{0, tag, "", 304, second(-2)},
		{0, "", second(-2), 200, second(-2)}, // that was sent for the version before, too
		{0, "", second(0), 200, second(-2)},
		{0, "", "Fri, 01 Jan 2109 00:00:00 GMT", 200, second(-2)},
		{time.Second, "", second(-2), 200, second(-1)},
		{2 * time.Second, "", second(-1), 200, second(0)},
		{2 * time.Second, "", second(0), 304, second(0)},
		{2 * time.Second, tag, "", 304, second(0)},
		{2 * time.Second, "", second(1), 200, second(0)},
		{time.Hour, "", second(1), 304, second(0)},
		{time.Hour, "", "Fri, 01 Jan 2109 00:00:00 GMT", 200, second(0)},
	} {
		start := now
		now = now.Add(c.after)
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		if c.tag != "" {
			r.Header.Set("If-None-Match", c.tag)
		}
		if c.since != "" {
			r.Header.Set("If-Modified-Since", c.since)
		}
		w := httptest.NewRecorder()
		if err := rep.Send(w, r); err != nil {
			t.Fatal(err)
		}
		if got := w.Header().Get("Last-Modified"); w.Code != c.status || got != c.says {
			t.Errorf("%v later, %q %q: %d, modified %s; want %d, %s", c.after, c.tag, c.since, w.Code, got, c.status, c.says)
		}
		v, status := rep.decide(r)
		if head := string(rep.head(v, status, func(http.Header) {})); strings.Count(head, "Last-Modified: "+c.says) != 1 {
			t.Errorf("%v later, answered directly:\n%s", c.after, head)
		}
		now = start
	}
}

func TestConditionalRequests(t *testing.T) {
	modified := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	rep := New([]byte("body"), Facts{MediaType: "text/plain", CacheControl: "public", Modified: modified})
	tag := rep.variants[identity].etag[0]
	at := func(d time.Duration) string { return modified.Add(d).Format(http.TimeFormat) }
	for name, c := range map[string]struct {
		header http.Header
		want   int
	}{
		"nothing":                     {http.Header{}, 200},
		"the tag":                     {http.Header{"If-None-Match": {tag}}, 304},
		"its weak form":               {http.Header{"If-None-Match": {"W/" + tag}}, 304},
		"in a list":                   {http.Header{"If-None-Match": {`"a,b",` + tag}}, 304},
		"in a second line":            {http.Header{"If-None-Match": {`"a"`, tag}}, 304},
		"any":                         {http.Header{"If-None-Match": {"*"}}, 304},
		"another tag":                 {http.Header{"If-None-Match": {`"a"`}}, 200},
		"a prefix":                    {http.Header{"If-None-Match": {tag[:len(tag)-2] + `"`}}, 200},
		"without quotes":              {http.Header{"If-None-Match": {tag[1 : len(tag)-1]}}, 200},
		"an open quote":               {http.Header{"If-None-Match": {`"abc`}}, 200},
		"since then":                  {http.Header{"If-Modified-Since": {at(0)}}, 304},
		"since later":                 {http.Header{"If-Modified-Since": {at(time.Hour)}}, 304},
		"since before":                {http.Header{"If-Modified-Since": {at(-time.Second)}}, 200},
		"since 1800":                  {http.Header{"If-Modified-Since": {"Wed, 01 Jan 1800 00:00:00 GMT"}}, 200},
		"since yesterday":             {http.Header{"If-Modified-Since": {"yesterday"}}, 200},
		"the tag wins over the time":  {http.Header{"If-None-Match": {`"a"`}, "If-Modified-Since": {at(0)}}, 200},
		"the tag wins the other way":  {http.Header{"If-None-Match": {tag}, "If-Modified-Since": {at(-time.Hour)}}, 304},
		"if match":                    {http.Header{"If-Match": {tag}}, 200},
		"if match, another":           {http.Header{"If-Match": {`"a"`}}, 412},
		"if match, weak":              {http.Header{"If-Match": {"W/" + tag}}, 412},
		"if match, any":               {http.Header{"If-Match": {"*"}}, 200},
		"unmodified since then":       {http.Header{"If-Unmodified-Since": {at(0)}}, 200},
		"unmodified since before":     {http.Header{"If-Unmodified-Since": {at(-time.Hour)}}, 412},
		"another coding's tag":        {http.Header{"If-None-Match": {rep.variants[gzipped].etag[0]}}, 200},
		"that coding with its tag":    {http.Header{"If-None-Match": {rep.variants[gzipped].etag[0]}, "Accept-Encoding": {"gzip"}}, 304},
		"a range is answered in full": {http.Header{"Range": {"bytes=0-1"}}, 200},
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			r := httptest.NewRequest(method, "/", nil)
			r.Header = c.header
			w := httptest.NewRecorder()
			if err := rep.Send(w, r); err != nil {
				t.Fatal(err)
			}
			if w.Code != c.want {
				t.Errorf("%s, %s: %d, want %d", name, method, w.Code, c.want)
			}
			if (w.Code != 200 || method == http.MethodHead) && w.Body.Len() > 0 {
				t.Errorf("%s, %s: %d with a body", name, method, w.Code)
			}
			if w.Header().Get("Etag") == "" || w.Header().Get("Vary") == "" || w.Header().Get("Last-Modified") == "" || w.Header().Get("Cache-Control") == "" {
				t.Errorf("%s, %s: a validator is missing from %v", name, method, w.Header())
			}
		}
	}
}

func TestCodingsHaveTheirOwnStrongTags(t *testing.T) {
	rep := New([]byte("some text that is said twice, some text that is said twice"), Facts{})
	seen := map[string]bool{}
	for c := identity; c < codings; c++ {
		seen[rep.variants[c].etag[0]] = true
	}
	if len(seen) != int(codings) {
		t.Errorf("tags %v", seen)
	}
	again := New([]byte("some text that is said twice, some text that is said twice"), Facts{})
	if again.variants[identity].etag[0] != rep.variants[identity].etag[0] {
		t.Error("the same bytes have another tag")
	}
}

func FuzzMatchLine(f *testing.F) {
	f.Add(`W/"a", "b"`)
	f.Add(`"a,b",`)
	f.Add(`,,;"`)
	f.Fuzz(func(t *testing.T, line string) {
		if matchLine(line, `"tag-that-is-not-there"`, false) && !containsTag(line) {
			t.Fatalf("%q matches", line)
		}
	})
}

func containsTag(line string) bool {
	for i := range len(line) {
		if len(line)-i >= 23 && line[i:i+23] == `"tag-that-is-not-there"` {
			return true
		}
	}
	return false
}
