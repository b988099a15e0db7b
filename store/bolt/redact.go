package bolt

import (
	"bytes"
	"context"
	"fmt"

	"almanac.example/events"
	"almanac.example/store"
)

// Redact empties past states of an event, and writes the file anew so that they
// are on no free page; see store.Archive.
func (b *Backend) Redact(ctx context.Context, id events.ID, before events.Rev, mark events.Redaction) (emptied int, err error) {
	giveBack, err := b.takeTurn(ctx)
	if err != nil {
		return 0, err
	}
	defer giveBack()
	err = b.change(func(s *buckets) error {
		emptied, err = s.redact(id, before, mark)
		return err
	})
	if err != nil {
		return 0, err
	}
	if _, _, err := b.compact(ctx); err != nil {
		return emptied, fmt.Errorf("the states are emptied, but what they said may still be on free pages of the file; run \"almanac compact\": %w", err)
	}
	return emptied, nil
}

// redact empties states and keeps their ordinals.
func (s *buckets) redact(id events.ID, before events.Rev, mark events.Redaction) (emptied int, err error) {
	r, err := s.rowOf(string(id))
	if err != nil {
		return 0, err
	}
	if before > r.rev {
		return 0, fmt.Errorf("event %q is at revision %d; only older states can be redacted: %w", id, r.rev, events.ErrConflict)
	}
	var keys [][]byte
	c, prefix := s.past.Cursor(), pastPrefix(string(id))
	for k, _ := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		if rev := events.Rev(number(k[len(prefix):])); rev < before {
			keys = append(keys, stateKey(rev, string(id)))
		}
	}
	for _, k := range keys {
		s.at = spot{historyBucket, k}
		state, ordinal, err := readState(k, s.history.Get(k))
		if err != nil {
			return 0, err
		}
		if state.Redacted != nil {
			continue
		}
		empty := state.Emptied(mark)
		stored, err := store.Encode(&empty)
		if err != nil {
			return 0, err
		}
		if err := s.history.put(k, historyValue(stored, ordinal)); err != nil {
			return 0, err
		}
		emptied++
	}
	return emptied, s.writeMeta()
}
