package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/feeds/fetch"
	"almanac.example/feeds/ical"
	"almanac.example/feeds/intake"
)

// calendarFlags say how a calendar is read.
type calendarFlags struct {
	Tz           string `name:"tz" placeholder:"ZONE" help:"Calendars: zone of times that name none."`
	Lang         string `default:"zh" help:"Calendars: language of texts that name none."`
	SkipBad      bool   `help:"Calendars: leave out components that are wrong instead of refusing the file."`
	Remove       bool   `help:"Calendars: delete what an earlier import of the same file or address brought and is no longer in it."`
	AllowPrivate bool   `help:"Addresses: also from this machine and its network."`
	JSON         bool   `name:"json" help:"Calendars: print what was found and what becomes of it as JSON."`
}

// maxDocument bounds what is read into memory; each format has a lower limit
// of its own.
const maxDocument int64 = 4 << 30

// isAddress reports whether the source is to be fetched.
func isAddress(source string) bool {
	return strings.HasPrefix(source, "http://") || strings.HasPrefix(source, "https://") || strings.HasPrefix(source, "webcal://")
}

// isCalendar reports whether a document is iCalendar: by its name, or because
// it begins as one.
func isCalendar(source string, head []byte) bool {
	switch strings.ToLower(path.Ext(source)) {
	case ".ics", ".ical", ".ifb", ".icalendar":
		return true
	}
	head = bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n")
	return len(head) >= 15 && strings.EqualFold(string(head[:15]), "BEGIN:VCALENDAR")
}

// document reads the source. unchanged means that its server has nothing newer
// than the last import.
func (c *importFileCommand) document(
	ctx context.Context, con console, remembered func(context.Context, console) (fetch.Validators, error),
) (data []byte, v fetch.Validators, unchanged bool, err error) {
	if !isAddress(c.Source) {
		f, err := con.open(c.Source)
		if err != nil {
			return nil, v, false, err
		}
		defer f.Close()
		limit := maxDocument
		if isCalendar(c.Source, nil) {
			limit = ical.DefaultBytes
		}
		if data, err = readAll(f, limit); err != nil {
			return nil, v, false, fmt.Errorf("%s: nothing was imported: %w", c.Source, err)
		}
		return data, v, false, nil
	}
	address := c.Source
	if rest, ok := strings.CutPrefix(address, "webcal://"); ok {
		address = "https://" + rest
	}
	last, err := remembered(ctx, con)
	if err != nil {
		return nil, v, false, err
	}
	d, err := fetch.Get(ctx, address, fetch.Options{AllowPrivate: c.AllowPrivate, Validators: last, UserAgent: "Almanac"})
	return d.Body, d.Validators, d.NotModified, err
}

// unremembered asks an address for everything.
func unremembered(context.Context, console) (fetch.Validators, error) { return fetch.Validators{}, nil }

// validators are those of the last import from the address. The store is closed
// again, so that it is free for others while the network is waited for.
func (c *importFileCommand) validators(ctx context.Context, con console) (fetch.Validators, error) {
	p, err := con.locate(ctx, c.Store)
	if err != nil || p.has != something {
		return fetch.Validators{}, err
	}
	e, err := p.engine(ctx, con.err)
	if err != nil {
		return fetch.Validators{}, err
	}
	defer e.Close()
	m, err := intake.Recall(ctx, e.vault, c.Source)
	return fetch.Validators{ETag: m.ETag, LastModified: m.LastModified}, err
}

// readAll reads a document of at most so many bytes. A file of known size is
// read into a buffer of that size, or not at all.
func readAll(r io.Reader, most int64) ([]byte, error) {
	tooLarge := fmt.Errorf("has more than %d bytes: %w", most, events.ErrTooLarge)
	var b bytes.Buffer
	if f, ok := r.(*os.File); ok {
		info, err := f.Stat()
		if known := err == nil && info.Mode().IsRegular(); known && info.Size() > most {
			return nil, tooLarge
		} else if known {
			b.Grow(int(info.Size()) + bytes.MinRead)
		}
	}
	_, err := b.ReadFrom(io.LimitReader(r, most+1))
	if err == nil && int64(b.Len()) > most {
		err = tooLarge
	}
	return b.Bytes(), err
}

// runCalendar imports iCalendar.
func (c *importFileCommand) runCalendar(ctx context.Context, con console, data []byte, validators fetch.Validators) error {
	to, err := con.openOrImagine(ctx, c.Store, c.DryRun)
	if err != nil {
		return err
	}
	defer to.close()
	known := intake.Memory{}
	if to.vault != nil {
		if known, err = intake.Recall(ctx, to.vault, c.Source); err != nil {
			return err
		}
	}
	read, err := c.readCalendar(ctx, data, to.timeline().Site())
	var bad *ical.Errors
	if err != nil && (!errors.As(err, &bad) || !c.DryRun) {
		return err
	}
	says := events.FeedMemory{Source: c.Source, ETag: validators.ETag, LastModified: validators.LastModified}
	plan := intake.PlanFeed(to.timeline(), intake.Feed{Events: read.Events, Memory: known, Says: says}, c.options())
	if c.DryRun && bad == nil {
		if err := to.rehearse(ctx, plan); err != nil {
			return fmt.Errorf("%s: nothing would be imported: %w", c.Source, err)
		}
	}
	if told := c.tell(con, plan, read); told != nil || c.DryRun {
		return errors.Join(told, err) // what a run would refuse fails here, too
	}
	return c.apply(ctx, con, to, plan)
}

// readCalendar reads the calendar. What it holds is there beside an *ical.Errors,
// so that a dry run can tell it.
func (c *importFileCommand) readCalendar(ctx context.Context, data []byte, site *events.Site) (ical.Import, error) {
	options := ical.ReadOptions{Lang: c.Lang, SkipBad: c.SkipBad, Record: site}
	if c.Tz != "" {
		var err error
		if options.Zone, err = events.LoadZone(c.Tz); err != nil {
			return ical.Import{}, fmt.Errorf("--tz: %w", err)
		}
	}
	read, err := ical.Read(ctx, bytes.NewReader(data), options)
	if err != nil {
		verb := "was"
		if c.DryRun {
			verb = "would be"
		}
		return read, fmt.Errorf("%s: nothing %s imported:\n%w", c.Source, verb, err)
	}
	return read, nil
}

// sourceKinds explains the argument of import.
const sourceKinds = "a record as export writes it (.json), a calendar (.ics), or the http or https address of one; - is standard input"

// problemLines words the problems, each once.
func problemLines(list []*ical.Problem) []string {
	lines := make([]string, len(list))
	for i, p := range list {
		lines[i] = p.Error()
	}
	return slices.Compact(lines)
}
