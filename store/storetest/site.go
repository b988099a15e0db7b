package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

// tags makes a vocabulary of one tag.
func tags(slug string) *events.Document {
	return &events.Document{
		Name: events.DocumentTags,
		Tags: []events.Tag{{Slug: slug, Name: events.Localised{"zh": "标签", "en": slug}}},
	}
}

// putTags proposes that vocabulary.
func putTags(slug string, expect events.Rev) events.Change {
	return events.Change{Document: tags(slug), At: day, Expect: expect}
}

// documents has one of each kind.
func documents() []events.Document {
	name := events.Localised{"zh": "上海", "en": "Shanghai"}
	return []events.Document{
		{Name: events.DocumentSite, Site: &events.Site{
			Authority: "almanac.example", Founded: day.Truncate(24 * 60 * 60 * 1e9), Names: name,
			Languages: []string{"zh", "en"}, Zone: "Asia/Shanghai", Accent: "#0a5c8f",
			FooterLinks: []events.Link{{URL: "https://example.org/", Title: name}},
			Licence:     &events.Licence{Name: "CC BY 4.0"}, HideProduct: true,
		}},
		*tags("museum"),
		{Name: events.DocumentPlaces, Places: []events.NamedPlace{{Slug: "shanghai", Name: name, Latitude: new(31.2), Longitude: new(121.5)}}},
		{Name: events.DocumentViews, Views: []events.View{{Slug: "museums", Name: name, Selection: "tag=museum", Retired: true}}},
		{Name: events.DocumentText("zh"), Text: events.SiteText{About: "**关于**", Imprint: "出版者"}},
		{Name: events.DocumentText("pt-BR"), Text: events.SiteText{Privacy: "Nada.", Accessibility: "Tudo.", Contact: "Rua."}},
	}
}

func testDocuments(t *testing.T, e Engine) {
	b := e.open(t)
	f := follow(t, b)
	refused(t, b, "replacing a document that does not exist", putTags("a", 3))
	var all []events.Change
	for _, d := range documents() {
		all = append(all, events.PutDocument(d, 0))
	}
	// An event whose ID is the name of a document is another thing.
	first := commit(t, b, append(all, put("site", "one", 0), put("tags", "one", 0))...)
	refused(t, b, "a second first vocabulary", putTags("b", 0))
	told, stored := f.at(t, first), read(t, b)
	for _, d := range documents() {
		want := spell(t, first, &d)
		if told.Documents[d.Name] != want || stored.Documents[d.Name] != want {
			t.Errorf("told and stored are\n%s\n%s\nwant\n%s", told.Documents[d.Name], stored.Documents[d.Name], want)
		}
	}
	if len(stored.Documents) != len(documents()) || len(stored.Events) != 2 {
		t.Errorf("stored are %d documents and %d events", len(stored.Documents), len(stored.Events))
	}

	// A change of an event leaves the documents' revisions alone, and the other
	// way round; and so it is among documents.
	event := commit(t, b, put("tags", "two", first))
	second := commit(t, b, putTags("b", first))
	refused(t, b, "an old revision of a document", putTags("c", first))
	commit(t, b, put("tags", "three", event), events.PutDocument(documents()[0], first))
	if got := f.at(t, second).Documents[events.DocumentTags]; got != spell(t, second, tags("b")) {
		t.Errorf("the watcher was told the tags %s", got)
	}
	if got := read(t, b).Documents[events.DocumentTags]; got != spell(t, second, tags("b")) {
		t.Errorf("stored are the tags %s", got)
	}
}

func testHistoryDocument(t *testing.T, e Engine) {
	b := e.open(t)
	note := func(c events.Change, note string) events.Change {
		c.Note = note
		return c
	}
	site := documents()[0]
	first := commit(t, b, note(putTags("a", 0), "first"), put("a", "one", 0), put("tags", "one", 0))
	commit(t, b, events.PutDocument(site, 0))
	second := commit(t, b, note(putTags("b", first), "second"))
	want := []string{
		spell(t, second, &events.State{Rev: second, At: day, Note: "second", Document: tags("b")}),
		spell(t, first, &events.State{Rev: first, At: day, Note: "first", Document: tags("a")}),
	}
	of := events.HistoryQuery{Document: events.DocumentTags}
	if diff := cmp.Diff(want, history(t, b, of)); diff != "" {
		t.Errorf("history of the tags (-want +got):\n%s", diff)
	}
	of.Before = second
	if diff := cmp.Diff(want[1:], history(t, b, of)); diff != "" {
		t.Errorf("history of the tags before revision %d (-want +got):\n%s", second, diff)
	}
	if got := history(t, b, events.HistoryQuery{Document: events.DocumentViews}); len(got) != 0 {
		t.Errorf("a document that is not there has the history %v", got)
	}
	if got := history(t, b, events.HistoryQuery{}); len(got) != 2 {
		t.Errorf("the history of all events tells of documents: %v", got)
	}
}
