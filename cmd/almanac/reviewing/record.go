package reviewing

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/report/review"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

// Record is the record as a review sees it: a picture of the events and of the
// drafts with what they were found by, and the way to decide.
type Record struct {
	at       *connect.Connection
	why      url.Values
	timeline *timeline.Timeline
	batches  []string // of the decisions, each undone as one
}

// Open draws the picture.
func Open(ctx context.Context, at *connect.Connection, why url.Values) (*Record, error) {
	r := &Record{at: at, why: why}
	return r, r.draw(ctx)
}

// draw draws the picture anew.
func (s *Record) draw(ctx context.Context) error {
	at := s.at
	var all []*events.Event
	place := map[events.ID]int{}
	err := at.EachEvent(ctx, url.Values{"status": {"all"}}, func(e *events.Event) error {
		place[e.ID] = len(all)
		all = append(all, e)
		return nil
	})
	query := url.Values{"limit": {connect.PageSize}}
	for next := "0"; err == nil && next != ""; {
		query.Set("cursor", next)
		var page api.Drafts
		if _, err = at.Get(ctx, "/drafts", query, &page); err != nil {
			break
		}
		for _, d := range page.Drafts {
			e, wrong := draftOf(d)
			if i, known := place[d.Event.ID]; known && wrong == nil {
				all[i] = e
			}
			err = errors.Join(err, wrong)
		}
		next = page.Next
	}
	s.timeline = timeline.New().With(events.Batch{Reset: true, Events: all, Rev: newest(all)})
	return err
}

func newest(list []*events.Event) (rev events.Rev) {
	for _, e := range list {
		rev = max(rev, e.Rev)
	}
	return rev
}

// draftOf is a draft that the API told.
func draftOf(d api.Draft) (*events.Event, error) {
	e, err := connect.EventOf(d.Event)
	if p := d.Proposal; err == nil && p != nil {
		e.Proposal = &events.Proposal{
			Document: p.Document, Name: p.Name, Wording: p.Wording, Section: p.Section, Quotes: p.Quotes,
			Rules: p.Rules, Flags: p.Flags, Confidence: p.Confidence, Earlier: p.Earlier,
			Fingerprint: string(e.ID), // the server keeps the real one, and is not told this
		}
	}
	return e, err
}

// Timeline is the picture as it was drawn last.
func (s *Record) Timeline() *timeline.Timeline { return s.timeline }

// Decide has the server carry a decision out, and looks at what became of it.
func (s *Record) Decide(ctx context.Context, d review.Decision) (events.Rev, error) {
	r, err := s.request(d)
	if err != nil {
		return 0, err
	}
	if _, err := s.at.Do(ctx, r, nil); err != nil {
		// What somebody else made of it is shown next.
		return 0, errors.Join(err, s.refresh(ctx, d))
	}
	if err := s.refresh(ctx, d); err != nil {
		return s.timeline.Rev(), err
	}
	return s.timeline.Rev(), nil
}

// request is how a decision is told to the server.
func (s *Record) request(d review.Decision) (client.Request, error) {
	if d.Kind == review.Undone {
		last := s.batches[len(s.batches)-1]
		s.batches = s.batches[:len(s.batches)-1]
		why := maps.Clone(s.why)
		if why == nil {
			why = url.Values{}
		}
		why.Set("note", d.Changes[0].Note) // which decision was taken back
		return client.Request{Method: http.MethodPost, Path: "/batches" + client.Path(last, "undo"), Query: why}, nil
	}
	r := client.Request{Method: http.MethodPost, Query: url.Values{}}
	for key, values := range s.why {
		r.Query[key] = values
	}
	s.batches = append(s.batches, rand.Text())
	r.Query.Set("batch", s.batches[len(s.batches)-1])
	var into events.Change
	for _, c := range d.Changes {
		if c.Event.ID == d.ID {
			r.Expect = client.At(c.Expect)
		} else {
			into = c
		}
	}
	draft := "/drafts" + client.Path(string(d.ID))
	switch d.Kind {
	case review.Accepted:
		r.Path = draft + "/accept"
	case review.Kept:
		r.Path = draft + "/keep"
	case review.Dropped:
		r.Path = draft + "/drop"
	case review.Merged:
		old, found := s.timeline.Event(into.Event.ID)
		exact := found && !old.Span.Equal(into.Event.Span)
		r.Path, r.Body = draft+"/merge", api.Merging{Into: into.Event.ID, Revision: into.Expect, Exact: exact}
	case review.Edited:
		form, err := connect.FormOf(d.Changes[0].Event)
		r.Method, r.Path, r.Body = http.MethodPut, "/events"+client.Path(string(d.ID)), form
		return r, err
	default:
		return r, fmt.Errorf("a decision of an unknown kind, %s", d.Kind)
	}
	return r, nil
}

// refresh draws what a decision is about anew.
func (s *Record) refresh(ctx context.Context, d review.Decision) error {
	var list []*events.Event
	for _, c := range d.Changes {
		id := string(c.Event.ID)
		var draft api.Draft
		_, err := s.at.Get(ctx, "/drafts"+client.Path(id), nil, &draft)
		if errors.Is(err, events.ErrNotFound) {
			draft = api.Draft{}
			_, err = s.at.Get(ctx, "/events"+client.Path(id), nil, &draft.Event)
		}
		e := &events.Event{ID: c.Event.ID, Status: events.Deleted, Rev: s.timeline.Rev()}
		if err == nil {
			e, err = draftOf(draft)
		} else if errors.Is(err, events.ErrNotFound) {
			err = nil
		}
		if err != nil {
			return err
		}
		list = append(list, e)
	}
	s.timeline = s.timeline.With(events.Batch{Rev: max(s.timeline.Rev(), newest(list)), Events: list})
	return nil
}

// DecideAll has all drafts of a list accepted or dropped, all of them or none.
func (s *Record) DecideAll(ctx context.Context, decision string, list []*events.Event) error {
	verdict := api.Verdict{Decision: decision}
	for _, e := range list {
		verdict.Drafts = append(verdict.Drafts, api.Reference{ID: e.ID, Revision: e.Rev})
	}
	if _, err := s.at.Do(ctx, client.Request{Method: http.MethodPost, Path: "/drafts:decide", Query: s.why, Body: verdict}, nil); err != nil {
		return err
	}
	return s.draw(ctx)
}
