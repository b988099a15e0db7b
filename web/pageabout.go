package web

import (
	"context"

	"almanac.example/web/words"
)

// textPage is a page of plain words.
type textPage struct {
	frame
	Heading string
	Site    words.Run
	About   words.Run
	Extent  string
	ToFeeds string // addresses of other pages
	ToEmbed string
}

func (s *Server) buildAbout(_ context.Context, v *visit) (pageAnswer, error) {
	return pageAnswer{template: "about", page: v.textPage("about"), lang: v.Lang}, nil
}

func (s *Server) buildAccessibility(_ context.Context, v *visit) (pageAnswer, error) {
	return pageAnswer{template: "accessibility", page: v.textPage("accessibility"), lang: v.Lang}, nil
}

func (v *visit) textPage(name string) *textPage {
	about, lang := v.site.Description.In(v.Lang)
	page := &textPage{
		Heading: v.Text("foot." + name), Site: v.siteName(), About: v.Run(about, lang), Extent: v.extent(v.timeline.Count()),
		ToFeeds: v.link("/feeds", nil), ToEmbed: v.link("/embed", nil),
	}
	page.frame = v.frame(heading{
		title: page.Heading, description: v.Text(name+".description", page.Site.Text), feedPath: "/all",
		data: v.collection(page.Heading, v.absolute(v.here(nil)), nil),
	})
	return page
}
