package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

// testBegin lets several processes begin on an empty store at the same moment,
// each with an authority of its own and the same first record: afterwards they
// all have one authority and one record.
func testBegin(t *testing.T, e Engine) {
	b := e.open(t)
	const processes = 5
	lives := make([]*store.Live, processes)
	for i := range lives {
		l, err := store.Open(t.Context(), b, store.Config{Now: func() time.Time { return day }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(l.Close)
		lives[i] = l
	}
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i, l := range lives {
		wg.Go(func() {
			<-start
			site := documents()[0]
			own := *site.Site
			own.Authority = fmt.Sprintf("process%d.example", i)
			changes := append(publishable(), events.PutDocument(events.Document{Name: site.Name, Site: &own}, 0))
			if _, err := l.Import(t.Context(), slices.Values(changes), nil); err != nil && !errors.Is(err, events.ErrConflict) {
				t.Error(err)
			}
			if _, err := l.Begin(t.Context(), &events.Site{Authority: own.Authority}); err != nil {
				t.Error(err)
			}
		})
	}
	close(start)
	wg.Wait()
	want := read(t, b)
	if len(want.Events) != importLength || len(want.Documents) != 1 {
		t.Errorf("%d events and %d documents are stored", len(want.Events), len(want.Documents))
	}
	if n := len(dump(t, b)); n != importLength+1 {
		t.Errorf("%d states are stored; the record was written more than once", n)
	}
	for i, l := range lives {
		site := l.Timeline().Site()
		if diff := cmp.Diff(lives[0].Timeline().Site(), site); diff != "" || site.Authority == "" || l.Timeline().Len() != importLength {
			t.Errorf("process %d has %d events and the authority %q (-first +this):\n%s", i, l.Timeline().Len(), site.Authority, diff)
		}
	}
}

// publishable are newEvents that pass for events.
func publishable() []events.Change {
	changes := newEvents()
	for _, c := range changes {
		c.Event.Text = map[string]events.Text{"en": {Title: "one"}}
	}
	return changes
}
