package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"almanac.example/cmd/almanac/durable"
	"almanac.example/events"
	"almanac.example/feeds/fetch"
	"almanac.example/feeds/intake"
	"almanac.example/store"
)

// sideFile is a file that an older version kept beside the store.
type sideFile struct {
	ending string
	what   string // it holds
	read   func(ctx context.Context, data []byte, vault store.Vault) error
}

// TakenOver is what a side file is called once its content is in the vault.
const TakenOver = ".taken-over"

// takeOver moves what older versions kept in files beside the store into the
// vault. A file is renamed when all of it is there, so that it is taken over
// once; one that was taken over by half is taken over again.
func takeOver(ctx context.Context, file string, vault store.Vault, say io.Writer) error {
	for _, side := range []sideFile{
		{".imports.json", "what imports brought", takeOverImports},
		{".hub", "how far the hub was told", takeOverMark},
	} {
		name := file + side.ending
		data, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = side.read(ctx, data, vault)
		}
		if err == nil {
			err = durable.Move(name, name+TakenOver)
		}
		if err != nil {
			return fmt.Errorf("taking over %s (%s): %w; mend the file or move it away", name, side.what, err)
		}
		fmt.Fprintf(say, "almanac: the store now holds %s; %s is not needed any more and was renamed to %s\n", side.what, name, name+TakenOver)
	}
	return nil
}

// takeOverImports reads FILE.imports.json as it was written up to November 2026.
func takeOverImports(ctx context.Context, data []byte, vault store.Vault) error {
	var known map[string]struct {
		Validators fetch.Validators `json:"validators"`
		IDs        []events.ID      `json:"ids"`
	}
	if err := json.Unmarshal(data, &known); err != nil {
		return err
	}
	for _, source := range slices.Sorted(maps.Keys(known)) {
		brought := known[source]
		says := events.FeedMemory{Source: source, ETag: brought.Validators.ETag, LastModified: brought.Validators.LastModified}
		if err := intake.Remember(ctx, vault, says, brought.IDs); err != nil {
			return err
		}
	}
	return nil
}

// takeOverMark reads FILE.hub: a revision on a line.
func takeOverMark(ctx context.Context, data []byte, vault store.Vault) error {
	told, err := strconv.ParseInt(strings.TrimSpace(string(data)), 10, 64)
	if err != nil || told < 0 {
		return fmt.Errorf("holds %.40q instead of a revision", data)
	}
	return HubMark{vault}.Save(ctx, told)
}
