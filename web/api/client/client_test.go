package client

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"almanac.example/events"
)

// TestMain leaves aside that a server of net/http waits half a second before it
// closes a connection whose request it has not read.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*conn).closeWriteAndWait"))
}

// asked is a client of a handler, over the network.
func asked(t *testing.T, c Config, h http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	c.BaseURL = s.URL + "/below/"
	made, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(made.Close)
	return made
}

// TestRequest sends what was said, and nothing else.
func TestRequest(t *testing.T) {
	for _, test := range []struct {
		name   string
		config Config
		r      Request
		line   string
		header map[string]string // "": must be absent
		body   string
	}{
		{
			"get", Config{}, Request{Method: "GET", Path: "/events", Query: url.Values{"tag": {"a b"}}}, "GET /below/api/v1/events?tag=a+b",
			map[string]string{"Authorization": "", "If-Match": "", "If-None-Match": "", "Content-Type": "", AuthorHeader: ""}, "",
		},
		{
			"put", Config{Token: "alm_x", Author: "林 & Co"},
			Request{Method: "PUT", Path: "/events" + Path("a/b", "x y"), Body: map[string]string{"k": "<&>"}, Expect: At(17)},
			"PUT /below/api/v1/events/a%2Fb/x%20y",
			map[string]string{"Authorization": "Bearer alm_x", "If-Match": `"17"`, "If-None-Match": "", "Content-Type": "application/json", AuthorHeader: "%E6%9E%97%20&%20Co"},
			`{"k":"<&>"}`,
		},
		{
			"patch", Config{}, Request{Method: "PATCH", Path: "/site", Body: map[string]any{"zone": nil}, Patch: true, Expect: At(0)}, "PATCH /below/api/v1/site",
			map[string]string{"If-None-Match": "*", "If-Match": "", "Content-Type": "application/merge-patch+json"}, `{"zone":null}`,
		},
		{
			"raw", Config{}, Request{Method: "POST", Path: "/imports", Raw: strings.NewReader("text"), Type: "text/plain"}, "POST /below/api/v1/imports",
			map[string]string{"Content-Type": "text/plain", "If-Match": ""}, "text",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := asked(t, test.config, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if line := r.Method + " " + r.RequestURI; line != test.line || strings.TrimSpace(string(body)) != test.body {
					t.Errorf("asked %s with %s; want %s with %s", line, body, test.line, test.body)
				}
				for name, want := range test.header {
					if got := r.Header.Get(name); got != want {
						t.Errorf("%s: %q; want %q", name, got, want)
					}
				}
				w.Header().Set("ETag", `"18"`)
				_, _ = io.WriteString(w, `{"a":1}`)
			})
			var into struct{ A int }
			a, err := c.Do(t.Context(), test.r, &into)
			if err != nil || a.Revision != 18 || a.Status != 200 || into.A != 1 {
				t.Errorf("%+v, %+v, %v", a, into, err)
			}
		})
	}
}

// TestErrors have the words of the server, and the kinds of the commands.
func TestErrors(t *testing.T) {
	problem := func(status int, members string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/problem+json; charset=utf-8")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"title":"`+http.StatusText(status)+`","status":`+itoa(status)+members+`}`)
		}
	}
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		is     error
		said   string
	}{
		{"404", problem(404, `,"detail":"event a: not found"`), events.ErrNotFound, "event a: not found"},
		{"410", problem(410, ``), events.ErrNotFound, "gone"},
		{"409", problem(409, `,"detail":"slug taken"`), events.ErrConflict, "slug taken"},
		{"412", problem(412, `,"revision":5`), events.ErrConflict, "precondition failed"},
		{"413", problem(413, ``), events.ErrTooLarge, "request entity too large"},
		{"503", problem(503, `,"request":"abc"`), events.ErrUnavailable, "service unavailable (the server's log says more under abc)"},
		{"422", problem(422, `,"errors":[{"field":"a","reason":"is b"},{"field":"c","reason":"is d"}]`), nil, "a: is b; c: is d"},
		{"500", problem(500, ``), nil, "internal server error"},
		{"proxy", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "x", http.StatusBadGateway) }, nil, "the server answers 502 Bad Gateway, and not as an almanac does"},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://other.example/", http.StatusFound)
		}, nil, "302 Found to https://other.example/; write that address"},
		{"cut off", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, events.ErrUnknown, "did not answer"},
		{"no JSON", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") }, nil, "reading the answer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := asked(t, Config{Token: "alm_secret"}, test.answer)
			_, err := c.Get(t.Context(), "/events/a", nil, &struct{}{})
			if err == nil || !strings.Contains(err.Error(), test.said) || strings.Contains(err.Error(), "alm_secret") {
				t.Errorf("%v; want %q", err, test.said)
			}
			for _, kind := range []error{events.ErrNotFound, events.ErrConflict, events.ErrTooLarge, events.ErrUnavailable, events.ErrUnknown} {
				if errors.Is(err, kind) != errors.Is(test.is, kind) {
					t.Errorf("%v is %v: %v", err, kind, errors.Is(err, kind))
				}
			}
		})
	}
	gone, err := New(Config{BaseURL: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gone.Get(t.Context(), "/", nil, nil); !errors.Is(err, events.ErrUnavailable) || errors.Is(err, events.ErrUnknown) {
		t.Errorf("out of reach: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := gone.Get(ctx, "/", nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}

func itoa(n int) string {
	b, _ := json.Marshal(n)
	return string(b)
}

func TestAddresses(t *testing.T) {
	for _, bad := range []string{"", "calendar.example.org", "ftp://example.org", "https://", "https://a:b@example.org", "https://example.org/?x", "https://example.org/#x"} {
		if _, err := New(Config{BaseURL: bad}); err == nil || !strings.Contains(err.Error(), "https://calendar.example.org") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestVersions are told of every answer, also one that is an error.
func TestVersions(t *testing.T) {
	var told []string
	c := asked(t, Config{Version: func(v string) { told = append(told, v) }}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(VersionHeader, "v1")
		if r.URL.Query().Has("bad") {
			w.WriteHeader(http.StatusTeapot)
		}
	})
	_, _ = c.Get(t.Context(), "/", nil, nil)
	_, _ = c.Get(t.Context(), "/", url.Values{"bad": {"1"}}, nil)
	if len(told) != 2 || told[0] != "v1" {
		t.Errorf("told %v", told)
	}
}

// TestPipe asks a handler in the same process, with nothing faked between.
func TestPipe(t *testing.T) {
	p := NewPipe()
	stop := p.Serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != "almanac" {
			t.Errorf("the host is %s", r.Host)
		}
		if _, err := io.Copy(w, r.Body); err != nil {
			t.Error(err)
		}
	}))
	c, err := New(Config{Dial: p.Dial})
	if err != nil {
		t.Fatal(err)
	}
	large := strings.Repeat("x", 1<<20)
	for range 3 {
		body, _, err := c.Open(t.Context(), Request{Method: "POST", Path: "/echo", Raw: strings.NewReader(large)})
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(body)
		body.Close()
		if string(got) != large || err != nil {
			t.Errorf("%d bytes came back, %v", len(got), err)
		}
	}
	c.Close()
	stop()
	if _, err := c.Get(t.Context(), "/", nil, nil); err == nil {
		t.Error("it still answers")
	}
}
