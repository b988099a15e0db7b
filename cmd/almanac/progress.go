package main

import (
	"fmt"
	"io"
	"time"
)

// progress draws how far a long command is, on a terminal and only once it
// has taken a second.
type progress struct {
	w     io.Writer
	what  string
	total int
	start time.Time
	drawn bool
}

func newProgress(w io.Writer, what string, total int) *progress {
	p := &progress{what: what, total: total, start: now()}
	if f, ok := terminalOf(w); ok {
		p.w = f
	}
	return p
}

func (p *progress) show(done int) {
	if p.w == nil || now().Sub(p.start) < time.Second {
		return
	}
	const width = 30
	filled := width * done / max(1, p.total)
	fmt.Fprintf(p.w, "\r%s [%-*s] %d of %d", p.what, width, bar[:filled], done, p.total)
	p.drawn = true
}

const bar = "=============================="

func (p *progress) done() {
	if p.drawn {
		fmt.Fprintln(p.w)
	}
}

// wait does something whose end cannot be foreseen. On a terminal, once it has
// taken a second, it shows for how long.
func (c streams) wait(what string, do func() error) error {
	f, ok := terminalOf(c.err)
	if !ok {
		return do()
	}
	done := make(chan error, 1)
	go func() { done <- do() }()
	start, tick := now(), time.NewTicker(time.Second)
	defer tick.Stop()
	for drawn := false; ; drawn = true {
		select {
		case err := <-done:
			if drawn {
				fmt.Fprintln(f)
			}
			return err
		case <-tick.C:
			fmt.Fprintf(f, "\r%s … %d s", printable(what), int(now().Sub(start).Seconds()))
		}
	}
}
