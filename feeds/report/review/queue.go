package review

import (
	"cmp"
	"slices"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// Filter says which drafts are to be reviewed. The zero Filter is all that an
// importer proposed; drafts that an editor wrote are never among them.
type Filter struct {
	// Min and Max bound the confidence, both included; Max 0 is no bound.
	Min, Max float64
	// Document is the file name, the title or the start of the SHA-256 of the
	// document; empty: of any.
	Document string
	// Names are IDs or slugs; none: all.
	Names []string
}

// Order is the order in which drafts are reviewed.
type Order string

// The orders.
const (
	ByDocument   Order = "document"   // as a reader of the document meets them, the oldest import first
	ByDate       Order = "date"       // as a chronicle sorts them
	ByConfidence Order = "confidence" // the surest first
)

// Queue lists the drafts to review. One that was kept, or is to be published
// later, waits for nobody: it is listed only where it is asked for by its name.
func Queue(t *timeline.Timeline, f Filter, o Order) []*events.Event {
	wanted := f.documents(t)
	var list []*events.Event
	for _, e := range t.All() {
		wait := Waits(e) || len(f.Names) > 0 && e.Status == events.Draft && e.Proposal != nil
		if wait && f.admits(e) && (wanted == nil || wanted[e.Proposal.Document]) {
			list = append(list, e)
		}
	}
	switch o {
	case ByDate:
		// as they are
	case ByConfidence:
		slices.SortStableFunc(list, func(a, b *events.Event) int {
			return cmp.Compare(b.Proposal.Confidence, a.Proposal.Confidence)
		})
	default:
		slices.SortStableFunc(list, asRead)
	}
	return list
}

func (f Filter) admits(e *events.Event) bool {
	c := e.Proposal.Confidence
	if c < f.Min || f.Max > 0 && c > f.Max {
		return false
	}
	return len(f.Names) == 0 || slices.Contains(f.Names, string(e.ID)) || slices.Contains(f.Names, e.Slug)
}

// documents are the hashes of the documents meant; nil means all.
func (f Filter) documents(t *timeline.Timeline) map[string]bool {
	if f.Document == "" {
		return nil
	}
	wanted := map[string]bool{}
	for _, o := range origins(t) {
		if o.called(f.Document) {
			wanted[o.sha256] = true
		}
	}
	return wanted
}

// asRead sorts by import, document and place in it.
func asRead(a, b *events.Event) int {
	return cmp.Or(
		a.Created.Compare(b.Created),
		cmp.Compare(a.Proposal.Document, b.Proposal.Document),
		cmp.Compare(offset(a), offset(b)),
		cmp.Compare(a.ID, b.ID),
	)
}

func offset(e *events.Event) int {
	if len(e.Proposal.Quotes) == 0 {
		return 0
	}
	return e.Proposal.Quotes[0].Offset
}
