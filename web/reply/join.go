package reply

import (
	"context"
	"net"
	"net/http"
)

// A Joiner is a connection that can hold a write back and send it with the
// next one, so that header and body are one system call. net/http by itself
// writes a buffer of 4,096 bytes and then the rest.
type Joiner interface {
	net.Conn
	Join(bool) // whether the next write is held back
}

type joinerKey struct{}

// ConnContext lets answers on connections that are Joiners be joined; see
// http.Server.ConnContext.
func ConnContext(ctx context.Context, c net.Conn) context.Context {
	if j, ok := c.(Joiner); ok {
		return context.WithValue(ctx, joinerKey{}, j)
	}
	return ctx
}

// writeJoined writes the beginning of a body, and has the header sent with it.
func writeJoined(w http.ResponseWriter, r *http.Request, body []byte) error {
	if c, ok := r.Context().Value(joinerKey{}).(Joiner); ok {
		c.Join(true)
		defer c.Join(false) // if all of it went into the server's buffer
	}
	_, err := w.Write(body)
	return err
}
