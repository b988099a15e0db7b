package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestListsOfCores(t *testing.T) {
	for list, want := range map[string][]int{"0": {0}, "0-1": {0, 1}, "2-4,7": {2, 3, 4, 7}} {
		if got, err := parseCores(list); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q is %v (%v), want %v", list, got, err, want)
		}
	}
	for _, list := range []string{"", "a", "1-", "-1"} {
		if got, err := parseCores(list); err == nil {
			t.Errorf("%q is read as %v", list, got)
		}
	}
}

func TestProcessorTime(t *testing.T) {
	// The command's name may look like anything.
	const stat = "4242 (a) b (c) S 1 4242 4242 0 -1 4194560 1200 0 3 0 150 50 7 9 20 0 5 0 12345 1 2 3"
	if got, err := parseCPU(stat); err != nil || got != 2*time.Second {
		t.Errorf("%v (%v), want 2 s", got, err)
	}
	for _, bad := range []string{"", "1 (x) S 1 2", strings.Replace(stat, "150", "x", 1)} {
		if got, err := parseCPU(bad); err == nil {
			t.Errorf("%q is read as %v", bad, got)
		}
	}
}

func TestFieldsOfProc(t *testing.T) {
	const status = "Name:\talmanac\nVmHWM:\t  105472 kB\nVmRSS:\t   94208 kB\n"
	if got := kilobytes(field(status, "VmRSS")); got != 94208*1024 {
		t.Errorf("VmRSS is %d bytes", got)
	}
	if got := field(status, "VmSwap"); got != "" {
		t.Errorf("a field that is not there is %q", got)
	}
}

func TestSizes(t *testing.T) {
	if got, err := parseSizes("10000,1000,1000"); err != nil || !slices.Equal(got, []int{1000, 10000}) {
		t.Errorf("%v (%v)", got, err)
	}
	for _, list := range []string{"0", "-1", "many"} {
		if _, err := parseSizes(list); err == nil {
			t.Errorf("%q is a list of sizes", list)
		}
	}
	for _, args := range [][]string{{"-events", ""}, {"-rounds", "0"}, {"-seconds", "0"}, {"-only", "("}, {"more"}} {
		if _, err := parseFlags(args); err == nil {
			t.Errorf("%v is taken", args)
		}
	}
}

func TestNginxConfiguration(t *testing.T) {
	conf := nginxConf("/tmp/x", 8421, mode{workers: 2}, "root")
	for _, want := range []string{
		"user root;", "worker_processes 2;", "listen 127.0.0.1:8421;", "root /tmp/x/root;", "gzip_static on;", "sendfile on;", "access_log off;", "etag on;",
	} {
		if !strings.Contains(conf, want) {
			t.Errorf("lacks %q:\n%s", want, conf)
		}
	}
	if strings.Count(conf, "{") != strings.Count(conf, "}") {
		t.Errorf("braces do not match:\n%s", conf)
	}
	if strings.Contains(conf, "ssl") {
		t.Errorf("speaks TLS:\n%s", conf)
	}
	conf = nginxConf("/tmp/x", 8421, mode{workers: 1, tls: keyPair{"/tmp/c.pem", "/tmp/k.pem"}}, "")
	if strings.Contains(conf, "user ") {
		t.Error("names a user where nginx cannot change it")
	}
	for _, want := range []string{"listen 127.0.0.1:8421 ssl;", "ssl_certificate /tmp/c.pem;", "ssl_certificate_key /tmp/k.pem;"} {
		if !strings.Contains(conf, want) {
			t.Errorf("lacks %q:\n%s", want, conf)
		}
	}
}
