package web

import (
	"net/http"

	"almanac.example/events"
)

// searchBox is the large search field of the search page.
type searchBox struct {
	Action, Query string
}

// getSearch looks for words.
func (s *Server) getSearch(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r, r.URL.Path)
	if err != nil {
		return err
	}
	return s.writePage(w, r, pageAnswer{template: "list", page: v.searchPage(), lang: v.lang})
}

func (v *visit) searchPage() *listPage {
	text := v.target.sel.Text
	if text == "" && len(v.query) == 0 {
		return v.searchStart()
	}
	page := v.yearlyPage(v.text("search.title"), "search")
	page.Heading = run{Text: v.text("search.title")}
	page.Search = &searchBox{v.link("/search", nil), text}
	page.Shown = ""
	if page.Empty != nil && v.choices.page == 1 {
		page.Empty = v.emptySearch(text)
	}
	page.frame.NoIndex = true
	return page
}

// searchStart is the page before anything has been looked for.
func (v *visit) searchStart() *listPage {
	page := v.listPage(v.text("search.title"), nil, v.timeline.Select(events.Selection{}))
	page.Search = &searchBox{v.link("/search", nil), ""}
	page.Sub = v.text("search.about", v.words.entries(v.timeline.Count().Total))
	page.Empty = &emptyState{Title: v.text("search.start"), Text: v.text("search.startText")}
	for _, t := range v.timeline.Count().Tags[:min(homeTags, len(v.timeline.Count().Tags))] {
		page.Empty.Links = append(page.Empty.Links, link{run: v.tagRun(t.Slug), Href: v.link("/tag/"+t.Slug, nil)})
	}
	page.frame = v.frame(heading{title: v.text("search.title"), description: v.text("search.description", v.siteName().Text), nav: "search", data: v.collection(v.text("search.title"), v.absolute(v.here(nil)), nil)})
	return page
}

func (v *visit) emptySearch(text string) *emptyState {
	e := &emptyState{Title: v.text("search.none"), Text: v.text("search.noneText", text)}
	if len(v.query) > 1 {
		q := map[string][]string{}
		for k := range v.query {
			if k != "q" {
				q[k] = nil
			}
		}
		e.Links = append(e.Links, link{run: run{Text: v.text("search.everywhere")}, Href: v.here(q)})
	}
	e.Links = append(e.Links, link{run: run{Text: v.text("tags.all")}, Href: v.link("/tags", nil)}, link{run: run{Text: v.text("nav.all")}, Href: v.link("/all", nil)})
	return e
}
