package storetest

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

func testHistory(t *testing.T, e Engine) {
	b := e.open(t)
	first := commit(t, b, put("a", "one", 0), put("ab", "a name that begins alike", 0))
	c := put("a", "two", first)
	c.Author, c.Note, c.Public = "编辑", "corrected <the> date", true
	second := commit(t, b, c)
	third := commit(t, b, remove("a", second))

	state := func(c events.Change, rev events.Rev) string {
		return spell(t, rev, &events.State{Rev: rev, At: c.At, Author: c.Author, Note: c.Note, Public: c.Public, Event: c.Event})
	}
	want := []string{state(remove("a", second), third), state(c, second), state(put("a", "one", 0), first)}
	if diff := cmp.Diff(want, history(t, b, events.HistoryQuery{ID: "a"})); diff != "" {
		t.Errorf("history of a (-want +got):\n%s", diff)
	}
	if got := history(t, b, events.HistoryQuery{ID: "nobody"}); len(got) != 0 {
		t.Errorf("an unknown event has the history %v", got)
	}
	all := history(t, b, events.HistoryQuery{})
	if len(all) != 4 {
		t.Fatalf("the record has %d states; want 4", len(all))
	}
	if diff := cmp.Diff(want[:2], all[:2]); diff != "" {
		t.Errorf("history of the record (-want +got):\n%s", diff)
	}
	other := state(put("ab", "a name that begins alike", 0), first)
	if !slices.Contains(all[2:], want[2]) || !slices.Contains(all[2:], other) {
		t.Errorf("the first commit's states are %v", all[2:])
	}
}

// testHistoryParts asks for parts of a history that is longer than any page a
// backend might read at once.
func testHistoryParts(t *testing.T, e Engine) {
	b := e.open(t)
	revs := []events.Rev{0}
	for i := range 230 {
		revs = append(revs, commit(t, b, put("a", strconv.Itoa(i), revs[i])))
	}
	all := history(t, b, events.HistoryQuery{ID: "a"})
	if len(all) != 230 {
		t.Fatalf("%d commits left %d states", 230, len(all))
	}
	if diff := cmp.Diff(all, history(t, b, events.HistoryQuery{})); diff != "" {
		t.Errorf("the record of one event has another history than the event (-event +record):\n%s", diff)
	}
	for _, n := range []int{1, 2, 100, 101, 229, 230} {
		for _, q := range []events.HistoryQuery{{ID: "a", Before: revs[n]}, {Before: revs[n]}} {
			if diff := cmp.Diff(all[231-n:], history(t, b, q)); diff != "" {
				t.Errorf("%+v (-want +got):\n%s", q, diff)
			}
		}
	}
	for _, limit := range []int{1, 3, 100, 101, 229, 230, 231, 1000} {
		for _, q := range []events.HistoryQuery{{ID: "a", Limit: limit}, {Limit: limit}, {ID: "a", Limit: limit, Before: revs[120]}, {Limit: limit, Before: revs[120]}} {
			want := all
			if q.Before > 0 {
				want = all[231-120:]
			}
			if diff := cmp.Diff(want[:min(limit, len(want))], history(t, b, q)); diff != "" {
				t.Errorf("%+v (-want +got):\n%s", q, diff)
			}
		}
	}
	testHistoryLarge(t, e.open(t))
	count := 0
	for _, err := range b.History(t.Context(), events.HistoryQuery{ID: "a"}) {
		if count++; count == 3 || err != nil {
			break
		}
	}
	if count != 3 {
		t.Errorf("a reader that wanted three states was given %d", count)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for _, err := range b.History(ctx, events.HistoryQuery{ID: "a"}) {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("a cancelled history ended with %v; want context.Canceled", last)
	}
}

// testHistoryLarge has states that are too large to be read many at once.
func testHistoryLarge(t *testing.T, b store.Backend) {
	t.Helper()
	var rev events.Rev
	for range 7 {
		c := large("a", store.MaxBytes/2)
		c.Expect = rev
		rev = commit(t, b, c)
	}
	if got := len(history(t, b, events.HistoryQuery{ID: "a"})); got != 7 {
		t.Errorf("seven large states became %d", got)
	}
}

func testHistoryAppended(t *testing.T, e Engine) {
	b := e.open(t)
	rev := commit(t, b, put("a", "one", 0), put("b", "one", 0))
	rev = commit(t, b, put("a", "two", rev))
	was := history(t, b, events.HistoryQuery{})
	rev = commit(t, b, remove("a", rev))
	rev = commit(t, b, put("a", "back", rev))
	commit(t, b, withSlug(put("a", "back again", rev), "elsewhere"))
	now := history(t, b, events.HistoryQuery{})
	if len(now) != len(was)+3 {
		t.Fatalf("three commits made of %d states %d", len(was), len(now))
	}
	if diff := cmp.Diff(was, now[3:]); diff != "" {
		t.Errorf("old states changed (-before +after):\n%s", diff)
	}
}

func testHistorySlowReader(t *testing.T, e Engine) {
	b := e.open(t)
	rev := commit(t, b, put("a", "one", 0))
	was := history(t, b, events.HistoryQuery{})
	var got []string
	for s, err := range b.History(t.Context(), events.HistoryQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, spell(t, s.Rev, &s))
		rev = commit(t, b, put("a", "while somebody reads", rev))
	}
	if diff := cmp.Diff(was, got); diff != "" {
		t.Errorf("what was written meanwhile shows (-want +got):\n%s", diff)
	}
}
