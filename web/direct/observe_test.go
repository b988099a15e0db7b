package direct

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"almanac.example/web/reply"
)

// observed is what an observer was told of one answer.
type observed struct {
	path   string
	status int
	direct bool
}

// TestWhatIsObserved holds that direct answers and refusals of net/http are told
// of, each once, and that answers of the handler are left to those who wrap it.
func TestWhatIsObserved(t *testing.T) {
	const everyday, last = "GET /zh/2019.ics HTTP/1.1\r\nHost: x\r\n\r\n", "GET /zh/none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
	s := newSite()
	for _, c := range []struct {
		name, text string
		ready      Lookup
		want       []observed
	}{
		{"an everyday request", everyday + last, nil, nil},
		{"no request", "nonsense\r\n\r\n", s.ready, []observed{{"", http.StatusBadRequest, false}}},
		{"a header that is too large", "GET / HTTP/1.1\r\nHost: x\r\nA: " + strings.Repeat("a", 2<<20) + "\r\n\r\n", s.ready, []observed{{"", http.StatusRequestHeaderFieldsTooLarge, false}}},
		{"a request without a host", "GET / HTTP/1.1\r\n\r\n", s.ready, []observed{{"", http.StatusBadRequest, false}}},
		{"the handler's own refusal", last, s.ready, nil},
	} {
		var mu sync.Mutex
		var got []observed
		p := onPipesWith(t, s, c.ready, func(p *counting) {
			p.listener.Observe = func(r *http.Request, o reply.Observation) {
				mu.Lock()
				defer mu.Unlock()
				got = append(got, observed{r.URL.Path, o.Status, o.Direct})
				if !o.Direct && o.Bytes == 0 {
					t.Errorf("%s: a refusal without a text: %+v", c.name, o)
				}
			}
		})
		conn := p.dial()
		go io.WriteString(conn, c.text) //nolint:errcheck // the server may have heard enough
		if _, err := io.Copy(io.Discard, conn); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		conn.Close()
		p.server.Close()
		mu.Lock()
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: observed %+v, want %+v", c.name, got, c.want)
		}
		mu.Unlock()
	}
}

// A listener whose answers nobody wants to hear of serves all the same.
func TestNothingIsObservedWithoutAnObserver(t *testing.T) {
	p := onPipes(t, newSite(), newSite().ready)
	if got := p.converse(t, []segment{{text: "nonsense\r\n\r\n"}}, []bool{false}); !strings.HasPrefix(got, "HTTP/1.1 400 ") {
		t.Errorf("answered %q", got)
	}
}

func TestDirectAnswersAreObserved(t *testing.T) {
	h, ready, _ := large()
	told := make(chan observed, 1)
	p := onPipesWith(t, h, ready, func(p *counting) {
		p.listener.Observe = func(r *http.Request, o reply.Observation) {
			select {
			case told <- observed{r.URL.Path, o.Status, o.Direct && o.Ready}:
			default: // the first is enough
			}
		}
	})
	underWay(t, p)
	if got, want := <-told, (observed{"/a", http.StatusOK, true}); got != want {
		t.Errorf("observed %+v, want %+v", got, want)
	}
}
