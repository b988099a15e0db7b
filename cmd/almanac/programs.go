package main

import (
	"context"
	"io"

	"almanac.example/store"
	"almanac.example/store/backup"
	"almanac.example/web/access"
	"almanac.example/web/api"
	"almanac.example/web/editing"
)

// openPrograms prepares the API over an open store. Of the settings it fills in
// what the store and this program know.
func openPrograms(in instance, people *access.Directory, c api.Config) (*api.Server, error) {
	c.Record, c.Imports, c.Editor, c.People = in.live, in.live, editing.New(in.live, now), people
	c.Vault, c.Now, c.Version = store.Unexpired(in.vault, now), now, programVersion()
	c.Backup = func(ctx context.Context, w io.Writer, accounts bool) error {
		_, err := backup.Write(ctx, w, backup.Source{Archive: in.archive, Vault: in.vault, Accounts: accounts})
		return err
	}
	return api.New(c)
}
