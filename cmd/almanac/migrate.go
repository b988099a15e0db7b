package main

import (
	"context"
	"fmt"

	"almanac.example/store/bolt"
)

type migrateCommand struct {
	storeFlag
}

// Help is shown below the flags.
func (*migrateCommand) Help() string {
	return `Every command brings a store in a file up to date when it opens it, after copying the file to FILE.schemaN; this one does nothing else, so that an upgrade can be made at a time of one's own. An older version can open the copy.

A record in etcd is brought up to date by this command only, when every process that serves it is of a version that can: they write the schema that stands in the store.`
}

// Run opens the store, which migrates it.
func (c *migrateCommand) Run(ctx context.Context, con console) error {
	p, err := con.must(ctx, c.Store)
	if err != nil {
		return err
	}
	if p.cluster != nil {
		return c.raise(ctx, con, *p.cluster)
	}
	had, has, err := bolt.SchemaOf(p.file)
	if err != nil {
		return err
	}
	e, err := p.engine(ctx, con.err)
	if err != nil {
		return err
	}
	if had == has {
		fmt.Fprintf(con.err, "almanac: %s has schema %d; nothing is to be done\n", p.file, has)
	} else {
		fmt.Fprintf(con.err, "almanac: %s now has schema %d; the copy of schema %d is beside it\n", p.file, has, had)
	}
	return e.Close()
}
