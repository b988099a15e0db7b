package api

import (
	"bufio"
	"io"
	"net/http"
	"time"

	"almanac.example/events"
)

// slowWrite is how long one piece of a large answer may take to be sent.
const slowWrite = time.Minute

// outflow gives each piece of a large answer time of its own, however long the
// whole takes.
type outflow struct {
	w       io.Writer
	control *http.ResponseController
	begun   bool
}

// Write writes a piece.
func (o *outflow) Write(b []byte) (int, error) {
	o.begun = true
	if err := extend(o.control, slowWrite); err != nil {
		return 0, err
	}
	return o.w.Write(b)
}

// attachment answers with a file that is written as it is sent.
func (c *call) attachment(media, name string, write func(io.Writer) error) *answer {
	return &answer{stream: func(c *call) error {
		h := c.w.Header()
		h.Set("Content-Type", media)
		h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
		h.Set("Cache-Control", "no-store")
		c.common()
		if c.r.Method == http.MethodHead {
			return nil
		}
		out := &outflow{w: c.w, control: http.NewResponseController(c.w)}
		err := write(out)
		if err != nil && !out.begun {
			h.Del("Content-Disposition")
			c.server.refuse(c, err)
			return nil
		}
		return err
	}}
}

// getExport tells the whole record, without loss, in the form that import reads.
func (s *Server) getExport(c *call) (*answer, error) {
	record := c.timeline().Record()
	return c.attachment(mediaJSON, "almanac.json", func(w io.Writer) error {
		pieces := bufio.NewWriterSize(w, 1<<16)
		if err := record.Write(pieces); err != nil {
			return err
		}
		return pieces.Flush()
	}), nil
}

// getBackup tells the whole store as a portable backup.
func (s *Server) getBackup(c *call) (*answer, error) {
	if s.Backup == nil {
		return nil, events.ErrNotFound
	}
	return c.attachment("application/x-tar", "almanac.tar", func(w io.Writer) error {
		return s.Backup(c.ctx(), w, c.flag("accounts"))
	}), nil
}

// Compaction is how large a store's file was and is.
type Compaction struct {
	Before int64 `json:"before" doc:"In bytes."`
	After  int64 `json:"after" doc:"In bytes."`
}

// postCompaction writes the store's file anew.
func (s *Server) postCompaction(c *call) (*answer, error) {
	if s.Compact == nil {
		return nil, events.ErrNotFound
	}
	before, after, err := s.Compact(c.ctx())
	if err != nil {
		return nil, err
	}
	return ok(Compaction{before, after}), nil
}
