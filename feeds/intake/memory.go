package intake

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"almanac.example/events"
)

// Vault is what the memory of sources needs of the vault; store.Vault has it.
type Vault interface {
	Get(ctx context.Context, key string) (events.Value, error)
	List(ctx context.Context, prefix string) iter.Seq2[events.Value, error]
	Write(ctx context.Context, changes ...events.ValueChange) (events.Version, error)
}

// Memory is what the vault remembers of one file or address that was imported,
// so that the next import can ask for news only and tell what has gone from it.
type Memory struct {
	events.FeedMemory
	version events.Version          // of FeedMemory in the vault; 0: never imported
	items   map[events.ID]memorised // what it brought
}

// memorised is what is remembered of one event.
type memorised struct {
	version events.Version
	fields  sayings // as the source last said them; nil: not remembered
}

// brought reports whether the source has brought the event.
func (m Memory) brought(id events.ID) bool { _, ok := m.items[id]; return ok }

// fields are what the source last said of the event; empty if that is not
// known.
func (m Memory) fields(id events.ID) sayings { return m.items[id].fields }

// IDs are the events that the source brought, sorted.
func (m Memory) IDs() []events.ID { return slices.Sorted(maps.Keys(m.items)) }

// Recall reads the memory of a source. One that was never imported has an empty
// one.
func Recall(ctx context.Context, vault Vault, source string) (Memory, error) {
	m := Memory{FeedMemory: events.FeedMemory{Source: source}, items: map[events.ID]memorised{}}
	v, err := vault.Get(ctx, events.FeedKey(source))
	switch {
	case errors.Is(err, events.ErrNotFound):
	case err != nil:
		return m, err
	default:
		m.version = v.Version
		if err := v.Decode(events.MemorySchema, &m.FeedMemory); err != nil {
			return m, err
		}
	}
	for v, err := range vault.List(ctx, events.FeedItemKey(source, "")) {
		if err != nil {
			return m, err
		}
		var item events.FeedItem
		if err := v.Decode(events.MemorySchema, &item); err != nil {
			return m, err
		}
		fields := make(map[Field]hash, len(item.Fields))
		for name, text := range item.Fields {
			var h hash
			_, _ = hex.Decode(h[:], []byte(text[:min(len(text), 2*len(h))])) // a hash that is none is that of nothing
			fields[Field(name)] = h
		}
		m.items[item.Event] = memorised{v.Version, newSayings(fields)}
	}
	return m, nil
}

// Remember writes that the source, with the validators it sent, brought the
// events and no others.
func Remember(ctx context.Context, vault Vault, says events.FeedMemory, ids []events.ID) error {
	m, err := Recall(ctx, vault, says.Source)
	if err != nil {
		return err
	}
	brings := make(map[events.ID]sayings, len(ids))
	for _, id := range ids {
		brings[id] = m.fields(id)
	}
	return m.remember(ctx, vault, says, brings)
}

// maxWrite is how many values are written at once; every vault takes as many.
const maxWrite = 100

// remember replaces what is remembered. The validators come last: while they
// are missing the source is asked for everything, whatever became of the rest.
func (m Memory) remember(ctx context.Context, vault Vault, says events.FeedMemory, brings map[events.ID]sayings) error {
	write := func(doing string, changes ...events.ValueChange) (events.Version, error) {
		version, err := vault.Write(ctx, changes...)
		if err != nil {
			return 0, fmt.Errorf("%s %s: %w", doing, says.Source, err)
		}
		return version, nil
	}
	changed := m.changed(brings)
	silent := events.FeedMemory{Source: says.Source} // without validators
	if len(changed) > 0 && m.version != 0 && m.FeedMemory != silent {
		c, err := jsonChange(events.FeedKey(says.Source), silent, m.version)
		if err != nil {
			return err
		}
		if m.version, err = write("forgetting the validators of", c); err != nil {
			return err
		}
	}
	for ids := range slices.Chunk(changed, maxWrite) {
		var changes []events.ValueChange
		for _, id := range ids {
			c, err := m.itemChange(says.Source, id, brings)
			if err != nil {
				return err
			}
			changes = append(changes, c)
		}
		if _, err := write("remembering what was brought by", changes...); err != nil {
			return err
		}
	}
	if m.version != 0 && len(changed) == 0 && m.FeedMemory == says {
		return nil
	}
	c, err := jsonChange(events.FeedKey(says.Source), says, m.version)
	if err != nil {
		return err
	}
	_, err = write("remembering what was said by", c)
	return err
}

// changed are the events of which another thing is remembered from now on, or
// nothing any more.
func (m Memory) changed(brings map[events.ID]sayings) []events.ID {
	var list []events.ID
	for id, says := range brings {
		if was, known := m.items[id]; !known || !slices.Equal(was.fields, says) {
			list = append(list, id)
		}
	}
	for id := range m.items {
		if _, ok := brings[id]; !ok {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	return list
}

// itemChange is the change after which the vault remembers of an event what the
// source brings.
func (m Memory) itemChange(source string, id events.ID, brings map[events.ID]sayings) (events.ValueChange, error) {
	key, version := events.FeedItemKey(source, id), m.items[id].version
	says, ok := brings[id]
	if !ok {
		return events.DeleteValue(key, version), nil
	}
	item := events.FeedItem{Event: id}
	for _, s := range says {
		if item.Fields == nil {
			item.Fields = map[string]string{}
		}
		item.Fields[string(s.field.Value())] = s.hash.String()
	}
	return jsonChange(key, item, version)
}

func jsonChange(key string, of any, expect events.Version) (events.ValueChange, error) {
	v, err := events.JSONValue(key, events.MemorySchema, of)
	return events.PutValue(v, expect), err
}
