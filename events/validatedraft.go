package events

import (
	"slices"
	"time"

	"almanac.example/events/edtf"
)

// checkUnread takes a date that is not understood yet, which stands alone.
func checkUnread(bad *Invalid, field string, s Span) {
	if !s.IsZero() || s.Calendar != "" {
		bad.addf(field+".unread", "stands instead of a date; give one of them")
	}
	checkRequired(bad, field+".unread", s.Unread, maxLine)
	checkLocalised(bad, field+".asWritten", s.AsWritten, false)
}

// checkCalendar takes the Julian calendar for what is known to the day.
func checkCalendar(bad *Invalid, field string, s Span) {
	if s.Calendar == "" {
		return
	}
	switch p := s.Precision(); {
	case s.Calendar != Julian:
		bad.addf(field, "%.40q is no calendar; leave it out, or write %s", s.Calendar, Julian)
	case p != edtf.PrecisionDay && p != edtf.PrecisionDays:
		bad.addf(field, "is for days and ranges of days only")
	}
}

// checkDraft checks what says how a draft is to become public, and where an
// event was found.
func (e *Event) checkDraft(bad *Invalid) {
	for _, field := range []struct {
		name string
		set  bool
	}{{"amends", e.Amends != nil}, {"publish", e.Publish != nil}, {"becomes", e.Becomes != ""}} {
		if field.set && e.Status != Draft {
			bad.addf(field.name, "is for drafts only; this event is %s", e.Status)
		}
	}
	if a := e.Amends; a != nil {
		if !idPattern.MatchString(string(a.ID)) || a.ID == e.ID {
			bad.addf("amends.id", "%.70q is not the id of another event", a.ID)
		}
		if a.Rev <= 0 {
			bad.addf("amends.rev", "missing; name the revision that the draft is based on")
		}
	}
	if p := e.Publish; p != nil {
		checkSchedule(bad, p)
	}
	if e.Becomes != "" && !slices.Contains(accepted, e.Becomes) {
		bad.addf("becomes", "%.40q is none of published, tentative, cancelled, withdrawn", e.Becomes)
	}
	checkOutdated(bad, e)
	if e.Origin != nil {
		checkOrigin(bad, e.Origin)
	}
}

func checkSchedule(bad *Invalid, p *Schedule) {
	if at := p.At; at.IsZero() || at.Location() != time.UTC || at.Nanosecond() != 0 {
		bad.addf("publish.at", "must be whole seconds in UTC, such as 2026-05-24T09:00:00Z")
	}
	if _, err := LoadZone(p.Zone); err != nil {
		bad.addf("publish.zone", "%v", err)
	}
}

func checkOutdated(bad *Invalid, e *Event) {
	if !slices.IsSorted(e.Outdated) || len(slices.Compact(slices.Clone(e.Outdated))) < len(e.Outdated) {
		bad.addf("outdated", "must be sorted and without doubles")
	}
	for _, lang := range e.Outdated {
		if _, ok := e.Text[lang]; !ok {
			bad.addf("outdated", "there is no text in %.40q", lang)
		}
	}
}

func checkOrigin(bad *Invalid, o *Origin) {
	checkLine(bad, "origin.feed", o.Feed, maxURL)
	checkRequired(bad, "origin.uid", o.UID, maxLine)
	checkLine(bad, "origin.recurrenceID", o.RecurrenceID, maxTag)
}
