package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/api"
)

// told lists what changes say, in short.
func told(c api.Changes) (list []string) {
	for _, x := range c.Changes {
		switch {
		case x.Event != nil:
			list = append(list, string(x.Event.ID)+"="+string(x.Event.Status))
		case x.Left != nil:
			list = append(list, string(x.Left.ID)+"!"+string(x.Left.Status))
		default:
			list = append(list, "document "+string(x.Document))
		}
	}
	return list
}

func TestChanges(t *testing.T) {
	w := newWorld(t)
	w.put(t, story("first", events.Published))
	since := w.put(t, story("gone", events.Published))
	w.put(t, story("draft", events.Draft))
	w.put(t, story("public", events.Published))
	taken := story("taken", events.Published)
	w.put(t, taken)
	taken.Status = events.Withdrawn
	w.put(t, taken)
	never := w.put(t, story("never", events.Draft))
	_, err := w.live.Commit(t.Context(), events.Delete("never", never))
	must(t, err)
	_, err = w.live.Commit(t.Context(), events.Delete("gone", since))
	must(t, err)
	_, err = w.live.Commit(t.Context(), events.PutDocument(events.Document{Name: events.DocumentTags, Tags: []events.Tag{{Slug: "a", Name: events.Localised{"en": "A"}}}}, 0))
	must(t, err)
	path := fmt.Sprintf("/changes?since=%d", since)
	got := w.ask(t, asked{method: "GET", path: path})
	c := as[api.Changes](got, 200)
	if want := []string{"public=published", "taken!withdrawn", "gone!deleted", "document tags"}; !slices.Equal(told(c), want) {
		t.Errorf("the public is told %v, want %v", told(c), want)
	}
	if c.Revision != w.live.Timeline().Rev() || c.More {
		t.Errorf("up to %d of %d", c.Revision, w.live.Timeline().Rev())
	}
	for _, word := range []string{"Story taken", "Story gone", "Story draft", "never"} {
		if strings.Contains(got.Body.String(), word) {
			t.Errorf("the public is told of %q", word)
		}
	}
	c = as[api.Changes](w.ask(t, asked{method: "GET", path: path, who: "viewer"}), 200)
	if want := []string{"draft=draft", "public=published", "taken=withdrawn", "never!deleted", "gone!deleted", "document tags"}; !slices.Equal(told(c), want) {
		t.Errorf("a viewer is told %v, want %v", told(c), want)
	}
	if c := as[api.Changes](w.ask(t, asked{method: "GET", path: fmt.Sprintf("/changes?since=%d", c.Revision)}), 200); len(c.Changes) != 0 || c.Revision != w.live.Timeline().Rev() {
		t.Errorf("nothing new: %+v", c)
	}
	if c := as[api.Changes](w.ask(t, asked{method: "GET", path: "/changes?since=999999"}), 200); len(c.Changes) != 0 || c.Revision != 999999 {
		t.Errorf("from the future: %+v", c)
	}
}

// What one commit changed is told together, and a page that ends begins the next
// one where it ended.
func TestPagesOfChanges(t *testing.T) {
	w := newWorld(t)
	for i := range 3 {
		var list []events.Change
		for j := range 4 {
			list = append(list, events.Put(story(fmt.Sprintf("e%d-%d", i, j), events.Published), 0))
		}
		_, err := w.live.Commit(t.Context(), list...)
		must(t, err)
	}
	for limit := 1; limit <= 13; limit++ {
		var all []string
		since, more, pages := events.Rev(0), true, 0
		for more && pages < 20 {
			c := as[api.Changes](w.ask(t, asked{method: "GET", path: fmt.Sprintf("/changes?since=%d&limit=%d", since, limit)}), 200)
			all, since, more = append(all, told(c)...), c.Revision, c.More
			pages++
			if len(c.Changes)%4 != 0 {
				t.Errorf("by %d: a page of %d", limit, len(c.Changes))
			}
		}
		if len(all) != 12 || len(slices.Compact(slices.Sorted(slices.Values(all)))) != 12 || since != w.live.Timeline().Rev() {
			t.Errorf("by %d: %v up to %d", limit, all, since)
		}
	}
}

// message is one server-sent event.
type message struct{ id, event, data string }

// follow reads a stream of a real server until it ends.
func follow(t *testing.T, server *httptest.Server, header map[string]string, path string) (<-chan message, *http.Response, context.CancelFunc) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+api.Prefix+path, nil)
	must(t, err)
	r.Header.Set("Accept", "text/event-stream")
	for name, value := range header {
		r.Header.Set(name, value)
	}
	resp, err := server.Client().Do(r)
	must(t, err)
	t.Cleanup(func() { cancel(); resp.Body.Close() })
	out := make(chan message, 100)
	go func() {
		defer close(out)
		var m message
		lines := bufio.NewScanner(resp.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch {
			case lines.Text() == "" && m.data != "":
				out <- m
				m = message{}
			case name == "id":
				m.id = value
			case name == "event":
				m.event = value
			case name == "data":
				m.data = value
			}
		}
	}()
	return out, resp, cancel
}

