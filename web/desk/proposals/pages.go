package proposals

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"slices"

	"almanac.example/events"
	"almanac.example/feeds/report/review"
	"almanac.example/web/access"
	"almanac.example/web/desk/bulk"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
)

// Pages are the pages of the review.
type Pages struct {
	editor  *editing.Editor
	history func(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]
	people  func() []access.Account
	many    *bulk.Pages
}

// Config is what the pages are made from.
type Config struct {
	Editor  *editing.Editor
	History func(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]
	People  func() []access.Account // of whom some may decide
	Many    *bulk.Pages             // drops all that waits of a document
}

// New prepares the pages.
func New(c Config) *Pages { return &Pages{c.Editor, c.History, c.People, c.Many} }

// queue is all that was found in one document, in its order.
type queue struct {
	reading review.Reading
	kept    bool // there is a reading
	list    []*events.Event
}

// queueOf gathers what there is of the document that the address names.
func (p *Pages) queueOf(ctx context.Context, v *frame.Visit, document string) (*queue, error) {
	q := &queue{list: review.From(v.Timeline, document), kept: true}
	var err error
	if q.reading, err = p.editor.Reading(ctx, editing.Act{Who: v.Who}, document); errors.Is(err, events.ErrNotFound) {
		q.kept, q.reading = false, review.Reading{Document: document}
	} else if err != nil {
		return nil, err
	}
	if len(q.list) == 0 && !q.kept {
		return nil, fmt.Errorf("document %q: %w", document, events.ErrNotFound)
	}
	q.reading.Order(q.list)
	if !q.kept {
		q.reading.Title, q.reading.Name = called(q.list)
	}
	return q, nil
}

// called is what a document is called by those that were found in it.
func called(list []*events.Event) (title, name string) {
	for _, e := range list {
		name = cmp.Or(name, e.Proposal.Name)
		for _, s := range e.Sources {
			if text, _ := s.Title.In(""); s.SHA256 == e.Proposal.Document {
				title = cmp.Or(title, text)
			}
		}
	}
	return title, name
}

// count tells how many wait, were published, kept and dropped.
func (q *queue) count() (waiting, published, kept, dropped int) {
	for _, e := range q.list {
		switch standingOf(e) {
		case "":
			waiting++
		case standsPublished:
			published++
		case standsKept:
			kept++
		default:
			dropped++
		}
	}
	return waiting, published, kept, dropped
}

// place is the number of an event among all, from 0; -1: it is not among them.
func (q *queue) place(id events.ID) int {
	return slices.IndexFunc(q.list, func(e *events.Event) bool { return e.ID == id })
}

// next is the first that waits from a place on, and then from the beginning; nil
// if none does.
func (q *queue) next(from int) *events.Event {
	for i := range q.list {
		if e := q.list[(from+i)%len(q.list)]; review.Waits(e) {
			return e
		}
	}
	return nil
}

// open are the missed dates that nobody has taken.
func (q *queue) open(v *frame.Visit) int {
	return len(q.reading.Missed) - len(q.reading.Taken(v.Timeline))
}

// How proposals that do not wait stand.
const (
	standsPublished = "published"
	standsKept      = "kept"
	standsDropped   = "dropped"
)

// standingOf says what became of a proposal; "": it waits.
func standingOf(e *events.Event) string {
	switch {
	case e.Status == events.Deleted:
		return standsDropped
	case review.Waits(e):
		return ""
	case e.Status == events.Draft:
		return standsKept
	}
	return standsPublished
}

// documentLink is the address of a document's page.
func documentLink(v *frame.Visit, document string, query ...string) string {
	return v.Link("/review/"+url.PathEscape(document), query...)
}

// proposalLink is the address of a proposal's page.
func proposalLink(v *frame.Visit, document string, id events.ID, query ...string) string {
	return v.Link("/review/"+url.PathEscape(document)+"/"+url.PathEscape(string(id)), query...)
}

// listPage lists the documents under review.
type listPage struct {
	frame.Head
	Documents []documentRow
}

// documentRow is one document with its counts.
type documentRow struct {
	Name, Href                string
	Read                      string // when it was read; "" if that is not kept
	Waiting, Decided, Missed  int
	MissedHref, Next, NextNow string // address of the missed dates, of the next proposal, and its words
}

// List is the page of all documents. Address: /review.
func (p *Pages) List(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	readings, err := p.editor.Readings(ctx, editing.Act{Who: v.Who})
	if err != nil {
		return frame.Answer{}, err
	}
	var names []string
	for _, k := range readings {
		names = append(names, k.Document)
	}
	for _, e := range review.Queue(v.Timeline, review.Filter{}, review.ByDocument) {
		if !slices.Contains(names, e.Proposal.Document) {
			names = append(names, e.Proposal.Document)
		}
	}
	page := &listPage{}
	for _, name := range names {
		q, err := p.queueOf(ctx, v, name)
		if errors.Is(err, events.ErrNotFound) {
			continue // it went meanwhile
		}
		if err != nil {
			return frame.Answer{}, err
		}
		page.Documents = append(page.Documents, row(v, q))
	}
	h := frame.Heading{Nav: "review", Title: v.Text("review.title")}
	if v.Query.Get(frame.OutcomeKey) == "finished" {
		h.Notice = &frame.Notice{Bold: v.Text("review.finished"), Text: v.Text("review.finishedMore")}
	}
	page.Head = v.Frame(h)
	return frame.Show("proposals/list", page), nil
}

func row(v *frame.Visit, q *queue) documentRow {
	waiting, published, kept, dropped := q.count()
	r := documentRow{
		Name: q.reading.Called(), Href: documentLink(v, q.reading.Document),
		Waiting: waiting, Decided: published + kept + dropped, Missed: q.open(v),
	}
	if q.kept {
		r.Read = v.When(q.reading.Read)
	}
	if r.Missed > 0 {
		r.MissedHref = documentLink(v, q.reading.Document) + "#missed"
	}
	if e := q.next(0); e != nil {
		r.Next, r.NextNow = proposalLink(v, q.reading.Document, e.ID), v.Text("review.goOn", q.place(e.ID)+1)
	}
	return r
}
