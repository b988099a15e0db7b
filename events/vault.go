package events

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

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

// JSONValue is a value whose data is the JSON of what is given, in the schema of
// that.
func JSONValue(key string, schema int, of any) (Value, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(of); err != nil {
		return Value{}, fmt.Errorf("vault value %q: %w", key, err)
	}
	return Value{Key: key, Schema: schema, Data: bytes.TrimSuffix(b.Bytes(), []byte("\n"))}, nil
}

// Decode reads the data of a value that must have the schema.
func (v Value) Decode(schema int, into any) error {
	if v.Schema != schema {
		return fmt.Errorf("vault value %q has schema %d; this almanac knows %d", v.Key, v.Schema, schema)
	}
	if err := json.Unmarshal(v.Data, into); err != nil {
		return fmt.Errorf("vault value %q: %w", v.Key, err)
	}
	return nil
}

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

// HubKey is the vault key of a HubMark.
const HubKey = "hub"

// HubMark says how far a WebSub hub was told of changes.
type HubMark struct {
	Told Rev `json:"told"`
}

// BackupKey is the vault key of a BackupMark. It is in no backup: a restored
// record has none yet.
const BackupKey = "backup"

// BackupMark says what is known of the backups of a record. Instants are UTC, in
// whole milliseconds.
type BackupMark struct {
	At         time.Time `json:"at,omitzero"`         // when the last one was given, whole or a part that goes on
	Rev        Rev       `json:"rev,omitempty"`       // up to which it goes
	Followed   Rev       `json:"followed,omitempty"`  // up to which a folder that is kept up to date holds everything; 0: there is none
	FollowedAt time.Time `json:"followedAt,omitzero"` // when that was last said
}

// What the vault holds of events beside the record, and what a redaction removes
// from it: the deliveries of webhooks (each as JSON with the event's ID as
// "subject"), and the answers that a repeated request gets again (as JSON).
const (
	DeliveryPrefix    = "delivery/"
	IdempotencyPrefix = "idempotency/"
)

// FeedPrefix begins the vault keys of what is remembered of imported files and
// addresses. The name of the feed follows, then "about" for a FeedMemory, or
// "event/" and the ID for each FeedItem.
const FeedPrefix = "memory/"

// FeedMemory is what a file or an address said of itself when it was last
// imported. Without validators it is asked for everything.
type FeedMemory struct {
	Source       string `json:"source"` // file name or address, as it was given
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"lastModified,omitempty"`
}

// FeedItem is an event that a feed brought, with a hash of each field as the
// feed last said it: what an editor changes since then is the editor's.
type FeedItem struct {
	Event  ID                `json:"event"`
	Fields map[string]string `json:"fields,omitempty"`
}

// MemorySchema is the schema of HubMark, FeedMemory and FeedItem in the vault.
const MemorySchema = 1

// FeedKey is the vault key of a source's FeedMemory. Sources may be of any
// length and hold secrets, so that keys have a hash of them.
func FeedKey(source string) string { return feedPath(source) + "about" }

// FeedItemKey is the vault key of one event that the source brought; without an
// ID it is the prefix of all of them.
func FeedItemKey(source string, id ID) string { return feedPath(source) + "event/" + string(id) }

func feedPath(source string) string {
	sum := sha256.Sum256([]byte(source))
	return FeedPrefix + hex.EncodeToString(sum[:16]) + "/"
}

// ReadingPrefix begins the vault keys of what is kept of documents while they
// are reviewed. As they begin with FeedPrefix, too, they are in every backup.
const ReadingPrefix = FeedPrefix + "report/about/"

// ReadingKey is the vault key of what is kept of the document with the SHA-256;
// its dates are below ReadingDatesKey.
func ReadingKey(sha256 string) string { return ReadingPrefix + sha256 }

// ReadingDatesKey begins the vault keys of a document's dates of which no draft
// was made, in pieces.
func ReadingDatesKey(sha256 string) string { return FeedPrefix + "report/dates/" + sha256 + "/" }
