package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// shelf finds the answer to a request among those that are ready.
type shelf func(*http.Request) (*representation, bool)

// exchange is what answering an everyday request takes. It is used again for
// others.
type exchange struct {
	request http.Request
	url     url.URL
	fields  [keptFields][1]string
	header  []byte // of the answer, status line and all
}

var exchanges = sync.Pool{New: func() any {
	x := &exchange{}
	x.request.URL, x.request.Header = &x.url, make(http.Header, keptFields)
	return x
}}

// release gives the exchange back without what it was about.
func (x *exchange) release() {
	clear(x.request.Header)
	x.url, x.fields = url.URL{}, [keptFields][1]string{}
	exchanges.Put(x)
}

// prepare sets the header of the answer, if there is one ready, and returns its
// body.
func (x *exchange) prepare(q head, ready shelf) (body []byte, ok bool) {
	x.request.Method, x.url.Path, x.url.RawQuery = q.method, q.path, q.query
	for i, value := range q.values {
		if value != "" {
			x.fields[i][0] = value
			x.request.Header[fieldNames[i]] = x.fields[i][:]
		}
	}
	rep, ok := ready(&x.request)
	if !ok {
		return nil, false
	}
	v, status := rep.decide(&x.request)
	x.header = append(x.header[:0], rep.head(v, status)...)
	x.header = appendDate(x.header, time.Now())
	if status == http.StatusOK && q.method != http.MethodHead {
		body, _ = v.body()
	}
	return body, true
}

// head is the header of an answer of status 200 or 304, without the date and
// what ends it, in the order of net/http.
func (rep *representation) head(v *variant, status int) []byte {
	kept := &v.heads[0]
	if status == http.StatusNotModified {
		kept = &v.heads[1]
	}
	if b := kept.Load(); b != nil {
		return *b
	}
	h, settled := http.Header{}, rep.settled()
	everyAnswer(h)
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

// dated is the end of a header within one second.
type dated struct {
	second int64
	text   []byte
}

var latestDate atomic.Pointer[dated]

// appendDate appends the Date field, which is the last, and the empty line.
func appendDate(b []byte, now time.Time) []byte {
	d := latestDate.Load()
	if d == nil || d.second != now.Unix() {
		d = &dated{now.Unix(), []byte("Date: " + now.UTC().Format(http.TimeFormat) + "\r\n\r\n")}
		latestDate.Store(d)
	}
	return append(b, d.text...)
}
