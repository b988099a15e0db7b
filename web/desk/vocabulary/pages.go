package vocabulary

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strconv"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/access"
	"almanac.example/web/desk/bulk"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// Pages are the pages of the vocabulary.
type Pages struct {
	timeline func() *timeline.Timeline
	editor   *editing.Editor
	history  func(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]
	bulk     *bulk.Pages
}

// Config is what the pages are made from.
type Config struct {
	Timeline func() *timeline.Timeline // the record as it is now
	Editor   *editing.Editor
	History  func(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]
	Many     *bulk.Pages // shows and carries out what changes entries
}

// New prepares the pages.
func New(c Config) *Pages { return &Pages{c.Timeline, c.Editor, c.History, c.Many} }

// Tags is the page of all topics. Address: /tags.
func (p *Pages) Tags(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	return p.list(ctx, v, tags)
}

// Tag is the page of one topic. Address: /tags/SLUG.
func (p *Pages) Tag(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	return p.one(ctx, v, tags)
}

// MergeTag moves the entries of a topic to another one. Address: /tags/SLUG/merge.
func (p *Pages) MergeTag(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	return p.merge(ctx, v, tags)
}

// Places is the page of all places. Address: /places.
func (p *Pages) Places(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	return p.list(ctx, v, places)
}

// Place is the page of one place. Address: /places/SLUG.
func (p *Pages) Place(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	return p.one(ctx, v, places)
}

// MergePlace moves the entries of a place to another one. Address:
// /places/SLUG/merge.
func (p *Pages) MergePlace(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	return p.merge(ctx, v, places)
}

// Views is the page of all saved views. Address: /views.
func (p *Pages) Views(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	return p.list(ctx, v, views)
}

// View is the page of one view. Address: /views/SLUG.
func (p *Pages) View(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	return p.one(ctx, v, views)
}

// listPage lists what there is of a kind, beside a form for another one.
type listPage struct {
	frame.Head
	Kind     string
	Headline string
	Sub      string
	Heads    []string // of the columns of names
	Rows     []row
	Further  string // address of the rows after these; "" if there are none
	Form     *form
}

// row is one line of the list.
type row struct {
	Color   string
	Names   []nameIn
	Slug    string
	N       int
	Entries string // address of its entries on the desk
	Href    string
	Edit    string // what the link says to those who listen
	Retired bool
}

// nameIn is a name under the heading of its column.
type nameIn struct {
	Head string
	Run  words.Run // empty: there is none
}

const (
	rowsMost    = 200 // on one page
	columnsMost = 3   // of names
)

func (p *Pages) list(ctx context.Context, v *frame.Visit, k kind) (frame.Answer, error) {
	f := newForm(v, k, nil)
	if v.Sent {
		if a, done, err := p.take(ctx, v, f); done || err != nil {
			return a, err
		}
	}
	all := known(v, k)
	langs := v.Contents(nil)
	langs = langs[:min(len(langs), columnsMost)]
	page := &listPage{Kind: k.name, Headline: v.Text("vocabulary." + k.name), Form: f}
	for _, lang := range langs {
		page.Heads = append(page.Heads, v.LanguageName(lang))
	}
	used := 0
	for i := range all {
		if all[i].n > 0 {
			used++
		}
	}
	page.Sub = v.Text("vocabulary.sub."+k.name, len(all), used)
	from, err := strconv.Atoi(v.Query.Get("after"))
	if err != nil || from < 0 || from > len(all) {
		from = 0
	}
	to := min(from+rowsMost, len(all))
	for i := range all[from:to] {
		page.Rows = append(page.Rows, rowOf(v, k, langs, &all[from+i]))
	}
	if to < len(all) {
		page.Further = v.Link("/"+k.name, "after", strconv.Itoa(to))
	}
	h := frame.Heading{Title: page.Headline, Nav: "vocabulary", Tab: "/" + k.name, Faults: f.faults, Alone: v.Sent}
	if done := v.Query.Get(frame.OutcomeKey); slices.Contains([]string{"added", "changed", "removed"}, done) {
		undo, err := p.undoing(ctx, v, k)
		if err != nil {
			return frame.Answer{}, err
		}
		h.Notice = &frame.Notice{Text: v.Text("vocabulary.done." + done), Undo: undo}
	}
	page.Head = v.Frame(h)
	return frame.Refuse("vocabulary/list", page), nil
}

