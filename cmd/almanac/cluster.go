package main

import (
	"context"
	"fmt"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/store/etcd"
)

// raise brings the schema of a record in a cluster up to what this version
// knows, if every process that serves it knows that, too.
func (c *migrateCommand) raise(ctx context.Context, con storage.Console, config etcd.Config) error {
	b, err := etcd.Open(ctx, config)
	if err != nil {
		return err
	}
	defer b.Close()
	if err := storage.CheckReplicas(ctx, b.Vault(), etcd.Schema); err != nil {
		return err
	}
	had, err := b.Raise(ctx)
	if err != nil {
		return err
	}
	if had == etcd.Schema {
		fmt.Fprintf(con.Err, "almanac: %s has schema %d; nothing is to be done\n", config, had)
	} else {
		fmt.Fprintf(con.Err, "almanac: %s now has schema %d instead of %d\n", config, etcd.Schema, had)
	}
	return nil
}
