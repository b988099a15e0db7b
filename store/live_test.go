package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/bolt"
)

func TestOpenShowsWhatIsStored(t *testing.T) {
	f := newFrail(t)
	l := follow(t, f, nil)
	if l.Timeline().Len() != 0 || l.Timeline().Rev() != 0 || l.Healthy(t.Context()) != nil {
		t.Errorf("a new record has %d events at revision %d, %v", l.Timeline().Len(), l.Timeline().Rev(), l.Healthy(t.Context()))
	}
	rev := commit(t, l, put("a", "one", 0))
	other := follow(t, f, nil)
	if other.Timeline().Rev() != rev || get(t, other, "a").Text["en"].Title != "one" {
		t.Errorf("a second one shows revision %d", other.Timeline().Rev())
	}
}

func TestChangedTellsOfANewerTimeline(t *testing.T) {
	l := newLive(t)
	changed, old := l.Changed(), l.Timeline()
	select {
	case <-changed:
		t.Fatal("closed before there was any change")
	default:
	}
	rev := commit(t, l, put("a", "one", 0))
	<-changed
	if l.Timeline().Rev() != rev || l.Timeline() == old {
		t.Errorf("the timeline is of revision %d; want %d", l.Timeline().Rev(), rev)
	}
	if old.Len() != 0 || old.Rev() != 0 {
		t.Error("the old timeline has changed")
	}
}

// TestReadYourWrites also across replicas: what one process has told a reader
// is a fit base for a change at another.
func TestReadYourWrites(t *testing.T) {
	f := newFrail(t)
	lives := []*store.Live{follow(t, f, nil), follow(t, f, nil)}
	var rev events.Rev
	for i := range 50 {
		l := lives[i%2]
		rev = commit(t, l, put("a", strconv.Itoa(i), rev))
		if got := get(t, l, "a"); got.Rev != rev || got.Text["en"].Title != strconv.Itoa(i) {
			t.Fatalf("after writing %d at revision %d the timeline says %q at %d", i, rev, got.Text["en"].Title, got.Rev)
		}
	}
}

func TestConcurrentWriters(t *testing.T) {
	l := newLive(t)
	const writers, each = 8, 20
	commit(t, l, put("shared", "shared", 0))
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			own := events.Rev(0)
			for i := range each {
				var err error
				if own, err = l.Commit(t.Context(), put(events.ID(fmt.Sprintf("w%d", w)), strconv.Itoa(i), own)); err != nil {
					t.Errorf("writer %d: %v", w, err)
				}
				increment(t, l)
			}
		})
	}
	wg.Wait()
	if got := len(get(t, l, "shared").Text["en"].Body); got != writers*each {
		t.Errorf("%d increments are left of %d", got, writers*each)
	}
	if l.Timeline().Len() != writers+1 {
		t.Errorf("%d events; want %d", l.Timeline().Len(), writers+1)
	}
}

// increment makes the body of the shared event longer by one, however often it
// takes.
func increment(t *testing.T, l *store.Live) {
	for {
		e := *get(t, l, "shared")
		e.Text = map[string]events.Text{"en": {Title: "shared", Body: e.Text["en"].Body + "+"}}
		_, err := l.Commit(t.Context(), events.Put(e, e.Rev))
		if err == nil {
			return
		}
		if !errors.Is(err, events.ErrConflict) {
			t.Error(err)
			return
		}
	}
}

