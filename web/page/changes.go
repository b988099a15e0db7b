package page

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/syndication"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

// arrangeChanges is the public log of corrections.
type changesPage struct {
	frame
	Heading string
	Changes []change
	None    string // in place of the changes
	Reached string // where the list ends before the first change
	Own     []feedLink
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

func buildChanges(ctx context.Context, v *Visit) (answer, error) {
	v.timeline.Once() // what is told of a change is not in the timeline
	all, reached, err := v.pages.settings.Corrections(ctx, v.timeline, v.target)
	if err != nil {
		return answer{}, err
	}
	items := newest(all)
	if len(items) < len(all) {
		reached = items[len(items)-1].Published
	}
	return answer{template: "changes", page: arrangeChanges(v, items, reached), lang: v.Lang}, nil
}

// newest sorts the items as the page shows them, and cuts the list off.
func newest(items []*syndication.Item) []*syndication.Item {
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b *syndication.Item) int { return cmp.Compare(b.Facts.Revision, a.Facts.Revision) })
	return items[:min(len(items), changesMost)]
}

// arrangeChanges shows the items, and says how far back they reach unless they are
// all that there are.
func arrangeChanges(v *Visit, items []*syndication.Item, reached time.Time) *changesPage {
	page := &changesPage{Heading: v.Text("derived." + string(address.Corrections))}
	for _, it := range items {
		day := edtf.DayOf(it.Published.In(v.site.Zone))
		page.Changes = append(page.Changes, change{
			Title: v.Run(it.Title, it.Lang), Href: it.URL, ISO: day.String(), Date: v.Date(day),
			Body: template.HTML(it.HTML), // sanitised where it was made
		})
	}
	since := reached.In(v.site.Zone)
	switch until := v.Date(edtf.DayOf(since)) + " " + since.Format("15:04") + " (" + events.Offset(since) + ")"; {
	case reached.IsZero() && len(items) == 0:
		page.None = v.Text("changes.none")
	case reached.IsZero():
	case len(items) == 0:
		page.None = v.Text("changes.noneSince", until)
	default:
		page.Reached = v.Text("changes.reached", until)
	}
	page.frame = frameOf(v, heading{
		title: words.Plain(page.Heading), description: v.Text("changes.description", v.siteName().Text),
		data: collection(v, page.Heading, v.absolute(v.here(nil)), nil),
	})
	page.Own = page.Feeds
	page.Feeds = slices.Concat(page.Own, calendarOf(v))
	return page
}

// calendarOf is the calendar of the record, for a page that has none of its own: what
// was corrected is corrected there too.
func calendarOf(v *Visit) []feedLink {
	return slices.DeleteFunc(feedLinks(v, "/all", v.siteName()), func(l feedLink) bool { return l.Type != "text/calendar" })
}

// toAnniversaries leads from the address beside a feed to the page that shows the
// like.
func toAnniversaries(v *Visit) (to string, status int, err error) {
	return v.link("/today", v.target.Query), http.StatusFound, nil
}
