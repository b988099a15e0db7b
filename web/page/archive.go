package page

import (
	"context"

	"almanac.example/web/words"
)

// archivePage says what a copy of the pages as files has, and what only a server
// can do. Copies lead to it wherever a link of theirs would ask a server.
type archivePage struct {
	frame
	Heading string
	Intro   string
	Cannot  []string
	Kept    []link     // other pages
	Files   []feedLink // the whole record in each format
}

func buildArchive(_ context.Context, v *Visit) (answer, error) {
	page := &archivePage{Heading: v.Text("archive.title"), Intro: v.Text("archive.intro", v.siteName().Text, v.Date(v.today))}
	for _, what := range []string{"search", "filter", "follow", "choose"} {
		page.Cannot = append(page.Cannot, v.Text("archive."+what))
	}
	for _, to := range [][2]string{{"/all", "foot.all"}, {"/tags", "nav.tags"}, {"/places", "foot.places"}, {"/changes", "foot.changes"}, {"/feeds", "foot.feeds"}} {
		page.Kept = append(page.Kept, link{Run: words.Run{Text: v.Text(to[1])}, Href: v.link(to[0], nil)})
	}
	for _, f := range v.pages.settings.Whole {
		page.Files = append(page.Files, feedLink{Name: f.Name, Type: f.MediaType, Href: v.link("/all"+f.Extension, nil)})
	}
	page.frame = frameOf(v, heading{title: page.Heading, description: page.Intro, feedPath: "/all", noIndex: true})
	return answer{template: "archive", page: page, lang: v.Lang}, nil
}
