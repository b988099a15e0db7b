package reply

import "net/http"

// RequestID is the field of an answer that names its request, for who asks for
// help and for the log. What caches may answer others with has none.
const RequestID = "X-Request-Id"

// Observation is what became of a request.
type Observation struct {
	Status int
	Bytes  int64 // of the body, as far as it was written
	Direct bool  // answered by the connection, without net/http
}

// An Observer is told of every answer, after it was written. It must not keep
// the request, which has no more fields than the answer depended on if the
// observation is Direct.
type Observer func(*http.Request, Observation)
