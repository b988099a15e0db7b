package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"almanac.example/events"
)

// The limits of one write to the vault. etcd takes 128 operations and 1.5 MiB a
// transaction.
const (
	MaxValues     = 100       // changes of one write
	MaxValueKey   = 512       // bytes of a key
	MaxValueBytes = 256 << 10 // bytes of one value's data; all of a write: MaxBytes
)

// Vault is the small store beside the record: in the same file, or under a key
// prefix of its own in the same cluster. It is drawn as the intersection of
// bbolt and etcd, like Backend: a version a key, compare and set, a watch under
// a prefix, no leases. storetest.RunVault holds every promise made here. All
// methods may be called by any number of goroutines.
//
// A vault knows no clock: values carry their expiry, and an expired one stays
// until it is removed. Rooms are handed Unexpired of a vault, which hides them.
//
// Writing to the vault leaves the record and its revision as they are.
type Vault interface {
	// Get returns the value of the key; events.ErrNotFound if there is none.
	Get(ctx context.Context, key string) (events.Value, error)

	// List tells the values whose keys begin with the prefix, in the order of
	// their keys, byte by byte; "" means all. What is written meanwhile may be
	// told or not, and nothing is told twice. An error, also that of ctx, is the
	// last thing yielded and means that the rest is missing.
	List(ctx context.Context, prefix string) iter.Seq2[events.Value, error]

	// Write makes all the changes or none and returns the version that the
	// values written have now. Every change names the version it replaces: if
	// the stored one differs the error is events.ErrConflict. One write changes
	// no key twice. Too many changes or bytes: events.ErrTooLarge. A key, an
	// expiry or data that could not be kept is an *events.Invalid. A failure of
	// which it cannot be known whether it was written says so.
	Write(ctx context.Context, changes ...events.ValueChange) (events.Version, error)

	// Watch tells everything under the prefix first (a batch with Reset, be it
	// empty), then what changes there, in order: of every key the last state is
	// never missing. A Reset may come again. Expiring is no news: the watcher
	// reads the clock.
	//
	// The loop ends silently when ctx does. An error is the last thing yielded
	// and means that news may be missed until Watch is called anew;
	// events.ErrUnavailable if the store was closed.
	Watch(ctx context.Context, prefix string) iter.Seq2[events.ValueBatch, error]
}

// PrepareValues checks the changes of one write and puts them into the form in
// which they are kept: engines call it before they write. What was passed in
// stays as it is.
func PrepareValues(changes []events.ValueChange) ([]events.ValueChange, error) {
	if len(changes) > MaxValues {
		return nil, fmt.Errorf("a write of %d values, at most %d: %w", len(changes), MaxValues, events.ErrTooLarge)
	}
	ready, seen, size := make([]events.ValueChange, 0, len(changes)), map[string]bool{}, 0
	for _, c := range changes {
		if err := prepareValue(&c); err != nil {
			return nil, err
		}
		if seen[c.Value.Key] {
			return nil, invalidValue(c.Value.Key, "key", "is changed twice by one write")
		}
		seen[c.Value.Key] = true
		size += len(c.Value.Key) + len(c.Value.Data)
		ready = append(ready, c)
	}
	if size > MaxBytes {
		return nil, fmt.Errorf("a write of %d bytes, at most %d: %w", size, MaxBytes, events.ErrTooLarge)
	}
	return ready, nil
}

