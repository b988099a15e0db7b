package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// result is a comparison as it came out.
type result struct {
	name         string
	peer         string // who is compared with
	bytes        int    // of Almanac's body; 0: none
	bar          float64
	ours, theirs []round // pinned: one core each
	freeOurs     []round // both cores, full load
	freeTheirs   []round
	failed       string // why there is no figure
}

// contest is two exchanges that take turns.
type contest struct {
	ours, theirs         exchange
	oursLoad, theirsLoad load
	rounds               int
}

// run lets the two take turns, so that whatever else the machine does meets
// both. A round that does not count is repeated, a few times in all.
func (c contest) run(ctx context.Context) (ours, theirs []round, err error) {
	spare := 2 + c.rounds/2
	for len(theirs) < c.rounds {
		a, err := drive(ctx, c.oursLoad, c.ours)
		if err != nil {
			err = fmt.Errorf("almanac: %w", err)
		}
		var b round
		if err == nil {
			if b, err = drive(ctx, c.theirsLoad, c.theirs); err != nil {
				err = fmt.Errorf("%s: %w", c.theirs.server.name, err)
			}
		}
		switch {
		case err == nil:
			ours, theirs = append(ours, a), append(theirs, b)
		case ctx.Err() != nil:
			return nil, nil, ctx.Err()
		case spare == 0:
			return nil, nil, fmt.Errorf("too many rounds were rejected, the last because of %w", err)
		default:
			spare--
			progress("round rejected: %v", err)
		}
	}
	return ours, theirs, nil
}

// spread is a median with the extremes around it.
type spread struct{ median, low, high float64 }

// ratios divides round by round, since neighbours in time saw the same
// machine.
func ratios(ours, theirs []round, of func(round) float64) spread {
	var list []float64
	for i := range min(len(ours), len(theirs)) {
		if d := of(theirs[i]); d > 0 {
			list = append(list, of(ours[i])/d)
		}
	}
	return spreadOf(list)
}

func across(rounds []round, of func(round) float64) spread {
	list := make([]float64, 0, len(rounds))
	for _, r := range rounds {
		list = append(list, of(r))
	}
	return spreadOf(list)
}

func spreadOf(list []float64) spread {
	if len(list) == 0 {
		return spread{}
	}
	list = slices.Sorted(slices.Values(list))
	n := len(list)
	return spread{median: (list[(n-1)/2] + list[n/2]) / 2, low: list[0], high: list[n-1]}
}

// What a figure is taken of.
func rateOf(r round) float64 { return r.rate }
func cpuOf(r round) float64  { return float64(r.cpu) / float64(time.Microsecond) }
func busyOf(r round) float64 { return r.busy }
func p50Of(r round) float64  { return float64(r.p50) / float64(time.Millisecond) }
func p99Of(r round) float64  { return float64(r.p99) / float64(time.Millisecond) }
