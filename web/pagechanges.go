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
	"almanac.example/feeds"
	"almanac.example/web/address"
	"almanac.example/web/words"
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
	Title words.Run
	Href  string
	ISO   string
	Date  string
	Body  template.HTML
}

// changesMost bounds the page; the feed goes on from page to page.
const changesMost = 100

func (s *Server) buildChanges(ctx context.Context, v *visit) (pageAnswer, error) {
	task := feedTask{timeline: v.timeline, target: v.target, format: feeds.Formats()[0]}
	v.timeline.Once() // what is told of a change is not in the timeline
	f, reached, err := s.corrected(ctx, s.feed(task))
	if err != nil {
		return pageAnswer{}, err
	}
	items := newest(f.Items)
	if len(items) < len(f.Items) {
		reached = items[len(items)-1].Published
	}
	return pageAnswer{template: "changes", page: v.changesPage(items, reached), lang: v.Lang}, nil
}

// newest sorts the items as the page shows them, and cuts the list off.
func newest(items []*feeds.Item) []*feeds.Item {
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b *feeds.Item) int { return cmp.Compare(b.Facts.Revision, a.Facts.Revision) })
	return items[:min(len(items), changesMost)]
}

// changesPage shows the items, and says how far back they reach unless they are
// all that there are.
func (v *visit) changesPage(items []*feeds.Item, reached time.Time) *changesPage {
	page := &changesPage{Heading: v.Text("news." + string(address.Corrections)), Feeds: v.feedLinks(v.place(), v.Text("news."+string(address.Corrections)))}
	for _, it := range items {
		day := edtf.DayOf(it.Published.In(v.site.Zone))
		page.Changes = append(page.Changes, change{
			Title: v.Run(it.Title, it.Lang), Href: it.URL, ISO: day.String(), Date: v.Date(day),
			Body: template.HTML(it.HTML), // sanitised where it was made
		})
	}
	since := reached.In(v.site.Zone)
	switch until := v.Date(edtf.DayOf(since)) + " " + since.Format("15:04"); {
	case reached.IsZero() && len(items) == 0:
		page.None = v.Text("changes.none")
	case reached.IsZero():
	case len(items) == 0:
		page.None = v.Text("changes.noneSince", until)
	default:
		page.Reached = v.Text("changes.reached", until)
	}
	page.frame = v.frame(heading{
		title: page.Heading, description: v.Text("changes.description", v.siteName().Text),
		data: v.collection(page.Heading, v.absolute(v.here(nil)), nil),
	})
	return page
}

// toUpcoming and toAnniversaries lead from the address beside a feed to the
// page that shows the like.
func (s *Server) toUpcoming(v *visit) (to string, status int, err error) {
	q := url.Values{"from": {v.today.String()}}
	maps.Copy(q, v.target.Query)
	return v.link("/list", q), http.StatusFound, nil
}

func (s *Server) toAnniversaries(v *visit) (to string, status int, err error) {
	return v.link("/today", v.target.Query), http.StatusFound, nil
}
