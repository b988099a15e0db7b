package page

import (
	"context"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

// arrangeFeeds lists every feed with its address.
type feedsPage struct {
	frame
	Heading string
	Groups  []feedGroup
	OPML    string
	Whole   []feedLink   // the whole record as files to keep
	Preview []entry      // what a reader that subscribes now sees first
	Members []feedMember // of the JSON form's own extension
}

// feedGroup is the feeds of one kind of selection.
type feedGroup struct {
	ID   string
	Name string
	Rows []feedRow
	More link
}

type feedRow struct {
	Page  link
	Count string
	Feeds []feedLink
}

// feedRows bounds how many feeds of a kind the page lists; every page links to
// its own anyway.
const feedRows = 24

func buildFeeds(_ context.Context, v *Visit) (answer, error) {
	return answer{template: "feeds", page: arrangeFeeds(v), lang: v.Lang}, nil
}

// previewMost is how many items of the main feed are shown.
const previewMost = 5

// feedPreview lists what stands first in the feed of the whole record.
func feedPreview(v *Visit) []entry {
	list := slices.Clone(v.timeline.Select(events.Selection{}))
	slices.Reverse(list)
	slices.SortStableFunc(list, func(a, b *events.Event) int {
		if a.Quiet != b.Quiet {
			return map[bool]int{true: 1, false: -1}[a.Quiet]
		}
		return b.Published.Compare(a.Published)
	})
	var items []entry
	for _, e := range list[:min(len(list), previewMost)] {
		items = append(items, v.line(e, template.HTML(escape(v.When(e.Span, v.site.Zone, edtf.Compact)))))
	}
	return items
}

func arrangeFeeds(v *Visit) *feedsPage {
	v.target.Query = url.Values{}
	c := v.timeline.Count()
	page := &feedsPage{Heading: v.Text("foot.feeds"), OPML: v.absolute(v.root + "/feeds.opml"), Members: feedMembers(v.Language)}
	page.Preview, page.Whole = feedPreview(v), wholeRecord(v)
	all := feedRowOf(v, "/all", words.Run{Text: v.Text("everything")}, c.Total)
	page.Groups = append(page.Groups, feedGroup{ID: "g-all", Name: v.Text("feeds.all"), Rows: []feedRow{all}})
	latest := feedGroup{ID: "g-news", Name: v.Text("feeds.news")}
	for _, n := range []address.Derived{address.Anniversary, address.Upcoming, address.Corrections} {
		row := feedRowOf(v, "/"+string(n), words.Run{Text: v.Text("derived." + string(n))}, -1)
		switch n { // the pages that show the like
		case address.Anniversary:
			row.Page.Href = v.link("/today", nil)
		case address.Upcoming:
			row.Page.Href = v.link("/upcoming", nil)
		}
		latest.Rows = append(latest.Rows, row)
	}
	page.Groups = append(page.Groups, latest)
	years := feedGroup{ID: "g-years", Name: v.Text("feeds.years"), More: link{Run: words.Run{Text: v.Text("nav.all")}, Href: v.link("/all", nil)}}
	for i := len(c.Years) - 1; i >= 0 && len(years.Rows) < feedRows; i-- {
		p := address.Period{Unit: address.Year, Year: c.Years[i].Year}
		years.Rows = append(years.Rows, feedRowOf(v, p.Path(), words.Run{Text: p.Name(v.Language)}, c.Years[i].Total))
	}
	tags := feedGroup{ID: "g-tags", Name: v.Text("nav.tags"), More: link{Run: words.Run{Text: v.Text("tags.all")}, Href: v.link("/tags", nil)}}
	for _, t := range c.Tags[:min(len(c.Tags), feedRows)] {
		tags.Rows = append(tags.Rows, feedRowOf(v, "/tag/"+t.Slug, v.tagRun(t.Slug), t.N))
	}
	views := feedGroup{ID: "g-views", Name: v.Text("views")}
	for _, view := range v.timeline.Site().OfferedViews() {
		name, lang := view.Name.In(v.Lang)
		views.Rows = append(views.Rows, feedRowOf(v, "/v/"+view.Slug, v.Run(name, lang), -1))
	}
	for _, g := range []feedGroup{views, years, tags} {
		if len(g.Rows) > 0 {
			page.Groups = append(page.Groups, g)
		}
	}
	page.frame = frameOf(v, heading{title: words.Plain(page.Heading), description: v.Text("feeds.description", v.siteName().Text), feedPath: "/all", data: withDataset(v, collection(v, page.Heading, v.absolute(v.here(nil)), nil))})
	return page
}

// wholeExtensions are the formats in which the whole record is offered to keep.
var wholeExtensions = []string{".record", ".ics", ".csv"}

// wholeRecord links to the whole record as files, most complete first.
func wholeRecord(v *Visit) []feedLink {
	var list []feedLink
	for _, ext := range wholeExtensions {
		i := slices.IndexFunc(v.pages.settings.Whole, func(f Format) bool { return f.Extension == ext })
		if i < 0 {
			continue
		}
		mediaType, _, _ := strings.Cut(v.pages.settings.Whole[i].MediaType, ";")
		f := feedLink{Name: v.pages.settings.Whole[i].Name, Type: mediaType, Title: words.Run{Text: v.Text("whole" + ext)}, Href: v.link("/all"+ext, nil), File: "record-" + v.Lang + ext}
		if ext == ".record" {
			f.File = "record.json"
		}
		list = append(list, f)
	}
	return list
}

func feedRowOf(v *Visit, path string, name words.Run, n int) feedRow {
	r := feedRow{Page: link{Run: name, Href: v.link(path, nil)}, Feeds: feedLinks(v, path, name)}
	if n >= 0 {
		r.Count = v.Language.Entries(n)
	}
	return r
}

// feedMember explains one member of "_almanac" in the JSON form.
type feedMember struct{ Name, Text string }

func feedMembers(w words.Language) []feedMember {
	var list []feedMember
	for _, name := range []string{"id", "edtf", "start", "end", "precision", "status", "location", "place", "tags", "key", "languages", "calendar", "sources", "gone"} {
		list = append(list, feedMember{name, w.Text("member." + name)})
	}
	return list
}
