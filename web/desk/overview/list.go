package overview

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
	"almanac.example/web/words"
)

// listPage lists entries.
type listPage struct {
	frame.Head
	Sub      string
	Action   string
	Clear    string
	Narrowed bool
	Open     bool // the finer part of the filter is open
	Statuses []box
	Care     []box
	Text     frame.Field
	From, To frame.Field
	By       frame.Field
	Sort     frame.Field
	Hidden   []frame.Hidden // of the filter: what has no input
	Rows     []row
	Total    int
	Legend   []frame.LanguageState
	Pager    pager
	Reached  string // how far the history was searched
	Further  string // address that searches on
	Bulk     *Bulk
	Kept     []keptFilter
	Keep     *keepForm // nil: there is nothing to keep
	Forget   string    // address that keeps and forgets filters
	Query    string    // the filter, spelled
	None     string
}

// box is a tick box of the filter, with how many entries it leads to.
type box struct {
	Name, Value, Label string
	Checked            bool
	N                  int
}

// row is an entry of the list.
type row struct {
	ID     string
	Select string
	Date   string
	Titles []rowTitle
	Flags  []string
	State  frame.State
	Who    string
	When   string
}

type rowTitle struct {
	frame.LanguageState
	Said string // language and state, for those who listen
	Text words.Run
	Href string
	None string // there is no title in the language
}

// pager leads through the pages of the list.
type pager struct {
	Page, Last    int
	Before, After string
}

// Bulk offers to change many entries at once.
type Bulk struct {
	Action string
	All    string
	Query  string // the filter, spelled
	What   frame.Field
	Value  frame.Field
	Values []words.Run
	Again  bool // it was sent and refused: nothing can be ticked beside it any more
	Ticked int  // entries that were ticked when it was sent
	Every  bool // all that match were meant
}

// pageSize is how many entries the list shows at once.
const pageSize = 100

// List is the list of entries. Address: /list.
func (p *Pages) List(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	f, faults := ParseFilter(v, v.Query)
	f = p.named(f)
	page := &listPage{Action: v.Link("/list"), Clear: v.Link("/list"), Narrowed: f.narrows()}
	list, err := p.Matching(ctx, v, f, page)
	if err != nil {
		return frame.Answer{}, err
	}
	n := p.tallies.of(v.Timeline, v.Site.Languages)
	page.Total = len(list)
	page.Sub = v.Text("list.sub", len(list), n.total)
	page.arrangeFilter(v, f, n)
	page.By = p.byField(v, f)
	page.paged(v, f, len(list))
	from := (page.Pager.Page - 1) * pageSize
	for _, e := range list[from:min(from+pageSize, len(list))] {
		page.Rows = append(page.Rows, rowOf(v, e, p.history.author(ctx, e)))
	}
	for _, state := range []string{frame.LanguageDone, frame.LanguageOutdated, frame.LanguageMissing} {
		page.Legend = append(page.Legend, frame.LanguageState{State: state, Word: v.Text("lang." + state)})
	}
	if v.May(access.EditMany) && len(list) > 0 {
		page.Bulk = NewBulk(v, f, len(list))
	}
	switch page.None = v.Text("list.none"); {
	case n.total == 0:
		page.None = v.Text("list.empty")
	case page.Reached != "":
		page.None = v.Text("list.noneYet")
	}
	p.arrangeKept(v, page, f)
	page.Head = v.Frame(frame.Heading{Title: v.Text("list.title"), Nav: "entries", Faults: faults, Notice: listNotice(v)})
	return frame.Refuse("overview/list", page), nil
}

// listNotice says what the form before has done.
func listNotice(v *frame.Visit) *frame.Notice {
	switch done := v.Query.Get(frame.OutcomeKey); done {
	case "deleted":
		return &frame.Notice{Bold: v.Text("done.deleted"), Text: v.Text("done.deleted.more")}
	case "kept", "forgotten":
		return &frame.Notice{Bold: v.Text("filters.done." + done)}
	}
	return nil
}

