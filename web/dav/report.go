package dav

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/ical"
)

// report answers a REPORT on a calendar.
func (h *Handler) report(rw http.ResponseWriter, q *request) error {
	root, err := readXML(q.Body)
	if err != nil {
		return err
	}
	if q.target.calendar == nil || q.target.event != nil {
		return &precondition{http.StatusForbidden, element{davNS, "supported-report"}}
	}
	if prop, ok := root.child(element{davNS, "prop"}); ok {
		if data, ok := prop.child(element{caldavNS, "calendar-data"}); ok && unsupported(data) {
			return &precondition{http.StatusForbidden, element{caldavNS, "supported-calendar-data"}}
		}
	}
	switch root.name {
	case element{caldavNS, "calendar-multiget"}:
		return h.multiget(rw, q, &root)
	case element{caldavNS, "calendar-query"}:
		return h.query(rw, q, &root)
	case element{davNS, "sync-collection"}:
		return h.sync(rw, q, &root)
	}
	return &precondition{http.StatusForbidden, element{davNS, "supported-report"}}
}

// unsupported reports whether events are wanted in a form in which they are not
// kept: instances written out, or another media type.
func unsupported(data *node) bool {
	_, expand := data.child(element{caldavNS, "expand"})
	_, limit := data.child(element{caldavNS, "limit-recurrence-set"})
	media := data.attribute("content-type")
	return expand || limit || media != "" && media != "text/calendar"
}

// list writes events of the calendar.
func (h *Handler) list(w *writer, q *request, list []*events.Event, want wanted) error {
	for _, e := range list {
		if err := ended(q.Context()); err != nil {
			return err
		}
		r := q.member(e)
		if err := q.describe(w, &r, want); err != nil {
			return err
		}
	}
	return nil
}

// multiget answers with the events that a request names (RFC 4791 §7.9).
func (h *Handler) multiget(rw http.ResponseWriter, q *request, root *node) error {
	w, want, within := h.newMultistatus(), wantedOf(root), q.collection()
	defer w.done()
	for i := range root.children {
		if root.children[i].name != (element{davNS, "href"}) {
			continue
		}
		if err := ended(q.Context()); err != nil {
			return err
		}
		u, err := url.Parse(strings.TrimSpace(root.children[i].text))
		if err != nil {
			return badXML(nil)
		}
		r, err := h.resource(q, u.Path)
		if err != nil || r.event == nil || !strings.HasPrefix(u.Path, within) {
			w.gone(u.Path)
			continue
		}
		if err := q.describe(w, &r, want); err != nil {
			return err
		}
	}
	return h.send(rw, w, "")
}

// dateTime is how a time-range spells an instant (RFC 4791 §9.9).
const dateTime = "20060102T150405Z"

// query answers with the events of a period (RFC 4791 §7.8).
func (h *Handler) query(rw http.ResponseWriter, q *request, root *node) error {
	filter, _ := root.child(element{caldavNS, "filter"})
	from, to, none, err := period(filter)
	if err != nil {
		return err
	}
	var list []*events.Event
	if !none {
		list = q.members(q.target.calendar)
	}
	if !from.IsZero() || !to.IsZero() {
		objects := ical.NewObjects(q.site, q.target.lang)
		list = slices.DeleteFunc(list, func(e *events.Event) bool { return !objects.Overlaps(e, from, to) })
	}
	w := h.newMultistatus()
	defer w.done()
	if err := h.list(w, q, list, wantedOf(root)); err != nil {
		return err
	}
	return h.send(rw, w, "")
}

