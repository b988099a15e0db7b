package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts run this very binary as "almanac".
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"almanac": main})
}

// TestScripts runs what a person would type. A script starts a server with
// "exec almanac serve … &", waits for it with "ready" and reads with "get". The
// address that a server takes by itself is in use, as it is for a newcomer who
// tests in a second terminal: $TAKEN.
func TestScripts(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() })
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("TAKEN", taken.Addr().String())
			e.Setenv("ALMANAC_ADDR", taken.Addr().String())
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"freeport": freePort,
			"ready":    ready,
			"get":      get,
			"header":   header,
		},
	})
}

// freePort NAME puts an address that nobody listens on into a variable.
func freePort(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], l.Addr().String())
	ts.Check(l.Close())
}

// ready ADDR waits until the server there is ready; the limit is only there
// for a server that never will be.
func ready(ts *testscript.TestScript, _ bool, args []string) {
	deadline := time.Now().Add(time.Minute)
	for time.Now().Before(deadline) {
		resp, err := http.Get("http://" + args[0] + "/readyz")
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s is not ready", args[0])
}

// request gets an address without following redirects.
func request(ts *testscript.TestScript, url string) (*http.Response, string) {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(url)
	ts.Check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	return resp, string(body)
}

// get STATUS URL [FILE] fetches the address, which must answer with the
// status; the body goes to standard output and to the file.
func get(ts *testscript.TestScript, _ bool, args []string) {
	resp, body := request(ts, args[1])
	if got := fmt.Sprint(resp.StatusCode); got != args[0] {
		ts.Fatalf("%s answered %s, want %s:\n%s", args[1], got, args[0], body)
	}
	fmt.Fprint(ts.Stdout(), body)
	if len(args) > 2 {
		ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(body), 0o600))
	}
}

// header URL NAME [FILE] prints one field of the answer's header.
func header(ts *testscript.TestScript, _ bool, args []string) {
	resp, _ := request(ts, args[0])
	value := strings.Join(resp.Header.Values(args[1]), "\n") + "\n"
	fmt.Fprint(ts.Stdout(), value)
	if len(args) > 2 {
		ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(value), 0o600))
	}
}
