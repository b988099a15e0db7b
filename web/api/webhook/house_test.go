package webhook

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"go.uber.org/goleak"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/store"
	"almanac.example/store/bolt"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// clock is what senders see of time; it moves when a test says so.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// house is a record with a vault and a sender.
type house struct {
	*clock
	live   *store.Live
	vault  store.Vault
	sender *Sender
}

func newHouse(t *testing.T) *house {
	t.Helper()
	b, err := bolt.Open(filepath.Join(t.TempDir(), "almanac.db"))
	if err != nil {
		t.Fatal(err)
	}
	h := &house{clock: &clock{at: time.Now().UTC().Truncate(time.Millisecond)}}
	if h.live, err = store.Open(t.Context(), b, store.Config{Now: h.now}); err != nil {
		t.Fatal(err)
	}
	h.vault = store.Unexpired(b.Vault(), h.now)
	h.sender = h.newSender()
	t.Cleanup(func() {
		h.live.Close()
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// newSender is that of another process at the same store.
func (h *house) newSender() *Sender {
	return New(Config{
		Record: h.live, Vault: h.vault, Now: h.now, UserAgent: "Almanac/test", AllowPrivate: true,
		Address: func(e *events.Event) string { return "https://example.org/e/" + e.Slug },
	})
}

// story is an event of these tests.
func story(id string, status events.Status) events.Event {
	return events.Event{
		ID: events.ID(id), Slug: id, Span: events.On(edtf.MustParse("2019-04-10")), Status: status,
		Text: map[string]events.Text{"en": {Title: "Story " + id}},
	}
}

// put stores events in one commit, after what is stored.
func (h *house) put(t *testing.T, list ...events.Event) events.Rev {
	t.Helper()
	var changes []events.Change
	for _, e := range list {
		var expect events.Rev
		if old, ok := h.live.Timeline().Event(e.ID); ok {
			expect = old.Rev
		}
		if e.Status == events.Deleted {
			changes = append(changes, events.Delete(e.ID, expect))
		} else {
			changes = append(changes, events.Put(e, expect))
		}
	}
	rev, err := h.live.Commit(t.Context(), changes...)
	if err != nil {
		t.Fatal(err)
	}
	return rev
}

func (h *house) putDocument(t *testing.T, d events.Document) events.Rev {
	t.Helper()
	rev, err := h.live.Commit(t.Context(), events.PutDocument(d, h.live.Timeline().Site().Revs[d.Name]))
	if err != nil {
		t.Fatal(err)
	}
	return rev
}

// send does what the duty does.
func (h *house) send(t *testing.T) string {
	t.Helper()
	done, err := h.sender.Send(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// create sets an endpoint up.
func (h *house) create(t *testing.T, settings Settings) (id, secret string) {
	t.Helper()
	e, secret, err := h.sender.Create(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	return e.ID, secret
}

func (h *house) get(t *testing.T, id string) Standing {
	t.Helper()
	e, err := h.sender.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func (h *house) deliveries(t *testing.T, id string) []Delivery {
	t.Helper()
	list, err := h.sender.Deliveries(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// received is a message as a receiver sees it.
type received struct {
	ID   string
	Type Type
	At   time.Time
	Data map[string]json.RawMessage
	body []byte
	head http.Header
}

// text is a member of the data that is a string.
func (r received) text(name string) string {
	var s string
	_ = json.Unmarshal(r.Data[name], &s)
	return s
}

// receiver is a server that takes messages.
type receiver struct {
	url string

	mu     sync.Mutex
	got    []received
	answer func(w http.ResponseWriter, r *http.Request) // nil: 204
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { r.take(t, w, q) }))
	t.Cleanup(s.Close)
	r.url = s.URL + "/hook"
	return r
}

func (r *receiver) take(t *testing.T, w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(q.Body)
	var m struct {
		Type      Type
		Timestamp time.Time
		Data      map[string]json.RawMessage
	}
	if err == nil {
		err = json.Unmarshal(body, &m)
	}
	if err != nil || q.Method != http.MethodPost || q.Header.Get("Content-Type") != "application/json" || q.UserAgent() != "Almanac/test" {
		t.Errorf("%s %s %v: %v", q.Method, q.URL, q.Header, err)
	}
	r.mu.Lock()
	r.got = append(r.got, received{q.Header.Get("webhook-id"), m.Type, m.Timestamp, m.Data, body, q.Header})
	answer := r.answer
	r.mu.Unlock()
	if answer == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	answer(w, q)
}

// taken is what came since it was asked last.
func (r *receiver) taken() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	got := r.got
	r.got = nil
	return got
}

// answers changes how messages are answered.
func (r *receiver) answers(with func(w http.ResponseWriter, r *http.Request)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = with
}

// status answers with a status.
func status(code int) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// verify checks the signature as the standard's own library does.
func (r received) verify(t *testing.T, secret string) error {
	t.Helper()
	w, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	return w.Verify(r.body, r.head)
}

// types are those of the messages, in order.
func types(list []received) []Type {
	var all []Type
	for _, r := range list {
		all = append(all, r.Type)
	}
	return all
}

// stop is a context that ends when the function is called, and says why.
func stop(t *testing.T) (context.Context, context.CancelFunc) { return context.WithCancel(t.Context()) }
