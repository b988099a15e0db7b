package webhook

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// TestSchedule goes through an outage of days: each attempt has the same id and
// body, and at the end the endpoint is given up with a word.
func TestSchedule(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, secret := h.create(t, Settings{URL: r.url})
	r.answers(status(500))
	h.put(t, story("a", events.Published))
	h.put(t, story("b", events.Published))
	began := h.now()
	want := append(delays[:], 24*time.Hour, 24*time.Hour, 24*time.Hour, 24*time.Hour)
	attempts := 0
	var first received
	for n, delay := range want {
		if done := h.send(t); done != "delivered: 0, not taken: 1" {
			t.Fatalf("attempt %d: %s", n, done)
		}
		got := r.taken()
		if len(got) != 1 {
			t.Fatalf("attempt %d: %d messages", n, len(got))
		}
		if n == 0 {
			first = got[0]
			if err := first.verify(t, secret); err != nil {
				t.Error(err)
			}
		}
		if got[0].ID != first.ID || string(got[0].body) != string(first.body) {
			t.Errorf("attempt %d is another message: %s %s", n, got[0].ID, got[0].body)
		}
		if n > 1 && got[0].head.Get("webhook-timestamp") == first.head.Get("webhook-timestamp") {
			t.Errorf("attempt %d has the instant of the first", n)
		}
		attempts++
		e := h.get(t, id)
		if over := h.now().Sub(began) >= patience; over != (e.Disabled != nil) {
			t.Fatalf("after %s: disabled %+v", h.now().Sub(began), e.Disabled)
		} else if over {
			break
		}
		wait := e.Next.Sub(h.now())
		if e.Failures != n+1 || wait < delay*9/10-time.Second || wait > delay*11/10 {
			t.Errorf("after attempt %d: %d failures, next in %s; want %s", n, e.Failures, wait, delay)
		}
		h.advance(wait - time.Millisecond)
		if h.send(t); len(r.taken()) != 0 {
			t.Errorf("attempt %d came early", n+1)
		}
		h.advance(time.Millisecond)
	}
	e := h.get(t, id)
	if e.Disabled == nil || !strings.Contains(e.Disabled.Reason, "it answers 500 Internal Server Error") || !strings.Contains(e.Disabled.Reason, "has taken nothing since") || attempts < 12 {
		t.Fatalf("after %s: %+v", h.now().Sub(began), e)
	}
	h.advance(48 * time.Hour)
	if h.send(t); len(r.taken()) != 0 {
		t.Error("it is told although it was given up")
	}
	list := h.deliveries(t, id)
	if len(list) != 1 || list[0].Attempts != attempts || list[0].Delivered || list[0].Status != 500 || !list[0].Next.IsZero() || list[0].Event != "a" {
		t.Errorf("the log is %+v", list)
	}
	// Enabled again it is told everything, in order.
	r.answers(nil)
	if err := h.sender.Enable(t.Context(), id, false); err != nil {
		t.Fatal(err)
	}
	h.send(t)
	got := r.taken()
	if len(got) != 2 || got[0].ID != first.ID || got[1].text("id") != "b" {
		t.Errorf("then came %v", got)
	}
	if list := h.deliveries(t, id); len(list) != 2 || list[1].Attempts != attempts+1 || !list[1].Delivered || list[1].Failure != "" || list[0].Number != 2 {
		t.Errorf("the log is %+v", list)
	}
}

// TestStandstill of this server is not held against an endpoint.
func TestStandstill(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, _ := h.create(t, Settings{URL: r.url})
	r.answers(status(500))
	h.put(t, story("a", events.Published))
	h.send(t)
	h.advance(30 * 24 * time.Hour)
	h.send(t)
	if e := h.get(t, id); e.Disabled != nil || e.Failures != 2 {
		t.Errorf("after two attempts in a month: %+v", e)
	}
}

