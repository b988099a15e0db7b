package events

import (
	"crypto/rand"
	"slices"
	"strings"
	"time"
)

// ID names an event for ever. It is minted once and is opaque: never derived
// from title, date or host. Letters, digits, "-" and "_", 1 to 64 of them. The
// iCalendar UID is ID@authority (RFC 7986 §5.3).
type ID string

// NewID mints an ID.
func NewID() ID { return ID(strings.ToLower(rand.Text())) }

// Rev is the number of a commit. It only grows and is the same on every
// replica; 0 means "not stored yet".
type Rev int64

// Status says how far an event is public.
type Status string

// The statuses, from proposal to trace.
const (
	Draft     Status = "draft"     // proposed, never shown to the public
	Published Status = "published" // part of the record
	Tentative Status = "tentative" // part of the record, but not yet certain to take place
	Cancelled Status = "cancelled" // published, but it will not or did not take place
	Withdrawn Status = "withdrawn" // was published and is taken back; feeds show a stub, its page says so
	Deleted   Status = "deleted"   // a tombstone: only what late readers need to learn that it has gone
)

// statuses lists every status that an editor may set.
var statuses = []Status{Draft, Published, Tentative, Cancelled, Withdrawn}

// Statuses are all but that of tombstones, from proposal to trace.
func Statuses() []Status { return slices.Clone(statuses) }

// PublicStatuses are those of events that readers see.
func PublicStatuses() []Status {
	return slices.DeleteFunc(slices.Clone(statuses), func(s Status) bool { return !s.Public() })
}

// Public reports whether readers see the event in pages and calendars.
func (s Status) Public() bool { return s == Published || s == Tentative || s == Cancelled }

// accepted lists the statuses that a draft can take when it is accepted.
var accepted = []Status{Published, Tentative, Cancelled, Withdrawn}

// Localised is a text by language (BCP 47: "zh", "en").
type Localised map[string]string

// Text is what an event says in one language.
type Text struct {
	Title   string `json:"title"`             // one line, at most 300 characters
	Summary string `json:"summary,omitempty"` // plain text, one or two sentences
	Body    string `json:"body,omitempty"`    // Markdown
}

// Place is where an event happened. Slug is its name in addresses and
// selections: lower-case letters and digits of any script, with hyphens.
type Place struct {
	Slug      string    `json:"slug"`
	Name      Localised `json:"name"`
	Latitude  *float64  `json:"latitude,omitempty"`  // degrees, -90 to 90
	Longitude *float64  `json:"longitude,omitempty"` // degrees, -180 to 180
}

// Source says where a fact comes from.
type Source struct {
	Title     Localised `json:"title"`               // the document
	Author    Localised `json:"author,omitempty"`    // person or institution
	Publisher Localised `json:"publisher,omitempty"` // who published it
	Date      string    `json:"date,omitempty"`      // EDTF, when it was published
	Locator   Localised `json:"locator,omitempty"`   // where in it: chapter, page, line
	Quote     string    `json:"quote,omitempty"`     // the exact words
	QuoteLang string    `json:"quoteLang,omitempty"` // their language
	URL       string    `json:"url,omitempty"`       // http or https
	SHA256    string    `json:"sha256,omitempty"`    // of the document, hexadecimal
}

// Link points to further reading.
type Link struct {
	URL   string    `json:"url"` // http or https
	Title Localised `json:"title,omitempty"`
}

// Image is a picture of the event: exactly one of URL and Blob is set.
type Image struct {
	URL     string    `json:"url,omitempty"` // http or https
	Alt     Localised `json:"alt,omitempty"`
	Credit  string    `json:"credit,omitempty"`
	Type    string    `json:"type,omitempty"`    // media type, image/…
	Length  int64     `json:"length,omitempty"`  // bytes, 0: unknown
	Blob    string    `json:"blob,omitempty"`    // SHA-256 of a stored picture, hexadecimal
	Width   int       `json:"width,omitempty"`   // pixels, 0: unknown
	Height  int       `json:"height,omitempty"`  // pixels, 0: unknown
	Licence string    `json:"licence,omitempty"` // name or address of the terms of use
}

// Repetition repeats an event. Rule is an RRULE value (RFC 5545 §3.3.10) that
// events/recurrence expands, and may be missing beside Also; Except are the days
// or wall-clock times left out; Also are those that are added (RDATE, RFC 5545
// §3.8.5.2), as start or start/length. The event's own date is an instance, too.
type Repetition struct {
	Rule   string   `json:"rule,omitempty"`
	Except []string `json:"except,omitempty"` // at most 10,000 of "2026-05-01" or "2026-05-01T09:00:00"
	Also   []string `json:"also,omitempty"`   // at most 1000 of "2026-05-01", "2026-05-01/P2D", "2026-05-01T09:00:00" or "2026-05-01T09:00:00/PT2H"
}

