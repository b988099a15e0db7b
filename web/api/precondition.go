package api

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"

	"almanac.example/events"
)

// expected is the revision that a request changes. stored is the one there is;
// 0: none. If-Match must name it (RFC 9110 §13.1.1, strong comparison);
// If-None-Match: * says that there must be none. A request that says neither, or
// both, is refused.
//
// It is 0 for what is to be new. Where another revision is named, it is that
// one, so that whoever compares it tells the conflict.
func (c *call) expected(stored events.Rev) (events.Rev, error) {
	match, none := c.r.Header.Values("If-Match"), c.r.Header.Values("If-None-Match")
	switch {
	case len(match) > 0 == (len(none) > 0):
		return 0, errPrecondition
	case len(none) > 0:
		if len(none) > 1 || strings.TrimSpace(none[0]) != "*" {
			return 0, badRequest("If-None-Match", "must be * in a request that changes something")
		}
		return 0, nil
	}
	if len(match) == 1 && strings.TrimSpace(match[0]) == "*" {
		if stored == 0 {
			return 0, events.ErrNotFound
		}
		return stored, nil
	}
	return revisionIn(match, stored)
}

// revisionIn is the revision that the tags name: the stored one if it is among
// them, otherwise the last.
func revisionIn(lines []string, stored events.Rev) (events.Rev, error) {
	malformed := badRequest("If-Match", `must be the ETag of what is changed, such as "17"`)
	var rev events.Rev = -1
	for _, line := range lines {
		for tag := range strings.SplitSeq(line, ",") {
			tag = strings.TrimSpace(tag)
			text, weak := strings.CutPrefix(tag, "W/")
			if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
				return 0, malformed
			}
			n, err := strconv.ParseInt(text[1:len(text)-1], 10, 64)
			if err != nil || weak || n < 1 {
				continue // no tag that one of our revisions has
			}
			if rev = events.Rev(n); rev == stored {
				return rev, nil
			}
		}
	}
	return rev, nil
}

// contentTag is the entity tag of an answer that has no revision.
func contentTag(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

// unchanged reports whether the client has the answer already (RFC 9110
// §13.1.2).
func unchanged(r *http.Request, tag string) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || tag == "" {
		return false
	}
	for _, line := range r.Header.Values("If-None-Match") {
		for one := range strings.SplitSeq(line, ",") {
			if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == tag {
				return true
			}
		}
	}
	return false
}
