package vocabulary

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"almanac.example/events"
	"almanac.example/web/desk/bulk"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
)

// mergeFields are the two ways to move the entries of an item: to another one, or
// to the same under another address.
func mergeFields(v *frame.Visit, all []counted, from *counted) (into, address *frame.Field) {
	into = &frame.Field{ID: "into", Name: "into", Type: "select", Label: v.Text("vocabulary.into")}
	for i := range all {
		if c := &all[i]; c.Slug != from.Slug && !c.Retired {
			name := nameOf(v, &c.item)
			into.Options = append(into.Options, frame.Option{Value: c.Slug, Label: name.Text, Lang: name.Lang})
		}
	}
	if len(into.Options) == 0 {
		into = nil
	}
	return into, &frame.Field{ID: "address", Name: "address", Label: v.Text("vocabulary.newAddress"), Value: from.Slug, Plain: true, Max: 100, Class: "s24"}
}

// mergeFault is the page that says why entries cannot be moved.
type mergeFault struct {
	frame.Head
	Headline string
	Back     frame.Link
	Action   string
	Address  *frame.Field // typed once more; nil where another item was chosen
}

// merge moves the entries of an item to another one, or to another address, after
// it has shown what that does. The item that is left is retired, as readers may
// know its address, or removed.
func (p *Pages) merge(ctx context.Context, v *frame.Visit, k kind) (frame.Answer, error) {
	all := known(v, k)
	i := slices.IndexFunc(all, func(c counted) bool { return c.Slug == v.Key })
	if i < 0 {
		return frame.Answer{}, fmt.Errorf("%s %q: %w", k.name, v.Key, events.ErrNotFound)
	}
	from := &all[i]
	back := frame.Link{Text: v.Text("vocabulary.leave"), Href: v.Link("/" + k.name + "/" + url.PathEscape(from.Slug))}
	if !v.Sent {
		return frame.See(back.Href), nil
	}
	to, fault := mergeTarget(v, all, from)
	if fault != "" {
		name := nameOf(v, &from.item)
		page := &mergeFault{Headline: name.Text, Back: back, Action: v.Link(v.Path)}
		at := frame.Fault{Field: "main", Label: v.Text("vocabulary.into"), Text: fault}
		if v.Form.Line("how") == "address" {
			_, page.Address = mergeFields(v, nil, from)
			at.Field, at.Label = page.Address.ID, page.Address.Label
			page.Address.Value, page.Address.Fault = v.Form.Line("address"), fault
		}
		page.Head = v.Frame(frame.Heading{Title: name.Text, Nav: "vocabulary", Tab: "/" + k.name, Alone: true, Faults: frame.Faults{at}, Crumbs: k.crumbs(v)})
		return frame.Refuse("vocabulary/merge", page), nil
	}
	c := k.moving(v, from, to)
	c.Back = back
	c.Then = func(ctx context.Context, act editing.Act) error { return p.leave(ctx, act, move{k, from.Slug, to}) }
	return p.bulk.Propose(ctx, v, c)
}

// mergeTarget is the item that the entries are moved to, or what is wrong with
// what was typed.
func mergeTarget(v *frame.Visit, all []counted, from *counted) (to item, fault string) {
	if v.Form.Values.Get("how") != "address" {
		i := slices.IndexFunc(all, func(c counted) bool { return c.Slug == v.Form.Line("into") })
		if i < 0 || all[i].Slug == from.Slug {
			return item{}, v.Text("vocabulary.noTarget")
		}
		return called(v, all[i].item, all[i].Slug), ""
	}
	to = from.item
	to.Slug, to.Retired = v.Form.Line("address"), false
	switch {
	case !events.IsTag(to.Slug):
		return item{}, v.Text("vocabulary.badSlug")
	case to.Slug == from.Slug:
		return item{}, v.Text("vocabulary.sameSlug")
	case slices.ContainsFunc(all, func(c counted) bool { return c.Slug == to.Slug }):
		return item{}, v.Text("vocabulary.slugTaken", to.Slug)
	}
	return called(v, to, from.Slug), ""
}

// called is an item with a name: the vocabulary takes none without, and entries have
// topics that it does not name.
func called(v *frame.Visit, it item, name string) item {
	if len(it.Name) == 0 {
		it.Name = events.Localised{v.Contents(nil)[0]: name}
	}
	return it
}

// crumbs say where a page about a move stands.
func (k kind) crumbs(v *frame.Visit) []frame.Link {
	return []frame.Link{{Text: v.Text("vocabulary." + k.name), Href: v.Link("/" + k.name)}, {Text: v.Text("vocabulary.move"), Current: true}}
}

