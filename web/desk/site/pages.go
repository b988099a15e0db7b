package site

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/picture"
	"almanac.example/web/words"
)

// Config is what the pages need.
type Config struct {
	Editor    *editing.Editor
	Directory *access.Directory
	// Accent gives the colours that pages make of an accent #rrggbb on light and on
	// dark paper, so that they can be read.
	Accent func(accent string) (light, dark string)
	// Pictures keeps the logo that is uploaded.
	Pictures *picture.Library
}

// Pages are the pages on the site.
type Pages struct{ Config }

// New prepares the pages.
func New(c Config) *Pages { return &Pages{c} }

// sitePage is the form of the settings.
type sitePage struct {
	frame.Head
	Action    string
	Rev       string
	Theirs    []theirs // what somebody else wrote meanwhile
	Boxes     []box
	Languages frame.Field
	Zone      frame.Field
	Year      frame.Field
	Accents   []accent
	Own       frame.Field // an accent that is none of those
	Looks     []look
	Logo      logo
	Contact   frame.Field
	Licence   frame.Field
	Terms     frame.Field
	Links     []linkRow
	Hide      bool
	Texts     []textRow
}

// theirs is a field that somebody else changed meanwhile.
type theirs struct {
	Name  string
	Value words.Run
}

// box are the fields of one language.
type box struct {
	Legend string
	Lang   string
	Fields []frame.Field
}

type accent struct {
	Value, Name string
	Checked     bool
}

// look is how the accent is on a paper.
type look struct {
	Name          string
	Paper, Colour string
	Ink           string
}

type linkRow struct {
	URL    frame.Field
	Titles []frame.Field
}

// Site is the page of the settings. Address: /site.
func (p *Pages) Site(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	stored := v.Timeline.Site().Document(events.DocumentSite)
	rev := stored.Rev
	if !v.Sent {
		return p.show(v, &draft{site: *stored.Site}, rev, nil), nil
	}
	d := read(v, stored.Site)
	if events.Rev(v.Form.Number("rev")) == rev { // otherwise it is shown what is there now
		d.emptied(v, stored.Site)
	}
	if err := p.takeLogo(ctx, v, d); err != nil {
		return frame.Answer{}, err
	}
	if v.Do() != "save" || len(d.faults) > 0 {
		return p.show(v, d, events.Rev(v.Form.Number("rev")), nil), nil
	}
	next := events.Document{Name: events.DocumentSite, Site: &d.site}
	now, err := p.Editor.ReplaceDocument(ctx, act(v, fieldNames(v, changedFields(&stored, &next))), next, events.Rev(v.Form.Number("rev")))
	var conflict *editing.DocumentConflict
	var invalid *events.Invalid
	switch {
	case errors.As(err, &conflict):
		d.faults.Add("main", v.Text("site.title"), v.Text("site.meanwhile"))
		return p.show(v, d, conflict.Stored(), differences(v, conflict.Theirs.Site, &d.site)), nil
	case errors.As(err, &invalid):
		d.refuse(v, invalid)
		return p.show(v, d, events.Rev(v.Form.Number("rev")), nil), nil
	case err != nil:
		return frame.Answer{}, err
	}
	if err := p.note(ctx, v, &stored, &now); err != nil {
		return frame.Answer{}, err
	}
	return frame.See(v.Link("/site", frame.OutcomeKey, "changed")), nil
}

// act is a change of the visitor that the history knows under a name and can take
// back.
func act(v *frame.Visit, name string) editing.Act {
	b := events.NewBatch(events.BatchEdit, name)
	b.Last = true
	return editing.Act{Who: v.Who, Batch: b}
}

// fieldNames words which settings they are.
func fieldNames(v *frame.Visit, fields []string) string {
	for i, field := range fields {
		fields[i] = v.Text("site.field." + field)
	}
	return v.Join(fields)
}

// changedFields are the settings in which two states differ, as the API spells them.
func changedFields(was, now *events.Document) []string {
	fields, ok := strings.CutPrefix(editing.Settings(was, now), "site ")
	if !ok {
		return nil
	}
	return strings.Split(fields, ", ")
}

// note tells the audit what was changed, if anything was.
func (p *Pages) note(ctx context.Context, v *frame.Visit, was, now *events.Document) error {
	what := editing.Settings(was, now)
	if what == "" {
		return nil
	}
	return p.Directory.Record(ctx, v.Who, access.AuditEntry{Kind: access.AuditSettings, Detail: what})
}

func (p *Pages) show(v *frame.Visit, d *draft, rev events.Rev, other []theirs) frame.Answer {
	page := &sitePage{Action: v.Link("/site"), Rev: strconv.FormatInt(int64(rev), 10), Theirs: other, Hide: d.site.HideProduct}
	d.describe(v, page)
	page.Logo = p.logoOf(v, d)
	page.Looks = p.looks(v, d.site.Accent)
	page.Texts = textRows(v)
	h := frame.Heading{Title: v.Text("site.title"), Nav: "site", Tab: "/site", Faults: d.faults, Alone: v.Sent}
	if done := v.Query.Get(frame.OutcomeKey); done == "changed" || done == "text" {
		h.Notice = &frame.Notice{Text: v.Text("site.done." + done)}
	}
	if v.Sent && len(d.faults) == 0 {
		h.Notice = &frame.Notice{Text: v.Text("site.checked")}
		if zone, err := time.LoadLocation(d.site.Zone); err == nil && d.site.Zone != v.Timeline.Site().Zone {
			h.Notice.Text += " " + v.Text("site.zoneWould", d.site.Zone, v.Now.In(zone).Format("15:04"))
		}
	}
	page.Head = v.Frame(h)
	return frame.Refuse("site/site", page)
}

// papers are the grounds of pages in their two themes, and the ink on them.
var papers = []look{{"site.light", "#fbfcfa", "", "#16211c"}, {"site.dark", "#0f1513", "", "#e6ede9"}}

// usualAccent is that of pages where the site says none.
const usualAccent = "#0b6e54"

// looks shows the accent as readers will see it.
func (p *Pages) looks(v *frame.Visit, chosen string) []look {
	if chosen == "" {
		chosen = usualAccent
	}
	light, dark := p.Accent(chosen)
	var list []look
	for i, l := range papers {
		l.Colour = []string{light, dark}[i]
		l.Name = v.Text(l.Name)
		if l.Colour != chosen {
			l.Name = v.Text("site.madeReadable", l.Name)
		}
		list = append(list, l)
	}
	return list
}
