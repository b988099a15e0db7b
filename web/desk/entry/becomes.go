package entry

import (
	"slices"

	"almanac.example/events"
	"almanac.example/web/desk/frame"
)

// fieldBecomes is the status that an entry is to have once it is published.
const fieldBecomes = "becomes"

// outcomes are the statuses that an entry can be given on its form. A plain draft
// is not withdrawn: no reader has it.
var outcomes = []events.Status{events.Published, events.Tentative, events.Cancelled, events.Withdrawn}

// usual is the status that an entry has once it is published where its form asks
// for no other: that of the entry which it is, or which it amends.
func usual(v *frame.Visit, e *events.Event) events.Status {
	if e == nil {
		return events.Published
	}
	if target, ok := amended(v, e); ok {
		return target.Status
	}
	if e.Status == events.Draft {
		return events.Published
	}
	return e.Status
}

// becomesOf is the status that an entry has once it is published.
func becomesOf(v *frame.Visit, e *events.Event) events.Status {
	if e.Status == events.Draft && e.Becomes != "" {
		return e.Becomes
	}
	return usual(v, e)
}

// readBecomes takes the status that is chosen. On what is public it is one to
// propose, on a draft the one that it is to become; the usual one need not be
// named there.
func (t *typed) readBecomes(v *frame.Visit) {
	chosen := events.Status(t.form.Line(fieldBecomes))
	if !slices.Contains(outcomes, chosen) {
		return
	}
	if t.base != nil && t.base.Status != events.Draft {
		t.event.Status = chosen
		return
	}
	if t.event.Becomes = chosen; chosen == usual(v, t.base) {
		t.event.Becomes = ""
	}
}

// becomesField is the choice of the status.
func becomesField(v *frame.Visit, t *typed) frame.Field {
	f := frame.Field{ID: "st", Name: fieldBecomes, Type: "select", Label: v.Text("becomes.label"), Class: "s24"}
	now, plain := usual(v, t.base), t.base == nil || t.base.Status == events.Draft && t.base.Amends == nil
	chosen := becomesOf(v, &t.event)
	for _, s := range outcomes {
		if plain && s == events.Withdrawn && chosen != s {
			continue
		}
		label := v.Text("becomes." + string(s))
		if !plain && s == now {
			label = v.Text("becomes.asNow", v.Text("state."+string(s)))
		}
		f.Options = append(f.Options, frame.Option{Value: string(s), Label: label, Chosen: s == chosen})
	}
	return f
}
