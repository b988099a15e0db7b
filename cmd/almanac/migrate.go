package main

import (
	"context"
	"fmt"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/store/bolt"
)

type migrateCommand struct {
	storage.Flag
}

// Help is shown below the flags.
func (*migrateCommand) Help() string {
	return `Every command brings a store in a file up to date when it opens it, after copying the file to FILE.schemaN; this one does nothing else, so that an upgrade can be made at a time of one's own. An older version can open the copy.

A record in etcd is brought up to date by this command only, when every process that serves it is of a version that can: they write the schema that stands in the store.`
}

// Run opens the store, which migrates it.
func (c *migrateCommand) Run(ctx context.Context, con storage.Console) error {
	p, err := con.Must(ctx, c.Store)
	if err != nil {
		return err
	}
	if p.Cluster != nil {
		return c.raise(ctx, con, *p.Cluster)
	}
	had, has, err := bolt.SchemaOf(p.File)
	if err != nil {
		return err
	}
	e, err := p.Engine(ctx, con.Err)
	if err != nil {
		return err
	}
	if had == has {
		fmt.Fprintf(con.Err, "almanac: %s has schema %d; nothing is to be done\n", p.File, has)
	} else {
		fmt.Fprintf(con.Err, "almanac: %s now has schema %d; the copy of schema %d is beside it\n", p.File, has, had)
	}
	return e.Close()
}
