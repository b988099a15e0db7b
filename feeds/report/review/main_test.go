package review_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
	"almanac.example/feeds/report/review"
)

// record is a timeline that changes are applied to, as a store would.
type record struct {
	*timeline.Timeline
	minted int
}

func newRecord() *record { return &record{Timeline: timeline.New()} }

// id mints IDs that a test can foresee.
func (r *record) id() events.ID {
	r.minted++
	return events.ID(fmt.Sprintf("id%d", r.minted))
}

// commit applies changes; a stale revision fails the test.
func (r *record) commit(t *testing.T, changes ...events.Change) events.Rev {
	t.Helper()
	rev := r.Rev() + 1
	batch := events.Batch{Rev: rev}
	for _, c := range changes {
		old, ok := r.Event(c.Event.ID)
		if ok && old.Rev != c.Expect || !ok && c.Expect != 0 {
			t.Fatalf("%s: revision %d is expected, but %v", c.Event.ID, c.Expect, old)
		}
		next := events.Revise(old, *c.Event, time.Unix(1_700_000_000+int64(rev), 0))
		next.Rev = rev
		if err := next.Validate(); err != nil {
			t.Fatal(err)
		}
		batch.Events = append(batch.Events, &next)
	}
	r.Timeline = r.With(batch)
	return rev
}

// put stores an event that an editor wrote.
func (r *record) put(t *testing.T, id, date, title string) *events.Event {
	t.Helper()
	r.commit(t, events.Put(events.Event{
		ID: events.ID(id), Slug: strings.ToLower(id), Status: events.Published, Span: events.On(edtf.MustParse(date)),
		Text: map[string]events.Text{"en": {Title: title}},
	}, 0))
	return r.get(t, id)
}

func (r *record) get(t *testing.T, id string) *events.Event {
	t.Helper()
	e, ok := r.Event(events.ID(id))
	if !ok {
		t.Fatalf("there is no event %q", id)
	}
	return e
}

// read reads a document and what it tells.
func read(t *testing.T, name, text string, year int) (*document.Document, report.Result) {
	t.Helper()
	doc, err := document.Read(context.Background(), name, []byte(text), document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	found, err := report.Extract(context.Background(), doc, report.Options{Year: year})
	if err != nil {
		t.Fatal(err)
	}
	return doc, found
}

// propose sets a document against the record, and stores what is new.
func (r *record) propose(t *testing.T, name, text string) review.Proposals {
	t.Helper()
	doc, found := read(t, name, text, 2019)
	p, err := review.Propose(r.Timeline, doc, found, review.Options{NewID: r.id})
	if err != nil {
		t.Fatal(err)
	}
	if changes := p.Changes(review.By{Author: "importer"}); len(changes) > 0 {
		r.commit(t, changes...)
	}
	return p
}

// told is a proposal in a line: state, date and title.
func told(p review.Proposals) []string {
	var lines []string
	for _, e := range p.Entries {
		line := fmt.Sprintf("%s %s %s", e.State, e.Draft.Date, e.Draft.Title)
		if e.Earlier != nil {
			line += " (was " + e.Earlier.Span.EDTF().String() + ")"
		}
		lines = append(lines, line)
	}
	for _, e := range p.Gone {
		text, _ := e.In("")
		lines = append(lines, fmt.Sprintf("gone %s %s", e.Span.EDTF(), text.Title))
	}
	return lines
}

const first = `Annual report of the harbour museum

On 3 March 2019 the harbour museum opened its new wing.

On 14 June 2019 the museum launched the lighthouse exhibition.

On 21 September 2019 the city council awarded the museum the heritage prize.

On 5 November 2019 the museum signed an agreement with the maritime archive.
`

const second = `Annual report of the harbour museum

On 3 March 2019 the harbour museum opened its new wing.

On 15 June 2019 the museum launched the lighthouse exhibition.

On 5 November 2019 the museum signed an agreement with the maritime archive.

On 12 December 2019 the museum published its first catalogue.
`
