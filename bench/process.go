package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server that was started.
type process struct {
	name string
	cmd  *exec.Cmd
	log  *bytes.Buffer // read only when done is closed
	done chan struct{}
}

// command is what to start, and on which cores.
type command struct {
	cores string // as taskset reads them
	args  []string
	env   []string // beside the present environment
	dir   string
}

// start runs a server until stop, or until the context ends.
func start(ctx context.Context, c command) (*process, error) {
	args := append([]string{"-c", c.cores}, c.args...)
	p := &process{name: filepath.Base(c.args[0]), log: &bytes.Buffer{}, done: make(chan struct{})}
	p.cmd = exec.CommandContext(ctx, "taskset", args...) // taskset becomes the server: same process
	p.cmd.Env, p.cmd.Dir = append(os.Environ(), c.env...), c.dir
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	p.cmd.WaitDelay = stopTimeout
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", p.name, err)
	}
	go func() {
		_ = p.cmd.Wait() // how it ends is of no interest; that it ends too early is seen by waitUntil
		close(p.done)
	}()
	return p, nil
}

const (
	stopTimeout  = 20 * time.Second
	readyTimeout = 2 * time.Minute
	pollInterval = 2 * time.Millisecond
)

// stop ends the server and returns when it has ended.
func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(stopTimeout):
		_ = p.cmd.Process.Kill()
		<-p.done
	}
}

// waitUntil polls the address until it answers 200.
func (p *process) waitUntil(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	for {
		if status, _ := statusOf(ctx, url); status == http.StatusOK {
			return nil
		}
		select {
		case <-p.done:
			return fmt.Errorf("%s ended before it was ready: %s", p.name, strings.TrimSpace(p.log.String()))
		case <-ctx.Done():
			return fmt.Errorf("%s did not answer at %s: %w", p.name, url, ctx.Err())
		case <-time.After(pollInterval):
		}
	}
}

func statusOf(ctx context.Context, url string) (int, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	r.Close = true
	resp, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}

// family is the process and all that descend from it, such as nginx's workers.
func (p *process) family() []int {
	family := []int{p.cmd.Process.Pid}
	for i := 0; i < len(family); i++ {
		family = append(family, children(family[i])...)
	}
	return family
}

// children are the processes that the threads of a process have started.
func children(pid int) []int {
	var list []int
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, t := range tasks {
		for text := range strings.FieldsSeq(readText(t)) {
			if child, err := strconv.Atoi(text); err == nil {
				list = append(list, child)
			}
		}
	}
	return list
}

// cpu is the processor time of the family up to now, user and system, in the
// kernel's resolution of 10 ms.
func (p *process) cpu() (time.Duration, error) {
	var sum time.Duration
	for _, pid := range p.family() {
		d, err := parseCPU(readText(fmt.Sprintf("/proc/%d/stat", pid)))
		if err != nil {
			return 0, fmt.Errorf("processor time of %s: %w", p.name, err)
		}
		sum += d
	}
	return sum, nil
}

// tick is the unit of times in /proc/PID/stat: USER_HZ is 100 on every
// architecture that Go and nginx have in common.
const tick = 10 * time.Millisecond

// parseCPU adds utime and stime of a line of /proc/PID/stat (proc(5)). The
// second field may hold spaces and brackets itself, so counting starts behind
// the last one.
func parseCPU(stat string) (time.Duration, error) {
	const utime, stime = 11, 12 // counted from the third field
	f := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(f) <= stime {
		return 0, errors.New("/proc/PID/stat is too short")
	}
	var sum time.Duration
	for _, text := range f[utime : stime+1] {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("/proc/PID/stat: %w", err)
		}
		sum += time.Duration(n) * tick
	}
	return sum, nil
}

// footprint is what a process takes of the machine.
type footprint struct {
	rss, peak int64 // bytes
	files     int   // open descriptors
}

// footprint looks at the process itself.
func (p *process) footprint() footprint {
	pid := p.cmd.Process.Pid
	status := readText(fmt.Sprintf("/proc/%d/status", pid))
	files, _ := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	return footprint{rss: kilobytes(field(status, "VmRSS")), peak: kilobytes(field(status, "VmHWM")), files: len(files)}
}

// kilobytes reads "1234 kB" as bytes.
func kilobytes(text string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSuffix(text, " kB"), 10, 64)
	return n * 1024
}
