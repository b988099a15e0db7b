// Package reply turns bytes into answers over HTTP: content codings and their
// validators, conditional requests, answers kept ready, and bounds on the work
// and the memory that unready ones take.
//
// # What it promises
//
// A Representation is one answer in all its codings, each with a strong entity
// tag of its own; Send evaluates preconditions as RFC 9110 §13.2.2 orders them.
// A Cache keeps representations and makes each at most once for all requests
// that want it. Making is admitted: a Lane has a few slots and a bounded queue,
// no network takes more than a quarter of it, a request that was given up
// leaves the queue, and making stops when no request waits for its outcome. A
// Transit bounds the bytes that are being made or sent. What is refused is
// ErrBusy.
//
// # What it does not know
//
// It does not know the record, the site, or what an answer says.
//
//	request ─ Cache.Get ─ ready ───────────────────────────┐
//	             └ flight ─ Lane.Enter ─ Answer.Make ─ keep ┴ Representation.Send ─ Transit ─ client
package reply
