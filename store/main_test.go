package store_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/store"
	"almanac.example/store/bolt"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start is what the clock of these tests shows.
var start = time.Date(2026, 11, 23, 9, 30, 0, 500, time.FixedZone("", 8*60*60))

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

// frail is a real backend with faults on demand.
type frail struct {
	store.Backend
	mu     sync.Mutex
	err    error         // while set, no watch is to be had
	cut    chan struct{} // closed when err is set
	gate   sync.Mutex    // while held, news is held up
	tried  chan struct{} // told of each watch that was refused
	before func() error  // if set, may refuse a commit
	after  func()        // if set, is called when a commit has been written
}

// newFrail opens a store on disk.
func newFrail(t testing.TB) *frail {
	t.Helper()
	return openFrail(t, filepath.Join(t.TempDir(), "almanac.db"))
}

func openFrail(t testing.TB, path string) *frail {
	t.Helper()
	b, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return &frail{Backend: b, cut: make(chan struct{}), tried: make(chan struct{}, 1000)}
}

// lose cuts every watch and refuses new ones with the error.
func (f *frail) lose(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
	close(f.cut)
}

func (f *frail) regain() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err, f.cut = nil, make(chan struct{})
}

// Commit is the real one between before and after.
func (f *frail) Commit(ctx context.Context, changes ...events.Change) (events.Rev, error) {
	if f.before != nil {
		if err := f.before(); err != nil {
			return 0, err
		}
	}
	rev, err := f.Backend.Commit(ctx, changes...)
	if f.after != nil {
		f.after()
	}
	return rev, err
}

// Import is the real one, unless before refuses; after is called when it has
// been written.
func (f *frail) Import(ctx context.Context, commits [][]store.Entry, progress func(int)) (events.Rev, error) {
	if f.before != nil {
		if err := f.before(); err != nil {
			return 0, err
		}
	}
	rev, err := f.Backend.(store.Importer).Import(ctx, commits, progress)
	if f.after != nil {
		f.after()
	}
	return rev, err
}

// state is a channel that tells when there is no watch any more, and why there
// is none now.
func (f *frail) state() (cut <-chan struct{}, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.cut, f.err
}

func (f *frail) Watch(ctx context.Context) iter.Seq2[events.Batch, error] {
	return func(yield func(events.Batch, error) bool) {
		cut, err := f.state()
		if err == nil {
			err = f.relay(ctx, cut, yield)
		} else {
			f.tried <- struct{}{}
		}
		if err != nil && ctx.Err() == nil {
			yield(events.Batch{}, err)
		}
	}
}

// pass waits at the gate.
func (f *frail) pass() {
	f.gate.Lock()
	defer f.gate.Unlock()
}

// relay passes a real watch on until it is cut.
func (f *frail) relay(ctx context.Context, cut <-chan struct{}, yield func(events.Batch, error) bool) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-cut:
			stop()
		case <-ctx.Done():
		}
	}()
	for b, err := range f.Backend.Watch(ctx) {
		if err != nil {
			return err
		}
		f.pass()
		if !yield(b, nil) {
			return nil
		}
	}
	_, err := f.state()
	return err
}

// newLive follows a new store; both are closed when the test ends.
func newLive(t testing.TB) *store.Live {
	t.Helper()
	return follow(t, newFrail(t), slog.New(slog.DiscardHandler))
}

func follow(t testing.TB, b store.Backend, log *slog.Logger) *store.Live {
	t.Helper()
	l, err := store.Open(t.Context(), b, store.Config{Now: func() time.Time { return start }, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

// event makes a valid event whose slug is its ID.
func event(id events.ID, title string) events.Event {
	date, err := edtf.Parse("2019-05")
	if err != nil {
		panic(err) // a fixed text
	}
	return events.Event{
		ID: id, Slug: strings.ToLower(string(id)), Span: events.On(date), Status: events.Published,
		Text: map[string]events.Text{"en": {Title: title}},
	}
}

func put(id events.ID, title string, expect events.Rev) events.Change {
	return events.Put(event(id, title), expect)
}

// site is the document of a site's own settings.
func site(s *events.Site) events.Document { return s.Document(events.DocumentSite) }

func commit(t testing.TB, l *store.Live, changes ...events.Change) events.Rev {
	t.Helper()
	rev, err := l.Commit(t.Context(), changes...)
	if err != nil {
		t.Fatalf("Commit: %v", err)
	}
	return rev
}

// get is an event as the timeline shows it.
func get(t testing.TB, l *store.Live, id events.ID) *events.Event {
	t.Helper()
	e, ok := l.Timeline().Event(id)
	if !ok {
		t.Fatalf("event %q is not there", id)
	}
	return e
}

// eventually waits until what has to come is there.
func eventually(t *testing.T, l *store.Live, ok func() bool) {
	t.Helper()
	late := time.After(patience)
	for {
		changed := l.Changed()
		if ok() {
			return
		}
		select {
		case <-changed:
		case <-late:
			t.Fatal("it never came")
		}
	}
}

// journal is a log handler that hands on what it is told.
type journal struct {
	slog.Handler
	lines chan string
}

func newJournal() journal { return journal{slog.DiscardHandler, make(chan string, 100)} }

func (j journal) Enabled(context.Context, slog.Level) bool { return true }

func (j journal) Handle(_ context.Context, r slog.Record) error {
	j.lines <- fmt.Sprint(r.Level, " ", r.Message)
	return nil
}

// next is the next line of the journal.
func (j journal) next(t *testing.T) string {
	t.Helper()
	select {
	case line := <-j.lines:
		return line
	case <-time.After(patience):
		t.Fatal("nothing was logged")
		return ""
	}
}

var errAway = errors.New("the engine is away")