// next is the next message of a stream, with what it tells.
func next(t *testing.T, stream <-chan message) (message, api.Changes) {
	t.Helper()
	select {
	case m, ok := <-stream:
		if !ok {
			t.Fatal("the stream has ended")
		}
		var c api.Changes
		must(t, json.Unmarshal([]byte(m.data), &c))
		return m, c
	case <-time.After(time.Minute):
		t.Fatal("nothing is told")
	}
	return message{}, api.Changes{}
}

// serve is a real server with timeouts much shorter than a stream lasts.
func (w *world) serve(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(w.handler)
	server.Config.WriteTimeout, server.Config.ReadTimeout = 50*time.Millisecond, 50*time.Millisecond
	server.Config.RegisterOnShutdown(w.server.Stop)
	server.Start()
	t.Cleanup(server.Close)
	return server
}

func TestStreams(t *testing.T) {
	w := newWorld(t)
	server := w.serve(t)
	first := w.put(t, story("first", events.Published))
	stream, resp, _ := follow(t, server, nil, fmt.Sprintf("/changes?since=%d", first-1))
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "text/event-stream" || resp.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %v", resp.StatusCode, resp.Header)
	}
	m, c := next(t, stream)
	if m.event != "changes" || m.id != fmt.Sprint(first) || !slices.Equal(told(c), []string{"first=published"}) {
		t.Errorf("%+v", m)
	}
	time.Sleep(120 * time.Millisecond) // longer than an answer may take
	w.put(t, story("draft", events.Draft))
	second := w.put(t, story("second", events.Published))
	m, c = next(t, stream)
	if m.id != fmt.Sprint(second) || !slices.Equal(told(c), []string{"second=published"}) {
		t.Errorf("%+v", m)
	}
	// A stream that broke off goes on where it was.
	w.put(t, story("third", events.Published))
	again, _, _ := follow(t, server, map[string]string{"Last-Event-ID": fmt.Sprint(first)}, "/changes?since=0")
	seen := []string{}
	for len(seen) < 2 {
		_, c = next(t, again)
		seen = append(seen, told(c)...)
	}
	if !slices.Equal(seen, []string{"second=published", "third=published"}) {
		t.Errorf("went on with %v", seen)
	}
	// Without a revision it begins now.
	now, resp, _ := follow(t, server, map[string]string{"Authorization": "Bearer " + w.tokens["viewer"]}, "/changes")
	if resp.StatusCode != http.StatusOK {
		t.Fatal(resp.Status)
	}
	w.put(t, story("fourth", events.Draft))
	if _, c = next(t, now); !slices.Equal(told(c), []string{"fourth=draft"}) {
		t.Errorf("told %v", told(c))
	}
	// The end of the server is the end of the streams.
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := server.Config.Shutdown(ctx); err != nil {
		t.Errorf("shutting down: %v", err)
	}
	for _, s := range []<-chan message{stream, again, now} {
		for range s { // what was still to be told
		}
	}
}

func TestStreamsEndWithTheirClients(t *testing.T) {
	w := newWorld(t)
	server := w.serve(t)
	for range 20 {
		_, resp, stop := follow(t, server, nil, "/changes?since=0")
		if resp.StatusCode != http.StatusOK {
			t.Fatal(resp.Status)
		}
		stop()
	}
	w.ask(t, asked{method: "GET", path: "/changes", header: map[string]string{"Accept": "text/event-stream", "Last-Event-ID": "x"}}).problem(400)
	if got := w.ask(t, asked{method: "HEAD", path: "/changes", header: map[string]string{"Accept": "text/event-stream"}}).is(200); got.Body.Len() != 0 {
		t.Error("HEAD has a body")
	}
}

// What a POST has done is told, however long it took.
func TestLongWorkIsAnswered(t *testing.T) {
	w := newWorld(t)
	server := httptest.NewUnstartedServer(w.handler)
	server.Config.WriteTimeout = time.Nanosecond
	server.Start()
	defer server.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+api.Prefix+"/events", strings.NewReader(draftBody))
	must(t, err)
	r.Header.Set("Content-Type", "application/json")
	bearer(w.tokens["author"])(r)
	resp, err := server.Client().Do(r)
	must(t, err)
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusCreated {
		t.Error(resp.Status)
	}
}

// A stream whose client may see no more what it saw ends.
func TestStreamsEndWhenATokenIsRevoked(t *testing.T) {
	w := newWorld(t)
	w.server.Pulse = 20 * time.Millisecond
	server := w.serve(t)
	_, secret := w.account(t, "reader", access.Viewer, access.ScopeReadDrafts)
	stream, _, _ := follow(t, server, map[string]string{"Authorization": "Bearer " + secret}, "/changes")
	w.put(t, story("draft", events.Draft))
	next(t, stream)
	root := access.Local("root")
	reader, err := w.people.AccountNamed("reader")
	must(t, err)
	must(t, w.people.RevokeToken(t.Context(), root, w.people.Tokens(reader.ID)[0].ID))
	select {
	case m, ok := <-stream:
		if ok {
			t.Errorf("told %+v", m)
		}
	case <-time.After(time.Minute):
		t.Error("the stream goes on")
	}
}
