package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// largeRecord writes a record file whose calendar no socket's buffers hold.
func largeRecord(t *testing.T) string {
	t.Helper()
	rec := events.Record{Version: events.RecordVersion}
	for i := range 120 {
		id := fmt.Sprintf("long-%d", i)
		rec.Events = append(rec.Events, &events.Event{
			ID: events.ID(id), Slug: id, Span: events.On(edtf.MustParse("2019-05-24")), Status: events.Published,
			Text: map[string]events.Text{"zh": {Title: "长文", Body: strings.Repeat("很长。", 15_000)}},
		})
	}
	name := filepath.Join(t.TempDir(), "large.json")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := rec.Write(f); err != nil {
		t.Fatal(err)
	}
	return name
}

const calendarRequest = "GET /zh/all.ics HTTP/1.1\r\nHost: x\r\n\r\n"

// slowReader asks for the calendar and reads no more than the first line of the
// answer. If warm, it has read an answer before, so that the connection gives
// the next one directly.
func slowReader(t *testing.T, s *running, warm bool) {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	r := bufio.NewReader(c)
	if warm {
		io.WriteString(c, calendarRequest) //nolint:errcheck // the answer tells
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, resp.Body); err != nil || n < 12<<20 {
			t.Fatalf("the calendar has %d bytes, %v: too few for this test", n, err)
		}
	}
	io.WriteString(c, calendarRequest) //nolint:errcheck // as above
	if line, err := r.ReadString('\n'); err != nil || !strings.Contains(line, "200") {
		t.Fatalf("%q, %v", line, err)
	}
}

// Readers who do not read what they asked for cannot keep the server from
// stopping in order: when the grace is over their connections are closed, and
// the exit code says that all is well.
func TestSlowReadersDoNotKeepTheServer(t *testing.T) {
	record := largeRecord(t)
	for _, sig := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		for _, grace := range []string{"0s", "10ms"} {
			t.Run(fmt.Sprint(sig, " ", grace), func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				s := startServer(t, dir, "--record", record, "--grace", grace)
				slowReader(t, s, true)
				slowReader(t, s, true)
				slowReader(t, s, false)
				s.signal(t, sig)
				if code := s.wait(); code != 0 {
					t.Errorf("exit code %d:\n%s", code, s.log())
				}
				for _, want := range []string{"the grace is over", "msg=stopped"} {
					if !strings.Contains(s.log(), want) {
						t.Errorf("the log does not say %q:\n%s", want, s.log())
					}
				}
				again := startServer(t, dir, "--record", record) // it has let go of the store
				again.signal(t, sig)
				if code := again.wait(); code != 0 || strings.Contains(again.log(), "the grace is over") {
					t.Errorf("nobody was connected, and yet: exit code %d:\n%s", code, again.log())
				}
			})
		}
	}
}

var stopping = regexp.MustCompile(`msg=stopping`)

// Who is out of patience says so again, and the process ends whatever it waits
// for.
func TestASecondSignalEndsTheServerAtOnce(t *testing.T) {
	record := largeRecord(t)
	s := startServer(t, t.TempDir(), "--record", record, "--grace", "1h")
	slowReader(t, s, true)
	s.signal(t, syscall.SIGTERM)
	s.waitFor(t, stopping)
	ended := make(chan int)
	go func() { ended <- s.wait() }()
	for code, running := 0, true; running; {
		select {
		case code = <-ended:
			if running = false; code != -1 { // ended by the signal
				t.Errorf("exit code %d:\n%s", code, s.log())
			}
		default:
			s.cmd.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it may have ended
		}
	}
}

var hangup = regexp.MustCompile(`SIGHUP: settings are read again`)

// SIGHUP, by which a terminal says goodbye and a supervisor asks for new
// settings, leaves the server running, and so does a log that nobody reads any
// more.
func TestHangingUpChangesNothing(t *testing.T) {
	s := startServer(t, t.TempDir(), "--record", "none")
	s.signal(t, syscall.SIGHUP)
	s.waitFor(t, hangup)
	resp, err := http.Get(s.base + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("/readyz answers %s", resp.Status)
	}
	s.signal(t, syscall.SIGTERM)
	if code := s.wait(); code != 0 {
		t.Errorf("exit code %d:\n%s", code, s.log())
	}
}

// A hub that does not answer is not waited for.
func TestASilentHubDoesNotKeepTheServer(t *testing.T) {
	asked := make(chan struct{}, 64)
	hub := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) //nolint:errcheck // it is of no interest
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	t.Cleanup(hub.Close)
	s := startServer(t, t.TempDir(), "--hub", hub.URL, "--grace", "1h")
	<-asked
	s.signal(t, syscall.SIGTERM)
	if code := s.wait(); code != 0 {
		t.Errorf("exit code %d:\n%s", code, s.log())
	}
}
