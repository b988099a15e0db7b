package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const wrkOutput = `Running 2s test @ http://127.0.0.1:8420/zh/all.ics
  1 threads and 8 connections
  5648 requests in 1.07s, 564.17MB read
wrk-summary requests=4000 bytes=48000000 duration_us=2000000 p50_us=768 p99_us=2450 connect=0 read=0 write=0 timeout=0 status=0
`

func TestSummaryOfARound(t *testing.T) {
	s, err := parseSummary(wrkOutput)
	if err != nil {
		t.Fatal(err)
	}
	x := exchange{body: 11_500}
	if err := s.check(x, 0); err != nil {
		t.Errorf("a good round is refused: %v", err)
	}
	got := s.round(x, 400*time.Millisecond)
	want := round{rate: 2000, cpu: 100 * time.Microsecond, busy: 0.2, p50: 768 * time.Microsecond, p99: 2450 * time.Microsecond}
	if got != want {
		t.Errorf("round %+v, want %+v", got, want)
	}
}

func TestLargeAnswersAreCountedByTheirBytes(t *testing.T) {
	s := summary{requests: 9, bytes: 10 * largeBody, durationUS: 1e6}
	if r := s.round(exchange{body: largeBody}, time.Second); r.rate != 10 || r.cpu != 100*time.Millisecond {
		t.Errorf("ten answers in a second give %+v", r)
	}
}

func TestSummaryMustBeComplete(t *testing.T) {
	for name, out := range map[string]string{
		"none":        "unable to connect to 127.0.0.1:1 Connection refused\n",
		"cut":         "wrk-summary requests=4000 bytes=48000000\n",
		"not a count": strings.Replace(wrkOutput, "read=0", "read=nan", 1),
		"unknown":     strings.Replace(wrkOutput, "read=0", "reed=0", 1),
	} {
		if s, err := parseSummary(out); err == nil {
			t.Errorf("%s: read as %+v", name, s)
		}
	}
}

func TestBadRoundsDoNotCount(t *testing.T) {
	varying := &addresses{}
	for name, c := range map[string]struct {
		change    func(*summary)
		x         exchange
		different int
	}{
		"no answer":       {func(s *summary) { s.requests = 0 }, exchange{}, 0},
		"connect":         {func(s *summary) { s.connect = 1 }, exchange{}, 0},
		"read":            {func(s *summary) { s.read = 1 }, exchange{}, 0},
		"write":           {func(s *summary) { s.write = 1 }, exchange{}, 0},
		"timeout":         {func(s *summary) { s.timeout = 1 }, exchange{}, 0},
		"status":          {func(s *summary) { s.status = 1 }, exchange{}, 0},
		"short answers":   {func(s *summary) { s.bytes = 3_999 * 11_000 }, exchange{body: 11_000}, 0},
		"bodies in a 304": {func(s *summary) { s.bytes = 4_000 * 11_000 }, exchange{}, 0},
		"repeated":        {func(*summary) {}, exchange{addresses: varying}, 3_999},
	} {
		s, err := parseSummary(wrkOutput)
		if err != nil {
			t.Fatal(err)
		}
		s.bytes = 4_000 * 1_000
		c.change(&s)
		if s.check(c.x, c.different) == nil {
			t.Errorf("%s: the round counts", name)
		}
	}
}

func TestAddressesAreAskedForOnce(t *testing.T) {
	a := addresses{at: newFilters([]string{"science", "policy"}), used: 7, file: filepath.Join(t.TempDir(), "addresses")}
	n, err := a.prepare(3)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(a.file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	seen := map[string]bool{}
	for _, l := range lines {
		seen[l] = true
	}
	if len(lines) != n || len(seen) != n || lines[0] != a.at(7) {
		t.Errorf("%d addresses, %d lines, %d different, the first %s", n, len(lines), len(seen), lines[0])
	}
}

func TestHostileAddressesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for n := range uint64(5_000) {
		seen[hostileAddress(n, []string{"science", "policy"})] = true
	}
	if len(seen) != 5_000 {
		t.Errorf("only %d of 5000 addresses differ", len(seen))
	}
}
