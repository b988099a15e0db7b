package storetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

func testReopen(t *testing.T, e Engine) {
	dir := t.TempDir()
	b := e.openIn(t, dir)
	first := commit(t, b, put("a", "one", 0), put("b", "one", 0), events.Change{Site: site("a"), At: day})
	last := commit(t, b, remove("b", commit(t, b, withSlug(put("b", "two", first), "moved"))))
	want, past := read(t, b), history(t, b, events.HistoryQuery{})
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = e.openIn(t, dir)
	if diff := cmp.Diff(want, read(t, b)); diff != "" {
		t.Errorf("after reopening (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(past, history(t, b, events.HistoryQuery{})); diff != "" {
		t.Errorf("history after reopening (-before +after):\n%s", diff)
	}
	refused(t, b, "a slug from before", withSlug(put("c", "one", 0), "a"))
	refused(t, b, "an event from before", put("a", "two", 0))
	if rev := commit(t, b, put("a", "two", first)); rev <= last {
		t.Errorf("revision %d was given again after %d", rev, last)
	}
}

// testBackup takes a backup while somebody writes and holds the copy against
// the history: it must be the record as it stood at its revision.
func testBackup(t *testing.T, e Engine) {
	b := e.open(t)
	start := fill(t, b, 200)
	ctx, stop := context.WithCancel(t.Context())
	var writing sync.WaitGroup
	begun := make(chan struct{})
	writing.Go(func() { // two events, always changed together
		var rev events.Rev
		for n := 0; ctx.Err() == nil; n++ {
			var err error
			rev, err = b.Commit(t.Context(), put("a", strconv.Itoa(n), rev), put("b", strconv.Itoa(n), rev))
			if err != nil {
				t.Error(err)
				stop()
			}
			if n == 0 {
				close(begun)
			}
		}
	})
	<-begun
	var copied bytes.Buffer
	err := b.Backup(t.Context(), &copied)
	stop()
	writing.Wait()
	if err != nil {
		t.Fatalf("Backup: %v", err)
	}

	dir := t.TempDir()
	e.Restore(t, dir, bytes.NewReader(copied.Bytes()))
	restored := e.openIn(t, dir)
	got := read(t, restored)
	if len(got.Events) != 202 || got.Rev <= start {
		t.Fatalf("the backup has %d events at revision %d", len(got.Events), got.Rev)
	}
	if a, _ := cutRev(got.Events["a"]); a != got.Rev {
		t.Errorf("the backup is of revision %d, but its newest event is of %d", got.Rev, a)
	}
	past := upTo(history(t, b, events.HistoryQuery{}), got.Rev)
	if diff := cmp.Diff(past, history(t, restored, events.HistoryQuery{})); diff != "" {
		t.Errorf("the backup's history (-original +backup):\n%s", diff)
	}
	if diff := cmp.Diff(standing(past), got.Events); diff != "" {
		t.Errorf("the backup is not the record as it stood (-history +backup):\n%s", diff)
	}
	a, _ := cutRev(got.Events["a"])
	if rev := commit(t, restored, put("a", "goes on", a)); rev <= got.Rev {
		t.Errorf("a restored store gave revision %d after %d", rev, got.Rev)
	}
}

func cutRev(spelt string) (rev events.Rev, rest string) {
	digits, rest, _ := strings.Cut(spelt, " ")
	n, _ := strconv.ParseInt(digits, 10, 64)
	return events.Rev(n), rest
}

// upTo leaves out the states after a revision.
func upTo(past []string, rev events.Rev) []string {
	return slices.DeleteFunc(past, func(s string) bool { r, _ := cutRev(s); return r > rev })
}

// standing is what a history, newest first, has led to.
func standing(past []string) map[events.ID]string {
	now := map[events.ID]string{}
	for _, s := range past {
		rev, text := cutRev(s)
		var state events.State
		if err := json.Unmarshal([]byte(text), &state); err != nil {
			continue // then it is missing from the result
		}
		if _, newer := now[state.Event.ID]; newer {
			continue
		}
		if event, err := json.Marshal(state.Event); err == nil {
			now[state.Event.ID] = fmt.Sprintf("%d %s", rev, event)
		}
	}
	return now
}

// full is a disk with no room left.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func testBackupFails(t *testing.T, e Engine) {
	b := e.open(t)
	commit(t, b, put("a", "one", 0))
	if err := b.Backup(t.Context(), full{}); !errors.Is(err, errFull) {
		t.Errorf("a backup without room: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Backup(ctx, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled backup: %v; want context.Canceled", err)
	}
}

func testClosed(t *testing.T, e Engine) {
	b := e.open(t)
	commit(t, b, put("a", "one", 0))
	for range 2 {
		if err := b.Close(); err != nil {
			t.Fatalf("Close: %v", err)
		}
	}
	_, err := b.Commit(t.Context(), put("b", "one", 0))
	unavailable(t, "Commit", err)
	unavailable(t, "Backup", b.Backup(t.Context(), io.Discard))
	count := 0
	for _, err := range b.Watch(t.Context()) {
		unavailable(t, "Watch", err)
		count++
	}
	for _, err := range b.History(t.Context(), events.HistoryQuery{}) {
		unavailable(t, "History", err)
		count++
	}
	if count != 2 {
		t.Errorf("Watch and History yielded %d errors; want one each", count)
	}
}

func unavailable(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, events.ErrUnavailable) {
		t.Errorf("%s after Close: %v; want ErrUnavailable", what, err)
	}
}
