package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/store"
)

// memory is what the vault remembers of one file or address that was imported,
// so that the next import can ask for news only and tell what has gone from it.
type memory struct {
	events.FeedMemory
	version events.Version               // of FeedMemory in the vault; 0: never imported
	items   map[events.ID]events.Version // what it brought
}

// ids are the events that the source brought, sorted.
func (m memory) ids() []events.ID { return slices.Sorted(maps.Keys(m.items)) }

// recall reads the memory of a source.
func recall(ctx context.Context, vault store.Vault, source string) (memory, error) {
	m := memory{FeedMemory: events.FeedMemory{Source: source}, items: map[events.ID]events.Version{}}
	v, err := vault.Get(ctx, events.FeedKey(source))
	switch {
	case errors.Is(err, events.ErrNotFound):
	case err != nil:
		return m, err
	default:
		m.version = v.Version
		if err := decodeValue(v, &m.FeedMemory); err != nil {
			return m, err
		}
	}
	for v, err := range vault.List(ctx, events.FeedItemKey(source, "")) {
		if err != nil {
			return m, err
		}
		var item events.FeedItem
		if err := decodeValue(v, &item); err != nil {
			return m, err
		}
		m.items[item.Event] = v.Version
	}
	return m, nil
}

// decodeValue reads what is remembered in the one schema that this version
// knows.
func decodeValue(v events.Value, into any) error {
	if v.Schema != events.MemorySchema {
		return fmt.Errorf("vault value %q has schema %d; this almanac knows %d", v.Key, v.Schema, events.MemorySchema)
	}
	if err := json.Unmarshal(v.Data, into); err != nil {
		return fmt.Errorf("vault value %q: %w", v.Key, err)
	}
	return nil
}

// remember writes that the source, with these validators, brought the events and
// no others. The validators come last: while they are missing the source is
// asked for everything, whatever became of the rest.
func (m memory) remember(ctx context.Context, vault store.Vault, feed events.FeedMemory, ids []events.ID) error {
	var changes []events.ValueChange
	brought := map[events.ID]bool{}
	for _, id := range ids {
		_, known := m.items[id]
		if !known && !brought[id] {
			changes = append(changes, putJSON(events.FeedItemKey(feed.Source, id), events.FeedItem{Event: id}, 0))
		}
		brought[id] = true
	}
	for _, id := range m.ids() {
		if !brought[id] {
			changes = append(changes, events.DeleteValue(events.FeedItemKey(feed.Source, id), m.items[id]))
		}
	}
	if len(changes) > 0 && m.version != 0 && m.FeedMemory != (events.FeedMemory{Source: feed.Source}) {
		version, err := vault.Write(ctx, putJSON(events.FeedKey(feed.Source), events.FeedMemory{Source: feed.Source}, m.version))
		if err != nil {
			return fmt.Errorf("forgetting what %s said last: %w", feed.Source, err)
		}
		m.version = version
	}
	for chunk := range slices.Chunk(changes, store.MaxValues) {
		if _, err := vault.Write(ctx, chunk...); err != nil {
			return fmt.Errorf("remembering what %s brought: %w", feed.Source, err)
		}
	}
	if m.version != 0 && len(changes) == 0 && m.FeedMemory == feed {
		return nil
	}
	if _, err := vault.Write(ctx, putJSON(events.FeedKey(feed.Source), feed, m.version)); err != nil {
		return fmt.Errorf("remembering what %s brought: %w", feed.Source, err)
	}
	return nil
}

// putJSON proposes a value of what is remembered of a feed.
func putJSON(key string, of any, expect events.Version) events.ValueChange {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	// What is remembered has no field that cannot be JSON; if it had, the vault
	// refuses the value.
	_ = e.Encode(of)
	return events.PutValue(events.Value{Key: key, Schema: events.MemorySchema, Data: []byte(b.String())}, expect)
}
