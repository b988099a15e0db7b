package reply

import (
	"net/http"
	"time"
)

// RequestID is the field of an answer that names its request, for who asks for
// help and for the log. What caches may answer others with has none.
const RequestID = "X-Request-Id"

// Observation is what became of a request.
type Observation struct {
	Status  int           // 0: the client went before there was one
	Bytes   int64         // of the body, as far as it was written
	Ready   bool          // nothing had to be routed or made
	Direct  bool          // and the connection answered, without net/http
	Took    time.Duration // not known of Direct ones
	Request string        // its name, see RequestID; "": it has none
}

// Source is where the answer came from: direct, ready or made.
func (o Observation) Source() string {
	switch {
	case o.Direct:
		return "direct"
	case o.Ready:
		return "ready"
	}
	return "made"
}

// An Observer is told of every answer, after it was written. It must not keep
// the request, which has no more fields than the answer depended on, User-Agent,
// Referer and X-Forwarded-For if the observation is Direct. A request that net/http
// did not understand has neither method nor address.
type Observer func(*http.Request, Observation)
