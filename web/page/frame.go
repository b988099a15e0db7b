package page

import (
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/web/address"
	"almanac.example/web/figure"
	"almanac.example/web/words"
)

// frameOf is what every page has: its head, its masthead and its foot. Page
// structs embed it.
type frame struct {
	lang        string
	HTMLLang    string
	Dir         string // "rtl", or "" for left to right
	Theme       string // "light", "dark" or "" for the system's
	Title       string // of the document
	Description string
	NoIndex     bool
	Canonical   string // absolute
	Translated  []translation
	Feeds       []feedLink
	Card        card
	Data        template.JS // JSON-LD
	Assets      frameAssets
	HomeHref    string
	Nav         []link
	Find        findForm
	Languages   []translation
	Subscribe   string // address of the subscribe page for exactly this selection
	Feet        []link
	ThemeForm   themeForm
	SiteName    words.Run
	Face        face
	Mono        bool   // lines in the other language are hidden
	PrintedAt   string // address and day for the printed footer
	Strange     bool   // the address had more than is understood
	Orders      []link // in which its entries may stand
}

// alternates are the page's feeds as Link header fields (RFC 8288), for
// programs that ask for the head only.
func (f *frame) alternates() []string {
	fields := make([]string, len(f.Feeds))
	for i, l := range f.Feeds {
		fields[i] = "<" + l.Href + `>; rel="alternate"; type="` + l.Type + `"`
	}
	return fields
}

// translation is the same page in another language.
type translation struct {
	Lang    string // as in the address
	Tag     string // as HTML wants it
	Name    string
	Href    string // relative to the host
	URL     string // absolute
	Current bool
}

// feedLink leads from a page to its selection in a feed format.
type feedLink struct {
	Name  string
	Type  string // media type without parameters
	Title words.Run
	Href  string
	File  string // what it is called when it is kept; "" leaves that to the browser
}

// cardOf is how other sites show a link to the page (OpenGraph).
type card struct {
	Type        string
	Title       string
	Description string
	Locale      string
	Others      []string // locales
	Image       string   // absolute
	ImageAlt    string
	Width       int // pixels of the image; 0: not known
	Height      int
}

type frameAssets struct{ CSS, JS, Icon, Manifest string }

type findForm struct {
	Action string
	Query  string
}

type themeForm struct {
	Action string
	Back   string
	Now    string
}

// heading is what a page's head says of it.
type heading struct {
	title       words.Phrase // without the site's name
	description string
	nav         string        // key of the current item of the main navigation
	feedPath    string        // path whose feeds hold what the page shows; "" is the page's own
	image       string        // path of the card's picture, "" is the site's
	picture     *events.Image // of the entry, shown instead of a drawn one; nil: none
	kind        string        // OpenGraph type, "" is website
	noIndex     bool
	path        string // path of the page after the language, where it is not the target's
	data        any    // JSON-LD
}

// The widths, counted as two for a wide character, within which search engines
// and link previews show a title and a description.
const (
	titleWidth       = 68
	descriptionWidth = 190
)

// frameOf prepares a page's frame.
func frameOf(v *Visit, h heading) frame {
	path := v.place()
	if h.path != "" {
		path = h.path
	}
	own := v.target.Query
	if v.choices.Page > 1 {
		own = withValue(own, "page", strconv.Itoa(v.choices.Page))
	}
	site := v.siteName()
	f := frame{
		lang: v.Spoken, HTMLLang: words.Tag(v.Spoken), Dir: v.htmlDir(), Theme: v.choices.Theme, NoIndex: h.noIndex || v.choices.Turned(),
		Title:       documentTitle(h.title.Text(), site.Text),
		Description: words.Cut(h.description, descriptionWidth),
		Canonical:   v.absolute(v.link(path, own)),
		Feeds:       feedLinks(v, cmpOr(h.feedPath, path), h.title.Run()),
		Assets:      frameAssets{v.asset("almanac.css"), v.asset("app.js"), v.asset("favicon.svg"), v.link("/site.webmanifest", nil)},
		HomeHref:    v.link("/", nil), Nav: navigation(v, h.nav),
		Find:      findForm{Action: v.link("/search", nil), Query: v.target.Selection.Text},
		Subscribe: v.link("/subscribe", v.target.Selection.Values()),
		Feet:      feet(v), SiteName: site, Face: faceOf(v), Mono: v.choices.Mono, Strange: v.choices.Strange, Orders: orderLinks(v),
		ThemeForm: themeForm{v.root + "/theme", v.here(nil), v.choices.Theme},
	}
	for _, l := range v.site.Languages {
		href := v.linkIn(l, path, own)
		f.Translated = append(f.Translated, translation{l, words.Tag(l), words.NativeName(l), href, v.absolute(href), l == v.Lang})
	}
	f.Languages = slices.Clone(f.Translated)
	if v.choices.Turned() {
		for i := range f.Languages {
			f.Languages[i].Href = v.linkIn(v.site.Languages[i], path, withValue(own, "order", string(v.choices.Order)))
		}
	}
	f.Card = cardOf(v, h, f)
	f.Data = structuredData(h.data)
	f.PrintedAt = v.Text("printed", v.Date(v.today))
	return f
}

func (f frame) language() string { return f.lang }

