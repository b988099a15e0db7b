package syndication

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

// TestChangesAreInTheOrderOfTheirRevisions lets a clock stand still and go back:
// neither disturbs the order, on one page or from page to page.
func TestChangesAreInTheOrderOfTheirRevisions(t *testing.T) {
	const n = 120
	var states []events.State
	var want []string
	for i := range n {
		e := testEvent("m"+decimal(int64(i%7)), on("2019-05"), "", "Title "+decimal(int64(i)))
		clock := at("2026-11-01T00:00:00Z").Add(time.Duration(i/40) * -time.Hour)
		states = append(states, events.State{Rev: events.Rev(i + 1), At: clock, Event: e})
		if i >= 7 {
			want = append([]string{"event/" + string(e.ID) + ";change=" + decimal(int64(i+1))}, want...)
		}
	}
	f := Corrections(testFeed("en", ".atom", nil), states)
	var got []string
	for before := (Cursor{}); ; {
		f.Before = before
		p, err := f.page(t.Context(), func(it *Item) ([]byte, error) { return []byte(it.ID + " "), nil })
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range p.items {
			_, id, _ := strings.Cut(strings.TrimSpace(string(b)), ":event/")
			got = append(got, "event/"+id)
		}
		if p.older == "" {
			break
		}
		_, text, _ := strings.Cut(p.older, "before=")
		text = strings.NewReplacer("%2F", "/", "%3B", ";", "%3D", "=").Replace(text)
		if before, err = ParseCursor(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
