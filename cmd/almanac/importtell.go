package main

import (
	"fmt"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/ical"
)

// foundInCalendar is what import --json tells of a calendar.
type foundInCalendar struct {
	Charset  string         `json:"charset"`
	Name     string         `json:"name,omitempty"`
	Events   []foundEvent   `json:"events"`
	Removed  []events.ID    `json:"removed,omitempty"`
	Problems []foundProblem `json:"problems,omitempty"`
	Counts   map[string]int `json:"counts"`
}

// foundEvent is one VEVENT. Days are dates with an exclusive end; times are
// UTC.
type foundEvent struct {
	UID        string      `json:"uid"`
	Recurrence string      `json:"recurrenceId,omitempty"`
	Summary    string      `json:"summary"`
	Start      string      `json:"start,omitempty"`
	End        string      `json:"end,omitempty"`
	AllDay     bool        `json:"allday"`
	Repeats    bool        `json:"repeats,omitempty"`
	Line       int         `json:"line"`
	Action     string      `json:"action"` // add, change, same, skip
	Event      events.ID   `json:"event,omitempty"`
	Extra      []events.ID `json:"extra,omitempty"`
}

type foundProblem struct {
	Line   int    `json:"line"`
	UID    string `json:"uid,omitempty"`
	Reason string `json:"reason"`
	Bad    bool   `json:"bad"`
}

// tell prints what an import does or would do.
func (c *importFileCommand) tell(con console, p calendarPlan, in ical.Import) error {
	if c.JSON {
		return writeIndented(con.out, describeImport(p, in))
	}
	if c.DryRun {
		for _, e := range in.Events {
			if p.action[e.ID] != "same" {
				fmt.Fprintf(con.out, "%-7s %s\n", p.action[e.ID], summary(e))
			}
		}
		for _, id := range p.removed {
			fmt.Fprintf(con.out, "remove  %s\n", id)
		}
	}
	for _, line := range problemLines(in.Problems) {
		fmt.Fprintf(con.err, "almanac: %s\n", line)
	}
	if in.Charset != "UTF-8" {
		fmt.Fprintf(con.err, "almanac: the file is encoded in %s\n", in.Charset)
	}
	verb := ""
	if c.DryRun {
		verb = "would be "
	}
	fmt.Fprintf(con.err, "almanac: %d %sadded, %d changed, %d unchanged, %d gone from the file\n", p.counts["add"], verb, p.counts["change"], p.counts["same"], len(p.removed))
	return nil
}

func describeImport(p calendarPlan, in ical.Import) foundInCalendar {
	out := foundInCalendar{Charset: in.Charset, Name: in.Name, Events: []foundEvent{}, Removed: p.removed, Counts: p.counts}
	for _, f := range in.Facts {
		e := foundEvent{
			UID: f.UID, Recurrence: f.Recurrence, Summary: f.Summary, AllDay: f.AllDay, Repeats: f.Repeats,
			Line: f.Line, Action: "skip", Event: f.Event, Extra: f.Extra, Start: when(f.Start, f.AllDay), End: when(f.End, f.AllDay),
		}
		if action, ok := p.action[f.Event]; ok {
			e.Action = action
		}
		out.Events = append(out.Events, e)
	}
	for _, x := range in.Problems {
		out.Problems = append(out.Problems, foundProblem{x.Line, x.UID, x.Reason, x.Bad})
	}
	return out
}

func when(t time.Time, day bool) string {
	switch {
	case t.IsZero():
		return ""
	case day:
		return t.Format(time.DateOnly)
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}
