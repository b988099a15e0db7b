package bolt

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"runtime"
	"strconv"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"almanac.example/events"
)

// lockTimeout is how long another process may take to let go of the file.
const lockTimeout = time.Second

// growth is by how many bytes the file grows when it is full. Each time costs
// one more write to disk; bbolt's own 16 MiB make much of a small record.
const growth = 1 << 20

// openFile opens the bbolt database and refuses what is none.
func openFile(path string) (*bbolt.DB, error) {
	for {
		db, file, err := openOnce(path)
		if err != nil {
			return nil, err
		}
		// Who waited for the file while it was migrated holds what it was.
		moved, err := isElsewhere(path, file)
		if err == nil && !moved {
			if err = checkFirstPages(file, db.Info().PageSize); err == nil {
				err = checkPages(db, file)
			}
			if err == nil {
				return db, nil
			}
			return nil, errors.Join(fmt.Errorf("opening %s: %w", path, err), db.Close())
		}
		if err = errors.Join(err, db.Close()); err != nil {
			return nil, err
		}
	}
}

// isElsewhere reports whether another file has taken the open one's name.
func isElsewhere(path string, file *os.File) (bool, error) {
	is, err := file.Stat()
	if err != nil {
		return false, err
	}
	named, err := os.Stat(path)
	if err != nil {
		return false, err
	}
	return !os.SameFile(is, named), nil
}

// openOnce opens the bbolt database that has the name now. file is bbolt's own.
func openOnce(path string) (db *bbolt.DB, file *os.File, err error) {
	err = guard(somewhere, func() (err error) {
		db, err = bbolt.Open(path, 0o600, &bbolt.Options{
			Timeout: lockTimeout,
			// The list of free pages is synced: otherwise every opening scans the
			// whole file, in a goroutine whose panics cannot be caught.
			FreelistType:    bbolt.FreelistMapType,
			InitialMmapSize: mapSize(),
			OpenFile: func(name string, flag int, mode os.FileMode) (f *os.File, err error) {
				file, err = openSound(name, flag, mode)
				return file, err
			},
		})
		return err
	})
	switch {
	case err == nil:
		db.AllocSize = growth
		return db, file, nil
	case isDamage(err):
		return nil, nil, errors.Join(fmt.Errorf("opening %s: %w", path, err), letGo(file))
	case errors.Is(err, berrors.ErrTimeout):
		return nil, nil, fmt.Errorf("%s is in use by another almanac process; stop it first: %w", path, events.ErrUnavailable)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrVersionMismatch), errors.Is(err, berrors.ErrChecksum):
		return nil, nil, fmt.Errorf("%s is not an almanac database, or its beginning is damaged: %w", path, err)
	case errors.Is(err, errShort):
		return nil, nil, err
	}
	return nil, nil, fmt.Errorf("opening the database: %w", err)
}

// checkPages refuses an open file whose pages lead where they should not: bbolt
// would follow.
func checkPages(db *bbolt.DB, file io.ReaderAt) (first error) {
	walkPages(file, db.Info().PageSize, false, func(_ string, err error) {
		if first == nil {
			first = err
		}
	})
	return first
}

// checkFirstPages looks at both of the pages of which bbolt uses the one that is
// sound and newer. If the newest is not sound the other one tells of the state
// before the last commit, and nothing would show that this is missing.
func checkFirstPages(file io.ReaderAt, pageSize int) error {
	for n := range 2 {
		if _, err := metaOf(file, n, pageSize); err != nil {
			return err
		}
	}
	return nil
}

// metaOf is what the first page (0) or the second (1) says, without the page's
// head: magic, version, page size, flags, root (two numbers), free list, size,
// transaction, and the checksum (FNV-1a) of these.
func metaOf(file io.ReaderAt, n, pageSize int) ([]byte, error) {
	body := make([]byte, 64)
	if _, err := file.ReadAt(body, int64(n*pageSize+pageHeader)); err != nil {
		return nil, fmt.Errorf("reading page %d: %w", n, err)
	}
	sum := fnv.New64a()
	sum.Write(body[:len(body)-8])
	if order.Uint64(body[len(body)-8:]) != sum.Sum64() {
		return nil, damaged(fmt.Sprintf("page %d", n), "its checksum does not match, and the last commit may be missing")
	}
	return body, nil
}

// checkSize finds a file that was cut off: its first pages say how long it
// should be. bbolt would read beyond its end.
func checkSize(file io.ReaderAt, size int64) error {
	pageSize := statedPageSize(file)
	var newest, want uint64
	for n := range 2 {
		if body, err := metaOf(file, n, pageSize); err == nil && order.Uint64(body[48:]) >= newest {
			newest, want = order.Uint64(body[48:]), order.Uint64(body[40:])
		}
	}
	if have := uint64(size) / uint64(pageSize); have < want { //nolint:gosec // not negative
		return damaged(fmt.Sprintf("byte %d", size), "the file is cut off there; it should have %d", want*uint64(pageSize)) //nolint:gosec // as above
	}
	return nil
}

// letGo closes a file that bbolt gave up in the middle of opening it. It may be
// mapped still, which keeps a lock until the process ends.
func letGo(file *os.File) error {
	if file == nil {
		return nil
	}
	return errors.Join(unlock(file), file.Close())
}

var errShort = errors.New("too short for an almanac database; if it was one, it is cut off: restore a backup")

// openSound is os.OpenFile, but refuses a file that has something in it and yet
// less than every database has, or was cut off.
func openSound(name string, flag int, mode os.FileMode) (*os.File, error) {
	f, err := os.OpenFile(name, flag, mode)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.Size() > 0 && info.Size() < 4*4096 {
		err = fmt.Errorf("%s has %d bytes: %w", name, info.Size(), errShort)
	} else if err == nil && info.Size() > 0 {
		err = checkSize(f, info.Size())
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// mapSize is how much address space the file may fill before it has to be
// mapped anew, for which a writer waits until no reader is left. On Windows a
// mapping makes the file as large as itself, and 32 bits have no room.
func mapSize() int {
	if runtime.GOOS == "windows" || strconv.IntSize == 32 {
		return 0
	}
	return 1 << 30
}
