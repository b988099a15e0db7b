package proposals

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/report/review"
	"almanac.example/web/access"
	"almanac.example/web/desk/entry"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// proposalPage is one proposal: the passage that it comes from, and a short form.
type proposalPage struct {
	frame.Head
	Headline string
	Sub      string
	Document string // address of its document
	Missed   int    // dates of the document of which there is no draft
	Squares  []square
	Passages []passage
	Reasons  []string
	Doubts   []string
	Similar  []similar
	Action   string
	Rev      events.Rev
	Form     *entry.Short // nil: it is not to be changed here
	Decide   bool         // the account may decide
	Who      string       // who may, where this account may not
	Decided  *decided     // what became of it; nil: it waits
	Theirs   []theirs     // what somebody else made of it meanwhile
	Typed    []theirs     // what was typed, where it can stay in no form
	Skip     string       // address of the next that waits
}

// square stands for one proposal of the document.
type square struct {
	Number  int
	Class   string
	Said    string
	Href    string
	Current bool
}

// passage is a quote in its surroundings.
type passage struct {
	Where, Lang string
	Lines       []passageLine
}

// passageLine is a line with the part of the quote that stands on it.
type passageLine struct {
	Number              string
	Before, Mark, After string
}

// similar is an event that may be the same.
type similar struct {
	Title words.Run
	Href  string
	Meta  []string
	ID    events.ID
	Merge string // address of the page that sets the two side by side
}

// decided says what became of a proposal.
type decided struct {
	Said  string
	Entry string // address of the entry; "" if there is none any more
	Batch string // address of the change of many that it was part of, where that is undone; "": none
	Undo  *frame.Undo
}

// theirs is a field that somebody else changed.
type theirs struct {
	Name  string
	Value words.Run
}

// squaresAround is how many proposals before and after one have a square.
const squaresAround = 30

// item is a proposal in the queue of its document.
type item struct {
	*queue
	event *events.Event
}

// find is the proposal that the address names.
func (p *Pages) find(ctx context.Context, v *frame.Visit) (item, error) {
	q, err := p.queueOf(ctx, v, v.Key)
	if err != nil {
		return item{}, err
	}
	n := q.place(v.ID)
	if n < 0 {
		return item{}, fmt.Errorf("proposal %q of document %q: %w", v.ID, v.Key, events.ErrNotFound)
	}
	return item{q, q.list[n]}, nil
}

// Proposal is the page of one proposal. Address: /review/SHA256/ID.
func (p *Pages) Proposal(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	at, err := p.find(ctx, v)
	switch {
	case err != nil:
		return frame.Answer{}, err
	case v.Sent && pressed(v) != frame.DoCheck:
		return p.decide(ctx, v, at)
	case v.Query.Get(fieldInto) != "" && !v.Sent:
		return p.mergePage(v, at)
	}
	page, err := p.arrange(ctx, v, at, frame.Heading{})
	if err != nil {
		return frame.Answer{}, err
	}
	return frame.Refuse("proposals/proposal", page), nil
}

// arrange makes the page of a proposal.
func (p *Pages) arrange(ctx context.Context, v *frame.Visit, at item, h frame.Heading) (*proposalPage, error) {
	q, e := at.queue, at.event
	n := q.place(e.ID)
	waiting, published, kept, dropped := q.count()
	page := &proposalPage{
		Headline: v.Text("review.nOfM", n+1, len(q.list)), Sub: v.Text("review.sub", published+kept+dropped, published, kept, dropped),
		Document: documentLink(v, v.Key), Missed: q.open(v), Squares: squares(v, q, n),
		Action: proposalLink(v, v.Key, e.ID), Rev: e.Rev, Decide: v.May(access.Review),
	}
	page.tell(v, e)
	if waiting > 0 {
		if next := q.next(n + 1); next != nil && next.ID != e.ID {
			page.Skip = proposalLink(v, v.Key, next.ID)
		}
	}
	var err error
	if review.Waits(e) {
		if v.May(access.WriteDrafts) {
			page.Form = entry.ReadShort(v, e)
			h.Faults = append(h.Faults, page.Form.Faults...)
		}
		if !page.Decide {
			page.Who = p.whoDecides(v)
		}
	} else if page.Decided, err = p.decidedOf(ctx, v, e); err != nil {
		return nil, err
	}
	if h.Notice == nil && !v.Sent {
		h.Notice = outcome(v, q)
	}
	h.Nav, h.Title, h.Alone = "review", v.Text("review.no", n+1), v.Sent
	h.Crumbs = []frame.Link{{Text: v.Text("review.title"), Href: v.Link("/review")}, {Text: q.reading.Called(), Href: page.Document}, {Text: h.Title, Current: true}}
	page.Head = v.Frame(h)
	return page, nil
}

