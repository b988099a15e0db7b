package events

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events/edtf"
)

// alike are events that say much alike, and one that has empty parts.
const alike = `{"almanac": 1, "events": [
{"id": "a", "slug": "event-a", "span": {"date": "2019-05-24"}, "status": "published", "tags": ["policy", "museum"],
 "text": {"en": {"title": "A", "summary": "S", "body": "B"}, "zh": {"title": "甲"}},
 "place": {"slug": "here", "name": {"en": "Here", "zh": "此"}, "latitude": 31.2, "longitude": 121.4},
 "image": {"url": "https://example.org/a.png", "alt": {"en": "a"}, "credit": "C", "type": "image/png"},
 "sources": [{"title": {"en": "Report"}, "locator": {"en": "p. 1"}, "quote": "words", "quoteLang": "en", "url": "https://example.org/r"}],
 "links": [{"url": "https://example.org/l", "title": {"en": "Link"}}]},
{"id": "b", "slug": "event-b", "span": {"date": "2019-05-24"}, "status": "published", "tags": ["policy", "museum"],
 "text": {"en": {"title": "B"}},
 "place": {"slug": "here", "name": {"en": "Here", "zh": "此"}, "latitude": 31.2, "longitude": 121.4},
 "sources": [{"title": {"en": "Report"}, "locator": {"en": "p. 1"}, "quote": "other words"}, {"title": {"en": "Report"}, "locator": {"en": "p. 2"}}]},
{"id": "c", "slug": "event-c", "span": {"date": "2019-05"}, "status": "draft",
 "text": {"en": {"title": "C"}},
 "place": {"slug": "here", "name": {"en": "Here", "zh": "此"}, "latitude": 31.3, "longitude": 121.4}, "tags": [], "sources": [], "links": []}
]}`

func readAlike(t *testing.T) []*Event {
	t.Helper()
	rec, err := ReadRecord(strings.NewReader(alike))
	if err != nil {
		t.Fatal(err)
	}
	return rec.Events
}

// TestShareChangesNothing also when several share at once.
func TestShareChangesNothing(t *testing.T) {
	in := NewInterner()
	var wg sync.WaitGroup
	for range 4 {
		want, got := readAlike(t), readAlike(t)
		wg.Go(func() {
			for i, e := range got {
				in.Share(e)
				if diff := cmp.Diff(want[i], e, cmp.Comparer(func(a, b edtf.Value) bool { return a.String() == b.String() })); diff != "" {
					t.Errorf("event %s (-before +after):\n%s", e.ID, diff)
				}
			}
		})
	}
	wg.Wait()
}

func TestShareKeepsOnce(t *testing.T) {
	in, list := NewInterner(), readAlike(t)
	for _, e := range list {
		in.Share(e)
	}
	a, b, c := list[0], list[1], list[2]
	if a.Place != b.Place {
		t.Error("two events at one place have it twice")
	}
	if a.Place == c.Place {
		t.Error("a place elsewhere was taken for the same")
	}
	same := func(a, b Localised) bool { return fmt.Sprintf("%p", a) == fmt.Sprintf("%p", b) }
	if !same(a.Sources[0].Title, b.Sources[1].Title) || !same(a.Sources[0].Locator, b.Sources[0].Locator) {
		t.Error("what sources say alike is there twice")
	}
	if &a.Tags[0] != &b.Tags[0] {
		t.Error("equal lists of tags are there twice")
	}
}
