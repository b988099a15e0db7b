package events

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestSiteIsItsDocuments takes a site apart and puts it together again.
func TestSiteIsItsDocuments(t *testing.T) {
	site := goodSite()
	site.Founded = time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	var again []*Document
	for i, d := range site.Documents() {
		if err := d.Validate(); err != nil {
			t.Errorf("%s: %v", d.Name, err)
		}
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		read := &Document{}
		if err := json.Unmarshal(text, read); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !SameDocument(d, read) {
			t.Errorf("%s became another document", text)
		}
		read.Rev = Rev(i + 1)
		again = append(again, read)
	}
	got := (&Site{}).With(again)
	want := *site
	want.Rev = 1
	want.Revs = map[DocumentName]Rev{"site": 1, "tags": 2, "places": 3, "views": 4, "text/pt-BR": 5, "text/zh": 6}
	if diff := cmp.Diff(&want, got); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
	if changes := DocumentChanges(got, &want); len(changes) != 0 {
		t.Errorf("it differs from itself: %v", changes)
	}
}

func TestDocumentChanges(t *testing.T) {
	was := (&Site{}).With([]*Document{
		{Name: DocumentSite, Site: &Site{Authority: "a.example"}, Rev: 3},
		{Name: DocumentTags, Tags: []Tag{{Slug: "a"}}, Rev: 5},
		{Name: DocumentText("zh"), Text: SiteText{About: "甲"}, Rev: 6},
	})
	next := *was
	next.Tags, next.Views, next.Texts = nil, []View{{Slug: "v"}}, map[string]SiteText{"zh": {About: "甲"}, "en": {About: "A"}}
	got := map[DocumentName]Rev{}
	for _, c := range DocumentChanges(was, &next) {
		got[c.Document.Name] = c.Expect
	}
	if diff := cmp.Diff(map[DocumentName]Rev{"tags": 5, "views": 0, "text/en": 0}, got); diff != "" {
		t.Errorf("changed, with the revision expected (-want +got):\n%s", diff)
	}
	if len(was.Tags) != 1 || len(was.Texts) != 1 {
		t.Error("the former site was changed")
	}
	// What has been emptied is no longer said, but stays stored.
	emptied := was.With([]*Document{{Name: DocumentTags, Rev: 7}, {Name: DocumentText("zh"), Rev: 7}})
	if len(emptied.Tags)+len(emptied.Texts) != 0 || emptied.Revs[DocumentTags] != 7 || len(emptied.Documents()) != 2 {
		t.Errorf("emptied: %+v", emptied)
	}
	if bare := was.With([]*Document{{Name: DocumentSite, Rev: 8}}); bare.Authority != "a.example" || bare.Rev != 3 || len(bare.Tags) != 1 {
		t.Errorf("a site document without a site changed it: %+v", bare)
	}
}

// TestRetaining edits vocabularies out of which something was taken.
func TestRetaining(t *testing.T) {
	old := &Document{
		Name:   DocumentTags,
		Tags:   []Tag{{Slug: "named"}, {Slug: "known"}, {Slug: "unknown"}, {Slug: "gone", Retired: true}},
		Places: []NamedPlace{{Slug: "known"}},
		Views:  []View{{Slug: "unknown"}},
	}
	next := Document{Name: DocumentTags, Tags: []Tag{{Slug: "new"}, {Slug: "named"}}}
	got := next.Retaining(old, func(slug string) bool { return slug == "known" || slug == "gone" || slug == "named" })
	want := Document{
		Name:   DocumentTags,
		Tags:   []Tag{{Slug: "new"}, {Slug: "named"}, {Slug: "known", Retired: true}, {Slug: "gone", Retired: true}},
		Places: []NamedPlace{{Slug: "known", Retired: true}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(next.Tags) != 2 || old.Tags[1].Retired {
		t.Error("what was given is changed")
	}
}

func TestDocumentValidate(t *testing.T) {
	tag := []Tag{{Slug: "a", Name: Localised{"en": "A"}}}
	site := &Site{Authority: "a.example", Founded: time.Now()}
	mixed := *site
	mixed.Tags = tag
	for field, d := range map[string]Document{
		"name":     {Name: "secrets"},
		"site":     {Name: DocumentSite},
		"tags":     {Name: DocumentTags, Site: site, Tags: tag},
		"places":   {Name: DocumentPlaces, Tags: tag},
		"views":    {Name: DocumentViews, Text: SiteText{About: "a"}},
		"text/zh":  {Name: DocumentText("zh"), Views: []View{{}}},
		"text/":    {Name: "text/"},
		"text/x/y": {Name: "text/x/y"},
	} {
		var invalid *Invalid
		if err := d.Validate(); !errors.As(err, &invalid) || invalid.Field(field) == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	if err := (&Document{Name: DocumentSite, Site: &mixed}).Validate(); err == nil {
		t.Error("a site with tags of its own is taken")
	}
	for _, text := range []string{
		`{"name":"secrets","value":1}`, `{"name":"tags","value":{}}`, `{"name":"site","value":{"colour":"red"}}`,
		`{"name":"tags","value":[],"more":1}`, `{"value":[]}`, `{"name":"tags"}`, `[]`,
	} {
		if err := json.Unmarshal([]byte(text), &Document{}); err == nil {
			t.Errorf("%s was read", text)
		}
	}
}
