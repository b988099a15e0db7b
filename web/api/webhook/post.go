package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"syscall"
	"time"

	"almanac.example/feeds/fetch"
)

// postTimeout bounds one attempt, from the look-up of the name to the end of
// the answer.
const postTimeout = 15 * time.Second

// maxAnswer is how much of an answer is read, so that its connection can be
// used again; nothing of it is kept.
const maxAnswer = 64 << 10

// outcome is how one attempt went.
type outcome struct {
	status     int           // of the answer; 0: there was none
	failure    string        // why it counts as not delivered; "": it was
	retryAfter time.Duration // for how long the endpoint asks to be left alone
	took       time.Duration
}

// newClient makes a client that goes nowhere by itself.
func newClient(allowPrivate bool) *http.Client {
	return &http.Client{
		Transport:     fetch.Transport(allowPrivate),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// post makes one attempt.
func (s *Sender) post(ctx context.Context, e *Endpoint, keys keyRing, m *message) outcome {
	began := s.now()
	ctx, cancel := context.WithTimeout(ctx, postTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, e.URL, bytes.NewReader(m.body))
	if err != nil {
		return outcome{failure: err.Error()}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", s.userAgent)
	r.Header.Set(idHeader, m.id)
	r.Header.Set(timestampHeader, strconv.FormatInt(began.Unix(), 10))
	r.Header.Set(signatureHeader, keys.sign(m.id, began, m.body))
	answer, err := s.client.Do(r)
	if err != nil {
		return outcome{failure: explain(ctx, err), took: s.now().Sub(began)}
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, maxAnswer) // the status has told everything
	o := outcome{status: answer.StatusCode, took: s.now().Sub(began)}
	o.retryAfter = retryAfter(answer.Header.Get("Retry-After"), s.now())
	switch {
	case o.status >= 300 && o.status < 400:
		o.failure = fmt.Sprintf("it answers %s, and redirects are not followed: change the address", answer.Status)
	case o.status < 200 || o.status >= 300:
		o.failure = "it answers " + answer.Status
	}
	return o
}

// Why there was no answer, as it is remembered. Other reasons are told as the
// system words them.
const (
	silent     = "no answer in time"
	nameless   = "the name is not known"
	notLooked  = "the name could not be looked up"
	closed     = "nothing listens there"
	untrusted  = "its certificate is not to be trusted"
	unroutable = "no way leads there"
	cutOff     = "the connection was cut off"
)

// explain says why there was no answer, without addresses: that of the endpoint
// may hold a secret, and those of this network are nobody's business.
func explain(ctx context.Context, err error) string {
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var failed *net.OpError
	var wrapped *url.Error
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return silent
	case errors.Is(err, fetch.ErrPrivate):
		return "its address " + fetch.ErrPrivate.Error()
	case errors.As(err, &name) && name.IsNotFound:
		return nameless
	case errors.As(err, &name):
		return notLooked
	case errors.As(err, &certificate):
		return untrusted
	case errors.Is(err, syscall.ECONNREFUSED):
		return closed
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return unroutable
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return cutOff
	case errors.As(err, &failed):
		return failed.Err.Error()
	case errors.As(err, &wrapped):
		return wrapped.Err.Error()
	}
	return err.Error()
}
