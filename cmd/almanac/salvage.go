package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"almanac.example/cmd/almanac/durable"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/store"
	"almanac.example/store/backup"
	"almanac.example/store/blob"
	"almanac.example/store/bolt"
)

type salvageCommand struct {
	storage.Flag
	Output       string `arg:"" name:"file" help:"The backup to write; it must not exist yet."`
	WithAccounts bool   `help:"Accounts, tokens and the audit too, if all of them are there."`
	JSON         bool   `name:"json" help:"As JSON: states, lost."`
}

// Help is shown below the flags.
func (*salvageCommand) Help() string {
	return `For a store that "almanac verify" finds faults in, when there is no backup that is new enough. Each page of the file is read by itself; every state whose checksum holds goes into a backup, of which "almanac restore" makes a store. What is lost is named, one place a line, as far as anything is left that names it. The damaged file stays as it is: keep it.`
}

// salvageReport is what salvage --json prints.
type salvageReport struct {
	States int           `json:"states"`
	Lost   []store.Fault `json:"lost"`
}

// Run writes what is sound into a backup.
func (c *salvageCommand) Run(ctx context.Context, con storage.Console) error {
	p, err := con.Must(ctx, c.Store)
	if err != nil {
		return err
	}
	if p.Cluster != nil {
		return errors.New("only a store in a file can be salvaged; a record in etcd has copies on its members, and backups")
	}
	left, err := bolt.Salvage(ctx, p.File)
	if err != nil {
		return err
	}
	defer left.Close()
	if left.States == 0 {
		return fmt.Errorf("nothing in %s can be read: restore a backup", p)
	}
	if c.WithAccounts && !left.Vault {
		fmt.Fprintln(con.Err, "almanac: accounts and tokens are left out: the vault is damaged, and one that was revoked might come back")
	}
	blobs, err := con.OpenMedia(ctx, p)
	if err != nil {
		return err
	}
	sum, err := c.write(ctx, left, blobs)
	if err != nil {
		return fmt.Errorf("nothing was written: %w", err)
	}
	if c.JSON {
		err = json.NewEncoder(con.Out).Encode(salvageReport{sum.States, append([]store.Fault{}, left.Lost...)})
	} else {
		err = writeFaults(con.Out, left.Lost)
	}
	fmt.Fprintf(con.Err, "almanac: %s holds %d states up to revision %d; lost or changed: %d\n", c.Output, sum.States, sum.Last, len(left.Lost))
	return err
}

// write writes the backup beside its place and moves it there when it was read
// back.
func (c *salvageCommand) write(ctx context.Context, left *bolt.Salvaged, blobs blob.Store) (sum backup.Summary, err error) {
	err = durable.Create(c.Output, func(f *os.File) error {
		sum, err = writeBackup(ctx, f, backup.Source{
			Archive: left, Vault: left, Blobs: blobs, Accounts: c.WithAccounts && left.Vault, Dir: filepath.Dir(f.Name()),
		})
		return err
	})
	return sum, err
}
