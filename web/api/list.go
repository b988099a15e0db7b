package api

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/web/access"
)

// Events is one page of a list of events.
type Events struct {
	Events []Event `json:"events"`
	Next   string  `json:"next,omitempty" doc:"Cursor of the next page; missing on the last one."`
}

// How many events a page has.
const (
	usualLimit = 100
	mostLimit  = 500
)

// listEvents tells the events of a selection, as a chronicle sorts them.
func (s *Server) listEvents(c *call) (*answer, error) {
	list, err := c.selected()
	if err != nil {
		return nil, err
	}
	limit, err := c.number("limit", usualLimit, 1, mostLimit)
	if err != nil {
		return nil, err
	}
	if text := c.query.Get("cursor"); text != "" {
		after, err := readCursor(text)
		if err != nil {
			return nil, err
		}
		list = list[sort.Search(len(list), func(i int) bool { return events.Compare(list[i], after) > 0 }):]
	}
	page := list[:min(int(limit), len(list))]
	out := Events{Events: make([]Event, len(page))}
	all := c.seesAll()
	for i, e := range page {
		out.Events[i] = formOf(e, all)
	}
	a := ok(&out)
	if len(page) < len(list) {
		out.Next = cursorAfter(page[len(page)-1])
		a.next = c.with("cursor", out.Next)
	}
	return a, nil
}

// selected are the events that the query means, as far as the account may see
// them.
func (c *call) selected() ([]*events.Event, error) {
	query := maps.Clone(c.query)
	for _, key := range []string{"limit", "cursor"} {
		query.Del(key)
	}
	return c.selection(query)
}

// bySpelling are the events of a selection as a body spells it.
func (c *call) bySpelling(text string) ([]*events.Event, error) {
	query, err := url.ParseQuery(text)
	if err != nil {
		return nil, unprocessable("selection", "is not well encoded")
	}
	list, err := c.selection(query)
	var bad *badRequestError
	if errors.As(err, &bad) {
		return nil, inside("selection", bad.Invalid)
	}
	return list, err
}

func (c *call) selection(query url.Values) ([]*events.Event, error) {
	only, err := c.statuses(query)
	if err != nil {
		return nil, err
	}
	sel, err := events.SelectionOf(query)
	if err != nil {
		return nil, asBadRequest(err)
	}
	if len(only) == 0 {
		return c.timeline().Select(sel), nil
	}
	return c.timeline().ForEditors(sel, only...), nil
}

// statuses takes the statuses out of a query that are not for everybody; "all"
// are all there are.
func (c *call) statuses(query url.Values) ([]events.Status, error) {
	var only []events.Status
	private := false
	for _, text := range query["status"] {
		status := events.Status(text)
		switch {
		case text == "all":
			only, private = events.Statuses(), true
		case slices.Contains(events.Statuses(), status):
			only, private = append(only, status), private || !status.Public()
		default:
			return nil, badRequest("status", "must be "+spelledStatuses()+" or all")
		}
	}
	if !private {
		return nil, nil
	}
	query.Del("status")
	return only, c.who.May(access.ReadDrafts)
}

