package vocabulary

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"almanac.example/events"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// editPage is the page of one item.
type editPage struct {
	frame.Head
	Kind     string
	Headline words.Run
	Slug     string
	N        int
	Entries  string // address of its entries on the desk
	Public   string // address of its page for readers
	Form     *form
	Merge    string // address that moves its entries; "": it has none
	Into     *frame.Field
	Address  *frame.Field
	Remove   bool // nobody has or had it: it can be removed
}

// one is the page of one item.
func (p *Pages) one(ctx context.Context, v *frame.Visit, k kind) (frame.Answer, error) {
	all := known(v, k)
	i := slices.IndexFunc(all, func(c counted) bool { return c.Slug == v.Key })
	if i < 0 {
		return frame.Answer{}, fmt.Errorf("%s %q: %w", k.name, v.Key, events.ErrNotFound)
	}
	c := &all[i]
	f := newForm(v, k, c)
	if v.Sent {
		if a, done, err := p.take(ctx, v, f); done || err != nil {
			return a, err
		}
	}
	title := nameOf(v, &c.item)
	page := &editPage{
		Kind: k.name, Headline: title, Slug: c.Slug, N: c.n, Form: f, Remove: removable(v, k, c),
		Public: v.SiteHome() + map[kind]string{tags: "tag/", places: "place/", views: "v/"}[k] + url.PathEscape(c.Slug),
	}
	if c.n > 0 {
		page.Entries = v.Link("/list") + "?" + k.query(&c.item)
		f.Note = v.Text("vocabulary.note", c.n)
	}
	if k != views && c.n > 0 {
		page.Merge = v.Link("/" + k.name + "/" + url.PathEscape(c.Slug) + "/merge")
		page.Into, page.Address = mergeFields(v, all, c)
	}
	page.Head = v.Frame(frame.Heading{Title: title.Text, Nav: "vocabulary", Tab: "/" + k.name, Faults: f.faults, Alone: v.Sent, Crumbs: []frame.Link{
		{Text: v.Text("vocabulary." + k.name), Href: v.Link("/" + k.name)}, {Text: title.Text, Current: true, Lang: title.Lang},
	}})
	return frame.Refuse("vocabulary/edit", page), nil
}

// removable reports whether an item can be removed: no entry has it, and readers
// cannot have come to know it. A view has an address from its first day.
func removable(v *frame.Visit, k kind, c *counted) bool {
	return k != views && c.named && c.n == 0 && !v.Timeline.Had(k.selecting(c.Slug))
}

// errMeanwhile is why a change is shown again: somebody else was faster.
var errMeanwhile = errors.New("was changed meanwhile")

// take stores what the form says, or removes the item. Done is false if the form
// is to be shown again, perhaps with faults.
func (p *Pages) take(ctx context.Context, v *frame.Visit, f *form) (a frame.Answer, done bool, err error) {
	remove := v.Do() == "remove" && !f.isNew
	if v.Do() != "save" && !remove || len(f.faults) > 0 && !remove {
		return a, false, nil
	}
	seen := v.Form.Values.Get("seen")
	outcome := map[bool]string{true: "added", false: "changed"}[f.isNew]
	if remove {
		outcome = "removed"
	}
	name := nameOf(v, &f.item).Text
	act := editing.Act{Who: v.Who, Batch: events.NewBatch(events.BatchEdit, v.Text("vocabulary.label."+outcome, name))}
	act.Batch.Last = true
	_, err = p.editor.UpdateDocument(ctx, act, f.kind.document, func(d events.Document) (events.Document, error) {
		list := slices.Clone(f.kind.items(&d))
		i := at(list, f.item.Slug)
		var now *item
		if i >= 0 {
			now = &list[i]
		}
		switch {
		case now.spelled() != seen && now.spelled() != f.item.spelled():
			f.Seen = now.spelled()
			return d, errMeanwhile
		case remove && now != nil:
			list = slices.Delete(list, i, i+1)
		case now != nil:
			list[i] = f.item
		default:
			list = append(list, f.item)
		}
		return f.kind.holding(list), nil
	})
	var invalid *events.Invalid
	switch {
	case errors.Is(err, errMeanwhile), errors.Is(err, events.ErrConflict):
		f.faults.Add("main", v.Text("vocabulary."+f.kind.name), v.Text("vocabulary.meanwhile"))
		return a, false, nil
	case errors.As(err, &invalid):
		for _, problem := range invalid.Problems {
			f.faults = append(f.faults, frame.Fault{Field: "main", Label: v.Text("vocabulary." + f.kind.name), Text: problem.Reason, Lang: "en"})
		}
		return a, false, nil
	case err != nil:
		return a, false, err
	}
	return frame.See(v.Link("/"+f.kind.name, frame.OutcomeKey, outcome)), true, nil
}
