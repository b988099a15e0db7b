package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"almanac.example/events"
)

// Dir is a folder as a Store, which any number of processes may use at once. The
// folder is made with the first blob; one that is missing holds none.
type Dir string

// path is where a blob lies: in one of 256 folders, so that none grows too long
// for the tools that look at it.
func (d Dir) path(name string) string { return filepath.Join(string(d), name[:2], name) }

// Put writes beside the place and moves, so that what has the name is whole.
func (d Dir) Put(ctx context.Context, data []byte) (string, error) {
	if err := errors.Join(ctx.Err(), TooLarge(data)); err != nil {
		return "", err
	}
	name := Name(data)
	if old, err := d.Get(ctx, name); err == nil && len(old) == len(data) {
		return name, nil
	}
	path := d.path(name)
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", unavailable("keeping", err)
	}
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return "", unavailable("keeping", err)
	}
	defer os.Remove(f.Name()) // what was moved has another name
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	for _, folder := range []string{dir, string(d), filepath.Dir(filepath.Clean(string(d)))} {
		if err == nil {
			err = syncFolder(folder)
		}
	}
	if err != nil {
		return "", unavailable("keeping", err)
	}
	return name, nil
}

// syncFolder makes the names in a folder durable.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Get reads a file.
func (d Dir) Get(ctx context.Context, name string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !IsName(name) {
		return nil, NotFound(name)
	}
	data, err := os.ReadFile(d.path(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, NotFound(name)
	case err != nil:
		return nil, unavailable("reading", err)
	}
	return Checked(name, data)
}

// Has looks for a file.
func (d Dir) Has(ctx context.Context, name string) (bool, error) {
	if err := ctx.Err(); err != nil || !IsName(name) {
		return false, err
	}
	_, err := os.Stat(d.path(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, unavailable("looking for", err)
	}
	return true, nil
}

// List goes through the folders. What has no name of a blob is left aside: a
// folder has files of other programs, too.
func (d Dir) List(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		err := filepath.WalkDir(string(d), func(path string, e fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil
			case err != nil:
				return unavailable("listing", err)
			case ctx.Err() != nil:
				return ctx.Err()
			case !e.Type().IsRegular() || !IsName(e.Name()) || d.path(e.Name()) != path:
				return nil
			case !yield(e.Name(), nil):
				return filepath.SkipAll
			}
			return nil
		})
		if err != nil {
			yield("", err)
		}
	}
}

// Delete removes a file.
func (d Dir) Delete(ctx context.Context, name string) error {
	if err := ctx.Err(); err != nil || !IsName(name) {
		return err
	}
	err := os.Remove(d.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = syncFolder(filepath.Dir(d.path(name)))
	}
	if err != nil {
		return unavailable("deleting", err)
	}
	return nil
}

// unavailable is an error of the file system as one of the project's kinds.
func unavailable(doing string, err error) error {
	return fmt.Errorf("%s a file beside the record: %w: %w", doing, events.ErrUnavailable, err)
}
