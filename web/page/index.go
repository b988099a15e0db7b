package page

import (
	"context"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/words"
)

// arrangeIndex lists every tag or every place.
type indexPage struct {
	frame
	Heading string
	Sub     string
	Items   []indexItem
	Views   []link // saved views, beside the tags
	Empty   *emptyState
}

// indexItemOf is one tag or place: how much, from when to when, and when.
type indexItem struct {
	Link   link
	Other  words.Run
	Count  string
	Span   string
	Figure *labelledBars
}

// indexFigures is how many items of an index are drawn; more are only listed.
const indexFigures = 40

func buildTags(_ context.Context, v *Visit) (answer, error) {
	page := arrangeIndex(v, "tags", v.timeline.Count().Tags)
	for _, view := range v.timeline.Site().OfferedViews() {
		name, lang := view.Name.In(v.Lang)
		page.Views = append(page.Views, link{Run: v.Run(name, lang), Href: v.link("/v/"+view.Slug, nil)})
	}
	return answer{template: "index", page: page, lang: v.Lang}, nil
}

func buildPlaces(_ context.Context, v *Visit) (answer, error) {
	page := arrangeIndex(v, "places", v.timeline.Count().Places)
	return answer{template: "index", page: page, lang: v.Lang}, nil
}

func arrangeIndex(v *Visit, kind string, counts []timeline.SlugCount) *indexPage {
	page := &indexPage{Heading: v.Text("nav." + kind), Sub: v.Count("index."+kind, len(counts))}
	lists := byFacet(v, kind, counts[:min(len(counts), indexFigures)])
	for _, c := range counts {
		item := indexItemOf(v, kind, c)
		if list := lists[c.Slug]; list != nil {
			count := timeline.CountOf(list)
			item.Span = extent(&v.names, count)
			item.Figure, _ = listFigure(v, count)
			if item.Figure != nil {
				item.Figure.Labels = nil
			}
		}
		page.Items = append(page.Items, item)
	}
	if len(counts) == 0 {
		page.Empty = emptyList(v, 0)
	}
	page.frame = frameOf(v, heading{
		title: words.Plain(page.Heading), description: v.Sentence(v.Text("index.description", page.Heading, v.siteName().Text), page.Sub),
		nav: kind, feedPath: "/all", data: collection(v, page.Heading, v.absolute(v.here(nil)), nil),
	})
	return page
}

func indexItemOf(v *Visit, kind string, c timeline.SlugCount) indexItem {
	item := indexItem{Count: v.Language.Entries(c.N)}
	o := v.otherLanguage()
	if kind == "tags" {
		item.Link = v.tagLink(c.Slug)
		if t, ok := v.timeline.Site().Tag(c.Slug); ok && o != "" && item.Link.Lang == "" {
			item.Other = v.Run(t.Name[o], o)
		}
		return item
	}
	name, lang := v.placeName(c.Slug)
	item.Link = link{Run: v.Run(name, lang), Href: v.link("/place/"+c.Slug, nil)}
	if o != "" && lang == v.Lang {
		item.Other = v.Run(v.timeline.PlaceName(c.Slug)[o], o)
	}
	return item
}

// byFacet lists the events of each tag or place in one pass.
func byFacet(v *Visit, kind string, counts []timeline.SlugCount) map[string][]*events.Event {
	lists := map[string][]*events.Event{}
	for _, c := range counts {
		lists[c.Slug] = []*events.Event{}
	}
	add := func(slug string, e *events.Event) {
		if list, ok := lists[slug]; ok {
			lists[slug] = append(list, e)
		}
	}
	for _, e := range v.timeline.Select(events.Selection{}) {
		if kind == "places" {
			add(e.PlaceSlug(), e)
			continue
		}
		for _, t := range e.Tags {
			add(t, e)
		}
	}
	return lists
}
