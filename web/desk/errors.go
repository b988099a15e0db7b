package desk

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strconv"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/door"
	"almanac.example/web/desk/frame"
	"almanac.example/web/reply"
)

var (
	errNotSetUp  = errors.New("there is no administrator yet")
	errCrossSite = errors.New("sent by another site")
	errBadForm   = errors.New("the form is not well encoded")
	errNoForm    = errors.New("the page takes no form")
)

// badForm is why a form could not be read.
func badForm(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return err
	}
	return errBadForm
}

// fault is what somebody is told about an error.
type fault struct {
	status int
	key    string // of its texts
	retry  int    // seconds to wait; 0: not said
}

// faultOf is the one place where kinds of errors become statuses of the desk.
func faultOf(err error) fault {
	if f, ok := externalFault(err); ok {
		return f
	}
	var denied *access.Denied
	var invalid *events.Invalid
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, errNotSetUp):
		return fault{http.StatusNotFound, "setUp", 0}
	case errors.Is(err, errCrossSite):
		return fault{http.StatusForbidden, "crossSite", 0}
	case errors.Is(err, errNoForm):
		return fault{http.StatusMethodNotAllowed, "form", 0}
	case errors.As(err, &denied):
		return fault{http.StatusForbidden, "denied", 0}
	case errors.As(err, &large), errors.Is(err, events.ErrTooLarge):
		return fault{http.StatusRequestEntityTooLarge, "large", 0}
	case errors.Is(err, errBadForm):
		return fault{http.StatusBadRequest, "form", 0}
	case errors.As(err, &invalid):
		return fault{http.StatusUnprocessableEntity, "invalid", 0}
	case errors.Is(err, door.ErrSpent):
		return fault{http.StatusNotFound, "spent", 0}
	case errors.Is(err, events.ErrNotFound):
		return fault{http.StatusNotFound, "notFound", 0}
	case errors.Is(err, events.ErrConflict):
		return fault{http.StatusConflict, "conflict", 0}
	case errors.Is(err, events.ErrUnknown):
		return fault{http.StatusServiceUnavailable, "unknown", 30}
	case errors.Is(err, access.ErrToken), errors.Is(err, access.ErrTokenExpired), errors.Is(err, access.ErrTokenInQuery), errors.Is(err, access.ErrScheme):
		return fault{http.StatusUnauthorized, "token", 0}
	case errors.Is(err, access.ErrBusy), errors.Is(err, events.ErrUnavailable):
		return fault{http.StatusServiceUnavailable, "unavailable", 30}
	}
	return fault{http.StatusInternalServerError, "internal", 0}
}

// faultPage says what went wrong.
type faultPage struct {
	frame.Head
	Headline string
	Texts    []string
	Request  string
	Onward   *frame.Link
	Typed    *typedForm // what was sent, if it may be sent again
}

// typedForm leads back to a form with what was typed in it.
type typedForm struct {
	Action string
	Hidden []frame.Hidden
}

// secrets are fields that no page carries along.
var secrets = []string{"do", "password", "present", "secret", "carried"}

// fail answers with what an error means. What must be looked at is logged here,
// once, under an id that is shown instead of the cause.
func (d *Desk) fail(w http.ResponseWriter, v *frame.Visit, err error) {
	f := faultOf(err)
	page := &faultPage{Headline: v.Text("fault." + f.key), Texts: []string{v.Text("fault." + f.key + ".more")}}
	var denied *access.Denied
	if errors.As(err, &denied) {
		page.Texts = []string{v.Text("fault.denied.more", v.Text("role."+string(denied.Role)), v.Text("role."+string(denied.Needs())))}
		if names := d.allowed(denied.Needs()); v.Who.Authenticated() && len(names) > 0 {
			page.Texts = append(page.Texts, v.Text("fault.denied.ask", v.Join(names)))
		}
	}
	if f.status >= 500 {
		page.Request = w.Header().Get(reply.RequestID)
		d.Log.Error("desk", "request", page.Request, "path", v.Path, "error", err)
	}
	if f.key != "setUp" {
		page.Onward = &frame.Link{Text: v.Text("fault.onward"), Href: v.Link("/")}
	}
	if _, known := v.Timeline.Event(v.ID); f.key == "denied" && known && v.May(access.ReadDrafts) {
		page.Onward = &frame.Link{Text: v.Text("fault.read"), Href: v.EntryLink(v.ID, "read")}
	}
	if f.status == http.StatusServiceUnavailable && v.Sent {
		page.Typed = &typedForm{v.LinkIn(v.Lang, v.Path), v.Form.Hidden(secrets...)}
	}
	if f.key == "token" {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	page.Head = v.Frame(frame.Heading{Title: page.Headline})
	d.send(w, v, frame.Answer{Template: "fault/fault", Page: page, Status: f.status, RetryAfter: f.retry})
}

// namesMost is how many people are named who may do something.
const namesMost = 5

// allowed names people whose role includes another.
func (d *Desk) allowed(least access.Role) []string {
	var names []string
	for _, a := range d.Directory.Accounts() {
		if len(names) < namesMost && !a.Disabled && a.Role.Includes(least) {
			names = append(names, a.ShownName())
		}
	}
	return names
}

// recovered makes of a panic an answer that costs one request and not the
// process.
func (d *Desk) recovered(w http.ResponseWriter, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(p) // net/http's own way to drop a connection
	}
	d.fail(w, d.visit(r, access.Principal{}), fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
}

// send writes an answer. It is rendered to memory first, so that an error is
// still an error.
func (d *Desk) send(w http.ResponseWriter, v *frame.Visit, a frame.Answer) {
	if a.To != "" {
		w.Header().Set("Location", a.To)
		w.WriteHeader(http.StatusSeeOther)
		return
	}
	if a.Stream != nil {
		d.stream(w, v, a)
		return
	}
	body, media := a.Body, a.Media
	var err error
	switch {
	case a.Page != nil:
		media = "text/html; charset=utf-8"
		body, err = d.templates.Render(a.Template, a.Page, d.assets)
	case a.Part != "":
		media = "text/html; charset=utf-8"
		body, err = d.templates.Part(v.Lang, a.Template, a.Part, a.Data)
	}
	if err != nil {
		d.Log.Error("desk page", "path", v.Path, "error", err)
		http.Error(w, "internal server error", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Language", v.Lang)
	if a.Policy != "" {
		h.Set("Content-Security-Policy", a.Policy)
	}
	if a.Refresh > 0 {
		h.Set("Refresh", strconv.Itoa(a.Refresh))
	}
	if a.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(a.RetryAfter))
	}
	if a.Status == http.StatusUnauthorized && h.Get("WWW-Authenticate") == "" {
		h.Set("WWW-Authenticate", `Session realm="desk"`)
	}
	status := a.Status
	if status == 0 {
		status = http.StatusOK
	}
	w.WriteHeader(status)
	if _, err := bytes.NewReader(body).WriteTo(w); err != nil {
		return // the client has gone
	}
}
