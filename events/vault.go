package events

import "time"

// Version numbers the writes of a vault. It grows with every write, so that a
// key that was deleted and written again never has a version twice. Versions
// are a store's own: a restored vault counts anew.
type Version int64

// Value is one entry of the vault, the small store beside the record that is
// never public and never in an export: accounts, sessions, the memory of
// imports, the state of duties. What the data says is the matter of the room
// that keeps it there.
type Value struct {
	Key     string    // path of the value, UTF-8 without control characters: "duty/hub"
	Version Version   // of the write that made it; set by the vault
	Schema  int       // which form the data has, counted by its room from 1
	Expires time.Time // from this instant on it counts as gone; whole milliseconds, UTC; zero: never
	Data    []byte    // one JSON value (RFC 8259) without white space around its parts
}

// Expired reports whether the value counts as gone at the instant. A value is
// expired at Expires itself.
func (v Value) Expired(now time.Time) bool { return !v.Expires.IsZero() && !now.Before(v.Expires) }

// ValueChange is one part of a write to the vault.
type ValueChange struct {
	Expect Version // the stored version the writer saw; 0: must not exist
	Value  Value   // Version is ignored
	Delete bool    // the value is removed; of Value only the Key counts
}

// PutValue proposes a value where the given version is stored.
func PutValue(v Value, expect Version) ValueChange { return ValueChange{Expect: expect, Value: v} }

// DeleteValue proposes to remove a value whose stored version is expect.
func DeleteValue(key string, expect Version) ValueChange {
	return ValueChange{Expect: expect, Value: Value{Key: key}, Delete: true}
}

// ValueBatch is news from the vault: everything (Reset) or what one or more
// writes changed. Several writes may be folded into one batch: then of each key
// only its last state is told.
type ValueBatch struct {
	Version Version // up to which write the batch tells
	Reset   bool    // Values are all there are
	Values  []Value // in the order of their versions; after a Reset in that of their keys
	Gone    []string
}
