package entry

import (
	"net/url"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/web/desk/frame"
)

// visit is a look at the desk over a record of some entries.
func visit(t *testing.T, lang string, list ...events.Event) *frame.Visit {
	t.Helper()
	templates, err := frame.NewTemplates()
	if err != nil {
		t.Fatal(err)
	}
	batch := events.Batch{Rev: 1, Reset: true, Documents: []*events.Document{{Name: events.DocumentSite, Site: &events.Site{Authority: "example.org", Founded: time.Unix(0, 0).UTC()}, Rev: 1}}}
	for i := range list {
		list[i].Rev = events.Rev(i + 1)
		batch.Events, batch.Rev = append(batch.Events, &list[i]), list[i].Rev
	}
	tags := []events.Tag{{Slug: "policy", Name: events.Localised{"zh": "政策", "en": "Policy"}}, {Slug: "old", Name: events.Localised{"en": "Old"}, Retired: true}}
	batch.Documents = append(batch.Documents, &events.Document{Name: events.DocumentTags, Tags: tags, Rev: 1})
	record := timeline.New().With(batch)
	site := &feeds.Site{BaseURL: "https://almanac.example.org", Languages: []string{"zh", "en"}, Zone: time.UTC, Record: record.Site(), Name: events.Localised{"zh": "大事记", "en": "Chronicle"}}
	return &frame.Visit{Language: templates.In(lang), Timeline: record, Site: site, Now: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)}
}

func form(pairs ...string) frame.Form {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Add(pairs[i], pairs[i+1])
	}
	return frame.Form{Values: q}
}
