package events

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// DocumentName names one of the documents that are stored beside the events:
// "site", "tags", "places", "views", or "text/" with a language.
type DocumentName string

// The documents that there is one of.
const (
	DocumentSite   DocumentName = "site"   // identity and settings
	DocumentTags   DocumentName = "tags"   // names of tags
	DocumentPlaces DocumentName = "places" // named places
	DocumentViews  DocumentName = "views"  // saved selections
)

// textPrefix starts the name of a document with the site's own texts.
const textPrefix = "text/"

// DocumentText names the site's own texts in a language (BCP 47).
func DocumentText(lang string) DocumentName { return DocumentName(textPrefix + lang) }

// lang is the language of a document of texts.
func (n DocumentName) lang() (lang string, ok bool) {
	return strings.CutPrefix(string(n), textPrefix)
}

// maxDocument bounds the JSON form of a document, in bytes.
const maxDocument = 256 << 10

// Document is one of the documents that the site is stored as, each with its
// own revision and history. Only the field that belongs to its name is set.
type Document struct {
	Name   DocumentName
	Site   *Site        // of DocumentSite, without vocabulary and texts
	Tags   []Tag        // of DocumentTags
	Places []NamedPlace // of DocumentPlaces
	Views  []View       // of DocumentViews
	Text   SiteText     // of DocumentText
	Rev    Rev          // the commit that wrote this state
}

// documentForm is the JSON form of a document.
type documentForm struct {
	Name  DocumentName    `json:"name"`
	Value json.RawMessage `json:"value"`
}

// value points to what the document holds; nil if its name is unknown.
func (d *Document) value() any {
	switch _, isText := d.Name.lang(); {
	case isText:
		return &d.Text
	case d.Name == DocumentSite:
		return &d.Site
	case d.Name == DocumentTags:
		return &d.Tags
	case d.Name == DocumentPlaces:
		return &d.Places
	case d.Name == DocumentViews:
		return &d.Views
	}
	return nil
}

// MarshalJSON writes {"name": …, "value": …}.
func (d Document) MarshalJSON() ([]byte, error) {
	value, err := json.Marshal(d.value())
	if err != nil {
		return nil, err
	}
	return json.Marshal(documentForm{d.Name, value})
}

// UnmarshalJSON reads what MarshalJSON writes. Unknown names and fields are
// errors.
func (d *Document) UnmarshalJSON(b []byte) error {
	var form documentForm
	if err := decodeStrict(b, &form); err != nil {
		return err
	}
	next := Document{Name: form.Name}
	into := next.value()
	if into == nil {
		return fmt.Errorf("document.name: %w", errDocumentName(form.Name))
	}
	if err := decodeStrict(form.Value, into); err != nil {
		return fmt.Errorf("document %q: %w", form.Name, err)
	}
	*d = next
	return nil
}

func errDocumentName(name DocumentName) error {
	return fmt.Errorf("%q is no document; there are site, tags, places, views and text/LANGUAGE", name)
}

// Retaining is the document with what an earlier state of it named and it does not
// name any more, marked as retired, as far as kept says of a slug that people may
// have come to know it: their subscriptions go on. The receiver stays as it is.
func (d Document) Retaining(old *Document, kept func(slug string) bool) Document {
	d.Tags = retaining(d.Tags, old.Tags, kept, func(t *Tag) (string, *bool) { return t.Slug, &t.Retired })
	d.Places = retaining(d.Places, old.Places, kept, func(p *NamedPlace) (string, *bool) { return p.Slug, &p.Retired })
	d.Views = retaining(d.Views, old.Views, kept, func(v *View) (string, *bool) { return v.Slug, &v.Retired })
	return d
}

func retaining[T any](list, old []T, kept func(string) bool, about func(*T) (slug string, retired *bool)) []T {
	named := make(map[string]bool, len(list))
	for i := range list {
		slug, _ := about(&list[i])
		named[slug] = true
	}
	list = slices.Clip(list)
	for _, was := range old {
		if slug, retired := about(&was); !named[slug] && kept(slug) {
			*retired = true
			list = append(list, was)
		}
	}
	return list
}

// isEmpty reports whether the document holds nothing.
func (d *Document) isEmpty() bool {
	return d.Site == nil && len(d.Tags)+len(d.Places)+len(d.Views) == 0 && d.Text == SiteText{}
}

// apply puts what the document holds into the site that is made of it.
func (d *Document) apply(s *Site) {
	switch lang, isText := d.Name.lang(); {
	case isText:
		if s.Texts == nil {
			s.Texts = map[string]SiteText{}
		}
		if s.Texts[lang] = d.Text; d.Text == (SiteText{}) {
			delete(s.Texts, lang)
		}
	case d.Name == DocumentSite && d.Site != nil:
		own := *d.Site
		own.Tags, own.Places, own.Views, own.Texts, own.Revs = s.Tags, s.Places, s.Views, s.Texts, s.Revs
		*s, s.Rev = own, d.Rev
	case d.Name == DocumentTags:
		s.Tags = d.Tags
	case d.Name == DocumentPlaces:
		s.Places = d.Places
	case d.Name == DocumentViews:
		s.Views = d.Views
	}
}

// SameDocument reports whether two documents hold the same.
func SameDocument(a, b *Document) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// DocumentChanges are the changes that make of the documents of one site those
// of another, as far as they differ.
func DocumentChanges(from, to *Site) []Change {
	var changes []Change
	for _, d := range to.Documents() {
		was := from.Document(d.Name)
		if was.Rev == 0 && d.isEmpty() || was.Rev != 0 && SameDocument(&was, d) {
			continue
		}
		changes = append(changes, PutDocument(*d, was.Rev))
	}
	return changes
}
