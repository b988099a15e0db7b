package main

import (
	"cmp"
	"fmt"
	"slices"

	"almanac.example/feeds/ical/read"
	"almanac.example/feeds/intake"
	"almanac.example/web/api"
)

// tell prints what an import does or would do.
func (c *importFileCommand) tell(con console, p *intake.Plan, in read.Import) error {
	if c.JSON {
		return writeIndented(con.out, api.ReportCalendar(p, in))
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
<<<<<<< HEAD

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
	if m := e.Image; m != nil {
		r.Image = cmp.Or(m.URL, m.Blob)
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
=======
>>>>>>> main
