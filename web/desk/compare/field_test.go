package compare

import (
	"testing"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/web/desk/frame"
)

// TestFieldsAreComparedAsWhatTheyAre compares lists by their members, named in the
// language of the page, and a status as a whole.
func TestFieldsAreComparedAsWhatTheyAre(t *testing.T) {
	templates, err := frame.NewTemplates()
	if err != nil {
		t.Fatal(err)
	}
	v := &frame.Visit{Language: templates.In("en"), Timeline: timeline.New(), Site: &feeds.Site{Languages: []string{"en", "zh"}}}
	before := &events.Event{Status: events.Draft, Outdated: []string{"en"}, Tags: []string{"science", "policy"}}
	after := &events.Event{Status: events.Published, Outdated: []string{"en", "zh"}, Tags: []string{"policy"}}
	for _, c := range []struct {
		path          string
		before, after *events.Event
		want          string
	}{
		{"tags", before, after, "[-science-], policy"},
		{"tags", nil, before, "{+science+}, {+policy+}"},
		{"outdated", before, after, "English, {+Chinese+}"},
		{"outdated", after, nil, "[-English-], [-Chinese-]"},
		{"status", before, after, "[-Draft-] {+Published+}"},
	} {
		if got := spelt(segmentsOf(v, c.path, c.before, c.after)); got != c.want {
			t.Errorf("%s: %s, want %s", c.path, got, c.want)
		}
	}
}
