package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"almanac.example/feeds"
)

// representation is one answer in all its content codings, ready to be sent:
// the header values are prepared, each coding is made at most once, when it is
// first asked for.
type representation struct {
	variants  [codings]variant
	modified  time.Time // may lie ahead of the clock; zero: not said
	now       func() time.Time
	comes     []string // Last-Modified once modified has come; nil if it had when this was made, and is among the fields
	fields    []field  // the same for every coding
	unchanged []field  // those of them that a 304 repeats
	size      int
	assembly  *feeds.Assembly // of a calendar, for the next one
	gate      chan struct{}   // cache.gate: compressing is part of making an answer; nil: nobody counts
}

// field is a prepared header field.
type field struct {
	name   string // in canonical form
	values []string
}

// variant is a representation in one content coding. Its strong entity tag is
// its own (RFC 9110 §8.8.3).
type variant struct {
	etag     []string
	encoding []string // nil: identity
	body     func() ([]byte, []string)
	later    *later                    // if making it takes long; nil otherwise
	heads    [2]atomic.Pointer[[]byte] // as exchange sends them: of 200 and of 304
}

// coding is an index into representation.variants, from the least wanted.
type coding int

const (
	identity coding = iota
	gzipped
	brotlied
	codings
)

// facts are the properties of a representation beside its body.
type facts struct {
	mediaType    string
	language     string // Content-Language
	cacheControl string
	modified     time.Time        // of the record; may lie ahead of the clock
	now          func() time.Time // nil: time.Now
	public       bool             // may be read by scripts of any origin
	link         []string
	policy       string // Content-Security-Policy
	vary         string // more than Accept-Encoding
}

// newRepresentation prepares an answer. The entity tag is a hash of the body,
// so that two replicas with the same record agree whatever their revisions.
func newRepresentation(body []byte, f facts) *representation {
	level := gzipLevel
	if f.cacheControl == immutable {
		level = gzip.BestCompression // once for ever
	}
	return prepare(body, sha256.Sum256(body), func() []byte { return gzipBytes(body, level) }, f)
}

// newCalendar prepares an answer of which the next one will take over what it
// can.
func newCalendar(a *feeds.Assembly, f facts) *representation {
	rep := prepare(a.Bytes(), a.Sum(), a.Gzip, f)
	rep.assembly = a
	return rep
}

func prepare(body []byte, sum [sha256.Size]byte, gzip func() []byte, f facts) *representation {
	if f.now == nil {
		f.now = time.Now
	}
	tag := base64.RawURLEncoding.EncodeToString(sum[:12])
	rep := &representation{modified: f.modified.UTC().Truncate(time.Second), now: f.now, size: len(body)}
	if f.modified.After(f.now()) {
		rep.comes = []string{f.modified.UTC().Format(http.TimeFormat)}
		f.modified = time.Time{}
	}
	rep.fields = f.fields()
	rep.unchanged = slices.DeleteFunc(slices.Clone(rep.fields), func(f field) bool { return !slices.Contains(repeated, f.name) })
	length := []string{strconv.Itoa(len(body))}
	rep.variants[identity] = variant{etag: []string{`"` + tag + `"`}, body: func() ([]byte, []string) { return body, length }}
	rep.variants[gzipped] = variant{etag: []string{`"` + tag + `-gz"`}, encoding: []string{"gzip"}, body: rep.once(gzip)}
	rep.variants[brotlied] = variant{etag: []string{`"` + tag + `-br"`}, encoding: []string{"br"}, body: rep.once(func() []byte { return brotliBytes(body) })}
	return rep
}

// repeated are the fields that a 304 has to carry, and Last-Modified for caches
// that go by it (RFC 9110 §15.4.5); what browsers check before scripts may see
// the answer is among them (the Fetch standard's CORS protocol).
var repeated = []string{"Cache-Control", "Vary", "Last-Modified", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"}

// weight is about how many bytes of memory the representation comes to: the
// body, its compressed forms, of a calendar the compressed chunks and where its
// pieces are, and the header fields.
func (rep *representation) weight() int { return 2*rep.size + 2<<10 }

func (f facts) fields() []field {
	h := http.Header{
		"Content-Type":  {f.mediaType},
		"Cache-Control": {f.cacheControl},
		"Vary":          {"Accept-Encoding"},
	}
	if f.vary != "" {
		h.Set("Vary", "Accept-Encoding, "+f.vary)
	}
	if f.language != "" {
		h.Set("Content-Language", f.language)
	}
	if !f.modified.IsZero() {
		h.Set("Last-Modified", f.modified.UTC().Format(http.TimeFormat))
	}
	if f.public {
		h["Access-Control-Allow-Origin"] = anyOrigin
		h["Access-Control-Expose-Headers"] = exposed
	}
	if len(f.link) > 0 {
		h["Link"] = f.link
	}
	if f.policy != "" {
		h.Set("Content-Security-Policy", f.policy)
	}
	var list []field
	for _, name := range slices.Sorted(maps.Keys(h)) {
		list = append(list, field{name, h[name]})
	}
	return list
}

// Header values of answers that any origin may read.
var (
	anyOrigin = []string{"*"}
	exposed   = []string{"ETag, Last-Modified, Link"}
)

// once compresses at the first call; later and concurrent calls share it.
func (rep *representation) once(compress func() []byte) func() ([]byte, []string) {
	return sync.OnceValues(func() ([]byte, []string) {
		if rep.gate != nil {
			rep.gate <- struct{}{}
			defer func() { <-rep.gate }()
		}
		b := compress()
		return b, []string{strconv.Itoa(len(b))}
	})
}

// largeBody is from where on brotli takes longer than a reader should wait for:
// several milliseconds.
const largeBody = 256 << 10

// later says how far a coding is that is made in the background.
type later struct {
	queue        chan struct{} // holds a token for each that is being made
	asked, ready atomic.Bool
}

// plain is the body without any coding.
func (rep *representation) plain() []byte {
	b, _ := rep.variants[identity].body()
	return b
}

// postpone has brotli made in the background if the body is large: nobody waits
// for it, and who asks before it is there gets the next best coding.
func (rep *representation) postpone(queue chan struct{}) {
	if rep.size > largeBody {
		v := &rep.variants[brotlied]
		v.later = &later{queue: queue}
		v.body = sync.OnceValues(func() ([]byte, []string) {
			b := brotliBytes(rep.plain())
			return b, []string{strconv.Itoa(len(b))}
		})
	}
}

// isReady reports whether the variant can be sent at once. If not, it will
// be, some time after the first who asks.
func (v *variant) isReady() bool {
	l := v.later
	switch {
	case l == nil, l.ready.Load():
		return true
	case l.asked.Swap(true):
		return false
	}
	go func() {
		l.queue <- struct{}{}
		defer func() { <-l.queue }()
		v.body()
		l.ready.Store(true)
	}()
	return false
}

// gzipLevel is where further levels gain a per cent or two for a multiple of
// the work.
const gzipLevel = 6

func gzipBytes(body []byte, level int) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, level) // the level is valid
	_, _ = w.Write(body)                   // a bytes.Buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

// brotliQuality keeps compressing a large calendar well below a second; above
// it the gain is a few per cent for many times the work.
const brotliQuality = 6

func brotliBytes(body []byte) []byte {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, brotliQuality)
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}
