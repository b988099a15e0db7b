// Package recurrence reads recurrence rules (RFC 5545 §3.3.10) and lists the
// instances of a repeating event.
//
// It promises
//
//   - every part of the RRULE grammar, with errors that name the part;
//   - expansion on the clock on the wall: 09:00 stays 09:00 when the offset of
//     the zone changes; a time that the clocks skip is read with the offset
//     before the gap, one that they show twice is the first (RFC 5545 §3.3.5);
//   - bounded work: a window, at most 10,000 instances, and an end for
//     rules that never fire;
//   - a safe subset (Rule.CheckSafe) that every calendar program is known to
//     expand alike. Only that may be published as a rule.
//
// It does not know RSCALE (RFC 7529) or leap seconds: second 60 is read as 59.
// DTSTART is an instance only where the rule itself produces it or Also names
// it. The calendar is the proleptic Gregorian one, years 1 to 9999.
//
//	rule "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=10"
//	  │ Parse
//	  ▼
//	Series{Start, Zone, Rule, Except, Also} ── Between(from, to) ──► []Instance{Wall, At}
package recurrence
