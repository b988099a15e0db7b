package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
	"almanac.example/store"
	"almanac.example/store/duty"
)

// followCommand keeps the list of calendars that the server follows by itself.
type followCommand struct {
	Add    followAddCommand    `cmd:"" help:"Follow a calendar from now on."`
	List   followListCommand   `cmd:"" help:"List the calendars, and what came of the last look at each."`
	Pause  followPauseCommand  `cmd:"" help:"Keep a calendar from being looked at."`
	Resume followResumeCommand `cmd:"" help:"End the pause of a calendar."`
	Remove followRemoveCommand `cmd:"" help:"Follow a calendar no longer; what it brought stays."`
}

// Help is shown below the commands.
func (*followCommand) Help() string {
	return `The server looks at followed calendars by itself (the duty "follow"), and takes over what is new as "almanac import ADDRESS" would. Addresses are kept as secrets and shown shortened.`
}

// followed opens the list of a store. The function returned closes it.
func (c console) followed(ctx context.Context, name string) (follow.List, func(), error) {
	e, err := c.openEngine(ctx, name)
	if err != nil {
		return follow.List{}, nil, err
	}
	return follow.List{Vault: e.vault, Now: now}, func() { e.Close() }, nil
}

type followAddCommand struct {
	storeFlag
	Address      string        `arg:"" help:"http, https or webcal address of the calendar."`
	Every        time.Duration `default:"6h" help:"How long to wait between two looks, at least 15m."`
	Tz           string        `name:"tz" placeholder:"ZONE" help:"Zone of times that name none, where the calendar does not say. Default: the record's own."`
	Lang         string        `placeholder:"LANG" help:"Language of texts that name none. Default: the record's first."`
	SkipBad      bool          `help:"Leave out components that are wrong instead of refusing the calendar."`
	Remove       bool          `help:"Delete what is no longer in the calendar; what is over stays, and a calendar that lost more than half is refused."`
	AllowPrivate bool          `help:"The address may be on this machine or its network."`
}

// Run adds the calendar and prints its ID.
func (c *followAddCommand) Run(ctx context.Context, con console) error {
	list, closeStore, err := con.followed(ctx, c.Store)
	if err != nil {
		return err
	}
	defer closeStore()
	remove := intake.RemoveNone
	if c.Remove {
		remove = intake.RemoveComing
	}
	added, err := list.Add(ctx, follow.Calendar{
		Address: c.Address, Every: c.Every, Remove: remove, AllowPrivate: c.AllowPrivate,
		Reading: follow.Reading{Lang: c.Lang, Zone: c.Tz, SkipBad: c.SkipBad},
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(con.out, added.ID)
	return err
}

type followListCommand struct {
	storeFlag
	JSON bool `name:"json" help:"One JSON object a line."`
}

// listedCalendar is one line of follow list --json.
type listedCalendar struct {
	ID      string         `json:"id"`
	Address string         `json:"address"` // shortened
	Every   string         `json:"every"`
	Paused  bool           `json:"paused"`
	Added   time.Time      `json:"added"`
	Next    time.Time      `json:"next,omitzero"`
	Last    *follow.Result `json:"last,omitempty"`
}

// Run lists the calendars.
func (c *followListCommand) Run(ctx context.Context, con console) error {
	list, closeStore, err := con.followed(ctx, c.Store)
	if err != nil {
		return err
	}
	defer closeStore()
	all, err := list.All(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeLines(con.out, all, func(f follow.Calendar) any {
			return listedCalendar{f.ID, f.Shown(), f.Every.String(), f.Paused, f.Added, f.Next, f.Last}
		})
	}
	w := tabwriter.NewWriter(con.out, 0, 0, 2, ' ', 0)
	for _, f := range all {
		fmt.Fprintf(w, "%s\t%s\tevery %s\t%s\n", f.ID, printable(f.Shown()), f.Every, printable(followStory(f)))
	}
	return w.Flush()
}

// followStory is the state of a calendar in a few words.
func followStory(f follow.Calendar) string {
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
	storeFlag
	ID string `arg:"" help:"ID of the calendar, as add and list print it."`
}

func (c *followedCalendar) do(ctx context.Context, con console, do func(follow.List) error) error {
	list, closeStore, err := con.followed(ctx, c.Store)
	if err != nil {
		return err
	}
	defer closeStore()
	return do(list)
}

type followPauseCommand struct{ followedCalendar }

// Run pauses the calendar.
func (c *followPauseCommand) Run(ctx context.Context, con console) error {
	return c.do(ctx, con, func(l follow.List) error { return l.Pause(ctx, c.ID) })
}

type followResumeCommand struct{ followedCalendar }

// Run resumes the calendar.
func (c *followResumeCommand) Run(ctx context.Context, con console) error {
	return c.do(ctx, con, func(l follow.List) error { return l.Resume(ctx, c.ID) })
}

type followRemoveCommand struct{ followedCalendar }

// Run removes the calendar.
func (c *followRemoveCommand) Run(ctx context.Context, con console) error {
	return c.do(ctx, con, func(l follow.List) error { return l.Remove(ctx, c.ID) })
}

// followGap is the least time between two rounds of looking at calendars.
const followGap = time.Minute

// following looks at followed calendars.
func following(in instance) duty.Duty {
	f := &follow.Follower{
		List: follow.List{Vault: store.Unexpired(in.vault, now), Now: now}, Record: in.live, Timeline: in.live.Timeline, UserAgent: "Almanac",
	}
	return duty.Duty{Do: f.Look, Pending: f.Pending}
}
