package websub

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// File is a Mark in a file of its own, one number on one line. It is replaced
// as a whole, so a crash leaves the old number or the new one.
type File string

// Load reads the number; a file that is not there holds 0.
func (f File) Load(context.Context) (int64, error) {
	b, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%s: holds %.40q instead of a revision; remove the file to tell the hub everything again", string(f), b)
	}
	return n, nil
}

// Save replaces the file.
func (f File) Save(_ context.Context, revision int64) error {
	temp, err := os.CreateTemp(filepath.Dir(string(f)), filepath.Base(string(f))+".*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // nothing is left of it after the rename
	_, err = fmt.Fprintln(temp, revision)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), string(f))
}
