package feeds

import (
	"context"
	"io"
	"time"

	"almanac.example/events"
)

// Site is where and by whom a record is published: settings, not data.
type Site struct {
	BaseURL     string           // scheme and host and perhaps a path, without the last slash
	Name        events.Localised // of the whole record
	Description events.Localised
	Languages   []string       // the interface languages, first the default one
	Zone        *time.Location // where "today" is; also the calendars' display hint; nil: UTC
	Hub         string         // WebSub hub, "" for none
	Icon        string         // absolute address of a square picture, "" for none
	Record      *events.Site   // authority, founding day, tag names
	Markup      *Markup        // NewMarkup(BaseURL), to spare each document making it; nil: each does
}

// Renderer is what renders the site's Markdown: Markup, or a new one.
func (s *Site) Renderer() *Markup {
	if s.Markup == nil {
		return NewMarkup(s.BaseURL)
	}
	return s.Markup
}

// Location is the zone in which the site's days begin: Zone, or UTC.
func (s *Site) Location() *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone
}

// Feed is one selection in one language, ready to be written in any format.
// What a writer makes of it depends on nothing else: no clock, no host.
type Feed struct {
	Site        *Site
	Lang        string
	Title       string          // plain text, already in Lang
	Description string          // plain text, already in Lang; may be empty
	Color       string          // CSS colour name of the tag or view, for calendars; "" for none
	Page        string          // absolute address of the page that shows the same selection
	Self        string          // absolute address of the feed itself, extension and query included, without "before"
	Events      []*events.Event // as Timeline.Select gave them, and for a format with stubs Timeline.TakenBack; read only
	Updated     time.Time       // Timeline.LastChanged of the selection; zero if it was never changed
	Options     Options

	// Items, if not nil, stand in the place of Events: the correction log,
	// what is coming up, this day in history. Calendars do not know them.
	Items []*Item
	// Before asks for the older page that starts behind that item; the zero
	// Cursor is the page that people subscribe to. Calendars have no pages.
	Before Cursor
	// Push tells that changes of this feed are reported to Site.Hub. Without
	// it no hub is advertised: a hub that is never pinged makes readers slow.
	Push bool
}

// Options are the choices a subscriber makes in the address.
type Options struct {
	Imprecise Imprecise
	NoNotices bool // leave out the items that tell of cancelled and moved events
}

// Imprecise says how a calendar shows a date that is coarser than a month.
type Imprecise string

// The ways to show imprecise dates in a calendar.
const (
	ImpreciseDefault Imprecise = ""       // month: bar over the month; coarser: marker on the first day
	ImpreciseRange   Imprecise = "range"  // always a bar over the whole period
	ImpreciseMarker  Imprecise = "marker" // always a marker on the first day
	ImpreciseOmit    Imprecise = "omit"   // leave out what is coarser than a day
)

// Format is one way to write a feed.
type Format struct {
	Name      string // "Atom", as people know it
	Extension string // ".atom"
	MediaType string // with charset, as sent
	// Stubs asks that what Timeline.TakenBack gives for the selection is among
	// the events, too: feeds need it to take back what readers keep.
	Stubs bool
	// Write writes the document. It ends with the error of ctx if that ends first.
	Write func(ctx context.Context, w io.Writer, f *Feed) error
	// Assemble makes what Write writes, of a format whose documents hold the
	// whole selection, out of an earlier one where it can: see Assembly. It is
	// nil for the others.
	// It ends with the error of ctx if that ends first.
	Assemble func(ctx context.Context, f *Feed, before *Assembly) (*Assembly, error)
}

// Formats lists the formats, the one to advertise first in front.
func Formats() []Format {
	return []Format{
		{Name: "Atom", Extension: ".atom", MediaType: "application/atom+xml; charset=utf-8", Stubs: true, Write: writeAtom},
		{Name: "RSS", Extension: ".rss", MediaType: "application/rss+xml; charset=utf-8", Stubs: true, Write: writeRSS},
		{Name: "JSON Feed", Extension: ".json", MediaType: "application/feed+json; charset=utf-8", Stubs: true, Write: writeJSONFeed},
		{Name: "iCalendar", Extension: ".ics", MediaType: "text/calendar; charset=utf-8", Write: writeICal, Assemble: assembleICal},
		{Name: "jCal", Extension: ".jcal", MediaType: "application/calendar+json", Write: writeJCal},
	}
}
