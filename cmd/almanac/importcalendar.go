package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/feeds/fetch"
	"almanac.example/feeds/ical"
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
func (c *importFileCommand) document(ctx context.Context, con console) (data []byte, v fetch.Validators, unchanged bool, err error) {
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
	last, err := c.validators(ctx, con)
	if err != nil {
		return nil, v, false, err
	}
	d, err := fetch.Get(ctx, address, fetch.Options{AllowPrivate: c.AllowPrivate, Validators: last, UserAgent: "Almanac"})
	return d.Body, d.Validators, d.NotModified, err
}

// validators are those of the last import from the address. The store is closed
// again, so that it is free for others while the network is waited for.
func (c *importFileCommand) validators(ctx context.Context, con console) (fetch.Validators, error) {
	p, err := locate(c.Store)
	if err != nil || p.has != something {
		return fetch.Validators{}, err
	}
	e, err := p.engine(ctx, con.err)
	if err != nil {
		return fetch.Validators{}, err
	}
	defer e.Close()
	m, err := recall(ctx, e.vault, c.Source)
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
func (c *importFileCommand) runCalendar(ctx context.Context, con console, doc calendarDocument) error {
	to, err := con.openOrImagine(ctx, c.Store, c.DryRun)
	if err != nil {
		return err
	}
	defer to.close()
	known := memory{}
	if to.vault != nil {
		if known, err = recall(ctx, to.vault, c.Source); err != nil {
			return err
		}
	}
	timeline := to.timeline()
	options := ical.ReadOptions{Lang: c.Lang, SkipBad: c.SkipBad, Record: timeline.Site()}
	if c.Tz != "" {
		if options.Zone, err = events.LoadZone(c.Tz); err != nil {
			return fmt.Errorf("--tz: %w", err)
		}
	}
	found, err := ical.Read(ctx, bytes.NewReader(doc.data), options)
	var bad *ical.Errors
	if err != nil && (!errors.As(err, &bad) || !c.DryRun) {
		return fmt.Errorf("%s: nothing was imported:\n%w", c.Source, err)
	}
	p := c.planCalendar(timeline, found, known)
	if err := c.tell(con, p, found); err != nil || c.DryRun {
		return err
	}
	return c.commitCalendar(ctx, con, to, commitment{p, doc.validators, found, known})
}

// calendarDocument is a calendar as it came.
type calendarDocument struct {
	data       []byte
	validators fetch.Validators
}

// commitment is what an import is about to write.
type commitment struct {
	plan       calendarPlan
	validators fetch.Validators
	found      ical.Import
	known      memory
}

func (c *importFileCommand) commitCalendar(ctx context.Context, con console, to instance, m commitment) error {
	bar := newProgress(con.err, "importing", len(m.plan.changes))
	defer bar.done()
	batch := batchOf(c.Source)
	for i := range m.plan.changes {
		change := &m.plan.changes[i]
		change.Author, change.Note, change.Public, change.Batch = c.Author, c.Note, c.Public, batch
	}
	if _, err := to.live.Import(ctx, m.plan.changes, bar.show); err != nil {
		return err
	}
	if err := foundIfNew(ctx, to.live); err != nil {
		return err
	}
	ids := eventIDs(m.found.Events)
	if !c.Remove { // what is gone from the file stays ours to remove later
		ids = append(ids, m.plan.removed...)
	}
	feed := events.FeedMemory{Source: c.Source, ETag: m.validators.ETag, LastModified: m.validators.LastModified}
	return m.known.remember(ctx, to.vault, feed, ids)
}

func eventIDs(list []*events.Event) []events.ID {
	ids := make([]events.ID, len(list))
	for i, e := range list {
		ids[i] = e.ID
	}
	return ids
}

// calendarPlan is what an import of a calendar would do.
type calendarPlan struct {
	changes []events.Change
	action  map[events.ID]string // add, change, same
	removed []events.ID
	counts  map[string]int
}

// planCalendar compares what was found with what is stored.
func (c *importFileCommand) planCalendar(t *timeline.Timeline, in ical.Import, known memory) calendarPlan {
	p := calendarPlan{action: map[events.ID]string{}, counts: map[string]int{}}
	slugs := newSlugs(t)
	c.Announce.apply(t, in.Events, edtf.DayOf(now()))
	at := now()
	for i, e := range in.Events {
		old, ok := t.Event(e.ID)
		action, change := "add", events.Put(*e, 0)
		switch {
		case ok && old.Status != events.Deleted:
			next := mergeImported(old, e)
			change, action = events.Put(next, old.Rev), "change"
			if events.Same(old, &next) {
				action = "same"
			}
		default:
			change.Event.Slug = slugs.free(e.Slug, e.ID)
			change.At = at.Add(-min(maxSpread, time.Duration(len(in.Events)-1-i)*time.Second))
		}
		p.action[e.ID] = action
		p.counts[action]++
		if action != "same" {
			p.changes = append(p.changes, change)
		}
	}
	p.remove(t, known.ids(), c.Remove)
	return p
}

// remove notes what the source brought earlier and no longer has.
func (p *calendarPlan) remove(t *timeline.Timeline, before []events.ID, really bool) {
	for _, id := range before {
		old, ok := t.Event(id)
		if _, still := p.action[id]; still || !ok || old.Status == events.Deleted {
			continue
		}
		p.removed = append(p.removed, id)
		if really {
			p.changes = append(p.changes, events.Delete(id, old.Rev))
		}
	}
}

// mergeImported is the state that a newer calendar gives an event: what the
// calendar says, and what only editors can have said.
func mergeImported(old, fresh *events.Event) events.Event {
	next := *fresh
	next.Slug, next.Key, next.Image, next.Proposal = old.Slug, old.Key, old.Image, old.Proposal
	if old.Status == events.Draft || old.Status == events.Withdrawn {
		next.Status = old.Status
	}
	next.Text = maps.Clone(old.Text)
	maps.Copy(next.Text, fresh.Text)
	if len(next.Sources) == 0 {
		next.Sources = old.Sources
	}
	if len(next.Links) == 0 {
		next.Links = old.Links
	}
	if next.Place != nil && old.Place != nil && next.Place.Slug == old.Place.Slug {
		place := *next.Place
		place.Name = maps.Clone(old.Place.Name)
		maps.Copy(place.Name, next.Place.Name)
		if place.Latitude == nil {
			place.Latitude, place.Longitude = old.Place.Latitude, old.Place.Longitude
		}
		next.Place = &place
	}
	return next
}

// slugs hands out addresses that nobody has.
type slugs struct {
	timeline *timeline.Timeline
	taken    map[string]bool
}

func newSlugs(t *timeline.Timeline) *slugs { return &slugs{t, map[string]bool{}} }

// free returns the slug, or the first of slug-2, slug-3 … that no other event
// has or had.
func (s *slugs) free(slug string, id events.ID) string {
	for n := 1; ; n++ {
		try := slug
		if n > 1 {
			try = fmt.Sprintf("%s-%d", slug, n)
		}
		owner, _, stored := s.timeline.BySlug(try)
		if !s.taken[try] && (!stored || owner.ID == id) {
			s.taken[try] = true
			return try
		}
	}
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
