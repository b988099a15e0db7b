package page

import (
	"context"
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

// searchBox is the large search field of the search page.
type searchBox struct {
	Action, Query string
}

// getSearch looks for words.
func buildSearch(_ context.Context, v *Visit) (answer, error) {
	return answer{template: "list", page: arrangeSearch(v), lang: v.Lang}, nil
}

func arrangeSearch(v *Visit) *listPage {
	text := v.target.Selection.Text
	if text == "" && len(v.target.Query) == 0 {
		return searchStart(v)
	}
	hits := v.timeline.Search(v.target.Selection)
	list := make([]*events.Event, len(hits))
	for i, h := range hits {
		list[i] = h.Event
	}
	count := countOf(v, list)
	page := arrangeList(v, v.Text("search.title"), count, wholeCount(v, count))
	page.Search = &searchBox{v.link("/search", nil), text}
	page.Shown = ""
	page.Figure, page.Caption = listFigure(v, count)
	page.Facets = facets(v, count)
	_, page.Pager = paginate(v, list)
	page.Sections = hitSections(v, hits, page.Pager, text)
	if len(page.Sections) == 0 {
		page.Empty = emptyList(v, 0)
		if v.choices.Page == 1 {
			page.Empty = emptySearch(v, text)
		}
	}
	page.frame = frameOf(v, heading{
		title: titled(v, words.Run{Text: v.Text("search.title")}), description: describeList(v, titled(v, words.Run{Text: v.Text("search.title")}).Text(), list), nav: "search", noIndex: true,
		data: collection(v, v.Text("search.title"), v.absolute(v.here(nil)), nil),
	})
	return page
}

// facetsMost is how many decades are counted one by one; of more, the
// centuries are.
const facetsMost = 15

// facets counts the results by decades or centuries, newest first.
func facets(v *Visit, c *timeline.Count) []link {
	if v.place() != "/search" || len(v.target.Query["in"]) > 0 {
		return nil
	}
	for _, u := range []address.Unit{address.Decade, address.Century} {
		var list []link
		for i := len(c.Years) - 1; i >= 0; i-- {
			p := address.SameUnit(u, c.Years[i].Year)
			name := p.Name(v.Language)
			if n := len(list); n == 0 || list[n-1].Text != name {
				list = append(list, link{Run: words.Run{Text: name}, Href: v.here(map[string][]string{"in": {p.EDTF()}})})
			}
			list[len(list)-1].N += c.Years[i].Total
		}
		if len(list) <= facetsMost || u == address.Century {
			if len(list) < 2 {
				return nil
			}
			return list
		}
	}
	return nil
}

// hitSections shows one page of the results by where the words were found.
func hitSections(v *Visit, hits []timeline.Hit, p pager, query string) []section {
	if p.Page > p.Last {
		return nil
	}
	if p.Last > 1 {
		from := (p.Page - 1) * pageSize
		hits = hits[from:min(from+pageSize, len(hits))]
	}
	l := listing{scope: words.InNothing, density: densityFor(len(hits)), anchors: map[events.ID]bool{}}
	var out []section
	for part, key := range []string{"search.inTitle", "search.inSummary", "search.inBody"} {
		var list entryList
		for _, h := range hits {
			if h.Part == timeline.Part(part) {
				list = append(list, hitEntry(v, h, l, query))
			}
		}
		if len(list) > 0 {
			out = append(out, section{ID: "hits" + strconv.FormatInt(int64(part), 10), Name: v.Text(key), N: len(list), Count: v.Language.Entries(len(list)), Entries: list})
		}
	}
	if query == "" && len(out) > 0 {
		out[0].Name = v.Text("nav.list")
	}
	return out
}

// hitEntry marks the words, and shows them in their surroundings where they
// stand in the body.
func hitEntry(v *Visit, h timeline.Hit, l listing, query string) entry {
	e := v.entry(h.Event, l)
	if query == "" {
		return e
	}
	text, lang := h.In(v.Lang)
	switch h.Part {
	case timeline.InSummary:
		e.Summary = v.Run(text.Summary, lang)
	case timeline.InBody:
		e.Summary = snippet(v, h.Event, query)
	}
	for _, r := range []*words.Run{&e.Title, &e.Other, &e.Summary, &e.Place} {
		r.Marked = marked(r.Text, query)
	}
	return e
}

// snippetRunes is how much of a body is shown around a word.
const snippetRunes = 60

// snippet cuts a piece out of the body around the first word found.
func snippet(v *Visit, e *events.Event, query string) words.Run {
	for _, lang := range append([]string{v.Lang}, e.Languages()...) {
		body := strings.Join(strings.Fields(e.Text[lang].Body), " ")
		marks := timeline.Highlight(body, query)
		if len(marks) == 0 {
			continue
		}
		from, to := marks[0][0], marks[0][1]
		for n := 0; n < snippetRunes && from > 0; n++ {
			_, size := utf8.DecodeLastRuneInString(body[:from])
			from -= size
		}
		for n := 0; n < 2*snippetRunes && to < len(body); n++ {
			_, size := utf8.DecodeRuneInString(body[to:])
			to += size
		}
		text := body[from:to]
		if from > 0 {
			text = "…" + text
		}
		if to < len(body) {
			text += "…"
		}
		return v.Run(text, lang)
	}
	return words.Run{}
}

// marked is the text as HTML with the words of the query in <mark>; "" if none
// of them is in it.
func marked(text, query string) template.HTML {
	marks := timeline.Highlight(text, query)
	if len(marks) == 0 {
		return ""
	}
	var b strings.Builder
	at := 0
	for _, m := range marks {
		b.WriteString(template.HTMLEscapeString(text[at:m[0]]))
		b.WriteString("<mark>" + template.HTMLEscapeString(text[m[0]:m[1]]) + "</mark>")
		at = m[1]
	}
	b.WriteString(template.HTMLEscapeString(text[at:]))
	return template.HTML(b.String())
}

// searchStart is the page before anything has been looked for.
func searchStart(v *Visit) *listPage {
	page := arrangeList(v, v.Text("search.title"), &timeline.Count{}, v.timeline.Count())
	page.Search = &searchBox{v.link("/search", nil), ""}
	page.Sub = v.Text("search.about", v.Language.Entries(v.timeline.Count().Total))
	page.Empty = &emptyState{Title: v.Text("search.start"), Text: v.Text("search.startText")}
	for _, t := range v.timeline.Count().Tags[:min(homeTags, len(v.timeline.Count().Tags))] {
		page.Empty.Links = append(page.Empty.Links, link{Run: v.tagRun(t.Slug), Href: v.link("/tag/"+t.Slug, nil)})
	}
	page.frame = frameOf(v, heading{title: words.Plain(v.Text("search.title")), description: v.Text("search.description", v.siteName().Text), nav: "search", data: collection(v, v.Text("search.title"), v.absolute(v.here(nil)), nil)})
	return page
}

func emptySearch(v *Visit, text string) *emptyState {
	e := &emptyState{Title: v.Text("search.none"), Text: v.Text("search.noneText", text)}
	if len(v.target.Query) > 1 {
		q := map[string][]string{}
		for k := range v.target.Query {
			if k != "q" {
				q[k] = nil
			}
		}
		e.Links = append(e.Links, link{Run: words.Run{Text: v.Text("search.everywhere")}, Href: v.here(q)})
	}
	e.Links = append(e.Links, link{Run: words.Run{Text: v.Text("tags.all")}, Href: v.link("/tags", nil)}, link{Run: words.Run{Text: v.Text("nav.all")}, Href: v.link("/all", nil)})
	return e
}