// undoing takes back the last change of the vocabulary, if it is the visitor's own;
// nil if it is not. The address does not say which, as addresses can be made up.
func (p *Pages) undoing(ctx context.Context, v *frame.Visit, k kind) (*frame.Undo, error) {
	if !v.May(access.EditMany) {
		return nil, nil //nolint:nilnil // there is nothing to offer, which is no error
	}
	for s, err := range p.history(ctx, events.HistoryQuery{Document: k.document, Limit: 1}) {
		if err != nil {
			return nil, fmt.Errorf("reading the history of the vocabulary: %w", err)
		}
		if s.Batch == nil || s.By != v.Who.By() {
			break
		}
		return &frame.Undo{Action: v.Link("/batch/" + s.Batch.ID), Label: v.Text("batch.takeBackOne"), Fields: []frame.Hidden{{Name: "do", Value: "undo"}}}, nil
	}
	return nil, nil //nolint:nilnil // as above
}

// counted is an item and how many entries have it, those that are not public
// included.
type counted struct {
	item
	named bool // it stands in the vocabulary
	n     int
}

// known are the items of the vocabulary and those that entries have without being
// named there.
func known(v *frame.Visit, k kind) []counted {
	doc := v.Timeline.Site().Document(k.document)
	var list []counted
	where := map[string]int{}
	for _, it := range k.items(&doc) {
		where[it.Slug] = len(list)
		list = append(list, counted{item: it, named: true})
	}
	count := func(slug string, place *events.Place) {
		i, ok := where[slug]
		if !ok {
			i = len(list)
			where[slug] = i
			c := counted{item: item{Slug: slug}}
			if place != nil {
				c.Name, c.Latitude, c.Longitude = place.Name, place.Latitude, place.Longitude
			}
			list = append(list, c)
		}
		list[i].n++
	}
	for _, e := range v.Timeline.All() {
		switch k {
		case tags:
			for _, slug := range e.Tags {
				count(slug, nil)
			}
		case places:
			if e.Place != nil {
				count(e.Place.Slug, e.Place)
			}
		}
	}
	if k == views {
		for i := range list {
			if sel, err := events.ParseSelection(list[i].Selection); err == nil {
				list[i].n = len(v.Timeline.Select(sel))
			}
		}
	}
	mostUsed(v, list)
	return list
}

// mostUsed orders items: those that are offered first, the most used of them
// first, as in the public list.
func mostUsed(v *frame.Visit, list []counted) {
	slices.SortStableFunc(list, func(a, b counted) int {
		if a.Retired != b.Retired {
			if a.Retired {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(nameOf(v, &a.item).Text, nameOf(v, &b.item).Text), cmp.Compare(a.Slug, b.Slug))
	})
}

// nameOf is what an item is called in the language of the page, or in another, or
// its slug.
func nameOf(v *frame.Visit, it *item) words.Run {
	if name, lang := it.Name.In(v.Lang); name != "" {
		return v.Run(name, lang)
	}
	return words.Run{Text: it.Slug}
}

func rowOf(v *frame.Visit, k kind, langs []string, c *counted) row {
	r := row{
		Color: c.Color, Slug: c.Slug, N: c.n, Retired: c.Retired, Href: v.Link("/" + k.name + "/" + url.PathEscape(c.Slug)),
		Edit: v.Text("vocabulary.editOf", nameOf(v, &c.item).Text),
	}
	if c.n > 0 {
		r.Entries = v.Link("/list") + "?" + k.query(&c.item)
	}
	for i, lang := range langs {
		n := nameIn{Head: v.LanguageName(lang)}
		if name := c.Name[lang]; name != "" {
			n.Run = v.Run(name, lang)
		} else if i == 0 {
			n.Run = nameOf(v, &c.item)
		}
		r.Names = append(r.Names, n)
	}
	return r
}

// query is the filter under which the list shows the entries of an item.
func (k kind) query(it *item) string {
	if k == views {
		return it.Selection
	}
	return k.selecting(it.Slug).String()
}
