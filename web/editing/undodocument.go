package editing

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/web/access"
)

// undoDocument takes back what a batch did to a document: of a vocabulary each
// item that the batch changed, whatever became of the others since; any other
// document as a whole. If one of those items was changed since, all stay, as what
// a batch did to a vocabulary belongs together.
func (d *Editor) undoDocument(ctx context.Context, a Act, t trail, u *Undone) error {
	now := d.record.Timeline().Site().Document(t.document)
	steps, err := d.stepsOf(ctx, t.document, a.Batch.Undoes)
	if err != nil {
		return err
	}
	former, ok := takenBack(&now, steps)
	if !ok {
		u.LeftDocuments = append(u.LeftDocuments, LeftDocument{t.document, fmt.Errorf("document %q %w", t.document, errChanged)})
		return nil
	}
	// What the batch added and readers came to know stays, retired.
	former = former.Retaining(&now, func(slug string) bool { return d.record.Timeline().Knows(t.document, slug) })
	_, err = d.ReplaceDocument(ctx, a, former, now.Rev)
	var bad *events.Invalid
	var denied *access.Denied
	switch {
	case err == nil:
		u.Documents = append(u.Documents, t.document)
	case errors.Is(err, events.ErrConflict), errors.As(err, &bad), errors.As(err, &denied):
		u.LeftDocuments = append(u.LeftDocuments, LeftDocument{t.document, err})
	default:
		return err
	}
	return nil
}

// step is one commit of a batch to a document.
type step struct{ before, after events.Document }

// stepsOf lists what a batch did to a document, the oldest first.
func (d *Editor) stepsOf(ctx context.Context, name events.DocumentName, batch string) ([]step, error) {
	var list []step
	open := false // the state after this one is the batch's
	for s, err := range d.record.History(ctx, events.HistoryQuery{Document: name}) {
		if err != nil {
			return nil, fmt.Errorf("reading the history: %w", err)
		}
		doc := *s.Document
		doc.Rev = s.Rev
		if open {
			list[len(list)-1].before = doc
		}
		if open = s.Batch != nil && s.Batch.ID == batch; open {
			list = append(list, step{before: events.Document{Name: name}, after: doc})
		}
	}
	slices.Reverse(list)
	return list, nil
}

// takenBack is a document without what the steps did to it; false if something
// that they changed was changed since.
func takenBack(now *events.Document, steps []step) (events.Document, bool) {
	if now.Rev == steps[len(steps)-1].after.Rev && !interrupted(steps) {
		return steps[0].before, true // in the order that it had, too
	}
	out, ok := *now, false
	switch now.Name {
	case events.DocumentTags:
		list := vocabulary[events.Tag]{func(d *events.Document) []events.Tag { return d.Tags }, func(t *events.Tag) (string, events.Localised) { return t.Slug, t.Name }}
		out.Tags, ok = list.without(now, steps)
	case events.DocumentPlaces:
		list := vocabulary[events.NamedPlace]{func(d *events.Document) []events.NamedPlace { return d.Places }, func(p *events.NamedPlace) (string, events.Localised) { return p.Slug, p.Name }}
		out.Places, ok = list.without(now, steps)
	case events.DocumentViews:
		list := vocabulary[events.View]{func(d *events.Document) []events.View { return d.Views }, func(v *events.View) (string, events.Localised) { return v.Slug, v.Name }}
		out.Views, ok = list.without(now, steps)
	}
	return out, ok
}

// interrupted reports whether something else was written between the steps.
func interrupted(steps []step) bool {
	for i := range steps[1:] {
		if steps[i+1].before.Rev != steps[i].after.Rev {
			return true
		}
	}
	return false
}

// vocabulary reads a document that lists items.
type vocabulary[T any] struct {
	items func(*events.Document) []T
	known func(*T) (slug string, name events.Localised)
}

func (v vocabulary[T]) slug(item *T) string {
	slug, _ := v.known(item)
	return slug
}

// find is the item of a slug in a list; nil if there is none.
func (v vocabulary[T]) find(list []T, slug string) *T {
	i := slices.IndexFunc(list, func(item T) bool { return v.slug(&item) == slug })
	if i < 0 {
		return nil
	}
	return &list[i]
}

// itemChange is what steps made of one item; nil: there was none, or is none.
type itemChange[T any] struct {
	slug     string
	from, to *T
}

// changes lists what the steps made of each item that they changed; false if
// something else changed one of them between two steps.
func (v vocabulary[T]) changes(steps []step) ([]itemChange[T], bool) {
	var list []itemChange[T]
	for i := range steps {
		before, after := v.items(&steps[i].before), v.items(&steps[i].after)
		var slugs []string
		for _, item := range slices.Concat(before, after) {
			if slug := v.slug(&item); !slices.Contains(slugs, slug) {
				slugs = append(slugs, slug)
			}
		}
		for _, slug := range slugs {
			c := itemChange[T]{slug, v.find(before, slug), v.find(after, slug)}
			if reflect.DeepEqual(c.from, c.to) {
				continue
			}
			j := slices.IndexFunc(list, func(earlier itemChange[T]) bool { return earlier.slug == slug })
			switch {
			case j < 0:
				list = append(list, c)
			case !reflect.DeepEqual(list[j].to, c.from):
				return nil, false
			default:
				list[j].to = c.to
			}
		}
	}
	return list, true
}

// without is the list as it is now without what the steps did to its items; false
// if one of those was changed since, or if a name that would come back was given
// to another item.
func (v vocabulary[T]) without(now *events.Document, steps []step) ([]T, bool) {
	changes, ok := v.changes(steps)
	if !ok {
		return nil, false
	}
	list := slices.Clone(v.items(now))
	for _, c := range changes {
		is := v.find(list, c.slug)
		switch {
		case !reflect.DeepEqual(is, c.to):
			return nil, false
		case is == nil && c.from != nil:
			list = append(list, *c.from)
		case is != nil && c.from != nil:
			*is = *c.from
		case is != nil:
			list = slices.DeleteFunc(list, func(item T) bool { return v.slug(&item) == c.slug })
		}
	}
	for _, c := range changes {
		if c.from != nil && v.namedLike(list, c.from) {
			return nil, false
		}
	}
	return list, true
}

// namedLike reports whether another item of the list has a name of the item: two
// of one name cannot be told apart where people type it.
func (v vocabulary[T]) namedLike(list []T, item *T) bool {
	slug, name := v.known(item)
	return slices.ContainsFunc(list, func(other T) bool {
		otherSlug, otherName := v.known(&other)
		if otherSlug == slug {
			return false
		}
		for lang, text := range name {
			if strings.EqualFold(otherName[lang], text) {
				return true
			}
		}
		return false
	})
}
