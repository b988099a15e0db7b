package feeds

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// A downloaded record is what an import reads, says on which terms it may be used,
// and tells nothing that is for editors.
func TestWriteRecord(t *testing.T) {
	e := &events.Event{
		ID: "a", Slug: "opening", Span: events.On(edtf.MustParse("2019-05")), Status: events.Published, Tags: []string{"art"},
		Text: map[string]events.Text{"en": {Title: "Opening"}, "ar": {Title: "افتتاح"}}, Sources: []events.Source{{Title: events.Localised{"en": "Report"}}},
		Quiet: true, Outdated: []string{"ar"}, Origin: &events.Origin{}, Formerly: []events.Trace{{Status: events.Published, Span: events.On(edtf.MustParse("2018"))}},
	}
	taken := &events.Event{ID: "b", Slug: "secret", Span: e.Span, Status: events.Withdrawn, Text: map[string]events.Text{"en": {Title: "Secret"}}}
	site := &Site{Name: events.Localised{"en": "Chronicle"}, Languages: []string{"en", "ar"}, Record: &events.Site{
		Authority: "museum.example", Founded: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Licence: &events.Licence{Name: "CC BY 4.0", URL: "https://creativecommons.org/licenses/by/4.0/"}, Contact: "desk@museum.example",
	}}
	f := &Feed{Site: site, Lang: "en", Events: []*events.Event{e, taken}}
	var b bytes.Buffer
	if err := WriteRecord(t.Context(), &b, f); err != nil {
		t.Fatal(err)
	}
	for _, hidden := range []string{"Secret", "secret", "quiet", "outdated", "origin", "formerly", "desk@"} {
		if strings.Contains(b.String(), hidden) {
			t.Errorf("%q is told in\n%s", hidden, b.String())
		}
	}
	r, err := events.ParseRecord(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Events) != 1 || r.Events[0].Text["ar"].Title != "افتتاح" || len(r.Events[0].Sources) != 1 || r.Events[0].Span.Date.String() != "2019-05" {
		t.Errorf("events %+v", r.Events)
	}
	if r.Site.Licence == nil || r.Site.Licence.Name != "CC BY 4.0" || r.Site.Names["en"] != "Chronicle" || r.Site.Authority != "museum.example" || r.Site.Zone != "UTC" {
		t.Errorf("site %+v", r.Site)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := WriteRecord(ctx, &b, f); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}