func cardOf(v *Visit, h heading, f frame) card {
	c := card{Type: cmpOr(h.kind, "website"), Title: words.Cut(h.title.Text(), titleWidth), Description: f.Description, Locale: v.Locale()}
	for _, l := range v.site.Languages {
		if other := words.For(l, v.site.Languages).Locale(); other != c.Locale && !slices.Contains(c.Others, other) {
			c.Others = append(c.Others, other)
		}
	}
	c.Image = v.absolute(v.root + cmpOr(h.image, "/og/all.png"))
	c.ImageAlt, c.Width, c.Height = v.Text("cardAlt", h.title.Text()), figure.CardWidth, figure.CardHeight
	if m := h.picture; m != nil {
		c.Image, c.Width, c.Height = v.site.Picture(m, cardPicture), 0, 0
		c.ImageAlt, _ = m.Alt.In(v.Lang)
		c.ImageAlt = cmpOr(c.ImageAlt, h.title.Text())
	}
	return c
}

// cardPicture is how wide an entry's picture is in a link preview, in pixels, and
// cardPictureLeast how wide one must be to stand there: previews show a smaller one
// as a thumbnail.
const (
	cardPicture      = 1280
	cardPictureLeast = 600
)

// Default is the address for readers whose language nobody knows.
func (f frame) Default() string {
	if len(f.Translated) == 0 {
		return f.Canonical
	}
	return f.Translated[0].URL
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func withValue(q url.Values, key, value string) url.Values {
	out := url.Values{}
	for k, v := range q {
		out[k] = v
	}
	out.Set(key, value)
	return out
}

// feedLinks leads to the feeds of exactly what the page shows: Atom first, as
// the format that says most.
func feedLinks(v *Visit, path string, title words.Run) []feedLink {
	if path == "" || path == "/" {
		path = "/all"
	}
	if title.Text == "" {
		title = v.siteName()
	}
	var list []feedLink
	for _, format := range v.pages.settings.Formats {
		if path == "/"+string(address.Corrections) && format.Calendar {
			continue // a log of corrections is no calendar
		}
		mediaType, _, _ := strings.Cut(format.MediaType, ";")
		named := title
		named.Text += " (" + format.Name + ")"
		list = append(list, feedLink{
			Name: format.Name, Type: mediaType, Title: named,
			Href: v.link(path+format.Extension, v.target.Query),
		})
	}
	return list
}

// navigation is the masthead's menu; it keeps to the time the page is about.
func navigation(v *Visit, current string) []link {
	p := focus(v)
	grid := "/all"
	if p.Month > 0 && address.Named(p.Year) { // EDTF knows no months in other years
		grid = address.Period{Unit: address.Month, Year: p.Year, Month: p.Month}.Path() + "/grid"
	}
	year := "/all"
	if p.Unit != address.NoUnit {
		year = address.Period{Unit: address.Year, Year: p.Year}.Path()
	}
	items := []struct{ key, path string }{
		{"timeline", year}, {"grid", grid}, {"list", "/list"}, {"upcoming", "/upcoming"}, {"tags", "/tags"}, {"today", "/today"}, {"search", "/search"},
	}
	var list []link
	for _, it := range items {
		list = append(list, link{Run: words.Run{Text: v.Text("nav." + it.key)}, Href: v.link(it.path, nil), Current: it.key == current})
	}
	return list
}

// focus is the time that the page is about, or else the newest time of the
// record that is not in the future.
func focus(v *Visit) address.Period {
	p := address.PeriodOf(v.target.Selection.In)
	if e, _, ok := v.timeline.AtAddress(v.target.Slug); ok && v.target.Slug != "" {
		if first, ok := e.Span.First(); ok {
			y, ok := address.YearOf(first)
			if !ok {
				return address.Period{}
			}
			p = address.Period{Unit: address.Year, Year: y}
			if m, ok := monthIn(e.Span, y); ok && m > 0 {
				p = address.Period{Unit: address.Month, Year: y, Month: m}
			}
		}
	}
	if p.Unit >= address.Month {
		return p
	}
	if p.Unit != address.Year {
		y, ok := newestYear(v)
		if !ok {
			return address.Period{}
		}
		p = address.Period{Unit: address.Year, Year: y}
	}
	y := v.timeline.Year(p.Year)
	for m := 12; m > 0; m-- {
		if y.Months[m] > 0 {
			return address.Period{Unit: address.Month, Year: p.Year, Month: m}
		}
	}
	p.Month = 1
	return p
}

// newestYear is the last year up to the present one in which something
// happened, else the first one after it.
func newestYear(v *Visit) (int64, bool) {
	now, _ := v.today.Year()
	if y, ok := v.timeline.YearBefore(now + 1); ok {
		return y, true
	}
	return v.timeline.YearAfter(now)
}

func feet(v *Visit) []link {
	var list []link
	for _, it := range []struct{ key, path string }{
		{"all", "/all"}, {"places", "/places"}, {"feeds", "/feeds"}, {"changes", "/changes"}, {"embed", "/embed"},
	} {
		q := url.Values(nil)
		if it.key == "embed" {
			q = v.target.Selection.Values()
		}
		list = append(list, link{Run: words.Run{Text: v.Text("foot." + it.key)}, Href: v.link(it.path, q)})
	}
	return append(list, textLinks(v)...)
}

// documentTitle joins the page's and the site's name within titleWidth.
func documentTitle(page, site string) string {
	if page == "" || page == site {
		return words.Cut(site, titleWidth)
	}
	room := titleWidth - words.Width(site) - 3
	switch {
	case words.Width(page) <= room:
		return page + " · " + site
	case room >= titleWidth/2:
		return words.Cut(page, room) + " · " + site
	case words.Width(page) < titleWidth/3:
		return page + " · " + words.Cut(site, titleWidth-words.Width(page)-3)
	}
	return words.Cut(page, titleWidth)
}
