package api

import (
	"strconv"

	"almanac.example/events"
	"almanac.example/feeds/report/review"
)

// Drafts is one page of the queue of drafts.
type Drafts struct {
	Drafts []Draft `json:"drafts"`
	Next   string  `json:"next,omitempty" doc:"Cursor of the next page; missing on the last one."`
}

// Draft is what an importer proposed, with what there is to judge it by.
type Draft struct {
	Event    Event     `json:"event"`
	Proposal *Proposal `json:"proposal,omitempty"`
	Similar  []Similar `json:"similar,omitempty" doc:"Events that may be the same. Told of a single draft only."`
}

// Proposal says where an importer found a draft.
type Proposal struct {
	Document   string         `json:"document,omitempty" doc:"SHA-256"`
	Name       string         `json:"name,omitempty" doc:"Of its file."`
	Wording    string         `json:"wording,omitempty" doc:"The date as the document writes it."`
	Section    string         `json:"section,omitempty"`
	Quotes     []events.Quote `json:"quotes,omitempty"`
	Rules      []string       `json:"rules,omitempty" doc:"What spoke for it."`
	Flags      []string       `json:"flags,omitempty" doc:"What is doubtful."`
	Confidence float64        `json:"confidence,omitempty" doc:"0 to 1"`
	Earlier    events.ID      `json:"earlier,omitempty" doc:"The event that an earlier edition of the document proposed instead."`
}

// Similar is an event that may be the same as a draft.
type Similar struct {
	ID        events.ID  `json:"id"`
	Revision  events.Rev `json:"revision"`
	Edition   bool       `json:"edition,omitempty" doc:"An earlier edition of the document proposed it."`
	Differs   []string   `json:"differs,omitempty"`
	MoreExact bool       `json:"moreExact,omitempty" doc:"The draft's date is the event's, known more exactly."`
}

// listDrafts tells what waits for a decision.
func (s *Server) listDrafts(c *call) (*answer, error) {
	limit, err := c.number("limit", usualLimit, 1, mostLimit)
	if err != nil {
		return nil, err
	}
	at, err := c.number("cursor", 0, 0, 1<<40)
	if err != nil {
		return nil, err
	}
	f := review.Filter{Document: c.query.Get("document")}
	if f.Min, err = c.share("min"); err != nil {
		return nil, err
	}
	if f.Max, err = c.share("max"); err != nil {
		return nil, err
	}
	list := review.Queue(c.timeline(), f, review.Order(c.query.Get("order")))
	list = list[min(int(at), len(list)):]
	page := list[:min(int(limit), len(list))]
	out := Drafts{Drafts: make([]Draft, len(page))}
	for i, e := range page {
		out.Drafts[i] = draftForm(e)
	}
	a := ok(&out)
	if len(page) < len(list) {
		out.Next = strconv.FormatInt(at+limit, 10)
		a.next = c.with("cursor", out.Next)
	}
	return a, nil
}

// share is a number from 0 to 1.
func (c *call) share(key string) (float64, error) {
	text := c.query.Get(key)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n >= 0 && n <= 1) {
		return 0, badRequest(key, "must be a number from 0 to 1")
	}
	return n, nil
}

// getDraft tells one draft with what is similar to it.
func (s *Server) getDraft(c *call) (*answer, error) {
	e, err := c.editable(events.ID(c.path("id")))
	if err != nil {
		return nil, err
	}
	if e.Status != events.Draft {
		return nil, events.ErrNotFound
	}
	d := draftForm(e)
	for _, o := range review.Show(c.timeline(), e).Similar {
		d.Similar = append(d.Similar, Similar{o.Event.ID, o.Event.Rev, o.Edition, o.Differs, o.MoreExact})
	}
	return okAt(e.Rev, d), nil
}

func draftForm(e *events.Event) Draft {
	d := Draft{Event: formOf(e, true)}
	if p := e.Proposal; p != nil {
		d.Proposal = &Proposal{p.Document, p.Name, p.Wording, p.Section, p.Quotes, p.Rules, p.Flags, p.Confidence, p.Earlier}
	}
	return d
}
