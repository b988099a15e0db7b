package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

// followCommand keeps the list of calendars that the server follows by itself.
type followCommand struct {
	Add    followAddCommand    `cmd:"" help:"Follow a calendar or a table from now on."`
	List   followListCommand   `cmd:"" help:"List what is followed, and what came of the last look at each."`
	Pause  followPauseCommand  `cmd:"" help:"Keep one of them from being looked at."`
	Resume followResumeCommand `cmd:"" help:"End the pause of one of them."`
	Remove followRemoveCommand `cmd:"" help:"Follow one of them no longer; what it brought stays."`
}

// Help is shown below the commands.
func (*followCommand) Help() string {
	return `The server looks at followed calendars and tables by itself (the duty "follow"), and takes over what is new as "almanac import ADDRESS" would. A table is known by its address (.csv, output=csv) or its content. Addresses are kept as secrets and shown shortened.`
}

type followAddCommand struct {
	connect.Flags
	Address      string        `arg:"" help:"http, https or webcal address of the calendar, or of a table such as a Google sheet that is published as CSV."`
	Every        time.Duration `default:"6h" help:"How long to wait between two looks, at least 15m."`
	Tz           string        `name:"tz" placeholder:"ZONE" help:"Zone of times that name none, where the calendar does not say. Default: the record's own."`
	Lang         string        `placeholder:"LANG" help:"Language of texts that name none. Default: the record's first."`
	Map          string        `placeholder:"COLUMN=ROLE,…" help:"Tables: what the columns are, as for import."`
	SkipBad      bool          `help:"Leave out components or rows that are wrong instead of refusing the whole."`
	Remove       bool          `help:"Delete what is no longer there; what is over stays, and a calendar or table that lost more than half is refused."`
	AllowPrivate bool          `help:"The address may be on this machine or its network."`
}

// Run adds the calendar and prints its ID.
func (c *followAddCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	var added api.Followed
	_, err = at.Do(ctx, client.Request{Method: http.MethodPost, Path: "/follows", Body: api.Following{
		Address: c.Address, Every: c.Every.String(), Language: c.Lang, Zone: c.Tz, Map: c.Map, SkipBad: c.SkipBad, Remove: c.Remove, AllowPrivate: c.AllowPrivate,
	}}, &added)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(con.Out, added.ID)
	return err
}

type followListCommand struct {
	connect.Flags
	JSON bool `name:"json" help:"One JSON object a line."`
}

// Run lists the calendars.
func (c *followListCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	var all api.FollowedList
	if _, err := at.Get(ctx, "/follows", nil, &all); err != nil {
		return err
	}
	if c.JSON {
		return terminal.WriteLines(con.Out, all.Follows, func(f api.Followed) any { return f })
	}
	return terminal.WriteTable(con.Out, all.Follows, func(f api.Followed) []string {
		return []string{f.ID, terminal.Printable(f.Address), "every " + f.Every, terminal.Printable(followStory(f))}
	})
}

// followStory is the state of a calendar in a few words.
func followStory(f api.Followed) string {
	story := "not looked at yet"
	if r := f.Last; r != nil {
		if story = r.At.Format(time.DateTime) + " " + r.Done; r.Error != "" {
			story = r.At.Format(time.DateTime) + " failed: " + r.Error
		}
	}
	if f.Paused {
		return "paused; " + story
	}
	return story
}

// followedCalendar names one calendar.
type followedCalendar struct {
	connect.Flags
	ID string `arg:"" help:"ID of what is followed, as add and list print it."`
}

func (c *followedCalendar) do(ctx context.Context, con storage.Console, method string, action ...string) error {
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	_, err = at.Do(ctx, client.Request{Method: method, Path: "/follows" + client.Path(append([]string{c.ID}, action...)...)}, nil)
	return err
}

type followPauseCommand struct{ followedCalendar }

// Run pauses the calendar.
func (c *followPauseCommand) Run(ctx context.Context, con storage.Console) error {
	return c.do(ctx, con, http.MethodPost, "pause")
}

type followResumeCommand struct{ followedCalendar }

// Run resumes the calendar.
func (c *followResumeCommand) Run(ctx context.Context, con storage.Console) error {
	return c.do(ctx, con, http.MethodPost, "resume")
}

type followRemoveCommand struct{ followedCalendar }

// Run removes the calendar.
func (c *followRemoveCommand) Run(ctx context.Context, con storage.Console) error {
	return c.do(ctx, con, http.MethodDelete)
}
