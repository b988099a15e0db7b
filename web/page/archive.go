package page

import (
	"context"
	"html/template"

	"almanac.example/web/words"
)

// archivePage says what a copy of the pages as files has, and what only a server
// can do. Copies lead to it wherever a link of theirs would ask a server.
type archivePage struct {
	frame
	Heading string
	Intro   template.HTML
	Cannot  []string
	Kept    []link     // other pages
	Files   []feedLink // the whole record in each format
}

func buildArchive(_ context.Context, v *Visit) (answer, error) {
	name, made := v.siteName(), v.Date(v.today)
	page := &archivePage{Heading: v.Text("archive.title"), Intro: v.Marked("archive.intro", name, made)}
	for _, what := range []string{"search", "filter", "follow", "choose"} {
		page.Cannot = append(page.Cannot, v.Text("archive."+what))
	}
	for _, to := range [][2]string{{"/all", "foot.all"}, {"/tags", "nav.tags"}, {"/places", "foot.places"}, {"/changes", "foot.changes"}, {"/feeds", "foot.feeds"}} {
		page.Kept = append(page.Kept, link{Run: words.Run{Text: v.Text(to[1])}, Href: v.link(to[0], nil)})
	}
	for _, f := range v.pages.settings.Whole {
		page.Files = append(page.Files, feedLink{Name: f.Name, Type: f.MediaType, Href: v.link("/all"+f.Extension, nil)})
	}
	page.frame = frameOf(v, heading{
		title: words.Plain(page.Heading), description: v.Text("archive.intro", name.Text, made), feedPath: "/all", noIndex: true,
		data: collection(v, page.Heading, v.absolute(v.here(nil)), nil),
	})
	return answer{template: "archive", page: page, lang: v.Lang}, nil
}
