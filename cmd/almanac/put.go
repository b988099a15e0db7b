package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/events"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

type putCommand struct {
	connect.NewFlags
	connect.AuthorFlags
	File   string `arg:"" help:"One event as JSON, as show --json writes it; - is standard input."`
	Expect *int64 `placeholder:"REV" help:"Revision that must be stored; 0: the event must not exist. Default: the one in the file, if it has one."`
}

// Help is shown below the flags.
func (*putCommand) Help() string {
	return `The file is the event itself, or {"revision": …, "event": …} as "almanac show --json" prints it; then that revision must still be stored, so that nobody's change is overwritten unseen. An event without an ID is new; an ID and a slug that are missing are minted and told. Stamps such as created and updated are the store's own and are not taken from the file.`
}

// Run stores the event.
func (c *putCommand) Run(ctx context.Context, con storage.Console) error {
	in, err := c.read(con)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	e, err := c.rehearse(ctx, con, in)
	if err == nil {
		var at *connect.Connection
		if at, err = c.Connect(ctx, con, c.Author); err != nil {
			return err
		}
		defer at.Close()
		e, err = c.store(ctx, at, in)
	}
	switch {
	case errors.Is(err, events.ErrConflict) && in.id != "":
		return fmt.Errorf("event %s: %w", in.id, err)
	case err != nil:
		return fmt.Errorf("%s: %w", c.File, withLines(in.data, in.under, err))
	}
	if in.id == "" || !in.hasSlug {
		fmt.Fprintf(con.Err, "almanac: event %s, slug %s, is stored at revision %d\n", e.ID, e.Slug, e.Revision)
		return nil
	}
	fmt.Fprintf(con.Err, "almanac: event %s is stored at revision %d\n", e.ID, e.Revision)
	return nil
}

// eventFile is what a file says of one event.
type eventFile struct {
	data    []byte
	under   string                     // the member that holds the event; "": the file is the event
	members map[string]json.RawMessage // of the event, without what only the store sets
	id      string
	hasSlug bool
	expect  *events.Rev // revision that must be stored
}

// maxEventFile bounds the file of one event, in bytes.
const maxEventFile = 1 << 20

// read decodes the file as far as the client has to know it. What is wrong with
// the event the server says.
func (c *putCommand) read(con storage.Console) (eventFile, error) {
	f, err := con.Open(c.File)
	if err != nil {
		return eventFile{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxEventFile+1))
	if err != nil {
		return eventFile{}, err
	}
	if len(data) > maxEventFile {
		return eventFile{}, fmt.Errorf("has more than %d bytes; an event has not", maxEventFile)
	}
	in, err := readEventFile(data)
	if err == nil && c.Expect != nil {
		rev := events.Rev(*c.Expect)
		in.expect = &rev
	}
	return in, err
}

func readEventFile(data []byte) (eventFile, error) {
	in := eventFile{data: data}
	if err := json.Unmarshal(data, &in.members); err != nil || in.members == nil {
		return in, jsonError(data, err)
	}
	if inner, wrapped := in.members["event"]; wrapped {
		for name := range in.members {
			if name != "event" && name != "revision" {
				return in, fmt.Errorf("line %d: %s: unknown field; there are event and revision", lineOf(data, name), name)
			}
		}
		var rev events.Rev
		if err := json.Unmarshal(in.members["revision"], &rev); err != nil {
			return in, errors.New("revision: must be a number, as show --json writes it")
		}
		in.under, in.expect, in.members = "event", &rev, nil
		if err := json.Unmarshal(inner, &in.members); err != nil || in.members == nil {
			return in, errors.New("event: must be an object")
		}
	}
	for _, own := range []string{"revision", "formerSlugs", "created", "published", "updated", "sequence", "origin", "formerly", "proposal", "quiet"} {
		delete(in.members, own)
	}
	in.id = textOf(in.members["id"])
	in.hasSlug = textOf(in.members["slug"]) != ""
	return in, nil
}

// rehearse stores the event in a store that is thrown away, if the command is
// going to begin a new one: no store is made for what cannot be stored.
func (c *putCommand) rehearse(ctx context.Context, con storage.Console, in eventFile) (api.Event, error) {
	p, err := c.Begins(ctx, con)
	if p == nil || err != nil {
		return api.Event{}, err
	}
	dir, err := os.MkdirTemp("", "almanac-put-*")
	if err != nil {
		return api.Event{}, err
	}
	defer os.RemoveAll(dir)
	con.Err = io.Discard
	at, err := connect.Here(ctx, con, storage.Place{File: filepath.Join(dir, "rehearsal.db")}, client.Config{Author: c.Author})
	if err != nil {
		return api.Event{}, err
	}
	defer at.Close()
	return c.store(ctx, at, in)
}

// textOf is a string in JSON; "" if it is none.
func textOf(raw json.RawMessage) (s string) {
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// store writes the event.
func (c *putCommand) store(ctx context.Context, at *connect.Connection, in eventFile) (e api.Event, err error) {
	r := client.Request{Method: http.MethodPut, Path: "/events" + client.Path(in.id), Query: c.Why(), Body: in.members}
	switch {
	case in.id == "" && in.expect != nil && *in.expect != 0:
		return e, errors.New("id: missing, but a revision says that the event is stored")
	case in.id == "":
		r.Method, r.Path = http.MethodPost, "/events"
	case in.expect != nil:
		r.Expect = client.At(*in.expect)
	default:
		var old api.Event
		_, err := at.Get(ctx, r.Path, nil, &old)
		if err != nil && !errors.Is(err, events.ErrNotFound) {
			return e, err
		}
		if string(old.ID) != in.id { // none, or another's slug
			old.Revision = 0
		}
		r.Expect = client.At(old.Revision)
	}
	_, err = at.Do(ctx, r, &e)
	return e, err
}
