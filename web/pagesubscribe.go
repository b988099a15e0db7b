package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"rsc.io/qr"

	"almanac.example/events"
)

// subscribePage tells how to subscribe to one selection, program by program.
type subscribePage struct {
	frame
	Heading  string
	What     string // the selection in words
	Count    string
	Back     link
	Calendar calendarAddresses
	QR       template.HTML // of the webcal address, inside <svg>
	QRSize   int
	Formats  []feedLink // with absolute addresses
	Filter   filterForm
	LeftOut  string // what a calendar cannot show
}

// calendarAddresses are the ways into calendar programs.
type calendarAddresses struct {
	HTTPS, Webcal, Google, Outlook string
	Once                           string // to download
}

func (s *Server) getSubscribe(w http.ResponseWriter, r *http.Request) error {
	v, err := s.plainVisit(r)
	if err != nil {
		return err
	}
	page, err := v.subscribePage()
	if err != nil {
		return err
	}
	return s.writePage(w, r, pageAnswer{template: "subscribe", page: page, lang: v.lang})
}

func (v *visit) subscribePage() (*subscribePage, error) {
	sel := v.target.sel
	path, query := pathFor(sel)
	list := v.timeline.Select(sel)
	count := events.CountOf(list)
	page := &subscribePage{
		Heading: v.text("subscribe"), What: v.selectionName(), Count: v.words.entries(len(list)),
		Back:   link{run: run{Text: v.text("subscribe.back")}, Href: v.link(path, query)},
		Filter: v.filterOf(events.CountOf(v.timeline.Select(events.Selection{In: sel.In})), false),
	}
	page.Filter.askDates()
	feed := func(ext string) string { return v.link(path+ext, query) }
	page.Calendar = calendarLinks(v.absolute(feed(".ics")), page.What)
	page.Calendar.Once = feed(".ics")
	code, err := qr.Encode(page.Calendar.Webcal, qr.M)
	if err != nil {
		return nil, fmt.Errorf("QR code of %s: %w", page.Calendar.Webcal, err)
	}
	page.QR, page.QRSize = qrPath(code), code.Size+8
	if n := v.unshowable(list); n > 0 {
		page.LeftOut = v.text("subscribe.leftOut", v.words.entries(n))
	}
	name := v.text("subscribe.to", page.What)
	page.frame = v.frame(heading{
		title: name, description: v.text("subscribe.description", page.What, v.words.entries(count.Total)),
		feedPath: path, data: v.collection(name, v.absolute(v.here(nil)), nil), noIndex: len(v.query) > 0,
	})
	page.frame.Feeds = v.feedsOf(path, query, page.What)
	for _, f := range page.frame.Feeds {
		f.Href = v.absolute(f.Href)
		page.Formats = append(page.Formats, f)
	}
	return page, nil
}

// feedsOf are the feeds of a selection at its own address.
func (v *visit) feedsOf(path string, query url.Values, title string) []feedLink {
	kept := v.query
	v.query = query
	defer func() { v.query = kept }()
	return v.feedLinks(path, title)
}

// pathFor is the shortest address of a selection: its period, its tag, its
// place or its day as a path, the rest as a query.
func pathFor(sel events.Selection) (path string, query url.Values) {
	q := sel.Values()
	drop := func(path string, keys ...string) (string, url.Values) {
		for _, k := range keys {
			q.Del(k)
		}
		return path, q
	}
	switch p := periodOf(sel.In); {
	case p.unit != noUnit:
		return drop(p.path(), "in", "year", "month")
	case sel.On != "":
		return drop("/on/"+sel.On, "on")
	case len(sel.Tags) == 1:
		return drop("/tag/"+sel.Tags[0], "tag")
	case len(sel.Places) == 1:
		return drop("/place/"+sel.Places[0], "place")
	}
	return "/all", q
}

// selectionName words a selection for a heading.
func (v *visit) selectionName() string {
	tg := v.target
	if label := tg.label(v.timeline); label != "" {
		return label
	}
	return v.text("everything")
}

