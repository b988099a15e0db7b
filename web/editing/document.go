package editing

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/access"
)

// DocumentConflict says that a document is no longer as the author saw it.
// Nothing was written. It is an events.ErrConflict.
type DocumentConflict struct {
	Expected events.Rev
	Theirs   events.Document // as it is stored
}

// Error tells what was expected and what there is.
func (c *DocumentConflict) Error() string {
	return fmt.Sprintf("document %q: revision %d is expected, %d is stored: %v", c.Theirs.Name, c.Expected, c.Theirs.Rev, events.ErrConflict)
}

// Unwrap makes it an events.ErrConflict.
func (c *DocumentConflict) Unwrap() error { return events.ErrConflict }

// Stored is the revision that is stored; 0: there is no such document yet.
func (c *DocumentConflict) Stored() events.Rev { return c.Theirs.Rev }

// DocumentNeeds is what an account must be allowed in order to change a
// document; "" is none, which needs what a draft does.
func DocumentNeeds(name events.DocumentName) access.Action {
	switch name {
	case "":
		return access.WriteDrafts
	case events.DocumentTags, events.DocumentPlaces, events.DocumentViews:
		return access.EditVocabulary
	}
	return access.EditSite
}

// ReplaceDocument stores a document whose state the author saw at expect; 0:
// there was none. It returns the document as it is now.
func (d *Editor) ReplaceDocument(ctx context.Context, a Act, next events.Document, expect events.Rev) (events.Document, error) {
	if err := a.Who.May(DocumentNeeds(next.Name)); err != nil {
		return events.Document{}, err
	}
	t := d.record.Timeline()
	old := t.Site().Document(next.Name)
	if old.Rev != expect {
		return events.Document{}, &DocumentConflict{expect, old}
	}
	if err := next.Validate(); err != nil {
		return events.Document{}, err
	}
	if err := checkRemoved(t, &old, &next); err != nil {
		return events.Document{}, err
	}
	_, err := d.commit(ctx, a, events.PutDocument(next, expect))
	now := d.record.Timeline().Site().Document(next.Name)
	if errors.Is(err, events.ErrConflict) {
		return events.Document{}, &DocumentConflict{expect, now}
	}
	return now, err
}

// UpdateDocument makes one change of a document as it is stored, again if
// another was faster, at most five times: two editors who add a tag each do not
// get in each other's way. The function must not change what it is given, but
// return it changed.
func (d *Editor) UpdateDocument(ctx context.Context, a Act, name events.DocumentName, change func(events.Document) (events.Document, error)) (events.Document, error) {
	for try := 1; ; try++ {
		old := d.record.Timeline().Site().Document(name)
		next, err := change(old)
		if err != nil {
			return events.Document{}, err
		}
		doc, err := d.ReplaceDocument(ctx, a, next, old.Rev)
		if again := try < maxTries && errors.Is(err, events.ErrConflict); !again {
			return doc, err
		}
	}
}

// checkRemoved refuses to take out of the vocabulary what readers may have
// links to: it is marked retired instead.
func checkRemoved(t *timeline.Timeline, old, next *events.Document) error {
	bad := &events.Invalid{Subject: fmt.Sprintf("document %q", next.Name)}
	check := func(slug string, there bool) {
		if !there && t.Knows(next.Name, slug) {
			bad.Problems = append(bad.Problems, events.Problem{
				Field:  string(next.Name) + "." + slug,
				Reason: "has been public: keep it, and mark it as retired",
			})
		}
	}
	for _, tag := range old.Tags {
		check(tag.Slug, slices.ContainsFunc(next.Tags, func(n events.Tag) bool { return n.Slug == tag.Slug }))
	}
	for _, place := range old.Places {
		check(place.Slug, slices.ContainsFunc(next.Places, func(n events.NamedPlace) bool { return n.Slug == place.Slug }))
	}
	for _, view := range old.Views {
		check(view.Slug, slices.ContainsFunc(next.Views, func(n events.View) bool { return n.Slug == view.Slug }))
	}
	if len(bad.Problems) == 0 {
		return nil
	}
	return bad
}
