package bolt

import (
	"errors"
	"fmt"
	"os"

	berrors "go.etcd.io/bbolt/errors"

	"almanac.example/events"
)

// SchemaOf tells which schema a file has, and which one Open would bring it to.
// The file stays as it is. The error is an events.ErrUnavailable if another
// process has it open.
func SchemaOf(path string) (has, newest int, err error) {
	if _, err := os.Stat(path); err != nil {
		return 0, 0, err
	}
	db, _, err := openToRead(path)
	if errors.Is(err, berrors.ErrTimeout) {
		return 0, 0, fmt.Errorf("%s is in use by another almanac process; stop it first: %w", path, events.ErrUnavailable)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("opening %s: %w", path, err)
	}
	err = guard(somewhere, func() error {
		has, err = layoutOf(db)
		return err
	})
	if err = errors.Join(err, db.Close()); err != nil {
		return 0, 0, fmt.Errorf("opening %s: %w", path, err)
	}
	return has, layout, nil
}
