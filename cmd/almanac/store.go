package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/bolt"
)

// defaultStore is what storeFlag names if nobody names another.
const defaultStore = "bolt:almanac.db"

// place is where a --store flag points and what is there. Looking at it opens
// and makes nothing.
type place struct {
	file string
	has  presence
}

// presence is what is found at a place.
type presence int

const (
	nothing   presence = iota // no such file
	emptyFile                 // one of 0 bytes
	something                 // a store, or what opening it will refuse
)

// locate reads a --store flag.
func locate(name string) (place, error) {
	engine, file, ok := strings.Cut(name, ":")
	switch {
	case !ok || file == "":
		return place{}, fmt.Errorf("store %q: write it as bolt:FILE", name)
	case engine != "bolt":
		return place{}, fmt.Errorf("store %q: unknown engine %q; known is bolt", name, engine)
	}
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return place{file, nothing}, checkFolder(name, filepath.Dir(file))
	case err != nil:
		return place{}, fmt.Errorf("store %q: %w", name, err)
	case info.IsDir():
		return place{}, fmt.Errorf("store %q: is a directory; name a file in it", name)
	case info.Mode().IsRegular() && info.Size() == 0:
		return place{file, emptyFile}, nil
	}
	return place{file, something}, nil
}

// checkFolder refuses a store that could not be made.
func checkFolder(name, folder string) error {
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("store %q: there is no directory %s", name, folder)
	case err != nil:
		return fmt.Errorf("store %q: %w", name, err)
	case !info.IsDir():
		return fmt.Errorf("store %q: %s is no directory", name, folder)
	}
	return nil
}

// missing is the error of a command that needs a store where there is none.
func (p place) missing() error {
	switch p.has {
	case emptyFile:
		return fmt.Errorf("the store %s is empty (0 bytes): if there was a record in it, restore a backup", p.file)
	case something:
		return fmt.Errorf("the store %s holds no record: if there was one in it, restore a backup", p.file)
	}
	return fmt.Errorf("there is no store %s: if there should be one, see that the path is right and its volume mounted", p.file)
}

// openStore opens a store that is there.
func openStore(name string) (store.Backend, error) {
	p, err := locate(name)
	if err != nil {
		return nil, err
	}
	if p.has != something {
		return nil, p.missing()
	}
	return bolt.Open(p.file)
}

// openLive opens a store that is there and waits for its timeline. The function
// returned closes it.
func openLive(ctx context.Context, name string, log *slog.Logger) (*store.Live, func(), error) {
	p, err := locate(name)
	if err != nil {
		return nil, nil, err
	}
	if p.has != something {
		return nil, nil, p.missing()
	}
	return p.open(ctx, log)
}

// openOrCreate is openLive for commands that bring something: where there is no
// store they make one, and say so.
func openOrCreate(ctx context.Context, name string, con console) (*store.Live, func(), error) {
	p, err := locate(name)
	if err != nil {
		return nil, nil, err
	}
	live, closeStore, err := p.open(ctx, con.newLog(false))
	if err == nil && p.has != something {
		fmt.Fprintf(con.err, "almanac: made a new store: %s\n", p.file)
	}
	return live, closeStore, err
}

// openOrImagine is openOrCreate, but for a dry run it makes nothing: where there
// is no store, live is nil and the timeline empty.
func openOrImagine(ctx context.Context, name string, con console, dryRun bool) (*store.Live, *events.Timeline, func(), error) {
	if p, err := locate(name); dryRun && err == nil && p.has != something {
		return nil, events.NewTimeline(), func() {}, nil
	}
	live, closeStore, err := openOrCreate(ctx, name, con)
	if err != nil {
		return nil, nil, nil, err
	}
	return live, live.Timeline(), closeStore, nil
}

// open opens the store, or makes one, and waits for its timeline.
func (p place) open(ctx context.Context, log *slog.Logger) (*store.Live, func(), error) {
	backend, err := bolt.Open(p.file)
	if err != nil {
		return nil, nil, err
	}
	live, err := store.Open(ctx, backend, store.Config{Now: now, Log: log})
	if err != nil {
		return nil, nil, errors.Join(err, backend.Close())
	}
	return live, func() { live.Close(); backend.Close() }, nil
}
