package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"almanac.example/events"
)

// schema is that of every value that this room keeps in the vault.
const schema = 1

// How long a mirror waits before it asks for a new watch: doubled each time.
const (
	firstRetry = 50 * time.Millisecond
	lastRetry  = 10 * time.Second
)

// entry is one value as the vault holds it.
type entry[T any] struct {
	value   T
	version events.Version // 0: there is none
	expires time.Time      // zero: never
}

// expired reports whether the entry counts as gone.
func (e entry[T]) expired(now time.Time) bool { return !e.expires.IsZero() && !now.Before(e.expires) }

// mirror is all that the vault holds under one prefix, followed into memory.
type mirror[T any] struct {
	prefix string
	log    *slog.Logger
	now    func() time.Time
	bell   *bell // rung when there is news

	mu      sync.RWMutex
	entries map[string]entry[T] // by what follows the prefix
	version events.Version      // up to which write the entries tell
	lost    time.Time           // since when there is no news; zero: there is
}

func newMirror[T any](prefix string, c Config, b *bell) *mirror[T] {
	return &mirror[T]{prefix: prefix, log: c.Log, now: c.Now, bell: b, entries: map[string]entry[T]{}, version: -1}
}

// bell tells all who wait that a mirror shows something newer.
type bell struct {
	mu   sync.Mutex
	rung chan struct{}
}

func newBell() *bell { return &bell{rung: make(chan struct{})} }

// wait returns a channel that is closed at the next ring. To miss nothing, ask
// for it before looking at a mirror.
func (b *bell) wait() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.rung
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.rung)
	b.rung = make(chan struct{})
}

// get returns what is kept under a name. What has expired is not there.
func (s *mirror[T]) get(name string) (entry[T], bool) {
	s.mu.RLock()
	e, ok := s.entries[name]
	s.mu.RUnlock()
	if !ok || e.expired(s.now()) {
		return entry[T]{}, false
	}
	return e, true
}

// all returns everything that has not expired, by name.
func (s *mirror[T]) all() map[string]entry[T] {
	now := s.now()
	s.mu.RLock()
	defer s.mu.RUnlock()
	list := maps.Clone(s.entries)
	maps.DeleteFunc(list, func(_ string, e entry[T]) bool { return e.expired(now) })
	return list
}

// put proposes a value under a name in place of the version.
func (s *mirror[T]) put(name string, e entry[T]) events.ValueChange {
	data, err := json.Marshal(e.value)
	if err != nil {
		panic(fmt.Sprintf("spelling a value of %s: %v", s.prefix, err)) // plain fields have a spelling
	}
	return events.PutValue(events.Value{Key: s.prefix + name, Schema: schema, Expires: e.expires, Data: data}, e.version)
}

// drop proposes to remove what is kept under a name.
func (s *mirror[T]) drop(name string, version events.Version) events.ValueChange {
	return events.DeleteValue(s.prefix+name, version)
}

// removal proposes to remove a value as it is by then; false if it is not there.
type removal func() (drop events.ValueChange, there bool)

// removal is that of what is kept under a name.
func (s *mirror[T]) removal(name string) removal {
	return func() (events.ValueChange, bool) {
		e, ok := s.get(name)
		return s.drop(name, e.version), ok
	}
}

// run follows the vault until ctx ends, again and again if need be.
func (s *mirror[T]) run(ctx context.Context, v Vault) {
	for wait := firstRetry; ; wait = min(2*wait, lastRetry) {
		err, heard := s.follow(ctx, v)
		if ctx.Err() != nil {
			return
		}
		if heard {
			wait = firstRetry
		}
		if s.lose() {
			s.log.Warn("lost the watch on accounts; going by the last state seen", "prefix", s.prefix, "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// follow takes in every batch of one watch. It returns why the watch ended.
func (s *mirror[T]) follow(ctx context.Context, v Vault) (err error, heard bool) {
	for b, err := range v.Watch(ctx, s.prefix) {
		if err != nil {
			return err, heard
		}
		s.take(b)
		heard = true
	}
	return errors.New("the watch ended"), heard
}

// take makes the state after the batch the present one.
func (s *mirror[T]) take(b events.ValueBatch) {
	read := map[string]entry[T]{}
	for _, v := range b.Values {
		e, err := readEntry[T](v)
		if err != nil {
			s.log.Error("a value of the vault is left out", "key", shortKey(v.Key), "err", err)
			b.Gone = append(b.Gone, v.Key)
			continue
		}
		read[strings.TrimPrefix(v.Key, s.prefix)] = e
	}
	s.show(b, read)
	s.bell.ring()
}

func (s *mirror[T]) show(b events.ValueBatch, read map[string]entry[T]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b.Reset {
		s.entries = read
	} else {
		maps.Copy(s.entries, read)
	}
	for _, key := range b.Gone {
		delete(s.entries, strings.TrimPrefix(key, s.prefix))
	}
	s.version, s.lost = max(s.version, b.Version), time.Time{}
}

// readEntry decodes a value. One of a later program is an error: what it
// says of rights must not be half understood.
func readEntry[T any](v events.Value) (entry[T], error) {
	e := entry[T]{version: v.Version, expires: v.Expires}
	if v.Schema != schema {
		return e, fmt.Errorf("schema %d; this program knows %d", v.Schema, schema)
	}
	return e, json.Unmarshal(v.Data, &e.value)
}

// lose notes that there is no news; false if that is known.
func (s *mirror[T]) lose() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.lost.IsZero() {
		return false
	}
	s.lost = s.now()
	return true
}

// lostSince is since when there is no news; zero: there is.
func (s *mirror[T]) lostSince() time.Time {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.lost
}

// reach waits until the mirror shows what was written up to the version.
func (s *mirror[T]) reach(ctx context.Context, version events.Version) error {
	for {
		rung := s.bell.wait()
		s.mu.RLock()
		shown := s.version
		s.mu.RUnlock()
		if shown >= version {
			return nil
		}
		select {
		case <-rung:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// touches reports whether one of the changes is under the prefix.
func (s *mirror[T]) touches(changes []events.ValueChange) bool {
	return slices.ContainsFunc(changes, func(c events.ValueChange) bool { return strings.HasPrefix(c.Value.Key, s.prefix) })
}

// shortKey names a value in the log without all of a hash.
func shortKey(key string) string { return fmt.Sprintf("%.20s…", key) }
