package entry

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/picture"
)

// Shown is what a preview shows.
type Shown struct {
	Timeline *timeline.Timeline // the record as it would be
	Event    *events.Event      // the entry in it, public
	Lang     string             // one of the site's
	As       string             // one of Views
}

// Config is what the pages need. All fields but Redact are required.
type Config struct {
	Editor  *editing.Editor
	History func(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]
	// Preview makes what a reader would see, as a page or as text; its media
	// type says which.
	Preview func(ctx context.Context, s Shown) (body []byte, mediaType string, err error)
	People  func() []access.Account
	// Pictures keeps those that are uploaded.
	Pictures *picture.Library
	Redact   Redact // nil: nothing is redacted here
}

// Pages are the pages about one entry.
type Pages struct {
	editor   *editing.Editor
	history  history
	preview  func(ctx context.Context, s Shown) ([]byte, string, error)
	people   func() []access.Account
	presence *presence
	pictures *picture.Library
	redact   Redact
}

// New prepares the pages.
func New(c Config) *Pages {
	return &Pages{c.Editor, c.History, c.Preview, c.People, newPresence(), c.Pictures, c.Redact}
}

// stored is the entry that the address names.
func stored(v *frame.Visit) (*events.Event, error) {
	e, ok := v.Timeline.Event(v.ID)
	if !ok || e.Status == events.Deleted {
		return nil, fmt.Errorf("entry %q: %w", v.ID, events.ErrNotFound)
	}
	return e, nil
}

// Fresh is the page for a new entry. Address: /new.
func (p *Pages) Fresh(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	if v.Sent {
		return p.sent(ctx, v, nil)
	}
	if v.Query.Has("found") {
		return p.foundPage(ctx, v)
	}
	f := frame.Form{Values: freshValues(v)}
	t := read(v, f, nil)
	t.faults = nil
	t.date.trouble = ""
	return frame.Show("entry/edit", p.arrange(v, t, frame.Heading{Notice: outcome(v)})), nil
}

// Edit is the page of an entry that is stored. Address: /e/ID.
func (p *Pages) Edit(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	e, err := stored(v)
	if err != nil {
		return frame.Answer{}, err
	}
	if v.Sent {
		return p.sentStored(ctx, v, e)
	}
	p.presence.note(e.ID, v.Account(), v.Now)
	from, heading := e, frame.Heading{Notice: outcome(v)}
	if rev, err := strconv.ParseInt(v.Query.Get("from"), 10, 64); err == nil {
		former, err := p.editor.At(ctx, editing.Seen{ID: e.ID, Rev: events.Rev(rev)})
		if err != nil {
			return frame.Answer{}, err
		}
		if editing.Emptied(former) {
			return frame.See(v.EntryLink(e.ID, "history")), nil
		}
		from, heading.Notice = former, &frame.Notice{Text: v.Text("done.filledIn", rev)}
	}
	values := valuesOf(v, from)
	values.Set("rev", strconv.FormatInt(int64(e.Rev), 10))
	values.Set(fieldBecomes, string(becomesOf(v, e))) // what is public is taken back on pages of their own
	t := read(v, frame.Form{Values: values}, e)
	t.faults = nil
	page := p.arrange(v, t, heading)
	page.Date.How = appearanceOf(ctx, v, &t.event)
	page.Missed = p.missed(ctx, e)
	return frame.Show("entry/edit", page), nil
}

// missed reports whether a draft was to go out by itself and could not: its plan
// was taken back by who publishes what is due.
func (p *Pages) missed(ctx context.Context, e *events.Event) bool {
	if e.Status != events.Draft || e.Publish != nil {
		return false
	}
	for s, err := range p.history(ctx, events.HistoryQuery{ID: e.ID, Before: e.Rev + 1, Limit: 1}) {
		return err == nil && s.By == access.Duty(editing.ScheduleDuty).By()
	}
	return false
}

// sentStored reads the form for an entry that is stored, against the state that
// its editor saw.
func (p *Pages) sentStored(ctx context.Context, v *frame.Visit, e *events.Event) (frame.Answer, error) {
	base := e
	if rev := events.Rev(v.Form.Number("rev")); rev != e.Rev {
		seen, err := p.editor.At(ctx, editing.Seen{ID: e.ID, Rev: rev})
		switch {
		case errors.Is(err, events.ErrNotFound):
			// The form names a revision that was never there: it is held against
			// what is stored.
		case err != nil:
			return frame.Answer{}, err
		default:
			base = seen
		}
	}
	if v.Do() == doResolve || v.Do() == doMerged {
		return p.resolve(ctx, v, base, e)
	}
	return p.sent(ctx, v, base)
}

// The buttons of the page.
const (
	doSave    = "save"
	doNext    = "next"
	doPreview = "preview"
	doPublish = "publish"
	doResolve = "resolve" // of a conflict
	doMerged  = "merged"  // go on editing what was merged
)

// sent does what the button asks for.
func (p *Pages) sent(ctx context.Context, v *frame.Visit, base *events.Event) (frame.Answer, error) {
	refused, err := p.takePicture(ctx, v, base)
	if err != nil {
		return frame.Answer{}, err
	}
	t := read(v, v.Form, base)
	if len(refused) > 0 { // it has words, and they are not without a picture
		t.faults = append(without(t.faults, "iu"), refused...)
	}
	switch v.Do() {
	case doPreview:
		if base == nil && len(t.event.Text) == 0 || !t.date.understood() {
			break
		}
		return p.previewPage(ctx, v, t)
	case doSave, doNext, doPublish:
		if len(t.faults) > 0 || t.date.text == "" {
			break
		}
		return p.save(ctx, v, t)
	}
	return p.again(ctx, v, t)
}

// again shows the form as it was typed, with what it is read as and what is
// wrong with it. Who only has the date read is not told that the rest is
// missing.
func (p *Pages) again(ctx context.Context, v *frame.Visit, t *typed) (frame.Answer, error) {
	if v.Do() == frame.DoCheck && len(t.event.Text) == 0 {
		t.faults = without(t.faults, "t-")
	}
	if t.date.trouble != "" && t.faults.Of("date") == "" {
		t.faults = append(frame.Faults{{Field: "date", Label: v.Text("edit.date"), Text: t.date.trouble}}, t.faults...)
	}
	page := p.arrange(v, t, frame.Heading{Alone: true})
	if t.date.understood() {
		page.Date.How = appearanceOf(ctx, v, &t.event)
	}
	return frame.Refuse("entry/edit", page), nil
}

// without are the faults but those of fields whose ids begin so.
func without(faults frame.Faults, prefix string) frame.Faults {
	var list frame.Faults
	for _, f := range faults {
		if len(f.Field) < len(prefix) || f.Field[:len(prefix)] != prefix {
			list = append(list, f)
		}
	}
	return list
}

// Reads answers what a text for a date is read as, may be read as, or lacks, for
// the script that asks while it is typed. Address: /reads.
func (p *Pages) Reads(_ context.Context, v *frame.Visit) (frame.Answer, error) {
	f := frame.Form{Values: v.Query}
	d := readDate(v, f)
	field := dateField{Choices: d.choices, Offers: d.offers}
	switch {
	case d.understood():
		span := events.Span{Date: d.value}
		if d.julian {
			span.Calendar = events.Julian
		}
		field.Read = readsOf(v, span)
	case d.text != "" && !d.unknown:
		field.Doubt = d.trouble
	}
	return frame.Answer{Template: "entry/edit", Part: "reads", Data: field}, nil
}
