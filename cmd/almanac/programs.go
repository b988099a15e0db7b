package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"

	"almanac.example/store"
	"almanac.example/store/backup"
	"almanac.example/web/access"
	"almanac.example/web/api"
	"almanac.example/web/editing"
)

// programs is the API over an open store, and who may use it.
type programs struct {
	*api.Server
	people *access.Directory
}

// openPrograms prepares the API. base is the address that readers use. It is to
// be closed before the store.
func openPrograms(ctx context.Context, in instance, base string, log *slog.Logger) (*programs, error) {
	vault := store.Unexpired(in.vault, now)
	people, err := access.Open(ctx, access.Config{
		Vault: vault, Now: now, Log: log, BaseURL: base,
		Names: func() []string { return slices.Collect(maps.Values(in.live.Timeline().Site().Names)) },
	})
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	server, err := api.New(api.Config{
		Record: in.live, Editor: editing.New(in.live, now), People: people, Vault: vault, Now: now, Log: log, BaseURL: base, Version: release(),
		Backup: func(ctx context.Context, w io.Writer, accounts bool) error {
			_, err := backup.Write(ctx, w, backup.Source{Archive: in.archive, Vault: in.vault, Accounts: accounts})
			return err
		},
	})
	if err != nil {
		people.Close()
		return nil, err
	}
	return &programs{server, people}, nil
}

// close stops following the vault.
func (p *programs) close() {
	p.Stop()
	p.people.Close()
}