// tell shows why the proposal was made, and what may be the same.
func (page *proposalPage) tell(v *frame.Visit, e *events.Event) {
	shown := review.Show(v.Timeline, e)
	for i, found := range shown.Passages {
		part := passage{Where: whereabouts(v, shown.Section, e.Proposal.Quotes[i]), Lang: quoteLang(e, i)}
		for _, l := range found.Lines {
			line := passageLine{Before: l.Text[:l.From], Mark: l.Text[l.From:l.To], After: l.Text[l.To:]}
			if l.Number > 0 {
				line.Number = strconv.Itoa(l.Number)
			}
			part.Lines = append(part.Lines, line)
		}
		page.Passages = append(page.Passages, part)
	}
	for _, r := range shown.Reasons {
		page.Reasons = append(page.Reasons, inWords(v, r.Text))
	}
	for _, r := range shown.Doubts {
		page.Doubts = append(page.Doubts, inWords(v, r.Text))
	}
	for _, s := range shown.Similar {
		one := similar{Title: v.TitleOf(s.Event), Href: v.EntryLink(s.Event.ID, ""), ID: s.Event.ID, Merge: proposalLink(v, v.Key, e.ID, fieldInto, string(s.Event.ID))}
		one.Meta = []string{s.Event.Span.DescribeFor(v.Zone(), v.Lang, edtf.Short), v.StateOf(s.Event).Word}
		if s.Edition {
			one.Meta = append(one.Meta, v.Text("review.edition"))
		}
		page.Similar = append(page.Similar, one)
	}
}

// quoteLang is the language of a quote, as HTML has it; "": not known.
func quoteLang(e *events.Event, i int) string {
	if i < len(e.Sources) && e.Sources[i].QuoteLang != "" {
		return words.Tag(e.Sources[i].QuoteLang)
	}
	return ""
}

// squares are those of the proposals around one.
func squares(v *frame.Visit, q *queue, at int) []square {
	var list []square
	for n := max(0, at-squaresAround); n < min(len(q.list), at+squaresAround+1); n++ {
		e := q.list[n]
		key := standingKey(e)
		class := map[string]string{standsPublished: "yes", standsKept: "part", standsDropped: "no", "doubt": "doubt"}[key]
		list = append(list, square{n + 1, class, v.Text("review.square", n+1, v.Text("review.state."+key)), proposalLink(v, v.Key, e.ID), n == at})
	}
	return list
}

// whoDecides names those who may decide about proposals.
func (p *Pages) whoDecides(v *frame.Visit) string {
	var names []string
	for _, a := range p.people() {
		if a.Role.Includes(access.Review.Needs()) && !a.Disabled {
			names = append(names, a.Shown)
		}
	}
	if len(names) == 0 {
		return v.Text("review.whoNobody")
	}
	return v.Text("review.who", v.Join(names[:min(len(names), 5)]))
}

// decidedOf says what became of a proposal that does not wait, by whom and when.
func (p *Pages) decidedOf(ctx context.Context, v *frame.Visit, e *events.Event) (*decided, error) {
	d := &decided{Said: v.Text("review.isState." + standingOf(e))}
	if e.Status != events.Deleted {
		d.Entry = v.EntryLink(e.ID, "")
	}
	last, ok, err := p.latest(ctx, e.ID)
	if err != nil || !ok {
		return d, err
	}
	d.Said = strings.TrimSpace(v.Text("review.by", d.Said, last.Author, v.When(last.At)))
	switch {
	case last.Batch == nil:
	case last.Batch.Kind == events.BatchBulk && v.May(access.EditMany):
		d.Batch = v.Link("/batch/" + url.PathEscape(last.Batch.ID))
	case last.Batch.Kind == events.BatchReview && v.May(access.Review):
		d.Undo = &frame.Undo{Action: proposalLink(v, v.Key, e.ID), Label: v.Text("review.undo"), Fields: undoFields(e)}
	}
	return d, nil
}

// latest is the newest state of an event.
func (p *Pages) latest(ctx context.Context, id events.ID) (state events.State, ok bool, err error) {
	for s, err := range p.history(ctx, events.HistoryQuery{ID: id, Limit: 1}) {
		return s, err == nil, err
	}
	return state, false, nil
}

// act is who decides, as one step that is undone as one.
func act(v *frame.Visit) editing.Act {
	a := editing.Act{Who: v.Who, Batch: events.NewBatch(events.BatchReview, "")}
	a.Batch.Last = true
	return a
}
