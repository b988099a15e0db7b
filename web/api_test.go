package web

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"almanac.example/web/direct"
)

// withAPI is a real server, direct answers in front, whose API says which address
// it was asked for, how and by whom.
func withAPI(t *testing.T) *httptest.Server {
	t.Helper()
	s := serving(t, filled(t, 50), 0)
	s.api = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Cache-Control", "no-store")
		fmt.Fprintf(w, "API %s %s %q %s", r.Method, r.URL.Path, r.Header.Get("Authorization"), body)
	})
	server := httptest.NewUnstartedServer(s.Handler())
	server.Listener = direct.Listen(server.Config, server.Listener, direct.Config{Ready: s.Ready, Fields: EveryAnswer})
	server.Start()
	t.Cleanup(server.Close)
	return server
}

// exchange sends bytes on one connection, and returns the bodies of so many
// answers.
func exchange(t *testing.T, server *httptest.Server, request string, answers int) (bodies []string) {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(conn)
	for range answers {
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatalf("after %d answers: %v", len(bodies), err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, fmt.Sprint(resp.StatusCode, " ", string(body)))
	}
	return bodies
}

// What is the API's goes to the API and nothing else does, however the address is
// spelled.
func TestWhatIsTheAPIs(t *testing.T) {
	server := withAPI(t)
	for path, api := range map[string]bool{
		"/api/v1/events": true, "/api/": true, "/api": true, "/api/v1/events.ics": true, "/api/v1/zh/2019.ics": true, "/%61pi/v1/events": true, "/api/v1/events/a%2Fb": true,
		"/apix": false, "/API/v1/events": false, "//api/v1/events": false, "/zh/api/v1": false, "/zh/../api/v1": false, "/zh/2019.ics/api/": false, "/": false,
	} {
		got := exchange(t, server, "GET "+path+" HTTP/1.1\r\nHost: almanac.example.org\r\nConnection: close\r\n\r\n", 1)[0]
		if is := strings.HasPrefix(got, "200 API "); is != api {
			t.Errorf("%s: %.100s", path, got)
		}
	}
}

// A connection that is kept and whose calendars are answered directly never
// answers for the API, nor takes what belongs to another request.
func TestRequestsOfOneConnectionStayApart(t *testing.T) {
	server := withAPI(t)
	head := " HTTP/1.1\r\nHost: almanac.example.org\r\n"
	feed := "GET /zh/2019.ics" + head + "\r\n"
	exchange(t, server, feed, 1) // from now on it is ready
	token := "Authorization: Bearer alm_secret\r\n"
	for _, test := range []struct {
		name, request string
		want          []string // beginnings
	}{
		{"one after the other", feed + "GET /api/v1/events" + head + token + "\r\n" + feed, []string{"200 BEGIN:VCALENDAR", `200 API GET /api/v1/events "Bearer alm_secret" `, "200 BEGIN:VCALENDAR"}},
		{"the token is not the next request's", "GET /api/v1/events" + head + token + "\r\nGET /api/v1/site" + head + "\r\n", []string{`200 API GET /api/v1/events "Bearer`, `200 API GET /api/v1/site "" `}},
		{"a body that looks like a request", "POST /api/v1/events" + head + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(feed)) + feed + "GET /api/v1/me" + head + "\r\n",
			[]string{`200 API POST /api/v1/events "" GET /zh/2019.ics`, `200 API GET /api/v1/me "" `}},
		{"a body in chunks", "POST /api/v1/events" + head + "Transfer-Encoding: chunked\r\n\r\n5\r\nGET /\r\n0\r\n\r\n" + feed, []string{`200 API POST /api/v1/events "" GET /`, "200 BEGIN:VCALENDAR"}},
		{"a calendar with a token", "GET /zh/2019.ics" + head + token + "\r\n" + feed, []string{"200 BEGIN:VCALENDAR", "200 BEGIN:VCALENDAR"}},
		{"two lengths", "POST /api/v1/events" + head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", []string{"400 "}},
		{"a length and chunks", "POST /api/v1/events" + head + "Content-Length: 3\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", []string{"501 "}},
		{"a method of one's own", "GET/ /api/v1/events" + head + "\r\n", []string{"400 "}},
	} {
		got := exchange(t, server, test.request, len(test.want))
		for i, want := range test.want {
			if !strings.HasPrefix(got[i], want) {
				t.Errorf("%s: answer %d is %.120s, want %s", test.name, i, got[i], want)
			}
		}
	}
}