// TestAnswers that are no 2xx are failures, some of a kind of their own.
func TestAnswers(t *testing.T) {
	for _, test := range []struct {
		name     string
		answer   func(http.ResponseWriter, *http.Request)
		failure  string        // in the log
		disabled string        // why; "": it is not
		least    time.Duration // pause
		most     time.Duration
	}{
		{"200", status(200), "", "", 0, 0},
		{"299", status(299), "", "", 0, 0},
		{"400", status(400), "it answers 400 Bad Request", "", 4 * time.Second, 6 * time.Second},
		{"410", status(410), "it answers 410 Gone", "wants no more", 0, 0},
		{"429", status(429), "it answers 429", "", time.Minute, time.Minute},
		{"502", status(502), "it answers 502", "", time.Minute, time.Minute},
		{"504", status(504), "it answers 504", "", time.Minute, time.Minute},
		{"503", status(503), "it answers 503", "", 4 * time.Second, 6 * time.Second},
		{"wish", wish(429, "600"), "it answers 429", "", 600 * time.Second, 600 * time.Second},
		{"long wish", wish(503, "999999"), "it answers 503", "", slowest, slowest},
		{"instant", wish(503, time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)), "it answers 503", "", 59 * time.Minute, time.Hour},
		{"past", wish(503, time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)), "it answers 503", "", 4 * time.Second, 6 * time.Second},
		{"nonsense", wish(503, "soon"), "it answers 503", "", 4 * time.Second, 6 * time.Second},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, "redirects are not followed", "", 4 * time.Second, 6 * time.Second},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }, cutOff, "", 4 * time.Second, 6 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, r := newHouse(t), newReceiver(t)
			id, _ := h.create(t, Settings{URL: r.url + "?token=secret"})
			r.answers(test.answer)
			h.put(t, story("a", events.Published))
			h.send(t)
			if got := len(r.taken()); got != 1 {
				t.Errorf("%d requests", got)
			}
			list := h.deliveries(t, id)
			if len(list) != 1 || !strings.Contains(list[0].Failure, test.failure) || list[0].Delivered != (test.failure == "") || strings.Contains(list[0].Failure, "secret") {
				t.Errorf("the log is %+v", list)
			}
			e := h.get(t, id)
			if reason := e.Disabled; (reason != nil) != (test.disabled != "") || reason != nil && !strings.Contains(reason.Reason, test.disabled) {
				t.Errorf("disabled: %+v", reason)
			}
			wait := time.Duration(0)
			if !e.Next.IsZero() {
				wait = e.Next.Sub(h.now())
			}
			if wait < test.least || wait > test.most || !list[0].Next.Equal(e.Next) {
				t.Errorf("the pause is %s; want %s to %s", wait, test.least, test.most)
			}
		})
	}
}

func wish(code int, after string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", after)
		w.WriteHeader(code)
	}
}

// TestBacklog is worked off in order, one at a time, over the bounds of what is
// read at once.
func TestBacklog(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	h.create(t, Settings{URL: r.url})
	var want []string
	for i := range 2*window + 3 {
		id := fmt.Sprintf("e%03d", i)
		h.put(t, story(id, events.Published))
		want = append(want, id)
	}
	var list []events.Event
	for i := range 20 { // in one commit
		id := fmt.Sprintf("f%03d", i)
		list = append(list, story(id, events.Published))
		want = append(want, id)
	}
	slices.Reverse(list)
	h.put(t, list...)
	var mu sync.Mutex
	var at, most int
	r.answers(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		at++
		most = max(most, at)
		mu.Unlock()
		w.WriteHeader(http.StatusOK)
		mu.Lock()
		at--
		mu.Unlock()
	})
	h.send(t)
	var got []string
	for _, m := range r.taken() {
		got = append(got, m.text("id"))
	}
	if diff := cmp.Diff(want, got); diff != "" || most != 1 {
		t.Errorf("%d at a time (-want +got):\n%s", most, diff)
	}
}

