package proposals

import (
	"context"
	"errors"
	"net/http"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/report/review"
	"almanac.example/web/access"
	"almanac.example/web/desk/entry"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// The buttons of the pages.
const (
	doAccept = "accept"
	doKeep   = "keep"
	doDrop   = "drop"
	doSkip   = "skip"
	doSave   = "save"
	doMerge  = "merge"
	doUndo   = "undo"
	doFinish = "finish"

	// doCompare saves what was typed and leads to the page that sets the proposal
	// beside the entry of fieldInto.
	doCompare = "compare"
)

// fieldInto names the entry that a proposal is set beside.
const fieldInto = "into"

// outcomes are the keys of what the next page says, by button.
var outcomes = map[string]string{doAccept: "accepted", doKeep: "kept", doDrop: "dropped", doSkip: "skipped", doSave: "saved", doCompare: "saved", doMerge: "merged", doUndo: "undone"}

// decide does what a button says. What is wrong with the form keeps the page.
func (p *Pages) decide(ctx context.Context, v *frame.Visit, at item) (frame.Answer, error) {
	seen := editing.Seen{ID: at.event.ID, Rev: events.Rev(v.Form.Number("rev"))}
	var err error
	said := pressed(v)
	switch said {
	case doUndo:
		_, err = p.editor.TakeBack(ctx, act(v), seen)
		if errors.Is(err, events.ErrNotFound) || errors.Is(err, events.ErrConflict) {
			return p.refused(ctx, v, at, v.Text("review.noUndo"))
		}
	case doMerge:
		into := editing.Merging{Into: events.ID(v.Form.Line(fieldInto)), Expect: events.Rev(v.Form.Number("into-rev")), Exact: v.Form.Checked("exact")}
		_, err = p.editor.MergeInto(ctx, act(v), seen, into)
	case doAccept, doKeep, doSave, doSkip, doDrop, doCompare:
		if !review.Waits(at.event) {
			return p.refused(ctx, v, at, v.Text("review.already"))
		}
		form := entry.ReadShort(v, at.event)
		changed := len(editing.Changed(at.event, &form.Event)) > 0
		switch {
		case !changed && said == doSkip:
			return p.onward(v, at, said), nil
		case !changed && said == doCompare:
			return frame.See(proposalLink(v, v.Key, at.event.ID, fieldInto, v.Form.Line(doCompare))), nil
		}
		if len(form.Faults) > 0 {
			return p.again(ctx, v, at)
		}
		if said == doDrop && !changed {
			_, err = p.editor.Drop(ctx, act(v), seen)
			break
		}
		err = p.write(ctx, v, seen, form.Event)
	default:
		return frame.Answer{}, events.ErrNotFound
	}
	return p.answer(ctx, v, at, err)
}

// pressed is the button: one of those that compare names the other entry in the
// button's own field, as there may be several.
func pressed(v *frame.Visit) string {
	if v.Form.Line(doCompare) != "" {
		return doCompare
	}
	return v.Do()
}

// write stores what was typed, with the decision.
func (p *Pages) write(ctx context.Context, v *frame.Visit, s editing.Seen, next events.Event) (err error) {
	switch pressed(v) {
	case doAccept:
		_, err = p.editor.AcceptAs(ctx, act(v), next, s.Rev)
	case doKeep:
		_, err = p.editor.Keep(ctx, act(v), next, s.Rev)
	case doDrop: // what was typed first, so that it is there when the drop is taken back
		if err = v.Who.May(access.Review); err != nil {
			return err
		}
		var w editing.Written
		if w, err = p.editor.Replace(ctx, editing.Act{Who: v.Who}, next, s.Rev); err == nil {
			_, err = p.editor.Drop(ctx, act(v), editing.Seen{ID: s.ID, Rev: w.Rev})
		}
	default: // it goes on waiting
		_, err = p.editor.Replace(ctx, editing.Act{Who: v.Who}, next, s.Rev)
	}
	return err
}

// answer goes on after a decision, or says why it was not made.
func (p *Pages) answer(ctx context.Context, v *frame.Visit, at item, err error) (frame.Answer, error) {
	var conflict *editing.Conflict
	var invalid *events.Invalid
	switch {
	case err == nil:
		return p.onward(v, at, pressed(v)), nil
	case errors.As(err, &conflict) && conflict.ID != at.event.ID:
		return p.refused(ctx, v, at, v.Text("review.targetChanged"))
	case errors.As(err, &conflict), errors.Is(err, events.ErrNotFound):
		return p.overtaken(ctx, v, at)
	case errors.As(err, &invalid) && !review.Waits(at.event):
		return p.refused(ctx, v, at, v.Text("review.already"))
	case errors.As(err, &invalid):
		return p.again(ctx, v, at, entry.FaultsOf(v, invalid)...)
	}
	return frame.Answer{}, err
}

// again shows the page with what was typed and what is wrong with it.
func (p *Pages) again(ctx context.Context, v *frame.Visit, at item, faults ...frame.Fault) (frame.Answer, error) {
	page, err := p.arrange(ctx, v, at, frame.Heading{Faults: faults})
	if err != nil {
		return frame.Answer{}, err
	}
	return frame.Refuse("proposals/proposal", page), nil
}

// onward leads to the next proposal that waits, or to the document if none does.
func (p *Pages) onward(v *frame.Visit, at item, did string) frame.Answer {
	say := []string{frame.OutcomeKey, outcomes[did], "of", string(at.event.ID), fieldInto, v.Form.Line(doCompare)}
	if did == doUndo || did == doSave || did == doCompare {
		return frame.See(proposalLink(v, v.Key, at.event.ID, say...))
	}
	next := at.next(at.place(at.event.ID) + 1)
	if next == nil || next.ID == at.event.ID {
		return frame.See(documentLink(v, v.Key, say...))
	}
	return frame.See(proposalLink(v, v.Key, next.ID, say...))
}

// overtaken says that somebody else has decided about the proposal, or changed
// it, since its page was made. What was typed stays in the form.
func (p *Pages) overtaken(ctx context.Context, v *frame.Visit, at item) (frame.Answer, error) {
	if !review.Waits(at.event) {
		return p.refused(ctx, v, at, v.Text("review.already"))
	}
	seen, err := p.editor.At(ctx, editing.Seen{ID: at.event.ID, Rev: events.Rev(v.Form.Number("rev"))})
	if err != nil && !errors.Is(err, events.ErrNotFound) {
		return frame.Answer{}, err
	}
	a, err := p.refused(ctx, v, at, v.Text("review.changed"))
	if page, ok := a.Page.(*proposalPage); ok && seen != nil {
		page.Theirs = changedBy(v, seen, at.event)
	}
	return a, err
}

// changedBy is what somebody made of the fields of the short form.
func changedBy(v *frame.Visit, was, now *events.Event) []theirs {
	var list []theirs
	if !was.Span.Equal(now.Span) {
		list = append(list, theirs{v.Text("edit.date"), words.Run{Text: now.Span.DescribeFor(v.Zone(), v.Lang, edtf.Short)}})
	}
	for _, lang := range v.Contents(now) {
		if title := now.Text[lang].Title; title != was.Text[lang].Title {
			list = append(list, theirs{v.Text("edit.titleIn", v.LanguageName(lang)), v.Run(title, lang)})
		}
	}
	return list
}

// typed is what the short form says, for where there is no form any more in which
// it could stay.
func typed(v *frame.Visit) []theirs {
	var list []theirs
	put := func(label, text, lang string) {
		if text != "" {
			list = append(list, theirs{label, v.Run(text, lang)})
		}
	}
	put(v.Text("edit.date"), v.Form.Line("date"), v.Lang)
	for _, lang := range v.Contents(nil) {
		put(v.Text("edit.titleIn", v.LanguageName(lang)), v.Form.Line("title-"+lang), lang)
	}
	var topics []string
	for _, slug := range v.Form.All("tag") {
		topics = append(topics, v.TagName(slug).Text)
	}
	put(v.Text("edit.tags"), v.Join(topics), v.Lang)
	return list
}

// refused shows the proposal as it is now, with what was typed, and says why
// nothing was done.
func (p *Pages) refused(ctx context.Context, v *frame.Visit, at item, why string) (frame.Answer, error) {
	page, err := p.arrange(ctx, v, at, frame.Heading{Notice: &frame.Notice{Bold: why, Text: v.Text("review.nothingDone")}})
	if err != nil {
		return frame.Answer{}, err
	}
	if page.Form == nil {
		page.Typed = typed(v)
	}
	a := frame.Show("proposals/proposal", page)
	a.Status = http.StatusConflict
	return a, nil
}
