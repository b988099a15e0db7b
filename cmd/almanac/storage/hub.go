package storage

import (
	"context"
	"errors"

	"almanac.example/events"
	"almanac.example/store"
)

// HubMark is the revision up to which the hub was told, in the vault.
type HubMark struct{ Vault store.Vault }

// Load returns what Save kept last, or 0.
func (m HubMark) Load(ctx context.Context) (int64, error) {
	mark, _, err := m.read(ctx)
	return int64(mark.Told), err
}

// Save keeps the revision.
func (m HubMark) Save(ctx context.Context, revision int64) error {
	_, version, err := m.read(ctx)
	if err != nil {
		return err
	}
	mark := events.HubMark{Told: events.Rev(revision)}
	v, err := events.JSONValue(events.HubKey, events.MemorySchema, mark)
	if err != nil {
		return err
	}
	_, err = m.Vault.Write(ctx, events.PutValue(v, version))
	return err
}

func (m HubMark) read(ctx context.Context) (mark events.HubMark, version events.Version, err error) {
	v, err := m.Vault.Get(ctx, events.HubKey)
	if errors.Is(err, events.ErrNotFound) {
		return mark, 0, nil
	}
	if err != nil {
		return mark, 0, err
	}
	return mark, v.Version, v.Decode(events.MemorySchema, &mark)
}
