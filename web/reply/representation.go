package reply

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// Representation is one answer in all its content codings, ready to be sent:
// the header values are prepared, each coding is made at most once, when it is
// first asked for.
type Representation struct {
	// Basis is for the maker of the representation: what the next one at the
	// same address can take over, and how to see whether one is needed.
	Basis any

	variants  [codings]variant
	modified  time.Time // may lie ahead of the clock; zero: not said
	now       func() time.Time
	comes     []string // Last-Modified once modified has come; nil if it had when this was made, and is among the fields
	fields    []field  // the same for every coding
	unchanged []field  // those of them that a 304 repeats
	size      int
	lane      *Lane // where codings are made that take long; nil: at once
	transit   *Transit
	encoder   *encoder // makes brotli of a large body in the background; nil: at once
	kept      atomic.Bool
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
	encode   func() []byte
	once     sync.Once
	made     atomic.Pointer[coded]     // nil until encode has been called
	deferred bool                      // made in the background, while others are sent
	asked    atomic.Bool               // for being made in the background
	heads    [2]atomic.Pointer[[]byte] // as Head gives them: of 200 and of 304
}

// coded is a body in one coding.
type coded struct {
	bytes   []byte
	length  []string // the Content-Length field
	senders int      // clients that are being sent it; guarded by Transit.mu
	dropped int      // those of them that are being dropped; guarded by Transit.mu
}

func newCoded(b []byte) *coded { return &coded{bytes: b, length: []string{strconv.Itoa(len(b))}} }

// coding is an index into Representation.variants, from the least wanted.
type coding int

const (
	identity coding = iota
	gzipped
	brotlied
	codings
)

// Facts are the properties of a representation beside its body.
type Facts struct {
	MediaType    string
	Language     string // Content-Language, "" for none
	CacheControl string
	Modified     time.Time        // Last-Modified, never sent before it has come; zero for none
	Now          func() time.Time // the clock that Modified is held against; nil: time.Now
	Public       bool             // may be read by scripts of any origin
	Framed       bool             // may be loaded by pages of any origin, as what is Public may
	Link         []string         // Link header fields
	Policy       string           // Content-Security-Policy, "" for none
	Vary         string           // more than Accept-Encoding
}

// Immutable is the Cache-Control of what stands under an address that changes
// with its content.
const Immutable = "public, max-age=31536000, immutable"

// New prepares an answer. The entity tag is a hash of the body, so that two
// replicas with the same record agree whatever their revisions.
func New(body []byte, f Facts) *Representation {
	level := gzipLevel
	if f.CacheControl == Immutable {
		level = gzip.BestCompression // once for ever
	}
	return NewCoded(Body{Bytes: body, Sum: sha256.Sum256(body), Gzip: func() []byte { return gzipBytes(body, level) }}, f)
}

// Body is a body that knows how to be compressed.
type Body struct {
	Bytes []byte
	Sum   [sha256.Size]byte // equal exactly if the bytes are
	Gzip  func() []byte     // called at most once
}

// NewCoded prepares an answer whose maker has hashed and can compress it.
func NewCoded(b Body, f Facts) *Representation {
	tag := base64.RawURLEncoding.EncodeToString(b.Sum[:12])
	if f.Now == nil {
		f.Now = time.Now
	}
	rep := &Representation{modified: f.Modified.UTC().Truncate(time.Second), now: f.Now, size: len(b.Bytes)}
	if f.Modified.After(f.Now()) {
		rep.comes = []string{f.Modified.UTC().Format(http.TimeFormat)}
		f.Modified = time.Time{}
	}
	rep.fields = f.fields()
	rep.unchanged = slices.DeleteFunc(slices.Clone(rep.fields), func(f field) bool { return !slices.Contains(repeated, f.name) })
	for i, v := range []struct {
		suffix, name string
		encode       func() []byte
	}{{"", "", nil}, {"-gz", "gzip", b.Gzip}, {"-br", "br", func() []byte { return brotliBytes(b.Bytes) }}} {
		rep.variants[i].etag = []string{`"` + tag + v.suffix + `"`}
		rep.variants[i].encode = v.encode
		if v.name != "" {
			rep.variants[i].encoding = []string{v.name}
		}
	}
	rep.variants[identity].made.Store(newCoded(b.Bytes))
	return rep
}

