package frame

import (
	"context"
	"io"
	"net/http"
	"net/url"
)

// Page makes the answer to a visit, or says why it cannot. It has changed nothing
// when it returns an error, unless that is events.ErrUnknown.
type Page func(ctx context.Context, v *Visit) (Answer, error)

// Answer is what a page returns. Exactly one of Page, Part, To, Body and Stream is
// set.
type Answer struct {
	Page     Framed // rendered into the desk's frame
	Template string // of Page, or of the Part
	Part     string // only this block of the template is sent, for a script
	Data     any    // of the Part

	To string // where the browser goes on, with a GET (303)

	Body  []byte // sent as it is
	Media string // its media type

	Stream func(w io.Writer) error // writes a file as it is made
	File   string                  // its name

	Status     int    // 0: 200, or 303 with To
	Policy     string // Content-Security-Policy; "": Policy of the desk
	Refresh    int    // seconds after which the page renews itself; 0: it does not
	RetryAfter int    // seconds that a client should wait; 0: not said
	// Again asks for a form to be taken as if it had been sent to a page of the
	// desk, by who is signed in now. The answer is that page's.
	Again  *Again
	Cookie *http.Cookie // to be set, or taken away; nil: none
}

// Again is a form that was sent once already.
type Again struct {
	Path string
	Form url.Values
}

// Framed is a page within the desk's frame: every struct with a Head is one.
type Framed interface{ head() *Head }

// See answers a POST: the browser goes on to the address with a GET.
func See(address string) Answer { return Answer{To: address} }

// Show answers with a page.
func Show(template string, page Framed) Answer { return Answer{Template: template, Page: page} }

// Refuse shows a page again whose form has faults; without faults it is Show.
func Refuse(template string, page Framed) Answer {
	a := Show(template, page)
	if len(page.head().Faults) > 0 {
		a.Status = 422
	}
	return a
}
