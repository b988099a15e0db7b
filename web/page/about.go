package page

import (
	"context"

	"almanac.example/web/words"
)

// arrangeText is a page of plain words.
type textPage struct {
	frame
	Heading string
	Site    words.Run
	About   words.Run
	Extent  string
	ToFeeds string // addresses of other pages
	ToEmbed string
}

func buildAbout(_ context.Context, v *Visit) (answer, error) {
	return answer{template: "about", page: arrangeText(v, "about"), lang: v.Lang}, nil
}

func buildAccessibility(_ context.Context, v *Visit) (answer, error) {
	return answer{template: "accessibility", page: arrangeText(v, "accessibility"), lang: v.Lang}, nil
}

func arrangeText(v *Visit, name string) *textPage {
	about, lang := v.site.Description.In(v.Lang)
	page := &textPage{
		Heading: v.Text("foot." + name), Site: v.siteName(), About: v.Run(about, lang), Extent: extent(&v.names, v.timeline.Count()),
		ToFeeds: v.link("/feeds", nil), ToEmbed: v.link("/embed", nil),
	}
	page.frame = frameOf(v, heading{
		title: page.Heading, description: v.Text(name+".description", page.Site.Text), feedPath: "/all",
		data: collection(v, page.Heading, v.absolute(v.here(nil)), nil),
	})
	return page
}
