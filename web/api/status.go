package api

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/editing"
	"almanac.example/web/reply"
)

// The errors of this room.
var (
	errThrottled    = errors.New("too many requests")
	errPrecondition = errors.New("say which revision you change: If-Match with the ETag that you were told, or If-None-Match: * for a new one")
	errCrossSite    = errors.New("this request comes from a page of another site")
	errGone         = errors.New("it was public and has been taken back")
	errStreams      = errors.New("too many streams are open; ask again later")
	errRepeated     = errors.New("the same request is being answered; ask again in a moment")
)

// badRequestError says what is wrong with a request beside what it wants to
// store: its address, its header, or that its body is no JSON.
type badRequestError struct{ *events.Invalid }

// Unwrap is what is wrong.
func (e *badRequestError) Unwrap() error { return e.Invalid }

func badRequest(field, reason string) error {
	return &badRequestError{&events.Invalid{Subject: "request", Problems: []events.Problem{{Field: field, Reason: reason}}}}
}

// unprocessable says what is wrong with what is to be stored.
func unprocessable(field, reason string) error {
	return &events.Invalid{Subject: "body", Problems: []events.Problem{{Field: field, Reason: reason}}}
}

// methodError says which methods an address has.
type methodError struct{ allowed string }

// Error names them.
func (e *methodError) Error() string { return "there is " + e.allowed + " here" }

// mediaError says which media type a body must have.
type mediaError struct{ want string }

// Error names it.
func (e *mediaError) Error() string { return "the body must be " + e.want + ", in UTF-8" }

// panicked is a fault of ours.
type panicked struct{ what any }

// Error is for the log.
func (e *panicked) Error() string { return fmt.Sprintf("panic: %v", e.what) }

// Problem is what went wrong (RFC 9457).
type Problem struct {
	Type     string       `json:"type" doc:"Where the documentation tells of it."`
	Title    string       `json:"title"`
	Status   int          `json:"status"`
	Detail   string       `json:"detail,omitempty" doc:"What was wrong this time."`
	Errors   []FieldError `json:"errors,omitempty" doc:"Everything that is wrong, field by field."`
	Revision *events.Rev  `json:"revision,omitempty" doc:"The revision that is stored now; 0: there is nothing."`
	Clashes  []string     `json:"clashes,omitempty" doc:"The fields about which somebody has to choose."`
	Request  string       `json:"request,omitempty" doc:"To be quoted when asking for help."`
}

// FieldError is what is wrong with one field.
type FieldError struct {
	Field  string `json:"field" doc:"Its path: text.zh.title."`
	Reason string `json:"reason" doc:"What is wrong, and what would be right."`
}

// classify is the one place where kinds of errors become statuses. changes is
// whether the request named the revision that it changes.
func classify(err error, changes bool) Problem {
	var invalid *events.Invalid
	var bad *badRequestError
	var denied *access.Denied
	var large *http.MaxBytesError
	var method *methodError
	var media *mediaError
	p := Problem{Detail: err.Error()}
	switch {
	case errors.As(err, &bad):
		p.Status, p.Errors, p.Detail = http.StatusBadRequest, fieldErrors(bad.Invalid), ""
	case errors.As(err, &invalid):
		p.Status, p.Errors, p.Detail = http.StatusUnprocessableEntity, fieldErrors(invalid), ""
	case errors.Is(err, access.ErrTokenInQuery):
		p.Status = http.StatusBadRequest
	case errors.Is(err, access.ErrToken), errors.Is(err, access.ErrTokenExpired), errors.Is(err, access.ErrScheme),
		errors.As(err, &denied) && denied.Cause == access.NotSignedIn:
		p.Status = http.StatusUnauthorized
	case denied != nil, errors.Is(err, errCrossSite):
		p.Status = http.StatusForbidden
	case errors.Is(err, errPrecondition):
		p.Status = http.StatusPreconditionRequired
	case errors.Is(err, events.ErrConflict) && changes:
		p.Status = http.StatusPreconditionFailed
	case errors.Is(err, events.ErrConflict), errors.Is(err, errRepeated):
		p.Status = http.StatusConflict
	case errors.As(err, &large), errors.Is(err, events.ErrTooLarge):
		p.Status = http.StatusRequestEntityTooLarge
	case errors.As(err, &media):
		p.Status = http.StatusUnsupportedMediaType
	case errors.As(err, &method):
		p.Status = http.StatusMethodNotAllowed
	case errors.Is(err, errThrottled):
		p.Status = http.StatusTooManyRequests
	case errors.Is(err, errGone):
		p.Status = http.StatusGone
	case errors.Is(err, events.ErrNotFound):
		p.Status = http.StatusNotFound
	default:
		p.Status, p.Detail = classifyOurs(err)
	}
	p.Title = http.StatusText(p.Status)
	p.Type = fmt.Sprintf("%s/#status-%d", Prefix, p.Status)
	p.conflict(err)
	return p
}

