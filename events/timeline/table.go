package timeline

import (
	"hash/maphash"
	"maps"
	"slices"
)

// table is a map that never changes once built. A changed copy shares what has
// not changed: the keys are spread over many small maps, and only those that
// are written to are copied.
type table[V any] struct {
	seed   maphash.Seed
	shards []map[string]V // as many as a power of two; nil is empty
	size   int
}

// How many keys a shard has on average: when a table is built, and when it has
// to be spread anew.
const (
	usualShard = 32
	mostShard  = 128
)

// newTable prepares a table for so many keys.
func newTable[V any](size int) table[V] {
	n := 1
	for n*usualShard < size {
		n *= 2
	}
	return table[V]{seed: maphash.MakeSeed(), shards: make([]map[string]V, n)}
}

func (t *table[V]) shard(key string) int {
	return int(maphash.String(t.seed, key) & uint64(len(t.shards)-1)) //nolint:gosec // masked
}

func (t *table[V]) get(key string) (V, bool) {
	v, ok := t.shards[t.shard(key)][key]
	return v, ok
}

// draft is a table that is being written.
type draft[V any] struct {
	table[V]
	own []bool // shards that are not shared
}

// edit starts a changed copy of the table.
func (t *table[V]) edit() *draft[V] {
	d := &draft[V]{table: *t, own: make([]bool, len(t.shards))}
	d.shards = slices.Clone(t.shards)
	return d
}

// owned is the shard of the key, ready to be written to.
func (d *draft[V]) owned(key string) map[string]V {
	i := d.shard(key)
	if !d.own[i] {
		d.own[i], d.shards[i] = true, maps.Clone(d.shards[i])
	}
	if d.shards[i] == nil {
		d.shards[i] = map[string]V{}
	}
	return d.shards[i]
}

func (d *draft[V]) put(key string, v V) {
	shard := d.owned(key)
	before := len(shard)
	shard[key] = v
	d.size += len(shard) - before
}

func (d *draft[V]) remove(key string) {
	shard := d.owned(key)
	before := len(shard)
	delete(shard, key)
	d.size += len(shard) - before
}

// done is the table as written. The draft must not be used any more.
func (d *draft[V]) done() table[V] {
	if d.size <= mostShard*len(d.shards) {
		return d.table
	}
	wider := newTable[V](d.size)
	into := wider.edit()
	for _, shard := range d.shards {
		for key, v := range shard {
			into.put(key, v)
		}
	}
	return into.table
}