// repeated are the fields that a 304 has to carry, and Last-Modified for caches
// that go by it (RFC 9110 §15.4.5); what browsers check before scripts may see
// the answer is among them (the Fetch standard's CORS protocol), and so is what
// they would otherwise take from the 304 in its place (RFC 9111 §3.2).
var repeated = []string{"Cache-Control", "Vary", "Last-Modified", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers",
	"Content-Security-Policy", "Cross-Origin-Resource-Policy"}

// weight is about how many bytes of memory the representation comes to: the
// body, its compressed forms, of a calendar the compressed chunks and where its
// pieces are, and the header fields.
func (rep *Representation) weight() int { return 2*rep.size + 2<<10 }

func (f Facts) fields() []field {
	h := http.Header{
		"Content-Type":  {f.MediaType},
		"Cache-Control": {f.CacheControl},
		"Vary":          {"Accept-Encoding"},
	}
	if f.Vary != "" {
		h.Set("Vary", "Accept-Encoding, "+f.Vary)
	}
	if f.Language != "" {
		h.Set("Content-Language", f.Language)
	}
	if !f.Modified.IsZero() {
		h.Set("Last-Modified", f.Modified.UTC().Format(http.TimeFormat))
	}
	if f.Public {
		h["Access-Control-Allow-Origin"] = AnyOrigin
		h["Access-Control-Expose-Headers"] = exposed
	}
	if len(f.Link) > 0 {
		h["Link"] = f.Link
	}
	if f.Public || f.Framed {
		h["Cross-Origin-Resource-Policy"] = crossOrigin
	}
	if f.Policy != "" {
		h.Set("Content-Security-Policy", f.Policy)
	}
	var list []field
	for _, name := range slices.Sorted(maps.Keys(h)) {
		list = append(list, field{name, h[name]})
	}
	return list
}

// AnyOrigin is the Access-Control-Allow-Origin of answers that scripts of any
// origin may read. Do not change it.
var AnyOrigin = []string{"*"}

// crossOrigin lets pages of every origin load an answer, also those that isolate
// themselves (the Fetch standard, Cross-Origin-Resource-Policy).
var crossOrigin = []string{"cross-origin"}

var exposed = []string{"ETag, Last-Modified, Link"}

// coded is the body in the variant's coding, made at the first call; concurrent
// calls share it.
func (v *variant) coded() *coded {
	v.once.Do(func() {
		if v.made.Load() == nil {
			v.made.Store(newCoded(v.encode()))
		}
	})
	return v.made.Load()
}

// admit is coded as part of the work that the lane admits, if it is not there
// yet.
func (rep *Representation) admit(ctx context.Context, from netip.Prefix, v *variant) (*coded, error) {
	if b := v.made.Load(); b != nil {
		return b, nil
	}
	if rep.lane != nil {
		leave, err := rep.lane.Enter(ctx, from)
		if err != nil {
			return nil, err
		}
		defer leave()
	}
	return v.coded(), nil
}

// largeBody is from where on brotli takes longer than a reader should wait for:
// several milliseconds.
const largeBody = 256 << 10

// encoder compresses large bodies in the background, one at a time.
type encoder struct {
	slot    chan struct{}
	pending atomic.Int64 // bytes of the bodies that wait or are at it
}

// pendingBytes bounds what waits in an encoder; a body larger than that waits
// alone.
const pendingBytes = 32 << 20

// postpone has brotli made in the background if the body is large: nobody waits
// for it, and who asks before it is there gets the next best coding.
func (rep *Representation) postpone(e *encoder) {
	if rep.size > largeBody {
		rep.encoder, rep.variants[brotlied].deferred = e, true
	}
}

// isReady reports whether the variant can be sent at once. If not, it will be
// some time after the first who asks, if the representation is worth it: one
// that is kept to be asked for again.
func (rep *Representation) isReady(v *variant) bool {
	if v.made.Load() != nil {
		return true
	}
	if !rep.kept.Load() || v.asked.Swap(true) {
		return false
	}
	e, size := rep.encoder, int64(rep.size)
	if after := e.pending.Add(size); after > pendingBytes && after != size {
		e.pending.Add(-size)
		v.asked.Store(false)
		return false
	}
	go func() {
		e.slot <- struct{}{}
		defer func() { <-e.slot; e.pending.Add(-size) }()
		v.coded()
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
