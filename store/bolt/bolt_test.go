package bolt

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/store"
	"almanac.example/store/storetest"
)

func TestBackend(t *testing.T) {
	storetest.Run(t, storetest.Engine{
		Open: func(t testing.TB, dir string) store.Backend {
			b, err := Open(filepath.Join(dir, "almanac.db"))
			if err != nil {
				t.Fatal(err)
			}
			return b
		},
		Backlog: backlog,
	})
}

// mustOpen opens a store that is closed when the test ends.
func mustOpen(t testing.TB, path string) *Backend {
	t.Helper()
	b, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// titled is a change that gives an event a title.
func titled(id events.ID, title string, expect events.Rev) events.Change {
	date, err := edtf.Parse("2019-05-24")
	if err != nil {
		panic(err) // a fixed text
	}
	at := time.Date(2026, 5, 24, 9, 0, 0, 0, time.UTC)
	c := events.Put(events.Event{
		ID: id, Slug: string(id), Span: events.On(date), Status: events.Published, Tags: []string{"policy"},
		Text: map[string]events.Text{
			"zh": {Title: title, Summary: "上海市第一届人工智能教育研讨会在某大学举行，来自各区的教师、研究人员和企业代表参加了会议。"},
			"en": {Title: title, Summary: "The first seminar on the subject brought together teachers, researchers and companies from every district."},
		},
		Created: at, Published: at, Updated: at,
	}, expect)
	c.At = at
	return c
}

// everythingIn reads the whole record.
func everythingIn(t testing.TB, b *Backend) events.Batch {
	t.Helper()
	for batch, err := range b.Watch(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		return batch
	}
	t.Fatal("nothing was told")
	return events.Batch{}
}

// TestGroupCommit lets commits that wait together share a transaction: the
// good ones are written, each at its own revision, and the bad one alone fails.
func TestGroupCommit(t *testing.T) {
	b := mustOpen(t, filepath.Join(t.TempDir(), "almanac.db"))
	var group []*request
	for _, changes := range [][]events.Change{
		{titled("a", "one", 0), titled("b", "one", 0)},
		{titled("c", "one", 0), titled("a", "conflicts with the first", 0)},
		{titled("c", "two", 0)},
		{titled("a", "replaces the first", 1)},
	} {
		entries, err := store.Entries(changes)
		if err != nil {
			t.Fatal(err)
		}
		r, err := newRequest(entries, store.NewDecoder())
		if err != nil {
			t.Fatal(err)
		}
		group = append(group, r)
	}
	before := txID(t, b)
	b.writeGroup(group)
	var got []string
	for _, r := range group {
		<-r.done
		got = append(got, fmt.Sprintf("revision %d, refused: %t", r.rev, errors.Is(r.err, events.ErrConflict)))
	}
	want := []string{"revision 1, refused: false", "revision 0, refused: true", "revision 2, refused: false", "revision 3, refused: false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := txID(t, b) - before; n != 1 {
		t.Errorf("the group took %d transactions; want 1", n)
	}
	if batch := everythingIn(t, b); len(batch.Events) != 3 || batch.Rev != 3 {
		t.Errorf("stored are %d events at revision %d; want 3 at 3", len(batch.Events), batch.Rev)
	}
}

// TestImportSharesWrites makes three times as many commits as share one write;
// then it takes one more to make them count, and one to hold them against what
// is stored.
func TestImportSharesWrites(t *testing.T) {
	b := mustOpen(t, filepath.Join(t.TempDir(), "almanac.db"))
	var changes []events.Change
	for i := range 3 * maxGroup * store.MaxChanges {
		changes = append(changes, titled(events.ID(fmt.Sprintf("e%05d", i)), "one", 0))
	}
	chunks, err := store.Chunks(changes)
	if err != nil {
		t.Fatal(err)
	}
	before := txID(t, b)
	last, err := b.Import(t.Context(), chunks, func(int) {})
	if n := txID(t, b) - before; n != 5 || last != 3*maxGroup || err != nil {
		t.Errorf("%d commits took %d transactions, %v; want %d in 5", last, n, err, 3*maxGroup)
	}
}

// txID is the number of the last transaction that was written.
func txID(t *testing.T, b *Backend) (id int) {
	t.Helper()
	if err := b.view(func(tx *bbolt.Tx) error { id = tx.ID(); return nil }); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestMailbox(t *testing.T) {
	event := func(rev events.Rev) *events.Event { return &events.Event{ID: "a", Rev: rev} }
	document := func(rev events.Rev) *events.Document { return &events.Document{Name: "site", Rev: rev} }
	m := &mailbox{bell: make(chan struct{}, 1)}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	m.put(events.Batch{Rev: 4, Events: []*events.Event{event(4)}, Documents: []*events.Document{document(4)}})
	m.put(events.Batch{Rev: 6, At: at, Events: []*events.Event{event(5), event(6)}})
	<-m.bell
	folded, lost := m.take()
	if folded.Rev != 6 || !folded.At.Equal(at) || len(folded.Events) != 3 || len(folded.Documents) != 1 || lost {
		t.Errorf("two batches were folded to %+v, lost: %t", folded, lost)
	}
	if b := since(folded, 3); len(b.Events) != 3 || len(b.Documents) != 1 {
		t.Errorf("since revision 3: %+v", b)
	}
	if b := since(folded, 4); len(b.Events) != 2 || len(b.Documents) != 0 {
		t.Errorf("since revision 4: %+v", b)
	}

	m.put(events.Batch{Rev: 7, Events: slices.Repeat([]*events.Event{event(7)}, backlog)})
	if b, lost := m.take(); len(b.Events) != backlog || lost {
		t.Errorf("as many changes as fit: %d are left, lost: %t", len(b.Events), lost)
	}
	m.put(events.Batch{Rev: 8, Events: slices.Repeat([]*events.Event{event(8)}, backlog)})
	m.put(events.Batch{Rev: 9, Events: []*events.Event{event(9)}})
	m.put(events.Batch{Rev: 10, Events: []*events.Event{event(10)}})
	if b, lost := m.take(); len(b.Events) > 1 || !lost {
		t.Errorf("one more than fit: %d are left, lost: %t", len(b.Events), lost)
	}
	m.put(events.Batch{Rev: 11, Events: slices.Repeat([]*events.Event{event(11)}, 2*backlog)})
	if b, lost := m.take(); len(b.Events) != 2*backlog || lost {
		t.Errorf("one piece of news: %d changes are left, lost: %t", len(b.Events), lost)
	}
	m.put(events.Batch{Rev: 12, Reset: true})
	if _, lost := m.take(); !lost {
		t.Error("a reset was taken for news")
	}
}
