package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"almanac.example/cmd/almanac/durable"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/backup"
	"almanac.example/store/blob"
	"almanac.example/store/duty"
)

type restoreCommand struct {
	Store      string    `required:"" placeholder:"ENGINE:WHERE" help:"The store to make: bolt:FILE or etcd:HOST:PORT,…/PREFIX. It must not exist yet."`
	Input      string    `arg:"" name:"file" help:"A backup, as \"almanac backup\" writes it, or a folder that backup --follow fills."`
	ToRevision *int64    `placeholder:"N" xor:"to" help:"Only what was there at this revision."`
	ToTime     time.Time `placeholder:"TIME" xor:"to" format:"2006-01-02T15:04:05Z07:00" help:"Only what was there at this time: 2026-03-01T12:00:00Z."`
}

// Help is shown below the flags.
func (*restoreCommand) Help() string {
	return `The new store has the same history, revisions and bytes, and the pictures stand beside it or where --media says. The whole file is checked first; if anything is wrong with it, no store is made and the place is named. In the new store everything is paused that tells others something, so that a drill tells nobody; "almanac duty resume" ends that.`
}

// Validate refuses settings that could not work; kong calls it.
func (c *restoreCommand) Validate() error {
	if c.ToRevision != nil && *c.ToRevision < 1 {
		return fmt.Errorf("--to-revision=%d: must be at least 1", *c.ToRevision)
	}
	return nil
}

// Run makes the store beside its place and moves it there when it is whole.
func (c *restoreCommand) Run(ctx context.Context, con storage.Console) error {
	p, err := con.Locate(ctx, c.Store)
	if err != nil {
		return err
	}
	if p.Has != storage.Nothing {
		return fmt.Errorf("%s: exists already; a backup is restored into a new store only", p)
	}
	set, err := openBackup(ctx, c.Input)
	if err != nil {
		return fmt.Errorf("nothing was restored: %w", err)
	}
	blobs, err := con.OpenMedia(ctx, p)
	if err == nil && blobs == nil && set.Blobs > 0 {
		err = fmt.Errorf("the backup holds %d pictures: say with --media where they are to be kept", set.Blobs)
	}
	if err != nil {
		return fmt.Errorf("nothing was restored: %w", err)
	}
	bar := terminal.NewProgress(con.Err, "restoring", set.States)
	defer bar.Done()
	restored, err := c.restoreTo(ctx, con, set, restoring{p, blobs, bar})
	if err != nil {
		return err
	}
	fmt.Fprintf(con.Err, "almanac: %s holds %d states up to revision %d%s; what tells others is paused until \"almanac duty resume\"\n", p, restored.states, restored.last, pictures(set.Blobs))
	return nil
}

// restoring says where to and how it is shown.
type restoring struct {
	place storage.Place
	blobs blob.Store // of the pictures; nil: there is no place for them
	bar   *terminal.Progress
}

// cut is what a restored store has of the backup.
type cut struct {
	states int
	last   events.Rev
	whole  bool
}

// restoreTo makes the store. One in a file is made beside its place and moved
// there when it is whole; one in a cluster answers nothing until it is.
func (c *restoreCommand) restoreTo(ctx context.Context, con storage.Console, set *backup.Set, to restoring) (cut, error) {
	made := to.place
	if file := made.File; file != "" {
		dir, err := os.MkdirTemp(filepath.Dir(file), "."+filepath.Base(file)+".restore-*")
		if err != nil {
			return cut{}, err
		}
		defer os.RemoveAll(dir)
		made.File = filepath.Join(dir, "store")
	}
	restored, err := c.restore(ctx, con, set, restoring{made, to.blobs, to.bar})
	if err != nil {
		return restored, fmt.Errorf("nothing was restored: %w", err)
	}
	if made.File != "" {
		err = durable.Move(made.File, to.place.File)
	}
	return restored, err
}

func (c *restoreCommand) restore(ctx context.Context, con storage.Console, set *backup.Set, to restoring) (done cut, err error) {
	limit, err := c.limit(ctx, set)
	if err != nil {
		return done, err
	}
	e, err := to.place.Engine(ctx, con.Err)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	states := followed(upTo(limit, set.Dump(ctx, 0), &done), func() error {
		if err := restoreVault(ctx, e.Vault, set.Vault(ctx), done); err != nil {
			return err
		}
		return restoreBlobs(ctx, to.blobs, set.Pictures(ctx))
	})
	return done, (shownArchive{e.Archive, to.bar}).Load(ctx, states)
}

// followed does something after the last state. As long as it has not succeeded
// the states do not count.
func followed(states iter.Seq2[events.State, error], then func() error) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		for s, err := range states {
			if !yield(s, err) || err != nil {
				return
			}
		}
		if err := then(); err != nil {
			yield(events.State{}, err)
		}
	}
}

