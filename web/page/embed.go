package page

import (
	"context"
	"fmt"
	"html"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

// embedPolicy lets any site show the frame, which itself is as strict as every
// page.
var embedPolicy = strings.Replace(StrictPolicy, "frame-ancestors 'self'", "frame-ancestors *", 1)

// arrangeEmbed builds the code that shows a selection on another site.
type embedPage struct {
	frame
	Heading   string
	What      words.Phrase // the selection
	Frame     string       // absolute address of the frame
	Preview   string       // the frame as a document
	FrameTag  string       // code to copy
	Component string       // the same with the web component
	Height    int
	Filter    filterForm
	Options   address.FrameChoices
}

// buildEmbed shows the builder.
func buildEmbed(_ context.Context, v *Visit) (answer, error) {
	page := arrangeEmbed(v)
	var err error
	if page.Preview, err = preview(v); err != nil {
		return answer{}, err
	}
	return answer{template: "embed", page: page, lang: v.Lang}, nil
}

// preview renders the frame into the builder's own answer, so that looking at
// it costs no further request.
func preview(v *Visit) (string, error) {
	path, query := address.PathFor(v.target.Selection)
	g := address.Grammar{Languages: v.site.Languages, Today: v.today}
	tg, err := g.Target(v.timeline.Timeline(), "/"+v.Lang+path)
	if err != nil {
		return "", err
	}
	if err := tg.Narrow(v.timeline.Timeline(), query); err != nil {
		return "", err
	}
	frame := arrangeFrame(v.pages.Visit(v.timeline, Request{tg, v.choices, v.today}))
	frame.JS = "" // a preview has nothing to tell the page around it
	var b strings.Builder
	if err := v.pages.render(&b, "frame", frame); err != nil {
		return "", err
	}
	return b.String(), nil
}

func arrangeEmbed(v *Visit) *embedPage {
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
		Heading: v.Text("foot.embed"), What: selectionName(v), Frame: src, Height: 560, Options: o,
		Filter: filterOf(v, around(v, sel), false),
	}
	title := v.siteName().Text + " · " + page.What.Text()
	page.FrameTag = fmt.Sprintf(`<iframe src="%s" title="%s" width="100%%" height="%d" loading="lazy"></iframe>`, html.EscapeString(src), html.EscapeString(title), page.Height)
	page.Component = fmt.Sprintf("<script type=\"module\" src=\"%s\"></script>\n<almanac-timeline src=\"%s\"><a href=\"%s\">%s</a></almanac-timeline>",
		v.origin+v.root+"/embed.js", html.EscapeString(src), html.EscapeString(v.absolute(v.link(path, rest))), html.EscapeString(title))
	fields := &frameFields{N: o.N, Most: address.FrameMost}
	if o.Days > 0 {
		fields.Days = strconv.Itoa(o.Days)
	}
	for _, order := range []address.Order{address.NewestFirst, address.OldestFirst} {
		fields.Orders = append(fields.Orders, option{Run: words.Run{Text: v.Text("order." + string(order))}, Value: string(order), Selected: order == v.choices.Order})
	}
	page.Filter.Frame = fields
	page.Filter.askDates()
	for _, t := range []string{"", "light", "dark"} {
		fields.Themes = append(fields.Themes, option{Run: words.Run{Text: v.Text("theme." + cmpOr(t, "system"))}, Value: t, Selected: t == o.Theme})
	}
	name := v.Text("embed.title", page.What.Text())
	page.frame = frameOf(v, heading{title: words.Plain(name), description: v.Text("embed.description", page.What.Text()), feedPath: path, data: collection(v, name, v.absolute(v.here(nil)), nil), noIndex: len(v.target.Query) > 0})
	page.frame.Feeds = feedsOf(v, path, rest, page.What.Run())
	return page
}

// arrangeFrame is the frame itself: a short list that leads to the record.
type framePage struct {
	Dir       string // "rtl", or "" for left to right
	Credit    bool   // whether the program is named
	HTMLLang  string
	lang      string
	Theme     string
	Title     string
	Heading   words.Phrase
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
func buildFrame(_ context.Context, v *Visit) (answer, error) {
	return answer{template: "frame", page: arrangeFrame(v), lang: v.Lang, policy: embedPolicy}, nil
}

// framed lists what a frame chooses from, in the chronicle's order: its selection,
// or what of it is on now or comes up in the days that its address names.
func framed(v *Visit) []*events.Event {
	sel, days := v.target.Selection, v.choices.Frame.Days
	if days == 0 {
		return v.timeline.Select(sel)
	}
	sel.To = edtf.FromDay(v.today.AddDays(days))
	coming := comingUpOf(v, sel)
	return append(coming.on, coming.next...)
}

// undatedFirst is a list with what fixes no year before all else.
func undatedFirst(list []*events.Event) []*events.Event {
	var undated, dated []*events.Event
	for _, e := range list {
		if _, ok := yearOf(e); ok {
			dated = append(dated, e)
		} else {
			undated = append(undated, e)
		}
	}
	return append(undated, dated...)
}

func arrangeFrame(v *Visit) *framePage {
	o := v.choices.Frame
	list := framed(v)
	shown := list[:min(o.N, len(list))]
	if v.newest() {
		list = undatedFirst(list) // and so last, turned around
		shown = list[len(list)-len(shown):]
	}
	in := words.InNothing
	if p := address.PeriodOf(v.target.Selection.In); p.Unit >= address.Year {
		in = words.InYear
	}
	page := &framePage{
		HTMLLang: words.Tag(v.Spoken), Dir: v.htmlDir(), lang: v.Spoken, Credit: !v.site.Record.HideProduct, Theme: o.Theme, Mono: v.choices.Mono,
		Title: selectionName(v).Text() + " · " + v.siteName().Text, Heading: words.Phrase{v.siteName()},
		Canonical: v.absolute(v.link(v.place(), v.target.Query)),
		Entries:   v.entriesOf(shown, listing{scope: in, density: roomy, newest: v.newest()}),
		All:       v.absolute(v.link(v.place(), v.target.Query)), Subscribe: v.absolute(v.link("/subscribe", v.target.Selection.Values())),
		CSS: v.asset("almanac.css"), JS: v.asset("app.js"),
	}
	if name := selectionName(v); len(v.target.Selection.Values()) > 0 {
		page.Heading = name
	}
	page.Rest = v.Text("embed.all", v.Language.Entries(len(list)))
	if len(list) == 0 {
		page.Empty = v.Text("empty.list")
		if o.Days > 0 {
			page.Empty = v.Text("upcoming.none")
		}
	}
	return page
}
