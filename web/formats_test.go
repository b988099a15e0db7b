package web

import (
	"bytes"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
	"almanac.example/feeds/syndication"
)

// Every format has an extension and a name of its own, and writes; one that
// assembles its documents writes the same bytes in one go.
func TestFormats(t *testing.T) {
	stamp := time.Date(2026, 11, 1, 2, 3, 4, 0, time.UTC)
	e := &events.Event{
		ID: "m1", Slug: "one", Span: events.On(edtf.MustParse("2019-05-24")), Status: events.Published,
		Text: map[string]events.Text{"zh": {Title: "大会"}}, Created: stamp, Published: stamp, Updated: stamp,
	}
	f := &syndication.Feed{Feed: feeds.Feed{
		Site: &feeds.Site{BaseURL: "https://almanac.example", Record: &events.Site{Authority: "almanac.example", Founded: stamp}},
		Lang: "zh", Title: "大事记", Page: "https://almanac.example/zh/all", Self: "https://almanac.example/zh/all.x",
		Events: []*events.Event{e}, Updated: stamp,
	}}
	seen := map[string]bool{}
	for _, format := range formats() {
		if seen[format.Extension] || seen[format.Name] {
			t.Errorf("%s (%s) is there twice", format.Name, format.Extension)
		}
		seen[format.Extension], seen[format.Name] = true, true
		var b bytes.Buffer
		if err := format.Write(t.Context(), &b, f); err != nil || !bytes.Contains(b.Bytes(), []byte("大会")) {
			t.Errorf("%s: %v\n%s", format.Name, err, b.Bytes())
		}
		if format.Assemble == nil {
			continue
		}
		a, err := format.Assemble(t.Context(), &f.Feed, nil)
		if err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s is assembled differently: %v", format.Name, err)
		}
	}
}
