package main

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// figure writes a number with three digits that count, and no more decimals
// than two.
func figure(f float64) string {
	switch {
	case math.Abs(f) >= 100:
		return thousands(int64(math.Round(f)))
	case math.Abs(f) >= 10:
		return strconv.FormatFloat(f, 'f', 1, 64)
	default:
		return strconv.FormatFloat(f, 'f', 2, 64)
	}
}

// times writes a ratio.
func times(f float64) string { return figure(f) + " ×" }

func between(s spread) string { return figure(s.low) + " – " + figure(s.high) }

func rate(rounds []round) string { return figure(across(rounds, rateOf).median) }

func percent(rounds []round) string {
	return fmt.Sprintf("%.0f %%", 100*across(rounds, busyOf).median)
}

// bytesOf writes the size of a body; a 304 has none.
func bytesOf(n int) string {
	if n == 0 {
		return "–"
	}
	return thousands(int64(n))
}

func mega(n int64) string { return figure(float64(n) / 1e6) }

func milli(d time.Duration) string { return figure(float64(d) / float64(time.Millisecond)) }

// bar writes a limit; 0 is none.
func bar(sign string, limit float64) string {
	if limit == 0 {
		return "–"
	}
	return sign + " " + strconv.FormatFloat(limit, 'g', -1, 64) + " ×"
}

func met(ok bool) string {
	if ok {
		return "yes"
	}
	return "**no**"
}

func metLeast(f, limit float64) string {
	if limit == 0 {
		return "–"
	}
	return met(f >= limit)
}

func tailRatio(res result) string {
	if len(res.freeOurs) == 0 {
		return "–"
	}
	return times(ratios(res.freeOurs, res.freeTheirs, p99Of).median)
}

// cost is the processor time of an answer on both sides, and how many times
// dearer theirs is.
func cost(res result) string {
	return fmt.Sprintf("%s / %s (%s)", figure(across(res.ours, cpuOf).median), figure(across(res.theirs, cpuOf).median),
		times(ratios(res.theirs, res.ours, cpuOf).median))
}