// moving is the change of the entries.
func (k kind) moving(v *frame.Visit, from *counted, to item) bulk.Change {
	var ids []events.ID
	for _, e := range v.Timeline.ForEditors(k.selecting(from.Slug)) {
		ids = append(ids, e.ID)
	}
	c := bulk.Change{
		IDs: ids, Sub: v.Text("vocabulary.allOf", nameOf(v, &from.item).Text, len(ids)),
		Label: v.Text("vocabulary.label."+k.name, nameOf(v, &from.item).Text, nameOf(v, &to).Text),
		Field: "tags", Column: v.Text("vocabulary.tags"), Nav: "vocabulary",
		Edit:   editing.Edit{AddTags: []string{to.Slug}, RemoveTags: []string{from.Slug}},
		Crumbs: k.crumbs(v),
		Seen:   func(public, private int) []string { return k.seen(v, from.Slug, to.Slug, [2]int{public, private}) },
	}
	if nameOf(v, &from.item).Text == nameOf(v, &to).Text {
		c.Label = v.Text("vocabulary.labelAddress", nameOf(v, &from.item).Text, to.Slug)
	}
	if k == places {
		c.Field, c.Column = "place", v.Text("edit.place")
		c.Edit = editing.Edit{Place: &events.Place{Slug: to.Slug, Name: to.Name, Latitude: to.Latitude, Longitude: to.Longitude}}
	}
	return c
}

// seen says what readers and subscribers notice when entries move.
func (k kind) seen(v *frame.Visit, from, to string, n [2]int) []string {
	var list []string
	if n[0] > 0 {
		path := map[kind]string{tags: "tag/", places: "place/"}[k]
		list = append(list, v.Text("vocabulary.seen", n[0], path+from, path+to), v.Text("vocabulary.seenOld", path+from), v.Text("bulk.seenQuiet"))
	}
	if n[1] > 0 {
		list = append(list, v.Text("bulk.seenPrivate", n[1]))
	}
	return list
}

// move is where the entries of an item go.
type move struct {
	kind kind
	from string
	to   item
}

// leave ends a move: the new item stands in the vocabulary, views mean the new one
// where they meant the old one, and the old one goes, as far as no entry has it.
// The record keeps it as retired if readers may know its address.
func (p *Pages) leave(ctx context.Context, act editing.Act, m move) error {
	k, from, to := m.kind, m.from, m.to
	left := errors.New("entries are left")
	_, err := p.editor.UpdateDocument(ctx, act, k.document, func(d events.Document) (events.Document, error) {
		list := slices.Clone(k.items(&d))
		changed := false
		if at(list, to.Slug) < 0 {
			list, changed = append(list, to), true
		}
		if i := at(list, from); i >= 0 && len(p.timeline().ForEditors(k.selecting(from))) == 0 {
			if p.timeline().Had(k.selecting(from)) {
				list[i].Retired = true
			} else {
				list = slices.Delete(list, i, i+1)
			}
			changed = true
		}
		if !changed {
			return d, left
		}
		return k.holding(list), nil
	})
	if err != nil && !errors.Is(err, left) {
		return fmt.Errorf("changing the vocabulary: %w", err)
	}
	return p.followViews(ctx, act, m)
}

// followViews lets saved views mean the new item where they mean the old one.
func (p *Pages) followViews(ctx context.Context, act editing.Act, m move) error {
	nothing := errors.New("no view means it")
	_, err := p.editor.UpdateDocument(ctx, act, events.DocumentViews, func(d events.Document) (events.Document, error) {
		list := slices.Clone(views.items(&d))
		changed := false
		for i := range list {
			sel, err := events.ParseSelection(list[i].Selection)
			if err != nil {
				return d, err
			}
			for _, values := range map[kind][]*[]string{tags: {&sel.Tags, &sel.Without}, places: {&sel.Places}}[m.kind] {
				*values = replaced(*values, m.from, m.to.Slug)
			}
			changed = changed || sel.String() != list[i].Selection
			list[i].Selection = sel.String()
		}
		if !changed {
			return d, nothing
		}
		return views.holding(list), nil
	})
	if err != nil && !errors.Is(err, nothing) {
		return fmt.Errorf("changing the views: %w", err)
	}
	return nil
}

// replaced is a list of slugs with one in the place of another.
func replaced(list []string, from, to string) []string {
	if !slices.Contains(list, from) {
		return list
	}
	next := slices.Clone(list)
	for i := range next {
		if next[i] == from {
			next[i] = to
		}
	}
	slices.Sort(next)
	return slices.Compact(next)
}
