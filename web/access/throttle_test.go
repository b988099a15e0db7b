package access

import (
	"fmt"
	"testing"
	"time"
)

// TestPaceIsBounded: what was tried last the longest ago is forgotten, and
// nothing else.
func TestPaceIsBounded(t *testing.T) {
	p := pace{free: 1, most: time.Minute, keys: 3}
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	for n := range 4 {
		p.note(fmt.Sprint(n), now.Add(time.Duration(n)*time.Millisecond))
	}
	if len(p.tries) != 3 || p.wait("0", now) != 0 || p.wait("1", now) == 0 || p.wait("3", now) == 0 {
		t.Errorf("remembered are %v", p.tries)
	}
	p.note("1", now.Add(time.Second))
	p.note("4", now.Add(time.Second))
	if p.wait("2", now) != 0 || p.wait("1", now) == 0 {
		t.Errorf("remembered are %v", p.tries)
	}
}

func TestPaceForgets(t *testing.T) {
	p := pace{free: 1, most: time.Minute, keys: 3}
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	for range 10 {
		p.note("a", now)
	}
	if got := p.wait("a", now); got != time.Minute {
		t.Errorf("after ten tries it waits %s", got)
	}
	p.note("a", now.Add(forgetAfter))
	if got := p.wait("a", now.Add(forgetAfter)); got != time.Minute {
		t.Errorf("an hour later it waits %s", got)
	}
	now = now.Add(2*forgetAfter + 1)
	p.note("a", now)
	if got := p.wait("a", now); got != time.Second {
		t.Errorf("another hour later it waits %s", got)
	}
}

// TestFamiliarNetworksAreBounded, the one that was used the longest ago first.
func TestFamiliarNetworksAreBounded(t *testing.T) {
	c := &clock{now: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)}
	h := newThrottle(c.Now)
	used := func(n int) try { return try{name: fmt.Sprint("name", n), known: true, network: netA} }
	for n := range manyKeys {
		h.familiar[used(n).home()] = c.Now().Add(time.Duration(n))
	}
	c.pass(time.Hour)
	h.succeeded(used(0))
	h.succeeded(used(manyKeys))
	for n, want := range map[int]bool{0: true, 1: false, 2: true, manyKeys: true} {
		if _, got := h.familiar[used(n).home()]; got != want {
			t.Errorf("name %d is familiar: %v", n, got)
		}
	}
	// A familiar network is one for a month.
	late := used(2)
	for range freeByName {
		if err := h.admit(try{name: late.name, known: true, network: netB}); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.admit(late); err != nil {
		t.Errorf("from a familiar network: %v", err)
	}
	c.pass(familiarFor)
	for range freeByName {
		_ = h.admit(try{name: late.name, known: true, network: netB})
	}
	if err := h.admit(late); err == nil {
		t.Error("a month later it still is familiar")
	}
}
