package web

import (
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

// What an editor changes of the site's documents reaches every answer at once,
// as what is changed of events does.
func TestEditsOfTheVocabularyReachWhatIsKept(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	edit := func(change func(*events.Site)) {
		t.Helper()
		i.tick()
		site := *i.live.Timeline().Site()
		change(&site)
		for _, d := range site.Documents() {
			if was := i.live.Timeline().Site().Document(d.Name); was.Rev > 0 {
				d.Rev = 0
				i.commit(t, events.Change{Document: d, Expect: was.Rev})
				continue
			}
			i.commit(t, events.Change{Document: d})
		}
	}
	tag := func(name string) func(*events.Site) {
		return func(s *events.Site) {
			s.Tags = []events.Tag{{Slug: "policy", Name: events.Localised{"en": name, "zh": name}}}
		}
	}
	view := func(name string) func(*events.Site) {
		return func(s *events.Site) {
			s.Views = []events.View{{Slug: "key", Selection: "key=1", Name: events.Localised{"en": name, "zh": name}}}
		}
	}
	edit(tag("Public policy"))
	edit(view("Highlights"))
	for _, c := range []struct {
		address string
		change  func(*events.Site)
		want    string
	}{
		{"/en/tag/policy", tag("Politics"), "Politics"},
		{"/en/tag/policy.atom", tag("Polity"), "Polity"},
		{"/en/v/key", view("The best"), "The best"},
		{"/en/feeds", view("Second best"), "Second best"},
		{"/feeds.opml", view("Third best"), "Third best"},
		{"/en/v/key.ics", view("Fourth best"), "Fourth best"},
	} {
		before := i.get(t, c.address)
		if strings.Contains(before.body, c.want) {
			t.Fatalf("%s says %q already", c.address, c.want)
		}
		edit(c.change)
		if after := i.get(t, c.address, "If-None-Match", before.header.Get("Etag")); after.status != 200 || !strings.Contains(after.body, c.want) {
			t.Errorf("%s: %d, says %q: %v", c.address, after.status, c.want, strings.Contains(after.body, c.want))
		}
	}
}
