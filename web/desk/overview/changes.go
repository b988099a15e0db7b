package overview

import (
	"context"
	"fmt"
	"iter"
	"strconv"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/compare"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// change is a line of the history: one state, or all of a batch.
type change struct {
	When, Who string
	Title     words.Run
	Href      string
	What      string
	Called    frame.Note // what the batch is called, in the words of who made it
	Why       frame.Note
	Undo      *frame.Undo
	N         int // states of entries

	batch    string
	document events.DocumentName // of the first state that is one
	label    string
	last     events.Rev
	more     bool // the reading ended within the batch
}

// reading is a history that is read, newest first, of at most so many states.
type reading struct {
	states iter.Seq2[events.State, error]
	most   int
}

// lines tells past states of the record, each batch as one line, at most limit
// lines. The revision is that of the oldest state told, 0 if nothing is older.
func (p *Pages) lines(ctx context.Context, v *frame.Visit, r reading, limit int) ([]change, events.Rev, error) {
	var list []change
	at := map[string]int{}
	read, oldest := 0, events.Rev(0)
	last := "" // batch of the state that was read last
	for s, err := range r.states {
		if err != nil {
			return nil, 0, fmt.Errorf("reading the history: %w", err)
		}
		read++
		if last = ""; s.Batch != nil {
			last = s.Batch.ID
			if i, ok := at[s.Batch.ID]; ok {
				list[i].alsoOf(v, &s)
				oldest = s.Rev
				continue
			}
		}
		if len(list) == limit {
			return finished(v, list), oldest, nil
		}
		oldest = s.Rev
		line, err := p.lineOf(ctx, v, &s)
		if err != nil {
			return nil, 0, err
		}
		list = append(list, line)
		if s.Batch != nil {
			at[s.Batch.ID] = len(list) - 1
		}
	}
	if read < r.most {
		return finished(v, list), 0, nil
	}
	if i, ok := at[last]; ok && oldest > 1 {
		list[i].more = true
	}
	return finished(v, list), oldest, nil
}

// alsoOf counts another state of the batch. What it did to entries is named before
// what that meant for the vocabulary.
func (c *change) alsoOf(v *frame.Visit, s *events.State) {
	c.last = s.Rev
	if s.Event == nil {
		return
	}
	if c.N++; c.N == 1 {
		c.Title = v.TitleOf(s.Event)
	}
}

// lineOf is the line of one state.
func (p *Pages) lineOf(ctx context.Context, v *frame.Visit, s *events.State) (change, error) {
	c := change{When: v.When(s.At), Who: authorOf(v, s), last: s.Rev, Why: v.Note(s.Note)}
	if s.Event != nil {
		c.N = 1
	}
	if s.Batch != nil {
		c.batch, c.label = s.Batch.ID, s.Batch.Label
		c.What = v.Text("batch." + string(s.Batch.Kind))
		if s.Batch.Kind == events.BatchBulk || s.Batch.Kind == events.BatchUndo {
			c.Href = v.Link("/batch/" + s.Batch.ID)
		}
		if s.Batch.Kind == events.BatchEdit && s.Document != nil || s.Event != nil && s.Event.Status == events.Draft && s.By == bySchedule {
			c.What = "" // the note says that it did not go out
		}
	}
	switch {
	case s.Document != nil:
		c.Title, c.document = words.Run{Text: DocumentText(v, s.Document.Name)}, s.Document.Name
		return c, nil
	case s.Event == nil:
		return c, nil
	case s.Event.Status == events.Deleted:
		c.What, c.Title = v.Text("state.deleted"), words.Run{Text: s.Event.Slug}
	case s.Redacted != nil:
		c.What = v.Text("history.redacted")
		if now, ok := v.Timeline.Event(s.Event.ID); ok {
			c.Title = v.TitleOf(now)
		}
		return c, nil
	default:
		c.Title = v.TitleOf(s.Event)
	}
	if c.batch != "" {
		return c, nil
	}
	switch {
	case s.Event.Status != events.Deleted:
		c.Href = v.EntryLink(s.Event.ID, "history")
	case v.May(access.BackUp):
		c.Href = v.EntryLink(s.Event.ID, "redact") // the one thing that can be done to its history
	}
	before, err := p.before(ctx, s)
	switch {
	case err != nil:
		return c, err
	case s.Event.Status == events.Deleted:
	case before == nil:
		c.What = v.Text("history.added")
	default:
		c.What = compare.Names(v, editing.Changed(before, s.Event))
	}
	return c, nil
}

// authorOf is who made a state.
func authorOf(v *frame.Visit, s *events.State) string {
	if s.By == bySchedule {
		return v.Text("log.bySchedule")
	}
	return s.Author
}

// before is the state that an event had before another; nil if there was none.
func (p *Pages) before(ctx context.Context, s *events.State) (*events.Event, error) {
	for b, err := range p.history(ctx, events.HistoryQuery{ID: s.Event.ID, Before: s.Rev, Limit: 1}) {
		if err != nil {
			return nil, fmt.Errorf("reading the history of entry %q: %w", s.Event.ID, err)
		}
		return b.Event, nil
	}
	return nil, nil //nolint:nilnil // the first state has none before it, which is no error
}

// DocumentText is what a document of the site is called on the desk.
func DocumentText(v *frame.Visit, name events.DocumentName) string {
	switch name {
	case events.DocumentSite, events.DocumentTags, events.DocumentPlaces, events.DocumentViews:
		return v.Text("document." + string(name))
	}
	return v.Text("document.text")
}

// finished counts what a batch changed, and offers to take it back.
func finished(v *frame.Visit, list []change) []change {
	for i := range list {
		c := &list[i]
		if c.batch == "" {
			continue
		}
		if c.N > 1 {
			c.Title = words.Run{Text: v.Entries(c.N)}
			if c.more {
				c.Title.Text = v.Text("log.andMore", c.Title.Text)
			}
		}
		if c.label != "" {
			c.Called = v.Note(c.label)
		}
		label := v.Text("batch.takeBack")
		if c.N == 0 {
			label = v.Text("batch.takeBackOne")
		}
		if v.May(editing.DocumentNeeds(c.document)) && v.May(access.EditMany) {
			c.Undo = &frame.Undo{Action: v.Link("/batch/" + c.batch), Label: label, Fields: []frame.Hidden{{Name: "do", Value: "undo"}}}
		}
	}
	return list
}

// historyPage is the history of the whole record.
type historyPage struct {
	frame.Head
	Changes []change
	Reached string
	Older   string
}

// linesMost is how many lines of the history a page shows.
const linesMost = 100

// statesMost bounds how many states are read for a page of the history.
const statesMost = 5000

// History is the page of all changes. Address: /history.
func (p *Pages) History(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	before, _ := strconv.ParseInt(v.Query.Get("before"), 10, 64)
	states := p.history.Everything(ctx, v.Timeline, events.HistoryQuery{Before: events.Rev(max(0, before)), Limit: statesMost})
	list, oldest, err := p.lines(ctx, v, reading{states, statesMost}, linesMost)
	if err != nil {
		return frame.Answer{}, err
	}
	page := &historyPage{Changes: list}
	if oldest > 1 {
		page.Reached = v.Text("log.reached", int64(oldest))
		page.Older = v.Link("/history", "before", strconv.FormatInt(int64(oldest), 10))
	}
	page.Head = v.Frame(frame.Heading{Title: v.Text("log.title"), Nav: "history"})
	return frame.Show("overview/history", page), nil
}
