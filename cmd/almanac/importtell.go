package main

import (
	"fmt"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/ical/read"
	"almanac.example/feeds/intake"
)

// calendarReport is what import --json tells of a calendar.
type calendarReport struct {
	Charset  string                `json:"charset"`
	Name     string                `json:"name,omitempty"`
	Events   []reportedEvent       `json:"events"`
	Removed  []events.ID           `json:"removed,omitempty"`
	Problems []reportedProblem     `json:"problems,omitempty"`
	Counts   map[intake.Action]int `json:"counts"`
}

// reportedEvent is one VEVENT. Days are dates with an exclusive end; times are
// UTC.
type reportedEvent struct {
	UID        string        `json:"uid"`
	Recurrence string        `json:"recurrenceId,omitempty"`
	Summary    string        `json:"summary"`
	Start      string        `json:"start,omitempty"`
	End        string        `json:"end,omitempty"`
	AllDay     bool          `json:"allday"`
	Repeats    bool          `json:"repeats,omitempty"`
	Line       int           `json:"line"`
	Action     intake.Action `json:"action"` // add, change, same, skip
	Event      events.ID     `json:"event,omitempty"`
	Extra      []events.ID   `json:"extra,omitempty"`
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
	fmt.Fprintf(con.err, "almanac: %d %sadded, %d changed, %d unchanged, %d gone from the file\n", p.Count(intake.Add), verb, p.Count(intake.Change), p.Count(intake.Same), len(p.Gone))
	return nil
}

func describeImport(p *intake.Plan, in read.Import) calendarReport {
	out := calendarReport{Charset: in.Charset, Name: in.Name, Events: []reportedEvent{}, Counts: map[intake.Action]int{}}
	actions := map[events.ID]intake.Action{}
	for _, i := range p.Items {
		actions[i.Event.ID] = i.Action
		out.Counts[i.Action]++
	}
	for _, e := range p.Gone {
		out.Removed = append(out.Removed, e.ID)
	}
	for _, f := range in.Facts {
		e := reportedEvent{
			UID: f.UID, Recurrence: f.Recurrence, Summary: f.Summary, AllDay: f.AllDay, Repeats: f.Repeats,
			Line: f.Line, Action: skipped, Event: f.Event, Extra: f.Extra, Start: when(f.Start, f.AllDay), End: when(f.End, f.AllDay),
		}
		if action, ok := actions[f.Event]; ok {
			e.Action = action
		}
		out.Events = append(out.Events, e)
	}
	for _, x := range in.Problems {
		out.Problems = append(out.Problems, reportedProblem{x.Line, x.UID, x.Reason, x.Bad})
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
