package entry

import (
	"context"
	"errors"
	"html/template"
	"strconv"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/access"
	"almanac.example/web/desk/compare"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// publishPage reads back what will go out.
type publishPage struct {
	frame.Head
	Headline, Sub string
	Action        string
	Back          string
	Rev           int64
	Reader        readerEntry
	Public        bool // it is public and this page says how it may be taken back
	Changes       []compare.Difference
	First         bool // nothing of it is public yet
	Checks        []check
	Stops         bool
	As            string // the status that it goes out with, where it is not the usual one
	Leaves        bool   // it is taken back: pages and feeds lose it
	Pages         string
	Calendars     string
	Whens         frame.Field
	At            frame.Field
	Tells         frame.Field
	Note          frame.Field
	ShowNote      bool
	Blocked       string
	Button        string
	Scheduled     string // when it goes out, if it is scheduled
	Steps         []statusStep
}

// readerEntry is an entry as it stands on the page of its year.
type readerEntry struct {
	Class   string
	Date    template.HTML
	Title   words.Run
	Other   words.Run
	Summary words.Run
	Tags    []words.Run
	Place   words.Run
}

// statusStep leads to a page on which an entry is cancelled, withdrawn, deleted.
type statusStep struct{ Text, Button, Href string }

const doUnschedule = "unschedule"

// Publish is the page from which an entry goes out. Address: /e/ID/publish.
func (p *Pages) Publish(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	e, err := stored(v)
	if err != nil {
		return frame.Answer{}, err
	}
	if v.Sent {
		return p.sendOut(ctx, v, e)
	}
	return p.publishAgain(ctx, v, e, nil)
}

// publishAgain shows the page, with what is wrong with its form.
func (p *Pages) publishAgain(ctx context.Context, v *frame.Visit, e *events.Event, faults frame.Faults) (frame.Answer, error) {
	would, err := p.editor.Preview(ctx, e)
	var conflict *editing.Conflict
	if errors.As(err, &conflict) {
		return p.rebasePage(v, e, conflict), nil
	}
	if err != nil {
		return frame.Answer{}, err
	}
	page := p.arrangePublish(ctx, v, e, &would)
	page.Whens.Fault, page.At.Fault = faults.Of("when"), faults.Of("at")
	page.Head = v.Frame(frame.Heading{Title: page.Headline, Nav: "entries", Faults: faults, Alone: v.Sent, Notice: outcome(v), Crumbs: crumbs(v, e, v.Text("publish.crumb"))})
	return frame.Refuse("entry/publish", page), nil
}

func (p *Pages) arrangePublish(ctx context.Context, v *frame.Visit, e, would *events.Event) *publishPage {
	page := &publishPage{
		Headline: v.Text("publish.title"), Sub: v.Text("publish.sub"),
		Action: v.EntryLink(e.ID, "publish"), Back: v.EntryLink(e.ID, ""), Rev: int64(e.Rev),
		Reader: readerOf(v, would), First: would.Published.IsZero(),
		Checks: checksOf(v, would, e.ID), Pages: goesTo(v, would),
		Note:     frame.Field{ID: "note", Name: "note", Label: v.Text("publish.note"), Optional: v.Text("edit.noteOptional"), Class: "s24", Value: v.Form.Line("note"), Max: maxSummary},
		ShowNote: v.Form.Checked("public"), Button: v.Text("publish.button"),
		At: frame.Field{ID: "at", Name: "at", Label: v.Text("publish.at"), Hint: v.Text("publish.atHint", v.ZoneName(), v.Now.Format("15:04")), Class: "s14", Value: v.Form.Line("at"), Placeholder: v.Text("publish.atExample"), Autocomplete: "off"},
	}
	page.Calendars = calendarPlace(ctx, v, shownAs(would)).What
	if s := becomesOf(v, would); s != events.Published {
		page.As, page.Leaves = v.Text("becomes."+string(s)), s == events.Withdrawn
	}
	if !v.Sent {
		page.Note.Value = p.reason(ctx, v, e)
	}
	page.Stops = stops(page.Checks)
	page.Whens = radios("when", v.Text("publish.when"), v.Form.Line("when"),
		frame.Option{Value: "now", Label: v.Text("publish.now")}, frame.Option{Value: "at", Label: v.Text("publish.later")})
	if page.First {
		page.Tells = radios("tell", v.Text("publish.tell"), v.Form.Line("tell"),
			frame.Option{Value: "news", Label: v.Text("publish.news"), Hint: v.Text("publish.newsHint")},
			frame.Option{Value: "quiet", Label: v.Text("publish.quiet"), Hint: v.Text("publish.quietHint")})
	}
	if e.Status != events.Draft {
		page.Public, page.Headline, page.Sub = true, v.Text("publish.isPublic"), v.Text("publish.isPublicSub")
	}
	if target, ok := amended(v, e); ok {
		for _, path := range editing.Changed(target, would) {
			page.Changes = append(page.Changes, compare.Field(v, path, target, would))
		}
	}
	if page.Stops {
		page.Blocked = v.Text("publish.blocked")
	}
	if e.Publish != nil {
		page.Scheduled = v.Text("publish.scheduled", v.Instant(e.Publish.At), v.Until(e.Publish.At))
	}
	if page.Public {
		page.Steps = stepsOf(v, e)
	}
	return page
}

// reason is why a draft was last saved, in the words of who saved it: it is why
// the entry changes, unless who publishes it says otherwise.
func (p *Pages) reason(ctx context.Context, v *frame.Visit, e *events.Event) string {
	for s, err := range p.history(ctx, events.HistoryQuery{ID: e.ID, Limit: 1}) {
		if note := v.Note(s.Note); err == nil && e.Status == events.Draft && !note.Spoken {
			return note.Text
		}
	}
	return ""
}

// amended is the entry that a draft wants to replace.
func amended(v *frame.Visit, e *events.Event) (*events.Event, bool) {
	if e.Amends == nil {
		return nil, false
	}
	return v.Timeline.Event(e.Amends.ID)
}

// shownAs is an entry as if it were public.
func shownAs(e *events.Event) *events.Event {
	shown := *e
	if !shown.Status.Public() {
		shown.Status = events.Published
	}
	return &shown
}

// radios is a choice among several, the first of which is made beforehand.
func radios(name, label, chosen string, options ...frame.Option) frame.Field {
	f := frame.Field{ID: name, Name: name, Label: label, Options: options}
	any := false
	for i := range options {
		options[i].Chosen = options[i].Value == chosen
		any = any || options[i].Chosen
	}
	options[0].Chosen = options[0].Chosen || !any
	return f
}

// readerOf arranges an entry as the page of its year does.
func readerOf(v *frame.Visit, e *events.Event) readerEntry {
	text, lang := e.In(v.Lang)
	r := readerEntry{
		Class: "ev " + words.MarkClass(e.Span), Date: v.DateLabel(e.Span, words.InNothing, v.Zone()),
		Title: v.Run(text.Title, lang), Summary: v.Run(text.Summary, lang),
	}
	switch {
	case e.Key:
		r.Class += " w3"
	case text.Summary != "":
		r.Class += " w2"
	default:
		r.Class += " w1"
	}
	for _, other := range v.Contents(e) {
		if title := e.Text[other].Title; other != lang && title != "" && r.Other.Text == "" {
			r.Other = v.Run(title, other)
		}
	}
	for _, slug := range e.Tags {
		r.Tags = append(r.Tags, v.TagName(slug))
	}
	if e.Place != nil {
		name, lang := e.Place.Name.In(v.Lang)
		r.Place = v.Run(name, lang)
	}
	return r
}

// goesTo names the pages on which an entry will stand.
func goesTo(v *frame.Visit, e *events.Event) string {
	var list []string
	if year, ok := e.Span.Year(); ok {
		list = append(list, v.Year(year))
		if first, ok := e.Span.First(); ok && e.Span.Kind() <= events.KindMonth {
			list = append(list, events.DescribeDate(edtf.FromDay(first), v.Lang, edtf.Short))
			if e.Span.Kind() == events.KindMonth {
				list[len(list)-1] = v.MonthOf(int(first.Month()), year)
			}
		}
	}
	for _, slug := range e.Tags {
		list = append(list, v.TagName(slug).Text)
	}
	if e.Place != nil {
		name, _ := e.Place.Name.In(v.Lang)
		list = append(list, name)
	}
	return v.Join(append(list, v.Text("publish.allPages")))
}

// sendOut publishes or schedules an entry, or takes a plan back.
func (p *Pages) sendOut(ctx context.Context, v *frame.Visit, e *events.Event) (frame.Answer, error) {
	rev := events.Rev(v.Form.Number("rev"))
	a := editing.Act{Who: v.Who, Note: v.Form.Line("note"), Public: v.Form.Checked("public")}
	switch v.Do() {
	case doUnschedule:
		w, err := p.editor.Schedule(ctx, a, editing.Seen{ID: e.ID, Rev: rev}, events.Schedule{})
		return p.out(ctx, v, e, outcomeOf{w, "unscheduled", err})
	case doPublish:
	case doResolve:
		return p.rebase(ctx, v, e)
	default:
		return p.publishAgain(ctx, v, e, nil)
	}
	if v.Form.Line("when") == "at" {
		at, faults := instantOf(v, v.Form.Line("at"))
		if len(faults) > 0 {
			return p.publishAgain(ctx, v, e, faults)
		}
		w, err := p.editor.Schedule(ctx, a, editing.Seen{ID: e.ID, Rev: rev}, events.Schedule{At: at, Zone: v.ZoneName()})
		return p.out(ctx, v, e, outcomeOf{w, "scheduled", err})
	}
	if would, err := p.editor.Preview(ctx, e); err == nil && stops(checksOf(v, &would, e.ID)) {
		return p.publishAgain(ctx, v, e, nil)
	}
	w, err := p.editor.Publish(ctx, a, editing.Seen{ID: e.ID, Rev: rev}, editing.Publication{Quiet: v.Form.Line("tell") == "quiet"})
	return p.out(ctx, v, e, outcomeOf{w, "published", err})
}

// outcomeOf is what became of a step: what was written and its word, or the error
// instead.
type outcomeOf struct {
	written editing.Written
	done    string
	err     error
}

// out goes on after a step, or shows why it could not be done.
func (p *Pages) out(ctx context.Context, v *frame.Visit, e *events.Event, o outcomeOf) (frame.Answer, error) {
	var conflict *editing.Conflict
	var invalid *events.Invalid
	switch {
	case errors.As(o.err, &conflict) && conflict.ID != e.ID && conflict.Theirs != nil:
		return p.rebasePage(v, e, conflict), nil
	case errors.As(o.err, &conflict) && conflict.Theirs != nil:
		return p.publishAgain(ctx, v, conflict.Theirs, frame.Faults{{Field: "main", Label: v.Text("publish.crumb"), Text: v.Text("publish.changed")}})
	case errors.As(o.err, &invalid):
		return p.publishAgain(ctx, v, e, faultsOf(v, invalid))
	case o.err != nil:
		return frame.Answer{}, o.err
	}
	p.presence.leave(e.ID, v.Account().ID)
	return frame.See(v.EntryLink(o.written.Event.ID, "", frame.OutcomeKey, o.done)), nil
}

// instantOf reads an instant in the site's zone, as people type it.
func instantOf(v *frame.Visit, text string) (time.Time, frame.Faults) {
	fault := func(key string) frame.Faults {
		return frame.Faults{{Field: "at", Label: v.Text("publish.at"), Text: v.Text(key, text)}}
	}
	r, err := edtf.Reader{}.Read(text)
	d := dated{}
	if err == nil {
		d.take(r)
	}
	if err != nil || d.value.Precision() != edtf.PrecisionDay || d.times == nil || d.times.End != nil {
		return time.Time{}, fault("publish.noInstant")
	}
	day, _ := d.value.Earliest()
	at, ok := onClock(day, spellClock(d.times.Start), v.Zone())
	switch {
	case !ok:
		return at, fault("publish.noInstant")
	case d.times.Zone != "" || d.times.Start.Zoned:
		return at, fault("publish.otherZone")
	case !at.After(v.Now):
		return at, fault("publish.past")
	}
	return at, nil
}

// rebasePage asks about an amendment of what was changed meanwhile.
func (p *Pages) rebasePage(v *frame.Visit, e *events.Event, c *editing.Conflict) frame.Answer {
	page := p.arrangeConflict(v, c)
	page.Action = v.EntryLink(e.ID, "publish")
	page.Hidden = []frame.Hidden{{Name: "rev", Value: strconv.FormatInt(int64(e.Rev), 10)}, {Name: "was", Value: strconv.FormatInt(int64(c.Theirs.Rev), 10)}}
	page.Head = v.Frame(frame.Heading{Title: page.Headline, Nav: "entries", Alone: true, Crumbs: crumbs(v, e, v.Text("conflict.crumb"))})
	return frame.Answer{Template: "entry/conflict", Page: page, Status: 409}
}

// rebase brings an amendment to the present state of what it amends, with what
// was decided where the two clash.
func (p *Pages) rebase(ctx context.Context, v *frame.Visit, e *events.Event) (frame.Answer, error) {
	if e.Amends == nil {
		return p.publishAgain(ctx, v, e, nil)
	}
	theirs, err := p.editor.At(ctx, editing.Seen{ID: e.Amends.ID, Rev: events.Rev(v.Form.Number("was"))})
	if err != nil {
		return frame.Answer{}, err
	}
	base, err := p.editor.At(ctx, editing.Seen{ID: e.Amends.ID, Rev: e.Amends.Rev})
	if err != nil && !errors.Is(err, events.ErrNotFound) {
		return frame.Answer{}, err
	}
	yours := *e
	if base != nil {
		yours.Slug, yours.Status = base.Slug, base.Status
	}
	yours.Amends, yours.Publish, yours.Becomes = nil, nil, ""
	m := editing.Merge(base, &yours, theirs)
	next := m.Event
	for _, path := range m.Clashes() {
		choose(v, &next, &yours, path)
	}
	next.ID, next.Slug, next.Status = e.ID, e.Slug, events.Draft
	next.Amends, next.Publish, next.Becomes = &events.Amendment{ID: theirs.ID, Rev: theirs.Rev}, e.Publish, e.Becomes
	_, err = p.editor.Replace(ctx, editing.Act{Who: v.Who}, next, events.Rev(v.Form.Number("rev")))
	if err != nil {
		return frame.Answer{}, err
	}
	return frame.See(v.EntryLink(e.ID, "publish")), nil
}

// whoPublishes names who can publish, where an account cannot.
func (p *Pages) whoPublishes(v *frame.Visit) string {
	var names []string
	for _, a := range p.people() {
		if !a.Disabled && a.Role.Includes(access.Publish.Needs()) {
			names = append(names, a.ShownName())
		}
	}
	if len(names) == 0 {
		return v.Text("publish.forEditors")
	}
	return v.Text("publish.askThem", v.Join(names[:min(len(names), 5)]))
}
