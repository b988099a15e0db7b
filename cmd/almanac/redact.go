package main

import (
	"context"
	"fmt"
	"net/http"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/events"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

type redactCommand struct {
	connect.Flags
	Author string `placeholder:"NAME" help:"Who does it, for the history."`
	ID     string `arg:"" help:"ID or slug of the event."`
	Before int64  `required:"" placeholder:"REV" help:"Empty all states older than this revision; at most the current one."`
	Reason string `required:"" placeholder:"TEXT" help:"Why; it stays in the emptied states."`
}

// Help is shown below the flags.
func (*redactCommand) Help() string {
	return `What the current state says is edited first ("almanac put"); then its revision is the one to give. Texts, quotes, sources, links, picture, proposal and note of the older states are emptied, in the history, in what is remembered of imports, deliveries and answers, and pictures that no other state names are deleted; revision, instant and who made them stay, with a mark of who redacted them and why. It cannot be taken back.

A store in a file is written anew, so that nothing stays on its free pages. Backups that were made before still say everything: delete them, and make a new one. For a record in etcd see docs/guide.md.`
}

// Run redacts.
func (c *redactCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Connect(ctx, con, c.Author)
	if err != nil {
		return err
	}
	defer at.Close()
	var done api.Redacted
	_, err = at.Do(ctx, client.Request{
		Method: http.MethodPost, Path: "/events" + client.Path(c.ID) + "/redaction",
		Body: api.RedactionOrder{Before: events.Rev(c.Before), Reason: c.Reason},
	}, &done)
	if err != nil {
		return connect.NotFound("event", c.ID, err)
	}
	fmt.Fprintf(con.Err, "almanac: states redacted: %d; backups that were made before still have them: delete those\n", done.States)
	if p, err := con.Locate(ctx, c.Store); c.Server == "" && err == nil && p.Cluster != nil {
		fmt.Fprintln(con.Err, "almanac: the members of the cluster have them until \"etcdctl compact\" and \"etcdctl defrag\" were run (docs/guide.md)")
	}
	return nil
}
