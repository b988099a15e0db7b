// Package moment reads the record for one answer, and notes what was asked.
//
// # What it promises
//
// A Moment is one timeline: an answer sees one revision. Every question is noted
// with its answer, so that what was made of a moment can be held against a later
// timeline (Holds) without being made again, and outlives edits of everything
// that it does not show. What was forgotten (Forget) holds on to no timeline.
//
// # What it does not know
//
// It knows neither pages nor feeds, and nothing of how answers are kept.
//
//	timeline ─ New ─ Select, Count, Event … ─ answer
//	                   └ notes ─ Forget ─ Holds(later timeline) ─ kept or made anew
package moment
