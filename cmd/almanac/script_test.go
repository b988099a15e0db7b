package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts run this very binary as "almanac", and as one that says
// at its end how much memory it has had.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"almanac": main, "almanac-peak": mainWithPeak})
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
			docs, err := filepath.Abs("../../docs")
			e.Setenv("DOCS", docs)
			if err != nil {
				return err
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"freeport": freePort,
			"ready":    ready,
			"get":      get,
			"header":   header,
			"hub":      hub,
			"appears":  appears,

			"spoil":   spoil,
			"folder":  folder,
			"replace": replace,

			"documented": documented,
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

// hub NAME FILE starts a WebSub hub, puts its address into a variable, and
// writes each topic that it is told into the file, one a line.
func hub(ts *testscript.TestScript, _ bool, args []string) {
	var mu sync.Mutex
	file := ts.MkAbs(args[1])
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err == nil {
			_, err = fmt.Fprintln(f, r.PostFormValue("hub.topic"))
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL+"/")
}

// appears FILE TEXT waits until the file, or what an address answers, holds the
// text.
func appears(ts *testscript.TestScript, _ bool, args []string) {
	deadline := time.Now().Add(time.Minute)
	for time.Now().Before(deadline) {
		var text string
		if strings.HasPrefix(args[0], "http") {
			_, text = request(ts, args[0])
		} else if data, err := os.ReadFile(ts.MkAbs(args[0])); err == nil {
			text = string(data)
		}
		if strings.Contains(text, args[1]) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s does not say %q", args[0], args[1])
}

// replace FILE OLD NEW edits a file.
func replace(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s has no %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(text, args[1], args[2])), 0o600))
}

// folder DIR PATTERN COUNT waits until so many files of the pattern are in the
// folder.
func folder(ts *testscript.TestScript, _ bool, args []string) {
	var found []string
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		var err error
		found, err = filepath.Glob(filepath.Join(ts.MkAbs(args[0]), args[1]))
		ts.Check(err)
		if fmt.Sprint(len(found)) == args[2] {
			return
		}
	}
	ts.Fatalf("%s has %q", args[0], found)
}

// spoil FILE OLD NEW overwrites a text in a file wherever it stands, as a damaged
// disk would.
func spoil(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	data, err := os.ReadFile(name)
	ts.Check(err)
	if len(args[1]) != len(args[2]) || !bytes.Contains(data, []byte(args[1])) {
		ts.Fatalf("%s has no %q that %q could replace", args[0], args[1], args[2])
	}
	ts.Check(os.WriteFile(name, bytes.ReplaceAll(data, []byte(args[1]), []byte(args[2])), 0o600))
}