// TestReplicas share the work: each message is delivered once, and what one was
// at when it died is left to the other when its claim has ended.
func TestReplicas(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	second := newReceiver(t)
	h.create(t, Settings{URL: r.url})
	h.create(t, Settings{URL: second.url})
	senders := []*Sender{h.sender, h.newSender(), h.newSender()}
	var want []string
	var all sync.WaitGroup
	for i := range 30 {
		id := fmt.Sprintf("e%03d", i)
		h.put(t, story(id, events.Published))
		want = append(want, id)
		if i%5 == 0 {
			for _, s := range senders {
				all.Go(func() {
					if _, err := s.Send(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
		}
	}
	all.Wait()
	h.send(t)
	for _, r := range []*receiver{r, second} {
		var got []string
		for _, m := range r.taken() {
			got = append(got, m.text("id"))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestClaimOfTheDead(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, _ := h.create(t, Settings{URL: r.url})
	h.put(t, story("a", events.Published))
	if err := h.newSender().claim(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if pending, err := h.sender.Pending(t.Context()); pending || err != nil {
		t.Errorf("pending although it is claimed: %v", err)
	}
	h.advance(claimTime - time.Millisecond)
	if h.send(t); len(r.taken()) != 0 {
		t.Error("sent although it is claimed")
	}
	h.advance(time.Millisecond)
	if pending, err := h.sender.Pending(t.Context()); !pending || err != nil {
		t.Errorf("not pending although the claim has ended: %v", err)
	}
	if h.send(t); len(r.taken()) != 1 {
		t.Error("not sent although the claim has ended")
	}
}

// TestLateNote of a sender whose claim went to another changes nothing.
func TestLateNote(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, _ := h.create(t, Settings{URL: r.url})
	h.put(t, story("a", events.Published))
	slow := h.newSender()
	r.answers(func(w http.ResponseWriter, _ *http.Request) {
		r.answers(nil)
		h.advance(2 * claimTime)
		if _, err := h.sender.Send(context.Background()); err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusInternalServerError)
	})
	if _, err := slow.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := r.taken(); len(got) != 2 || got[0].ID != got[1].ID {
		t.Errorf("got %v", got)
	}
	list := h.deliveries(t, id)
	if e := h.get(t, id); e.Failures != 0 || len(list) != 1 || !list[0].Delivered {
		t.Errorf("the late one counted: %+v %+v", e, list)
	}
}

// TestStopping frees the endpoint at once, and counts nothing.
func TestStopping(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, _ := h.create(t, Settings{URL: r.url})
	h.put(t, story("a", events.Published))
	ctx, cancel := stop(t)
	r.answers(func(_ http.ResponseWriter, q *http.Request) { cancel(); <-q.Context().Done() })
	if _, err := h.sender.Send(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	r.taken()
	r.answers(nil)
	if list := h.deliveries(t, id); len(list) != 0 {
		t.Errorf("the log is %+v", list)
	}
	if done, err := h.newSender().Send(t.Context()); err != nil || done != "delivered: 1, not taken: 0" {
		t.Errorf("%s, %v", done, err)
	}
}

// late is a record that this process does not yet see whole.
type late struct {
	Record
	timeline *timeline.Timeline
}

func (l late) Timeline() *timeline.Timeline { return l.timeline }

// TestLaggingReplica does not move a cursor back.
func TestLaggingReplica(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, _ := h.create(t, Settings{URL: r.url})
	h.put(t, story("a", events.Published))
	old := h.live.Timeline()
	h.put(t, story("b", events.Published))
	h.send(t)
	behind := New(Config{Record: late{h.live, old}, Vault: h.vault, Now: h.now, AllowPrivate: true})
	if err := behind.tell(t.Context(), id, &tally{}); err != nil {
		t.Fatal(err)
	}
	if e := h.get(t, id); e.Told != h.live.Timeline().Rev() {
		t.Errorf("told up to %d; want %d", e.Told, h.live.Timeline().Rev())
	}
	if got := len(r.taken()); got != 2 {
		t.Errorf("%d messages", got)
	}
}

// TestFollow wakes the duty when the record changes, when an endpoint does, and
// when the time of another attempt has come.
func TestFollow(t *testing.T) {
	h, r := newHouse(t), newReceiver(t)
	id, _ := h.create(t, Settings{URL: r.url})
	ctx, cancel := stop(t)
	var following sync.WaitGroup
	defer following.Wait()
	defer cancel()
	news := func(of string, act func()) {
		t.Helper()
		bell := h.sender.Changed()
		act()
		select {
		case <-bell:
		case <-time.After(30 * time.Second):
			t.Fatalf("no news of %s", of)
		}
	}
	news("what there is", func() { following.Go(func() { h.sender.Follow(ctx) }) })
	news("the record", func() { h.put(t, story("a", events.Published)) })
	news("an endpoint", func() {
		if err := h.newSender().Disable(t.Context(), id, "by another process"); err != nil {
			t.Fatal(err)
		}
	})
	news("its being enabled", func() {
		if err := h.sender.Enable(t.Context(), id, false); err != nil {
			t.Fatal(err)
		}
	})
	state, err := load[sending](t.Context(), h.vault, sendingKey(id))
	state.value.Next = h.now().Add(20 * time.Millisecond)
	if err = errors.Join(err, save(t.Context(), h.vault, &state)); err != nil {
		t.Fatal(err)
	}
	news("the time to look at it", h.sender.ring)
	news("the time of another attempt", func() {})
}
