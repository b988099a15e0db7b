package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// binary is the program that is recorded, and what this version of it wants to
// be told beside the usual flags.
type binary struct {
	path                    string
	serveFlags, importFlags string // separated by spaces
}

func (b *binary) flags(f *flag.FlagSet) {
	f.StringVar(&b.path, "binary", "", "the almanac binary to ask")
	f.StringVar(&b.serveFlags, "serve-flags", "", "more flags for \"almanac serve\", separated by spaces")
	f.StringVar(&b.importFlags, "import-flags", "", "more flags for \"almanac import\", separated by spaces")
}

// The settings every recording is made with.
const (
	baseURL  = "https://almanac.example.org"
	timeZone = "Asia/Shanghai"
)

var languages = []string{"zh", "en"}

const (
	readyTimeout = 2 * time.Minute
	stopTimeout  = 30 * time.Second
	pollInterval = 5 * time.Millisecond
)

// run runs a command of the binary to its end and returns its standard output.
func (b binary) run(ctx context.Context, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, b.path, args...)
	var talk bytes.Buffer
	c.Stderr = &talk
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("almanac %s: %w: %s", strings.Join(args, " "), err, bytes.TrimSpace(talk.Bytes()))
	}
	return out, nil
}

// importFile adds a record file to the store, which is made if it is missing.
func (b binary) importFile(ctx context.Context, store, file string) error {
	args := append([]string{"import", "file", "--store", store, "--author", "Recorder", "--note", "a correction of the record", "--public"},
		strings.Fields(b.importFlags)...)
	_, err := b.run(ctx, append(args, file)...)
	return err
}

// server is a binary that serves a store.
type server struct {
	cmd  *exec.Cmd
	url  string        // http://127.0.0.1:PORT
	log  *bytes.Buffer // read only when done is closed
	done chan struct{}
}

// knowsCreate reports whether the binary wants to be told that a store may be
// new.
func (b binary) knowsCreate(ctx context.Context) bool {
	help, err := exec.CommandContext(ctx, b.path, "serve", "--help").Output()
	return err == nil && bytes.Contains(help, []byte("--create"))
}

// serve starts the binary on the store and returns when it is ready. More
// flags go before those of -serve-flags.
func (b binary) serve(ctx context.Context, store string, more ...string) (*server, error) {
	addr, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	args := []string{
		"serve", "--store", store, "--addr", addr, "--base-url", baseURL, "--time-zone", timeZone,
		"--languages", strings.Join(languages, ","),
	}
	if b.knowsCreate(ctx) {
		args = append(args, "--create")
	}
	args = append(append(args, more...), strings.Fields(b.serveFlags)...)
	s := &server{cmd: exec.CommandContext(ctx, b.path, args...), url: "http://" + addr, log: &bytes.Buffer{}, done: make(chan struct{})}
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(syscall.SIGTERM) }
	s.cmd.WaitDelay = stopTimeout
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = s.cmd.Wait() // an early end is seen by waitReady
		close(s.done)
	}()
	if err := s.waitReady(ctx); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// freeAddress is a loopback address that nothing listens on.
func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

func (s *server) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	for {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/readyz", nil)
		if err != nil {
			return err
		}
		resp, err := http.DefaultClient.Do(r)
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-s.done:
			return fmt.Errorf("almanac serve ended before it was ready: %s", bytes.TrimSpace(s.log.Bytes()))
		case <-ctx.Done():
			return fmt.Errorf("almanac serve is not ready: %w", ctx.Err())
		case <-time.After(pollInterval):
		}
	}
}

// stop ends the server and returns when it has ended.
func (s *server) stop() {
	_ = s.cmd.Process.Signal(os.Signal(syscall.SIGTERM))
	select {
	case <-s.done:
	case <-time.After(stopTimeout):
		_ = s.cmd.Process.Kill()
		<-s.done
	}
}
