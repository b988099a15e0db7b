package store

import (
	"slices"
	"time"

	"almanac.example/events"
)

// The types in this file are the stored form, format 2: CBOR (RFC 8949) maps
// with these numbers as keys. A number is never given another meaning. A field
// that older programs do not know makes them refuse the value; what they must
// not overwrite unseen is therefore added under a new number, and what no
// longer exists leaves its number unused.
//
// Instants are texts (RFC 3339), with the offset they came with. A text in
// several languages is one list: language, text, language, text, in order.

type storedState struct {
	At     time.Time    `cbor:"1,keyasint"`
	Author string       `cbor:"2,keyasint,omitempty"`
	Note   string       `cbor:"3,keyasint,omitempty"`
	Public bool         `cbor:"4,keyasint,omitempty"`
	Event  *storedEvent `cbor:"5,keyasint,omitempty"`
	// Site is the one document that there was up to schema 2, with what is now
	// "site", "tags" and "views". It is read when a store is migrated, and no
	// longer written.
	Site     *storedSite      `cbor:"6,keyasint,omitempty"`
	By       string           `cbor:"7,keyasint,omitempty"`
	Batch    *storedBatch     `cbor:"8,keyasint,omitempty"`
	Redacted *storedRedaction `cbor:"9,keyasint,omitempty"`
	Document *storedDocument  `cbor:"10,keyasint,omitempty"`
}

type storedBatch struct {
	ID     string `cbor:"1,keyasint,omitempty"`
	Kind   string `cbor:"2,keyasint,omitempty"`
	Undoes string `cbor:"3,keyasint,omitempty"`
	Label  string `cbor:"4,keyasint,omitempty"`
	Last   bool   `cbor:"5,keyasint,omitempty"`
}

type storedRedaction struct {
	At     time.Time `cbor:"1,keyasint"`
	By     string    `cbor:"2,keyasint,omitempty"`
	Reason string    `cbor:"3,keyasint,omitempty"`
}

type storedEvent struct {
	ID          string            `cbor:"1,keyasint"`
	Slug        string            `cbor:"2,keyasint,omitempty"`
	FormerSlugs []string          `cbor:"3,keyasint,omitempty"`
	Span        storedSpan        `cbor:"4,keyasint"`
	Repeat      *storedRepetition `cbor:"5,keyasint,omitempty"`
	Text        []storedText      `cbor:"6,keyasint"`
	Place       *storedPlace      `cbor:"7,keyasint,omitempty"`
	Tags        []string          `cbor:"8,keyasint,omitempty"`
	Key         bool              `cbor:"9,keyasint,omitempty"`
	Status      string            `cbor:"10,keyasint,omitempty"`
	Sources     []storedSource    `cbor:"11,keyasint,omitempty"`
	Links       []storedLink      `cbor:"12,keyasint,omitempty"`
	Image       *storedImage      `cbor:"13,keyasint,omitempty"`
	Created     time.Time         `cbor:"14,keyasint,omitzero"`
	Published   time.Time         `cbor:"15,keyasint,omitzero"`
	Updated     time.Time         `cbor:"16,keyasint,omitzero"`
	Sequence    int               `cbor:"17,keyasint,omitempty"`
	Quiet       bool              `cbor:"18,keyasint,omitempty"`
	Formerly    []storedTrace     `cbor:"19,keyasint,omitempty"`
	Proposal    *storedProposal   `cbor:"20,keyasint,omitempty"`
	Amends      *storedAmendment  `cbor:"21,keyasint,omitempty"`
	Publish     *storedSchedule   `cbor:"22,keyasint,omitempty"`
	Becomes     string            `cbor:"23,keyasint,omitempty"`
	Outdated    []string          `cbor:"24,keyasint,omitempty"`
	Origin      *storedOrigin     `cbor:"25,keyasint,omitempty"`
}

type storedAmendment struct {
	ID  string `cbor:"1,keyasint,omitempty"`
	Rev int64  `cbor:"2,keyasint,omitempty"`
}

type storedSchedule struct {
	At   time.Time `cbor:"1,keyasint"`
	Zone string    `cbor:"2,keyasint,omitempty"`
}

type storedOrigin struct {
	Feed         string    `cbor:"1,keyasint,omitempty"`
	UID          string    `cbor:"2,keyasint,omitempty"`
	RecurrenceID string    `cbor:"3,keyasint,omitempty"`
	Created      time.Time `cbor:"4,keyasint,omitzero"`
	Modified     time.Time `cbor:"5,keyasint,omitzero"`
}

