package api

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/table"
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
	if format := c.query.Get("format"); format != "" && format != "json" {
		return s.exportTable(c, format)
	}
	record := c.timeline().Record()
	return c.attachment(mediaJSON, "almanac.json", func(w io.Writer) error {
		pieces := bufio.NewWriterSize(w, 1<<16)
		if err := record.Write(pieces); err != nil {
			return err
		}
		return pieces.Flush()
	}), nil
}

// exportTable tells all events that have a date as a table.
func (s *Server) exportTable(c *call, format string) (*answer, error) {
	if err := checkLang(c.query.Get("lang")); err != nil {
		return nil, err
	}
	t := c.timeline()
	all := table.Selection{Languages: t.Site().Languages, Lang: c.query.Get("lang")}
	if all.Lang == "" && len(all.Languages) > 0 {
		all.Lang = all.Languages[0]
	}
	if s.SiteURL != "" || s.BaseURL != "" {
		all.Picture = s.pictureAddress
	}
	for _, e := range t.All() {
		if !e.Span.IsZero() {
			all.Events = append(all.Events, e)
		}
	}
	media, name, write := "text/csv; charset=utf-8", "almanac.csv", table.WriteCSV
	switch format {
	case "xlsx":
		media, name, write = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "almanac.xlsx", table.WriteXLSX
	case "timelinejs":
		media, name, write = mediaJSON, "timeline.json", table.WriteTimelineJS
	}
	return c.attachment(media, name, func(w io.Writer) error {
		pieces := bufio.NewWriterSize(w, 1<<16)
		if err := write(c.ctx(), pieces, all); err != nil {
			return err
		}
		return pieces.Flush()
	}), nil
}

// BackupParts says what a backup is to hold.
type BackupParts struct {
	Accounts bool       // accounts and tokens
	Previous string     // the checksum of the backup that it goes on from; "": it is whole
	After    events.Rev // with Previous: the last revision of that one
	Values   bool       // with Previous: the vault, too
	Unnoted  bool       // it is read and not kept, and so no backup to be remembered
}

// segmentWait is how long a request for what comes next waits for it.
const segmentWait = 30 * time.Second

// getBackup tells the whole store as a portable backup, or what came after
// another one.
func (s *Server) getBackup(c *call) (*answer, error) {
	if s.Backup == nil {
		return nil, events.ErrNotFound
	}
	c.w.Header().Set(runHeader, s.run)
	after, err := c.number("after", 0, 0, 1<<62)
	if err != nil {
		return nil, err
	}
	what := BackupParts{Accounts: c.flag("accounts"), Previous: c.query.Get("previous"), After: events.Rev(after), Values: c.flag("values"), Unnoted: c.flag("unnoted")}
	if len(what.Previous) != 0 && len(what.Previous) != 64 {
		return nil, badRequest("previous", "is no SHA-256 in hexadecimal")
	}
	if what.Previous == "" && (c.query.Has("after") || what.Values) {
		return nil, badRequest("previous", "is missing; a backup that goes on from another one names it")
	}
	if what.Previous != "" && s.Held != nil {
		s.Held(c.ctx(), what.After)
	}
	if what.Previous != "" && !s.isNewer(c, what.After) {
		return &answer{status: http.StatusNoContent}, nil
	}
	return c.attachment("application/x-tar", "almanac.tar", func(w io.Writer) error {
		return s.Backup(c.ctx(), w, what)
	}), nil
}

// isNewer waits until there is something after the revision, but not for ever.
func (s *Server) isNewer(c *call, after events.Rev) bool {
	waited := time.NewTimer(segmentWait)
	defer waited.Stop()
	for {
		news := s.Record.Changed()
		if s.Record.Timeline().Rev() > after {
			return true
		}
		select {
		case <-news:
		case <-waited.C:
			return false
		case <-s.streams.stopped:
			return false
		case <-c.ctx().Done():
			return false
		}
	}
}

// RedactionOrder says which past states of an event are to be emptied.
type RedactionOrder struct {
	Before events.Rev `json:"before" doc:"All states older than this revision; at most the current one." minimum:"1"`
	Reason string     `json:"reason" doc:"Why; it stays in the emptied states." maxLength:"1000"`
}

// Redacted says what was emptied.
type Redacted struct {
	States int `json:"states" doc:"How many were emptied; those that were so already do not count."`
}

// postRedaction empties past states of an event.
func (s *Server) postRedaction(c *call) (*answer, error) {
	if s.Redact == nil {
		return nil, events.ErrNotFound
	}
	in, err := decode[RedactionOrder](c)
	if err != nil {
		return nil, err
	}
	if reason := strings.TrimSpace(events.Harmless(in.Reason)); reason == "" || len(reason) > 1000 {
		return nil, unprocessable("reason", "must be said, in at most 1000 bytes")
	}
	id := events.ID(c.path("id"))
	if _, known := c.timeline().Event(id); !known {
		if e, _, found := c.timeline().BySlug(string(id)); found {
			id = e.ID
		}
	}
	count, err := s.Redact(c.ctx(), c.who, id, in.Before, strings.TrimSpace(events.Harmless(in.Reason)))
	if err != nil {
		return nil, err
	}
	return ok(Redacted{count}), nil
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
