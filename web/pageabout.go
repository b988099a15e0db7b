package web

import "net/http"

// textPage is a page of plain words.
type textPage struct {
	frame
	Heading string
	Site    run
	About   run
	Extent  string
	ToFeeds string // addresses of other pages
	ToEmbed string
}

func (s *Server) getAbout(w http.ResponseWriter, r *http.Request) error {
	return s.writeText(w, r, "about")
}

func (s *Server) getAccessibility(w http.ResponseWriter, r *http.Request) error {
	return s.writeText(w, r, "accessibility")
}

func (s *Server) writeText(w http.ResponseWriter, r *http.Request, name string) error {
	v, err := s.plainVisit(r)
	if err != nil {
		return err
	}
	return s.writePage(w, r, pageAnswer{template: name, page: v.textPage(name), lang: v.lang})
}

func (v *visit) textPage(name string) *textPage {
	about, lang := v.site.Description.In(v.lang)
	page := &textPage{
		Heading: v.text("foot." + name), Site: v.siteName(), About: v.run(about, lang), Extent: v.extent(v.timeline.Count()),
		ToFeeds: v.link("/feeds", nil), ToEmbed: v.link("/embed", nil),
	}
	page.frame = v.frame(heading{
		title: page.Heading, description: v.text(name+".description", page.Site.Text), feedPath: "/all",
		data: v.collection(page.Heading, v.absolute(v.here(nil)), nil),
	})
	return page
}
