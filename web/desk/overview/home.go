package overview

import (
	"context"
	"slices"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// Pages are the desk's first page, the list and the history.
type Pages struct {
	history History
	recent  recent
	tallies tallies
	people  func() []access.Account
	kept    Keeper
}

// New prepares the pages. People lists the accounts, for the filter of who
// changed something; kept keeps filters.
func New(h History, people func() []access.Account, kept Keeper) *Pages {
	return &Pages{history: h, people: people, kept: kept}
}

// homePage is what an editor finds in the morning.
type homePage struct {
	frame.Head
	Day       string
	Empty     bool
	Waiting   []countLine
	Care      []countLine
	Drafts    []item
	AllDrafts string
	Scheduled []item
	AllDue    string
	Changes   []change
	History   string
}

// countLine is a number that leads to the entries that were counted.
type countLine struct {
	N    int
	Text string
	Href string
}

type item struct {
	Title words.Run
	Href  string
	Meta  []string
}

const (
	draftsShown    = 5
	proposalsShown = 5 // documents of which each has a line
	changesShown   = 20
)

// Home is the desk's first page. Address: /.
func (p *Pages) Home(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	n := p.tallies.of(v.Timeline, v.Site.Languages)
	page := &homePage{
		Day:   events.DescribeDate(edtf.FromDay(edtf.DayOf(v.Now)), v.Lang, edtf.Long),
		Empty: n.total == 0, Waiting: waiting(v, n), Care: care(v, n),
		AllDrafts: v.Link("/list", "by", v.Who.By(), "status", string(events.Draft), "status", statusAmendment),
		AllDue:    v.Link("/list", "status", statusScheduled), History: v.Link("/history"),
	}
	for _, e := range n.scheduled[:min(len(n.scheduled), draftsShown)] {
		page.Scheduled = append(page.Scheduled, item{v.TitleOf(e), v.EntryLink(e.ID, ""), []string{v.Text("home.goesOut", v.Instant(e.Publish.At), v.Until(e.Publish.At))}})
	}
	states, err := p.recent.of(ctx, p.history, v.Timeline)
	if err != nil {
		return frame.Answer{}, err
	}
	page.Care = append(missed(v, states), page.Care...)
	page.Drafts = ownDrafts(v, states)
	if page.Changes, _, err = p.lines(ctx, v, reading{each(states), recentRead}, changesShown); err != nil {
		return frame.Answer{}, err
	}
	page.Head = v.Frame(frame.Heading{Title: v.Text("home.title"), Notice: welcome(v)})
	return frame.Show("overview/home", page), nil
}

// welcome greets somebody whose account has just begun.
func welcome(v *frame.Visit) *frame.Notice {
	if v.Query.Get(frame.OutcomeKey) != "begun" {
		return nil
	}
	a := v.Account()
	n := &frame.Notice{Bold: v.Text("home.welcome", a.ShownName()), Text: v.Text("home.look", v.Text("role."+string(a.Role)))}
	if v.May(access.WriteDrafts) {
		n.Text = v.Text("home.begin", v.Text("role."+string(a.Role)))
		n.Links = []frame.Link{{Text: v.Text("desk.new"), Href: v.Link("/new")}}
	}
	return n
}

// bySchedule is who publishes what is due, as the history names it.
var bySchedule = access.Duty(editing.ScheduleDuty).By()

// missed counts the drafts that could not go out when they were due, if there are
// any among those of late.
func missed(v *frame.Visit, states []events.State) []countLine {
	ids := map[events.ID]bool{}
	for i := range states {
		if s := &states[i]; s.Event != nil && s.By == bySchedule {
			ids[s.Event.ID] = true
		}
	}
	n := 0
	for id := range ids {
		if e, ok := v.Timeline.Event(id); ok && e.Status == events.Draft && e.Publish == nil {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	href := v.Link("/list", "by", bySchedule, "status", string(events.Draft), "status", statusAmendment, "status", statusProposal)
	return []countLine{{n, v.Text("home.missed"), href}}
}

// ownDrafts are the drafts that the account changed last, the newest first.
func ownDrafts(v *frame.Visit, states []events.State) []item {
	var list []item
	var seen []events.ID
	for i := range states {
		s := &states[i]
		if s.Event == nil || s.By != v.Who.By() || slices.Contains(seen, s.Event.ID) {
			continue
		}
		seen = append(seen, s.Event.ID)
		e, ok := v.Timeline.Event(s.Event.ID)
		if !ok || e.Status != events.Draft || e.Publish != nil {
			continue
		}
		meta := []string{e.Span.DescribeFor(v.Zone(), v.Lang, edtf.Short)}
		if e.Span.Unread != "" {
			meta[0] = v.Text("date.unread", e.Span.Unread)
		}
		saved := v.Text("home.saved", v.When(s.At))
		if e.Amends != nil {
			saved = v.Text("home.amendment", v.When(s.At))
		}
		list = append(list, item{v.TitleOf(e), v.EntryLink(e.ID, ""), append(meta, saved)})
		if len(list) == draftsShown {
			break
		}
	}
	return list
}

// waiting is what others have left to be decided.
func waiting(v *frame.Visit, n *tally) []countLine {
	list := []countLine{{n.status[statusAmendment], v.Text("home.amendments"), v.Link("/list", "status", statusAmendment)}}
	if len(n.proposals) > proposalsShown {
		return append(list, countLine{n.status[statusProposal], v.Text("home.proposals"), v.Link("/review")})
	}
	for _, document := range sortedKeys(n.proposals) {
		d := n.proposals[document]
		text := v.Text("home.proposalsFrom", d.title)
		if d.title == "" {
			text = v.Text("home.proposals")
		}
		href := v.Link("/review")
		if document != "" {
			href = v.Link("/review/" + document)
		}
		list = append(list, countLine{d.n, text, href})
	}
	return list
}

// care is what entries lack.
func care(v *frame.Visit, n *tally) []countLine {
	var list []countLine
	for _, lang := range v.Contents(nil) {
		list = append(list, countLine{n.missing[lang], v.Text("list.without", v.LanguageName(lang)), v.Link("/list", "lang-missing", lang)})
	}
	return append(list,
		countLine{n.outdated, v.Text("list.outdated"), v.Link("/list", "outdated", "1")},
		countLine{n.unsourced, v.Text("list.unsourced"), v.Link("/list", "unsourced", "1")},
		countLine{n.coarse, v.Text("list.coarse"), v.Link("/list", "coarse", "1")},
		countLine{n.noAlt, v.Text("list.noAlt"), v.Link("/list", "alt-missing", "1")},
		countLine{n.unread, v.Text("list.unread"), v.Link("/list", "unread", "1")},
		countLine{n.stale, v.Text("list.stale"), v.Link("/list", "stale", "1")},
	)
}

func sortedKeys(m map[string]*waitingDocument) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
