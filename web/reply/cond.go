package reply

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Send answers a GET or HEAD request with the representation: the coding the
// client likes best, or 304 if it has it already (RFC 9110 §13.2.2), or 412.
// Range requests are answered in full (RFC 9110 §14.2 allows that). An error,
// ErrBusy or that of the request's context, means that nothing was written.
func (rep *Representation) Send(w http.ResponseWriter, r *http.Request) error {
	v, status := rep.decide(r)
	var body *coded
	if status == http.StatusOK {
		var err error
		if body, err = rep.admit(r.Context(), Network(r), v); err != nil {
			return err
		}
	}
	var sent *sending
	if body != nil && r.Method != http.MethodHead && rep.transit.counts(body) {
		var err error
		if sent, err = rep.transit.begin(body, writerDropper{w}); err != nil {
			return err
		}
		defer sent.end()
	}
	rep.describe(w.Header(), v, status)
	w.WriteHeader(status)
	if body == nil || r.Method == http.MethodHead {
		return nil
	}
	first := true
	_ = sent.write(body.bytes, func(b []byte) error { // nobody is left to be told
		if first {
			first = false
			return writeJoined(w, r, b)
		}
		_, err := w.Write(b)
		return err
	})
	return nil
}

// writerDropper drops through net/http.
type writerDropper struct{ http.ResponseWriter }

// Drop lets the write that is under way fail; see Dropper.
func (d writerDropper) Drop() {
	_ = http.NewResponseController(d.ResponseWriter).SetWriteDeadline(time.Now()) // a writer without deadlines is a test's
}

// decide evaluates the request.
func (rep *Representation) decide(r *http.Request) (v *variant, status int) {
	v = rep.choose(r)
	switch {
	case rep.preconditionFailed(r, v):
		return v, http.StatusPreconditionFailed
	case rep.notModified(r, v):
		return v, http.StatusNotModified
	}
	return v, http.StatusOK
}

// Ready reports whether the request can be answered without any work.
func (rep *Representation) Ready(r *http.Request) bool {
	v, status := rep.decide(r)
	return status != http.StatusOK || v.made.Load() != nil
}

// describe sets the header fields of an answer.
func (rep *Representation) describe(h http.Header, v *variant, status int) {
	h["Etag"] = v.etag
	delete(h, RequestID) // caches answer many requests with it
	if rep.comes != nil {
		h["Last-Modified"] = rep.lastModified()
	}
	if status == http.StatusNotModified {
		set(h, rep.unchanged)
		return
	}
	set(h, rep.fields)
	if status != http.StatusOK {
		return
	}
	if v.encoding != nil {
		h["Content-Encoding"] = v.encoding
	}
	h["Content-Length"] = v.made.Load().length
}

// lastModified is what the Last-Modified field says of a representation that
// was made before its time: never an instant that is still to come (RFC 9110
// §8.8.2.1), whatever the clock said that stamped the record.
func (rep *Representation) lastModified() []string {
	if now := rep.now(); now.Before(rep.modified) {
		return []string{now.UTC().Format(http.TimeFormat)}
	}
	return rep.comes
}

// settled reports whether Last-Modified says the same from now on.
func (rep *Representation) settled() bool {
	return rep.comes == nil || !rep.now().Before(rep.modified)
}

func set(h http.Header, fields []field) {
	for i := range fields {
		h[fields[i].name] = fields[i].values
	}
}

// choose negotiates the coding (RFC 9110 §12.5.3). One that is still being made
// is passed over, unless the client has it already, and then the next best that
// it has is as good as new.
func (rep *Representation) choose(r *http.Request) *variant {
	wishes := weigh(r.Header["Accept-Encoding"])
	v := &rep.variants[wishes.heaviest()]
	if !v.deferred {
		return v
	}
	has := r.Header["If-None-Match"]
	if matchAny(has, v.etag[0], false) {
		return v
	}
	wishes.refuse(brotlied)
	next := &rep.variants[wishes.heaviest()]
	if matchAny(has, next.etag[0], false) || !rep.isReady(v) {
		return next
	}
	return v
}

