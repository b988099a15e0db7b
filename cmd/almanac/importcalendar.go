package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/fetch"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/ical/read"
	"almanac.example/feeds/intake"
	"github.com/alecthomas/kong"
)

// calendarFlags say how a calendar is read.
type calendarFlags struct {
	Tz           string  `name:"tz" placeholder:"ZONE" help:"Calendars and tables: zone of times that name none, where the calendar does not say. Default: the record's own."`
	Lang         string  `placeholder:"LANG" help:"Calendars and tables: language of texts that name none. Default: the record's first."`
	SkipBad      bool    `help:"Calendars: leave out components that are wrong instead of refusing the file."`
	Remove       removal `placeholder:"all" help:"Calendars and tables: delete what an earlier import of the same file or address brought and is no longer in it. What is over stays, and a calendar that lost more than half is refused; --remove=all means it."`
	Restore      bool    `help:"Calendars and tables: bring back what was deleted in the record and is still in the calendar."`
	AllowPrivate bool    `help:"Addresses: also from this machine and its network."`
	JSON         bool    `name:"json" help:"Calendars and tables: print what was found and what becomes of it as JSON."`
}

// removal is --remove, or --remove=all.
type removal intake.Removal

// IsBool lets the flag stand alone.
func (removal) IsBool() bool { return true }

// Decode reads the flag.
func (r *removal) Decode(ctx *kong.DecodeContext) error {
	*r = removal(intake.RemoveComing)
	if ctx.Scan.Peek().Type != kong.FlagValueToken {
		return nil
	}
	switch text := fmt.Sprint(ctx.Scan.Pop().Value); text {
	case "", "true", "yes":
	case "all":
		*r = removal(intake.RemoveAll)
	default:
		return fmt.Errorf("%q is neither nothing nor all", text)
	}
	return nil
}

// document reads the source. unchanged means that its server has nothing newer
// than the last import.
func (c *importFileCommand) document(
	ctx context.Context, con storage.Console, remembered func(context.Context, storage.Console) (fetch.Validators, error),
) (data []byte, v fetch.Validators, unchanged bool, err error) {
	if !fetch.IsAddress(c.Source) {
		f, err := con.Open(c.Source)
		if err != nil {
			return nil, v, false, err
		}
		defer f.Close()
		limit := terminal.MaxDocument
		if read.IsCalendar(c.Source, nil) {
			limit = read.DefaultBytes
		}
		if data, err = terminal.ReadAll(f, limit); err != nil {
			return nil, v, false, fmt.Errorf("%s: nothing was imported: %w", c.Source, err)
		}
		return data, v, false, nil
	}
	last, err := remembered(ctx, con)
	if err != nil {
		return nil, v, false, err
	}
	d, err := fetch.Get(ctx, c.Source, fetch.Options{AllowPrivate: c.AllowPrivate, Validators: last, UserAgent: "Almanac", NoPages: true})
	return d.Body, d.Validators, d.NotModified, err
}

// unremembered asks an address for everything.
func unremembered(context.Context, storage.Console) (fetch.Validators, error) {
	return fetch.Validators{}, nil
}

// validators are those of the last import from the address. The store is closed
// again, so that it is free for others while the network is waited for.
func (c *importFileCommand) validators(ctx context.Context, con storage.Console) (fetch.Validators, error) {
	p, err := con.Locate(ctx, c.Store)
	if err != nil || p.Has != storage.Something {
		return fetch.Validators{}, err
	}
	e, err := p.Engine(ctx, con.Err)
	if err != nil {
		return fetch.Validators{}, err
	}
	defer e.Close()
	m, err := intake.Recall(ctx, e.Vault, c.Source)
	return fetch.Validators{ETag: m.ETag, LastModified: m.LastModified}, err
}

// calendarMemory is the memory in bytes from which garbage is collected eagerly
// while a calendar is imported.
const calendarMemory = 150 << 20

// runCalendar imports iCalendar.
func (c *importFileCommand) runCalendar(ctx context.Context, con storage.Console, data []byte, validators fetch.Validators) error {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(calendarMemory))
	to, err := con.OpenOrImagine(ctx, c.Store, c.DryRun)
	if err != nil {
		return err
	}
	defer to.Close()
	known := intake.Memory{}
	if to.Vault != nil {
		if known, err = intake.Recall(ctx, to.Vault, c.Source); err != nil {
			return err
		}
	}
	how := follow.Reading{Lang: c.Lang, Zone: c.Tz, SkipBad: c.SkipBad}
	if c.Lang == "" {
		fmt.Fprintf(con.Err, "almanac: texts that name no language are filed under %q; --lang says otherwise\n", how.Language(to.Timeline().Site()))
	}
	found, bad, err := c.readCalendar(ctx, how, to.Timeline(), data)
	if err != nil {
		return err
	}
	says := events.FeedMemory{Source: c.Source, ETag: validators.ETag, LastModified: validators.LastModified}
	feed, err := how.Feed(ctx, to.Timeline(), found, intake.Feed{Memory: known, Says: says})
	if err != nil {
		return err
	}
	plan, err := intake.PlanFeed(to.Timeline(), feed, c.options())
	if errors.Is(err, intake.ErrLost) {
		return fmt.Errorf("%s: nothing was imported: %w (--remove=all)", c.Source, err)
	} else if err != nil {
		return err
	}
	if c.DryRun && bad == nil {
		if err := to.Rehearse(ctx, plan); err != nil {
			return fmt.Errorf("%s: nothing would be imported: %w", c.Source, err)
		}
	}
	if err := c.tell(con, plan, found); err != nil || c.DryRun {
		return errors.Join(err, bad)
	}
	return c.apply(ctx, con, to, plan)
}

// readCalendar reads the calendar. For a dry run components that are wrong come
// back as bad: they are told with the others, and end it as they would the run.
func (c *importFileCommand) readCalendar(ctx context.Context, how follow.Reading, t *timeline.Timeline, data []byte) (found read.Import, bad, err error) {
	found, err = how.Read(ctx, t, data)
	var wrong *read.Errors
	if errors.As(err, &wrong) && c.DryRun {
		return found, fmt.Errorf("%s: nothing would be imported:\n%w", c.Source, err), nil
	}
	if err != nil {
		return found, nil, fmt.Errorf("%s: nothing was imported:\n%w", c.Source, err)
	}
	return found, nil, nil
}

// sourceKinds explains the argument of import.
const sourceKinds = "a record as export writes it (.json), a calendar (.ics), a table (.csv, .xlsx, or JSON of TimelineJS), a report (.pdf, .docx, .md, .html, .txt), or the http or https address of one; - is standard input"
