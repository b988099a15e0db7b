package bolt

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// Backup writes a copy of the file, exact at one revision, while reads and
// writes go on. Put in place of the file, it can be opened. The copy is taken to a temporary file beside the
// database first, so that a slow w holds nobody up; that much space has to be
// free.
func (b *Backend) Backup(ctx context.Context, w io.Writer) error {
	f, err := os.CreateTemp(filepath.Dir(b.path), filepath.Base(b.path)+".backup-*")
	if err != nil {
		return fmt.Errorf("taking a copy: %w", err)
	}
	// Without its name it is gone when the process is, whatever happens. Where
	// an open file keeps its name (Windows), the second attempt counts.
	_ = os.Remove(f.Name())
	defer os.Remove(f.Name())
	defer f.Close()
	err = b.view(func(tx *bbolt.Tx) error {
		_, err := tx.WriteTo(until(ctx, f))
		return err
	})
	if ctx.Err() != nil {
		err = ctx.Err() // bbolt tells only its text
	}
	if err != nil {
		return fmt.Errorf("taking a copy: %w", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("reading the copy: %w", err)
	}
	if _, err := io.Copy(until(ctx, w), f); err != nil {
		return fmt.Errorf("writing the backup: %w", err)
	}
	return nil
}

// until gives a writer that refuses when ctx has ended.
func until(ctx context.Context, w io.Writer) io.Writer {
	return writeFunc(func(b []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return w.Write(b)
	})
}

// writeFunc is a function as a writer.
type writeFunc func([]byte) (int, error)

func (f writeFunc) Write(b []byte) (int, error) { return f(b) }
