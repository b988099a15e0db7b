package webhook

import (
	"net/http"
	"testing"

	"almanac.example/events"
)

// TestCounts counts each attempt once, whoever asked for it, and tells which
// endpoints have something to come and which are told no more.
func TestCounts(t *testing.T) {
	h := newHouse(t)
	good, busy, gone := newReceiver(t), newReceiver(t), newReceiver(t)
	busy.answers(status(http.StatusServiceUnavailable))
	gone.answers(status(http.StatusGone))
	check := func(what string, wantTaken, wantRefused int64, wantWaiting, wantDisabled int) {
		t.Helper()
		taken, refused := h.sender.Counts()
		waiting, disabled, err := h.sender.Behind(t.Context())
		if err != nil || taken != wantTaken || refused != wantRefused || waiting != wantWaiting || disabled != wantDisabled {
			t.Errorf("%s: taken %d, refused %d, waiting %d, disabled %d (%v); want %d, %d, %d, %d",
				what, taken, refused, waiting, disabled, err, wantTaken, wantRefused, wantWaiting, wantDisabled)
		}
	}
	id, _ := h.create(t, Settings{URL: good.url})
	h.create(t, Settings{URL: busy.url})
	h.create(t, Settings{URL: gone.url})
	check("at the start", 0, 0, 0, 0)
	h.put(t, story("a", events.Published))
	check("before anything was sent", 0, 0, 3, 0)
	h.send(t)
	check("after the first change", 1, 2, 1, 1)
	h.put(t, story("b", events.Published))
	h.send(t)
	check("after the second one, of which the busy one is not told yet", 2, 2, 1, 1)
	if _, err := h.sender.Ping(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := h.sender.Redeliver(t.Context(), id, 1); err != nil {
		t.Fatal(err)
	}
	check("after a ping and one more delivery", 4, 2, 1, 1)
	busy.answers(nil)
	h.advance(delays[0] * 2)
	h.send(t)
	check("when the busy one takes what has waited", 6, 2, 0, 1)
}
