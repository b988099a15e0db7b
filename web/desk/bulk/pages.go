package bulk

import (
	"context"
	"errors"
	"html/template"
	"net/url"
	"slices"
	"strconv"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
	"almanac.example/web/desk/overview"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// Pages are the pages on which many entries are changed.
type Pages struct {
	editor   *editing.Editor
	overview *overview.Pages
	history  overview.History
	audit    Audit
	runs     *runs
}

// Audit enters what was done to settings.
type Audit func(ctx context.Context, who access.Principal, e access.AuditEntry) error

// New prepares the pages. overview knows which entries a filter means.
func New(editor *editing.Editor, o *overview.Pages, history overview.History, audit Audit) *Pages {
	return &Pages{editor, o, history, audit, newRuns()}
}

// Close stops the changes that go on, each after the commit it is in.
func (p *Pages) Close() { p.runs.close() }

// planPage shows what a change of many would do.
type planPage struct {
	frame.Head
	Headline string
	Sub      string
	Action   string
	Hidden   []frame.Hidden
	Sums     []sum
	Samples  []sample
	Column   string
	See      string // address of all of them
	Seen     []string
	Left     []leftOver
	Note     frame.Field
	Button   string // "" if there is nothing to do
	List     string // address that leaves everything as it is
	Leave    string // words that lead there
	Red      bool
	Again    *overview.Bulk // the form once more, where something is missing; nil otherwise
}

type sum struct {
	N     int
	Label string
}

type sample struct {
	Date   string
	Title  words.Run
	Href   string
	Change template.HTML
}

// leftOver is an entry that is left as it is, and why.
type leftOver struct {
	Title words.Run
	Href  string
	Why   string
}

const (
	samplesMost = 10
	leftMost    = 100 // entries that were left out, shown by name
)

const doGo = "go"

// Plan shows what a change would do, and does it when that is confirmed.
// Address: /bulk.
func (p *Pages) Plan(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	ids, sub, err := p.meant(ctx, v)
	if err != nil {
		return frame.Answer{}, err
	}
	c, faults := changeOf(v)
	if len(ids) == 0 {
		faults.Add("scope", v.Text("bulk.legend"), v.Text("bulk.noneTicked"))
	}
	if len(faults) > 0 {
		return p.refused(ctx, v, faults)
	}
	return p.Propose(ctx, v, c.proposed(v, ids, sub))
}

// Propose shows what a change would do, and does it when that is confirmed: the
// page's own form is sent to the address of the visit.
func (p *Pages) Propose(ctx context.Context, v *frame.Visit, c Change) (frame.Answer, error) {
	planned, err := p.editor.Plan(editing.Act{Who: v.Who}, c.IDs, c.Edit)
	if err != nil {
		return frame.Answer{}, err
	}
	page := arrange(v, &c, planned)
	if v.Do() == doGo && page.Button != "" && v.Form.Number("expect") == int64(page.Sums[0].N) {
		return p.carryOut(ctx, v, &c)
	}
	page.Sums = append(page.Sums, sum{len(c.IDs) - len(planned), v.Text("bulk.already")})
	page.Head = v.Frame(frame.Heading{Title: page.Headline, Nav: c.Nav, Alone: true, Crumbs: c.Crumbs})
	return frame.Show("bulk/plan", page), nil
}

func crumbs(v *frame.Visit, here string) []frame.Link {
	return []frame.Link{{Text: v.Text("desk.nav.entries"), Href: v.Link("/list")}, {Text: here, Current: true}}
}

// meant are the entries that are ticked, or all that the filter lets through.
func (p *Pages) meant(ctx context.Context, v *frame.Visit) ([]events.ID, string, error) {
	if v.Form.Line("scope") != "all" {
		var ids []events.ID
		for _, id := range v.Form.All("id") {
			ids = append(ids, events.ID(id))
		}
		return ids, v.Text("bulk.ticked", len(ids)), nil
	}
	q, err := url.ParseQuery(v.Form.Line("filter"))
	if err != nil {
		q = url.Values{}
	}
	f, faults := overview.ParseFilter(v, q)
	if len(faults) > 0 {
		return nil, "", nil // what is not understood must not mean everything
	}
	list, err := p.overview.Matching(ctx, v, f, nil)
	ids := make([]events.ID, len(list))
	for i, e := range list {
		ids[i] = e.ID
	}
	return ids, v.Text("bulk.match", len(ids), overview.Describe(v, f)), err
}

// refused says what is missing before a change can be shown, and asks again with
// what was ticked and typed.
func (p *Pages) refused(ctx context.Context, v *frame.Visit, faults frame.Faults) (frame.Answer, error) {
	q, err := url.ParseQuery(v.Form.Line("filter"))
	if err != nil {
		q = url.Values{}
	}
	f, _ := overview.ParseFilter(v, q) // what is not understood is left out, as the list does
	list, err := p.overview.Matching(ctx, v, f, nil)
	if err != nil {
		return frame.Answer{}, err
	}
	again := overview.NewBulk(v, f, len(list))
	again.Again, again.Ticked, again.Every = true, len(v.Form.All("id")), v.Form.Line("scope") == "all"
	again.What.Fault, again.Value.Fault = faults.Of("bop"), faults.Of("bval")
	page := &planPage{
		Headline: v.Text("bulk.crumb"), List: v.Link("/list") + query(v), Leave: v.Text("bulk.leave"), Again: again,
		Action: again.Action, Hidden: v.Form.Hidden("account", "do", "filter", "scope", "op", "value"),
	}
	page.Head = v.Frame(frame.Heading{Title: page.Headline, Nav: "entries", Alone: true, Faults: faults, Crumbs: crumbs(v, v.Text("bulk.crumb"))})
	return frame.Refuse("bulk/plan", page), nil
}

// query is the filter that was sent along, to go back to it.
func query(v *frame.Visit) string {
	if f := v.Form.Line("filter"); f != "" {
		return "?" + f
	}
	return ""
}

func arrange(v *frame.Visit, c *Change, planned []editing.Planned) *planPage {
	page := &planPage{
		Sub: c.Sub, Action: v.Link(v.Path), Hidden: v.Form.Hidden("account", "do", "note", "expect"), List: c.Back.Href, Leave: c.Back.Text,
		Column: c.Column, Red: c.Edit.Delete,
		Note: frame.Field{ID: "note", Name: "note", Label: v.Text("edit.note"), Optional: v.Text("edit.noteOptional"), Value: v.Form.Line("note"), Max: 2000},
	}
	will, public := 0, 0
	for i := range planned {
		plan := &planned[i]
		if plan.Err != nil {
			if len(page.Left) < leftMost {
				page.Left = append(page.Left, left(v, editing.Left{ID: plan.Before.ID, Err: plan.Err}))
			}
			continue
		}
		will++
		if plan.Before.Status.Public() || plan.After != nil && plan.After.Status.Public() {
			public++
		}
		if len(page.Samples) < samplesMost {
			page.Samples = append(page.Samples, sample{
				Date:  plan.Before.Span.DescribeFor(v.Zone(), v.Lang, edtf.Compact),
				Title: v.TitleOf(plan.Before), Href: v.EntryLink(plan.Before.ID, ""), Change: c.shown(v, plan),
			})
		}
	}
	page.Headline = v.Text("bulk.title", c.Label, will)
	page.Sums = []sum{{will, v.Text("bulk.will")}}
	page.Seen = c.Seen(public, will-public)
	page.Hidden = append(page.Hidden, frame.Hidden{Name: "expect", Value: strconv.Itoa(will)})
	if will > 0 {
		page.Button = v.Text("bulk.button", will)
		if c.Edit.Delete {
			page.Button = v.Text("bulk.buttonDelete", will)
		}
	}
	return page
}

// left words why an entry is left as it is.
func left(v *frame.Visit, l editing.Left) leftOver {
	out := leftOver{Title: words.Run{Text: string(l.ID)}, Why: v.Text("bulk.leftChanged")}
	if e, ok := v.Timeline.Event(l.ID); ok && e.Status != events.Deleted {
		out.Title, out.Href = v.TitleOf(e), v.EntryLink(e.ID, "")
	}
	var invalid *events.Invalid
	var denied *access.Denied
	switch {
	case errors.Is(l.Err, events.ErrNotFound):
		out.Why = v.Text("bulk.leftGone")
	case errors.As(l.Err, &denied):
		out.Why = v.Text("bulk.leftDenied")
	case errors.As(l.Err, &invalid):
		out.Why = v.Text("bulk.leftInvalid")
		if slices.ContainsFunc(invalid.Problems, func(p events.Problem) bool { return p.Field == "image.alt" }) {
			out.Why = v.Text("bulk.leftAlt")
		}
	}
	return out
}

// carryOut begins the change, and waits a little for its end.
func (p *Pages) carryOut(ctx context.Context, v *frame.Visit, c *Change) (frame.Answer, error) {
	batch := events.NewBatch(events.BatchBulk, c.Label)
	act := editing.Act{Who: v.Who, Note: v.Form.Line("note"), Batch: batch}
	n := &run{id: batch.ID, label: batch.Label, began: v.Now}
	if c.Then != nil {
		n.then = func(ctx context.Context) error { return c.Then(ctx, act) }
	}
	p.runs.start(n, c.IDs, func(ctx context.Context, part []events.ID) (editing.Batched, error) {
		return p.editor.EditMany(ctx, act, part, c.Edit)
	})
	p.runs.await(ctx, batch.ID)
	return frame.See(v.Link("/batch/" + batch.ID)), nil
}
