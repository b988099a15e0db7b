package storage

import (
	"context"
	"crypto/rand"

	"almanac.example/events"
	"almanac.example/store"
)

// ProvisionalAuthority is for a record that is not public yet.
func ProvisionalAuthority() string { return events.ProvisionalAuthority(rand.Text()[:12]) }

// FoundIfNew gives a store that a command has just begun a provisional
// identity: the first server that is public decides.
func FoundIfNew(ctx context.Context, live *store.Live) error {
	_, err := live.Begin(ctx, &events.Site{Authority: ProvisionalAuthority()})
	return err
}
