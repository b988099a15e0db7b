package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// representation is one answer in all its content codings, ready to be sent:
// the header values are prepared, each coding is made at most once, when it is
// first asked for.
type representation struct {
	variants [codings]variant
	modified time.Time
	headers  http.Header // the same for every coding and for the 304
	size     int
}

// variant is a representation in one content coding. Its strong entity tag is
// its own (RFC 9110 §8.8.3).
type variant struct {
	etag     []string
	encoding []string // nil: identity
	body     func() ([]byte, []string)
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
	modified     time.Time
	public       bool // may be read by scripts of any origin
	link         []string
	policy       string // Content-Security-Policy
	vary         string // more than Accept-Encoding
}

// newRepresentation prepares an answer. The entity tag is a hash of the body,
// so that two replicas with the same record agree whatever their revisions.
func newRepresentation(body []byte, f facts) *representation {
	sum := sha256.Sum256(body)
	tag := base64.RawURLEncoding.EncodeToString(sum[:12])
	rep := &representation{modified: f.modified.UTC().Truncate(time.Second), size: len(body), headers: f.header()}
	length := []string{strconv.Itoa(len(body))}
	rep.variants[identity] = variant{etag: []string{`"` + tag + `"`}, body: func() ([]byte, []string) { return body, length }}
	rep.variants[gzipped] = variant{etag: []string{`"` + tag + `-gz"`}, encoding: []string{"gzip"}, body: once(body, gzipBytes)}
	rep.variants[brotlied] = variant{etag: []string{`"` + tag + `-br"`}, encoding: []string{"br"}, body: once(body, brotliBytes)}
	return rep
}

func (f facts) header() http.Header {
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
	return h
}

// Header values of answers that any origin may read.
var (
	anyOrigin = []string{"*"}
	exposed   = []string{"ETag, Last-Modified, Link"}
)

// once compresses at the first call; later and concurrent calls share it.
func once(body []byte, compress func([]byte) []byte) func() ([]byte, []string) {
	return sync.OnceValues(func() ([]byte, []string) {
		b := compress(body)
		return b, []string{strconv.Itoa(len(b))}
	})
}

func gzipBytes(body []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is valid
	_, _ = w.Write(body)                                  // a bytes.Buffer takes everything
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
