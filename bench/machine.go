package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// machine is what the figures depend on beside the program.
type machine struct {
	cpu, kernel, goVersion, nginx, wrk string
	cores                              []int // that this process may use, at least two
	commit                             string
	date                               string
	load                               string // one, five and fifteen minutes, at the start
}

// describeMachine asks the system. It is an error if there are not two cores:
// the server and what drives it would take time from each other.
func describeMachine(ctx context.Context) (machine, error) {
	m := machine{
		cpu:       field(readText("/proc/cpuinfo"), "model name"),
		kernel:    strings.TrimSpace(readText("/proc/sys/kernel/osrelease")),
		goVersion: runtime.Version(),
		nginx:     strings.TrimPrefix(firstLine(output(ctx, "nginx", "-v")), "nginx version: "),
		wrk:       strings.TrimSuffix(before(firstLine(output(ctx, "wrk", "-v")), " Copyright"), " [epoll]"),
		commit:    firstLine(output(ctx, "git", "describe", "--always", "--dirty")),
		date:      time.Now().UTC().Format(time.DateOnly),
		load:      loadAverage(),
	}
	var err error
	m.cores, err = parseCores(field(readText("/proc/self/status"), "Cpus_allowed_list"))
	if err == nil && len(m.cores) < 2 {
		err = fmt.Errorf("only core %v is allowed; two are needed, one for the server and one for wrk", m.cores)
	}
	return m, err
}

// serverCore has the server under test in a pinned comparison, loadCore what
// drives it; both have both in a free one.
func (m machine) serverCore() string { return strconv.Itoa(m.cores[0]) }
func (m machine) loadCore() string   { return strconv.Itoa(m.cores[1]) }
func (m machine) bothCores() string  { return m.serverCore() + "," + m.loadCore() }

// parseCores reads a list as the kernel writes it: "0-2,5".
func parseCores(list string) ([]int, error) {
	var cores []int
	for part := range strings.SplitSeq(list, ",") {
		low, high, isRange := strings.Cut(part, "-")
		if !isRange {
			high = low
		}
		first, err := strconv.Atoi(low)
		if err != nil {
			return nil, fmt.Errorf("list of cores %q: %w", list, err)
		}
		last, err := strconv.Atoi(high)
		if err != nil {
			return nil, fmt.Errorf("list of cores %q: %w", list, err)
		}
		for core := first; core <= last; core++ {
			cores = append(cores, core)
		}
	}
	return cores, nil
}

// field finds "name : value" in a file of /proc.
func field(text, name string) string {
	for line := range strings.Lines(text) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func loadAverage() string {
	parts := strings.Fields(readText("/proc/loadavg"))
	return strings.Join(parts[:min(3, len(parts))], " ")
}

// readText reads a small file; one that cannot be read is empty.
func readText(name string) string {
	b, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	return string(b)
}

// output is what a command says on both outputs, whatever its exit status:
// wrk -v ends with 1.
func output(ctx context.Context, name string, args ...string) string {
	b, _ := exec.CommandContext(ctx, name, args...).CombinedOutput()
	return string(b)
}

func firstLine(text string) string { return before(text, "\n") }

func before(text, sep string) string {
	head, _, _ := strings.Cut(text, sep)
	return strings.TrimSpace(head)
}

// ports hands out ports on the loopback address.
type ports struct{ next int }

// take returns the next port nobody listens on.
func (p *ports) take(ctx context.Context) (int, error) {
	const tries = 200
	for range tries {
		port := p.next
		p.next++
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:"+strconv.Itoa(port))
		if err == nil {
			return port, l.Close()
		}
	}
	return 0, fmt.Errorf("no free port below %d", p.next)
}
