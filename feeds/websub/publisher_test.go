package websub

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// hub is a hub on the other side of an in-memory wire.
type hub struct {
	mu     sync.Mutex
	told   []string // topics, in order
	answer func(topic string) (status int, retryAfter string)
	asked  []time.Duration // since the start
	start  time.Time
}

func (h *hub) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	if r.Method != http.MethodPost || form.Get("hub.mode") != "publish" || form.Get("hub.url") != form.Get("hub.topic") {
		return nil, errors.New("this is no publish call: " + string(body))
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = append(h.asked, time.Since(h.start))
	status, retry := h.answer(form.Get("hub.url"))
	if status == 0 {
		return nil, errors.New("connection refused")
	}
	if status/100 == 2 {
		h.told = append(h.told, form.Get("hub.url"))
	}
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Body: io.NopCloser(strings.NewReader("")),
		Header: http.Header{"Retry-After": {retry}}, Request: r,
	}, nil
}

// record is a record of which every revision changes one feed.
type record struct {
	mu  sync.Mutex
	rev int64
}

func (r *record) commit() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rev++
}

func (r *record) topics(after int64) ([]string, int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var list []string
	for i := after + 1; i <= r.rev; i++ {
		list = append(list, "https://almanac.example/"+string(rune('a'+(i-1)%26)))
	}
	return list, r.rev
}

func always(status int) func(string) (int, string) {
	return func(string) (int, string) { return status, "" }
}

func start(t *testing.T, h *hub, r *record, mark Mark) (*Publisher, func()) {
	t.Helper()
	h.start = time.Now()
	p, err := New(Config{
		Hub: "https://hub.example/", Client: &http.Client{Transport: h}, Mark: mark,
		Topics: r.topics, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx) }()
	return p, func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestHubIsToldWhatChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, r, mark := &hub{answer: always(202)}, &record{}, File(filepath.Join(t.TempDir(), "mark"))
		p, stop := start(t, h, r, mark)
		r.commit()
		r.commit()
		p.Wake()
		time.Sleep(time.Minute)
		r.commit()
		p.Wake()
		p.Wake() // waking twice changes nothing
		time.Sleep(time.Minute)
		stop()
		want := []string{"https://almanac.example/a", "https://almanac.example/b", "https://almanac.example/c"}
		if diff := cmp.Diff(want, h.told); diff != "" {
			t.Errorf("-want +told:\n%s", diff)
		}
		if n, err := mark.Load(t.Context()); n != 3 || err != nil {
			t.Errorf("the mark is %d, %v, want 3", n, err)
		}
	})
}

func TestNothingIsLostByARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, r, mark := &hub{answer: func(string) (int, string) { return 0, "" }}, &record{}, File(filepath.Join(t.TempDir(), "mark"))
		r.commit()
		_, stop := start(t, h, r, mark)
		time.Sleep(time.Minute)
		stop() // with a ping still to be made
		r.commit()
		h.answer = always(202)
		_, stop = start(t, h, r, mark)
		time.Sleep(time.Minute)
		stop()
		if diff := cmp.Diff([]string{"https://almanac.example/a", "https://almanac.example/b"}, h.told); diff != "" {
			t.Errorf("-want +told:\n%s", diff)
		}
		_, stop = start(t, h, r, mark)
		time.Sleep(time.Minute)
		stop()
		if len(h.told) != 2 {
			t.Errorf("told again after a restart: %v", h.told)
		}
	})
}

func TestPausesGrowWhileTheHubIsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, r := &hub{answer: func(string) (int, string) { return 503, "" }}, &record{}
		r.commit()
		p, stop := start(t, h, r, File(filepath.Join(t.TempDir(), "mark")))
		for range 5 { // commits meanwhile neither block nor shorten the pause
			p.Wake()
			r.commit()
		}
		time.Sleep(6 * time.Hour)
		stop()
		want := []time.Duration{0, 10 * time.Second, 30 * time.Second, 70 * time.Second, 150 * time.Second, 310 * time.Second, 630 * time.Second}
		if diff := cmp.Diff(want, h.asked[:len(want)]); diff != "" {
			t.Errorf("-want +asked:\n%s", diff)
		}
		last := h.asked[len(h.asked)-1] - h.asked[len(h.asked)-2]
		if last != time.Hour {
			t.Errorf("the longest pause is %v, want 1h", last)
		}
	})
}

func TestHubsWishIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		busy := true
		h, r := &hub{}, &record{}
		h.answer = func(string) (int, string) {
			if busy {
				busy = false
				return http.StatusTooManyRequests, "120"
			}
			return 204, ""
		}
		r.commit()
		_, stop := start(t, h, r, File(filepath.Join(t.TempDir(), "mark")))
		time.Sleep(time.Hour)
		stop()
		if diff := cmp.Diff([]time.Duration{0, 2 * time.Minute}, h.asked); diff != "" {
			t.Errorf("-want +asked:\n%s", diff)
		}
	})
}

func TestOneRefusedFeedHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, r, mark := &hub{}, &record{}, File(filepath.Join(t.TempDir(), "mark"))
		h.answer = func(topic string) (int, string) {
			if strings.HasSuffix(topic, "/a") {
				return 404, ""
			}
			return 204, ""
		}
		r.commit()
		r.commit()
		_, stop := start(t, h, r, mark)
		time.Sleep(time.Hour)
		stop()
		if !slices.Equal(h.told, []string{"https://almanac.example/b"}) || len(h.asked) != 2 {
			t.Errorf("told %v with %d calls", h.told, len(h.asked))
		}
	})
}

// stuck is a mark that cannot be written at first.
type stuck struct {
	File
	failures int
}

func (s *stuck) Save(ctx context.Context, rev int64) error {
	if s.failures--; s.failures >= 0 {
		return errors.New("disk full")
	}
	return s.File.Save(ctx, rev)
}

func TestMarkThatCannotBeWrittenIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, r := &hub{answer: always(202)}, &record{}
		mark := &stuck{File: File(filepath.Join(t.TempDir(), "mark")), failures: 3}
		r.commit()
		_, stop := start(t, h, r, mark)
		time.Sleep(time.Hour)
		stop()
		if n, _ := mark.Load(t.Context()); n != 1 || len(h.told) != 1 {
			t.Errorf("the mark is %d after %d calls, want 1 after 1", n, len(h.told))
		}
	})
}

func TestHubAddress(t *testing.T) {
	for _, bad := range []string{"", "hub.example", "ftp://hub.example/", "javascript:x", "https://", "/hub", "http://[::1"} {
		if _, err := New(Config{Hub: bad}); err == nil || !strings.Contains(err.Error(), "http or https") {
			t.Errorf("New with the hub %q gives %v", bad, err)
		}
	}
}

func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mark")
	f := File(path)
	if n, err := f.Load(t.Context()); n != 0 || err != nil {
		t.Errorf("no file: %d, %v, want 0", n, err)
	}
	for _, rev := range []int64{7, 123456789012} {
		if err := f.Save(t.Context(), rev); err != nil {
			t.Fatal(err)
		}
		if n, err := f.Load(t.Context()); n != rev || err != nil {
			t.Errorf("%d, %v, want %d", n, err, rev)
		}
	}
	if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Load(t.Context()); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a damaged file gives %v, want an error that names it", err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("%d files are left behind: %v", len(left), err)
	}
}
