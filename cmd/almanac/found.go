package main

import (
	"context"
	"crypto/rand"

	"almanac.example/events"
	"almanac.example/store"
)

// provisionalAuthority is for a record that is not public yet.
func provisionalAuthority() string { return events.ProvisionalAuthority(rand.Text()[:12]) }

// foundIfNew gives a store that a command has just begun a provisional
// identity: the first server that is public decides.
func foundIfNew(ctx context.Context, live *store.Live) error {
	_, err := live.Begin(ctx, &events.Site{Authority: provisionalAuthority()})
	return err
}
