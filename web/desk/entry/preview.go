package entry

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/desk/frame"
	"almanac.example/web/words"
)

// The views of a preview.
const (
	ViewYear     = "year"     // the page of the year in which it begins
	viewPage     = "page"     // the entry's own page
	ViewCalendar = "calendar" // as calendars get it
	ViewFeed     = "feed"     // as feed readers get it
)

var views = []string{ViewYear, viewPage, ViewCalendar, ViewFeed}

// previewPage shows what would be.
type previewPage struct {
	frame.Head
	Headline, HeadlineLang string
	Action, Method         string
	Back                   string      // button that leads back to the form; "": there is none
	Onward                 *frame.Link // to more about the entry
	Caption                string
	Hidden                 []frame.Hidden
	Tabs                   []previewTab
	Speak                  []previewTab // the same in the site's other languages
	Frame                  string       // the page, for a frame of its own
	Name                   string       // of the frame
	Text                   string       // or the text
}

type previewTab struct {
	Name, Value, Text string
	Lang              string
	Current           bool
}

// previewPage makes the pages and feeds of the record as it would be, with what
// was typed in it; nothing is stored.
func (p *Pages) previewPage(ctx context.Context, v *frame.Visit, t *typed) (frame.Answer, error) {
	as, lang := cmp.Or(v.Form.Line("as"), v.Form.Line("as-now"), ViewYear), cmp.Or(v.Form.Line("in"), v.Form.Line("in-now"))
	page, err := p.look(ctx, v, Shown{Event: &t.event, As: as, Lang: lang})
	if err != nil {
		return frame.Answer{}, err
	}
	page.Method, page.Back, page.Caption = "post", v.Text("preview.back"), v.Text("preview.notSaved")
	page.Hidden = append(v.Form.Hidden("do", "as", "in", "as-now", "in-now"), page.Hidden...)
	page.Head = v.Frame(frame.Heading{Title: page.Headline, Nav: "entries", Alone: true, Crumbs: []frame.Link{
		{Text: v.Text("desk.nav.entries"), Href: v.Link("/list")}, {Text: page.Headline, Current: true},
	}})
	return frame.Show("entry/preview", page), nil
}

// Read is the page on which an entry is read by who may not change it, as readers
// see it or would. One whose date is not understood is told by its history.
// Address: /e/ID/read.
func (p *Pages) Read(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	e, err := stored(v)
	if err != nil {
		return frame.Answer{}, err
	}
	if e.Span.Unread != "" {
		return frame.See(v.EntryLink(e.ID, "history")), nil
	}
	page, err := p.look(ctx, v, Shown{Event: e, As: cmp.Or(v.Query.Get("as"), v.Query.Get("as-now"), viewPage), Lang: cmp.Or(v.Query.Get("in"), v.Query.Get("in-now"))})
	if err != nil {
		return frame.Answer{}, err
	}
	title := v.TitleOf(e)
	page.Method, page.Headline, page.Caption = "get", title.Text, v.Text("preview.read")
	page.HeadlineLang = title.Lang
	if !e.Status.Public() {
		page.Caption = v.Text("preview.readDraft")
	}
	page.Onward = &frame.Link{Text: v.Text("history.title"), Href: v.EntryLink(e.ID, "history")}
	page.Head = v.Frame(frame.Heading{Title: title.Text, Nav: "entries", Crumbs: []frame.Link{
		{Text: v.Text("desk.nav.entries"), Href: v.Link("/list")}, {Text: words.Cut(title.Text, 40), Lang: title.Lang, Current: true},
	}})
	return frame.Show("entry/preview", page), nil
}

// look shows an entry in one of the views and languages, in the record as it
// would be.
func (p *Pages) look(ctx context.Context, v *frame.Visit, s Shown) (*previewPage, error) {
	if !slices.Contains(views, s.As) {
		s.As = ViewYear
	}
	if !slices.Contains(v.Site.Languages, s.Lang) {
		s.Lang = v.Contents(nil)[0]
	}
	s.Event, s.Timeline = p.wouldBe(v, s.Event)
	body, media, err := p.preview(ctx, s)
	if err != nil {
		return nil, err
	}
	page := &previewPage{Action: v.LinkIn(v.Lang, v.Path), Headline: v.Text("preview.title"), Name: v.Text("preview.name." + s.As)}
	for _, view := range views {
		page.Tabs = append(page.Tabs, previewTab{Name: "as", Value: view, Text: v.Text("preview." + view), Current: view == s.As})
	}
	for _, l := range v.Site.Languages {
		page.Speak = append(page.Speak, previewTab{Name: "in", Value: l, Text: words.NativeName(l), Lang: langAttr(v, l), Current: l == s.Lang})
	}
	page.Hidden = []frame.Hidden{{Name: "as-now", Value: s.As}, {Name: "in-now", Value: s.Lang}}
	if strings.HasPrefix(media, "text/html") {
		page.Frame = string(body)
	} else {
		page.Text = string(body)
	}
	return page, nil
}

// wouldBe is the entry as readers would see it, and the record with it in it. An
// amendment stands in the place of what it amends.
func (p *Pages) wouldBe(v *frame.Visit, event *events.Event) (*events.Event, *timeline.Timeline) {
	e := *event
	if e.Status == events.Draft || !e.Status.Public() {
		e.Status = events.Published
		if event.Becomes.Public() {
			e.Status = event.Becomes
		}
	}
	if a := event.Amends; a != nil {
		if target, ok := v.Timeline.Event(a.ID); ok {
			e.ID, e.Slug = target.ID, target.Slug
			e.Created, e.Published, e.FormerSlugs, e.Formerly = target.Created, target.Published, target.FormerSlugs, target.Formerly
		}
	}
	if e.Slug == "" {
		e.Slug = "preview"
	}
	old, _ := v.Timeline.Event(e.ID)
	stamped := events.Revise(old, e, v.Now)
	stamped.Amends, stamped.Publish, stamped.Becomes = nil, nil, ""
	stamped.Rev = v.Timeline.Rev() + 1
	return &stamped, v.Timeline.With(events.Batch{Rev: stamped.Rev, At: v.Now.UTC(), Events: []*events.Event{&stamped}})
}