// Matching lists the entries that a filter lets through, in its order. page, if
// not nil, is told how far the history was searched.
func (p *Pages) Matching(ctx context.Context, v *frame.Visit, f Filter, page *listPage) ([]*events.Event, error) {
	f = p.named(f)
	n := p.tallies.of(v.Timeline, v.Site.Languages)
	if f.By == "" && f.Batch == "" {
		return f.list(v, n, nil), nil
	}
	reach := max(f.Reach, lookedAt)
	was, err := p.history.look(ctx, f, reach)
	if err != nil {
		return nil, err
	}
	if page != nil && was.reached != nil {
		page.Reached = v.Text("list.reached", v.When(was.reached.At))
		further := f
		further.Reach = reach * 4
		page.Further = v.Link("/list") + "?" + further.Values().Encode()
	}
	return f.list(v, n, was.ids), nil
}

// named is the filter with the account in place of the name somebody signs in
// with, which is what people know.
func (p *Pages) named(f Filter) Filter {
	if f.By == "" {
		return f
	}
	for _, a := range p.people() {
		if a.Name == f.By {
			f.By = "account:" + a.ID
		}
	}
	return f
}

// arrangeFilter fills in the filter's form.
func (page *listPage) arrangeFilter(v *frame.Visit, f Filter, n *tally) {
	for _, s := range statusWords {
		if n.status[s] > 0 || slices.Contains(f.Statuses, s) {
			page.Statuses = append(page.Statuses, box{"status", s, v.Text("state." + s), slices.Contains(f.Statuses, s), n.status[s]})
		}
	}
	for _, lang := range v.Contents(nil) {
		page.Care = append(page.Care, box{"lang-missing", lang, v.Text("list.boxWithout", v.LanguageName(lang)), slices.Contains(f.Missing, lang), n.missing[lang]})
	}
	page.Care = append(page.Care,
		box{"outdated", "1", v.Text("list.boxOutdated"), f.Outdated, n.outdated}, box{"unsourced", "1", v.Text("list.boxUnsourced"), f.Unsourced, n.unsourced},
		box{"coarse", "1", v.Text("list.boxCoarse"), f.Coarse, n.coarse}, box{"alt-missing", "1", v.Text("list.boxNoAlt"), f.NoAlt, n.noAlt},
		box{"unread", "1", v.Text("list.boxUnread"), f.Unread, n.unread}, box{"stale", "1", v.Text("list.boxStale"), f.Stale, n.stale})
	q := f.Selection.Values()
	page.Text = frame.Field{ID: "lq", Name: "q", Type: "search", Label: v.Text("list.key.q"), Value: q.Get("q"), Max: 200}
	page.From = frame.Field{ID: "lfrom", Name: "from", Label: v.Text("list.key.from"), Value: q.Get("from"), Max: 60}
	page.To = frame.Field{ID: "lto", Name: "to", Label: v.Text("list.key.to"), Value: q.Get("to"), Max: 60}
	page.Sort = frame.Field{ID: "lso", Name: "sort", Type: "select", Label: v.Text("list.sort"), Options: []frame.Option{
		{Value: "", Label: v.Text("list.byDate"), Chosen: f.Sort == ""}, {Value: sortChanged, Label: v.Text("list.byChange"), Chosen: f.Sort == sortChanged},
	}}
	page.Open = f.By != "" || f.Sort != ""
	for _, key := range slices.Sorted(keysOf(q)) {
		for _, value := range q[key] {
			if !slices.Contains([]string{"q", "from", "to", "status"}, key) {
				page.Hidden = append(page.Hidden, frame.Hidden{Name: key, Value: value})
			}
		}
	}
	if f.Batch != "" {
		page.Hidden = append(page.Hidden, frame.Hidden{Name: "batch", Value: f.Batch})
	}
}

func keysOf(q url.Values) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range q {
			if !yield(key) {
				return
			}
		}
	}
}

// byField lets one choose who changed an entry.
func (p *Pages) byField(v *frame.Visit, f Filter) frame.Field {
	field := frame.Field{ID: "lby", Name: "by", Type: "select", Label: v.Text("list.by"), Options: []frame.Option{{Value: "", Label: v.Text("list.anyone")}}}
	known := f.By == ""
	for _, a := range p.people() {
		by := "account:" + a.ID
		known = known || by == f.By
		field.Options = append(field.Options, frame.Option{Value: by, Label: a.ShownName(), Chosen: by == f.By})
	}
	if !known {
		label := f.By
		if f.By == bySchedule {
			label = v.Text("list.bySchedule")
		}
		field.Options = append(field.Options, frame.Option{Value: f.By, Label: label, Chosen: true})
	}
	return field
}

