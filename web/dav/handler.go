package dav

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/feeds/ical"
)

// Calendar is a collection: a selection in a language.
type Calendar struct {
	Path        string // below the language: "all", "tag/x"
	Name        string // as people know it
	Description string // plain text; may be empty
	Color       string // CSS colour name; may be empty
	Selection   events.Selection
	Page        string // absolute address of its page
}

// Config is what a Handler needs; every field is required.
type Config struct {
	Site     func(t *timeline.Timeline) *feeds.Site
	Timeline func() *timeline.Timeline
	// Calendar finds the calendar at a path below a language; the error is
	// events.ErrNotFound if there is none.
	Calendar func(t *timeline.Timeline, lang, path string) (Calendar, error)
	// Offered are the paths of the calendars that a language's home lists.
	Offered func(t *timeline.Timeline, lang string) []string
	// Admit waits until the request may be worked on, and returns what ends that.
	Admit func(r *http.Request) (leave func(), err error)
	// Reserve counts the bytes of an answer until they are given back.
	Reserve func(n int64) (give func(), err error)
	// Fail answers with what an error means, outside CalDAV.
	Fail func(w http.ResponseWriter, r *http.Request, err error)
}

// Handler answers requests below /dav/. Make it with New.
type Handler struct{ Config }

// New prepares a handler.
func New(c Config) *Handler { return &Handler{c} }

// request is one request with what it is about.
type request struct {
	*http.Request
	t      *timeline.Timeline
	site   *feeds.Site
	base   string // path of the site, "" or "/below"
	target resource

	objects *ical.Objects // nil until the first event is written
}

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("DAV", "1, 3, calendar-access")
	if err := h.serve(w, r); err != nil {
		var refused *precondition
		if errors.As(err, &refused) {
			refused.write(w)
			return
		}
		h.Fail(w, r, err)
	}
}

func (h *Handler) serve(w http.ResponseWriter, r *http.Request) error {
	switch r.Method {
	case http.MethodOptions:
		w.Header().Set("Allow", "OPTIONS, GET, HEAD, PROPFIND, REPORT")
		w.WriteHeader(http.StatusOK)
		return nil
	case http.MethodGet, http.MethodHead, "PROPFIND", "REPORT":
	default:
		return &precondition{http.StatusForbidden, element{davNS, "need-privileges"}}
	}
	leave, err := h.Admit(r)
	if err != nil {
		return err
	}
	defer leave()
	q, err := h.request(r)
	if err != nil {
		return err
	}
	switch r.Method {
	case "PROPFIND":
		return h.propfind(w, q)
	case "REPORT":
		return h.report(w, q)
	}
	return h.get(w, q)
}

// request finds what a request is about.
func (h *Handler) request(r *http.Request) (*request, error) {
	t := h.Timeline()
	q := &request{Request: r, t: t, site: h.Site(t)}
	_, rest, _ := strings.Cut(q.site.BaseURL, "://")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		q.base = rest[i:]
	}
	var err error
	q.target, err = h.resource(q, r.URL.Path)
	return q, err
}

// get answers with an event, or leads people from a calendar to its page.
func (h *Handler) get(w http.ResponseWriter, q *request) error {
	if q.target.event == nil {
		to := q.site.BaseURL + "/"
		if q.target.calendar != nil {
			to = q.target.calendar.Page
		}
		http.Redirect(w, q.Request, to, http.StatusFound)
		return nil
	}
	body, err := q.data(q.target.event)
	if err != nil {
		return err
	}
	tag := q.etag(q.target.event)
	head := w.Header()
	head.Set("ETag", tag)
	head.Set("Cache-Control", "no-cache")
	if slices.ContainsFunc(q.Header.Values("If-None-Match"), func(line string) bool { return line == "*" || strings.Contains(line, tag) }) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	head.Set("Content-Type", "text/calendar; charset=utf-8; component=VEVENT")
	head.Set("Content-Length", strconv.Itoa(len(body)))
	_, err = w.Write(body)
	return ignored(err)
}

// ignored is for writing to a client: no client is left to be told.
func ignored(error) error { return nil }

// maxElements bounds what a request's document may hold.
const maxElements = 20_000

// readXML reads the body of a request; the zero node if there is none.
func readXML(body io.Reader) (node, error) {
	d := xml.NewDecoder(body)
	var root node
	stack := []*node{{}}
	for n := 0; ; n++ {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && len(stack) == 1 {
			break
		}
		if err != nil || n > maxElements || len(stack) > 32 {
			return root, badXML(err)
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			top.children = append(top.children, node{name: element{token.Name.Space, token.Name.Local}, attributes: token.Attr})
			stack = append(stack, &top.children[len(top.children)-1])
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(token)
		}
	}
	if len(stack[0].children) > 0 {
		root = stack[0].children[0]
	}
	return root, nil
}

func badXML(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return fmt.Errorf("reading the request: %w", err)
	}
	return &events.Invalid{Subject: "request", Problems: []events.Problem{{Field: "body", Reason: "is no XML document of a usual size"}}}
}

// element is the name of an XML element.
type element struct{ space, local string }

// node is an XML element with what is in it.
type node struct {
	name       element
	attributes []xml.Attr
	children   []node
	text       string
}

// child is the first element of that name in a node; false if there is none.
func (n *node) child(name element) (*node, bool) {
	for i := range n.children {
		if n.children[i].name == name {
			return &n.children[i], true
		}
	}
	return &node{}, false
}

func (n *node) attribute(name string) string {
	for _, a := range n.attributes {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// ended is the cause if the client does not wait for the answer any more.
func ended(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}
