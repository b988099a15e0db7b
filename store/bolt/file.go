package bolt

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
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
	var file *os.File // bbolt's own, to be closed if it panics
	var db *bbolt.DB
	err := guard(func() (err error) {
		db, err = bbolt.Open(path, 0o600, &bbolt.Options{
			Timeout: lockTimeout,
			// The list of free pages is synced: otherwise every opening scans the
			// whole file, in a goroutine whose panics nobody can catch.
			FreelistType:    bbolt.FreelistMapType,
			InitialMmapSize: mapSize(),
			OpenFile: func(name string, flag int, mode os.FileMode) (f *os.File, err error) {
				file, err = openSound(name, flag, mode)
				return file, err
			},
		})
		return err
	})
	var damage *damage
	switch {
	case err == nil:
		db.AllocSize = growth
		return checkSize(path, db)
	case errors.As(err, &damage):
		return nil, errors.Join(fmt.Errorf("opening %s: %w", path, err), file.Close())
	case errors.Is(err, berrors.ErrTimeout):
		return nil, fmt.Errorf("%s is in use by another almanac process: %w", path, events.ErrUnavailable)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrVersionMismatch), errors.Is(err, berrors.ErrChecksum):
		return nil, fmt.Errorf("%s is not an almanac database, or its beginning is damaged: %w", path, err)
	case errors.Is(err, errShort):
		return nil, err
	}
	return nil, fmt.Errorf("opening the database: %w", err)
}

// checkSize finds a file that was cut off: its first pages say how long it
// should be.
func checkSize(path string, db *bbolt.DB) (*bbolt.DB, error) {
	info, err := os.Stat(path)
	if err == nil {
		err = guard(func() error {
			return db.View(func(tx *bbolt.Tx) error {
				if want := tx.Size(); info.Size() < want {
					return fmt.Errorf("%s is cut off: it has %d of %d bytes; restore a backup", path, info.Size(), want)
				}
				return nil
			})
		})
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

var errShort = errors.New("too short for an almanac database; if it was one, it is cut off: restore a backup")

// openSound is os.OpenFile, but refuses a file that has something in it and yet
// less than every database has.
func openSound(name string, flag int, mode os.FileMode) (*os.File, error) {
	f, err := os.OpenFile(name, flag, mode)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.Size() > 0 && info.Size() < 4*4096 {
		err = fmt.Errorf("%s has %d bytes: %w", name, info.Size(), errShort)
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

// damage is what bbolt came across when it trusted a damaged file.
type damage struct{ found any }

func (d *damage) Error() string {
	return fmt.Sprintf("the database is damaged or cut off (%v); restore a backup", d.found)
}

// guard turns a panic over a damaged file into an error: bbolt asserts what it
// reads, and reading past the end of a mapped file is a fault.
func guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = &damage{r}
		}
	}()
	return f()
}
