package dav

import (
	"fmt"
	"image/color"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/image/colornames"

	"almanac.example/events"
)

// hrefOf spells a path as an address.
func hrefOf(path string) string { return (&url.URL{Path: path}).EscapedPath() }

func href(path string) string { return "<D:href>" + escaped(hrefOf(path)) + "</D:href>" }

// properties are the names of all that a resource may have but its data.
func properties() []element {
	list := []element{
		{caldavNS, "calendar-home-set"}, {caldavNS, "calendar-description"}, {caldavNS, "supported-calendar-component-set"}, {caldavNS, "supported-calendar-data"},
		{serverNS, "getctag"}, {appleNS, "calendar-color"},
	}
	for _, local := range []string{
		"resourcetype", "displayname", "current-user-principal", "principal-URL", "owner", "current-user-privilege-set", "supported-report-set", "sync-token",
		"getetag", "getcontenttype", "getlastmodified",
	} {
		list = append(list, element{davNS, local})
	}
	return list
}

// property is the value of a resource's property as XML; false if it has none.
func (q *request) property(r *resource, name element) (value string, ok bool) {
	switch name {
	case element{davNS, "resourcetype"}:
		return r.types(), true
	case element{davNS, "displayname"}:
		return q.displayName(r)
	case element{davNS, "current-user-principal"}, element{davNS, "owner"}:
		return href(q.home(r)), true
	case element{davNS, "current-user-privilege-set"}:
		return "<D:privilege><D:read/></D:privilege><D:privilege><D:read-current-user-privilege-set/></D:privilege>", true
	}
	switch {
	case r.event != nil:
		return q.eventProperty(r.event, name)
	case r.calendar != nil:
		return q.calendarProperty(r.calendar, name)
	case name == element{caldavNS, "calendar-home-set"}, name == element{davNS, "principal-URL"}:
		return href(q.home(r)), true
	}
	return "", false
}

// home is the path of the resource's language; of the root that of the first.
func (q *request) home(r *resource) string {
	lang := r.lang
	if lang == "" {
		lang = q.site.Languages[0]
	}
	return q.base + "/dav/" + lang + "/"
}

func (r *resource) types() string {
	switch {
	case r.event != nil:
		return ""
	case r.calendar != nil:
		return "<D:collection/><C:calendar/>"
	case r.lang != "":
		return "<D:collection/><D:principal/>"
	}
	return "<D:collection/>"
}

func (q *request) displayName(r *resource) (string, bool) {
	switch {
	case r.event != nil:
		return "", false
	case r.calendar != nil:
		return escaped(r.calendar.Name), true
	}
	name, _ := q.site.Name.In(r.lang)
	return escaped(name), true
}

func (q *request) calendarProperty(c *Calendar, name element) (string, bool) {
	switch name {
	case element{davNS, "sync-token"}, element{serverNS, "getctag"}:
		return escaped(q.token()), true
	case element{davNS, "supported-report-set"}:
		var b strings.Builder
		for _, report := range []element{{caldavNS, "calendar-multiget"}, {caldavNS, "calendar-query"}, {davNS, "sync-collection"}} {
			b.WriteString("<D:supported-report><D:report>" + report.open() + "/></D:report></D:supported-report>")
		}
		return b.String(), true
	case element{caldavNS, "supported-calendar-component-set"}:
		return `<C:comp name="VEVENT"/>`, true
	case element{caldavNS, "supported-calendar-data"}:
		return `<C:calendar-data content-type="text/calendar" version="2.0"/>`, true
	case element{caldavNS, "calendar-description"}:
		return escaped(c.Description), c.Description != ""
	case element{appleNS, "calendar-color"}:
		rgb, ok := colornames.Map[c.Color]
		return hexColor(rgb), ok
	case element{davNS, "getcontenttype"}:
		return "text/calendar; charset=utf-8; component=VEVENT", true
	}
	return "", false
}

