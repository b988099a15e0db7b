package feeds

import (
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

// For is the site as its record says it now: what the record leaves out is as the
// receiver has it.
func (s Site) For(record *events.Site) *Site {
	s.Record = record
	if len(record.Names) > 0 {
		s.Name = record.Names
	}
	if len(record.Descriptions) > 0 {
		s.Description = record.Descriptions
	}
	if len(record.Languages) > 0 {
		s.Languages = record.Languages
	}
	if zone, err := events.LoadZone(record.Zone); record.Zone != "" && err == nil {
		s.Zone = zone
	}
	return &s
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
// What a writer makes of it depends on nothing else: no clock, no host. A format
// that says more than this has a type of its own around it.
type Feed struct {
	Site        *Site
	Lang        string
	Title       string          // plain text, already in Lang
	Description string          // plain text, already in Lang; may be empty
	Color       string          // CSS colour name of the tag or view, for calendars; "" for none
	Page        string          // absolute address of the page that shows the same selection
	Self        string          // absolute address of the feed itself, extension and query included
	Events      []*events.Event // as Timeline.Select gave them; read only
	Updated     time.Time       // Timeline.LastChanged of the selection; zero if it was never changed
	Options     Options
}

// Options are the choices that a subscriber makes in the address. A format that
// knows nothing of one disregards it.
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
