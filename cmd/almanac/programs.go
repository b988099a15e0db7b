package main

import (
	"context"
	"io"

	"almanac.example/store"
	"almanac.example/store/backup"
	"almanac.example/web"
	"almanac.example/web/access"
	"almanac.example/web/api"
	"almanac.example/web/api/webhook"
	"almanac.example/web/editing"
)

// openPrograms prepares the API over an open store, beside pages with the
// settings.
func openPrograms(in instance, people *access.Directory, hooks *webhook.Sender, config web.Config) (*api.Server, error) {
	return api.New(api.Config{
		Record: in.live, Imports: in.live, Editor: editing.New(in.live, now), People: people, Webhooks: hooks,
		Vault: store.Unexpired(in.vault, now), Now: now, Log: config.Log, BaseURL: config.Site.BaseURL, Version: programVersion(),
		Backup: func(ctx context.Context, w io.Writer, accounts bool) error {
			_, err := backup.Write(ctx, w, backup.Source{Archive: in.archive, Vault: in.vault, Accounts: accounts})
			return err
		},
	})
}
