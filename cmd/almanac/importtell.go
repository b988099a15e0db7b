package main

import (
	"fmt"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/ical/read"
	"almanac.example/feeds/intake"
)

// calendarReport is what import --json tells of a calendar.
type calendarReport struct {
	Charset    string                `json:"charset"`
	Name       string                `json:"name,omitempty"`
	Events     []reportedEvent       `json:"events"`
	Removed    []events.ID           `json:"removed,omitempty"` // no longer in the calendar
	Over       []events.ID           `json:"over,omitempty"`    // the same, but over, so that they stay
	Known      []events.ID           `json:"known,omitempty"`   // in the record from elsewhere, and left as they are
	Clashes    []reportedClash       `json:"clashes,omitempty"`
	Amendments []events.ID           `json:"amendments,omitempty"` // drafts that propose the calendar's side of clashes
	NotKept    map[string]int        `json:"notKept,omitempty"`    // what has no place in an event, by its name
	Problems   []reportedProblem     `json:"problems,omitempty"`
	Counts     map[intake.Action]int `json:"counts"`
}

// reportedClash is an event of which calendar and editors have changed the same
// fields.
type reportedClash struct {
	ID     events.ID      `json:"id"`
	Fields []intake.Field `json:"fields"`
}

// reportedEvent is one VEVENT, and what becomes of it. Days are dates with an
// exclusive end; times are UTC.
type reportedEvent struct {
	UID        string             `json:"uid"`
	Recurrence string             `json:"recurrenceId,omitempty"`
	Summary    string             `json:"summary"`
	Start      string             `json:"start,omitempty"`
	End        string             `json:"end,omitempty"`
	AllDay     bool               `json:"allday"`
	Repeats    bool               `json:"repeats,omitempty"`
	Line       int                `json:"line"`
	Action     intake.Action      `json:"action"` // add, change, same, deleted, skip
	Event      events.ID          `json:"event,omitempty"`
	Extra      []events.ID        `json:"extra,omitempty"`
	Status     events.Status      `json:"status,omitempty"`
	Span       *events.Span       `json:"span,omitempty"`
	Repeat     *events.Repetition `json:"repeat,omitempty"`
	Place      string             `json:"place,omitempty"`
	Categories []string           `json:"categories,omitempty"` // tags
	Links      []string           `json:"links,omitempty"`
	Image      string             `json:"image,omitempty"`
}

type reportedProblem struct {
	Line   int    `json:"line"`
	UID    string `json:"uid,omitempty"`
	Reason string `json:"reason"`
	Bad    bool   `json:"bad"`
}

// skipped is the action of what no event was made of.
const skipped intake.Action = "skip"

// tell prints what an import does or would do.
func (c *importFileCommand) tell(con console, p *intake.Plan, in read.Import) error {
	if c.JSON {
		return writeIndented(con.out, describeImport(p, in))
	}
	if c.DryRun {
		for _, i := range p.Items {
			if i.Action != intake.Same {
				fmt.Fprintf(con.out, "%-7s %s\n", i.Action, summary(i.Event))
			}
		}
		for _, e := range p.Gone {
			fmt.Fprintf(con.out, "remove  %s\n", e.ID)
		}
	}
	say := func(format string, args ...any) { fmt.Fprintf(con.err, "almanac: "+format+"\n", args...) }
	for _, line := range slices.Concat(in.Remarks(), p.Remarks()) {
		say("%s", line)
	}
	verb := ""
	if c.DryRun {
		verb = "would be "
	}
	say("%d %sadded, %d changed, %d unchanged, %d gone from the file", p.Count(intake.Add), verb, p.Count(intake.Change), p.Count(intake.Same), len(p.Gone)+len(p.Over))
	return nil
}

func describeImport(p *intake.Plan, in read.Import) calendarReport {
	out := calendarReport{Charset: in.Charset, Name: in.Name, Events: []reportedEvent{}, Counts: map[intake.Action]int{}, NotKept: in.NotKept}
	items := map[events.ID]intake.Item{}
	for _, i := range p.Items {
		items[i.Event.ID] = i
		out.Counts[i.Action]++
	}
	out.Removed, out.Over, out.Known, out.Amendments = ids(p.Gone), ids(p.Over), ids(p.Known), ids(p.Amendments)
	for _, c := range p.Clashes {
		out.Clashes = append(out.Clashes, reportedClash(c))
	}
	for _, f := range in.Facts {
		e := reportedEvent{
			UID: f.UID, Recurrence: f.Recurrence, Summary: f.Summary, AllDay: f.AllDay, Repeats: f.Repeats,
			Line: f.Line, Action: skipped, Event: f.Event, Extra: f.Extra, Start: when(f.Start, f.AllDay), End: when(f.End, f.AllDay),
		}
		if i, ok := items[f.Event]; ok {
			e.Action = i.Action
			e.describe(i.Event)
		}
		out.Events = append(out.Events, e)
	}
	for _, x := range in.Problems {
		out.Problems = append(out.Problems, reportedProblem{x.Line, x.UID, x.Reason, x.Bad})
	}
	return out
}

// describe tells what would be stored.
func (r *reportedEvent) describe(e *events.Event) {
	r.Status, r.Span, r.Repeat, r.Categories = e.Status, &e.Span, e.Repeat, e.Tags
	if e.Place != nil {
		r.Place, _ = e.Place.Name.In("")
	}
	for _, l := range e.Links {
		r.Links = append(r.Links, l.URL)
	}
	if m := e.LinkedImage(); m != nil {
		r.Image = m.URL
	}
}

func ids(list []*events.Event) []events.ID {
	var out []events.ID
	for _, e := range list {
		out = append(out, e.ID)
	}
	return out
}

func when(t time.Time, day bool) string {
	switch {
	case t.IsZero() && !day: // as a day this is the first of the year 1
		return ""
	case day:
		return t.Format(time.DateOnly)
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}
