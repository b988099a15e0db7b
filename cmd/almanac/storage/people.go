package storage

import (
	"context"
	"log/slog"
	"maps"
	"slices"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/web/access"
)

// DirectoryOf opens the accounts of a store whose record is followed, so that
// no password is the name of the site. The address that readers use decides
// which cookies are set; a command, which sets none, has none.
func (in Instance) DirectoryOf(ctx context.Context, baseURL string, log *slog.Logger) (*access.Directory, error) {
	return access.Open(ctx, access.Config{
		Vault: store.Unexpired(in.Vault, terminal.Now), Now: terminal.Now, Log: log, BaseURL: baseURL,
		Names: func() []string { return SiteNames(in.Timeline().Site()) },
	})
}

// SiteNames are all names that the site has.
func SiteNames(site *events.Site) (list []string) {
	for _, names := range []events.Localised{site.Names, site.ShortNames} {
		list = slices.AppendSeq(list, maps.Values(names))
	}
	return append(list, site.Authority)
}
