package editing

import (
	"context"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
	"almanac.example/feeds/report/review"
)

// Report is a report that was read, and what it proposes for the record.
type Report struct {
	Document  *document.Document
	Found     report.Result
	Proposals review.Proposals // after Propose
}

// ReadReport reads a report. It takes much memory for a short while: one is to be
// read at a time. The error says what is wrong with the file.
func ReadReport(ctx context.Context, name string, data []byte, o report.Options) (*Report, error) {
	doc, err := document.Read(ctx, name, data, document.DefaultLimits())
	if err != nil {
		return nil, err
	}
	found, err := report.Extract(ctx, doc, o)
	if err != nil {
		return nil, err
	}
	return &Report{Document: doc, Found: found}, nil
}

// Proposing says how a report is set against the record.
type Proposing struct {
	Now       time.Time
	Lang      string // of the drafts' texts; "": that of each
	EditionOf string // see review.Options
	Announce  intake.Announce
}

// Propose sets the report against the record as a timeline shows it. The error
// says that Proposing.EditionOf names no document.
func (r *Report) Propose(t *timeline.Timeline, o Proposing) error {
	var err error
	r.Proposals, err = review.Propose(t, r.Document, r.Found, review.Options{NewID: events.NewID, Lang: o.Lang, EditionOf: o.EditionOf})
	if err != nil {
		return err
	}
	o.Announce.Apply(t, edtf.DayOf(o.Now), r.Events()...)
	return nil
}

// Events are the drafts that are new to the record.
func (r *Report) Events() []*events.Event {
	var list []*events.Event
	for _, e := range r.Proposals.Entries {
		if e.Event != nil {
			list = append(list, e.Event)
		}
	}
	return list
}

// Changes are what stores the drafts, signed.
func (r *Report) Changes(a Act) []events.Change {
	changes := r.Proposals.Changes(a.by())
	for i := range changes {
		changes[i].By, changes[i].Batch = a.Who.By(), a.Batch
	}
	return changes
}
