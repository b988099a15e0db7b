package dav

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/feeds/ical"
)

// resource is what a path names: the root, a language's home, a calendar, or an
// event of it.
type resource struct {
	path     string // as an address has it, with the base
	lang     string // "" for the root
	calendar *Calendar
	event    *events.Event
}

// resource finds what a path names; the error is events.ErrNotFound if there is
// nothing.
func (h *Handler) resource(q *request, path string) (resource, error) {
	rest, ok := strings.CutPrefix(strings.TrimPrefix(path, q.base), "/dav")
	if !ok {
		return resource{}, events.ErrNotFound
	}
	parts := strings.Split(strings.Trim(rest, "/"), "/")
	r := resource{path: q.base + "/dav/"}
	if parts[0] == "" {
		return r, nil
	}
	if r.lang = parts[0]; !slices.Contains(q.site.Languages, r.lang) {
		return r, events.ErrNotFound
	}
	if r.path += r.lang + "/"; len(parts) == 1 {
		return r, nil
	}
	id, isEvent := strings.CutSuffix(parts[len(parts)-1], ".ics")
	if isEvent {
		parts = parts[:len(parts)-1]
	}
	c, err := h.Calendar(q.t, r.lang, strings.Join(parts[1:], "/"))
	if err != nil {
		return r, err
	}
	r.calendar, r.path = &c, r.path+c.Path+"/"
	if !isEvent {
		return r, nil
	}
	for _, e := range q.t.Select(narrowed(c.Selection, events.ID(id))) {
		if ical.Shows(e) {
			r.event, r.path = e, r.path+id+".ics"
			return r, nil
		}
	}
	return r, events.ErrNotFound
}

// narrowed is a selection of one event of a selection.
func narrowed(sel events.Selection, id events.ID) events.Selection {
	if len(sel.IDs) == 0 || slices.Contains(sel.IDs, id) {
		sel.IDs = []events.ID{id}
	}
	return sel
}

// members are the events of a calendar, in order.
func (q *request) members(c *Calendar) []*events.Event {
	return slices.DeleteFunc(slices.Clone(q.t.Select(c.Selection)), func(e *events.Event) bool { return !ical.Shows(e) })
}

// member is an event of the request's calendar as a resource.
func (q *request) member(e *events.Event) resource {
	r := q.target
	r.event, r.path = e, q.collection()+string(e.ID)+".ics"
	return r
}

// collection is the path of the request's calendar.
func (q *request) collection() string {
	return q.base + "/dav/" + q.target.lang + "/" + q.target.calendar.Path + "/"
}

// etag is the entity tag of an event: what its bytes depend on.
func (q *request) etag(e *events.Event) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%d\x00%d", q.site.BaseURL, q.target.lang, e.ID, e.Rev, q.t.Site().Changed()))
	return `"` + hex.EncodeToString(sum[:10]) + `"`
}

// data is an event's calendar.
func (q *request) data(e *events.Event) ([]byte, error) {
	if q.objects == nil {
		q.objects = ical.NewObjects(q.site, q.target.lang)
	}
	var b bytes.Buffer
	if err := q.objects.Write(&b, e); err != nil {
		return nil, fmt.Errorf("writing event %s: %w", e.ID, err)
	}
	return b.Bytes(), nil
}
