package direct

import (
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"almanac.example/web/reply"
)

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

// prepare prepares the answer to be written to a connection, if there is one
// ready. The answer is to be told when it is done with.
func (x *exchange) prepare(q head, c *Config, to reply.Dropper) (p reply.Prompt, ok bool) {
	x.request.Method, x.url.Path, x.url.RawQuery = q.method, q.path, q.query
	for i, value := range q.values {
		if value != "" && (i < userAgent || c.Observe != nil) {
			x.fields[i][0] = value
			x.request.Header[fieldNames[i]] = x.fields[i][:]
		}
	}
	rep, ok := c.Ready(&x.request)
	if !ok {
		return reply.Prompt{}, false
	}
	if p, ok = rep.Prompt(&x.request, c.Fields, to); !ok {
		return reply.Prompt{}, false
	}
	x.header = append(x.header[:0], p.Head...)
	x.header = appendDate(x.header, time.Now())
	return p, true
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
