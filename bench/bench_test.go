package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The whole program once, as short as it can be: what it compares gives the
// same bytes, no row fails, and the table goes where it belongs.
func TestAShortRun(t *testing.T) {
	for _, name := range []string{"nginx", "wrk", "taskset"} {
		if _, err := exec.LookPath(name); err != nil {
			if os.Getenv("ALMANAC_REQUIRE_TOOLS") == "1" {
				t.Fatal(err)
			}
			t.Skipf("nothing to measure with: %v", err)
		}
	}
	cores, err := parseCores(field(readText("/proc/self/status"), "Cpus_allowed_list"))
	if err != nil || len(cores) < 2 {
		t.Skipf("needs two cores, has %v (%v)", cores, err)
	}
	name := filepath.Join(t.TempDir(), "speed.md")
	if err := os.WriteFile(name, []byte("Before.\n"+beginMark+endMark+"\nAfter.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := parseFlags([]string{
		"-events", "300", "-rounds", "1", "-seconds", "1", "-peers", "", "-hostile", "60", "-load", "300", "-settle", "1", "-o", name,
		"-only", "^calendar of about 10 kB(, gzip.*)?$|whole.*304|filtered|hostile|^TLS: (calendar of about 10 kB, 304|new)|^load: .*(no event has|brotli|changes.atom.id|SIGTERM)",
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for _, want := range []string{
		"Before.\n", "\nAfter.\n", "| calendar of about 10 kB |", "| calendar of about 10 kB" + gzipRow + " |",
		"| whole calendar of 300 events" + unchangedRow + " |", "| filtered calendar", "60 random addresses", "| TLS: calendar of about 10 kB, 304 |", "| TLS: new connections, a 304 on each |", "| TLS: new connections that resume a session, a 304 on each |", "| 300 |",
		"| 200 connections ask for calendars without", "| 100 clients do not read 100 calendars in brotli | 300 |", "| /en/changes.atom?id=zzz | 300 |", "| SIGTERM with 2 slow readers", "| exit 0 after",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q", want)
		}
	}
	if strings.Contains(text, "no figure") {
		t.Errorf("a row failed:\n%s", text)
	}
}
