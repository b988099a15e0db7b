package main

import (
	"fmt"
	"net/http"
	"strings"
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
			"freeport": freePort, "ready": ready, "get": get, "header": header, "appears": appears, "shows": shows,
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
