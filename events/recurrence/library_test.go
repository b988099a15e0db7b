package recurrence

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/teambition/rrule-go"
)

// The library is a second opinion on what it is known to do well: rules of a
// day and more, without week numbers (it is mistaken about week 53), without a
// mixture of plain and numbered weekdays (it asks for both at once) and without
// BYSETPOS in weekly rules (it counts from the start and not from the week).
// It is no part of the program because it cannot be stopped: a rule that never
// fires keeps it busy up to the year 9999, some for ever.
func TestExpansionAgreesWithLibrary(t *testing.T) {
	for seed := range 400 {
		rng := rand.New(rand.NewPCG(uint64(seed), 2445))
		start := time.Date(1990+rng.IntN(30), time.Month(1+rng.IntN(12)), 1+rng.IntN(28), rng.IntN(24), 0, 0, 0, time.UTC)
		text, span := randomRule(rng)
		rule, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if order(rule.Freq) > order(Daily) || len(rule.ByWeekNo) > 0 || len(rule.BySetPos) > 0 || unlikeLibrary(rule) {
			continue
		}
		end := start.Add(span)
		option, err := rrule.StrToROption(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		option.Dtstart = start
		if option.Count == 0 {
			option.Until = end
		}
		other, err := rrule.NewRRule(*option)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		want := []time.Time{}
		for next := other.Iterator(); ; {
			at, ok := next()
			if !ok || at.After(end) {
				break
			}
			if n := len(want); n == 0 || !want[n-1].Equal(at) { // it does not fold doubles
				want = append(want, at)
			}
		}
		list, err := (Series{Start: start, Rule: rule}).Between(start, end)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		got := []time.Time{}
		for _, i := range list {
			got = append(got, i.Wall)
		}
		if rule.Count > 0 && len(want) != len(got) && doubles(rule) {
			continue // it counts doubles
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("seed %d: %s from %v (-library +got):\n%.1000s", seed, text, start, diff)
		}
	}
}

// unlikeLibrary finds numbers before weekdays that it combines or does not
// know.
func unlikeLibrary(r Rule) bool {
	plain, numbered := false, false
	for _, d := range r.ByDay {
		plain, numbered = plain || d.N == 0, numbered || d.N != 0
		if (d.N > 5 || d.N < -5) && (r.Freq == Monthly || len(r.ByMonth) > 0) {
			return true
		}
	}
	return plain && numbered
}

func doubles(r Rule) bool {
	for _, l := range [][]int{r.ByHour, r.ByMinute, r.BySecond} {
		if len(sorted(l)) != len(l) {
			return true
		}
	}
	return false
}
