package etcd

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"almanac.example/events"
)

// How the cluster is looked at. A member that does not answer costs one try; the
// next one asks another.
const (
	probeTime = 2 * time.Second
	probeTry  = time.Second
	ailing    = 4 * time.Second // without an answer from the cluster
	behind    = 3 * time.Second // until a watch that tells nothing is begun anew
)

// health is what the last probes found.
type health struct {
	mu   sync.Mutex
	well time.Time // when the last probe succeeded; zero: none has
	err  error     // of the last probe; nil: it succeeded
}

// Healthy is what the probes found: every two seconds one reads the newest
// commit, by agreement of the members; see store.Backend. It is an error four
// seconds after the last answer, at once if the record has a schema that this
// program does not know, and if a watch has been behind for some seconds.
func (b *Backend) Healthy(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if b.isClosed() {
		return errClosed
	}
	b.health.mu.Lock()
	well, err := b.health.well, b.health.err
	b.health.mu.Unlock()
	switch newer := new(errNewer); {
	case well.IsZero() && err == nil:
		_, _, err = b.readFence(ctx)
		return err
	case errors.As(err, &newer), errors.Is(err, errBehind), isRefusal(err):
		return err
	case time.Since(well) > ailing:
		return fmt.Errorf("no answer since %s: %w", well.UTC().Format(time.RFC3339), err)
	}
	return nil
}

var errBehind = fmt.Errorf("news does not come: %w", events.ErrUnavailable)

// probe looks at the cluster until ctx ends.
func (b *Backend) probe(ctx context.Context) {
	for ctx.Err() == nil {
		b.members.forgive(time.Now())
		err := b.lookOnce(ctx)
		b.health.mu.Lock()
		if b.health.err = err; err == nil {
			b.health.well = time.Now()
		} else if b.health.well.IsZero() {
			b.health.well = time.Now().Add(-ailing)
		}
		b.health.mu.Unlock()
		pause := probeTime
		if err != nil {
			pause = probeTime / 10
		}
		sleep(ctx, pause)
	}
}

// lookOnce makes one probe.
func (b *Backend) lookOnce(ctx context.Context) error {
	try, cancel := context.WithTimeout(ctx, probeTry)
	defer cancel()
	answer, err := b.client.Get(try, b.prefix+fenceKey)
	if err != nil {
		return b.translate(err)
	}
	f, err := b.fenceIn(answer.Kvs)
	switch {
	case err != nil:
		return err
	case f.Schema > b.newest:
		return &errNewer{f.Schema, b.newest}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for w := range b.watchers {
		if w.isBehind(f.Rev, time.Now()) {
			err = errBehind
		}
	}
	return err
}
