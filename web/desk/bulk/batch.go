package bulk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
	"almanac.example/web/desk/overview"
	"almanac.example/web/editing"
)

// batchPage tells what became of a batch, or how far it is.
type batchPage struct {
	frame.Head
	Headline string
	Sub      string
	Going    bool
	Squares  []bool // done or not, one an entry; none if there are too many
	Share    int    // done of a hundred
	Action   string
	Left     []leftOver
	LeftN    int
	See      string
	SeeText  string
	Entries  bool // it is about entries, and not about the vocabulary or the site alone
}

// squaresMost is up to how many entries each has a square of its own.
const squaresMost = 60

// refreshEvery is after how many seconds the page of a run renews itself.
const refreshEvery = 2

// Batch is the page of one batch. Address: /batch/ID.
func (p *Pages) Batch(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	if v.Sent {
		return p.decide(ctx, v)
	}
	n, ok := p.runs.find(v.Key)
	if !ok {
		var err error
		if n, err = p.remembered(ctx, v.Timeline, v.Key); err != nil {
			return frame.Answer{}, err
		}
	}
	page := &batchPage{Action: v.Link("/batch/" + v.Key), Going: !n.ended, LeftN: len(n.left), See: v.Link("/list", "batch", n.id), SeeText: v.Text("batch.see"), Entries: true}
	a := frame.Answer{Template: "bulk/batch", Page: page}
	heading := frame.Heading{Nav: "entries"}
	switch {
	case page.Going:
		a.Refresh = refreshEvery
		page.Headline, page.Sub = v.Text("batch.going", n.total, n.done), n.label
		page.Share = 100 * n.done / max(1, n.total)
		if n.total <= squaresMost {
			for i := range n.total {
				page.Squares = append(page.Squares, i < n.done)
			}
		}
	default:
		page.Headline, heading.Notice = v.Text("batch.done"), doneNotice(v, &n)
		if n.total == 0 {
			page.See = "" // it changed no entry
		}
	}
	crumb := crumbs(v, v.Text("bulk.crumb"))
	if documents := slices.Concat(n.documents, n.leftDocuments); page.See == "" && len(n.left) == 0 && len(documents) > 0 {
		page.Entries = false
		heading.Nav, heading.Tab = standing(documents[0])
		page.See, page.SeeText = v.Link(heading.Tab), v.Text("batch.backTo", overview.DocumentText(v, documents[0]))
		crumb = []frame.Link{{Text: overview.DocumentText(v, documents[0]), Href: page.See}, {Text: page.Headline, Current: true}}
	}
	for _, l := range n.left[:min(len(n.left), leftMost)] {
		page.Left = append(page.Left, left(v, l))
	}
	heading.Title, heading.Crumbs = page.Headline, crumb
	page.Head = v.Frame(heading)
	return a, nil
}

// standing is the page on which a document of the site is changed: the item of the
// navigation, and its path.
func standing(name events.DocumentName) (nav, path string) {
	switch name {
	case events.DocumentTags, events.DocumentPlaces, events.DocumentViews:
		return "vocabulary", "/" + string(name)
	}
	return "site", "/site"
}

// doneNotice says what was done, and offers to take it back.
func doneNotice(v *frame.Visit, n *run) *frame.Notice {
	notice := &frame.Notice{Bold: v.Text("batch.changed", len(n.changed), n.label)}
	switch {
	case n.undoes != "":
		notice.Bold, notice.Text = undoneText(v, n)
	case len(n.changed) == 0 && len(n.documents) > 0:
		notice.Bold = v.Text("batch.changedDocument", n.label)
	case n.err != nil:
		notice.Text = v.Text("batch.failed")
	case n.stopped:
		notice.Text = v.Text("batch.stopped")
	}
	if len(n.changed)+len(n.documents) > 0 && v.May(access.EditMany) {
		label := v.Text("batch.takeBack")
		if len(n.changed) == 0 {
			label = v.Text("batch.takeBackOne")
		}
		notice.Undo = &frame.Undo{Action: v.Link("/batch/" + n.id), Label: label, Fields: []frame.Hidden{{Name: "do", Value: "undo"}}}
	}
	return notice
}

// undoneText says what an undo brought back, and which documents it had to leave.
func undoneText(v *frame.Visit, n *run) (bold, text string) {
	back, left := named(v, n.documents), named(v, n.leftDocuments)
	switch {
	case len(n.changed) == 0 && back != "":
		bold = v.Text("batch.undoneDocuments", back)
	case len(n.changed) == 0 && left != "" && len(n.left) == 0:
		return v.Text("batch.leftDocuments", left), ""
	default:
		bold = v.Text("batch.undone", len(n.changed))
		if back != "" {
			text = v.Text("batch.undoneAlso", back)
		}
	}
	if left != "" {
		text = strings.TrimSpace(text + " " + v.Text("batch.leftDocuments", left))
	}
	return bold, text
}

// named lists documents in words.
func named(v *frame.Visit, list []events.DocumentName) string {
	var words []string
	for _, name := range list {
		words = append(words, overview.DocumentText(v, name))
	}
	return v.Join(words)
}

// remembered is a batch as the history tells it.
func (p *Pages) remembered(ctx context.Context, t *timeline.Timeline, id string) (run, error) {
	n := run{id: id, ended: true}
	seen := map[events.ID]bool{}
	for s, err := range p.history.Everything(ctx, t, events.HistoryQuery{}) {
		if err != nil {
			return n, fmt.Errorf("reading the history: %w", err)
		}
		if s.Batch == nil || s.Batch.ID != id {
			continue
		}
		n.label, n.undoes = s.Batch.Label, s.Batch.Undoes
		switch {
		case s.Event != nil && !seen[s.Event.ID]:
			seen[s.Event.ID] = true
			n.changed = append(n.changed, s.Event.ID)
		case s.Document != nil && !slices.Contains(n.documents, s.Document.Name):
			n.documents = append(n.documents, s.Document.Name)
		}
	}
	if len(n.changed)+len(n.documents) == 0 {
		return n, fmt.Errorf("batch %q: %w", id, events.ErrNotFound)
	}
	n.total, n.done = len(n.changed), len(n.changed)
	return n, nil
}

// decide stops a run, or takes a batch back.
func (p *Pages) decide(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	switch v.Do() {
	case "stop":
		p.runs.halt(v.Key)
		p.runs.await(ctx, v.Key)
	case "undo":
		u, err := p.editor.Undo(ctx, editing.Act{Who: v.Who}, v.Key)
		if err != nil {
			return frame.Answer{}, err
		}
		n := &run{id: u.Batch.ID, undoes: v.Key, began: v.Now, total: len(u.Changed), done: len(u.Changed), changed: u.Changed, left: u.Left, documents: u.Documents, ended: true}
		for _, l := range u.LeftDocuments {
			n.leftDocuments = append(n.leftDocuments, l.Name)
		}
		p.runs.keep(n)
		if slices.ContainsFunc(u.Documents, func(name events.DocumentName) bool { nav, _ := standing(name); return nav == "site" }) {
			if err := p.audit(ctx, v.Who, access.AuditEntry{Kind: access.AuditSettings, Detail: "site taken back"}); err != nil {
				return frame.Answer{}, err
			}
		}
		return frame.See(v.Link("/batch/" + u.Batch.ID)), nil
	}
	return frame.See(v.Link("/batch/" + v.Key)), nil
}
