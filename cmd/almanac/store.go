package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"almanac.example/store"
	"almanac.example/store/bolt"
)

// openStore opens the backend that a --store flag names.
func openStore(name string) (store.Backend, error) {
	engine, where, ok := strings.Cut(name, ":")
	if !ok || where == "" {
		return nil, fmt.Errorf("store %q: write it as bolt:FILE", name)
	}
	switch engine {
	case "bolt":
		return bolt.Open(where)
	default:
		return nil, fmt.Errorf("store %q: unknown engine %q; known is bolt", name, engine)
	}
}

// openLive opens the backend and waits for its timeline. The function returned
// closes both.
func openLive(ctx context.Context, name string, log *slog.Logger) (*store.Live, func(), error) {
	backend, err := openStore(name)
	if err != nil {
		return nil, nil, err
	}
	live, err := store.Open(ctx, backend, store.Config{Now: now, Log: log})
	if err != nil {
		backend.Close()
		return nil, nil, err
	}
	return live, func() { live.Close(); backend.Close() }, nil
}