func prepareValue(c *events.ValueChange) error {
	v := &c.Value
	switch {
	case v.Key == "" || len(v.Key) > MaxValueKey:
		return invalidValue(v.Key, "key", fmt.Sprintf("has %d bytes; must have 1 to %d", len(v.Key), MaxValueKey))
	case !utf8.ValidString(v.Key) || strings.ContainsFunc(v.Key, unicode.IsControl):
		return invalidValue(v.Key, "key", "must be UTF-8 without control characters")
	case c.Expect < 0:
		return invalidValue(v.Key, "expect", "must not be negative")
	case c.Delete && c.Expect == 0:
		return invalidValue(v.Key, "expect", "must be the version of what is deleted")
	case c.Delete:
		*v = events.Value{Key: v.Key}
		return nil
	case v.Schema < 1 || v.Schema > maxValueSchema:
		return invalidValue(v.Key, "schema", fmt.Sprintf("is %d; must be from 1 to %d", v.Schema, maxValueSchema))
	case len(v.Data) > MaxValueBytes:
		return fmt.Errorf("vault value %q has %d bytes, at most %d: %w", v.Key, len(v.Data), MaxValueBytes, events.ErrTooLarge)
	}
	if !v.Expires.IsZero() {
		v.Expires = v.Expires.UTC().Truncate(time.Millisecond)
		if v.Expires.UnixMilli() <= 0 {
			return invalidValue(v.Key, "expires", "must be after 1970")
		}
	}
	if !utf8.Valid(v.Data) {
		return invalidValue(v.Key, "data", "is not UTF-8")
	}
	var data bytes.Buffer
	if err := json.Compact(&data, v.Data); err != nil {
		return invalidValue(v.Key, "data", "is no JSON value: "+err.Error())
	}
	v.Data = data.Bytes()
	return nil
}

func invalidValue(key, field, reason string) error {
	return &events.Invalid{
		Subject:  fmt.Sprintf("vault value %.80q", key),
		Problems: []events.Problem{{Field: field, Reason: reason}},
	}
}

// CheckVersion is nil if stored is the version that the change expects, and an
// events.ErrConflict that tells both otherwise; 0 means that there is none.
func CheckVersion(c events.ValueChange, stored events.Version) error {
	if c.Expect == stored {
		return nil
	}
	return fmt.Errorf("vault value %.80q: version %d is expected, %d is stored (0 is none): %w", c.Value.Key, c.Expect, stored, events.ErrConflict)
}

// ValueNotFound is the events.ErrNotFound of a key.
func ValueNotFound(key string) error {
	return fmt.Errorf("vault value %.80q: %w", key, events.ErrNotFound)
}

// Unexpired is the vault as it is at the instant that now tells: what has
// expired is not there, neither for Get and List nor for a write that expects
// no value. Watch is the vault's own; its reader compares Expires with the
// clock, as it has to for what expires while it is held.
func Unexpired(v Vault, now func() time.Time) Vault { return unexpired{v, now} }

type unexpired struct {
	Vault
	now func() time.Time
}

func (u unexpired) Get(ctx context.Context, key string) (events.Value, error) {
	v, err := u.Vault.Get(ctx, key)
	if err == nil && v.Expired(u.now()) {
		return events.Value{}, ValueNotFound(key)
	}
	return v, err
}

func (u unexpired) List(ctx context.Context, prefix string) iter.Seq2[events.Value, error] {
	return func(yield func(events.Value, error) bool) {
		for v, err := range u.Vault.List(ctx, prefix) {
			if err == nil && v.Expired(u.now()) {
				continue
			}
			if !yield(v, err) {
				return
			}
		}
	}
}

// maxWriteTries is how often a write is made anew because what had expired was
// removed or written meanwhile.
const maxWriteTries = 10

// Write puts the version of what has expired in place of "must not exist". A
// version that has expired is no longer one that may be replaced by naming it.
func (u unexpired) Write(ctx context.Context, changes ...events.ValueChange) (events.Version, error) {
	for try := 1; ; try++ {
		ready, replaced, err := u.settle(ctx, changes)
		if err != nil {
			return 0, err
		}
		version, err := u.Vault.Write(ctx, ready...)
		if again := replaced && try < maxWriteTries && errors.Is(err, events.ErrConflict); !again {
			return version, err
		}
	}
}

func (u unexpired) settle(ctx context.Context, changes []events.ValueChange) (ready []events.ValueChange, replaced bool, err error) {
	for _, c := range changes {
		stored, err := u.Vault.Get(ctx, c.Value.Key)
		switch {
		case errors.Is(err, events.ErrNotFound): // the vault decides
		case err != nil:
			return nil, false, err
		case !stored.Expired(u.now()):
		case c.Expect != 0:
			return nil, false, CheckVersion(c, 0)
		default:
			c.Expect, replaced = stored.Version, true
		}
		ready = append(ready, c)
	}
	return ready, replaced, nil
}