// classifyOurs is classify for what the client could not help. Of causes it says
// nothing.
func classifyOurs(err error) (status int, detail string) {
	switch {
	case errors.Is(err, errStreams):
		return http.StatusServiceUnavailable, err.Error()
	case errors.Is(err, events.ErrUnknown):
		return http.StatusServiceUnavailable, "it may have been written; look before repeating it"
	case errors.Is(err, events.ErrUnavailable), errors.Is(err, access.ErrBusy):
		return http.StatusServiceUnavailable, "the store is out of reach, or there is too much to do; nothing was written"
	}
	return http.StatusInternalServerError, ""
}

// conflict tells of a conflict what there is now.
func (p *Problem) conflict(err error) {
	var now interface{ Stored() events.Rev }
	if errors.As(err, &now) {
		rev := now.Stored()
		p.Revision = &rev
	}
	var c *editing.Conflict
	if errors.As(err, &c) {
		p.Clashes = c.Merged.Clashes()
	}
}

func fieldErrors(invalid *events.Invalid) []FieldError {
	list := make([]FieldError, len(invalid.Problems))
	for i, f := range invalid.Problems {
		list[i] = FieldError(f)
	}
	return list
}

// refuse answers with what an error means. What somebody must look at is logged
// here, once, under an id that the client is told instead of the cause.
func (s *Server) refuse(c *call, err error) {
	if c.r.Context().Err() != nil {
		panic(http.ErrAbortHandler) // there is no client any more to tell
	}
	h := c.r.Header
	p := classify(err, h.Get("If-Match") != "" || h.Get("If-None-Match") != "")
	if p.Status >= http.StatusInternalServerError {
		p.Request = cmp.Or(c.w.Header().Get(reply.RequestID), rand.Text()[:12]) // the admin socket names no requests
		var own *panicked
		stack := ""
		if errors.As(err, &own) {
			stack = string(debug.Stack())
		}
		s.Log.Error("request", "request", p.Request, "method", c.r.Method, "path", c.r.URL.Path, "error", err, "stack", stack)
	}
	c.describe(p, err)
	body, err := json.Marshal(p)
	if err != nil {
		s.Log.Error("encoding a problem", "error", err)
	}
	c.write(&answer{status: p.Status, media: "application/problem+json"}, body)
}

// describe sets the fields of the header that tell of a problem.
func (c *call) describe(p Problem, err error) {
	h := c.w.Header()
	var method *methodError
	switch p.Status {
	case http.StatusUnauthorized:
		challenge := `Bearer realm="almanac"`
		if c.r.Header.Get("Authorization") != "" {
			challenge += `, error="invalid_token"`
		}
		h.Set("WWW-Authenticate", challenge)
	case http.StatusMethodNotAllowed:
		if errors.As(err, &method) {
			h.Set("Allow", method.allowed)
		}
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", "5")
	case http.StatusTooManyRequests:
		h.Set("Retry-After", strconv.Itoa(c.limit.reset))
	case http.StatusPreconditionFailed:
		if p.Revision != nil && *p.Revision != 0 {
			h.Set("ETag", etagOf(*p.Revision))
		}
	}
	if _, found := h["Cache-Control"]; !found {
		h.Set("Cache-Control", "no-store")
	}
}

