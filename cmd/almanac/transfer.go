package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/store"
)

type importCommand struct {
	File   importFileCommand   `cmd:"" default:"withargs" help:"Add a record file."`
	Report importReportCommand `cmd:"" help:"Read a report and propose its dated milestones as drafts."`
}

type importFileCommand struct {
	newStoreFlag
	authorFlags
	calendarFlags
	Source   string     `arg:"" name:"file" help:"A record (.json), a calendar (.ics), or the address of one; - is standard input."`
	DryRun   bool       `help:"Say what would change, and change nothing."`
	Announce announcing `enum:"auto,yes,no" default:"auto" help:"Tell feed readers of new events as news: yes, no, or auto, which keeps quiet about what is over."`
}

// Help is shown below the flags.
func (*importFileCommand) Help() string {
	return `FILE is ` + sourceKinds + `.

The whole file is checked first: if one entry is wrong, nothing changes and each wrong entry is named with its line and field. Importing the same file twice changes nothing; an event that is there already gets the file's state. A calendar's events are known by their UID; what only editors can have said (other languages, the slug, what is important) stays.`
}

// Run imports the file.
func (c *importFileCommand) Run(ctx context.Context, con console) error {
	data, validators, unchanged, err := c.document(ctx, con)
	switch {
	case err != nil:
		return err
	case unchanged:
		fmt.Fprintf(con.err, "almanac: %s has not changed since the last import\n", c.Source)
		return nil
	case isCalendar(c.Source, data):
		return c.runCalendar(ctx, con, calendarDocument{data, validators})
	}
	return c.runRecord(ctx, con, data)
}

// runRecord imports a record.
func (c *importFileCommand) runRecord(ctx context.Context, con console, data []byte) error {
	rec, err := events.ParseRecord(data)
	if err != nil {
		return fmt.Errorf("%s: nothing was imported:\n%w", c.Source, err)
	}
	to, err := con.openOrImagine(ctx, c.Store, c.DryRun)
	if err != nil {
		return err
	}
	defer to.close()
	timeline := to.timeline()
	c.Announce.apply(timeline, rec.Events, edtf.DayOf(now()))
	plan := c.compare(timeline, rec.Events)
	tellOfAhead(con, rec.Events, now())
	if c.DryRun {
		plan.print(con)
		return nil
	}
	if err := c.load(ctx, con, to.live, rec); err != nil {
		return err
	}
	fmt.Fprintf(con.err, "almanac: %d added, %d changed, %d unchanged\n", plan.added, plan.changed, plan.same)
	return nil
}

func (c *importFileCommand) load(ctx context.Context, con console, live *store.Live, rec events.Record) error {
	bar := newProgress(con.err, "importing", len(rec.Events))
	defer bar.done()
	seed := &events.Site{Authority: provisionalAuthority()}
	return importEvents(ctx, live, rec.Events, loading{
		author: c.Author, note: c.Note, public: c.Public, batch: batchOf(c.Source),
		documents: documentsFor(live.Timeline(), rec.Site, seed), progress: bar.show,
	})
}

// tellOfAhead says how many events bring instants along that are still to come.
// They are kept, so that a record whose clock was wrong can be moved.
func tellOfAhead(con console, list []*events.Event, now time.Time) {
	count, last := 0, time.Time{}
	for _, e := range list {
		if e.Updated.After(now) {
			count++
		}
		if e.Updated.After(last) {
			last = e.Updated
		}
	}
	if count > 0 {
		fmt.Fprintf(con.err, "almanac: events that say they were changed after now: %d, the last on %s; kept, but see that both clocks are right\n", count, last.UTC().Format(time.DateTime))
	}
}

// plan is what an import would do.
type plan struct {
	added, changed, same int
	lines                []string // of a dry run
}

func (c *importFileCommand) compare(t *timeline.Timeline, list []*events.Event) plan {
	var p plan
	note := func(what string, e *events.Event) {
		if c.DryRun {
			p.lines = append(p.lines, fmt.Sprintf("%-6s  %s", what, summary(e)))
		}
	}
	for _, e := range list {
		old, ok := t.Event(e.ID)
		switch {
		case !ok:
			p.added++
			note("add", e)
		case events.Same(old, e):
			p.same++
		default:
			p.changed++
			note("change", e)
		}
	}
	return p
}

func (p plan) print(con console) {
	for _, l := range p.lines {
		fmt.Fprintln(con.out, l)
	}
	fmt.Fprintf(con.err, "almanac: would add %d, change %d, leave %d; nothing was changed\n", p.added, p.changed, p.same)
}

// summary is one event in a line.
func summary(e *events.Event) string {
	text, _ := e.In("zh")
	date := e.Span.EDTF().String()
	if e.Status == events.Deleted {
		date = "deleted"
	}
	return fmt.Sprintf("%-12s  %-24s  %s", e.ID, date, printable(text.Title))
}

type exportCommand struct {
	storeFlag
	Output string `short:"o" default:"-" placeholder:"FILE" help:"Where to write; - is standard output."`
}

// Help is shown below the flags.
func (*exportCommand) Help() string {
	return `The file holds every event with its stamps, tombstones, and the site's vocabulary and identity. Imported into an empty store it exports again as the same bytes. It does not hold the history; "almanac backup" does.`
}

// Run exports the record.
func (c *exportCommand) Run(ctx context.Context, con console) error {
	live, closeStore, err := con.openLive(ctx, c.Store)
	if err != nil {
		return err
	}
	defer closeStore()
	return writeRecord(con, c.Output, live.Timeline().Record())
}

// writeFile writes beside the file first, so that nothing half-written is ever
// found under its name.
func writeFile(name string, write func(*bufio.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	w := bufio.NewWriter(f)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return moveDurably(f.Name(), name)
}

// moveDurably gives a file its name so that it has it after a power failure, too.
func moveDurably(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) {
		return fmt.Errorf("making the name %s durable: %w", to, err)
	}
	return nil
}
