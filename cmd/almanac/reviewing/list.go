package reviewing

import (
	"fmt"
	"io"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/report/review"
	"golang.org/x/term"
)

// List writes drafts as lines or as a JSON array.
func List(w io.Writer, t *timeline.Timeline, queue []*events.Event, asJSON bool) error {
	if asJSON {
		list := []listedDraft{}
		for _, v := range review.ShowAll(t, queue) {
			list = append(list, listedDraftOf(v))
		}
		return terminal.WriteIndented(w, list)
	}
	return terminal.WriteTable(w, queue, func(e *events.Event) []string {
		return []string{e.Span.EDTF().String(), fmt.Sprintf("%.2f", e.Proposal.Confidence), e.Slug, titleOf(e)}
	})
}

// screenWidth is how many columns the output has; usual where it is no
// terminal.
func screenWidth(w io.Writer) int {
	const usual, least, most = 100, 60, 140
	f, ok := terminal.File(w)
	if !ok {
		return usual
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		return usual
	}
	return max(least, min(width, most))
}

// listedDraft is one entry of review --format json.
type listedDraft struct {
	ID         events.ID        `json:"id"`
	Revision   events.Rev       `json:"revision"`
	Slug       string           `json:"slug"`
	Date       string           `json:"date"`
	ReadsAs    events.Localised `json:"readsAs"`
	Wording    string           `json:"wording,omitempty"`
	Title      string           `json:"title"`
	Summary    string           `json:"summary,omitempty"`
	Lang       string           `json:"lang"`
	Confidence float64          `json:"confidence"`
	Rules      []string         `json:"rules,omitempty"`
	Flags      []string         `json:"flags,omitempty"`
	Document   string           `json:"document,omitempty"`
	SHA256     string           `json:"sha256,omitempty"`
	Section    string           `json:"section,omitempty"`
	Quotes     []events.Quote   `json:"quotes,omitempty"`
	Similar    []listedSimilar  `json:"similar,omitempty"`
}

// listedSimilar is an event that may be the same as a draft.
type listedSimilar struct {
	ID      events.ID     `json:"id"`
	Slug    string        `json:"slug"`
	Date    string        `json:"date"`
	Status  events.Status `json:"status"`
	Title   string        `json:"title"`
	Edition bool          `json:"earlierEdition,omitempty"`
	Differs []string      `json:"differs,omitempty"`
}

func listedDraftOf(v review.View) listedDraft {
	e, p := v.Draft, v.Draft.Proposal
	l := listedDraft{
		ID: e.ID, Revision: e.Rev, Slug: e.Slug, Date: e.Span.EDTF().String(), ReadsAs: v.ReadsAs, Wording: v.Wording,
		Title: v.Title, Summary: v.Summary, Lang: v.Lang, Confidence: p.Confidence, Rules: p.Rules, Flags: p.Flags,
		Document: p.Name, SHA256: p.Document, Section: p.Section, Quotes: p.Quotes,
	}
	for _, s := range v.Similar {
		l.Similar = append(l.Similar, listedSimilar{
			s.Event.ID, s.Event.Slug, s.Event.Span.EDTF().String(), s.Event.Status, titleOf(s.Event), s.Edition, s.Differs,
		})
	}
	return l
}

// Find looks an event up by ID, then by slug.
func Find(t *timeline.Timeline, name string) (*events.Event, error) {
	if e, ok := t.Event(events.ID(name)); ok && e.Status != events.Deleted {
		return e, nil
	}
	if e, _, ok := t.BySlug(name); ok && e.Status != events.Deleted {
		return e, nil
	}
	return nil, fmt.Errorf("event %q: %w", name, events.ErrNotFound)
}

func titleOf(e *events.Event) string {
	text, _ := e.In("")
	return terminal.Printable(text.Title)
}
