package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

type compactCommand struct {
	connect.Flags
}

// Help is shown below the flags.
func (*compactCommand) Help() string {
	return `What was deleted or redacted stays on free pages of the file until they are used again; this leaves them out and makes the file as small as it can be. The new file is checked before it takes the place of the old one, and needs as much room beside it. It can be made while the server runs: reading goes on, writing waits.`
}

// Run compacts the store, or lets the server that has it open do it.
func (c *compactCommand) Run(ctx context.Context, con storage.Console) error {
	p := storage.Place{}
	if c.Server == "" {
		var err error
		if p, err = con.Must(ctx, c.Store); err != nil {
			return err
		}
		if p.Cluster != nil {
			return errors.New("a record in etcd has no file of its own; \"etcdctl compact\" and \"etcdctl defrag\" do this for the cluster (docs/cluster.md)")
		}
	}
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
	var sizes api.Compaction
	if _, err := at.Do(ctx, client.Request{Method: http.MethodPost, Path: "/compaction"}, &sizes); err != nil {
		return err
	}
	fmt.Fprintf(con.Err, "almanac: the store has %d bytes instead of %d\n", sizes.After, sizes.Before)
	return nil
}
