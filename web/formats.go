package web

import (
	"context"
	"io"

	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/feeds/ical"
	"almanac.example/feeds/syndication"
	"almanac.example/feeds/table"
)

// format is one way to write a selection, named by the extension of its
// address.
type format struct {
	Name      string // "Atom", as people know it
	Extension string // ".atom"
	MediaType string // with charset, as sent
	// Whole says that the document holds the whole selection, each event at its
	// date: it knows no items and no pages.
	Whole bool
	// Write writes the document. It ends with the error of ctx if that ends first.
	Write func(ctx context.Context, w io.Writer, f *syndication.Feed) error
	// Assemble makes what Write writes, of a format whose documents hold the
	// whole selection, out of an earlier one where it can. It is nil for the
	// others. It ends with the error of ctx if that ends first.
	Assemble func(ctx context.Context, f *feeds.Feed, before *ical.Assembly) (*ical.Assembly, error)
}

// formats lists the formats, the one to advertise first in front.
func formats() []format {
	return []format{
		{Name: "Atom", Extension: ".atom", MediaType: "application/atom+xml; charset=utf-8", Write: syndication.WriteAtom},
		{Name: "RSS", Extension: ".rss", MediaType: "application/rss+xml; charset=utf-8", Write: syndication.WriteRSS},
		{Name: "JSON Feed", Extension: ".json", MediaType: "application/feed+json; charset=utf-8", Write: syndication.WriteJSON},
		{Name: "iCalendar", Extension: ".ics", MediaType: "text/calendar; charset=utf-8", Whole: true, Write: calendar(ical.Write), Assemble: ical.Assemble},
		{Name: "jCal", Extension: ".jcal", MediaType: "application/calendar+json", Whole: true, Write: calendar(ical.WriteJCal)},
		{Name: "CSV", Extension: ".csv", MediaType: "text/csv; charset=utf-8", Whole: true, Write: tabular(table.WriteCSV)},
		{Name: "TimelineJS", Extension: ".timelinejs", MediaType: "application/json", Whole: true, Write: tabular(table.WriteTimelineJS)},
		{Name: "JSON", Extension: ".record", MediaType: "application/json", Whole: true, Write: calendar(feeds.WriteRecord)},
	}
}

// calendar makes a writer of what knows neither items nor pages one of feeds.
func calendar(write func(context.Context, io.Writer, *feeds.Feed) error) func(context.Context, io.Writer, *syndication.Feed) error {
	return func(ctx context.Context, w io.Writer, f *syndication.Feed) error { return write(ctx, w, &f.Feed) }
}

// tabular makes a writer of tables one of feeds.
func tabular(write func(context.Context, io.Writer, table.Selection) error) func(context.Context, io.Writer, *syndication.Feed) error {
	return func(ctx context.Context, w io.Writer, f *syndication.Feed) error {
		picture := func(m *events.Image) string { return f.Site.Picture(m, 0) }
		return write(ctx, w, table.Selection{Events: f.Events, Languages: f.Site.Languages, Lang: f.Lang, Public: true, Picture: picture})
	}
}
