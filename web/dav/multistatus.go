package dav

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strconv"
)

// The namespaces of CalDAV.
const (
	davNS    = "DAV:"
	caldavNS = "urn:ietf:params:xml:ns:caldav"
	serverNS = "http://calendarserver.org/ns/"
	appleNS  = "http://apple.com/ns/ical/"
)

// prefixes spell the namespaces.
var prefixes = map[string]string{davNS: "D", caldavNS: "C", serverNS: "CS", appleNS: "A"}

const (
	declaration = `<?xml version="1.0" encoding="utf-8"?>` + "\n"
	namespaces  = ` xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/" xmlns:A="http://apple.com/ns/ical/"`
)

// writer spells XML. What it takes is counted while it grows.
type writer struct {
	bytes.Buffer
	reserve  func(n int64) (give func(), err error)
	reserved int
	gives    []func()
}

// step is how many bytes are counted at once.
const step = 1 << 20

// grow counts what has been written.
func (w *writer) grow() error {
	for w.Len() > w.reserved {
		give, err := w.reserve(step)
		if err != nil {
			return err
		}
		w.gives = append(w.gives, give)
		w.reserved += step
	}
	return nil
}

// done gives back what was counted.
func (w *writer) done() {
	for _, give := range w.gives {
		give()
	}
}

// open starts the spelling of an element; one of a foreign namespace brings it
// along.
func (e element) open() string {
	if p, ok := prefixes[e.space]; ok {
		return "<" + p + ":" + e.local
	}
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(e.space))
	return "<" + e.local + ` xmlns="` + b.String() + `"`
}

func (e element) close() string {
	if p, ok := prefixes[e.space]; ok {
		return "</" + p + ":" + e.local + ">"
	}
	return "</" + e.local + ">"
}

// put writes an element with what is in it, which is XML already.
func (w *writer) put(e element, inner string) {
	w.WriteString(e.open())
	if inner == "" {
		w.WriteString("/>")
		return
	}
	w.WriteString(">" + inner + e.close())
}

// escaped is a text as XML.
func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

// response starts the answer about a resource.
func (w *writer) response(path string) {
	w.WriteString("<D:response><D:href>" + escaped(hrefOf(path)) + "</D:href>")
}

// gone says that a resource is not in the calendar (RFC 6578 §3.5).
func (w *writer) gone(path string) {
	w.response(path)
	w.WriteString("<D:status>HTTP/1.1 404 Not Found</D:status></D:response>\n")
}

// send writes a multistatus (RFC 4918 §13).
func (h *Handler) send(rw http.ResponseWriter, w *writer, tail string) error {
	w.WriteString(tail + "</D:multistatus>\n")
	if err := w.grow(); err != nil {
		return err
	}
	head := rw.Header()
	head.Set("Content-Type", "application/xml; charset=utf-8")
	head.Set("Content-Length", strconv.Itoa(w.Len()))
	head.Set("Cache-Control", "no-cache")
	rw.WriteHeader(http.StatusMultiStatus)
	_, err := rw.Write(w.Bytes())
	return ignored(err)
}

// newMultistatus starts an answer; done must be called at its end.
func (h *Handler) newMultistatus() *writer {
	w := &writer{reserve: h.Reserve}
	w.WriteString(declaration + "<D:multistatus" + namespaces + ">\n")
	return w
}

// precondition is an answer that names what a request did not fulfil (RFC 4918
// §16).
type precondition struct {
	status int
	name   element
}

func (p *precondition) Error() string { return p.name.local }

func (p *precondition) write(rw http.ResponseWriter) {
	w := &writer{}
	w.WriteString(declaration + "<D:error" + namespaces + ">")
	w.put(p.name, "")
	w.WriteString("</D:error>\n")
	rw.Header().Set("Content-Type", "application/xml; charset=utf-8")
	rw.Header().Set("Cache-Control", "no-store")
	rw.WriteHeader(p.status)
	_, _ = rw.Write(w.Bytes()) // nobody is left to be told
}
