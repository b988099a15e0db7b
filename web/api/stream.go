package api

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
)

// How long a stream of changes may be without a sign of life, and how long one
// message may take to be sent.
const (
	streamPulse = 15 * time.Second
	streamWrite = 30 * time.Second
)

// wants reports whether a media type is asked for by name.
func (c *call) wants(media string) bool {
	return slices.ContainsFunc(strings.Split(strings.Join(c.r.Header.Values("Accept"), ","), ","), func(part string) bool {
		name, _, _ := strings.Cut(part, ";")
		return strings.EqualFold(strings.TrimSpace(name), media)
	})
}

// listen answers with a stream of server-sent events: one message for what one
// or more commits have changed, whose id is the revision.
func (s *Server) listen(c *call, since events.Rev) (*answer, error) {
	since, err := c.resumed(since)
	if err != nil {
		return nil, err
	}
	if c.query.Get("since") == "" && c.r.Header.Get(lastEventID) == "" {
		since = c.timeline().Rev() // from now on
	}
	if c.r.Method == http.MethodHead {
		return &answer{status: http.StatusOK, media: "text/event-stream"}, nil
	}
	if !s.streams.enter() {
		return nil, errStreams
	}
	return &answer{stream: func(c *call) error {
		defer s.streams.leave()
		return s.stream(c, since)
	}}, nil
}

// stream writes until the client goes, the server stops, or the client may see
// no more what it saw.
func (s *Server) stream(c *call, since events.Rev) error {
	h := c.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // a proxy that gathers would keep the news to itself
	c.common()
	out := &stream{control: http.NewResponseController(c.w), w: c.w}
	all := c.seesAll()
	pulse := time.NewTicker(cmp.Or(s.Pulse, streamPulse))
	defer pulse.Stop()
	message := []byte(": almanac\n\n")
	for {
		if err := out.send(message); err != nil {
			return nil //nolint:nilerr // the client has gone
		}
		news := s.Record.Changed()
		if rev := s.Record.Timeline().Rev(); rev > since {
			var err error
			if message, since, err = s.message(since, all); err != nil {
				return err
			}
			continue
		}
		select {
		case <-news:
			message = nil
		case <-pulse.C:
			if !c.stillKnown() || c.seesAll() != all {
				return nil
			}
			message = []byte(":\n\n")
		case <-s.streams.stopped:
			return nil
		case <-c.ctx().Done():
			return nil
		}
	}
}

// stillKnown asks once more who the client is: a token may have been revoked.
func (c *call) stillKnown() bool {
	who, _, err := c.again(c.ctx(), c.r)
	if err != nil || who.By() != c.who.By() {
		return false
	}
	c.who = who
	return true
}

// message tells what has changed after a revision, and up to which.
func (s *Server) message(since events.Rev, all bool) ([]byte, events.Rev, error) {
	changes := changesAfter(s.Record.Timeline(), since, mostLimit, all)
	var b bytes.Buffer
	if len(changes.Changes) == 0 { // nothing that this client may see
		return nil, changes.Revision, nil
	}
	data, err := encode(changes)
	if err != nil {
		return nil, since, err
	}
	fmt.Fprintf(&b, "id: %d\nevent: changes\ndata: %s\n", changes.Revision, data)
	b.WriteByte('\n')
	return b.Bytes(), changes.Revision, nil
}

// stream writes messages, each with time of its own: the stream lasts longer
// than any other answer.
type stream struct {
	control *http.ResponseController
	w       http.ResponseWriter
}

func (o *stream) send(message []byte) error {
	if message == nil {
		return nil
	}
	if err := extend(o.control, streamWrite); err != nil {
		return err
	}
	if _, err := o.w.Write(message); err != nil {
		return err
	}
	return ignoreUnsupported(o.control.Flush())
}

// extend gives what is written next so much time.
func extend(control *http.ResponseController, d time.Duration) error {
	return ignoreUnsupported(control.SetWriteDeadline(time.Now().Add(d)))
}

// ignoreUnsupported takes a writer in process for one without deadlines.
func ignoreUnsupported(err error) error {
	if errors.Is(err, http.ErrNotSupported) || errors.Is(err, os.ErrNoDeadline) {
		return nil
	}
	return err
}
