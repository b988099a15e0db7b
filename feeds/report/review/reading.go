package review

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
)

// The bounds of what is kept of a reading: enough for a report of some hundred
// pages, and little enough for one write to the vault.
const (
	maxMissed      = 1000      // dates
	maxMissedBytes = 400 << 10 // of them as JSON
	maxOrdered     = 4000      // drafts of which the order is kept
	maxSentence    = 1000      // characters of the passage around a missed date
)

// Reading is what is kept of a document that was read, for as long as it is
// reviewed: the order of its drafts, and its dates of which no draft was made.
// The document itself is not kept.
type Reading struct {
	Document string          `json:"document"` // SHA-256
	Name     string          `json:"name,omitempty"`
	Title    string          `json:"title,omitempty"`
	Lang     string          `json:"lang,omitempty"` // of the title
	Format   document.Format `json:"format,omitempty"`
	Read     time.Time       `json:"read"`             // when it was read last
	Drafts   []events.ID     `json:"drafts,omitempty"` // as they stand in the document
	Dates    int             `json:"dates"`            // of which no draft was made
	Kept     int             `json:"kept"`             // of them those in Missed
	Missed   []Missed        `json:"-"`                // in the order of the document
}

// Missed is a date of a document of which no draft was made.
type Missed struct {
	Wording string        `json:"wording"`
	Date    string        `json:"date,omitempty"` // EDTF; "": year or month are not known
	Lang    string        `json:"lang,omitempty"`
	Section string        `json:"section,omitempty"`
	Rule    report.RuleID `json:"rule"` // why it was left out
	Flags   []report.Flag `json:"flags,omitempty"`
	// Passage is the sentence, in its surroundings; From and To are where in its
	// text the date stands, in bytes.
	Passage events.Quote `json:"passage"`
	From    int          `json:"from"`
	To      int          `json:"to"`
}

// missedPrint begins the fingerprints of drafts that were made of missed dates:
// the next reading of their document does not propose them.
const missedPrint = "missed-"

// newReading gathers what is to be kept.
func newReading(t *timeline.Timeline, doc *document.Document, r report.Result, p []Entry) Reading {
	k := Reading{
		Document: r.Source.SHA256, Name: line(fileName(r.Source.Document), maxLine), Title: line(r.Source.Title, maxLine),
		Format: doc.Format, Dates: len(r.Passed),
	}
	if len(r.Drafts) > 0 {
		k.Lang = r.Drafts[0].Lang
	} else if len(r.Passed) > 0 {
		k.Lang = r.Passed[0].Lang
	}
	known := map[string]events.ID{}
	for _, e := range From(t, k.Document) {
		known[e.Proposal.Fingerprint] = e.ID
	}
	for _, e := range p[:min(len(p), maxOrdered)] {
		id := known[e.Draft.Fingerprint]
		if e.Event != nil {
			id = e.Event.ID
		}
		if id != "" {
			k.Drafts = append(k.Drafts, id)
		}
	}
	for _, d := range worthy(r.Passed) {
		k.Missed = append(k.Missed, newMissed(doc, d))
	}
	k.Kept = len(k.Missed)
	return k
}

// unlikely are the rules whose dates are hardly ever an event's: they are the
// first that are left out where there are too many.
var unlikely = []string{"not.furniture", "not.address", "not.meta", "not.citation"}

// worthy are the dates to keep: a running head once, and no more than there is
// room for.
func worthy(passed []report.Passed) []report.Passed {
	seen := map[string]bool{}
	list := slices.DeleteFunc(slices.Clone(passed), func(d report.Passed) bool {
		head := d.Sentence.Text
		again := d.Rule == "not.furniture" && seen[head]
		seen[head] = true
		return again
	})
	if len(list) > maxMissed {
		slices.SortStableFunc(list, func(a, b report.Passed) int { return likelihood(a) - likelihood(b) })
		list = list[:maxMissed]
		slices.SortStableFunc(list, func(a, b report.Passed) int { return a.Quote.Start - b.Quote.Start })
	}
	return list
}

func likelihood(d report.Passed) int {
	if slices.Contains(unlikely, string(d.Rule)) {
		return 1
	}
	return 0
}

func newMissed(doc *document.Document, d report.Passed) Missed {
	q := d.Sentence
	if len([]rune(q.Text)) > maxSentence {
		q = d.Quote
	}
	before, after := around(doc, q.Start, q.End)
	m := Missed{
		Wording: line(d.Wording, maxHeading), Date: d.Date, Lang: d.Lang, Section: line(d.Section, maxHeading), Rule: d.Rule, Flags: d.Flags,
		Passage: events.Quote{
			Text: first(plain(q.Text), maxSentence), Before: last(plain(before), maxAround), After: first(plain(after), maxAround),
			Page: q.Page, Line: q.Line, Offset: q.Start,
		},
	}
	at := min(max(0, d.Quote.Start-q.Start), len(q.Text))
	m.From = min(len(plain(q.Text[:at])), len(m.Passage.Text))
	m.To = min(m.From+len(plain(d.Quote.Text)), len(m.Passage.Text))
	if strings.HasPrefix(m.Passage.Text[m.From:], m.Wording) { // without the full stop of the sentence
		m.To = m.From + len(m.Wording)
	}
	return m
}

