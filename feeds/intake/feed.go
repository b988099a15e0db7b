package intake

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
)

// Feed is what a source that is read again and again says: a calendar file or
// the address of one.
type Feed struct {
	Events []*events.Event   // each valid, its ID made of what the source calls it
	Tags   []events.Tag      // names of tags of the events that the record does not know
	Memory Memory            // of earlier imports of the source; see Recall
	Says   events.FeedMemory // the source and the validators of this answer
	Part   bool              // of the source: what is not there has not gone
	// Own is what the record's own calendar says of events that the source did
	// not bring: with it an edited copy of that calendar changes what was edited.
	Own map[events.ID]*events.Event
}

// Removal says what becomes of events that a source brought and no longer has.
type Removal string

// The ways to remove.
const (
	RemoveNone   Removal = ""    // nothing goes: most feeds show a moving window
	RemoveComing Removal = "yes" // what is over stays; a feed that lost more than half is refused
	RemoveAll    Removal = "all" // everything goes
)

// ErrLost means that a source lost so much that it is hardly meant.
var ErrLost = errors.New("lost more than half of what it had")

// source is what Apply remembers of a feed.
type source struct {
	memory Memory
	says   events.FeedMemory
	said   map[events.ID]sayings // of each event that was read
	kept   []events.ID           // what it brought earlier, of a part that does not have it
}

// Clash is an event of which feed and editors have changed the same fields.
type Clash struct {
	ID     events.ID
	Fields []Field
}

// PlanFeed plans the import of a feed. The events are the plan's from now on.
// It refuses one that lost too much (ErrLost), if that is to be removed.
func PlanFeed(t *timeline.Timeline, f Feed, o Options) (*Plan, error) {
	o.Announce.Apply(t, o.today(), f.Events...)
	p := &Plan{
		now: o.Now, Documents: o.documents(t, &events.Site{Tags: f.Tags}),
		source: &source{memory: f.Memory, says: f.Says, said: make(map[events.ID]sayings, len(f.Events))},
	}
	w := planner{proposer: proposer{plan: p, timeline: t, options: o, slugs: newSlugs(t)}, feed: f}
	for _, e := range f.Events {
		p.source.said[e.ID] = said(e)
		p.Items = append(p.Items, w.item(e))
	}
	p.Notes = append(p.Notes, w.strayInstances()...)
	return p, w.gone()
}

// planner makes the plan of a feed.
type planner struct {
	proposer
	feed Feed
}

// item is what becomes of one event of the feed.
func (w *planner) item(e *events.Event) Item {
	if e.Origin != nil {
		e.Origin.Feed = Label(w.feed.Says.Source)
	}
	old, ok := w.timeline.Event(e.ID)
	switch {
	case ok && old.Status == events.Deleted && !w.options.Restore && w.feed.Memory.brought(e.ID):
		return Item{Action: Deleted, Event: e, Before: old}
	case !ok || old.Status == events.Deleted:
		e.Slug = w.slugs.free(e.Slug, e.ID)
		w.options.draft(e)
		return Item{Action: Add, Event: e, Before: old}
	}
	base, known := w.base(old, e)
	if !known {
		w.plan.Known = append(w.plan.Known, old)
	}
	next, clashes := merge(old, e, base)
	if len(clashes) > 0 && known {
		w.clash(old, e, clashes)
	}
	if events.Same(old, &next) {
		return Item{Action: Same, Event: &next, Before: old}
	}
	next.Origin = e.Origin
	return w.changed(old, next)
}

// base is what the feed said of an event last time. It is not known of one that
// the record has from elsewhere: then nothing of it is changed.
func (w *planner) base(old, fresh *events.Event) (base sayings, known bool) {
	fields := w.feed.Memory.fields(fresh.ID)
	own := w.feed.Own[fresh.ID]
	switch {
	case len(fields) > 0:
		return fields, true
	case w.feed.Memory.brought(fresh.ID):
		return unknownBase(old, fresh), true
	case own != nil:
		return said(own), true
	}
	return said(fresh), false
}

// clash keeps the record's state, and proposes the feed's as an amendment, once.
func (w *planner) clash(old, fresh *events.Event, fields []Field) {
	w.plan.Clashes = append(w.plan.Clashes, Clash{old.ID, fields})
	if !old.Status.Public() {
		return
	}
	next := *old
	take(&next, fresh, fields)
	next.Origin = fresh.Origin
	w.propose(old, next, amendmentID(old.ID, w.plan.source.said[fresh.ID], fields))
}

