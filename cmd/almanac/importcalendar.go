package main

import (
	"context"
	"errors"
	"fmt"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
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

// planned is a plan that was made of a file, and where it is to be carried out.
type planned struct {
	*follow.Planned
	to storage.Instance
}

// plan reads a calendar or table and makes the plan of its import.
func (c *importFileCommand) plan(ctx context.Context, con storage.Console, to storage.Instance, d follow.Document) (planned, error) {
	d.Name, d.Sheet, d.Encoding = c.Source, c.Sheet, c.Encoding
	text, err := c.mapping()
	if err != nil {
		return planned{}, err
	}
	d.Reading = follow.Reading{Lang: c.Lang, Zone: c.Tz, SkipBad: c.SkipBad, Map: text}
	var vault intake.Vault
	if to.Vault != nil {
		vault = to.Vault
	}
	var p *follow.Planned
	err = con.Wait("reading "+c.Source, func() (err error) {
		once := d
		d.Data = nil // which may be large: only Plan has it now
		p, err = once.Plan(ctx, to.Timeline(), vault, c.options())
		return err
	})
	if errors.Is(err, intake.ErrLost) {
		return planned{}, fmt.Errorf("%s: nothing was imported: %w (--remove=all)", c.Source, err)
	} else if err != nil {
		return planned{}, fmt.Errorf("%s: nothing was imported: %w", c.Source, err)
	}
	if c.DryRun && p.Wrong == nil && to.Live != nil {
		if err := to.Rehearse(ctx, p.Plan); err != nil {
			return planned{}, fmt.Errorf("%s: nothing would be imported: %w", c.Source, err)
		}
	}
	return planned{p, to}, nil
}

// runDocument imports a calendar or a table.
func (c *importFileCommand) runDocument(ctx context.Context, con storage.Console, d follow.Document) error {
	defer collectEagerly()()
	to, err := con.OpenOrImagine(ctx, c.Store, c.DryRun)
	if err != nil {
		return err
	}
	defer to.Close()
	p, err := c.plan(ctx, con, to, d)
	if err != nil {
		return err
	}
	if p.Table != nil {
		return c.finishTable(ctx, con, p)
	}
	return c.finishCalendar(ctx, con, p)
}

// finishCalendar tells of the plan of a calendar, and carries it out. Components
// that are wrong are told by a dry run with the others, and end it as they would
// the run.
func (c *importFileCommand) finishCalendar(ctx context.Context, con storage.Console, p planned) error {
	if c.Lang == "" {
		fmt.Fprintf(con.Err, "almanac: texts that name no language are filed under %q; --lang says otherwise\n", follow.Reading{}.Language(p.to.Timeline().Site()))
	}
	var bad error
	switch {
	case p.Wrong != nil && c.DryRun:
		bad = fmt.Errorf("%s: nothing would be imported:\n%w", c.Source, p.Wrong)
	case p.Wrong != nil:
		return fmt.Errorf("%s: nothing was imported:\n%w", c.Source, p.Wrong)
	}
	if err := c.tell(con, p); err != nil || c.DryRun {
		return errors.Join(err, bad)
	}
	return c.apply(ctx, con, p.to, p.Plan)
}

// sourceKinds explains the argument of import.
const sourceKinds = "a record as export writes it (.json), a calendar (.ics), a table (.csv, .xlsx, or JSON of TimelineJS), a report (.pdf, .docx, .md, .html, .txt), or the http or https address of one; - is standard input"
