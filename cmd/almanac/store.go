package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/backup"
	"almanac.example/store/bolt"
)

// engine is an opened store: the record, its way out and in, and the vault.
type engine struct {
	store.Backend
	archive store.Archive
	vault   store.Vault // shows what has expired, too: store.Unexpired is for rooms
}

// storeFile is the file of a store that is kept in one.
func storeFile(name string) (string, error) {
	kind, where, ok := strings.Cut(name, ":")
	if !ok || where == "" {
		return "", fmt.Errorf("store %q: write it as bolt:FILE", name)
	}
	if kind != "bolt" {
		return "", fmt.Errorf("store %q: unknown engine %q; known is bolt", name, kind)
	}
	return where, nil
}

// storeExists reports whether there is a store under the name.
func storeExists(name string) (bool, error) {
	file, err := storeFile(name)
	if err != nil {
		return false, err
	}
	_, err = os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// mustExist is an events.ErrNotFound if there is no store under the name.
func mustExist(name string) error {
	there, err := storeExists(name)
	if err == nil && !there {
		err = fmt.Errorf("store %q: %w", name, events.ErrNotFound)
	}
	return err
}

// checkStore reads everything in a store that is there and not in use.
func checkStore(ctx context.Context, name string) (store.Report, error) {
	if err := mustExist(name); err != nil {
		return store.Report{}, err
	}
	file, err := storeFile(name)
	if err != nil {
		return store.Report{}, err
	}
	return bolt.Check(ctx, file)
}

// openEngine opens the store that a --store flag names. What older versions kept
// in files beside it is taken over into the vault.
func (c console) openEngine(ctx context.Context, name string) (engine, error) {
	file, err := storeFile(name)
	if err != nil {
		return engine{}, err
	}
	b, err := bolt.Open(file)
	if err != nil && backup.Is(file) {
		err = fmt.Errorf("%s is a backup: make a store of it with \"almanac restore\"", file)
	}
	if err != nil {
		return engine{}, err
	}
	e := engine{Backend: b, archive: b, vault: b.Vault()}
	if err := c.takeOver(ctx, file, e.vault); err != nil {
		b.Close()
		return engine{}, err
	}
	return e, nil
}

// instance is a store that is followed.
type instance struct {
	live  *store.Live
	vault store.Vault
	close func() // everything
}

// timeline is the newest one; an instance without a store has an empty one.
func (i instance) timeline() *events.Timeline {
	if i.live == nil {
		return events.NewTimeline()
	}
	return i.live.Timeline()
}

// openInstance opens the store and waits for its timeline.
func (c console) openInstance(ctx context.Context, name string, log *slog.Logger) (instance, error) {
	e, err := c.openEngine(ctx, name)
	if err != nil {
		return instance{}, err
	}
	live, err := store.Open(ctx, e.Backend, store.Config{Now: now, Log: log})
	if err != nil {
		e.Close()
		return instance{}, err
	}
	return instance{live, e.vault, func() { live.Close(); e.Close() }}, nil
}

// openLive is openInstance for commands that need only the record. The function
// returned closes everything.
func (c console) openLive(ctx context.Context, name string) (*store.Live, func(), error) {
	in, err := c.openInstance(ctx, name, c.newLog(false))
	return in.live, in.close, err
}
