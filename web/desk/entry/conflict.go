package entry

import (
	"context"
	"errors"
	"html/template"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/web/desk/compare"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// conflictPage is shown to whom somebody else was faster.
type conflictPage struct {
	frame.Head
	Headline string
	Sub      string
	Action   string
	Hidden   []frame.Hidden
	Clashes  []clash
	Merged   []mergedField
	Edit     bool // one can go on editing what was merged
}

// clash is a field that both changed, each otherwise.
type clash struct {
	Path, Name            string
	Before, Yours, Theirs template.HTML
	BeforeWhen            string
	TheirsWhen            string
	TheirsWho             string
	Lang                  string
	Anew                  bool // it is a text and can be written anew
	Rows                  int
}

// mergedField is a field about which nobody has to decide.
type mergedField struct {
	compare.Difference
	From string
}

// conflictPage holds three states against each other: what was there, what was
// typed, what somebody else saved.
func (p *Pages) conflictPage(v *frame.Visit, t *typed, c *editing.Conflict) frame.Answer {
	if c.Yours == nil {
		c.Yours = &t.event
		c.Merged = editing.Merge(c.Base, c.Yours, c.Theirs)
	}
	page := p.arrangeConflict(v, c)
	page.Action = v.EntryLink(c.ID, "")
	page.Hidden = append(v.Form.Hidden("account", "do", "rev", "was", "pick-", "own-"),
		frame.Hidden{Name: "rev", Value: strconv.FormatInt(int64(c.Expected), 10)},
		frame.Hidden{Name: "was", Value: strconv.FormatInt(int64(c.Theirs.Rev), 10)})
	page.Edit = true
	page.Head = v.Frame(frame.Heading{Title: page.Headline, Nav: "entries", Alone: true, Crumbs: crumbs(v, c.Theirs, v.Text("conflict.crumb"))})
	return frame.Answer{Template: "entry/conflict", Page: page, Status: 409}
}

// arrangeConflict arranges the fields of three states.
func (p *Pages) arrangeConflict(v *frame.Visit, c *editing.Conflict) *conflictPage {
	who := p.lastAuthor(v, c.Theirs)
	page := &conflictPage{Headline: v.Text("conflict.title", who)}
	base := baseOf(c)
	for _, d := range c.Merged.Differences {
		if d.Outcome == editing.Clash {
			page.Clashes = append(page.Clashes, clashOf(v, d.Path, c, who))
			continue
		}
		from := map[editing.Outcome]string{editing.TakenYours: v.Text("conflict.you"), editing.TakenTheirs: who, editing.TakenBoth: v.Text("conflict.both")}[d.Outcome]
		page.Merged = append(page.Merged, mergedField{compare.Field(v, d.Path, base, &c.Merged.Event), from})
	}
	switch n := len(page.Clashes); n {
	case 0:
		page.Sub = v.Text("conflict.none")
	case 1:
		page.Sub = v.Text("conflict.one")
	default:
		page.Sub = v.Text("conflict.many", n)
	}
	return page
}

// baseOf is the state that both began with; nothing where that is not known.
func baseOf(c *editing.Conflict) *events.Event {
	if c.Base == nil {
		return &events.Event{}
	}
	return c.Base
}

func clashOf(v *frame.Visit, path string, c *editing.Conflict, who string) clash {
	base := baseOf(c)
	yours, theirs := compare.Field(v, path, base, c.Yours), compare.Field(v, path, base, c.Theirs)
	k := clash{
		Path: path, Name: yours.Name, Lang: yours.Lang, Yours: yours.Change, Theirs: theirs.Change, TheirsWho: who,
		Before:     compare.Plain(v, path, base),
		TheirsWhen: v.Text("conflict.revision", int64(c.Theirs.Rev), v.When(c.Theirs.Updated)),
		Anew:       strings.HasPrefix(path, "text."), Rows: 3,
	}
	if base.Rev != 0 {
		k.BeforeWhen = v.Text("conflict.revision", int64(base.Rev), v.When(base.Updated))
	}
	if strings.HasSuffix(path, ".body") {
		k.Rows = 8
	}
	return k
}

// lastAuthor is who wrote the state that is stored.
func (p *Pages) lastAuthor(v *frame.Visit, e *events.Event) string {
	for s, err := range p.history(context.Background(), events.HistoryQuery{ID: e.ID, Before: e.Rev + 1, Limit: 1}) {
		if err == nil && s.Author != "" {
			return s.Author
		}
	}
	return v.Text("conflict.somebody")
}

// resolve stores what was decided about a conflict, or shows it in the form.
// Base is what the editor saw first, e what is stored now.
func (p *Pages) resolve(ctx context.Context, v *frame.Visit, base, e *events.Event) (frame.Answer, error) {
	do, t := v.Do(), read(v, v.Form, base)
	theirs, err := p.editor.At(ctx, editing.Seen{ID: e.ID, Rev: events.Rev(v.Form.Number("was"))})
	if err != nil && !errors.Is(err, events.ErrNotFound) {
		return frame.Answer{}, err
	}
	if theirs == nil {
		theirs = e
	}
	m := editing.Merge(base, &t.event, theirs)
	next := m.Event
	for _, path := range m.Clashes() {
		choose(v, &next, &t.event, path)
	}
	values := valuesOf(v, &next)
	values.Set("rev", strconv.FormatInt(int64(theirs.Rev), 10))
	values.Set("note", v.Form.Line("note"))
	v.Form = frame.Form{Values: values}
	if do == doResolve {
		values.Set("do", doSave)
	}
	return p.sent(ctx, v, theirs)
}

// choose takes for a field that clashes what was picked: yours, theirs, or what
// was written anew.
func choose(v *frame.Visit, next, yours *events.Event, path string) {
	anew := v.Form.Text("own-" + path)
	if rest, ok := strings.CutPrefix(path, "text."); ok && anew != "" {
		lang, part, _ := strings.Cut(rest, ".")
		text := next.Text[lang]
		switch part {
		case "title":
			text.Title = v.Form.Line("own-" + path)
		case "summary":
			text.Summary = anew
		case "body":
			text.Body = anew
		}
		written := events.Event{Text: map[string]events.Text{lang: text}}
		editing.Take(next, &written, path)
		return
	}
	if v.Form.Line("pick-"+path) != "theirs" {
		editing.Take(next, yours, path)
	}
}

// crumbs lead from the entries over one of them to a page about it.
func crumbs(v *frame.Visit, e *events.Event, here string) []frame.Link {
	title := v.TitleOf(e)
	return []frame.Link{
		{Text: v.Text("desk.nav.entries"), Href: v.Link("/list")},
		{Text: words.Cut(title.Text, 40), Lang: title.Lang, Href: v.EntryLink(e.ID, "")},
		{Text: here, Current: true},
	}
}