// restoreVault writes the vault of a new store, which may hold what an earlier
// restore has left that did not come to its end.
func restoreVault(ctx context.Context, vault store.Vault, values iter.Seq2[events.Value, error], done cut) error {
	var left []events.ValueChange
	for v, err := range vault.List(ctx, "") {
		if err != nil {
			return err
		}
		left = append(left, events.DeleteValue(v.Key, v.Version))
	}
	for chunk := range slices.Chunk(left, store.MaxValues) {
		if _, err := vault.Write(ctx, chunk...); err != nil {
			return err
		}
	}
	if err := restoreValues(ctx, vault, values, done); err != nil {
		return err
	}
	return duty.PauseOutgoing(ctx, vault, events.DutyPause{
		Since: terminal.Now().UTC().Truncate(time.Millisecond), Reason: "restored from a backup",
	})
}

// restoreBlobs keeps the pictures of the backup. Those that are there already stay
// as they are: their names say what they hold.
func restoreBlobs(ctx context.Context, blobs blob.Store, pictures iter.Seq2[backup.Blob, error]) error {
	for one, err := range pictures {
		if err != nil {
			return err
		}
		if _, err := blobs.Put(ctx, one.Data); err != nil {
			return err
		}
	}
	return nil
}

// limit is the last revision that is wanted. It goes through the states once if
// not all are.
func (c *restoreCommand) limit(ctx context.Context, set *backup.Set) (events.Rev, error) {
	if c.ToRevision == nil && c.ToTime.IsZero() {
		return math.MaxInt64, nil
	}
	last, err := c.lastWanted(set.Dump(ctx, 0))
	if err == nil && last == 0 && set.First > 0 {
		err = errors.New("the backup has nothing from before that")
	}
	return last, err
}

// lastWanted is the revision before the first one that is too late. A commit is
// wanted as a whole or not at all, and so is an import: until its last commit
// readers did not see it.
func (c *restoreCommand) lastWanted(states iter.Seq2[events.State, error]) (events.Rev, error) {
	var last, commit events.Rev
	open := map[string]bool{} // imports that have begun; whether the commit at hand ends them
	ended := func() {
		maps.DeleteFunc(open, func(_ string, closed bool) bool { return closed })
		if len(open) == 0 {
			last = commit
		}
	}
	for s, err := range states {
		if err != nil {
			return 0, err
		}
		if s.Rev != commit {
			ended()
			commit = s.Rev
		}
		if !c.wants(s) {
			return last, nil
		}
		if b := s.Batch; b != nil && b.Kind == events.BatchImport {
			open[b.ID] = open[b.ID] || b.Last
		}
	}
	ended()
	return last, nil
}

func (c *restoreCommand) wants(s events.State) bool {
	return (c.ToRevision == nil || int64(s.Rev) <= *c.ToRevision) && (c.ToTime.IsZero() || !s.At.After(c.ToTime))
}

// upTo yields the states up to a revision and counts them. All of them are read,
// for what comes after them in the file.
func upTo(limit events.Rev, states iter.Seq2[events.State, error], done *cut) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		*done = cut{whole: true}
		for s, err := range states {
			if err == nil && s.Rev > limit {
				done.whole = false
				continue
			}
			if !yield(s, err) || err != nil {
				return
			}
			done.states, done.last = done.states+1, s.Rev
		}
	}
}

// restoreValues puts the values of the backup into the vault. Where the record
// was cut, so is what is remembered: a hub was told of no later revision, and a
// source that was imported later is to be read again.
func restoreValues(ctx context.Context, vault store.Vault, values iter.Seq2[events.Value, error], done cut) error {
	var chunk []events.ValueChange
	size := 0
	for v, err := range values {
		if err == nil && !done.whole {
			v, err = done.forget(v)
		}
		if err != nil {
			return err
		}
		if size += len(v.Key) + len(v.Data); len(chunk) == store.MaxValues || size > store.MaxBytes {
			if _, err := vault.Write(ctx, chunk...); err != nil {
				return err
			}
			chunk, size = nil, len(v.Key)+len(v.Data)
		}
		chunk = append(chunk, events.PutValue(v, 0))
	}
	if len(chunk) == 0 {
		return nil
	}
	_, err := vault.Write(ctx, chunk...)
	return err
}

// forget is a value as it is to be remembered after a cut.
func (d cut) forget(v events.Value) (events.Value, error) {
	var next any
	switch {
	case v.Key == events.HubKey:
		var mark events.HubMark
		if err := v.Decode(events.MemorySchema, &mark); err != nil {
			return v, err
		}
		next = events.HubMark{Told: min(mark.Told, d.last)}
	case strings.HasPrefix(v.Key, events.FeedPrefix) && strings.HasSuffix(v.Key, "/about"):
		var feed events.FeedMemory
		if err := v.Decode(events.MemorySchema, &feed); err != nil {
			return v, err
		}
		next = events.FeedMemory{Source: feed.Source}
	default:
		return v, nil
	}
	var err error
	v.Data, err = json.Marshal(next)
	return v, err
}
