package web

import (
	"cmp"
	"context"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"almanac.example/events/edtf"
	"almanac.example/feeds/syndication"
)

// changesPage is the public log of corrections.
type changesPage struct {
	frame
	Heading string
	Changes []change
	None    string // in place of the changes
	Reached string // where the list ends before the first change
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
	task := feedTask{timeline: v.timeline, target: v.target, query: v.query, feedRequest: feedRequest{format: formats()[0]}}
	v.timeline.once() // what is told of a change is not in the timeline
	f, reached, err := s.corrected(ctx, s.feed(task))
	if err != nil {
		return pageAnswer{}, err
	}
	items := newest(f.Items)
	if len(items) < len(f.Items) {
		reached = items[len(items)-1].Published
	}
	return pageAnswer{template: "changes", page: v.changesPage(items, reached), lang: v.lang}, nil
}

// newest sorts the items as the page shows them, and cuts the list off.
func newest(items []*syndication.Item) []*syndication.Item {
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b *syndication.Item) int { return cmp.Compare(b.Facts.Revision, a.Facts.Revision) })
	return items[:min(len(items), changesMost)]
}

// changesPage shows the items, and says how far back they reach unless they are
// all that there are.
func (v *visit) changesPage(items []*syndication.Item, reached time.Time) *changesPage {
	page := &changesPage{Heading: v.newsName(corrections), Feeds: v.feedLinks(v.place(), v.newsName(corrections))}
	for _, it := range items {
		day := edtf.DayOf(it.Published.In(v.site.Zone))
		page.Changes = append(page.Changes, change{
			Title: v.run(it.Title, it.Lang), Href: it.URL, ISO: day.String(), Date: v.date(day),
			Body: template.HTML(it.HTML), // sanitised where it was made
		})
	}
	since := reached.In(v.site.Zone)
	switch words := v.date(edtf.DayOf(since)) + " " + since.Format("15:04"); {
	case reached.IsZero() && len(items) == 0:
		page.None = v.text("changes.none")
	case reached.IsZero():
	case len(items) == 0:
		page.None = v.text("changes.noneSince", words)
	default:
		page.Reached = v.text("changes.reached", words)
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
