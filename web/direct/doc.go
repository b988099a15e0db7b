// Package direct answers everyday requests on kept connections before net/http
// reads them, and sends header and body in one system call.
//
// # What it promises
//
// The bytes are those that net/http would send. What is not an everyday request,
// or has no answer ready, reaches net/http as it came. A request that carries
// Authorization or a session's cookie is never answered here. Each answer is
// told to the same Observer as those of the middleware chain. Shutting down ends
// no answer in the middle unless its time is over.
//
// The room can be removed: delete the folder and serve the listener itself. Small
// ready answers then cost two to three times the processor time (decision 0010).
//
// # What it does not know
//
// It does not know what an answer says, nor how one is made.
//
//	bytes ─ readHead ─ everyday? ─ Config.Ready ─ reply.Prompt ─ one write
//	            └──────── otherwise ───────────── net/http
package direct
