// Package duty does what the process does by itself: telling a hub, sweeping
// the vault, and whatever else must be done once, by one of the processes at
// the same store, without anybody asking for it.
//
// # What it promises
//
// One way of claiming work. The state of every duty is one value in the vault
// (events.DutyState under "duty/NAME"). A process that finds a duty due writes a
// claim into it by compare and set; of several processes one wins. The claim is
// renewed while the work goes on, at moments with some chance in them; if the
// process dies, another takes over when it has seen no change of the claim for
// 30 s. A holder that cannot renew its claim in time stops its work. Clocks of
// different processes are never compared.
//
//	          ┌── paused ◀─ Pause, restore        look again when the vault has
//	          │      └─ Resume ─┐                 news, the duty's own news come,
//	wait ─────┴─▶ due? ─▶ claim ┴▶ Do ─▶ result   or the instant has come
//	  ▲                    lost │         │
//	  └─────────────────────────┴─────────┘
//
// After a failure the pause before the next try doubles, up to an hour; an
// error with a method RetryAfter has its wish heard. Results, failures and the
// next instant are in the vault and outlive the process. A duty is done at least
// once, and may be done twice where a process died after the work and before
// the note of it.
//
// # What it does not know
//
// What the duties are about, and which there are: the command hands them over.
// The clock is passed in.
package duty
