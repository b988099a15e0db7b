package duty

import (
	"context"
	"errors"
	"fmt"
	"time"

	"almanac.example/events"
	"almanac.example/store"
)

// sweepTime is how often expired values are removed. Until then they are hidden
// (store.Unexpired), so that it only matters for their room.
const sweepTime = time.Hour

// Sweeping is the duty that removes from the vault what has expired. Of the
// vault it needs the one that still shows expired values.
func Sweeping(vault store.Vault, now func() time.Time) Duty {
	return Duty{
		Name: "sweep", About: "removes expired values from the vault", Every: sweepTime,
		Do: func(ctx context.Context) (string, error) {
			n, err := sweep(ctx, vault, now)
			return fmt.Sprintf("expired values removed: %d", n), err
		},
	}
}

func sweep(ctx context.Context, vault store.Vault, now func() time.Time) (removed int, err error) {
	var chunk []events.ValueChange
	for v, err := range vault.List(ctx, "") {
		if err != nil {
			return removed, err
		}
		if !v.Expired(now()) {
			continue
		}
		chunk = append(chunk, events.DeleteValue(v.Key, v.Version))
		if len(chunk) < store.MaxValues {
			continue
		}
		n, err := remove(ctx, vault, chunk)
		removed, chunk = removed+n, nil
		if err != nil {
			return removed, err
		}
	}
	n, err := remove(ctx, vault, chunk)
	return removed + n, err
}

// remove deletes the values, but not those that were written again meanwhile.
func remove(ctx context.Context, vault store.Vault, list []events.ValueChange) (removed int, err error) {
	if len(list) == 0 {
		return 0, nil
	}
	if _, err = vault.Write(ctx, list...); err == nil {
		return len(list), nil
	}
	if !errors.Is(err, events.ErrConflict) {
		return 0, err
	}
	for _, c := range list {
		switch _, err := vault.Write(ctx, c); {
		case err == nil:
			removed++
		case !errors.Is(err, events.ErrConflict):
			return removed, err
		}
	}
	return removed, nil
}