func spelledStatuses() string {
	var names []string
	for _, s := range events.Statuses() {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}

// asBadRequest is an error of the address.
func asBadRequest(err error) error {
	if invalid, is := err.(*events.Invalid); is { //nolint:errorlint // as SelectionOf returns it
		return &badRequestError{invalid}
	}
	return err
}

// with is the address of this request with another value of a key.
func (c *call) with(key, value string) string {
	q := maps.Clone(c.query)
	q.Set(key, value)
	return c.r.URL.Path + "?" + q.Encode()
}

// place is where a list goes on: the sort key of the last event told.
type place struct {
	Span events.SpanWords `json:"s"`
	Key  bool             `json:"k,omitempty"`
	ID   events.ID        `json:"i"`
}

// cursorAfter is the cursor of what follows an event.
func cursorAfter(e *events.Event) string {
	words := e.Span.Words()
	words.AsWritten = nil
	b, err := json.Marshal(place{words, e.Key, e.ID})
	if err != nil {
		return "" // words and flags marshal
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// readCursor is an event that sorts where the cursor is.
func readCursor(text string) (*events.Event, error) {
	bad := badRequest("cursor", "is none of this list; follow the links that the list gives")
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, bad
	}
	var p place
	if err := json.Unmarshal(b, &p); err != nil || p.ID == "" {
		return nil, bad
	}
	span, err := p.Span.Span()
	if err != nil {
		return nil, bad
	}
	return &events.Event{ID: p.ID, Key: p.Key, Span: span}, nil
}

// History is one page of past states, the newest first.
type History struct {
	States []State `json:"states"`
	Next   string  `json:"next,omitempty" doc:"Cursor of the next page; missing on the last one."`
}

// State is a past state of an event or of a document.
type State struct {
	Revision events.Rev        `json:"revision"`
	At       string            `json:"at" doc:"RFC 3339"`
	Author   string            `json:"author,omitempty"`
	By       string            `json:"by,omitempty" doc:"account:ID, token:ID, local:USER or duty:NAME"`
	Note     string            `json:"note,omitempty"`
	Public   bool              `json:"public,omitempty" doc:"Readers may see the note."`
	Batch    *events.BatchPart `json:"batch,omitempty"`
	Redacted *events.Redaction `json:"redacted,omitempty"`
	Event    *Event            `json:"event,omitempty"`
	Deleted  events.ID         `json:"deleted,omitempty" doc:"The event that was deleted."`
	Document *Document         `json:"document,omitempty"`
}

// Document is one of the documents of the site, whole.
type Document struct {
	Name  events.DocumentName `json:"name"`
	Value json.RawMessage     `json:"value"`
}

// eventHistory tells the past states of one event.
func (s *Server) eventHistory(c *call) (*answer, error) {
	id := events.ID(c.path("id"))
	if _, found := c.timeline().Event(id); !found {
		return nil, events.ErrNotFound
	}
	return s.history(c, events.HistoryQuery{ID: id})
}

// wholeHistory tells the past states of all events, or of a document.
func (s *Server) wholeHistory(c *call) (*answer, error) {
	return s.history(c, events.HistoryQuery{Document: events.DocumentName(c.query.Get("document"))})
}

func (s *Server) history(c *call, q events.HistoryQuery) (*answer, error) {
	limit, err := c.number("limit", usualLimit, 1, mostLimit)
	if err != nil {
		return nil, err
	}
	before, err := c.number("before", 0, 1, 1<<62)
	if err != nil {
		return nil, err
	}
	q.Before, q.Limit = events.Rev(before), int(limit)+maxOfRevision
	out := History{States: []State{}}
	for st, err := range s.Record.History(c.ctx(), q) {
		if err != nil {
			return nil, err
		}
		// A page ends between two revisions: a cursor names no part of one.
		if n := len(out.States); n >= int(limit) && out.States[n-1].Revision != st.Rev {
			out.Next = strconv.FormatInt(int64(out.States[n-1].Revision), 10)
			break
		}
		form, err := stateForm(&st)
		if err != nil {
			return nil, err
		}
		out.States = append(out.States, form)
	}
	a := ok(&out)
	if out.Next != "" {
		a.next = c.with("before", out.Next)
	}
	return a, nil
}

// maxOfRevision is how many states one commit may have.
const maxOfRevision = 32

func stateForm(st *events.State) (State, error) {
	form := State{
		Revision: st.Rev, At: st.At.UTC().Format(timeLayout), Author: st.Author, By: st.By, Note: st.Note, Public: st.Public,
		Batch: st.Batch, Redacted: st.Redacted,
	}
	switch {
	case st.Document != nil:
		text, err := encode(st.Document)
		if err != nil {
			return form, err
		}
		form.Document = &Document{}
		return form, json.Unmarshal(text, form.Document)
	case st.Event != nil && st.Event.Status == events.Deleted:
		form.Deleted = st.Event.ID
	case st.Event != nil:
		e := *st.Event
		e.Rev = st.Rev
		f := formOf(&e, true)
		form.Event = &f
	}
	return form, nil
}

const timeLayout = "2006-01-02T15:04:05Z07:00"
