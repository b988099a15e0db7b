package main

import "testing"

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		list []float64
		want spread
	}{
		{nil, spread{}},
		{[]float64{2}, spread{2, 2, 2}},
		{[]float64{4, 1}, spread{2.5, 1, 4}},
		{[]float64{3, 9, 1}, spread{3, 1, 9}},
		{[]float64{8, 2, 6, 4}, spread{5, 2, 8}},
	} {
		if got := spreadOf(c.list); got != c.want {
			t.Errorf("spread of %v is %v, want %v", c.list, got, c.want)
		}
	}
}

// A machine that slows down by half between two rounds changes no ratio.
func TestRatiosAreTakenRoundByRound(t *testing.T) {
	ours := []round{{rate: 300}, {rate: 150}, {rate: 600}}
	theirs := []round{{rate: 100}, {rate: 50}, {rate: 200}}
	if got := ratios(ours, theirs, rateOf); got != (spread{3, 3, 3}) {
		t.Errorf("ratios %v", got)
	}
	if got := ratios(ours, []round{{}, {rate: 50}}, rateOf); got != (spread{3, 3, 3}) {
		t.Errorf("with a round of nothing: %v", got)
	}
}