// paged finds the page that is asked for.
func (page *listPage) paged(v *frame.Visit, f Filter, total int) {
	last := max(1, (total+pageSize-1)/pageSize)
	n, err := strconv.Atoi(v.Query.Get("page"))
	if err != nil || n < 1 {
		n = 1
	}
	n = min(n, last)
	page.Pager = pager{Page: n, Last: last}
	to := func(n int) string {
		q := f.Values()
		if n > 1 {
			q.Set("page", strconv.Itoa(n))
		}
		if len(q) == 0 {
			return v.Link("/list")
		}
		return v.Link("/list") + "?" + q.Encode()
	}
	if n > 1 {
		page.Pager.Before = to(n - 1)
	}
	if n < last {
		page.Pager.After = to(n + 1)
	}
}

// rowOf arranges one entry: its titles under each other, each behind the circle
// of its language.
func rowOf(v *frame.Visit, e *events.Event, who string) row {
	title := v.TitleOf(e)
	r := row{
		ID: string(e.ID), Select: v.Text("list.select", title.Text), State: v.StateOf(e), Who: who, When: v.When(e.Updated),
		Date: e.Span.DescribeFor(v.Zone(), v.Lang, edtf.Short),
	}
	if e.Span.Unread != "" {
		r.Date = v.Text("date.unread", e.Span.Unread)
	}
	linked := false
	for _, lang := range v.Contents(e) {
		state := v.LanguageStateOf(e, lang)
		t := rowTitle{LanguageState: state, Said: v.Text("list.said", v.LanguageName(lang), state.Word)}
		if text := e.Text[lang].Title; text != "" {
			t.Text = v.Run(text, lang)
			if !linked {
				t.Href, linked = v.EntryLink(e.ID, ""), true
			}
		} else {
			t.None = v.Text("list.noTitle", v.LanguageName(lang))
		}
		r.Titles = append(r.Titles, t)
	}
	for _, flag := range []struct {
		on  bool
		key string
	}{{e.Key, "list.flagKey"}, {len(e.Sources) == 0, "list.flagUnsourced"}, {isCoarse(e), "list.flagCoarse"}, {lacksAlt(e), "list.flagNoAlt"}, {e.Repeat != nil, "list.flagRepeats"}} {
		if flag.on {
			r.Flags = append(r.Flags, v.Text(flag.key))
		}
	}
	if e.Becomes != "" {
		r.Flags = append(r.Flags, v.Text("list.becomes", v.Text("state."+string(e.Becomes))))
	}
	return r
}

// NewBulk is the offer for the n entries that a filter lets through.
func NewBulk(v *frame.Visit, f Filter, n int) *Bulk {
	b := &Bulk{
		Action: v.Link("/bulk"), Query: f.Values().Encode(), All: v.Text("list.all", n),
		What:  frame.Field{ID: "bop", Name: "op", Type: "select", Label: v.Text("bulk.what")},
		Value: frame.Field{ID: "bval", Name: "value", Label: v.Text("bulk.value"), Value: v.Form.Line("value"), List: "bvals", Autocomplete: "off", Class: "s14"},
	}
	for _, op := range []string{"add-tag", "remove-tag", "place", "key", "no-key", "publish", "withdrawn", "deleted"} {
		b.What.Options = append(b.What.Options, frame.Option{Value: op, Label: v.Text("bulk." + op), Chosen: v.Form.Line("op") == op})
	}
	for _, tag := range v.Timeline.Site().Tags {
		if name, lang := tag.Name.In(v.Lang); !tag.Retired && name != "" {
			b.Values = append(b.Values, v.Run(name, lang))
		}
	}
	for _, c := range v.Timeline.Count().Places {
		if name, lang := v.Timeline.PlaceName(c.Slug).In(v.Lang); name != "" && len(b.Values) < 200 {
			b.Values = append(b.Values, v.Run(name, lang))
		}
	}
	return b
}

// Describe words a filter that was sent along, for the page that changes many.
func Describe(v *frame.Visit, f Filter) string {
	if text := f.words(v); strings.TrimSpace(text) != "" {
		return text
	}
	return v.Text("list.everything")
}
