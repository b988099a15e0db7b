package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// compactBytes is about how much one transaction of a compaction writes.
const compactBytes = 4 << 20

// Compact writes the file anew, without the pages on which something deleted may
// stand, and puts it in the place of the old one when all of it was read and
// found sound. Reads go on meanwhile, writes wait. It tells the size in bytes
// before and after. After an error the file is as it was.
func (b *Backend) Compact(ctx context.Context) (before, after int64, err error) {
	giveBack, err := b.takeTurn(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer giveBack()
	return b.compact(ctx)
}

// compact is Compact for who has the writer's turn.
func (b *Backend) compact(ctx context.Context) (before, after int64, err error) {
	select {
	case b.vault.turn <- struct{}{}:
		defer func() { <-b.vault.turn }()
	case <-ctx.Done():
		return 0, 0, ctx.Err()
	}
	was, err := os.Stat(b.path)
	if err != nil {
		return 0, 0, err
	}
	name := b.path + ".compacting"
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, 0, err
	}
	db, err := b.copyTo(ctx, name)
	if err != nil {
		return 0, 0, fmt.Errorf("writing %s anew: %w", b.path, err)
	}
	is, err := os.Stat(name)
	if err == nil {
		err = belongLike(name, was)
	}
	if err == nil {
		err = os.Rename(name, b.path)
	}
	if err != nil {
		return 0, 0, errors.Join(fmt.Errorf("putting the new file in the place of %s: %w", b.path, err), db.Close(), os.Remove(name))
	}
	b.swap.Lock()
	old := b.db
	b.db = db
	b.swap.Unlock()
	return was.Size(), is.Size(), errors.Join(old.Close(), syncDir(filepath.Dir(b.path)))
}

// copyTo makes a file with all that the present one holds, and checks it.
func (b *Backend) copyTo(ctx context.Context, name string) (*bbolt.DB, error) {
	db, file, err := openOnce(name)
	if err != nil {
		return nil, err
	}
	db.NoSync, db.NoGrowSync = true, true  // until it is complete
	db.AllocSize = 16 * db.Info().PageSize // so that it has little room to spare
	err = b.translate(guard(somewhere, func() error { return bbolt.Compact(db, b.db, compactBytes) }))
	db.NoSync, db.NoGrowSync, db.AllocSize = false, false, growth
	if err == nil {
		err = db.Sync()
	}
	if err == nil {
		c := &check{ctx: ctx}
		walkPages(file, db.Info().PageSize, true, c.fault)
		c.run(db)
		err = ctx.Err()
		if f := c.report.Faults; err == nil && len(f) > 0 {
			err = damaged(f[0].Where, "%s", f[0].What)
		}
	}
	if err != nil {
		return nil, errors.Join(err, db.Close(), os.Remove(name))
	}
	return db, nil
}
