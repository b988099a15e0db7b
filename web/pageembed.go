package web

import (
	"context"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

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
	Options   frameChoices
}

// frameChoices are how a frame shows its selection.
type frameChoices struct {
	N     int    // entries
	Theme string // light, dark, "" for the reader's system
}

// The numbers of entries a frame shows.
const (
	embedUsual = 10
	embedMost  = 50
)

// take removes the frame's own keys from a query.
func (c *frameChoices) take(q url.Values) error {
	*c = frameChoices{N: embedUsual, Theme: q.Get("theme")}
	if text := q.Get("n"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > embedMost {
			return badKey("n", "must be a number from 1 to "+strconv.Itoa(embedMost))
		}
		c.N = n
	}
	if c.Theme != "" && c.Theme != "light" && c.Theme != "dark" {
		return badKey("theme", "must be light, dark or absent")
	}
	q.Del("n")
	q.Del("theme")
	return nil
}

// frameValues spells the choices for the frame's address.
func (c choices) frameValues() url.Values {
	q := url.Values{}
	if c.frame.N != embedUsual {
		q.Set("n", strconv.Itoa(c.frame.N))
	}
	if c.frame.Theme != "" {
		q.Set("theme", c.frame.Theme)
	}
	if c.mono {
		q.Set("mono", "1")
	}
	return q
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
	path, query := pathFor(v.target.sel)
	f, err := s.visitAt(v.timeline, "/"+v.Lang+path)
	if err != nil {
		return "", err
	}
	if err := f.narrow(query); err != nil {
		return "", err
	}
	f.choices = v.choices
	frame := f.framePage()
	frame.JS = "" // a preview has nothing to tell the page around it
	var b strings.Builder
	if err := s.pages.render(&b, "frame", frame); err != nil {
		return "", err
	}
	return b.String(), nil
}

func (v *visit) embedPage() *embedPage {
	o := v.choices.frame
	sel := v.target.sel
	path, query := pathFor(sel)
	if query == nil {
		query = url.Values{}
	}
	rest := maps.Clone(query)
	maps.Copy(query, v.choices.frameValues())
	address := v.origin + v.root + "/embed" + escapePath("/"+v.Lang+path)
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	page := &embedPage{
		Heading: v.Text("foot.embed"), What: v.selectionName(), Frame: address, Height: 560, Options: o,
		Filter: v.filterOf(v.around(sel), false),
	}
	title := v.siteName().Text + " · " + page.What
	page.FrameTag = fmt.Sprintf(`<iframe src="%s" title="%s" width="100%%" height="%d" loading="lazy"></iframe>`, html.EscapeString(address), html.EscapeString(title), page.Height)
	page.Component = fmt.Sprintf("<script type=\"module\" src=\"%s\"></script>\n<almanac-timeline src=\"%s\"><a href=\"%s\">%s</a></almanac-timeline>",
		v.origin+v.root+"/embed.js", html.EscapeString(address), html.EscapeString(v.absolute(v.link(path, rest))), html.EscapeString(title))
	fields := &frameFields{N: o.N, Most: embedMost}
	page.Filter.Frame = fields
	page.Filter.askDates()
	for _, t := range []string{"", "light", "dark"} {
		fields.Themes = append(fields.Themes, option{Run: words.Run{Text: v.Text("theme." + cmpOr(t, "system"))}, Value: t, Selected: t == o.Theme})
	}
	name := v.Text("embed.title", page.What)
	page.frame = v.frame(heading{title: name, description: v.Text("embed.description", page.What), feedPath: path, data: v.collection(name, v.absolute(v.here(nil)), nil), noIndex: len(v.query) > 0})
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
	o := v.choices.frame
	list := v.timeline.Select(v.target.sel)
	shown := keyFirst(list, o.N)
	in := words.InNothing
	if p := periodOf(v.target.sel.In); p.unit >= yearUnit {
		in = words.InYear
	}
	page := &framePage{
		HTMLLang: words.Tag(v.Lang), lang: v.Lang, Theme: o.Theme, Mono: v.choices.mono,
		Title: v.selectionName() + " · " + v.siteName().Text, Heading: v.siteName(),
		Canonical: v.absolute(v.link(v.place(), v.query)),
		Entries:   v.entriesOf(shown, listing{scope: in, density: roomy}),
		All:       v.absolute(v.link(v.place(), v.query)), Subscribe: v.absolute(v.link("/subscribe", v.target.sel.Values())),
		CSS: v.root + v.asset("almanac.css"), JS: v.root + v.asset("app.js"),
	}
	if name := v.selectionName(); len(v.target.sel.Values()) > 0 {
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
