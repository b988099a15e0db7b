package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

type dutyCommand struct {
	List   dutyListCommand   `cmd:"" help:"List the duties, when each was done last and how it went."`
	Pause  dutyPauseCommand  `cmd:"" help:"Keep a duty from being done."`
	Resume dutyResumeCommand `cmd:"" help:"End the pause of duties, or of all of them."`
}

type dutyListCommand struct {
	connect.Flags
	JSON bool `name:"json" help:"One JSON object a line."`
}

// Run lists the duties.
func (c *dutyListCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	var all api.DutyList
	if _, err := at.Get(ctx, "/duties", nil, &all); err != nil {
		return err
	}
	if c.JSON {
		return terminal.WriteLines(con.Out, all.Duties, func(d api.Duty) any { return d })
	}
	return terminal.WriteTable(con.Out, all.Duties, func(d api.Duty) []string {
		return []string{d.Name, string(d.State), dutyStory(d), d.About}
	})
}

// dutyStory says what there is to know of a duty besides its state.
func dutyStory(row api.Duty) string {
	minute := func(t time.Time) string { return t.Format("2006-01-02 15:04Z") }
	switch last := row.Last; {
	case row.Paused != nil && row.Paused.Reason != "":
		return fmt.Sprintf("since %s: %s", minute(row.Paused.Since), row.Paused.Reason)
	case row.Paused != nil:
		return "since " + minute(row.Paused.Since)
	case last == nil:
		return "never done"
	case last.Error != "":
		return fmt.Sprintf("%s, %d in a row: %s", minute(last.At), row.Failures, last.Error)
	default:
		return fmt.Sprintf("%s: %s", minute(last.At), last.Done)
	}
}

type dutyPauseCommand struct {
	connect.Flags
	Name   string `arg:"" help:"The duty, as list names it."`
	Reason string `placeholder:"TEXT" help:"Why, for the list."`
}

// Run pauses the duty.
func (c *dutyPauseCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	_, err = at.Do(ctx, client.Request{
		Method: http.MethodPost, Path: "/duties" + client.Path(c.Name, "pause"), Body: api.DutyPausing{Reason: c.Reason},
	}, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(con.Err, "almanac: paused %s\n", c.Name)
	return nil
}

type dutyResumeCommand struct {
	connect.Flags
	Names []string `arg:"" optional:"" name:"name" help:"The duties, as list names them; none means all."`
}

// Help is shown below the flags.
func (*dutyResumeCommand) Help() string {
	return `A restored store starts with everything paused that tells others something, so that a drill tells nobody. Resume once the restored store is the one that counts.`
}

// Run resumes duties.
func (c *dutyResumeCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	var resumed api.DutyNames
	_, err = at.Do(ctx, client.Request{Method: http.MethodPost, Path: "/duties/resume", Body: api.DutyNames{Names: c.Names}}, &resumed)
	if err != nil {
		return err
	}
	if len(resumed.Names) > 0 {
		fmt.Fprintf(con.Err, "almanac: resumed %s\n", strings.Join(resumed.Names, ", "))
	} else {
		fmt.Fprintln(con.Err, "almanac: nothing was paused")
	}
	return nil
}