// Event is one dated entry of the record. Events are values to be read:
// whoever was handed one must not change it.
type Event struct {
	ID          ID              `json:"id"`
	Slug        string          `json:"slug"`                  // ASCII name in addresses, unique
	FormerSlugs []string        `json:"formerSlugs,omitempty"` // addresses that lead here too
	Span        Span            `json:"span"`
	Repeat      *Repetition     `json:"repeat,omitempty"`
	Text        map[string]Text `json:"text"` // by language
	Place       *Place          `json:"place,omitempty"`
	Tags        []string        `json:"tags,omitempty"` // sorted
	Key         bool            `json:"key,omitempty"`  // one of the important ones
	Status      Status          `json:"status"`
	Sources     []Source        `json:"sources,omitempty"`
	Links       []Link          `json:"links,omitempty"`
	Image       *Image          `json:"image,omitempty"`
	Created     time.Time       `json:"created,omitzero"`
	Published   time.Time       `json:"published,omitzero"` // first publication; never moves
	Updated     time.Time       `json:"updated,omitzero"`   // last change; whole seconds, UTC
	Sequence    int             `json:"sequence,omitempty"` // RFC 5545 §3.8.7.4
	Quiet       bool            `json:"quiet,omitempty"`    // published without announcing it to feed readers
	Formerly    []Trace         `json:"formerly,omitempty"`
	Proposal    *Proposal       `json:"proposal,omitempty"` // where an importer found it
	Amends      *Amendment      `json:"amends,omitempty"`   // the published event that this draft wants to replace
	Publish     *Schedule       `json:"publish,omitempty"`  // when this draft is to be published by itself
	Becomes     Status          `json:"becomes,omitempty"`  // the status that this draft takes when it is accepted; "": published
	Outdated    []string        `json:"outdated,omitempty"` // languages whose text has not followed the last change; sorted
	Origin      *Origin         `json:"origin,omitempty"`   // where an import found it; for editors
	Rev         Rev             `json:"-"`                  // the commit that wrote this state
}

// Amendment names the event, and its state, that a draft wants to replace.
type Amendment struct {
	ID  ID  `json:"id"`
	Rev Rev `json:"rev"` // the revision on which the draft is based
}

// Schedule is when a draft is to be published by itself.
type Schedule struct {
	At   time.Time `json:"at"`   // whole seconds, UTC
	Zone string    `json:"zone"` // IANA name of the zone in which the editor chose it
}

// Origin is where an import found an event.
type Origin struct {
	Feed         string    `json:"feed,omitempty"`         // file or address
	UID          string    `json:"uid"`                    // RFC 5545 §3.8.4.7, or what the format has in its place
	RecurrenceID string    `json:"recurrenceID,omitempty"` // RFC 5545 §3.8.4.4, as it stands there
	Created      time.Time `json:"created,omitzero"`       // as the source says
	Modified     time.Time `json:"modified,omitzero"`      // as the source says
}

// Trace remembers how an event used to be selected, so that a selection it has
// left can tell when that was (Last-Modified must move when something leaves)
// and feeds can correct what they once told.
type Trace struct {
	Until  time.Time   `json:"until"` // when this stopped being so
	Span   Span        `json:"span"`
	Tags   []string    `json:"tags,omitempty"`
	Place  string      `json:"place,omitempty"`
	Key    bool        `json:"key,omitempty"`
	Status Status      `json:"status"`
	Repeat *Repetition `json:"repeat,omitempty"`
}

// In returns the event's text in the wanted language, or in the first other
// one (zh and en before the rest, in order). lang is the language of the text
// returned: where it differs from the wanted one, mark it.
func (e *Event) In(want string) (text Text, lang string) {
	if t, ok := e.Text[want]; ok {
		return t, want
	}
	for _, l := range e.Languages() {
		return e.Text[l], l
	}
	return Text{}, want
}

// Languages lists the languages the event has text in: zh and en first, then
// the others by name.
func (e *Event) Languages() []string {
	langs := make([]string, 0, len(e.Text))
	for l := range e.Text {
		langs = append(langs, l)
	}
	sortLanguages(langs)
	return langs
}

// In returns the text in the wanted language, or the first other one, and the
// language it is in.
func (l Localised) In(want string) (text, lang string) {
	if t, ok := l[want]; ok {
		return t, want
	}
	langs := make([]string, 0, len(l))
	for k := range l {
		langs = append(langs, k)
	}
	if len(langs) == 0 {
		return "", want
	}
	sortLanguages(langs)
	return l[langs[0]], langs[0]
}

func sortLanguages(langs []string) {
	rank := func(l string) int {
		if i := slices.Index([]string{"zh", "en"}, l); i >= 0 {
			return i
		}
		return 2
	}
	slices.SortFunc(langs, func(a, b string) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		if a < b {
			return -1
		}
		return 1
	})
}

// HasTag reports whether the event carries the tag.
func (e *Event) HasTag(tag string) bool { return slices.Contains(e.Tags, tag) }

// PlaceSlug returns the slug of the event's place, or "".
func (e *Event) PlaceSlug() string {
	if e.Place == nil {
		return ""
	}
	return e.Place.Slug
}
