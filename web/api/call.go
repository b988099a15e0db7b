package api

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/access"
	"almanac.example/web/editing"
)

// call is one request under way.
type call struct {
	server *Server
	route  *route
	w      http.ResponseWriter
	r      *http.Request
	who    access.Principal
	query  url.Values
	body   []byte
	limit  standing
	again  Identify // for what lasts longer than who is known to be allowed
}

// do answers the request, or tells why not.
func (c *call) do(identify Identify) (*answer, error) {
	c.again = identify
	if err := c.identify(identify); err != nil {
		return nil, err
	}
	var ok bool
	if c.limit, ok = c.server.limits.take(c); !ok {
		return nil, errThrottled
	}
	switch rt := c.route; {
	case rt.id == "": // there is nothing here to read the request for
		return rt.handle(c)
	case rt.needs != "":
		if err := c.who.May(rt.needs); err != nil {
			return nil, err
		}
	case rt.private && !c.who.Authenticated():
		return nil, c.who.May(access.ReadDrafts)
	}
	if err := c.readQuery(); err != nil {
		return nil, err
	}
	if err := c.readBody(); err != nil {
		return nil, err
	}
	if c.r.Header.Get(idempotencyKey) != "" {
		return c.once()
	}
	return c.route.handle(c)
}

// identify finds out who asks. A browser that sends a session's cookie along
// must have been sent here by a page of our own.
func (c *call) identify(identify Identify) error {
	who, cookie, err := identify(c.r.Context(), c.r)
	if err != nil {
		return err
	}
	if who.Session() != "" {
		if err := c.server.cross.Check(c.r); err != nil {
			return errCrossSite
		}
	}
	if cookie != nil {
		http.SetCookie(c.w, cookie)
	}
	c.who = who
	return nil
}

// readQuery reads the query. A key that the route does not know is refused by
// name, as is one that stands twice and may not.
func (c *call) readQuery() error {
	values, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil {
		return badRequest("query", "is not well encoded")
	}
	bad := &events.Invalid{Subject: "query"}
	for key, list := range values {
		i := slices.IndexFunc(c.route.query, func(p param) bool { return p.name == key })
		switch {
		case i < 0:
			bad.Problems = append(bad.Problems, events.Problem{Field: key, Reason: "unknown key; " + known(c.route.query)})
		case len(list) > 1 && !c.route.query[i].many:
			bad.Problems = append(bad.Problems, events.Problem{Field: key, Reason: "may stand only once"})
		case c.route.query[i].kind == flagParam && list[0] != "1" && list[0] != "0" && list[0] != "":
			bad.Problems = append(bad.Problems, events.Problem{Field: key, Reason: "must be 1 or absent"})
		case len(c.route.query[i].enum) > 0 && !slices.Contains(c.route.query[i].enum, list[0]):
			bad.Problems = append(bad.Problems, events.Problem{Field: key, Reason: "must be one of " + strings.Join(c.route.query[i].enum, ", ")})
		}
	}
	if len(bad.Problems) > 0 {
		slices.SortFunc(bad.Problems, func(a, b events.Problem) int { return strings.Compare(a.Field, b.Field) })
		return &badRequestError{bad}
	}
	c.query = values
	return nil
}

// known lists the keys of a query.
func known(list []param) string {
	if len(list) == 0 {
		return "there are none here"
	}
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.name
	}
	return "known are " + strings.Join(names, ", ")
}

// flag reports whether a key is set.
func (c *call) flag(key string) bool { return c.query.Get(key) == "1" }

// number is the whole number of a key, from least to most; otherwise usual if
// the key is missing.
func (c *call) number(key string, usual, least, most int64) (int64, error) {
	text := c.query.Get(key)
	if text == "" {
		return usual, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < least || n > most {
		return 0, badRequest(key, "must be a whole number from "+strconv.FormatInt(least, 10)+" to "+strconv.FormatInt(most, 10))
	}
	return n, nil
}

// readBody reads a JSON body. What has another media type is refused, and so is
// a body where none belongs.
func (c *call) readBody() error {
	if c.route.media == mediaForm { // is read as it comes
		c.r.Body = http.MaxBytesReader(c.w, c.r.Body, c.route.most)
		return c.checkMedia(mediaForm)
	}
	most := c.route.most
	if most == 0 {
		most = usualBody
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, most))
	if err != nil {
		return err
	}
	if c.route.body == nil {
		if len(body) > 0 && c.r.Method != http.MethodGet && c.r.Method != http.MethodHead {
			return badRequest("body", "none belongs here")
		}
		return nil
	}
	if len(body) == 0 && c.route.optional {
		return nil
	}
	c.body = body
	return c.checkMedia(c.media())
}

// media is the media type that a body must have.
func (c *call) media() string {
	if c.route.media != "" {
		return c.route.media
	}
	return mediaJSON
}

const (
	mediaJSON  = "application/json"
	mediaPatch = "application/merge-patch+json" // RFC 7396
	mediaForm  = "multipart/form-data"
)

func (c *call) checkMedia(want string) error {
	got, params, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	charset := strings.ToLower(params["charset"])
	if err != nil || got != want || charset != "" && charset != "utf-8" || len(c.r.Header.Values("Content-Type")) > 1 {
		return &mediaError{want}
	}
	if coding := c.r.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return &mediaError{want + " without Content-Encoding"}
	}
	return nil
}

// decode reads the body.
func decode[T any](c *call) (T, error) {
	var v T
	if len(c.body) == 0 && c.route.optional {
		return v, nil
	}
	return v, decodeStrict(c.body, &v)
}

var batchPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// act is who changes something here, and why.
func (c *call) act() (editing.Act, error) {
	a := editing.Act{Who: c.who, Note: c.query.Get("note"), Public: c.flag("note-public")}
	if id := c.query.Get("batch"); id != "" {
		if !batchPattern.MatchString(id) {
			return a, badRequest("batch", "must be 1 to 64 letters, digits, - and _")
		}
		a.Batch = &events.BatchPart{ID: id, Kind: events.BatchEdit}
	}
	return a, nil
}

// ctx is the context of the request.
func (c *call) ctx() context.Context { return c.r.Context() }

// timeline is the present moment.
func (c *call) timeline() *timeline.Timeline { return c.server.Record.Timeline() }

// path is a part of the path.
func (c *call) path(name string) string {
	text := chi.URLParam(c.r, name)
	if plain, err := url.PathUnescape(text); err == nil && c.r.URL.RawPath != "" {
		return plain
	}
	return text
}

// event is the event that the path names by its ID or its slug, as far as the
// account may see it.
func (c *call) event() (*events.Event, error) {
	name, t := c.path("id"), c.timeline()
	e, ok := t.Event(events.ID(name))
	if !ok || e.Status == events.Deleted {
		if other, _, found := t.BySlug(name); found {
			e, ok = other, true
		}
	}
	if ok && e.Status != events.Deleted && (e.Status.Public() || c.seesAll()) {
		return e, nil
	}
	if e, _, gone := t.AtAddress(name); gone && !e.Status.Public() {
		return nil, errGone
	}
	if ok && !e.Published.IsZero() && !e.Status.Public() {
		return nil, errGone // it was public under this ID
	}
	return nil, events.ErrNotFound
}

// seesAll reports whether what is not public may be told.
func (c *call) seesAll() bool { return c.who.May(access.ReadDrafts) == nil }

// isJSON reports whether a text is one JSON object.
func isObject(b []byte) bool {
	b = bytes.TrimLeft(b, " \t\r\n")
	return len(b) > 0 && b[0] == '{'
}
