package direct

import (
	"bytes"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"almanac.example/web/reply"
)

// The states of conn.motion: who closes it must not cut an answer in two.
const (
	resting int32 = iota
	answering
	ending // closed by the goroutine that answers and is nearly done
	closed
)

// enter is told what net/http makes of the connection.
func (c *conn) enter(state http.ConnState) {
	c.waits = false
	if state != http.StateIdle {
		return
	}
	c.owed--
	if c.owed < 0 { // it has answered what was not taken for a request
		c.lost, c.begun = true, nil
	}
	c.waits = c.owed == 0 && len(c.begun) == 0 && !c.lost
	c.moved.Store(0)
}

// give notes what net/http is given to read. Connections on which something
// else is sent than heads of requests, or several at once, are lost to direct
// answers: only while it is certain that net/http has nothing left to read does
// what arrives begin with a request.
func (c *conn) give(b []byte) {
	if c.lost {
		return
	}
	c.begun = append(c.begun, b...)
	if _, kind := readHead(c.begun); kind != foreign {
		c.owed, c.begun = c.owed+1, nil
	} else if c.lost = len(c.begun) >= serverBuffer; c.lost {
		c.begun = nil
	}
}

// Read reads, or answers until there is something that net/http should read;
// see net.Conn.
func (c *conn) Read(b []byte) (int, error) {
	direct := c.waits && c.listener.Ready != nil
	c.waits = false
	for {
		n, err := c.Conn.Read(b)
		if n == 0 || err != nil {
			return n, err
		}
		if direct {
			switch done, err := c.answer(b[:n]); {
			case err != nil:
				return 0, err
			case done:
				continue
			}
		}
		if c.listener.Ready != nil {
			c.give(b[:n])
		}
		return n, nil
	}
}

// answer writes the answer to an everyday request if it is ready. Shutting
// the server down waits for it from here on, as preparing may mean compressing.
func (c *conn) answer(request []byte) (done bool, err error) {
	q, kind := readHead(request)
	if kind != everyday {
		return false, nil
	}
	if !c.motion.CompareAndSwap(resting, answering) {
		return false, net.ErrClosed
	}
	x := exchanges.Get().(*exchange)
	defer x.release()
	if p, ok := x.prepare(q, &c.listener.Config, c); ok {
		c.putOff()
		done = true
		err = c.sendPrompt(x.header, &p)
		p.Done()
		c.observe(x, &p)
		c.putOff() // writing may have taken long
	}
	if !c.motion.CompareAndSwap(answering, resting) {
		defer c.listener.left(c)
		c.Conn.Close()
		return false, net.ErrClosed
	}
	return done, err
}

// sendPrompt writes the answer, its header together with the beginning of its
// body.
func (c *conn) sendPrompt(header []byte, p *reply.Prompt) error {
	if len(p.Body) == 0 {
		_, err := c.Conn.Write(header)
		return err
	}
	return p.Write(func(b []byte) error {
		if header == nil {
			_, err := c.Conn.Write(b)
			return err
		}
		_, err := c.send(header, b)
		header = nil
		return err
	})
}

// observe tells of an answer that was sent.
func (c *conn) observe(x *exchange, p *reply.Prompt) {
	if c.listener.Observe == nil {
		return
	}
	x.request.RemoteAddr = c.RemoteAddr().String()
	c.listener.Observe(&x.request, reply.Observation{Status: p.Status, Bytes: int64(len(p.Body)), Ready: true, Direct: true})
}

// refusalHead follows the status line when net/http refuses what it does not take
// for a request; no handler hears of that, and no answer of one begins like it.
const refusalHead = "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"

// observeRefusal tells of an answer that net/http gives by itself.
func (c *conn) observeRefusal(b []byte) {
	line, _, _ := bytes.Cut(b, []byte("\r\n"))
	rest, ok := bytes.CutPrefix(b[len(line):], []byte(refusalHead))
	number, of := bytes.CutPrefix(line, []byte("HTTP/1.1 "))
	if c.listener.Observe == nil || !ok || !of || len(number) < 3 {
		return
	}
	if status, err := strconv.Atoi(string(number[:3])); err == nil {
		r := &http.Request{URL: &url.URL{}, RemoteAddr: c.RemoteAddr().String()}
		c.listener.Observe(r, reply.Observation{Status: status, Bytes: int64(len(rest))})
	}
}

// Drop ends what is being written; see reply.Dropper.
func (c *conn) Drop() { _ = c.SetWriteDeadline(time.Now()) } // a dead connection needs no end

// putOff moves the deadlines on, as net/http does between requests. That costs
// as much as much of the rest, so it is not done each time.
func (c *conn) putOff() {
	server := c.listener.server
	read, write := server.IdleTimeout, server.WriteTimeout
	if read == 0 {
		read = server.ReadTimeout
	}
	pause := time.Second
	for _, d := range []time.Duration{read, write} {
		if d > 0 {
			pause = min(pause, d/10)
		}
	}
	now := time.Now()
	if now.UnixNano()-c.moved.Load() < int64(pause) {
		return
	}
	c.moved.Store(now.UnixNano())
	if write > 0 {
		c.SetWriteDeadline(now.Add(write)) //nolint:errcheck // a dead connection shows in its next write
	}
	if read > 0 {
		c.SetReadDeadline(now.Add(read)) //nolint:errcheck // as above
	}
}
