package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"almanac.example/store/etcd/etcdtest"
)

// TestClusterScripts runs what an operator of several machines would type. Every
// script has a record of its own in a cluster, $ETCD/NAME.
func TestClusterScripts(t *testing.T) {
	c := etcdtest.Start(t, etcdtest.Options{})
	var scripts atomic.Int32
	testscript.Run(t, testscript.Params{
		Dir: "testdata/cluster",
		Setup: func(e *testscript.Env) error {
			e.Setenv("ETCD", fmt.Sprintf("etcd:%s/script%d", strings.Join(c.Endpoints(), ","), scripts.Add(1)))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"freeport": freePort, "ready": ready, "get": get, "header": header, "appears": appears, "shows": shows, "webhook": takeMessages, "api": callAPI, "edits": edits, "once": once,
		},
	})
}

// shows ADDR PATH waits until the server answers 200 there.
func shows(ts *testscript.TestScript, _ bool, args []string) {
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if resp, _ := request(ts, "http://"+args[0]+args[1]); resp.StatusCode == http.StatusOK {
			return
		}
	}
	ts.Fatalf("%s does not show %s", args[0], args[1])
}

// webhook NAME FILE starts a server that takes messages, puts its address into a
// variable, and writes the id and the type of each into the file.
func takeMessages(ts *testscript.TestScript, _ bool, args []string) {
	var mu sync.Mutex
	file := ts.MkAbs(args[1])
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = appendLine(file, fmt.Sprintf("%s %.400s", r.Header.Get("Webhook-Id"), body))
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}))
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL+"/")
}

func appendLine(file, line string) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, line)
	return errors.Join(err, f.Close())
}

// callAPI SOCKET METHOD PATH BODY asks the API through an admin socket.
func callAPI(ts *testscript.TestScript, _ bool, args []string) {
	fmt.Fprint(ts.Stdout(), throughSocket(ts, args))
}

func throughSocket(ts *testscript.TestScript, args []string) string {
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", ts.MkAbs(args[0]))
	}}}
	defer client.CloseIdleConnections()
	r, err := http.NewRequest(args[1], "http://almanac/api/v1"+args[2], strings.NewReader(args[3]))
	ts.Check(err)
	r.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(r)
	ts.Check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	if resp.StatusCode >= http.StatusMultipleChoices {
		ts.Fatalf("%s %s answered %s: %s", args[1], args[2], resp.Status, body)
	}
	return string(body)
}

// edits SOCKET SOCKET COUNT makes new events through either socket in turn.
func edits(ts *testscript.TestScript, _ bool, args []string) {
	count := 0
	_, err := fmt.Sscan(args[2], &count)
	ts.Check(err)
	for n := range count {
		event := fmt.Sprintf(`{"id":"e%d","slug":"e%d","span":{"date":"2019-05-24"},"status":"published","text":{"en":{"title":"Edit %d"}}}`, n, n, n)
		throughSocket(ts, []string{args[n%2], http.MethodPost, "/events", event})
	}
}

// once FILE COUNT fails unless the file has so many lines, no two the same.
func once(ts *testscript.TestScript, _ bool, args []string) {
	lines := strings.Split(strings.TrimSpace(ts.ReadFile(args[0])), "\n")
	slices.Sort(lines)
	if got := fmt.Sprint(len(slices.Compact(slices.Clone(lines)))); got != args[1] || len(lines) != len(slices.Compact(lines)) {
		ts.Fatalf("%s has %d lines, %s different ones; want %s", args[0], len(lines), got, args[1])
	}
}
