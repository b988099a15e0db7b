package desktest

import (
	"almanac.example/events"
	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
	"almanac.example/feeds/report/review"
	"almanac.example/web/access"
	"almanac.example/web/editing"
)

// Report takes in a report harbour.md as an importer does, and tells what is kept
// of it and what it proposes, in the order of the report.
func (h *Instance) Report(text string) (review.Reading, []*events.Event) {
	h.T.Helper()
	doc, err := document.Read(h.T.Context(), "harbour.md", []byte(text), document.DefaultLimits())
	h.Must(err)
	found, err := report.Extract(h.T.Context(), doc, report.Options{})
	h.Must(err)
	p, err := review.Propose(h.Live.Timeline(), doc, found, review.Options{NewID: events.NewID})
	h.Must(err)
	h.Must(h.Editor.Propose(h.T.Context(), editing.Act{Who: access.Local("root"), Batch: events.NewBatch(events.BatchImport, "harbour.md")}, p, h.Live))
	list := review.From(h.Live.Timeline(), p.Reading.Document)
	p.Reading.Order(list)
	return p.Reading, list
}
