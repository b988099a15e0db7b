package page

import (
	"almanac.example/events/edtf"
	"almanac.example/web/address"
	"almanac.example/web/moment"
	"almanac.example/web/words"
)

// Visit is what a page is made from: one moment of the record, what the address
// asks for, the reader's choices, and the site's settings on one day.
type Visit struct {
	sections
	pages *Pages
	today edtf.Day
}

// Request is what a reader asks for.
type Request struct {
	Target  address.Target
	Choices address.Choices
	Today   edtf.Day // in the site's zone
}

// Visit prepares a page.
func (p *Pages) Visit(m *moment.Moment, a Request) *Visit {
	site := p.settings.Site(m.Site())
	n := names{Language: words.For(a.Target.Lang, site.Languages), site: site, timeline: m}
	return &Visit{sections: sections{lists{n, linksFrom(site.BaseURL, a.Target, a.Choices)}}, pages: p, today: a.Today}
}

// asset is where an embedded file is served in the site's accent.
func (v *Visit) asset(name string) string {
	return v.root + v.pages.assets.path(name, v.site.Record.Accent)
}

// themeColor is the colour that stands for the site.
func (v *Visit) themeColor() string {
	if accent := v.site.Record.Accent; accent != "" {
		return rgbOf(accent).readable(lightPaper, black, textContrast).String()
	}
	return "#0b6e54"
}

// htmlDir is the dir attribute of the page; "" for left to right, which is what
// pages are without one.
func (v *Visit) htmlDir() string {
	if dir := v.Direction(); dir == "rtl" {
		return dir
	}
	return ""
}