// answer is what a handler answers.
type answer struct {
	status   int
	body     any
	raw      []byte // instead of body
	media    string // of raw; "": application/json
	etag     string // "": a GET gets one of its content
	location string
	next     string // address of what follows
	// stream writes the answer itself, header included.
	stream func(c *call) error
}

// ok answers with a body.
func ok(body any) *answer { return &answer{status: http.StatusOK, body: body} }

// okAt answers with a body that is of a revision.
func okAt(rev events.Rev, body any) *answer {
	return &answer{status: http.StatusOK, body: body, etag: etagOf(rev)}
}

// created answers that there is something new at an address.
func created(location string, body any) *answer {
	return &answer{status: http.StatusCreated, body: body, location: location}
}

// done answers that there is nothing to say.
func done() *answer { return &answer{status: http.StatusNoContent} }

// at adds the revision of what was written.
func (a *answer) at(rev events.Rev) *answer {
	a.etag = etagOf(rev)
	return a
}

// etagOf is the entity tag of a revision.
func etagOf(rev events.Rev) string { return `"` + strconv.FormatInt(int64(rev), 10) + `"` }

// send writes an answer.
func (s *Server) send(c *call, a *answer) {
	if a.stream != nil {
		if err := a.stream(c); err != nil {
			s.Log.Error("an answer broke off", "method", c.r.Method, "path", c.r.URL.Path, "error", err)
			panic(http.ErrAbortHandler)
		}
		return
	}
	body := a.raw
	if body == nil && a.body != nil {
		var err error
		if body, err = encode(a.body); err != nil {
			s.refuse(c, fmt.Errorf("encoding an answer: %w", err))
			return
		}
	}
	h := c.w.Header()
	if get := c.r.Method == http.MethodGet || c.r.Method == http.MethodHead; get && a.etag == "" && a.status == http.StatusOK {
		a.etag = contentTag(body)
	}
	if a.etag != "" {
		h.Set("ETag", a.etag)
	}
	if a.location != "" {
		h.Set("Location", a.location)
	}
	if a.next != "" {
		h.Set("Link", "<"+a.next+`>; rel="next"`)
	}
	c.caching()
	if unchanged(c.r, a.etag) {
		c.common()
		c.w.WriteHeader(http.StatusNotModified)
		return
	}
	c.write(a, body)
}

// caching says who may keep an answer: what was told without an account anybody,
// if they ask again each time; all else nobody.
func (c *call) caching() {
	h := c.w.Header()
	get := c.r.Method == http.MethodGet || c.r.Method == http.MethodHead
	switch {
	case get && !c.who.Authenticated():
		h.Set("Cache-Control", "no-cache")
	case get:
		h.Set("Cache-Control", "private, no-cache")
	default:
		h.Set("Cache-Control", "no-store")
	}
}

// versionHeader names the program that answers, so that a client of another
// version can say so.
const versionHeader = "Almanac-Version"

// runHeader tells a client whether it still speaks with the process that it began
// with.
const runHeader = "Almanac-Run"

// common sets the fields that every answer has.
func (c *call) common() {
	h := c.w.Header()
	h.Set("Vary", "Authorization, Cookie")
	h.Set(versionHeader, c.server.Version)
	c.limit.describe(h)
}

// write writes a whole answer.
func (c *call) write(a *answer, body []byte) {
	h := c.w.Header()
	c.common()
	if body != nil {
		media := a.media
		if media == "" {
			media = mediaJSON
		}
		h.Set("Content-Type", media)
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
	if c.r.Method == http.MethodPost {
		// What was done may have taken longer than an answer may; that it was done
		// must be told. If it cannot be, the client looks and finds it.
		_ = extend(http.NewResponseController(c.w), slowWrite)
	}
	c.w.WriteHeader(a.status)
	if c.r.Method != http.MethodHead {
		_, _ = c.w.Write(body) // nobody is left to be told
	}
}

// addressOf is the address of something below the API.
func addressOf(parts ...string) string { return Prefix + "/" + strings.Join(parts, "/") }