// period reads a filter: all events, or those of a period. none means that other
// components are wanted, of which there are none.
func period(filter *node) (from, to time.Time, none bool, err error) {
	calendar, ok := filter.child(element{caldavNS, "comp-filter"})
	if !ok {
		return from, to, false, nil
	}
	if calendar.attribute("name") != "VCALENDAR" || len(calendar.children) > 1 {
		return from, to, false, &precondition{http.StatusForbidden, element{caldavNS, "supported-filter"}}
	}
	component, ok := calendar.child(element{caldavNS, "comp-filter"})
	if !ok {
		if len(calendar.children) > 0 {
			return from, to, false, &precondition{http.StatusForbidden, element{caldavNS, "supported-filter"}}
		}
		return from, to, false, nil
	}
	if component.attribute("name") != "VEVENT" {
		return from, to, true, nil
	}
	span, ok := component.child(element{caldavNS, "time-range"})
	if len(component.children) > 1 || len(component.children) == 1 && !ok {
		return from, to, false, &precondition{http.StatusForbidden, element{caldavNS, "supported-filter"}}
	}
	for name, t := range map[string]*time.Time{"start": &from, "end": &to} {
		if text := span.attribute(name); text != "" {
			if *t, err = time.Parse(dateTime, text); err != nil {
				return from, to, false, &precondition{http.StatusForbidden, element{caldavNS, "valid-filter"}}
			}
		}
	}
	return from, to, false, nil
}

// sync answers with what has changed since a token (RFC 6578 §3).
func (h *Handler) sync(rw http.ResponseWriter, q *request, root *node) error {
	// It must be 0 (RFC 6578 §3.2); programs in use send the 1 of its drafts.
	if depth := q.Header.Get("Depth"); depth != "" && depth != "0" && depth != "1" {
		return badDepth()
	}
	token, _ := root.child(element{davNS, "sync-token"})
	since, err := q.since(strings.TrimSpace(token.text))
	if err != nil {
		return err
	}
	changed, gone := q.changes(since)
	if limit, ok := root.child(element{davNS, "limit"}); ok {
		most, _ := limit.child(element{davNS, "nresults"})
		if n, err := strconv.Atoi(strings.TrimSpace(most.text)); err == nil && len(changed)+len(gone) > n {
			// Commits of many events cannot be parted (RFC 6578 §3.7).
			return &precondition{http.StatusInsufficientStorage, element{davNS, "number-of-matches-within-limits"}}
		}
	}
	w := h.newMultistatus()
	defer w.done()
	if err := h.list(w, q, changed, wantedOf(root)); err != nil {
		return err
	}
	for _, id := range gone {
		w.gone(q.collection() + string(id) + ".ics")
	}
	return h.send(rw, w, "<D:sync-token>"+escaped(q.token())+"</D:sync-token>")
}

func badDepth() error {
	return &events.Invalid{Subject: "request", Problems: []events.Problem{{Field: "Depth", Reason: "must be 0 for a sync-collection (RFC 6578 §3.2)"}}}
}

// since is the revision that a token says; -1 for none.
func (q *request) since(token string) (events.Rev, error) {
	if token == "" {
		return -1, nil
	}
	text, ok := strings.CutPrefix(token, q.site.TagURI("sync/"))
	rev, err := strconv.ParseInt(text, 10, 64)
	if !ok || err != nil || rev < 0 || events.Rev(rev) > q.t.Rev() {
		return 0, &precondition{http.StatusForbidden, element{davNS, "valid-sync-token"}}
	}
	return events.Rev(rev), nil
}

// fullMemory is from how many former states on an event may have forgotten some.
const fullMemory = 32

// changes are the calendar's events that were changed after a revision, and the IDs
// of those that may have been in it and are not any more.
func (q *request) changes(since events.Rev) (changed []*events.Event, gone []events.ID) {
	sel := q.target.calendar.Selection
	members := q.members(q.target.calendar)
	if since < 0 {
		return members, nil
	}
	in := make(map[events.ID]bool, len(members))
	for _, e := range members {
		in[e.ID] = true
		// What the site says about itself and its vocabulary stands in each event.
		if e.Rev > since || q.t.Site().Changed() > since {
			changed = append(changed, e)
		}
	}
	was := map[events.ID]bool{}
	for _, p := range q.t.Past(sel) {
		was[p.Event.ID] = true
	}
	for _, e := range slices.Concat(q.t.All(), q.t.Tombstones()) {
		public := slices.ContainsFunc(e.Formerly, func(t events.Trace) bool { return t.Status.Public() })
		// One that has not forgotten where it was, and was not here, is not told of.
		if e.Rev > since && !in[e.ID] && public && (was[e.ID] || len(e.Formerly) >= fullMemory || sel.Text != "") {
			gone = append(gone, e.ID)
		}
	}
	slices.SortFunc(gone, cmp.Compare)
	return changed, gone
}
