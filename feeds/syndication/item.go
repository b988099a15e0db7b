package syndication

import (
	"time"

	"almanac.example/events"
	"almanac.example/feeds"
)

// Item is one entry of a feed, said once for all formats; their writers only
// spell it.
type Item struct {
	ID        string     // tag: URI, the same for ever and in every format
	URL       string     // absolute address of its page
	Title     string     // plain text
	Summary   string     // plain text; may be empty
	HTML      string     // the whole content: sanitised, every address absolute
	Lang      string     // of title, summary and content
	Published time.Time  // when readers could first see it; never moves
	Updated   time.Time  // last change of what it says; not before Published
	Tags      []category // what it is about
	Image     *picture
	Facts     *Facts // the same for programs

	lead  string // the part of HTML that stays where the rest is too long
	order Cursor
	stub  bool  // it only takes back or points on: written as briefly as can be
	gone  *Item // the stub that stands for it where it is no longer shown in full; nil: it stays
}

// category is a tag: its slug, and its name in the item's language.
type category struct{ Term, Label string }

// picture is an image of the event. Type and Length (in bytes) are empty and 0
// where nobody recorded them.
type picture struct {
	URL, Alt, Credit, Type string
	Length                 int64
}

// Facts is what an item says to programs; in JSON Feed it is the extension
// "_almanac". Dates are W3CDTF, as fine as they are known: "2019-12" is a
// month, and nothing is ever padded to a day.
type Facts struct {
	About     string        `json:"about,omitempty"`     // address of this description for people
	Gone      Gone          `json:"gone,omitempty"`      // of a stub, why it is one
	ID        events.ID     `json:"id,omitempty"`        // of the event
	EDTF      string        `json:"edtf,omitempty"`      // the exact expression, ISO 8601-2
	Start     string        `json:"start,omitempty"`     // absent where W3CDTF cannot say it
	End       string        `json:"end,omitempty"`       // absent where it equals start or is not known
	Zone      string        `json:"zone,omitempty"`      // IANA name, if the event has a time of day
	Precision string        `json:"precision,omitempty"` // "day", "month", "year", …: edtf.Precision
	Status    events.Status `json:"status,omitempty"`    // published, tentative, cancelled, withdrawn
	Key       bool          `json:"key,omitempty"`       // one of the important ones
	Location  string        `json:"location,omitempty"`  // name of the place
	Place     *placeFacts   `json:"place,omitempty"`
	Tags      []string      `json:"tags,omitempty"`      // slugs
	Languages []string      `json:"languages,omitempty"` // the event has text in
	Calendar  string        `json:"calendar,omitempty"`  // address of the event as iCalendar
	Sources   []sourceFacts `json:"sources,omitempty"`
	Notice    *noticeFacts  `json:"notice,omitempty"`
	Revision  events.Rev    `json:"revision,omitempty"` // of a change in the correction log
	Changes   []fieldChange `json:"changes,omitempty"`
}

// Gone says why an item is only a stub.
type Gone string

// The reasons.
const (
	GoneWithdrawn  Gone = "withdrawn"  // the event was taken back
	GoneLeft       Gone = "left"       // the event is not in this feed any more, or not at that date
	GoneSuperseded Gone = "superseded" // a notice of what has changed again since
)

// placeFacts is the place of an event; degrees, north and east positive.
type placeFacts struct {
	Slug      string   `json:"slug"`
	Latitude  *float64 `json:"latitude,omitempty"`
	Longitude *float64 `json:"longitude,omitempty"`
}

// sourceFacts is one source of an event, its names in the feed's language
// where they have one.
type sourceFacts struct {
	Title     string `json:"title"`
	Author    string `json:"author,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Date      string `json:"date,omitempty"` // EDTF
	Locator   string `json:"locator,omitempty"`
	URL       string `json:"url,omitempty"`
}

// noticeFacts tells what a notice is about.
type noticeFacts struct {
	Kind     noticeKind `json:"kind"`
	Formerly string     `json:"formerly,omitempty"` // EDTF of the date before
}

// briefTags is how many tags an item keeps that is too long to be sent whole.
const briefTags = 20

// brief returns the item without what can be long, with a link to where all of
// it is.
func (it *Item) brief(w *feeds.Words) *Item {
	short := *it
	short.HTML = it.lead
	if it.Summary != "" {
		short.HTML += "<p>" + escapeHTML(it.Summary) + "</p>"
	}
	short.HTML += `<p><a href="` + escapeHTML(it.URL) + `">` + w.Text("item.fullText") + "</a></p>"
	short.Tags = it.Tags[:min(len(it.Tags), briefTags)]
	if it.Facts != nil {
		facts := *it.Facts
		facts.Sources, facts.Changes, facts.Languages = nil, nil, nil
		facts.Tags = facts.Tags[:min(len(facts.Tags), briefTags)]
		short.Facts = &facts
	}
	return &short
}
