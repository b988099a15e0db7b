package proposals

import (
	"context"
	"strconv"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/report/review"
	"almanac.example/web/access"
	"almanac.example/web/desk/bulk"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// documentPage is one document: what was proposed, and its other dates.
type documentPage struct {
	frame.Head
	Name      string
	Sub       string
	Kept      string // until when its dates are kept; "": they are not
	Lost      string // words for dates that are not kept; "": all are
	Missed    []missedRow
	Open      int
	Proposals []proposalRow
	Next      string // address of the next proposal that waits; "": none does
	NextNow   string
	Action    string
	Finish    bool
	DropAll   bool
	Take      bool // the account may make drafts
	Pager     pager
}

// missedRow is a date of which no draft was made.
type missedRow struct {
	Number       int
	Where        string
	Lang         string // of the passage, as HTML has it
	Before, Date string
	After        string
	Reads, Why   string
	Doubts       []string
	Take         string // address of the form that makes a draft of it; "" if there is one
	Taken        string // address of what was made of it
	Said         string
}

// pager leads through the pages of a list.
type pager struct {
	Page, Last    int
	Before, After string
}

// proposalRow is one proposal in the list of a document.
type proposalRow struct {
	Number int
	Date   string
	Title  words.Run
	Href   string
	State  string
}

// perPage is how many lines of a list stand on a page.
const perPage = 100

// Document is the page of one document. Address: /review/SHA256.
func (p *Pages) Document(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	q, err := p.queueOf(ctx, v, v.Key)
	if err != nil {
		return frame.Answer{}, err
	}
	if v.Sent && v.Form.Line("op") == opDropAll {
		return p.dropAll(ctx, v, q)
	}
	if v.Sent && v.Do() == doFinish {
		if err := p.editor.Finish(ctx, editing.Act{Who: v.Who}, v.Key); err != nil {
			return frame.Answer{}, err
		}
		return frame.See(v.Link("/review", frame.OutcomeKey, "finished")), nil
	}
	waiting, published, kept, dropped := q.count()
	page := &documentPage{
		Name: q.reading.Called(), Sub: v.Text("review.documentSub", len(q.list), waiting, published, kept, dropped),
		Open: q.open(v), Action: documentLink(v, v.Key), Finish: q.kept && v.May(access.Review), Take: v.May(access.WriteDrafts),
	}
	page.DropAll = waiting > 0 && v.May(access.Review) && v.May(access.EditMany)
	if q.kept {
		page.Kept = v.Date(edtf.DayOf(q.reading.Until()))
	}
	if lost := q.reading.Dates - q.reading.Kept; q.kept && lost > 0 {
		page.Lost = v.Text("review.lost", lost)
	}
	if e := q.next(0); e != nil {
		page.Next, page.NextNow = proposalLink(v, v.Key, e.ID), v.Text("review.goOn", q.place(e.ID)+1)
	}
	page.fill(v, q)
	h := frame.Heading{Nav: "review", Title: page.Name, Crumbs: []frame.Link{{Text: v.Text("review.title"), Href: v.Link("/review")}, {Text: page.Name, Current: true}}}
	h.Notice = outcome(v, q)
	page.Head = v.Frame(h)
	return frame.Show("proposals/document", page), nil
}

// opDropAll asks to drop all that waits of a document.
const opDropAll = "drop-all"

// dropAll shows what it means to drop all that waits, and does it when that is
// confirmed, as a change of many entries that is undone as one.
func (p *Pages) dropAll(ctx context.Context, v *frame.Visit, q *queue) (frame.Answer, error) {
	if err := v.Who.May(access.Review); err != nil {
		return frame.Answer{}, err
	}
	c := bulk.Change{
		Label: v.Text("review.dropAll"), Sub: v.Text("review.dropAllOf", q.reading.Called()), Edit: editing.Edit{Delete: true}, Field: "status", Column: v.Text("list.status"),
		Seen: func(int, int) []string {
			return []string{v.Text("review.dropAllReaders"), v.Text("review.dropAllSeen")}
		},
		Back: frame.Link{Text: v.Text("review.toDocument"), Href: documentLink(v, v.Key)}, Nav: "review",
	}
	for _, e := range q.list {
		if review.Waits(e) {
			c.IDs = append(c.IDs, e.ID)
		}
	}
	c.Crumbs = []frame.Link{{Text: v.Text("review.title"), Href: v.Link("/review")}, {Text: q.reading.Called(), Href: c.Back.Href}, {Text: c.Label, Current: true}}
	return p.many.Propose(ctx, v, c)
}

// fill lists a page of the missed dates and of the proposals.
func (page *documentPage) fill(v *frame.Visit, q *queue) {
	longest := max(len(q.list), len(q.reading.Missed))
	last := max(1, (longest+perPage-1)/perPage)
	at, err := strconv.Atoi(v.Query.Get("page"))
	if err != nil || at < 1 || at > last {
		at = 1
	}
	page.Pager = pager{Page: at, Last: last}
	if at > 1 {
		page.Pager.Before = documentLink(v, v.Key, "page", strconv.Itoa(at-1))
	}
	if at < last {
		page.Pager.After = documentLink(v, v.Key, "page", strconv.Itoa(at+1))
	}
	within := func(i int) bool { return i/perPage == at-1 }
	taken := q.reading.Taken(v.Timeline)
	for i := range q.reading.Missed {
		if within(i) {
			page.Missed = append(page.Missed, missed(v, q, i+1, taken[i+1]))
		}
	}
	for i, e := range q.list {
		if within(i) {
			page.Proposals = append(page.Proposals, proposalRow{
				i + 1, e.Span.DescribeFor(v.Zone(), v.Lang, edtf.Short), titleOf(v, e), proposalLink(v, v.Key, e.ID), v.Text("review.state." + standingKey(e)),
			})
		}
	}
}

// titleOf is the title of a proposal; words for one that was dropped, of which no
// title is left.
func titleOf(v *frame.Visit, e *events.Event) words.Run {
	if e.Status == events.Deleted {
		return words.Run{Text: v.Text("review.gone")}
	}
	return v.TitleOf(e)
}

// standingKey ends the key of the words for how a proposal stands.
func standingKey(e *events.Event) string {
	switch s := standingOf(e); {
	case s != "":
		return s
	case len(e.Proposal.Flags) > 0:
		return "doubt"
	}
	return "waiting"
}

func missed(v *frame.Visit, q *queue, n int, taken *events.Event) missedRow {
	m := q.reading.Missed[n-1]
	r := missedRow{Number: n, Lang: words.Tag(m.Lang), Why: inWords(v, m.Why()), Where: whereabouts(v, m.Section, m.Passage)}
	r.Before, r.Date, r.After = m.Parts()
	r.Reads = v.Text("review.notRead")
	if value, err := edtf.Parse(m.Date); err == nil {
		r.Reads = events.DescribeDate(value, v.Lang, edtf.Long)
	}
	for _, d := range m.Doubts() {
		r.Doubts = append(r.Doubts, inWords(v, d.Text))
	}
	switch {
	case taken != nil && taken.Status == events.Deleted:
		r.Said = v.Text("review.state." + standsDropped)
	case taken != nil:
		r.Taken, r.Said = proposalLink(v, v.Key, taken.ID), v.Text("review.taken")
	default:
		r.Take = v.Link("/new", "document", v.Key, "found", strconv.Itoa(n))
	}
	return r
}

// inWords are words of the review in the page's language.
func inWords(v *frame.Visit, l events.Localised) string {
	text, _ := l.In(v.Lang)
	return text
}

// whereabouts says where in the document a passage stands.
func whereabouts(v *frame.Visit, section string, q events.Quote) string {
	var parts []string
	if section != "" {
		parts = append(parts, section)
	}
	if q.Page > 0 {
		parts = append(parts, v.Text("review.pageN", q.Page))
	}
	if q.Line > 0 {
		parts = append(parts, v.Text("review.lineN", q.Line))
	}
	return v.Join(parts)
}

// outcome says what the form before has done to which proposal, and offers to
// take a decision back.
func outcome(v *frame.Visit, q *queue) *frame.Notice {
	key, id := v.Query.Get(frame.OutcomeKey), events.ID(v.Query.Get("of"))
	n := q.place(id)
	if n < 0 {
		return nil
	}
	text := v.Text("review.done."+key, n+1)
	if text == "review.done."+key || key == "" {
		return nil
	}
	e := q.list[n]
	notice := &frame.Notice{Bold: text}
	switch key {
	case "accepted", "kept", "dropped", "merged":
		if v.May(access.Review) {
			notice.Undo = &frame.Undo{Action: proposalLink(v, v.Key, e.ID), Label: v.Text("review.undo"), Fields: undoFields(e)}
		}
	}
	if site := v.OnSite(e); site != "" {
		notice.Links = []frame.Link{{Text: v.Text("edit.onSite"), Href: site}}
	}
	return notice
}

func undoFields(e *events.Event) []frame.Hidden {
	return []frame.Hidden{{Name: "do", Value: doUndo}, {Name: "rev", Value: strconv.FormatInt(int64(e.Rev), 10)}}
}
