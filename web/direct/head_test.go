package direct

import (
	"bufio"
	"bytes"
	"net/http"
	"strings"
	"testing"
)

func TestReadHead(t *testing.T) {
	const get = "GET /zh/2019.ics HTTP/1.1\r\nHost: example.org\r\n"
	for name, c := range map[string]struct {
		request string
		want    headKind
	}{
		"plain":                     {get + "\r\n", everyday},
		"of a client":               {get + "User-Agent: x/1 (中)\r\n\r\n", everyday},
		"control character":         {get + "User-Agent: x\x00\r\n\r\n", foreign},
		"with what does not matter": {get + "User-Agent: x/1\r\nAccept: */*\r\nX-Forwarded-For: 10.0.0.1\r\nRange: bytes=0-9\r\n\r\n", everyday},
		"conditional":               {get + "If-None-Match: \"a\", W/\"b\"\r\nIf-Modified-Since: x\r\nAccept-Encoding:gzip\r\n\r\n", everyday},
		"head":                      {strings.Replace(get, "GET", "HEAD", 1) + "\r\n", everyday},
		"query":                     {"GET /zh/all.ics?tag=a&q=%E4%B8%8A HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", everyday},
		"kept alive":                {get + "Connection: Keep-Alive\r\n\r\n", everyday},
		"to be closed":              {get + "Connection: close\r\n\r\n", bounded},
		"escaped path":              {"GET /%7ah/2019 HTTP/1.1\r\nHost: a\r\n\r\n", bounded},
		"path of a host":            {"GET //zh/2019 HTTP/1.1\r\nHost: a\r\n\r\n", bounded},
		"two conditions":            {get + "If-None-Match: \"a\"\r\nIf-None-Match: \"b\"\r\n\r\n", bounded},
		"an empty condition":        {get + "If-None-Match: \r\n\r\n", bounded},
		"precondition":              {get + "if-match: \"a\"\r\n\r\n", bounded},
		"cut":                       {get + "\r", foreign},
		"two":                       {get + "\r\n" + get + "\r\n", foreign},
		"body":                      {get + "Content-Length: 0\r\n\r\n", foreign},
		"chunks":                    {get + "transfer-encoding: chunked\r\n\r\n", foreign},
		"other protocol":            {get + "Upgrade: h2c\r\n\r\n", foreign},
		"expecting":                 {get + "Expect: 100-continue\r\n\r\n", foreign},
		"older":                     {"GET / HTTP/1.0\r\nHost: a\r\n\r\n", foreign},
		"no host":                   {"GET / HTTP/1.1\r\n\r\n", foreign},
		"two hosts":                 {get + "host: b\r\n\r\n", foreign},
		"other method":              {"POST / HTTP/1.1\r\nHost: a\r\n\r\n", foreign},
		"absolute form":             {"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", foreign},
		"folded":                    {get + "A: b\r\n c\r\n\r\n", foreign},
		"space before the colon":    {get + "A : b\r\n\r\n", foreign},
		"bare line feed":            {get + "A: b\nHost: c\r\n\r\n", foreign},
		"no colon":                  {get + "A\r\n\r\n", foreign},
		"two spaces":                {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", foreign},
	} {
		if _, kind := readHead([]byte(c.request)); kind != c.want {
			t.Errorf("%s: kind %d, want %d", name, kind, c.want)
		}
	}
}

// What is read here means the same to net/http.
func FuzzReadHead(f *testing.F) {
	f.Add("GET", "/zh/all.ics?a=b", "Host: a\r\nIf-None-Match: \"x\"\r\nAccept-Encoding: br\r\n")
	f.Add("HEAD", "/", "Connection: close\r\nhOST: a\r\nIf-Modified-Since: x\r\nCookie: theme=dark; a=b\r\n")
	f.Add("GET", "//a", "Host:a\r\nA:\r\nContent-Length: 5\r\n")
	f.Add("GET", "/a#b", "Host: [::1]:80\r\n\tfolded\r\nTE: trailers\r\nUpgrade: h2c\r\n")
	f.Add("GET", "/%41/..", "Host: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n")
	f.Fuzz(func(t *testing.T, method, target, fields string) {
		b := []byte(method + " " + target + " HTTP/1.1\r\n" + fields + "\r\n")
		h, kind := readHead(b)
		if kind == foreign {
			return
		}
		rest := bufio.NewReader(bytes.NewReader(b))
		r, err := http.ReadRequest(rest)
		if err != nil {
			if kind == everyday {
				t.Fatalf("net/http refuses it: %v", err)
			}
			return
		}
		if rest.Buffered() > 0 || r.ContentLength != 0 || len(r.TransferEncoding) > 0 || r.Header.Get("Upgrade") != "" {
			t.Fatalf("for net/http it does not end here: %+v", r)
		}
		if kind == everyday {
			compareHead(t, h, r)
		}
	})
}

func compareHead(t *testing.T, h head, r *http.Request) {
	if h.method != r.Method || h.path != r.URL.Path || h.query != r.URL.RawQuery || r.URL.RawPath != "" || r.URL.Host != "" || r.Close {
		t.Errorf("net/http reads %s %q %q (%q), not %+v", r.Method, r.URL.Path, r.URL.RawQuery, r.URL.RawPath, h)
	}
	for i, value := range h.values {
		if got := strings.Join(r.Header[fieldNames[i]], "|"); got != value {
			t.Errorf("%s: %q, net/http reads %q", fieldNames[i], value, got)
		}
	}
	for _, name := range fieldNames[ifMatch:] {
		if _, ok := r.Header[name]; ok {
			t.Errorf("%s was passed over", name)
		}
	}
}

// What tells who somebody is is net/http's to answer.
func TestPrivateRequestsAreNotEveryday(t *testing.T) {
	for field, want := range map[string]headKind{
		"Cookie: theme=dark":                     everyday,
		"Cookie: _pk_id=1; lang=zh":              everyday,
		"Cookie: note=__Host-; theme=dark":       everyday,
		"Cookie: __Host-almanac=1":               bounded,
		"Cookie: theme=dark; __Host-almanac=1":   bounded,
		"Cookie: theme=dark;\t__Secure-x=1":      bounded,
		"Cookie: a=b;almanac_session=1; lang=zh": bounded,
		"Authorization: Bearer alm_1":            bounded,
		"authorization: Basic eDp5":              bounded,
		"AUTHORIZATION:":                         bounded,
	} {
		if _, kind := readHead([]byte("GET /zh/2019.ics HTTP/1.1\r\nHost: x\r\n" + field + "\r\n\r\n")); kind != want {
			t.Errorf("%q: kind %d, want %d", field, kind, want)
		}
	}
}
