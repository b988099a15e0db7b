package direct

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"almanac.example/web/reply"
)

// sized answers /N with a representation of N bytes.
func sized(t testing.TB, sizes []int) http.Handler {
	t.Helper()
	find := sizedShelf(sizes)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if rep, ok := find(r); ok {
			_ = rep.Send(w, r) // nothing refuses it
			return
		}
		http.NotFound(w, r)
	})
}

func sizedShelf(sizes []int) Lookup {
	answers := map[string]*reply.Representation{}
	for _, n := range sizes {
		body := bytes.Repeat([]byte("0123456789abcdef"), n/16+1)[:n]
		answers[fmt.Sprintf("/%d", n)] = reply.New(body, reply.Facts{MediaType: "text/plain", CacheControl: "no-cache"})
	}
	return func(r *http.Request) (*reply.Representation, bool) {
		rep, ok := answers[r.URL.Path]
		return rep, ok
	}
}

// joined starts a server on loopback and returns its address.
func joined(t testing.TB, h http.Handler) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	t.Cleanup(func() { server.Close() })
	go server.Serve(Listen(server, l, Config{})) //nolint:errcheck // it ends when the test does
	return l.Addr().String()
}

// Whatever its size, and whatever was asked before on the same connection, an
// answer arrives whole and in order.
func TestJoinedAnswersArriveWhole(t *testing.T) {
	// Around the sizes at which header and body no longer fit a buffer.
	sizes := []int{0, 1, 2000, 2048, 3500, 3800, 3900, 4000, 4095, 4096, 4097, 5000, 7000, 8000, 8192, 9000, 65536, 1 << 20}
	addr := joined(t, sized(t, sizes))
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var requests strings.Builder
	type call struct {
		method, path, more string
		status, length     int
	}
	var calls []call
	for i, n := range sizes {
		path := fmt.Sprintf("/%d", n)
		calls = append(calls,
			call{"GET", path, "", 200, n},
			call{"HEAD", path, "", 200, 0},
			call{"GET", path, "If-None-Match: *\r\n", 304, 0},
			call{"GET", fmt.Sprintf("/%d", sizes[len(sizes)-1-i]), "", 200, sizes[len(sizes)-1-i]},
			call{"GET", "/none", "", 404, len("404 page not found\n")})
	}
	for _, c := range calls { // all at once: pipelined
		fmt.Fprintf(&requests, "%s %s HTTP/1.1\r\nHost: x\r\n%s\r\n", c.method, c.path, c.more)
	}
	go io.WriteString(conn, requests.String()) //nolint:errcheck // the answers tell
	r := bufio.NewReader(conn)
	for _, c := range calls {
		resp, err := http.ReadResponse(r, &http.Request{Method: c.method})
		if err != nil {
			t.Fatalf("%s %s: %v", c.method, c.path, err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != c.status || len(body) != c.length {
			t.Fatalf("%s %s: status %d, %d bytes, %v", c.method, c.path, resp.StatusCode, len(body), err)
		}
		if c.status == 200 && !bytes.HasPrefix(bytes.Repeat([]byte("0123456789abcdef"), len(body)/16+1), body) {
			t.Fatalf("%s %s: another body", c.method, c.path)
		}
	}
}

// A client that goes away in the middle costs its connection and nothing else.
func TestJoinedConnectionsAreGivenUp(t *testing.T) {
	addr := joined(t, sized(t, []int{64 << 20}))
	for range 3 {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "GET /%d HTTP/1.1\r\nHost: x\r\n\r\n", 64<<20)
		if _, err := io.ReadFull(conn, make([]byte, 1000)); err != nil {
			t.Fatal(err)
		}
		conn.Close()
	}
	resp, err := http.Get("http://" + addr + "/none")
	if err != nil || resp.StatusCode != http.StatusNotFound {
		t.Fatalf("%v, %v", resp, err)
	}
	resp.Body.Close()
}

// BenchmarkConnection measures answers over loopback, with one connection, by
// net/http alone, with header and body joined, and directly.
func BenchmarkConnection(b *testing.B) {
	sizes := []int{10_000, 100_000, 1_000_000}
	for _, way := range []string{"Plain", "Joined", "Direct"} {
		for _, n := range sizes {
			b.Run(fmt.Sprintf("%s/%d", way, n), func(b *testing.B) {
				l, err := net.Listen("tcp", "127.0.0.1:0")
				if err != nil {
					b.Fatal(err)
				}
				server := &http.Server{Handler: sized(b, sizes), ReadHeaderTimeout: time.Minute}
				defer server.Close()
				serve := l
				switch way {
				case "Joined":
					serve = Listen(server, l, Config{})
				case "Direct":
					serve = Listen(server, l, Config{Ready: sizedShelf(sizes), Fields: func(http.Header) {}})
				}
				go server.Serve(serve) //nolint:errcheck // it ends when the benchmark does
				fetchOver(b, l.Addr().String(), fmt.Sprintf("/%d", n))
			})
		}
	}
}

// fetchOver asks again and again over one connection.
func fetchOver(b *testing.B, addr, path string) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	request := []byte("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n")
	r := bufio.NewReaderSize(conn, 1<<16)
	for b.Loop() {
		if _, err := conn.Write(request); err != nil {
			b.Fatal(err)
		}
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			b.Fatal(err)
		}
	}
}