// amendmentID is the same for what is proposed again.
func amendmentID(id events.ID, said sayings, fields []Field) events.ID {
	text := string(id)
	for _, f := range fields {
		text += "\x00" + string(f) + "\x00" + said.of(f).String()
	}
	sum := sha256.Sum256([]byte(text))
	return events.ID("amend-" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:15])))
}

// gone finds what the source brought earlier and no longer has.
func (w *planner) gone() error {
	p := w.plan
	brought := 0
	for _, id := range w.feed.Memory.IDs() {
		old, ok := w.timeline.Event(id)
		if !ok || old.Status == events.Deleted {
			continue
		}
		over := isOver(old, w.options.today())
		if !over {
			brought++
		}
		if _, has := p.source.said[id]; has {
			continue
		}
		switch {
		case w.feed.Part:
			p.source.kept = append(p.source.kept, id)
		case w.options.Remove == RemoveComing && over, w.options.Remove == RemoveNone && over:
			p.Over = append(p.Over, old)
		default:
			p.Gone = append(p.Gone, old)
		}
	}
	p.remove = w.options.Remove != RemoveNone
	if w.options.Remove == RemoveComing && len(p.Gone) > 0 && (len(w.feed.Events) == 0 || 2*len(p.Gone) > brought && brought > fewEvents) {
		return fmt.Errorf("%d of %d events that are not over are gone: the source %w; remove all if that is meant", len(p.Gone), brought, ErrLost)
	}
	return nil
}

// fewEvents is how many events a source has to have for the loss of half of
// them to be told from an ordinary change.
const fewEvents = 3

// isOver reports whether nothing of the event, or of its repetitions, is still
// to come.
func isOver(e *events.Event, today edtf.Day) bool {
	last, known := e.Span.Last()
	if !known || !last.Before(today) {
		return false
	}
	s, repeats := e.Series()
	if !repeats {
		return true
	}
	from, ok := today.AddDays(-e.Length()).Time(time.UTC)
	// Of endless ones there are more.
	coming, _ := s.FirstBetween(from, time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), 1)
	return ok && len(coming) == 0
}

// strayInstances tells of events that change a date of a series, or the only date
// of an event, which another file has brought: that still has the date.
func (w *planner) strayInstances() []string {
	wanted := map[string]*events.Event{}
	for _, e := range w.feed.Events {
		if e.Origin != nil && e.Origin.RecurrenceID != "" {
			wanted[e.Origin.UID] = e
		}
	}
	for _, e := range w.feed.Events {
		if e.Origin != nil && e.Origin.RecurrenceID == "" {
			delete(wanted, e.Origin.UID)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	var notes []string
	for _, e := range w.timeline.All() {
		if e.Origin == nil || e.Status == events.Deleted || e.Origin.RecurrenceID != "" || wanted[e.Origin.UID] == nil {
			continue
		}
		changed := "a date of the series %s, which is not in this source; the series still has that date, too"
		if e.Repeat == nil {
			changed = "the event %s, which is not in this source; that stays as it is, too"
		}
		notes = append(notes, fmt.Sprintf("event %.80q: changes "+changed, e.Origin.UID, e.ID))
	}
	slices.Sort(notes)
	return notes
}

// brings adds to what the source said that of events which it does not have any
// more: what is gone and not removed stays the source's, to be removed later.
func (p *Plan) brings() map[events.ID]sayings {
	all, was := p.source.said, p.source.memory
	for _, id := range p.source.kept {
		all[id] = was.fields(id)
	}
	keep := p.Over
	if !p.remove {
		keep = slices.Concat(p.Over, p.Gone)
	}
	for _, e := range keep {
		all[e.ID] = was.fields(e.ID)
	}
	return all
}

// slugs gives out addresses that are free.
type slugs struct {
	timeline *timeline.Timeline
	taken    map[string]bool
}

func newSlugs(t *timeline.Timeline) *slugs { return &slugs{t, map[string]bool{}} }

// free returns the slug, or the first of slug-2, slug-3 … that no other event
// has or had.
func (s *slugs) free(slug string, id events.ID) string {
	for n := 1; ; n++ {
		try := slug
		if n > 1 {
			try = fmt.Sprintf("%s-%d", slug, n)
		}
		owner, _, stored := s.timeline.BySlug(try)
		if !s.taken[try] && (!stored || owner.ID == id) {
			s.taken[try] = true
			return try
		}
	}
}
