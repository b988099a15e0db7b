package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"almanac.example/events"
	"almanac.example/store/duty"
)

type dutyCommand struct {
	List   dutyListCommand   `cmd:"" help:"List the duties, when each was done last and how it went."`
	Pause  dutyPauseCommand  `cmd:"" help:"Keep a duty from being done."`
	Resume dutyResumeCommand `cmd:"" help:"End the pause of duties, or of all of them."`
}

// roster opens the duties of a store for a command, which does none of them.
func (c console) roster(ctx context.Context, name string) (*duty.Roster, func(), error) {
	e, err := c.openEngine(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	r, err := duty.New(duty.Config{Vault: e.vault, Now: now, Duties: duties(e.vault, work{})})
	return r, func() { e.Close() }, err
}

type dutyListCommand struct {
	storeFlag
	JSON bool `name:"json" help:"One JSON object a line."`
}

// listedDuty is one line of duty list --json.
type listedDuty struct {
	Name     string             `json:"name"`
	About    string             `json:"about,omitempty"`
	Outgoing bool               `json:"outgoing"`
	State    string             `json:"state"` // paused, running, failing, ready
	Paused   *events.DutyPause  `json:"paused,omitempty"`
	Next     time.Time          `json:"next,omitzero"`
	Last     *events.DutyResult `json:"last,omitempty"`
	Failures int                `json:"failures,omitempty"`
}

// Run lists the duties.
func (c *dutyListCommand) Run(ctx context.Context, con console) error {
	r, closeStore, err := con.roster(ctx, c.Store)
	if err != nil {
		return err
	}
	defer closeStore()
	rows, err := r.List(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeLines(con.out, rows, func(row duty.Row) any {
			return listedDuty{
				row.Name, row.About, row.Outgoing, dutyState(row), row.Paused, row.State.Next, row.State.Last, row.State.Failures,
			}
		})
	}
	w := tabwriter.NewWriter(con.out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", row.Name, dutyState(row), dutyStory(row), row.About)
	}
	return w.Flush()
}

func dutyState(row duty.Row) string {
	switch {
	case row.Paused != nil:
		return "paused"
	case row.Claimed:
		return "running"
	case row.State.Failures > 0:
		return "failing"
	}
	return "ready"
}

// dutyStory says what there is to know of a duty besides its state.
func dutyStory(row duty.Row) string {
	minute := func(t time.Time) string { return t.Format("2006-01-02 15:04Z") }
	switch last := row.State.Last; {
	case row.Paused != nil && row.Paused.Reason != "":
		return fmt.Sprintf("since %s: %s", minute(row.Paused.Since), row.Paused.Reason)
	case row.Paused != nil:
		return "since " + minute(row.Paused.Since)
	case last == nil:
		return "never done"
	case last.Error != "":
		return fmt.Sprintf("%s, %d in a row: %s", minute(last.At), row.State.Failures, last.Error)
	default:
		return fmt.Sprintf("%s: %s", minute(last.At), last.Done)
	}
}

type dutyPauseCommand struct {
	storeFlag
	Name   string `arg:"" help:"The duty, as list names it."`
	Reason string `placeholder:"TEXT" help:"Why, for the list."`
}

// Run pauses the duty.
func (c *dutyPauseCommand) Run(ctx context.Context, con console) error {
	r, closeStore, err := con.roster(ctx, c.Store)
	if err != nil {
		return err
	}
	defer closeStore()
	if err := r.Pause(ctx, c.Name, c.Reason); err != nil {
		return err
	}
	fmt.Fprintf(con.err, "almanac: paused %s\n", c.Name)
	return nil
}

type dutyResumeCommand struct {
	storeFlag
	Names []string `arg:"" optional:"" name:"name" help:"The duties, as list names them; none means all."`
}

// Help is shown below the flags.
func (*dutyResumeCommand) Help() string {
	return `A restored store starts with everything paused that tells others something, so that a drill tells nobody. Resume once the restored store is the one that counts.`
}

// Run resumes duties.
func (c *dutyResumeCommand) Run(ctx context.Context, con console) error {
	r, closeStore, err := con.roster(ctx, c.Store)
	if err != nil {
		return err
	}
	defer closeStore()
	resumed, err := r.Resume(ctx, c.Names...)
	if len(resumed) > 0 {
		fmt.Fprintf(con.err, "almanac: resumed %s\n", strings.Join(resumed, ", "))
	} else if err == nil {
		fmt.Fprintln(con.err, "almanac: nothing was paused")
	}
	return err
}
