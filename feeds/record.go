package feeds

import (
	"context"
	"fmt"
	"io"

	"almanac.example/events"
)

// WriteRecord writes a selection whole, in the JSON form in which records are kept
// and exchanged (events.Record): each event in all of its languages, with its
// sources, after what the site says of itself and on which terms the record may be
// used. What is for editors only, and what feeds alone need to know, is left out.
// It ends with the error of ctx if that ends first.
func WriteRecord(ctx context.Context, w io.Writer, f *Feed) error {
	list := make([]*events.Event, 0, len(f.Events))
	for i, e := range f.Events {
		if i%256 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if e.Status.Public() {
			list = append(list, forReaders(e))
		}
	}
	site := f.Site.Record
	record := events.Record{Version: events.RecordVersion, Events: list, Site: &events.Site{
		Authority: site.Authority, Founded: site.Founded, Names: f.Site.Name, Descriptions: f.Site.Description, Languages: f.Site.Languages,
		Zone: f.Site.Location().String(), Licence: site.Licence, Tags: site.Tags, Places: site.Places,
	}}
	if err := record.Write(w); err != nil {
		return fmt.Errorf("writing the record: %w", err)
	}
	return nil
}

// forReaders is an event without what is not told to readers.
func forReaders(e *events.Event) *events.Event {
	return &events.Event{
		ID: e.ID, Slug: e.Slug, Span: e.Span, Repeat: e.Repeat, Text: e.Text, Place: e.Place, Tags: e.Tags, Key: e.Key, Status: e.Status,
		Sources: e.Sources, Links: e.Links, Image: e.Image, Created: e.Created, Published: e.Published, Updated: e.Updated,
	}
}
