package entry

import (
	"context"
	"errors"
	"slices"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// statusPage asks once more before an entry is taken back, or put out again.
type statusPage struct {
	frame.Head
	Headline string
	Title    words.Run
	When     string
	Points   []string // what readers and subscribers will notice
	Action   string
	Back     string
	Keep     string
	Rev      int64
	Title2   *frame.Field // the title, to be typed
	Note     frame.Field
	Public   bool   // whether the note can be shown to readers
	Do       string // value of the button
	Button   string
	Red      bool
}

// steps are what can be made of an entry by a page of its own, by the last part
// of the address.
var steps = []struct {
	to   string
	from []events.Status
}{
	{"cancelled", []events.Status{events.Published, events.Tentative}},
	{"tentative", []events.Status{events.Published, events.Cancelled}},
	{"published", []events.Status{events.Tentative, events.Cancelled, events.Withdrawn}},
	{"withdrawn", []events.Status{events.Published, events.Tentative, events.Cancelled}},
	{"deleted", events.Statuses()},
}

// stepsOf are the steps that an entry can take.
func stepsOf(v *frame.Visit, e *events.Event) []statusStep {
	var list []statusStep
	for _, s := range steps {
		if slices.Contains(s.from, e.Status) {
			key := stepKey(e, s.to)
			list = append(list, statusStep{v.Text(key), v.Text(key + ".button"), v.EntryLink(e.ID, stepPath(e, s.to))})
		}
	}
	return list
}

// stepKey begins the texts of a step: a draft is discarded, as nobody has it.
func stepKey(e *events.Event, to string) string {
	if to == "deleted" && e.Status == events.Draft {
		return "step.discarded"
	}
	return "step." + to
}

// stepPath is the last part of the address of a step.
func stepPath(e *events.Event, to string) string {
	if to == "deleted" && e.Status == events.Draft {
		return "discard"
	}
	return to
}

// Discard is the page on which a draft is deleted. Address: /e/ID/discard.
func (p *Pages) Discard(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	e, err := stored(v)
	if err != nil {
		return frame.Answer{}, err
	}
	if e.Status != events.Draft {
		return frame.See(v.EntryLink(e.ID, "")), nil
	}
	v.Key = "deleted"
	return p.Step(ctx, v)
}

// Step is the page of one such step. Address: /e/ID/STATUS.
func (p *Pages) Step(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	e, err := stored(v)
	if err != nil {
		return frame.Answer{}, err
	}
	i := slices.IndexFunc(steps, func(s struct {
		to   string
		from []events.Status
	}) bool {
		return s.to == v.Key && slices.Contains(s.from, e.Status)
	})
	if i < 0 {
		return frame.See(v.EntryLink(e.ID, "")), nil
	}
	if v.Sent && v.Do() == v.Key {
		return p.step(ctx, v, e)
	}
	return p.arrangeStep(v, e, nil), nil
}

func (p *Pages) arrangeStep(v *frame.Visit, e *events.Event, faults frame.Faults) frame.Answer {
	key := stepKey(e, v.Key)
	page := &statusPage{
		Headline: v.Text(key + ".title"), Title: v.TitleOf(e), When: e.Span.DescribeFor(v.Zone(), v.Lang, edtf.Short),
		Action: v.EntryLink(e.ID, stepPath(e, v.Key)), Back: v.EntryLink(e.ID, ""), Keep: v.Text(key + ".keep"), Rev: int64(e.Rev),
		Note:   frame.Field{ID: "note", Name: "note", Label: v.Text("edit.note"), Optional: v.Text("edit.noteOptional"), Value: v.Form.Line("note"), Max: maxSummary},
		Public: e.Status != events.Draft, Do: v.Key, Button: v.Text(key + ".do"), Red: v.Key == "deleted",
	}
	for _, point := range []string{".1", ".2", ".3", ".4"} {
		if text := v.Text(key + point); text != key+point {
			page.Points = append(page.Points, text)
		}
	}
	if v.Key == "deleted" && e.Status != events.Draft {
		text, lang := e.In(v.Lang)
		page.Title2 = &frame.Field{ID: "typed", Name: "typed", Label: v.Text("step.typeTitle"), Hint: text.Title, Lang: langAttr(v, lang), Value: v.Form.Line("typed"), Autocomplete: "off", Fault: faults.Of("typed")}
	}
	page.Head = v.Frame(frame.Heading{Title: page.Headline, Nav: "entries", Faults: faults, Alone: v.Sent, Crumbs: crumbs(v, e, v.Text(key+".crumb"))})
	return frame.Refuse("entry/status", page)
}

func (p *Pages) step(ctx context.Context, v *frame.Visit, e *events.Event) (frame.Answer, error) {
	a := editing.Act{Who: v.Who, Note: v.Form.Line("note"), Public: v.Form.Checked("public")}
	rev := events.Rev(v.Form.Number("rev"))
	var err error
	if v.Key == "deleted" {
		text, _ := e.In(v.Lang)
		if e.Status != events.Draft && timeline.Fold(v.Form.Line("typed")) != timeline.Fold(text.Title) {
			return p.arrangeStep(v, e, frame.Faults{{Field: "typed", Label: v.Text("step.typeTitle"), Text: v.Text("step.otherTitle")}}), nil
		}
		_, err = p.editor.Delete(ctx, a, editing.Seen{ID: e.ID, Rev: rev})
	} else {
		_, err = p.editor.SetStatus(ctx, a, editing.Seen{ID: e.ID, Rev: rev}, events.Status(v.Key))
	}
	var conflict *editing.Conflict
	var invalid *events.Invalid
	switch {
	case errors.As(err, &conflict) && conflict.Theirs != nil:
		return p.arrangeStep(v, conflict.Theirs, frame.Faults{{Field: "main", Label: v.TitleOf(e).Text, Text: v.Text("publish.changed")}}), nil
	case errors.As(err, &invalid):
		return p.arrangeStep(v, e, faultsOf(v, invalid)), nil
	case err != nil:
		return frame.Answer{}, err
	case v.Key == "deleted":
		return frame.See(v.Link("/list", frame.OutcomeKey, "deleted")), nil
	}
	return frame.See(v.EntryLink(e.ID, "", frame.OutcomeKey, v.Key)), nil
}
