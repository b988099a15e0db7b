package api

import (
	"cmp"
	"slices"
	"strconv"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// Changes is what has changed after a revision, in the order of revisions. Of
// each event and document only the newest state is told.
type Changes struct {
	Changes  []Change   `json:"changes"`
	Revision events.Rev `json:"revision" doc:"Up to which this tells; ask from here next."`
	More     bool       `json:"more,omitempty" doc:"There is more: ask again at once."`
}

// Change is the newest state of an event or of a document.
type Change struct {
	Revision events.Rev          `json:"revision"`
	Event    *Event              `json:"event,omitempty"`
	Left     *Departed           `json:"left,omitempty" doc:"Instead of event: it is no longer to be seen."`
	Document events.DocumentName `json:"document,omitempty" doc:"The document that was changed: site, tags, places, views or text/LANGUAGE."`
}

// Departed is an event that has left what the client may see. It has no text.
type Departed struct {
	ID     events.ID     `json:"id"`
	Slug   string        `json:"slug,omitempty"`
	Status events.Status `json:"status" enum:"withdrawn,deleted"`
}

// getChanges tells what has changed, once or for as long as the client listens.
func (s *Server) getChanges(c *call) (*answer, error) {
	since, err := c.number("since", 0, 0, 1<<62)
	if err != nil {
		return nil, err
	}
	if c.wants("text/event-stream") {
		return s.listen(c, events.Rev(since))
	}
	limit, err := c.number("limit", usualLimit, 1, mostLimit)
	if err != nil {
		return nil, err
	}
	return ok(changesAfter(c.timeline(), events.Rev(since), int(limit), c.seesAll())), nil
}

// changesAfter lists what has changed after a revision, about as many as the
// limit says: what one commit changed is told together.
func changesAfter(t *timeline.Timeline, since events.Rev, limit int, all bool) Changes {
	out := Changes{Changes: []Change{}, Revision: max(t.Rev(), since)}
	list := changed(t, since, all)
	if len(list) > limit {
		last := list[limit-1].rev
		end := limit + slices.IndexFunc(list[limit:], func(n revised) bool { return n.rev != last })
		if end >= limit {
			list, out.More, out.Revision = list[:end], true, last
		}
	}
	for _, n := range list {
		out.Changes = append(out.Changes, n.form(all))
	}
	return out
}

// revised is an event or a document that has changed.
type revised struct {
	rev      events.Rev
	event    *events.Event
	document events.DocumentName
}

// changed lists what has changed, by revision.
func changed(t *timeline.Timeline, since events.Rev, all bool) []revised {
	var list []revised
	if since >= t.Rev() {
		return nil
	}
	for _, e := range t.ForEditors(events.Selection{ChangedSince: since}) {
		if all || e.Status.Public() || !e.Published.IsZero() {
			list = append(list, revised{rev: e.Rev, event: e})
		}
	}
	for _, e := range t.Tombstones() {
		if e.Rev > since && (all || !e.Published.IsZero()) {
			list = append(list, revised{rev: e.Rev, event: e})
		}
	}
	for name, rev := range t.Site().Revs {
		if rev > since {
			list = append(list, revised{rev: rev, document: name})
		}
	}
	slices.SortFunc(list, func(a, b revised) int {
		if d := cmp.Or(cmp.Compare(a.rev, b.rev), cmp.Compare(a.document, b.document)); d != 0 || a.event == nil {
			return d
		}
		return cmp.Compare(a.event.ID, b.event.ID)
	})
	return list
}

func (n revised) form(all bool) Change {
	c := Change{Revision: n.rev, Document: n.document}
	e := n.event
	switch {
	case e == nil:
	case e.Status == events.Deleted:
		c.Left = &Departed{e.ID, e.Slug, events.Deleted}
	case all || e.Status.Public():
		f := formOf(e, all)
		c.Event = &f
	default:
		c.Left = &Departed{e.ID, e.Slug, events.Withdrawn}
	}
	return c
}

// lastEventID is the header by which a stream of changes goes on where it broke
// off.
const lastEventID = "Last-Event-ID"

// resumed is from which revision a stream goes on.
func (c *call) resumed(since events.Rev) (events.Rev, error) {
	text := c.r.Header.Get(lastEventID)
	if text == "" {
		return since, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, badRequest(lastEventID, "must be a revision: the id of the last message")
	}
	return events.Rev(n), nil
}
