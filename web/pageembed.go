package web

import (
	"context"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"almanac.example/web/address"
	"almanac.example/web/reply"
	"almanac.example/web/words"
)

// embedPolicy lets any site show the frame, which itself is as strict as every
// page.
var embedPolicy = strings.Replace(strictPolicy, "frame-ancestors 'self'", "frame-ancestors *", 1)

// embedPage builds the code that shows a selection on another site.
type embedPage struct {
	frame
	Heading   string
	What      string
	Frame     string // absolute address of the frame
	Preview   string // the frame as a document
	FrameTag  string // code to copy
	Component string // the same with the web component
	Height    int
	Filter    filterForm
	Options   address.FrameChoices
}

// buildEmbed shows the builder.
func (s *Server) buildEmbed(_ context.Context, v *visit) (pageAnswer, error) {
	page := v.embedPage()
	var err error
	if page.Preview, err = s.preview(v); err != nil {
		return pageAnswer{}, err
	}
	return pageAnswer{template: "embed", page: page, lang: v.Lang}, nil
}

// preview renders the frame into the builder's own answer, so that looking at
// it costs no further request.
func (s *Server) preview(v *visit) (string, error) {
	path, query := address.PathFor(v.target.Selection)
	tg, err := s.grammar().Target(v.timeline.Timeline(), "/"+v.Lang+path)
	if err != nil {
		return "", err
	}
	if err := tg.Narrow(v.timeline.Timeline(), query); err != nil {
		return "", err
	}
	frame := s.visit(v.timeline, tg, v.choices).framePage()
	frame.JS = "" // a preview has nothing to tell the page around it
	var b strings.Builder
	if err := s.pages.render(&b, "frame", frame); err != nil {
		return "", err
	}
	return b.String(), nil
}

func (v *visit) embedPage() *embedPage {
	o := v.choices.Frame
	sel := v.target.Selection
	path, query := address.PathFor(sel)
	if query == nil {
		query = url.Values{}
	}
	rest := maps.Clone(query)
	maps.Copy(query, v.choices.FrameValues())
	src := v.origin + v.root + "/embed" + address.EscapePath("/"+v.Lang+path)
	if len(query) > 0 {
		src += "?" + query.Encode()
	}
	page := &embedPage{
		Heading: v.Text("foot.embed"), What: v.selectionName(), Frame: src, Height: 560, Options: o,
		Filter: v.filterOf(v.around(sel), false),
	}
	title := v.siteName().Text + " · " + page.What
	page.FrameTag = fmt.Sprintf(`<iframe src="%s" title="%s" width="100%%" height="%d" loading="lazy"></iframe>`, html.EscapeString(src), html.EscapeString(title), page.Height)
	page.Component = fmt.Sprintf("<script type=\"module\" src=\"%s\"></script>\n<almanac-timeline src=\"%s\"><a href=\"%s\">%s</a></almanac-timeline>",
		v.origin+v.root+"/embed.js", html.EscapeString(src), html.EscapeString(v.absolute(v.link(path, rest))), html.EscapeString(title))
	fields := &frameFields{N: o.N, Most: address.FrameMost}
	page.Filter.Frame = fields
	page.Filter.askDates()
	for _, t := range []string{"", "light", "dark"} {
		fields.Themes = append(fields.Themes, option{Run: words.Run{Text: v.Text("theme." + cmpOr(t, "system"))}, Value: t, Selected: t == o.Theme})
	}
	name := v.Text("embed.title", page.What)
	page.frame = v.frame(heading{title: name, description: v.Text("embed.description", page.What), feedPath: path, data: v.collection(name, v.absolute(v.here(nil)), nil), noIndex: len(v.target.Query) > 0})
	page.frame.Feeds = v.feedsOf(path, rest, page.What)
	return page
}

// framePage is the frame itself: a short list that leads to the record.
type framePage struct {
	HTMLLang  string
	lang      string
	Theme     string
	Title     string
	Heading   words.Run
	Canonical string
	Entries   entryList
	Mono      bool
	Rest      string
	All       string // address of the page with all of it
	Subscribe string
	CSS, JS   string
	Empty     string
}

func (f *framePage) language() string { return f.lang }

// buildFrame shows a selection inside another site's page.
func (s *Server) buildFrame(_ context.Context, v *visit) (pageAnswer, error) {
	return pageAnswer{template: "frame", page: v.framePage(), lang: v.Lang, policy: embedPolicy}, nil
}

func (v *visit) framePage() *framePage {
	o := v.choices.Frame
	list := v.timeline.Select(v.target.Selection)
	shown := keyFirst(list, o.N)
	in := words.InNothing
	if p := address.PeriodOf(v.target.Selection.In); p.Unit >= address.Year {
		in = words.InYear
	}
	page := &framePage{
		HTMLLang: words.Tag(v.Lang), lang: v.Lang, Theme: o.Theme, Mono: v.choices.Mono,
		Title: v.selectionName() + " · " + v.siteName().Text, Heading: v.siteName(),
		Canonical: v.absolute(v.link(v.place(), v.target.Query)),
		Entries:   v.entriesOf(shown, listing{scope: in, density: roomy}),
		All:       v.absolute(v.link(v.place(), v.target.Query)), Subscribe: v.absolute(v.link("/subscribe", v.target.Selection.Values())),
		CSS: v.root + v.asset("almanac.css"), JS: v.root + v.asset("app.js"),
	}
	if name := v.selectionName(); len(v.target.Selection.Values()) > 0 {
		page.Heading = words.Run{Text: name}
	}
	page.Rest = v.Text("embed.all", v.Language.Entries(len(list)))
	if len(list) == 0 {
		page.Empty = v.Text("empty.list")
	}
	return page
}

// getComponent serves the web component under an address that does not
// change, as other sites' pages name it.
func (s *Server) getComponent(w http.ResponseWriter, r *http.Request) error {
	body, err := staticFiles.ReadFile("static/embed.js")
	if err != nil {
		return fmt.Errorf("reading the web component: %w", err)
	}
	return reply.New(body, reply.Facts{MediaType: "text/javascript; charset=utf-8", CacheControl: "public, max-age=3600", Public: true}).Send(w, r)
}
