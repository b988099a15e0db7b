package web

import (
	"context"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// changesPage is the public log of corrections.
type changesPage struct {
	frame
	Heading string
	Changes []change
	Feeds   []feedLink
}

// change is one entry of the log. Body is sanitised by package feeds.
type change struct {
	Title run
	Href  string
	ISO   string
	Date  string
	Body  template.HTML
}

// changesMost bounds the page; the feed goes on from page to page.
const changesMost = 100

func (s *Server) buildChanges(ctx context.Context, v *visit) (pageAnswer, error) {
	task := feedTask{timeline: v.timeline, target: v.target, query: v.query, feedRequest: feedRequest{format: feeds.Formats()[0]}}
	f, err := s.news(ctx, task, s.feed(task))
	if err != nil {
		return pageAnswer{}, err
	}
	return pageAnswer{template: "changes", page: v.changesPage(newest(f.Items)), lang: v.lang}, nil
}

// newest sorts the items as the page shows them, and cuts the list off.
func newest(items []*feeds.Item) []*feeds.Item {
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b *feeds.Item) int { return b.Published.Compare(a.Published) })
	return items[:min(len(items), changesMost)]
}

func (v *visit) changesPage(items []*feeds.Item) *changesPage {
	page := &changesPage{Heading: v.newsName(corrections), Feeds: v.feedLinks(v.place(), v.newsName(corrections))}
	for _, it := range items {
		day := edtf.DayOf(it.Published.In(v.site.Zone))
		page.Changes = append(page.Changes, change{
			Title: v.run(it.Title, it.Lang), Href: it.URL, ISO: day.String(), Date: v.date(day),
			Body: template.HTML(it.HTML), // sanitised where it was made
		})
	}
	page.frame = v.frame(heading{
		title: page.Heading, description: v.text("changes.description", v.siteName().Text),
		data: v.collection(page.Heading, v.absolute(v.here(nil)), nil),
	})
	return page
}

// toUpcoming and toAnniversaries lead from the address beside a feed to the
// page that shows the like.
func (s *Server) toUpcoming(v *visit) (to string, status int, err error) {
	q := url.Values{"from": {v.today.String()}}
	maps.Copy(q, v.query)
	return v.link("/list", q), http.StatusFound, nil
}

func (s *Server) toAnniversaries(v *visit) (to string, status int, err error) {
	return v.link("/today", v.query), http.StatusFound, nil
}
