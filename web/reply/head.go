package reply

import (
	"bytes"
	"net/http"
	"strconv"
)

// Prompt is the answer to a request that needs no work, for who writes to a
// connection without net/http.
type Prompt struct {
	Status int
	Head   []byte // status line and fields, without the date and the empty line, in the order of net/http; do not change it
	Body   []byte // nil for HEAD and 304; do not change it

	sending *sending
}

// Prompt prepares the answer to a request that is Ready; false if it is not,
// or if too many bytes are under way. fields sets what every answer carries,
// to drops the connection. Done must be called after it.
func (rep *Representation) Prompt(r *http.Request, fields func(http.Header), to Dropper) (p Prompt, ok bool) {
	v, status := rep.decide(r)
	if status != http.StatusOK && status != http.StatusNotModified {
		return Prompt{}, false
	}
	var body *coded
	if status == http.StatusOK {
		if body = v.made.Load(); body == nil {
			return Prompt{}, false
		}
	}
	if body != nil && r.Method != http.MethodHead {
		p.Body = body.bytes
		if rep.transit.counts(body) {
			var err error
			if p.sending, err = rep.transit.begin(body, to); err != nil {
				return Prompt{}, false
			}
		}
	}
	p.Status, p.Head = status, rep.head(v, status, fields)
	return p, true
}

// Write sends the body through write, piece by piece.
func (p *Prompt) Write(write func([]byte) error) error { return p.sending.write(p.Body, write) }

// Done ends the account of the answer.
func (p *Prompt) Done() { p.sending.end() }

// head is the header of an answer of status 200 or 304, made once.
func (rep *Representation) head(v *variant, status int, fields func(http.Header)) []byte {
	kept := &v.heads[0]
	if status == http.StatusNotModified {
		kept = &v.heads[1]
	}
	if b := kept.Load(); b != nil {
		return *b
	}
	h, settled := http.Header{}, rep.settled()
	fields(h)
	rep.describe(h, v, status)
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 " + strconv.Itoa(status) + " " + http.StatusText(status) + "\r\n")
	_ = h.Write(&b) // a bytes.Buffer takes everything
	made := b.Bytes()
	if settled {
		kept.Store(&made)
	}
	return made
}
