package websub

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// hub is a hub on the other side of an in-memory wire.
type hub struct {
	told   []string // topics, in order
	asked  int
	answer func(topic string) (status int, retryAfter string)
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
	h.asked++
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

func always(status int) func(string) (int, string) {
	return func(string) (int, string) { return status, "" }
}

// record is a record of which every revision changes one feed: the first
// "/a", the second "/b".
type record struct{ rev int64 }

func address(rev int64) string { return "https://almanac.example/" + string(rune('a'+rev-1)) }

func (r *record) topics(after int64) (list []string, upTo int64) {
	for i := after + 1; i <= r.rev; i++ {
		list = append(list, address(i))
	}
	return list, r.rev
}

// mark is a mark in memory; failures is how often it cannot be written.
type mark struct {
	rev      int64
	broken   error
	failures int
}

func (m *mark) Load(context.Context) (int64, error) { return m.rev, m.broken }

func (m *mark) Save(_ context.Context, rev int64) error {
	if m.failures--; m.failures >= 0 {
		return errors.New("disk full")
	}
	m.rev = rev
	return nil
}

func newPublisher(t *testing.T, h *hub, r *record, m Mark) *Publisher {
	t.Helper()
	p, err := New(Config{
		Hub: "https://hub.example/", Client: &http.Client{Transport: h}, Mark: m,
		Topics: r.topics, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func pending(t *testing.T, p *Publisher, want bool) {
	t.Helper()
	if got, err := p.Pending(t.Context()); got != want || err != nil {
		t.Errorf("pending is %v, %v; want %v", got, err, want)
	}
}

func tell(t *testing.T, p *Publisher, want string) {
	t.Helper()
	if got, err := p.Tell(t.Context()); got != want || err != nil {
		t.Errorf("Tell says %q, %v; want %q", got, err, want)
	}
}

func told(t *testing.T, h *hub, want ...int64) {
	t.Helper()
	var list []string
	for _, rev := range want {
		list = append(list, address(rev))
	}
	if diff := cmp.Diff(list, h.told); diff != "" {
		t.Errorf("-want +told:\n%s", diff)
	}
}

func TestHubIsToldWhatChanged(t *testing.T) {
	h, r, m := &hub{answer: always(202)}, &record{}, &mark{}
	p := newPublisher(t, h, r, m)
	pending(t, p, false)
	r.rev = 2
	pending(t, p, true)
	pending(t, p, true) // asking changes nothing
	tell(t, p, "feeds told: 2, refused: 0; up to revision 2")
	pending(t, p, false)
	r.rev = 3
	tell(t, p, "feeds told: 1, refused: 0; up to revision 3")
	tell(t, p, "feeds told: 0, refused: 0; up to revision 3")
	told(t, h, 1, 2, 3)
	if m.rev != 3 {
		t.Errorf("the mark is %d, want 3", m.rev)
	}
}

func TestNothingIsLostByARestart(t *testing.T) {
	h, r, m := &hub{answer: always(0)}, &record{rev: 1}, &mark{}
	if _, err := newPublisher(t, h, r, m).Tell(t.Context()); err == nil {
		t.Error("a hub that is down gives no error")
	}
	r.rev, h.answer = 2, always(202)
	tell(t, newPublisher(t, h, r, m), "feeds told: 2, refused: 0; up to revision 2")
	p := newPublisher(t, h, r, m)
	pending(t, p, false)
	told(t, h, 1, 2)
}

// TestGoesOnWhereItBrokeOff tells each feed once although the hub fails between.
func TestGoesOnWhereItBrokeOff(t *testing.T) {
	h, r, m := &hub{}, &record{rev: 4}, &mark{}
	down := true
	h.answer = func(topic string) (int, string) {
		if down && topic == address(3) {
			return 503, ""
		}
		return 204, ""
	}
	p := newPublisher(t, h, r, m)
	if done, err := p.Tell(t.Context()); err == nil || !strings.Contains(err.Error(), "feeds still to be told: 2") {
		t.Errorf("Tell says %q, %v", done, err)
	}
	if m.rev != 0 {
		t.Errorf("the mark is %d before all are told", m.rev)
	}
	pending(t, p, true)
	down = false
	tell(t, p, "feeds told: 2, refused: 0; up to revision 4")
	told(t, h, 1, 2, 3, 4)
}

// TestAnotherProcessMovedTheMark makes what is pending here old.
func TestAnotherProcessMovedTheMark(t *testing.T) {
	h, r, m := &hub{answer: always(503)}, &record{rev: 2}, &mark{}
	p := newPublisher(t, h, r, m)
	if _, err := p.Tell(t.Context()); err == nil {
		t.Error("no error")
	}
	m.rev, h.answer = 2, always(204)
	pending(t, p, false)
	r.rev = 3
	tell(t, p, "feeds told: 1, refused: 0; up to revision 3")
	told(t, h, 3)
}

func TestHubsWish(t *testing.T) {
	for _, test := range []struct {
		status int
		header string
		want   time.Duration
	}{
		{http.StatusTooManyRequests, "120", 2 * time.Minute},
		{http.StatusServiceUnavailable, "7", 7 * time.Second},
		{http.StatusRequestTimeout, "", 0},
		{http.StatusBadGateway, "-1", 0},
		{http.StatusServiceUnavailable, "Sun, 06 Nov 1994 08:49:37 GMT", 0},
		{http.StatusServiceUnavailable, "9999999999", 0},
	} {
		h := &hub{answer: func(string) (int, string) { return test.status, test.header }}
		_, err := newPublisher(t, h, &record{rev: 1}, &mark{}).Tell(t.Context())
		var wish interface{ RetryAfter() time.Duration }
		if !errors.As(err, &wish) || wish.RetryAfter() != test.want {
			t.Errorf("%d with Retry-After %q gives %v; want a pause of %v", test.status, test.header, err, test.want)
		}
	}
}

func TestOneRefusedFeedHoldsUpNoOther(t *testing.T) {
	h, m := &hub{}, &mark{}
	h.answer = func(topic string) (int, string) {
		if topic == address(1) {
			return 404, ""
		}
		return 204, ""
	}
	p := newPublisher(t, h, &record{rev: 2}, m)
	tell(t, p, "feeds told: 1, refused: 1; up to revision 2")
	pending(t, p, false)
	told(t, h, 2)
	if h.asked != 2 || m.rev != 2 {
		t.Errorf("%d calls, the mark is %d", h.asked, m.rev)
	}
}

func TestMarkThatCannotBeWrittenIsTriedAgain(t *testing.T) {
	h, m := &hub{answer: always(202)}, &mark{failures: 1}
	p := newPublisher(t, h, &record{rev: 1}, m)
	if _, err := p.Tell(t.Context()); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("a mark that cannot be written: %v", err)
	}
	pending(t, p, true)
	tell(t, p, "feeds told: 0, refused: 0; up to revision 1")
	pending(t, p, false)
	told(t, h, 1)
	if m.rev != 1 {
		t.Errorf("the mark is %d", m.rev)
	}
}

func TestMarkThatCannotBeRead(t *testing.T) {
	h, m := &hub{answer: always(202)}, &mark{broken: errors.New("damaged")}
	p := newPublisher(t, h, &record{rev: 1}, m)
	if got, err := p.Pending(t.Context()); got || !errors.Is(err, m.broken) || !strings.Contains(err.Error(), "https://hub.example/") {
		t.Errorf("Pending: %v", err)
	}
	if _, err := p.Tell(t.Context()); !errors.Is(err, m.broken) || h.asked != 0 {
		t.Errorf("Tell: %v after %d calls", err, h.asked)
	}
}

func TestHubAddress(t *testing.T) {
	bad := []string{"", "hub.example", "ftp://hub.example/", "javascript:x", "https://", "/hub", "http://[::1"}
	if i := slices.IndexFunc(bad, func(address string) bool {
		_, err := New(Config{Hub: address})
		return err == nil || !strings.Contains(err.Error(), "http or https")
	}); i >= 0 {
		t.Errorf("the hub %q is not refused as it should be", bad[i])
	}
}
