package main

import (
	"context"
	"fmt"

	"almanac.example/store/etcd"
)

// raise brings the schema of a record in a cluster up to what this version
// knows, if every process that serves it knows that, too.
func (c *migrateCommand) raise(ctx context.Context, con console, config etcd.Config) error {
	b, err := etcd.Open(ctx, config)
	if err != nil {
		return err
	}
	defer b.Close()
	if err := checkReplicas(ctx, b.Vault(), etcd.Schema); err != nil {
		return err
	}
	had, err := b.Raise(ctx)
	if err != nil {
		return err
	}
	if had == etcd.Schema {
		fmt.Fprintf(con.err, "almanac: %s has schema %d; nothing is to be done\n", config, had)
	} else {
		fmt.Fprintf(con.err, "almanac: %s now has schema %d instead of %d\n", config, etcd.Schema, had)
	}
	return nil
}
