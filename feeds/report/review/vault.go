package review

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
)

// Vault keeps readings; store.Unexpired of one does.
type Vault interface {
	Get(ctx context.Context, key string) (events.Value, error)
	List(ctx context.Context, prefix string) iter.Seq2[events.Value, error]
	Write(ctx context.Context, changes ...events.ValueChange) (events.Version, error)
}

const (
	readingSchema = 1
	readingLasts  = 2 * 365 * 24 * time.Hour // from when the document was read last
	pieceDates    = 30                       // dates in a piece: each takes at most 8 KiB, a value 256 KiB
	maxTries      = 5                        // of a write that another was faster with
)

// Remember keeps a reading in place of an earlier one of the same document, until
// it is forgotten, at most for two years after now. Dates for which there is no
// room are left out from the end, and Kept says so. A document that tells no dates
// at all leaves nothing to keep.
func Remember(ctx context.Context, vault Vault, k Reading, now time.Time) error {
	if len(k.Drafts)+len(k.Missed) == 0 {
		return Forget(ctx, vault, k.Document)
	}
	k.Read = now.UTC().Truncate(time.Second)
	for try := 1; ; try++ {
		changes, err := k.changes(ctx, vault)
		if err != nil {
			return fmt.Errorf("keeping the dates of %s: %w", k.Called(), err)
		}
		_, err = vault.Write(ctx, changes...)
		switch {
		case err == nil:
			return nil
		case !errors.Is(err, events.ErrConflict) || try == maxTries:
			return fmt.Errorf("keeping the dates of %s: %w", k.Called(), err)
		}
	}
}

// changes replace what is kept of the document.
func (k Reading) changes(ctx context.Context, vault Vault) ([]events.ValueChange, error) {
	old, err := versions(ctx, vault, k.Document)
	if err != nil {
		return nil, err
	}
	var list []events.ValueChange
	put := func(key string, of any) (int, error) {
		v, err := events.JSONValue(key, readingSchema, of)
		if err != nil {
			return 0, err
		}
		v.Expires = k.Until()
		list = append(list, events.PutValue(v, old[key]))
		delete(old, key)
		return len(v.Data), nil
	}
	k.Kept = 0
	room := maxMissedBytes
	for n, piece := range slices.Collect(slices.Chunk(k.Missed, pieceDates)) {
		size, err := put(pieceKey(k.Document, n), piece)
		if err != nil {
			return nil, err
		}
		if room -= size; room < 0 {
			last := list[len(list)-1]
			list, old[last.Value.Key] = list[:len(list)-1], last.Expect
			break
		}
		k.Kept += len(piece)
	}
	if _, err := put(events.ReadingKey(k.Document), k); err != nil {
		return nil, err
	}
	for key, version := range old {
		if version != 0 {
			list = append(list, events.DeleteValue(key, version))
		}
	}
	return list, nil
}

// pieceKey is the vault key of a piece of the dates, counted from 0.
func pieceKey(sha256 string, n int) string {
	return fmt.Sprintf("%s%03d", events.ReadingDatesKey(sha256), n)
}

// versions are those of all values of a document.
func versions(ctx context.Context, vault Vault, sha256 string) (map[string]events.Version, error) {
	found := map[string]events.Version{}
	v, err := vault.Get(ctx, events.ReadingKey(sha256))
	if err == nil {
		found[v.Key] = v.Version
	} else if !errors.Is(err, events.ErrNotFound) {
		return nil, err
	}
	for v, err := range vault.List(ctx, events.ReadingDatesKey(sha256)) {
		if err != nil {
			return nil, err
		}
		found[v.Key] = v.Version
	}
	return found, nil
}

// Recall is what is kept of a document; events.ErrNotFound if that is nothing.
func Recall(ctx context.Context, vault Vault, sha256 string) (Reading, error) {
	var k Reading
	v, err := vault.Get(ctx, events.ReadingKey(sha256))
	if err != nil {
		return k, fmt.Errorf("document %q: %w", sha256, err)
	}
	if err := v.Decode(readingSchema, &k); err != nil {
		return k, err
	}
	for v, err := range vault.List(ctx, events.ReadingDatesKey(sha256)) {
		if err != nil {
			return k, fmt.Errorf("the dates of %s: %w", k.Called(), err)
		}
		var piece []Missed
		if err := v.Decode(readingSchema, &piece); err != nil {
			return k, err
		}
		k.Missed = append(k.Missed, piece...)
	}
	return k, nil
}

// Readings lists what is kept, without the dates, the newest first.
func Readings(ctx context.Context, vault Vault) ([]Reading, error) {
	var list []Reading
	for v, err := range vault.List(ctx, events.ReadingPrefix) {
		if err != nil {
			return nil, fmt.Errorf("listing the documents that were read: %w", err)
		}
		var k Reading
		if err := v.Decode(readingSchema, &k); err != nil {
			return nil, err
		}
		list = append(list, k)
	}
	slices.SortStableFunc(list, func(a, b Reading) int { return b.Read.Compare(a.Read) })
	return list, nil
}

// Forget removes what is kept of a document. It is no error if that is nothing.
func Forget(ctx context.Context, vault Vault, sha256 string) error {
	for try := 1; ; try++ {
		old, err := versions(ctx, vault, sha256)
		if err != nil || len(old) == 0 {
			return err
		}
		var list []events.ValueChange
		for key, version := range old {
			list = append(list, events.DeleteValue(key, version))
		}
		slices.SortFunc(list, func(a, b events.ValueChange) int { return strings.Compare(a.Value.Key, b.Value.Key) })
		if _, err = vault.Write(ctx, list...); err == nil || !errors.Is(err, events.ErrConflict) || try == maxTries {
			return err
		}
	}
}
