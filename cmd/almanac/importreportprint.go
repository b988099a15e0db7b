package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/feeds/report/review"
	"almanac.example/web/api"
)

// print tells what was found: the data on standard output, the talk beside it.
func (c *importReportCommand) print(con storage.Console, f *api.Findings) error {
	for _, doubt := range f.Doubts {
		fmt.Fprintf(con.Err, "almanac: %s: %s\n", terminal.Printable(c.name()), doubt)
	}
	if err := c.printFound(con.Out, f); err != nil {
		return err
	}
	if c.JSON {
		for _, e := range f.Gone {
			fmt.Fprintf(con.Err, "almanac: no longer told: %-12s  %-24s  %s\n", e.ID, e.Date, terminal.Printable(e.Title))
		}
	}
	added, changed := countOf(f, review.New), countOf(f, review.Changed)
	if f.Edition && added+changed+len(f.Gone) > 0 {
		fmt.Fprintf(con.Err, "almanac: against the earlier edition: %d added, %d changed, %d gone\n", added, changed, len(f.Gone))
	}
	fmt.Fprintf(con.Err, "almanac: %s: %s\n", terminal.Printable(c.name()), c.outcome(f))
	return nil
}

// countOf is how many milestones are in a state.
func countOf(f *api.Findings, state review.State) (n int) {
	for _, d := range f.Drafts {
		if d.State == state {
			n++
		}
	}
	return n
}

// outcome is what became of the milestones, in words.
func (c *importReportCommand) outcome(f *api.Findings) string {
	if len(f.Drafts) == 0 {
		return "no dated milestones; nothing was stored"
	}
	found := fmt.Sprintf("%d milestones", len(f.Drafts))
	if known := countOf(f, review.Known); known > 0 {
		found += fmt.Sprintf(", %d known already", known)
	}
	fresh := countOf(f, review.New) + countOf(f, review.Changed)
	switch {
	case c.DryRun:
		return fmt.Sprintf("%s; %d drafts would be stored, nothing was", found, fresh)
	case fresh == 0:
		return found + "; nothing was stored"
	}
	return fmt.Sprintf("%s; %d stored as drafts, go through them with \"almanac review\"", found, fresh)
}

// foundDates is the whole of import report --json --passed.
type foundDates struct {
	Drafts []api.Finding `json:"drafts"`
	Passed []api.LeftOut `json:"passed"`
}

func (c *importReportCommand) printFound(w io.Writer, f *api.Findings) error {
	switch {
	case c.JSON && c.Passed:
		return terminal.WriteIndented(w, foundDates{f.Drafts, f.Passed})
	case c.JSON:
		return terminal.WriteIndented(w, f.Drafts)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if len(f.Drafts)+len(f.Gone) > 0 {
		fmt.Fprintln(t, "STATE\tDATE\tCONFIDENCE\tWHERE\tTITLE")
	}
	for _, d := range f.Drafts {
		fmt.Fprintf(t, "%s\t%s\t%.2f\t%s\t%s\n", d.State, d.Date, d.Confidence, where(d.Quotes), titled(d))
		if d.Was != nil {
			fmt.Fprintf(t, "  was\t%s\t\t\t%s\n", d.Was.Date, named(*d.Was))
		}
	}
	for _, e := range f.Gone {
		fmt.Fprintf(t, "gone\t%s\t\t\t%s\n", e.Date, named(e))
	}
	if c.Passed {
		for _, d := range f.Passed {
			fmt.Fprintf(t, "passed\t\t\t%s\t%s (%s): %s\n", where([]api.Passage{d.Quote}), terminal.Printable(d.Wording), d.Why, terminal.Printable(d.Around))
		}
	}
	return t.Flush()
}

// where is the place of the last quote, which tells the most, and how many
// there are.
func where(quotes []api.Passage) string {
	if len(quotes) == 0 {
		return ""
	}
	q := quotes[len(quotes)-1]
	place := fmt.Sprintf("line %d", q.Line)
	if q.Page > 0 {
		place = fmt.Sprintf("page %d", q.Page)
	}
	if more := len(quotes) - 1; more > 0 {
		place += fmt.Sprintf(" (+%d)", more)
	}
	return place
}

func titled(d api.Finding) string {
	text := terminal.Printable(d.Title)
	for _, f := range d.Flags {
		text += " [" + string(f) + "]"
	}
	return text
}

// named is an event of the record: its title, what it is and how to find it.
func named(e api.Former) string {
	return fmt.Sprintf("%s (%s, %s)", terminal.Printable(e.Title), e.Status, e.Slug)
}
