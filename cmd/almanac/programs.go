package main

import (
	"context"
	"io"
	"log/slog"

	"almanac.example/store"
	"almanac.example/store/backup"
	"almanac.example/web/access"
	"almanac.example/web/api"
	"almanac.example/web/editing"
)

// openPrograms prepares the API over an open store. base is the address that
// readers use.
func openPrograms(in instance, people *access.Directory, base string, log *slog.Logger) (*api.Server, error) {
	return api.New(api.Config{
		Record: in.live, Editor: editing.New(in.live, now), People: people, Vault: store.Unexpired(in.vault, now), Now: now, Log: log,
		BaseURL: base, Version: programVersion(),
		Backup: func(ctx context.Context, w io.Writer, accounts bool) error {
			_, err := backup.Write(ctx, w, backup.Source{Archive: in.archive, Vault: in.vault, Accounts: accounts})
			return err
		},
	})
}