func TestWatchLostAndRegained(t *testing.T) {
	f, j := newFrail(t), newJournal()
	l := follow(t, f, slog.New(j))
	rev := commit(t, l, put("a", "one", 0))

	f.lose(errAway)
	if line := j.next(t); !strings.HasPrefix(line, "WARN lost the watch") {
		t.Errorf("logged %q", line)
	}
	if err := l.Healthy(t.Context()); !errors.Is(err, events.ErrUnavailable) || !errors.Is(err, errAway) || !strings.Contains(err.Error(), "2026-11-23T01:30:00Z") {
		t.Errorf("Healthy says %v; want since when and why", err)
	}
	if l.Timeline().Rev() != rev || get(t, l, "a").Rev != rev {
		t.Error("the last timeline is not served any more")
	}
	elsewhere := follow(t, f.Backend, nil) // another replica goes on
	commit(t, elsewhere, put("a", "two", rev), put("b", "one", 0))
	last := commit(t, elsewhere, put("c", "one", 0))

	for range 3 { // it goes on trying, but does not go on complaining
		<-f.tried
	}
	f.regain()
	if line := j.next(t); !strings.HasPrefix(line, "INFO watching the store again") {
		t.Errorf("logged %q; want one line for the loss and one for its end", line)
	}
	eventually(t, l, func() bool { return l.Timeline().Rev() == last })
	if err := l.Healthy(t.Context()); err != nil {
		t.Errorf("Healthy says %v", err)
	}
	if diff := cmp.Diff(export(t, elsewhere), export(t, l)); diff != "" {
		t.Errorf("after the loss (-other +this):\n%s", diff)
	}
	commit(t, l, put("d", "one", 0))
}

func TestOpenWaitsForTheStore(t *testing.T) {
	f, j := newFrail(t), newJournal()
	f.lose(fmt.Errorf("starting up: %w", events.ErrUnavailable))
	opened := make(chan error, 1)
	go func() {
		l, err := store.Open(t.Context(), f, store.Config{Log: slog.New(j)})
		if err == nil {
			l.Close()
		}
		opened <- err
	}()
	j.next(t) // it has tried
	f.regain()
	if err := <-opened; err != nil {
		t.Errorf("Open: %v", err)
	}
}

func TestOpenGivesUp(t *testing.T) {
	f, j := newFrail(t), newJournal()
	f.lose(fmt.Errorf("starting up: %w", events.ErrUnavailable))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-j.lines
		cancel()
	}()
	if _, err := store.Open(ctx, f, store.Config{Log: slog.New(j)}); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "starting up") {
		t.Errorf("cancelled: %v; want why it had to wait", err)
	}
	f.regain()
	f.lose(errAway)
	if _, err := store.Open(t.Context(), f, store.Config{}); !errors.Is(err, errAway) {
		t.Errorf("with an error that will not pass: %v", err)
	}
}

func TestClosedLive(t *testing.T) {
	l, err := store.Open(t.Context(), newFrail(t), store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	rev := commit(t, l, put("a", "one", 0))
	l.Close()
	l.Close()
	if l.Timeline().Rev() != rev {
		t.Error("the last timeline is gone")
	}
	if err := l.Healthy(t.Context()); !errors.Is(err, events.ErrUnavailable) {
		t.Errorf("Healthy says %v", err)
	}
	if rev, err := l.Commit(t.Context(), put("b", "one", 0)); !errors.Is(err, events.ErrUnavailable) || rev != 0 {
		t.Errorf("Commit gave %d, %v; want ErrUnavailable", rev, err)
	}
}

func TestHistoryPassesThrough(t *testing.T) {
	l := newLive(t)
	commit(t, l, put("a", "two", commit(t, l, put("a", "one", 0))))
	var titles []string
	for s, err := range l.History(t.Context(), events.HistoryQuery{ID: "a"}) {
		if err != nil {
			t.Fatal(err)
		}
		titles = append(titles, s.Event.Text["en"].Title)
	}
	if diff := cmp.Diff([]string{"two", "one"}, titles); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
}

// export is the record in its lossless form.
func export(t *testing.T, l *store.Live) string {
	t.Helper()
	var b bytes.Buffer
	if err := l.Timeline().Record().Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestRestart shows that a restart changes nothing.
func TestRestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "almanac.db")
	var exports []string
	for range 2 {
		b, err := bolt.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		l := follow(t, b, nil)
		if l.Timeline().Len() == 0 {
			rev := commit(t, l, put("a", "one", 0), put("b", "one", 0))
			commit(t, l, put("a", "two", rev), events.Delete("b", rev))
		}
		exports = append(exports, fmt.Sprint(l.Timeline().Rev(), export(t, l)))
		l.Close()
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(exports[0], exports[1]); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}
