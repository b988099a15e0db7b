package store

import (
	"sync/atomic"
	"time"
)

// commits counts what became of commits.
type commits struct{ done, failed, nanoseconds atomic.Int64 }

func (c *commits) add(took time.Duration, err error) {
	if err != nil {
		c.failed.Add(1)
		return
	}
	c.done.Add(1)
	c.nanoseconds.Add(int64(took))
}

// Stats is what a Live did up to now.
type Stats struct {
	Commits, Refused int64         // those that were done, and those that were not
	Took             time.Duration // all that were done, until they were seen
	Lag              time.Duration // between the newest commit and its being shown, by the clocks of both processes
}

// Stats tells what was done up to now.
func (l *Live) Stats() Stats {
	return Stats{
		Commits: l.commits.done.Load(), Refused: l.commits.failed.Load(),
		Took: time.Duration(l.commits.nanoseconds.Load()), Lag: time.Duration(l.shown.Load()),
	}
}
