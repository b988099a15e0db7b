package follow

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"strings"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/table"
)

// feed is what a table says, so that it can be planned (intake.PlanFeed). Rows
// that the record has exported are compared with what it would export now; one
// that was edited in the record since is refused, unless it says the same.
func (r tableReading) feed(ctx context.Context, t *timeline.Timeline, in *table.Import, f intake.Feed) (intake.Feed, error) {
	own, err := r.exported(ctx, t, in)
	if err != nil {
		return f, err
	}
	for i := range in.Rows {
		o := &in.Rows[i]
		if o.Event == nil {
			continue
		}
		now, known := own[o.Event.ID]
		if old, ok := t.Event(o.Event.ID); ok {
			o.Event.Origin = old.Origin
			if in.Own() {
				keepPicture(o.Event, old, in.Mapping)
			}
		}
		if known && o.Rev != 0 && o.Rev != now.Rev && !sameRow(o.Event, now) {
			o.Refuse("edited-since", "the event was changed in the record since the table was exported (revision %d, now %d); export it again", o.Rev, now.Rev)
		}
	}
	f.Events, f.Tags, f.Own = in.Events(), in.Tags, own
	return f, nil
}

// sameRow reports whether two rows say the same of an event.
func sameRow(a, b *events.Event) bool {
	x, y := *a, *b
	x.Rev, y.Rev, x.Origin, y.Origin, x.Slug, y.Slug = 0, 0, nil, nil, "", ""
	return events.Same(&x, &y)
}

// exported is what a table of the record's own would say now of the events in
// it, in the columns that it has; nil if it is none of the record's own.
func (r tableReading) exported(ctx context.Context, t *timeline.Timeline, in *table.Import) (map[events.ID]*events.Event, error) {
	if !in.Own() {
		return nil, nil
	}
	now := table.Selection{Languages: t.Site().Languages, Columns: []string{}, Longest: table.LongestCell}
	now.Picture = func(m *events.Image) string { return "https://" + anyHost + feeds.PicturePath(m, 0) }
	for _, c := range in.Mapping.Columns {
		now.Columns = append(now.Columns, c.Name)
	}
	for _, e := range in.Events() {
		if old, ok := t.Event(e.ID); ok && old.Status != events.Deleted {
			now.Events = append(now.Events, old)
		}
	}
	var b bytes.Buffer
	if err := table.WriteCSV(ctx, &b, now); err != nil {
		return nil, err
	}
	again := r
	again.Map = ""
	file, err := table.Read(ctx, table.File{Name: "own.csv", Data: b.Bytes()})
	if err != nil {
		return nil, fmt.Errorf("reading the record's own table: %w", err)
	}
	read, _, err := again.read(ctx, t, nil, file)
	if err != nil {
		return nil, fmt.Errorf("reading the record's own table: %w", err)
	}
	own := make(map[events.ID]*events.Event, len(read.Rows))
	for _, o := range read.Rows {
		if o.Event == nil {
			continue
		}
		if old, ok := t.Event(o.Event.ID); ok {
			keepPicture(o.Event, old, read.Mapping)
		}
		o.Event.Rev = o.Rev
		own[o.Event.ID] = o.Event
	}
	return own, nil
}

// anyHost stands for the site in the address of a picture that the record keeps:
// it counts under whatever name the site had when the table was exported.
const anyHost = "record.invalid"

// keepPicture gives an event of the record's own table what the table does not say
// of its picture: the file that the record keeps, its size and licence, and what it
// shows in languages without a column. A picture that the record keeps is not taken
// away by an empty cell: tables without its address have been exported, too.
func keepPicture(e, old *events.Event, m table.Mapping) {
	was := old.Image
	switch {
	case was == nil:
		return
	case e.Image == nil && was.Blob != "":
		e.Image = was
		return
	case e.Image == nil:
		return
	case was.Blob != "" && !strings.HasSuffix(e.Image.URL, feeds.PicturePath(was, 0)), was.Blob == "" && e.Image.URL != was.URL:
		return // another picture
	}
	kept := *was
	kept.Alt = maps.Clone(was.Alt)
	for _, c := range m.Columns {
		alt := e.Image.Alt[c.Lang]
		switch {
		case c.Role == table.Credit:
			kept.Credit = e.Image.Credit
		case c.Role == table.Alt && alt == "":
			delete(kept.Alt, c.Lang)
		case c.Role == table.Alt && kept.Alt == nil:
			kept.Alt = events.Localised{c.Lang: alt}
		case c.Role == table.Alt:
			kept.Alt[c.Lang] = alt
		}
	}
	if len(kept.Alt) == 0 {
		kept.Alt = nil
	}
	e.Image = &kept
}