type storedSpan struct {
	Date      string    `cbor:"1,keyasint,omitempty"`
	Start     string    `cbor:"2,keyasint,omitempty"` // wall clock, without offset
	End       string    `cbor:"3,keyasint,omitempty"`
	Zone      string    `cbor:"4,keyasint,omitempty"`
	AsWritten localised `cbor:"5,keyasint,omitempty"`
	Calendar  string    `cbor:"6,keyasint,omitempty"`
	Unread    string    `cbor:"7,keyasint,omitempty"`
}

type storedRepetition struct {
	Rule   string   `cbor:"1,keyasint,omitempty"`
	Except []string `cbor:"2,keyasint,omitempty"`
	Also   []string `cbor:"3,keyasint,omitempty"`
}

type storedText struct {
	Lang    string `cbor:"1,keyasint,omitempty"`
	Title   string `cbor:"2,keyasint,omitempty"`
	Summary string `cbor:"3,keyasint,omitempty"`
	Body    string `cbor:"4,keyasint,omitempty"`
}

type storedPlace struct {
	Slug      string    `cbor:"1,keyasint,omitempty"`
	Name      localised `cbor:"2,keyasint"`
	Latitude  *float64  `cbor:"3,keyasint,omitempty"`
	Longitude *float64  `cbor:"4,keyasint,omitempty"`
}

type storedSource struct {
	Title     localised `cbor:"1,keyasint"`
	Author    localised `cbor:"2,keyasint,omitempty"`
	Publisher localised `cbor:"3,keyasint,omitempty"`
	Date      string    `cbor:"4,keyasint,omitempty"`
	Locator   localised `cbor:"5,keyasint,omitempty"`
	Quote     string    `cbor:"6,keyasint,omitempty"`
	QuoteLang string    `cbor:"7,keyasint,omitempty"`
	URL       string    `cbor:"8,keyasint,omitempty"`
	SHA256    string    `cbor:"9,keyasint,omitempty"`
}

type storedLink struct {
	URL   string    `cbor:"1,keyasint,omitempty"`
	Title localised `cbor:"2,keyasint,omitempty"`
}

type storedImage struct {
	URL     string    `cbor:"1,keyasint,omitempty"`
	Alt     localised `cbor:"2,keyasint,omitempty"`
	Credit  string    `cbor:"3,keyasint,omitempty"`
	Type    string    `cbor:"4,keyasint,omitempty"`
	Length  int64     `cbor:"5,keyasint,omitempty"`
	Blob    string    `cbor:"6,keyasint,omitempty"`
	Width   int       `cbor:"7,keyasint,omitempty"`
	Height  int       `cbor:"8,keyasint,omitempty"`
	Licence string    `cbor:"9,keyasint,omitempty"`
}

type storedTrace struct {
	Until  time.Time  `cbor:"1,keyasint"`
	Span   storedSpan `cbor:"2,keyasint"`
	Tags   []string   `cbor:"3,keyasint,omitempty"`
	Place  string     `cbor:"4,keyasint,omitempty"`
	Key    bool       `cbor:"5,keyasint,omitempty"`
	Status string     `cbor:"6,keyasint,omitempty"`

	Repeat *storedRepetition `cbor:"7,keyasint,omitempty"`
}

type storedProposal struct {
	Fingerprint string        `cbor:"1,keyasint,omitempty"`
	Document    string        `cbor:"2,keyasint,omitempty"`
	Name        string        `cbor:"3,keyasint,omitempty"`
	Wording     string        `cbor:"4,keyasint,omitempty"`
	Section     string        `cbor:"5,keyasint,omitempty"`
	Quotes      []storedQuote `cbor:"6,keyasint,omitempty"`
	Rules       []string      `cbor:"7,keyasint,omitempty"`
	Flags       []string      `cbor:"8,keyasint,omitempty"`
	Confidence  float64       `cbor:"9,keyasint,omitempty"`
	Earlier     string        `cbor:"10,keyasint,omitempty"`
}

type storedQuote struct {
	Text   string `cbor:"1,keyasint,omitempty"`
	Before string `cbor:"2,keyasint,omitempty"`
	After  string `cbor:"3,keyasint,omitempty"`
	Page   int    `cbor:"4,keyasint,omitempty"`
	Line   int    `cbor:"5,keyasint,omitempty"`
	Offset int    `cbor:"6,keyasint,omitempty"`
}

// localised is an events.Localised as a list; nil stays nil and empty empty.
type localised []string

func spelt(l events.Localised) localised {
	if l == nil {
		return nil
	}
	list := make(localised, 0, 2*len(l))
	for lang := range l {
		list = append(list, lang)
	}
	slices.Sort(list)
	n := len(list)
	list = list[:2*n]
	for i := n - 1; i >= 0; i-- { // from the end, where nothing is overwritten
		lang := list[i]
		list[2*i], list[2*i+1] = lang, l[lang]
	}
	return list
}
