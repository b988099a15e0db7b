package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// running is a server that was started as the built binary, on a port of its
// own choice.
type running struct {
	cmd  *exec.Cmd
	base string // the address it prints, without the slash at its end

	mu    sync.Mutex
	said  strings.Builder // its log and talk up to now
	more  chan struct{}   // closed when there is more of it, or no more
	ended bool
}

var printedAddress = regexp.MustCompile(`Almanac is at (\S+)/ `)

// startServer runs "almanac serve" with the flags in a directory and waits for
// its address. The test ends it if nothing else has.
func startServer(t *testing.T, dir string, flags ...string) *running {
	t.Helper()
	s := beginServer(t, dir, flags...)
	s.base = s.waitFor(t, printedAddress)
	return s
}

// startServerIn runs a command that ends up as a server.
func startServerIn(t *testing.T, cmd *exec.Cmd, dir string) *running {
	t.Helper()
	s := beginCommand(t, cmd, dir)
	s.base = s.waitFor(t, printedAddress)
	return s
}

// beginServer starts the server and does not wait for it.
func beginServer(t *testing.T, dir string, flags ...string) *running {
	t.Helper()
	return beginCommand(t, exec.Command("almanac", append([]string{"serve", "--addr", "127.0.0.1:0"}, flags...)...), dir)
}

func beginCommand(t *testing.T, cmd *exec.Cmd, dir string) *running {
	t.Helper()
	s := &running{cmd: cmd, more: make(chan struct{})}
	s.cmd.Dir = dir
	s.cmd.Env = append(os.Environ(), cmd.Env...)
	stderr, err := s.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go s.listen(stderr)
	t.Cleanup(func() {
		s.cmd.Process.Kill() //nolint:errcheck // it may have ended
		s.cmd.Wait()         //nolint:errcheck // as above
	})
	return s
}

func (s *running) listen(stderr io.Reader) {
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		s.tell(lines.Text() + "\n")
	}
	s.tell("")
}

// tell appends a line; an empty one is the end.
func (s *running) tell(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said.WriteString(line)
	s.ended = line == ""
	close(s.more)
	s.more = make(chan struct{})
}

// waitFor waits until the pattern is in what the server said, and returns its
// group.
func (s *running) waitFor(t *testing.T, pattern *regexp.Regexp) string {
	t.Helper()
	found, ok := s.sees(pattern)
	if !ok {
		t.Fatalf("the server ended without saying %q:\n%s", pattern, s.log())
	}
	return found
}

// sees is waitFor for a server that may end before.
func (s *running) sees(pattern *regexp.Regexp) (string, bool) {
	for {
		s.mu.Lock()
		said, more, ended := s.said.String(), s.more, s.ended
		s.mu.Unlock()
		if found := pattern.FindStringSubmatch(said); found != nil {
			return found[len(found)-1], true
		}
		if ended {
			return "", false
		}
		<-more
	}
}

// signal sends a signal.
func (s *running) signal(t *testing.T, sig os.Signal) {
	t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		t.Fatalf("%v: %v\n%s", sig, err, s.log())
	}
}

// wait waits for the end of the process and returns its exit code; -1 if a
// signal ended it.
func (s *running) wait() int {
	for ended := false; !ended; { // reading must be over before waiting
		s.mu.Lock()
		more := s.more
		ended = s.ended
		s.mu.Unlock()
		if !ended {
			<-more
		}
	}
	s.cmd.Wait() //nolint:errcheck // the exit code tells
	return s.cmd.ProcessState.ExitCode()
}

func (s *running) log() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.said.String()
}