func hexColor(c color.RGBA) string { return fmt.Sprintf("#%02X%02X%02XFF", c.R, c.G, c.B) }

func (q *request) eventProperty(e *events.Event, name element) (string, bool) {
	switch name {
	case element{davNS, "getetag"}:
		return escaped(q.etag(e)), true
	case element{davNS, "getcontenttype"}:
		return "text/calendar; charset=utf-8; component=VEVENT", true
	case element{davNS, "getlastmodified"}:
		return e.Updated.UTC().Format(http.TimeFormat), true
	}
	return "", false
}

// token is the sync token of the moment (RFC 6578 §3.2): a URI that says the
// record and its revision.
func (q *request) token() string {
	return q.site.TagURI("sync/" + strconv.FormatInt(int64(q.t.Rev()), 10))
}

// wanted are the properties that a request asks for.
type wanted struct {
	names []element
	only  bool // the names, without values
	all   bool // what is not there is not missed
}

// wantedOf reads what a PROPFIND or REPORT asks for; everything if it says nothing.
func wantedOf(n *node) wanted {
	if prop, ok := n.child(element{davNS, "prop"}); ok {
		var w wanted
		for i := range prop.children {
			w.names = append(w.names, prop.children[i].name)
		}
		return w
	}
	_, only := n.child(element{davNS, "propname"})
	return wanted{properties(), only, true}
}

// describe writes what is wanted of a resource (RFC 4918 §9.1).
func (q *request) describe(w *writer, r *resource, want wanted) error {
	var found, missing writer
	for _, name := range want.names {
		value, ok := q.property(r, name)
		if !ok && r.event != nil && name == (element{caldavNS, "calendar-data"}) {
			data, err := q.data(r.event)
			if err != nil {
				return err
			}
			// A line feed may stand as it is; a carriage return would be lost (XML §2.11).
			value, ok = strings.ReplaceAll(escaped(string(data)), "&#xA;", "\n"), true
		}
		switch {
		case ok && want.only:
			found.put(name, "")
		case ok:
			found.put(name, value)
		case !want.all:
			missing.put(name, "")
		}
	}
	w.response(r.path)
	if found.Len() > 0 || missing.Len() == 0 {
		w.WriteString("<D:propstat><D:prop>" + found.String() + "</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>")
	}
	if missing.Len() > 0 {
		w.WriteString("<D:propstat><D:prop>" + missing.String() + "</D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>")
	}
	w.WriteString("</D:response>\n")
	return w.grow()
}

// propfind answers a PROPFIND.
func (h *Handler) propfind(rw http.ResponseWriter, q *request) error {
	root, err := readXML(q.Body)
	if err != nil {
		return err
	}
	depth := q.Header.Get("Depth")
	if depth != "0" && depth != "1" {
		return &precondition{http.StatusForbidden, element{davNS, "propfind-finite-depth"}}
	}
	want, w := wantedOf(&root), h.newMultistatus()
	defer w.done()
	if err := q.describe(w, &q.target, want); err != nil {
		return err
	}
	if depth == "1" {
		for _, r := range h.children(q) {
			if err := ended(q.Context()); err != nil {
				return err
			}
			if err := q.describe(w, &r, want); err != nil {
				return err
			}
		}
	}
	return h.send(rw, w, "")
}

// children are the resources in a collection.
func (h *Handler) children(q *request) []resource {
	var list []resource
	switch {
	case q.target.event != nil:
	case q.target.calendar != nil:
		for _, e := range q.members(q.target.calendar) {
			list = append(list, q.member(e))
		}
	case q.target.lang != "":
		for _, path := range h.Offered(q.t, q.target.lang) {
			if r, err := h.resource(q, q.target.path+path); err == nil {
				list = append(list, r)
			}
		}
	default:
		for _, lang := range q.site.Languages {
			list = append(list, resource{path: q.target.path + lang + "/", lang: lang})
		}
	}
	return list
}
