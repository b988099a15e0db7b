package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

// site makes a site with one tag.
func site(tag string) *events.Site {
	return &events.Site{
		Authority: "almanac.example",
		Founded:   day.Truncate(24 * 60 * 60 * 1e9),
		Tags:      []events.Tag{{Slug: tag, Name: events.Localised{"zh": "标签", "en": tag}}},
	}
}

func testSite(t *testing.T, e Engine) {
	b := e.open(t)
	f := follow(t, b)
	refused(t, b, "replacing a site that does not exist", events.Change{Site: site("a"), Expect: 3})
	first := commit(t, b, events.Change{Site: site("a"), At: day}, put("a", "one", 0))
	refused(t, b, "a second first site", events.Change{Site: site("b")})
	if got := f.at(t, first).Site; got != spell(t, first, site("a")) {
		t.Errorf("the watcher was told the site %s", got)
	}

	// A change of an event leaves the site's revision alone, and the other way
	// round.
	event := commit(t, b, put("a", "two", first))
	second := commit(t, b, events.Change{Site: site("b"), Expect: first})
	refused(t, b, "an old revision of the site", events.Change{Site: site("c"), Expect: first})
	commit(t, b, put("a", "three", event))
	if got := f.at(t, second).Site; got != spell(t, second, site("b")) {
		t.Errorf("the watcher was told the site %s", got)
	}
	if got := read(t, b).Site; got != spell(t, second, site("b")) {
		t.Errorf("stored is the site %s", got)
	}
}

func testHistorySite(t *testing.T, e Engine) {
	b := e.open(t)
	first := commit(t, b, events.Change{Site: site("a"), At: day, Note: "first"}, put("a", "one", 0))
	second := commit(t, b, events.Change{Site: site("b"), At: day, Note: "second", Expect: first})
	want := []string{
		spell(t, second, &events.State{Rev: second, At: day, Note: "second", Site: site("b")}),
		spell(t, first, &events.State{Rev: first, At: day, Note: "first", Site: site("a")}),
	}
	if diff := cmp.Diff(want, history(t, b, events.HistoryQuery{Site: true})); diff != "" {
		t.Errorf("history of the site (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want[1:], history(t, b, events.HistoryQuery{Site: true, Before: second})); diff != "" {
		t.Errorf("history of the site before revision %d (-want +got):\n%s", second, diff)
	}
	if got := history(t, b, events.HistoryQuery{}); len(got) != 1 {
		t.Errorf("the history of all events tells of the site: %v", got)
	}
}
