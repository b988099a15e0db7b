package storage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/store"
)

// Backups remembers in the vault, for all processes at a store and later ones, what
// is known of its backups. Make it with NewBackups; all methods may be called by any
// number of goroutines.
type Backups struct {
	in  Instance
	log *slog.Logger

	mu      sync.Mutex
	mark    events.BackupMark // as this process knows it
	told    events.BackupMark // what of it the vault was told
	written time.Time         // and when
	missing struct {          // the oldest state that a followed folder lacks
		after events.Rev
		at    time.Time
	}
}

const (
	// noteEvery is how old what the vault says may be: a folder is kept up to date
	// several times a second, and each write is one to the disk.
	noteEvery = time.Minute
	// noteTime bounds a note that is made although who asked has gone.
	noteTime = 5 * time.Second
)

// NewBackups remembers backups of an open store.
func NewBackups(in Instance, log *slog.Logger) *Backups { return &Backups{in: in, log: log} }

// Given notes that a backup was given, up to a revision. Parts that go on from
// another one are noted once a minute.
func (b *Backups) Given(ctx context.Context, upTo events.Rev, whole bool) {
	b.note(ctx, events.BackupMark{At: instant(), Rev: upTo}, whole)
}

// Held notes that a folder that is kept up to date holds everything up to a
// revision. One that the record does not have is ignored.
func (b *Backups) Held(ctx context.Context, upTo events.Rev) {
	if upTo > b.in.Live.Timeline().Rev() {
		return
	}
	b.note(ctx, events.BackupMark{Followed: upTo, FollowedAt: instant()}, false)
}

func instant() time.Time { return terminal.Now().UTC().Truncate(time.Millisecond) }

// note takes over what is newer and tells the vault, if it is time or must be.
func (b *Backups) note(ctx context.Context, news events.BackupMark, must bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.mark = newer(b.mark, news)
	if must || terminal.Now().Sub(b.written) >= noteEvery {
		b.write(ctx)
	}
}

// write tells the vault, unless it knows. The lock is held.
func (b *Backups) write(ctx context.Context) {
	if b.mark == b.told {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTime)
	defer cancel()
	if err := NoteBackup(ctx, b.in.Vault, b.mark); err != nil {
		b.log.Warn("the vault does not remember a backup that was given", "err", err)
		return
	}
	b.told, b.written = b.mark, terminal.Now()
}

// End tells the vault what it does not know yet.
func (b *Backups) End(ctx context.Context) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.write(ctx)
}

// newer puts together what two marks know. Of two of one instant, which two
// processes may note, the one that has more counts.
func newer(a, b events.BackupMark) events.BackupMark {
	if cmp.Or(b.At.Compare(a.At), cmp.Compare(b.Rev, a.Rev)) > 0 {
		a.At, a.Rev = b.At, b.Rev
	}
	if cmp.Or(b.FollowedAt.Compare(a.FollowedAt), cmp.Compare(b.Followed, a.Followed)) > 0 {
		a.Followed, a.FollowedAt = b.Followed, b.FollowedAt
	}
	return a
}

// NoteBackup has the vault remember what it does not know yet.
func NoteBackup(ctx context.Context, vault store.Vault, news events.BackupMark) error {
	for {
		known, version, err := readBackups(ctx, vault)
		if err != nil {
			return err
		}
		v, err := events.JSONValue(events.BackupKey, events.MemorySchema, newer(known, news))
		if err != nil {
			return err
		}
		if _, err = vault.Write(ctx, events.PutValue(v, version)); !errors.Is(err, events.ErrConflict) {
			return err
		}
	}
}

func readBackups(ctx context.Context, vault store.Vault) (mark events.BackupMark, version events.Version, err error) {
	v, err := vault.Get(ctx, events.BackupKey)
	if errors.Is(err, events.ErrNotFound) {
		return mark, 0, nil
	}
	if err != nil {
		return mark, 0, err
	}
	return mark, v.Version, v.Decode(events.MemorySchema, &mark)
}

// Known tells what this process or another one has noted.
func (b *Backups) Known(ctx context.Context) (events.BackupMark, error) {
	known, _, err := readBackups(ctx, b.in.Vault)
	if err != nil {
		return known, fmt.Errorf("reading what is known of backups: %w", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return newer(known, b.mark), nil
}

// Behind tells for how long a followed folder has lacked something: since the
// oldest commit that it does not hold. It is 0 if it holds everything, and followed
// is false if there is no such folder.
func (b *Backups) Behind(ctx context.Context) (behind time.Duration, followed bool, err error) {
	mark, err := b.Known(ctx)
	if err != nil || mark.FollowedAt.IsZero() {
		return 0, false, err
	}
	if mark.Followed >= b.in.Live.Timeline().Rev() {
		return 0, true, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.missing.at.IsZero() || b.missing.after != mark.Followed {
		for state, err := range b.in.Archive.Dump(ctx, mark.Followed) {
			if err != nil {
				return 0, true, err
			}
			b.missing.after, b.missing.at = mark.Followed, state.At
			break
		}
	}
	return max(0, terminal.Now().Sub(b.missing.at)), true, nil
}
