package proposals

import (
	"fmt"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/report/review"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
	"almanac.example/web/words"
)

// mergePage sets a proposal and the event that it may be side by side.
type mergePage struct {
	frame.Head
	Action string
	Back   string
	Sides  []side
	Hidden []frame.Hidden
	Exact  string // words for taking over the proposal's date; "": there is nothing to take
	Public bool   // readers see what changes
	Decide bool   // the account may, and it waits
}

// side is one of the two.
type side struct {
	Name   string
	Titles []words.Run
	Date   string
	State  string
	Quotes []words.Run
}

// mergePage shows the two. Address: /review/SHA256/ID?into=ID.
func (p *Pages) mergePage(v *frame.Visit, at item) (frame.Answer, error) {
	q, e := at.queue, at.event
	into, ok := v.Timeline.Event(events.ID(v.Query.Get("into")))
	if !ok || into.Status == events.Deleted || into.ID == e.ID || e.Status == events.Deleted {
		return frame.Answer{}, fmt.Errorf("entry %q: %w", v.Query.Get("into"), events.ErrNotFound)
	}
	n := q.place(e.ID) + 1
	page := &mergePage{
		Action: proposalLink(v, v.Key, e.ID), Back: proposalLink(v, v.Key, e.ID),
		Sides:  []side{sideOf(v, v.Text("review.thisProposal", n), e), sideOf(v, v.Text("review.thatEntry"), into)},
		Hidden: []frame.Hidden{{Name: "rev", Value: fmt.Sprint(e.Rev)}, {Name: "into", Value: string(into.ID)}, {Name: "into-rev", Value: fmt.Sprint(into.Rev)}},
		Public: into.Status.Public(), Decide: v.May(access.Review) && review.Waits(e),
	}
	if review.MoreExact(e, into) {
		page.Exact = v.Text("review.exact", e.Span.DescribeFor(v.Zone(), v.Lang, edtf.Short))
	}
	page.Head = v.Frame(frame.Heading{Nav: "review", Title: v.Text("review.mergeTitle"), Crumbs: []frame.Link{
		{Text: v.Text("review.title"), Href: v.Link("/review")}, {Text: q.reading.Called(), Href: documentLink(v, v.Key)},
		{Text: v.Text("review.no", n), Href: page.Back}, {Text: v.Text("review.mergeTitle"), Current: true},
	}})
	return frame.Show("proposals/merge", page), nil
}

func sideOf(v *frame.Visit, name string, e *events.Event) side {
	s := side{Name: name, Date: e.Span.DescribeFor(v.Zone(), v.Lang, edtf.Long), State: v.StateOf(e).Word}
	for _, lang := range v.Contents(e) {
		if title := e.Text[lang].Title; title != "" {
			s.Titles = append(s.Titles, v.Run(title, lang))
		}
	}
	for _, source := range e.Sources {
		if source.Quote != "" {
			s.Quotes = append(s.Quotes, v.Run(source.Quote, source.QuoteLang))
		}
	}
	return s
}
