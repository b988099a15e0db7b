package entry

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
)

// freshValues begin a new entry. What a person records in a row comes from one
// document and one place: that of the entry before is kept, all else is empty.
func freshValues(v *frame.Visit) url.Values {
	q := url.Values{"id": {string(events.NewID())}, "rev": {"0"}}
	before, ok := v.Timeline.Event(events.ID(v.Query.Get("after")))
	if !ok || before.Status == events.Deleted {
		return q
	}
	kept := valuesOf(v, before)
	for _, name := range []string{"place", "tag", "src-title-0", "src-lang-0", "src-url-0"} {
		if values := slices.DeleteFunc(kept[name], func(s string) bool { return s == "" }); len(values) > 0 {
			q[name] = values
		}
	}
	if y, ok := before.Span.Year(); ok {
		q.Set("year-before", strconv.FormatInt(y, 10))
	}
	return q
}

// act is who saves, and why.
func act(v *frame.Visit) editing.Act {
	return editing.Act{Who: v.Who, Note: v.Form.Line("note")}
}

// save stores what was typed: a new draft, a draft anew, or an amendment of what
// is public. Nothing of it is public afterwards that was not before.
func (p *Pages) save(ctx context.Context, v *frame.Visit, t *typed) (frame.Answer, error) {
	if t.base != nil && len(editing.Changed(t.base, &t.event)) == 0 {
		return p.saved(v, t.base, "same"), nil
	}
	w, err := p.write(ctx, v, t)
	var conflict *editing.Conflict
	var invalid *events.Invalid
	switch {
	case errors.As(err, &conflict) && t.base == nil && sameAsStored(conflict, &t.event):
		return p.saved(v, conflict.Theirs, "saved"), nil // the form was sent twice
	case errors.Is(err, editing.ErrDateTaken):
		t.faults = append(t.faults, frame.Fault{Field: "date", Label: v.Text("edit.date"), Text: v.Text("review.takenMeanwhile")})
		return p.again(ctx, v, t)
	case errors.As(err, &conflict) && conflict.Theirs != nil:
		return p.conflictPage(v, t, conflict), nil
	case errors.As(err, &invalid):
		t.faults = append(t.faults, faultsOf(v, invalid)...)
		return p.again(ctx, v, t)
	case err != nil:
		return frame.Answer{}, err
	}
	p.presence.leave(t.event.ID, v.Account().ID)
	done := "saved"
	switch {
	case w.Event.Span.Unread != "":
		done = "unread"
	case w.Event.Amends != nil:
		done = "amended"
	}
	return p.saved(v, w.Event, done), nil
}

func (p *Pages) write(ctx context.Context, v *frame.Visit, t *typed) (editing.Written, error) {
	switch {
	case t.base == nil:
		if w, taken, err := p.take(ctx, v, t); taken || err != nil {
			return w, err
		}
		t.event.Status = events.Draft
		return p.editor.Create(ctx, act(v), t.event)
	case t.base.Status != events.Draft:
		return p.editor.Amend(ctx, act(v), editing.Seen{ID: t.base.ID, Rev: t.base.Rev}, t.event)
	}
	return p.editor.Replace(ctx, act(v), t.event, t.base.Rev)
}

// sameAsStored reports whether a new entry that exists already says what was
// typed.
func sameAsStored(c *editing.Conflict, typed *events.Event) bool {
	if c.Theirs == nil {
		return false
	}
	same := *typed
	same.Slug, same.Status = c.Theirs.Slug, c.Theirs.Status
	return len(editing.Changed(c.Theirs, &same)) == 0
}

// saved goes on to where the button leads.
func (p *Pages) saved(v *frame.Visit, e *events.Event, done string) frame.Answer {
	switch {
	case v.Do() == doPublish && e.Span.Unread == "":
		return frame.See(v.EntryLink(e.ID, "publish"))
	case v.Do() == doNext:
		return frame.See(v.Link("/new", "after", string(e.ID), frame.OutcomeKey, done))
	}
	return frame.See(v.EntryLink(e.ID, "", frame.OutcomeKey, done))
}

// outcome says what the form before has done. Its words are fixed by the key, so
// that an address can say nothing of its own.
func outcome(v *frame.Visit) *frame.Notice {
	done := v.Query.Get(frame.OutcomeKey)
	e, _ := v.Timeline.Event(v.ID)
	if after, ok := v.Timeline.Event(events.ID(v.Query.Get("after"))); ok && v.ID == "" {
		return &frame.Notice{Bold: v.Text("done.next", v.TitleOf(after).Text), Links: []frame.Link{{Text: v.Text("done.backTo"), Href: v.EntryLink(after.ID, "")}}}
	}
	if e == nil || !slices.Contains([]string{"saved", "same", "unread", "amended", "published", "cancelled", "withdrawn", "tentative", "scheduled", "unscheduled", "back", "redacted"}, done) {
		return nil
	}
	if done == "scheduled" && e.Publish == nil { // the plan is taken back, or kept
		return nil
	}
	n := &frame.Notice{Bold: v.Text("done." + done), Text: v.Text("done." + done + ".more")}
	if n.Text == "done."+done+".more" { // nothing more is to be said
		n.Text = ""
	}
	if site := v.OnSite(e); done == "published" && site != "" {
		n.Links = whereToSee(v, e)
	} else if site != "" && done != "same" {
		n.Links = []frame.Link{{Text: v.Text("edit.onSite"), Href: site}}
	}
	if done == "scheduled" {
		n.Bold, n.Text = v.Text("done.scheduled", v.Instant(e.Publish.At), v.ZoneName()), ""
		n.Undo = &frame.Undo{Action: v.EntryLink(e.ID, "publish"), Label: v.Text("publish.unschedule"), Fields: []frame.Hidden{{Name: "do", Value: doUnschedule}, {Name: "rev", Value: strconv.FormatInt(int64(e.Rev), 10)}}}
	}
	return n
}

// whereToSee leads to where an entry stands now that it is published: its page,
// and the timeline, the calendar and the feed in which readers meet it.
func whereToSee(v *frame.Visit, e *events.Event) []frame.Link {
	list := []frame.Link{{Text: v.Text("done.seePage"), Href: v.OnSite(e)}}
	first, known := e.Span.First()
	year, named := e.Span.Year()
	if !known || !named || year < 0 || year > 9999 {
		return append(list, frame.Link{Text: v.Text("done.seeFeed"), Href: v.SiteHome() + "all.atom"})
	}
	at := v.SiteHome() + fmt.Sprintf("%04d", year)
	list = append(list, frame.Link{Text: v.Text("done.seeYear", v.Year(year)), Href: at})
	if e.Span.Kind() <= events.KindMonth {
		list = append(list, frame.Link{Text: v.Text("done.seeMonth"), Href: fmt.Sprintf("%s/%02d/grid", at, first.Month())})
	}
	return append(list, frame.Link{Text: v.Text("done.seeFeed"), Href: at + ".atom"})
}

// amendmentsOf lists the drafts that want to replace an entry.
func amendmentsOf(t *timeline.Timeline, id events.ID) []*events.Event {
	var list []*events.Event
	for _, e := range t.ForEditors(events.Selection{}, events.Draft) {
		if e.Amends != nil && e.Amends.ID == id {
			list = append(list, e)
		}
	}
	return list
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}
