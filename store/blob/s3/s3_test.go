package s3_test

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/store/blob"
	"almanac.example/store/blob/blobtest"
	"almanac.example/store/blob/s3"
)

// gateway is the S3 service that the tests run against; store/blob/gateway says
// how it is built.
const gateway = "versitygw"

// service starts the gateway over a folder that holds one bucket, "pictures", and
// returns its address and the folder.
func service(t *testing.T) (endpoint, root string) {
	t.Helper()
	binary, err := exec.LookPath(gateway)
	if err != nil && os.Getenv("ALMANAC_REQUIRE_TOOLS") == "1" {
		t.Fatalf("%v, and nothing may be skipped", err)
	}
	if err != nil {
		t.Skipf("%v: build it in store/blob/gateway", err)
	}
	root = t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "pictures"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "almanac")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "a secret of the test")
	for range 5 { // a port that was free may be taken meanwhile
		address := freeAddress(t)
		if start(t, binary, address, root) {
			return "http://" + address, root
		}
	}
	t.Fatal("the gateway does not start")
	return "", ""
}

// start runs the gateway until the test ends; false if it has ended by itself.
func start(t *testing.T, binary, address, root string) bool {
	t.Helper()
	var log bytes.Buffer
	cmd := exec.Command(binary, "--port", address, "--access", "almanac", "--secret", "a secret of the test", "--region", "us-east-1", "posix", "--sidecar", t.TempDir(), root)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { _ = cmd.Wait(); close(done) }()
	t.Cleanup(func() { _ = cmd.Process.Kill(); <-done })
	for {
		select {
		case <-done:
			t.Logf("the gateway ended: %s", &log)
			return false
		case <-time.After(20 * time.Millisecond):
		}
		answer, err := http.Get("http://" + address)
		if err == nil {
			answer.Body.Close()
			return true
		}
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestStore(t *testing.T) {
	endpoint, root := service(t)
	n := 0
	blobtest.Run(t,
		func(t *testing.T) blob.Store {
			n++
			s, err := s3.Open(t.Context(), s3.Config{Bucket: "pictures", Prefix: "almanac/" + string(rune('a'+n)), Endpoint: endpoint, Region: "us-east-1"})
			if err != nil {
				t.Fatal(err)
			}
			return s
		},
		func(t *testing.T, s blob.Store, name string) {
			of, ok := s.(*s3.Store)
			if !ok {
				t.Fatal("the store is another one")
			}
			file := filepath.Join(root, "pictures", of.Prefix, name[:2], name)
			if err := os.WriteFile(file, []byte("A picture"), 0o600); err != nil {
				t.Fatal(err)
			}
		})
}

// TestPrefixesAreApart: a listing tells nothing of what lies beside.
func TestPrefixesAreApart(t *testing.T) {
	endpoint, root := service(t)
	open := func(prefix string) *s3.Store {
		s, err := s3.Open(t.Context(), s3.Config{Bucket: "pictures", Prefix: prefix, Endpoint: endpoint, Region: "us-east-1"})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	inner, outer := open("a"), open("")
	if _, err := inner.Put(t.Context(), []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "pictures", "readme"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, err := range outer.List(t.Context()) {
		t.Errorf("the store without a prefix lists %q, %v", name, err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	endpoint, _ := service(t)
	_, err := s3.Open(t.Context(), s3.Config{Bucket: "another", Endpoint: endpoint, Region: "us-east-1"})
	if err == nil || !strings.Contains(err.Error(), "there is no bucket s3://another") {
		t.Errorf("a bucket that is not there: %v", err)
	}
	_, err = s3.Open(t.Context(), s3.Config{Bucket: "pictures", Endpoint: "http://" + freeAddress(t), Region: "us-east-1"})
	if !errors.Is(err, events.ErrUnavailable) {
		t.Errorf("a service that is not there: %v; want ErrUnavailable", err)
	}
	t.Setenv("AWS_SECRET_ACCESS_KEY", "another secret")
	if _, err = s3.Open(t.Context(), s3.Config{Bucket: "pictures", Endpoint: endpoint, Region: "us-east-1"}); err == nil || strings.Contains(err.Error(), "another secret") {
		t.Errorf("a wrong secret: %v", err)
	}
}

func TestParse(t *testing.T) {
	env := func(pairs ...string) func(string) string {
		return func(key string) string {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == key {
					return pairs[i+1]
				}
			}
			return ""
		}
	}
	for _, test := range []struct {
		address string
		env     []string
		want    s3.Config
		bad     string
	}{
		{"s3://pictures", nil, s3.Config{Bucket: "pictures"}, ""},
		{"s3://pictures/", nil, s3.Config{Bucket: "pictures"}, ""},
		{"s3://pictures/a/b/", []string{"AWS_REGION", "eu-1"}, s3.Config{Bucket: "pictures", Prefix: "a/b", Region: "eu-1"}, ""},
		{"s3://p", []string{"AWS_ENDPOINT_URL", "http://h:9"}, s3.Config{Bucket: "p", Endpoint: "http://h:9"}, ""},
		{"s3://p", []string{"AWS_ENDPOINT_URL", "http://h:9", "AWS_ENDPOINT_URL_S3", "https://s"}, s3.Config{Bucket: "p", Endpoint: "https://s"}, ""},
		{"s3://", nil, s3.Config{}, "s3://BUCKET"},
		{"s3:///x", nil, s3.Config{}, "s3://BUCKET"},
		{"https://h/p", nil, s3.Config{}, "s3://BUCKET"},
		{"s3://key:secret@p", nil, s3.Config{}, "s3://BUCKET"},
		{"s3://p?x", nil, s3.Config{}, "s3://BUCKET"},
		{"s3://p", []string{"AWS_ENDPOINT_URL", "h:9"}, s3.Config{}, "AWS_ENDPOINT_URL"},
		{"s3://p", []string{"AWS_ENDPOINT_URL", "http://h:9/p"}, s3.Config{}, "AWS_ENDPOINT_URL"},
		{"s3://p", []string{"AWS_ENDPOINT_URL", "ftp://h"}, s3.Config{}, "AWS_ENDPOINT_URL"},
	} {
		got, err := s3.Parse(test.address, env(test.env...))
		if test.bad != "" {
			if err == nil || !strings.Contains(err.Error(), test.bad) {
				t.Errorf("%s %q: %v; want an error about %s", test.address, test.env, err, test.bad)
			}
			continue
		}
		if err != nil || got != test.want {
			t.Errorf("%s %q: %+v, %v; want %+v", test.address, test.env, got, err, test.want)
		}
	}
}
