package direct

import (
	"bytes"
	"slices"
	"strings"
)

// head is the head of an everyday request: all that an answer that is ready
// may depend on, and what the observer is told.
type head struct {
	method, path, query string
	values              [keptFields]string // of header fields; "" for none
	hasHost             bool
}

// The header fields that matter, as indices into fieldNames. Answers depend on
// those before userAgent; the observer is told of those before keptFields. Those after authorization say that more follows
// or that the protocol changes.
const (
	acceptEncoding = iota
	ifNoneMatch
	ifModifiedSince
	cookie
	userAgent
	referer
	forwardedFor
	keptFields
	host = iota - 1
	connection
	ifMatch
	ifUnmodifiedSince
	authorization
)

// fieldNames are their canonical names.
var fieldNames = [...]string{
	"Accept-Encoding", "If-None-Match", "If-Modified-Since", "Cookie", "User-Agent", "Referer", "X-Forwarded-For",
	"Host", "Connection", "If-Match", "If-Unmodified-Since", "Authorization",
	"Content-Length", "Transfer-Encoding", "Trailer", "Te", "Expect", "Upgrade", "Http2-Settings",
}

// headKind is how far a request is understood by readHead.
type headKind int

const (
	foreign  headKind = iota // not at all; net/http will know
	bounded                  // it is exactly one request and has no body
	everyday                 // and nothing in it needs net/http
)

// readHead reads bytes that may be the head of a request. It knows less than
// net/http and is stricter: what it takes for everyday means the same to
// net/http (a fuzz test compares), and in doubt it is foreign.
func readHead(b []byte) (h head, kind headKind) {
	end := []byte("\r\n\r\n")
	if !bytes.HasPrefix(b, []byte("GET ")) && !bytes.HasPrefix(b, []byte("HEAD ")) || !bytes.HasSuffix(b, end) {
		return head{}, foreign
	}
	line, rest, _ := strings.Cut(string(b[:len(b)-2]), "\r\n")
	kind = h.readLine(line)
	for rest != "" && kind != foreign {
		line, rest, _ = strings.Cut(rest, "\r\n")
		kind = min(kind, h.readField(line))
	}
	if !h.hasHost {
		return h, foreign // net/http refuses it and closes the connection
	}
	return h, kind
}

// readLine reads the request line (RFC 9112 §3), in origin form only.
func (h *head) readLine(line string) headKind {
	method, rest, _ := strings.Cut(line, " ")
	target, version, _ := strings.Cut(rest, " ")
	if version != "HTTP/1.1" || !consistsOf(target, visible) || !strings.HasPrefix(target, "/") {
		return foreign
	}
	h.method = method
	h.path, h.query, _ = strings.Cut(target, "?")
	if !consistsOf(h.path, plainPath) || strings.HasPrefix(target, "//") || strings.Contains(h.query, "#") {
		return bounded
	}
	return everyday
}

// readField reads a header field (RFC 9112 §5).
func (h *head) readField(line string) headKind {
	name, value, ok := strings.Cut(line, ":")
	if !ok || name == "" || !consistsOf(name, fieldName) || !consistsOf(value, fieldValue) {
		return foreign
	}
	value = strings.Trim(value, " \t")
	switch i := slices.IndexFunc(fieldNames[:], func(known string) bool { return strings.EqualFold(name, known) }); i {
	case -1:
		return everyday
	case host:
		return h.readHost(value)
	case connection:
		return kindIf(strings.EqualFold(value, "keep-alive"))
	case ifMatch, ifUnmodifiedSince, authorization:
		return bounded
	case cookie:
		if isPrivate(value) {
			return bounded
		}
		return h.keep(i, value)
	default:
		if i > authorization {
			return foreign
		}
		return h.keep(i, value)
	}
}

// keep notes a field that the answer may depend on. One that is empty or comes
// twice has a meaning of its own.
func (h *head) keep(i int, value string) headKind {
	once := h.values[i] == "" && value != ""
	h.values[i] = value
	return kindIf(once)
}

// privateCookies begin the names of cookies that tell who somebody is.
var privateCookies = []string{"__Host-", "__Secure-", "almanac_"}

// isPrivate reports whether a Cookie field may have a session in it. What such
// a request is answered is not decided here.
func isPrivate(cookies string) bool {
	for pair := range strings.SplitSeq(cookies, ";") {
		name := strings.TrimLeft(pair, " \t")
		if slices.ContainsFunc(privateCookies, func(p string) bool { return strings.HasPrefix(name, p) }) {
			return true
		}
	}
	return false
}

func (h *head) readHost(value string) headKind {
	if h.hasHost || value == "" || !consistsOf(value, hostName) {
		return foreign
	}
	h.hasHost = true
	return everyday
}

// kindIf is everyday, or else what only net/http should answer.
func kindIf(ok bool) headKind {
	if ok {
		return everyday
	}
	return bounded
}

// class is a set of classes of characters.
type class uint8

const (
	fieldName  class = 1 << iota // of a field's name (RFC 9110 §5.6.2)
	fieldValue                   // of its value
	visible                      // of a request target
	plainPath                    // of a path that means what it says, without decoding
	hostName
)

// classes tells the classes of each character.
var classes = func() (table [256]class) {
	add := func(c class, chars string) {
		for _, r := range []byte(chars) {
			table[r] |= c
		}
	}
	const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	add(fieldName, alphanumeric+"!#$%&'*+-.^_`|~")
	add(plainPath, alphanumeric+"-._~/,:+=@")
	add(hostName, alphanumeric+"-._:[]")
	add(fieldValue, "\t")
	for c := 0x80; c <= 0xff; c++ {
		table[c] |= fieldValue // of no known coding, but allowed
	}
	for c := ' '; c < 0x7f; c++ {
		add(fieldValue, string(c))
		if c > ' ' {
			add(visible, string(c))
		}
	}
	return table
}()

// consistsOf reports whether all characters are of the class.
func consistsOf(s string, c class) bool {
	for i := range len(s) {
		if classes[s[i]]&c == 0 {
			return false
		}
	}
	return true
}
