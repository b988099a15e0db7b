package main

import (
	"strings"
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	var list []time.Duration
	for n := 200; n > 0; n-- {
		list = append(list, time.Duration(n))
	}
	for p, want := range map[int]time.Duration{0: 1, 50: 101, 99: 199, 100: 200} {
		if got := percentile(list, p); got != want {
			t.Errorf("%d of 100 take at most %d; want %d", p, got, want)
		}
	}
	if got := percentile(nil, 50); got != 0 {
		t.Errorf("of none: %d", got)
	}
}

func TestStoresTable(t *testing.T) {
	b := &bench{settings: settings{etcd: "no-such-program"}}
	text := b.storesMarkdown(t.Context(), []storeRow{
		{store: "bolt", events: 10, importWall: 1500 * time.Millisecond, edits: []time.Duration{1200 * time.Microsecond}, memory: 5e6, disk: 2e6},
		{store: "etcd", events: 10, edits: []time.Duration{3 * time.Millisecond}, lags: []time.Duration{500 * time.Microsecond}, server: 7e6},
	})
	for _, want := range []string{
		"| 10 | bolt | 1.50 s | 0.00 s | 0.00 s | 1.2 ms / 1.2 ms | – | 5 MB | 2 MB | – |",
		"| 10 | etcd | 0.00 s | 0.00 s | 0.00 s | 3.0 ms / 3.0 ms | 0.5 ms / 0.5 ms | 0 MB | 0 MB | 7 MB |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	for _, args := range [][]string{{"-store", "bolt"}, {"-store", "etcd", "more"}} {
		if _, err := parseFlags(args); err == nil {
			t.Errorf("%v is taken", args)
		}
	}
	if s, err := parseFlags([]string{"-store", "etcd"}); err != nil || s.etcd != "etcd" {
		t.Errorf("%+v, %v", s, err)
	}
}