// calendarLinks spells an address for each kind of program. Google wants the
// webcal form inside its own address and refuses https.
func calendarLinks(https, name string) calendarAddresses {
	wc := webcal(https)
	return calendarAddresses{
		HTTPS: https, Webcal: wc,
		Google:  "https://calendar.google.com/calendar/r?cid=" + url.QueryEscape(wc),
		Outlook: "https://outlook.live.com/calendar/0/addfromweb?url=" + url.QueryEscape(https) + "&name=" + url.QueryEscape(name),
	}
}

// unshowable counts what calendars cannot show: dates before 1601 and open
// ones.
func (v *visit) unshowable(list []*events.Event) int {
	n := 0
	for _, e := range list {
		if !e.Span.EDTF().ShowableInCalendar() {
			n++
		}
	}
	return n
}

// qrPath draws a QR code as one path of runs, with the quiet zone of four
// modules that ISO/IEC 18004 §6.3.8 asks for.
func qrPath(code *qr.Code) template.HTML {
	const quiet = 4
	var b strings.Builder
	b.WriteString(`<path d="`)
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	b.WriteString(`"/>`)
	return template.HTML(b.String())
}

// feedsPage lists every feed with its address.
type feedsPage struct {
	frame
	Heading string
	Groups  []feedGroup
	OPML    string
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

func (s *Server) getFeeds(w http.ResponseWriter, r *http.Request) error {
	v, err := s.plainVisit(r)
	if err != nil {
		return err
	}
	return s.writePage(w, r, pageAnswer{template: "feeds", page: v.feedsPage(), lang: v.lang})
}

func (v *visit) feedsPage() *feedsPage {
	v.query = url.Values{}
	c := v.timeline.Count()
	page := &feedsPage{Heading: v.text("foot.feeds"), OPML: v.absolute(v.root + "/feeds.opml")}
	all := v.feedRow("/all", run{Text: v.text("everything")}, c.Total)
	page.Groups = append(page.Groups, feedGroup{ID: "g-all", Name: v.text("feeds.all"), Rows: []feedRow{all, v.feedRow("/today", run{Text: v.text("on.todayFeed")}, -1)}})
	years := feedGroup{ID: "g-years", Name: v.text("feeds.years"), More: link{run: run{Text: v.text("nav.all")}, Href: v.link("/all", nil)}}
	for i := len(c.Years) - 1; i >= 0 && len(years.Rows) < feedRows; i-- {
		p := period{unit: yearUnit, year: c.Years[i].Year}
		years.Rows = append(years.Rows, v.feedRow(p.path(), run{Text: p.name(v.words)}, c.Years[i].Total))
	}
	tags := feedGroup{ID: "g-tags", Name: v.text("nav.tags"), More: link{run: run{Text: v.text("tags.all")}, Href: v.link("/tags", nil)}}
	for _, t := range c.Tags[:min(len(c.Tags), feedRows)] {
		tags.Rows = append(tags.Rows, v.feedRow("/tag/"+t.Slug, v.tagRun(t.Slug), t.N))
	}
	views := feedGroup{ID: "g-views", Name: v.text("views")}
	for _, view := range v.timeline.Site().Views {
		name, lang := view.Name.In(v.lang)
		views.Rows = append(views.Rows, v.feedRow("/v/"+view.Slug, v.run(name, lang), -1))
	}
	for _, g := range []feedGroup{views, years, tags} {
		if len(g.Rows) > 0 {
			page.Groups = append(page.Groups, g)
		}
	}
	page.frame = v.frame(heading{title: page.Heading, description: v.text("feeds.description", v.siteName().Text), feedPath: "/all", data: v.collection(page.Heading, v.absolute(v.here(nil)), nil)})
	return page
}

func (v *visit) feedRow(path string, name run, n int) feedRow {
	r := feedRow{Page: link{run: name, Href: v.link(path, nil)}, Feeds: v.feedLinks(path, name.Text)}
	if n >= 0 {
		r.Count = v.words.entries(n)
	}
	return r
}