// Parts are the passage before the date, the date, and the passage after it.
func (m Missed) Parts() (before, date, after string) {
	text := m.Passage.Text
	from := min(max(0, m.From), len(text))
	to := min(max(from, m.To), len(text))
	return text[:from], text[from:to], text[to:]
}

// Why says by which rule the date was left out, in Chinese and English.
func (m Missed) Why() events.Localised { return reasons([]string{string(m.Rule)})[0].Text }

// Doubts are what to look at before the date is taken as it reads.
func (m Missed) Doubts() []Reason {
	var ids []string
	for _, f := range m.Flags {
		ids = append(ids, string(f))
	}
	return doubts(ids)
}

// fingerprint names the draft that is made of a missed date: another such draft
// of the same document and place has the same.
func (k Reading) fingerprint(m Missed) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s|%d|%d|%s", k.Document, m.Passage.Offset, m.From, m.Wording))
	return missedPrint + hex.EncodeToString(sum[:12])
}

// Draft is the event that a person makes of a missed date, counted from 1: its
// date, its source with quote and place, and where it was found. One date has one
// ID, whoever asks. It has no title yet. false: there is no such date.
func (k Reading) Draft(number int) (events.Event, bool) {
	if number < 1 || number > len(k.Missed) {
		return events.Event{}, false
	}
	m := k.Missed[number-1]
	print := k.fingerprint(m)
	e := events.Event{ID: events.ID(strings.TrimPrefix(print, missedPrint)), Status: events.Draft, Text: map[string]events.Text{}, Span: events.Span{Unread: m.Wording}}
	if v, err := edtf.Parse(m.Date); err == nil {
		e.Span = events.On(v)
	}
	lang := cmp.Or(m.Lang, "zh")
	e.Sources = []events.Source{{
		Title: events.Localised{lang: k.Called()}, Locator: locator(k.Format, m.Section, m.Passage),
		Quote: m.Passage.Text, QuoteLang: lang, SHA256: k.Document,
	}}
	e.Proposal = &events.Proposal{
		Fingerprint: print, Document: k.Document, Name: k.Name, Wording: m.Wording, Section: m.Section,
		Quotes: []events.Quote{m.Passage}, Confidence: 1, // a person says so
	}
	for _, f := range m.Flags {
		e.Proposal.Flags = append(e.Proposal.Flags, string(f))
	}
	return e, true
}

// Called is what the document is called: its title, its file, or its hash.
func (k Reading) Called() string { return cmp.Or(k.Title, k.Name, k.Document) }

// Until is when the reading is forgotten by itself.
func (k Reading) Until() time.Time { return k.Read.Add(readingLasts) }

// Taken tells of which missed dates, counted from 1, the record has an event or
// the tombstone of one.
func (k Reading) Taken(t *timeline.Timeline) map[int]*events.Event {
	numbers := map[string]int{}
	for i, m := range k.Missed {
		numbers[k.fingerprint(m)] = i + 1
	}
	taken := map[int]*events.Event{}
	for _, e := range From(t, k.Document) {
		if n, ok := numbers[e.Proposal.Fingerprint]; ok {
			taken[n] = e
		}
	}
	return taken
}

// From lists all that was proposed from a document, tombstones last.
func From(t *timeline.Timeline, sha256 string) []*events.Event {
	var list []*events.Event
	for _, all := range [][]*events.Event{t.All(), t.Tombstones()} {
		for _, e := range all {
			if e.Proposal != nil && e.Proposal.Document == sha256 {
				list = append(list, e)
			}
		}
	}
	return list
}

// Order sorts what was proposed from a document as it stands there. What was
// dropped has no place of its own any more: the reading, as long as it is kept,
// tells where it was; otherwise it comes last.
func (k Reading) Order(list []*events.Event) {
	place := make(map[events.ID]int, len(k.Drafts))
	for i, id := range k.Drafts {
		place[id] = i
	}
	asMet := func(a, b *events.Event) int {
		gone := func(e *events.Event) int {
			if len(e.Proposal.Quotes) == 0 {
				return 1
			}
			return 0
		}
		return cmp.Or(gone(a)-gone(b), cmp.Compare(offset(a), offset(b)), strings.Compare(string(a.ID), string(b.ID)))
	}
	slices.SortStableFunc(list, asMet)
	// Each that is not in the order stands behind the one before it.
	at, before := map[events.ID]int{}, -1
	for _, e := range list {
		if i, ok := place[e.ID]; ok && len(e.Proposal.Quotes) > 0 {
			before = i
		}
		at[e.ID] = before
		if i, ok := place[e.ID]; ok {
			at[e.ID] = i
		}
	}
	slices.SortStableFunc(list, func(a, b *events.Event) int { return at[a.ID] - at[b.ID] })
}
