package main

import (
	"strings"
	"testing"
	"time"
)

func measured() report {
	rounds := func(rate float64, p99 time.Duration) []round {
		return []round{{rate: rate, cpu: 20 * time.Microsecond, busy: 0.99, p50: time.Millisecond, p99: p99}}
	}
	return report{
		settings: settings{rounds: 1, seconds: 2, peerSeconds: 10},
		machine:  machine{cpu: "A|B processor", cores: []int{0, 1}, date: "2026-11-26", commit: "abc1234"},
		results: []result{
			{name: "plain", bytes: 10_240, bar: 0.5, ours: rounds(500, 0), theirs: rounds(1000, 0), freeOurs: rounds(1, 7*time.Millisecond), freeTheirs: rounds(1, 2*time.Millisecond)},
			{name: "plain" + gzipRow, bytes: 1_024, ours: rounds(2500, 0), theirs: rounds(5000, 0)},
			{name: "plain" + unchangedRow, bar: 0.5, ours: rounds(400, 0), theirs: rounds(1000, 0)},
			{name: "broken", bar: 1, failed: "nginx: socket errors"},
		},
		secure:    []result{{name: secured + "plain", bytes: 10_240, ours: rounds(300, 4*time.Millisecond), theirs: rounds(1000, 2*time.Millisecond)}, {name: secured + "broken", failed: "no session"}},
		peers:     []result{{name: "plain", peer: "radicale", bytes: 10_240, bar: 300, ours: rounds(4000, 0), theirs: rounds(10, 0)}},
		skipped:   map[string]string{"xandikos": "xandikos is not installed"},
		presences: []presence{{record: stored{events: 1000, wall: time.Second, size: 2_000_000}, starts: []time.Duration{90 * time.Millisecond}}},
		siege:     &siege{addresses: 5000, answers: map[int]int{200: 4000, 400: 1000}, during: latency{reads: 10, p50: time.Millisecond}},
	}
}

func TestTable(t *testing.T) {
	text := measured().markdown()
	for _, want := range []string{
		"| plain | 10,240 | 500 | 1,000 | 0.50 × | 0.50 – 0.50 | 20.0 / 20.0 (1.00 ×) | 99 % / 99 % | 3.50 × | ≥ 0.5 × | yes |",
		"| plain, 304 | – | 400 | 1,000 | 0.40 × | 0.40 – 0.40 | 20.0 / 20.0 (1.00 ×) | 99 % / 99 % | – | ≥ 0.5 × | **no** |",
		"| broken |  |  |  | no figure |",
		"| plain | 1.00 | 1.00 | 1.00 / 7.00 | 1.00 / 2.00 | 3.50 × | 3.50 – 3.50 | ≤ 3 × | **no** |",
		"| plain | radicale | 10,240 | 4,000 | 10.0 | 400 × | 400 – 400 | 20.0 / 20.0 (1.00 ×) | ≥ 300 × | yes |",
		"| TLS: plain | 10,240 | 300 | 1,000 | 0.30 × | 0.30 – 0.30 | 20.0 / 20.0 (1.00 ×) | 99 % / 99 % | 4.00 / 2.00 |",
		"| TLS: broken |  |  |  | no figure |  |  |  | no session |",
		"plain 5.00 ×",
		"Left out: xandikos is not installed.",
		"| 1,000 | 1.0 (0.0) | 2.00 | 90.0 |",
		"4,000 × 200, 1,000 × 400",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q", want)
		}
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "| plain") && !strings.HasSuffix(line, " |\n") {
			t.Errorf("not a row: %q", line)
		}
	}
}

func TestARowStaysOneRow(t *testing.T) {
	var b strings.Builder
	newTable(&b, "a", "b").row("one|two", "three\nfour")
	if want := "| a | b |\n| --- | --- |\n| one\\|two | three four |\n"; b.String() != want {
		t.Errorf("got %q", b.String())
	}
}

func TestFigures(t *testing.T) {
	for f, want := range map[float64]string{0: "0.00", 1.234: "1.23", 12.34: "12.3", 123.4: "123", 1_234_567: "1,234,567", 999.6: "1,000"} {
		if got := figure(f); got != want {
			t.Errorf("%v is written %q, want %q", f, got, want)
		}
	}
}

func TestSplice(t *testing.T) {
	const old = "# Speed\n\n" + beginMark + "\nold table\n" + endMark + "\n\nMore.\n"
	got, err := splice(old, "new table\n")
	if want := "# Speed\n\n" + beginMark + "\n\nnew table\n\n" + endMark + "\n\nMore.\n"; err != nil || got != want {
		t.Errorf("got %q (%v)", got, err)
	}
	if again, err := splice(got, "new table\n"); err != nil || again != got {
		t.Errorf("a second time: %q (%v)", again, err)
	}
	if got, err := splice("", "table"); err != nil || !strings.Contains(got, "table") {
		t.Errorf("a new file is %q (%v)", got, err)
	}
	for _, lost := range []string{"# Speed\n", "# Speed\n" + beginMark + "\n", endMark + "\n" + beginMark} {
		if got, err := splice(lost, "table"); err == nil {
			t.Errorf("%q becomes %q", lost, got)
		}
	}
}
