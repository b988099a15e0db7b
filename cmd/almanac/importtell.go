package main

import (
	"fmt"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/feeds/intake"
	"almanac.example/web/api"
)

// tell prints what an import does or would do.
func (c *importFileCommand) tell(con storage.Console, from planned) error {
	p := from.Plan
	if c.JSON {
		return terminal.WriteIndented(con.Out, api.ReportCalendar(p, *from.Calendar))
	}
	if c.DryRun {
		for _, i := range p.Items {
			if i.Action != intake.Same {
				fmt.Fprintf(con.Out, "%-7s %s\n", i.Action, summary(i.Event))
			}
		}
		for _, e := range p.Gone {
			fmt.Fprintf(con.Out, "remove  %s\n", e.ID)
		}
	}
	say := func(format string, args ...any) { fmt.Fprintf(con.Err, "almanac: "+format+"\n", args...) }
	for _, line := range from.Remarks() {
		say("%s", line)
	}
	verb := ""
	if c.DryRun {
		verb = "would be "
	}
	say("%d %sadded, %d changed, %d unchanged, %d gone from the file", p.Count(intake.Add), verb, p.Count(intake.Change), p.Count(intake.Same), len(p.Gone)+len(p.Over))
	return nil
}
