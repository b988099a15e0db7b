package timeline

import (
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

// fewSteps is up to how many it is not worth to share out what a timeline is
// made of.
const fewSteps = 2048

// sideBySide does several things at a time, if they are about many steps. Each
// must leave alone what the others write to.
func sideBySide(steps int, jobs []func()) {
	var group errgroup.Group
	for _, do := range jobs {
		if steps <= fewSteps {
			do()
			continue
		}
		group.Go(func() error { do(); return nil })
	}
	_ = group.Wait() // no job fails
}

// inParts divides the numbers below count among the processors, if they are
// about many steps.
func inParts(steps, count int, do func(from, to int)) {
	parts := 1
	if steps > fewSteps {
		parts = runtime.GOMAXPROCS(0)
	}
	jobs := make([]func(), parts)
	for i := range parts {
		jobs[i] = func() { do(count*i/parts, count*(i+1)/parts) }
	}
	sideBySide(steps, jobs)
}

// sortSteps sorts steps as a chronicle does, many of them in parts that are
// then merged.
func sortSteps(steps []step) {
	compare := func(a, b step) int { return compareEntries(a.after, b.after) }
	if len(steps) <= fewSteps {
		slices.SortFunc(steps, compare)
		return
	}
	half := len(steps) / 2
	sideBySide(len(steps), []func(){
		func() { slices.SortFunc(steps[:half], compare) },
		func() { slices.SortFunc(steps[half:], compare) },
	})
	first, second := slices.Clone(steps[:half]), steps[half:]
	for to := range steps {
		switch {
		case len(first) == 0:
			return // the rest is where it belongs
		case len(second) > 0 && compare(second[0], first[0]) < 0:
			steps[to], second = second[0], second[1:]
		default:
			steps[to], first = first[0], first[1:]
		}
	}
}
