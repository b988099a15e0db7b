// Package timeline arranges a record for reading: in the order of a chronicle,
// by what events are selected by, counted, and searched.
//
// # What it promises
//
// A Timeline is the record at one revision. It never changes once built and is
// safe for any number of readers; With gives the next one, and what a small
// batch costs grows slowly with the record. What readers see is decided here
// and nowhere else: nothing that is not public leaves Select, Agenda, Search,
// Count and their like, whatever a selection says. Past, ForEditors and
// AtAddress are the ways to the rest, and no address spells them.
//
// # What it does not know
//
// Where the record comes from, what time it is, and who asks.
//
// # A picture of the data
//
//	Batch ─ With ─ Timeline ┬ byID, bySlug, former   events by what they are called
//	                        ├ sequence               all but tombstones, in order, in blocks
//	                        ├ tags, places           the same of each tag and place
//	                        ├ departed               what left a selection, and when
//	                        └ steps                  the latest changes, for Touched
//
//	Selection ─ matcher ─ the shortest sequences ─ []*events.Event
package timeline
