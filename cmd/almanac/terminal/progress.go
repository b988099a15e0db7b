package terminal

import (
	"fmt"
	"io"
	"time"
)

// Progress draws how far a long command is, on a terminal and only once it
// has taken a second.
type Progress struct {
	w     io.Writer
	what  string
	Total int
	start time.Time
	drawn bool
}

// NewProgress begins to show how much of a total is done; what is done stands
// before the bar. Where w is no terminal nothing is shown.
func NewProgress(w io.Writer, what string, total int) *Progress {
	p := &Progress{what: what, Total: total, start: Now()}
	if f, ok := File(w); ok {
		p.w = f
	}
	return p
}

// Show draws how much is done.
func (p *Progress) Show(done int) {
	if p.w == nil || Now().Sub(p.start) < time.Second {
		return
	}
	const width = 30
	filled := width * done / max(1, p.Total)
	fmt.Fprintf(p.w, "\r%s [%-*s] %d of %d", p.what, width, bar[:filled], done, p.Total)
	p.drawn = true
}

const bar = "=============================="

// Done ends the line of the bar.
func (p *Progress) Done() {
	if p.drawn {
		fmt.Fprintln(p.w)
	}
}

// Wait does something whose end cannot be foreseen. On a terminal, once it has
// taken a second, it shows for how long.
func (c Console) Wait(what string, do func() error) error {
	f, ok := File(c.Err)
	if !ok {
		return do()
	}
	done := make(chan error, 1)
	go func() { done <- do() }()
	start, tick := Now(), time.NewTicker(time.Second)
	defer tick.Stop()
	for drawn := false; ; drawn = true {
		select {
		case err := <-done:
			if drawn {
				fmt.Fprintln(f)
			}
			return err
		case <-tick.C:
			fmt.Fprintf(f, "\r%s … %d s", Printable(what), int(Now().Sub(start).Seconds()))
		}
	}
}
