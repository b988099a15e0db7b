package page

import (
	"context"
	"html/template"
	"slices"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

// siteText is one of the site's own texts, which its editors write. Its name is
// the last part of its address and of its interface texts.
type siteText struct {
	name  string
	of    func(events.SiteText) string
	stays bool // the page says something of the pages themselves, and is there without a text
}

// siteTexts are all of them, in the order of the footer.
var siteTexts = []siteText{
	{"about", func(t events.SiteText) string { return t.About }, true},
	{"contact", func(t events.SiteText) string { return t.Contact }, false},
	{"imprint", func(t events.SiteText) string { return t.Imprint }, false},
	{"privacy", func(t events.SiteText) string { return t.Privacy }, true},
	{"accessibility", func(t events.SiteText) string { return t.Accessibility }, false},
}

// in is the text in the language, or else in the first of the site's languages
// that has it; "" if nobody wrote it.
func (st siteText) in(site *feeds.Site, lang string) (text, written string) {
	others := make([]string, 0, len(site.Record.Texts))
	for l := range site.Record.Texts {
		others = append(others, l)
	}
	slices.Sort(others)
	for _, l := range slices.Concat([]string{lang}, site.Languages, others) {
		if text := st.of(site.Record.Texts[l]); text != "" {
			return text, l
		}
	}
	return "", lang
}

// textPage is a page with one of the site's own texts.
type textPage struct {
	frame
	Heading string
	Own     words.Run // as HTML
	Dates   *datesPart
	Cookies []cookie // that pages may set; nil: they are not told here
	Address link     // of those who answer
}

// datesPart tells how dates are shown, and what can be done with the pages.
type datesPart struct {
	Extent  string
	ToFeeds string // addresses of other pages
	ToEmbed string
}

// cookie is one that pages set, and why.
type cookie struct{ Name, Text string }

// readerCookies are the cookies that the pages for readers set, each only when the
// reader chooses something, and each for a year.
var readerCookies = []string{"lang", "theme"}

func (st siteText) build(_ context.Context, v *Visit) (answer, error) {
	own, lang := st.in(v.site, v.Lang)
	if own == "" && !st.stays {
		return answer{}, events.ErrNotFound
	}
	page := &textPage{Heading: v.Text("foot." + st.name), Own: v.Run(own, lang)}
	page.Own.Marked = template.HTML(v.site.Renderer().HTML(own, v.absolute(v.here(nil))))
	description := v.Text(st.name+".description", v.siteName().Text)
	switch st.name {
	case "about":
		page.Dates = &datesPart{extent(&v.names, v.timeline.Count()), v.link("/feeds", nil), v.link("/embed", nil)}
	case "privacy":
		for _, name := range readerCookies {
			page.Cookies = append(page.Cookies, cookie{name, v.Text("cookie." + name)})
		}
	case "contact":
		page.Address = contactOf(v)
	}
	page.frame = frameOf(v, heading{
		title: words.Plain(page.Heading), description: description, feedPath: "/all",
		data: collection(v, page.Heading, v.absolute(v.here(nil)), nil),
	})
	return answer{template: "sitetext", page: page, lang: v.Lang}, nil
}

// siteTextKinds are the pages with the site's own texts.
func siteTextKinds(into map[string]Kind) {
	for _, st := range siteTexts {
		into["/"+st.name] = Kind{Kind: address.Kind{Plain: true}, build: st.build}
	}
}

// TextPaths are the paths, below a language, of the site's own texts that somebody
// wrote in any language.
func TextPaths(record *events.Site) []string {
	var paths []string
	for _, st := range siteTexts {
		if text, _ := st.in(&feeds.Site{Record: record}, ""); text != "" {
			paths = append(paths, "/"+st.name)
		}
	}
	return paths
}
