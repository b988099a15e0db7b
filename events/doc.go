// Package events holds the words of the trade: what an event is, when it
// happened, which events are meant, and how a record changes.
//
// # What it promises
//
// Everything here is a pure value or a pure function: no clock, no file, no
// network; only new names (NewID, NewBatch) are drawn by lot. The order of a chronicle (Span.Compare), the grammar of selections (Selection), the
// stamps that a change earns (Revise) and what may be stored at all (Validate)
// are decided here and nowhere else.
//
// # What it does not know
//
// How events are stored, selected or spelled in somebody's format, who may
// change them, what time it is.
//
// # A picture of the data
//
//	Record ── Site       authority, founded, tags, views
//	       └─ Event      ID, slug, Span, Text by language, place, tags, status, sources …
//	            ├─ Span      an EDTF value, or instants with a zone
//	            └─ Formerly  where it used to be selected, and until when
//
//	Change ─ Revise ─ (store) ─ Batch ─ (room timeline)
package events
