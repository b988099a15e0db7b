package api

import (
	"io"

	"almanac.example/events"
)

// getStates tells past states as a backup spells them, a line each. Unlike the
// pages of the history it is without loss and without end.
func (s *Server) getStates(c *call) (*answer, error) {
	q := events.HistoryQuery{Document: events.DocumentName(c.query.Get("document"))}
	before, err := c.number("before", 0, 1, 1<<62)
	if err != nil {
		return nil, err
	}
	limit, err := c.number("limit", 0, 1, 1<<40)
	if err != nil {
		return nil, err
	}
	q.Before, q.Limit = events.Rev(before), int(limit)
	name := c.query.Get("event")
	if name != "" && q.Document != "" {
		return nil, badRequest("document", "stands beside event; ask for one of them")
	}
	if q.ID = events.ID(name); name != "" {
		if _, known := c.timeline().Event(q.ID); !known {
			if e, _, found := c.timeline().BySlug(name); found {
				q.ID = e.ID
			}
		}
	}
	return c.attachment("application/jsonl", "history.jsonl", func(w io.Writer) error {
		found := false
		for st, err := range s.Record.History(c.ctx(), q) {
			if err != nil {
				return err
			}
			found = true
			line, err := encode(st)
			if err == nil {
				_, err = w.Write(line)
			}
			if err != nil {
				return err
			}
		}
		if name != "" && !found {
			return events.ErrNotFound
		}
		return nil
	}), nil
}