// preconditionFailed evaluates If-Match, else If-Unmodified-Since.
func (rep *Representation) preconditionFailed(r *http.Request, v *variant) bool {
	if lines, ok := r.Header["If-Match"]; ok {
		return !matchAny(lines, v.etag[0], true)
	}
	since, ok := parseTime(r.Header.Get("If-Unmodified-Since"))
	return ok && rep.modified.After(since)
}

// notModified evaluates If-None-Match, and only without it If-Modified-Since.
// A date to come is no validator of ours, unless one of a time when the clock
// was wrong, and says nothing. While the record's own instant is to come, what
// was sent in its place tells no version from another: then the answer is sent.
func (rep *Representation) notModified(r *http.Request, v *variant) bool {
	if lines, ok := r.Header["If-None-Match"]; ok {
		return matchAny(lines, v.etag[0], false)
	}
	if rep.modified.IsZero() {
		return false
	}
	since, ok := parseTime(r.Header.Get("If-Modified-Since"))
	return ok && !rep.modified.After(since) && !since.After(rep.now())
}

func parseTime(text string) (time.Time, bool) {
	if text == "" {
		return time.Time{}, false
	}
	t, err := http.ParseTime(text)
	return t, err == nil
}

// matchAny looks for the tag in field lines of entity tags (RFC 9110 §8.8.3).
// Strong comparison refuses weak tags; the other ignores the weakness.
func matchAny(lines []string, tag string, strong bool) bool {
	for _, line := range lines {
		if strings.TrimSpace(line) == "*" || matchLine(line, tag, strong) {
			return true
		}
	}
	return false
}

func matchLine(line, tag string, strong bool) bool {
	for {
		line = strings.TrimLeft(line, " \t,")
		rest, weak := strings.CutPrefix(line, "W/")
		if rest == "" || rest[0] != '"' {
			return false
		}
		end := strings.IndexByte(rest[1:], '"')
		if end < 0 {
			return false
		}
		if rest[:end+2] == tag && (!weak || !strong) {
			return true
		}
		line = rest[end+2:]
	}
}

// wishes are a client's weights for the codings; negative where it said
// nothing.
type wishes struct {
	weights [codings]float64
	other   float64 // "*"
}

// weigh reads the lines of an Accept-Encoding field.
func weigh(lines []string) wishes {
	w := wishes{[codings]float64{-1, -1, -1}, -1}
	for _, line := range lines {
		for part := range strings.SplitSeq(line, ",") {
			name, q := weighted(part)
			switch name {
			case "identity":
				w.weights[identity] = q
			case "gzip", "x-gzip":
				w.weights[gzipped] = q
			case "br":
				w.weights[brotlied] = q
			case "*":
				w.other = q
			}
		}
	}
	return w
}

// refuse takes a coding out of the choice.
func (w *wishes) refuse(c coding) { w.weights[c] = 0 }

// heaviest is the coding to send: the one with the highest weight, brotli
// before gzip before identity at equal weight.
func (w *wishes) heaviest() coding {
	best, most := identity, w.weights[identity]
	if most < 0 {
		most = 0 // acceptable unless refused, but after every wish
	}
	for c := gzipped; c < codings; c++ {
		q := w.weights[c]
		if q < 0 {
			q = w.other
		}
		if q > 0 && q >= most {
			best, most = c, q
		}
	}
	return best
}

// weighted splits "gzip;q=0.5" into a lower-case name and its weight.
func weighted(part string) (name string, q float64) {
	name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
	name = strings.ToLower(strings.TrimSpace(name))
	key, value, ok := strings.Cut(strings.TrimSpace(params), "=")
	if !ok || !strings.EqualFold(strings.TrimSpace(key), "q") {
		return name, 1
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || q < 0 || q > 1 {
		return name, 0
	}
	return name, q
}
